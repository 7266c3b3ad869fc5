//! The audit log only grows, and whoever changes it is noticed.

use diesel::connection::SimpleConnection;
use hailong::domain::access::{Action, Entry, NewEntry, Role};
use hailong::domain::batch::{hex, parse_hash};
use hailong::identity::audit::{Chain, verify};
use hailong::locale;
use hailong::store::{audit, together};
use serde_json::Value;

use super::support::{Person, now, person, sql};
use crate::web::support::{TestServer, start};

fn write(server: &TestServer, count: usize) {
    for number in 0..count {
        let entry = NewEntry::new("thử", Action::SignedIn).with("số", &number).to("đợt \"1\"");
        audit::append(&mut server.connect(), entry, now().at, now().day).unwrap();
    }
}

fn chain(server: &TestServer) -> Chain {
    verify(&mut server.connect()).unwrap()
}

#[test]
fn rows_can_be_neither_changed_nor_deleted() {
    let server = start();
    assert_eq!(chain(&server), Chain::Sound(0, [0; 32]), "an empty log is sound");
    write(&server, 3);
    for change in ["UPDATE audit_log SET actor = 'x'", "DELETE FROM audit_log", "TRUNCATE audit_log"] {
        let refused = sql(&server, change).unwrap_err().to_string();
        assert!(refused.contains("only grows"), "{refused}");
    }
    assert!(matches!(chain(&server), Chain::Sound(3, _)));
}

#[test]
fn whoever_gets_around_the_trigger_is_noticed() {
    for (tamper, broken) in [
        ("UPDATE audit_log SET actor = 'ai đó' WHERE number = 4", Some(4)),
        ("UPDATE audit_log SET details = '{}' WHERE number = 2", Some(2)),
        ("UPDATE audit_log SET at = at + interval '1 microsecond' WHERE number = 6", Some(6)),
        ("DELETE FROM audit_log WHERE number = 3", Some(3)),
        ("DELETE FROM audit_log WHERE number = 1", Some(1)),
        ("UPDATE audit_log SET hash = sha256('x') WHERE number = 5", Some(5)),
        ("UPDATE audit_log SET previous = sha256('x') WHERE number = 1", Some(1)),
        // Nobody but who noted the last hash down notices that the end is missing: `--seen`.
        ("DELETE FROM audit_log WHERE number = 6", None),
    ] {
        let server = start();
        write(&server, 6);
        let mut conn = server.connect();
        conn.batch_execute("ALTER TABLE audit_log DISABLE TRIGGER audit_log_only_grows").unwrap();
        conn.batch_execute(tamper).unwrap();
        match (chain(&server), broken) {
            (Chain::Broken(found), Some(expected)) => assert_eq!(found, expected, "{tamper}"),
            (Chain::Sound(5, _), None) => {}
            (other, _) => panic!("{tamper}: {other:?}"),
        }
    }
}

#[test]
fn entries_written_at_once_make_one_chain() {
    let server = start();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| write(&server, 10));
        }
    });
    assert!(matches!(chain(&server), Chain::Sound(40, _)));
}

#[test]
fn an_entry_is_there_exactly_when_its_action_is() {
    let server = start();
    let failed: Result<(), _> = together(&mut server.connect(), |conn| {
        audit::append(conn, NewEntry::new("thử", Action::RoleGiven), now().at, now().day)?;
        Err(hailong::store::StoreError::StrangeUnit)
    });
    assert!(failed.is_err());
    assert_eq!(chain(&server), Chain::Sound(0, [0; 32]));
}

