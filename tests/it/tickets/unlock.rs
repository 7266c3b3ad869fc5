//! Kiosks that a clerk opens for one form at a time.

use std::time::{Duration, Instant};

use hailong::domain::access::Role;
use hailong::domain::wave::Access;
use serde_json::{Value, json};
use uuid::Uuid;

use super::service::{add_waves, body, send};
use super::support::count;
use crate::staff::support::{Person, person};
use crate::web::kiosk::device;
use crate::web::log;
use crate::web::support::{Answer, DESK, TestServer, start};

const PAGE: &str = "/quan-tri/mo-may";

fn service() -> TestServer {
    let server = start();
    add_waves(&server, Access::Unlock, &["mo-may"]);
    server
}

fn unlock(clerk: &Person<'_>, unit: &str) -> Answer {
    clerk.fill(PAGE, PAGE, &[("unit", unit), ("act", "mo")])
}

fn closed(clerk: &Person<'_>, count: &str) -> Answer {
    clerk.fill(PAGE, PAGE, &[("unit", DESK), ("act", "so"), ("closed", count)])
}

/// What a waiting kiosk gets.
fn take(server: &TestServer, secret: &str) -> Option<String> {
    let authorization = format!("Bearer {secret}");
    let answer = server.post_with("/api/v1/kiosk/permit", &[("authorization", &authorization)], b"");
    assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"), "{}", answer.text());
    answer.json()["permit"].as_str().map(str::to_owned)
}

#[test]
fn a_clerk_opens_one_form_and_the_waiting_kiosk_gets_it() {
    let server = service();
    let clerk = person(&server, "hoa", Role::Clerk, Some("01001"));
    let (kiosk, other) = (device(&server, DESK, "2999-12-31"), device(&server, DESK, "2999-12-31"));
    // Nothing is opened before the day's number of dossiers is known.
    let refused = unlock(&clerk, DESK);
    assert!(refused.status == 409 && refused.text().contains("chưa có số hồ sơ"), "{}", refused.text());
    assert_eq!(closed(&clerk, "2").status, 303);
    let permits: Vec<Option<String>> = std::thread::scope(|scope| {
        let waiting: Vec<_> = [&kiosk, &other].map(|secret| scope.spawn(|| take(&server, secret))).into();
        std::thread::sleep(Duration::from_millis(300));
        assert_eq!(unlock(&clerk, DESK).status, 303);
        // Both wait; one gets it, the other hears of none.
        waiting.into_iter().map(|kiosk| kiosk.join().unwrap()).collect()
    });
    assert_eq!(permits.iter().flatten().count(), 1, "{permits:?}");
    let permit = permits.into_iter().flatten().next().unwrap();
    let first = body(&permit);
    assert_eq!(send(&server, "mo-may", &first).status, 201);
    // The answer was lost on the way; and somebody tries the permit twice.
    assert_eq!(send(&server, "mo-may", &first).json(), json!({"outcome": "already_recorded"}));
    send(&server, "mo-may", &body(&permit)).problem(409, "permit_refused");
    assert_eq!(server.stored(), 1);
}

#[test]
fn nobody_answers_without_a_permit() {
    let server = service();
    let mut without = body("");
    without.as_object_mut().unwrap().remove("ticket");
    send(&server, "mo-may", &without).problem(409, "permit_refused");
    send(&server, "mo-may", &body(&"0".repeat(64))).problem(409, "permit_refused");
    let form = format!("id={}&unit={DESK}&a.q1=4&a.q2=no", Uuid::new_v4());
    let sent = server.post_with(
        "/khao-sat/mo-may",
        &[("content-type", "application/x-www-form-urlencoded"), ("accept", "text/html")],
        form.as_bytes(),
    );
    assert_eq!(sent.status, 403, "{}", sent.text());
    // By a link there is no form, and a sentence why; at the kiosk there is.
    let page = server.get_with(&format!("/khao-sat/mo-may?unit={DESK}&lang=vi"), &[("accept", "text/html")]);
    assert!(page.status == 403 && page.text().contains("nhờ cán bộ mở phiếu"), "{}", page.text());
    let kiosk = server.get(&format!("/khao-sat/mo-may?unit={DESK}&kiosk=1&lang=vi"));
    assert!(kiosk.status == 200 && kiosk.text().contains("data-locked"), "{}", kiosk.text());
    assert_eq!(server.stored(), 0);
}

#[test]
fn a_response_that_was_not_stored_keeps_its_permit() {
    let server = service();
    let clerk = person(&server, "hoa", Role::Clerk, Some("01001"));
    closed(&clerk, "5");
    unlock(&clerk, DESK);
    let permit = take(&server, &device(&server, DESK, "2999-12-31")).unwrap();
    let mut wrong = body(&permit);
    wrong["answers"] = json!({"q1": 9, "q2": "no"});
    assert_eq!(send(&server, "mo-may", &wrong).status, 422);
    // At another desk it is worth nothing.
    let mut elsewhere = body(&permit);
    elsewhere["unit"] = "01001-2".into();
    send(&server, "mo-may", &elsewhere).problem(409, "permit_refused");
    assert_eq!(send(&server, "mo-may", &body(&permit)).status, 201);
}