#[test]
fn an_auditor_reads_about_the_own_units_and_takes_it_away() {
    let server = start();
    person(&server, "o-quay", Role::Clerk, Some("01001-1"));
    person(&server, "hang-xom", Role::Clerk, Some("01002"));
    person(&server, "tren-het", Role::Viewer, None);
    let tra = person(&server, "tra", Role::Auditor, Some("01001"));
    let page = tra.get("/quan-tri/nhat-ky").text().to_owned();
    assert!(page.contains("o-quay") && page.contains("Thiết lập tài khoản"), "{page}");
    assert!(!page.contains("hang-xom") && !page.contains("tren-het"), "{page}");
    let filtered =
        tra.get("/quan-tri/nhat-ky?actor=o-quay&action=signed_in&from=2020-01-01&until=2999-01-01");
    assert_eq!(filtered.text().matches("<tr><th scope=\"row\"").count(), 1, "{}", filtered.text());
    assert!(tra.get("/quan-tri/nhat-ky?until=2020-01-01").text().contains("Không có dòng nào"));

    let file = |person: &Person, format: &str| {
        person.fill("/quan-tri/nhat-ky", &format!("/quan-tri/nhat-ky/{format}"), &[])
    };
    let csv = file(&tra, "csv");
    assert!(csv.text().starts_with("\u{feff}number,at,actor,action,unit,subject,details,previous,hash"));
    assert!(csv.text().contains("o-quay") && !csv.text().contains("hang-xom"), "{}", csv.text());
    let all = person(&server, "tong", Role::Auditor, None);
    let entries = file(&all, "json").json();
    assert!(entries.as_array().unwrap().len() > 10);
    assert_eq!(file(&all, "exe").status, 404);
    // Anybody can check the file with nothing but SHA-256.
    let mut previous = "0".repeat(64);
    for entry in entries.as_array().unwrap() {
        let rebuilt = rebuild(entry);
        assert_eq!(hex(&rebuilt.previous), previous);
        previous = hex(&rebuilt.hash().unwrap());
        assert_eq!(entry["hash"], previous.as_str());
    }
    let log = all.get("/quan-tri/nhat-ky").text().to_owned();
    assert!(log.contains("Tải nhật ký về"), "an export is noted down: {log}");
}

fn rebuild(entry: &Value) -> Entry {
    let text = |name: &str| entry[name].as_str().map(str::to_owned);
    Entry {
        number: entry["number"].as_i64().unwrap(),
        at: text("at").unwrap().parse().unwrap(),
        actor: text("actor").unwrap(),
        action: text("action").unwrap(),
        unit: text("unit"),
        subject: text("subject"),
        details: serde_json::from_value(entry["details"].clone()).unwrap(),
        previous: parse_hash(entry["previous"].as_str().unwrap()).unwrap(),
    }
}

#[test]
fn long_logs_come_in_pages() {
    let server = start();
    let tra = person(&server, "tra", Role::Auditor, None);
    write(&server, 150);
    let first = tra.get("/quan-tri/nhat-ky?actor=th%E1%BB%AD&lang=en").text().to_owned();
    assert_eq!(first.matches("<tr><th scope=\"row\"").count(), 100);
    let older = super::support::between(&first, "<a class=\"quiet\" href=\"", "\"").replace("&amp;", "&");
    let older = older.replace("&#38;", "&");
    let second = tra.get(&older).text().to_owned();
    assert_eq!(second.matches("<tr><th scope=\"row\"").count(), 50, "{older}");
}

#[test]
fn a_cell_is_no_formula() {
    let server = start();
    let tra = person(&server, "tra", Role::Auditor, None);
    let entry = NewEntry::new("=cmd|' /C calc'!A0", Action::SignedIn);
    audit::append(&mut server.connect(), entry, now().at, now().day).unwrap();
    let csv = tra.fill("/quan-tri/nhat-ky", "/quan-tri/nhat-ky/csv", &[]);
    assert!(csv.text().contains(",'=cmd"), "{}", csv.text());
}

#[test]
fn every_action_has_a_name_in_both_languages() {
    for action in Action::ALL {
        let key = format!("staff-action-{}", action.as_str().replace('_', "-"));
        assert!(["vi", "en"].iter().all(|language| locale::text(language, &key) != key), "{key}");
    }
}