#[test]
fn forms_are_forty_seconds_apart_and_no_more_than_dossiers() {
    let server = service();
    let clerk = person(&server, "hoa", Role::Clerk, Some("01001"));
    let kiosk = device(&server, DESK, "2999-12-31");
    closed(&clerk, "1");
    assert_eq!(unlock(&clerk, DESK).status, 303);
    // Opened twice is open once.
    assert_eq!(unlock(&clerk, DESK).status, 303);
    assert!(take(&server, &kiosk).is_some());
    let used_up = unlock(&clerk, DESK);
    assert!(used_up.status == 409 && used_up.text().contains("bằng số hồ sơ"), "{}", used_up.text());
    closed(&clerk, "9");
    let too_soon = unlock(&clerk, DESK);
    assert_eq!(too_soon.status, 429, "{}", too_soon.text());
    let wait: u64 = too_soon.header("retry-after").parse().unwrap();
    assert!((30..=41).contains(&wait), "{wait}");
    for wrong in ["", "-1", "many", "100001"] {
        assert_eq!(closed(&clerk, wrong).status, 422);
    }
}

/// A token of a manager at the desk that may open kiosks.
fn token(server: &TestServer) -> String {
    let manager = person(server, "lan", Role::Manager, Some(DESK));
    let page = "/quan-tri/toi/ma-truy-cap";
    let made = manager.fill(
        page,
        page,
        &[("token-name", "mot-cua"), ("days", "30"), ("right", "unlock_kiosk"), ("unit", DESK)],
    );
    let token = made.text().split("hl_").nth(1).map(|rest| format!("Bearer hl_{}", &rest[..64]));
    token.unwrap_or_else(|| panic!("no token: {}", made.text()))
}

#[test]
fn the_one_stop_software_says_how_many_dossiers_and_opens_forms_itself() {
    let server = service();
    let clerk = person(&server, "hoa", Role::Clerk, Some("01001"));
    let token = token(&server);
    let ask = |path: &str, body: &Value| {
        let headers = [("authorization", token.as_str()), ("content-type", "application/json")];
        server.post_with(path, &headers, body.to_string().as_bytes())
    };
    let unlock_path = format!("/api/v1/units/{DESK}/unlock");
    ask(&unlock_path, &json!({})).problem(409, "unlock_no_number");
    let path = format!("/api/v1/units/{DESK}/dossiers");
    assert_eq!(ask(&path, &json!({"closed": 3})).status, 204);
    assert_eq!(ask(&path, &json!({"closed": 100_001})).violations()[0].1, "closed_count");
    assert_eq!(
        ask("/api/v1/units/01001-2/dossiers", &json!({"closed": 3})).problem(403, "right_needed")["right"],
        "unlock_kiosk"
    );
    ask("/api/v1/units/nowhere/unlock", &json!({})).problem(404, "unknown_unit");
    // What the software says, nobody types over.
    let typed = closed(&clerk, "500");
    assert!(typed.status == 409 && typed.text().contains("phần mềm một cửa"), "{}", typed.text());
    assert_eq!(ask(&unlock_path, &json!({})).status, 204);
    assert!(take(&server, &device(&server, DESK, "2999-12-31")).is_some());
    ask(&unlock_path, &json!({})).problem(429, "unlock_too_soon");
    server.post(&unlock_path, "application/json", b"").problem(401, "token_needed");
    server.post("/api/v1/kiosk/permit", "application/json", b"").problem(401, "device_needed");
}

#[test]
fn a_clerk_opens_kiosks_of_the_own_units_only() {
    let server = service();
    let clerk = person(&server, "hoa", Role::Clerk, Some(DESK));
    assert!(clerk.get(PAGE).text().contains(&format!("<strong>{DESK}</strong>")));
    for (unit, status) in [("01001-2", 403), ("nowhere", 404), ("", 404), ("a b", 404)] {
        let refused = unlock(&clerk, unit);
        assert!(
            refused.status == status && refused.text().contains("unit-error"),
            "{unit}: {}",
            refused.text()
        );
    }
    let viewer = person(&server, "xem", Role::Viewer, Some(DESK));
    assert_eq!(viewer.get(PAGE).status, 403);
}

#[test]
fn when_a_form_was_opened_is_written_down_nowhere() {
    let server = service();
    let clerk = person(&server, "hoa", Role::Clerk, Some("01001"));
    let kiosk = device(&server, DESK, "2999-12-31");
    let log_before = count(&mut server.connect(), "SELECT count(*) AS n FROM audit_log");
    let rows = |server: &TestServer| {
        let sql = "SELECT sum((xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM %I', relname), \
             false, true, '')))[1]::text::bigint)::bigint AS n FROM pg_class \
             WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace";
        count(&mut server.connect(), sql)
    };
    let rows_before = rows(&server);
    closed(&clerk, "5");
    unlock(&clerk, DESK);
    let permit = take(&server, &kiosk).unwrap();
    assert_eq!(rows(&server), rows_before, "opening a form stores nothing");
    assert_eq!(send(&server, "mo-may", &body(&permit)).status, 201);
    assert_eq!(rows(&server), rows_before + 1, "the response and nothing else");
    assert_eq!(count(&mut server.connect(), "SELECT count(*) AS n FROM audit_log"), log_before);
    assert!(!log::lines().contains(&permit));
    let metrics = server.get("/metrics");
    assert!(!metrics.text().contains("permit") && !metrics.text().contains("unlock"), "{}", metrics.text());
}

#[test]
fn waiting_kiosks_do_not_keep_the_service_from_stopping() {
    let mut server = service();
    let kiosk = device(&server, DESK, "2999-12-31");
    let url = server.url("/api/v1/kiosk/permit");
    let waiting = std::thread::spawn(move || {
        ureq::post(&url)
            .header("authorization", format!("Bearer {kiosk}"))
            .send_empty()
            .map(|answer| answer.status())
    });
    std::thread::sleep(Duration::from_millis(300));
    let begin = Instant::now();
    server.stop().unwrap();
    assert!(begin.elapsed() < Duration::from_secs(2), "{:?}", begin.elapsed());
    assert_eq!(waiting.join().unwrap().unwrap(), 200);
}
