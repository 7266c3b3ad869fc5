//! Tokens of staff, made at the keyboard.

use chrono::{Days, NaiveDate, Utc};
use hailong::sealing::Schedule;

use super::program::Program;

/// Midnight of the service is that of Viet Nam; so must be that of the command, wherever it runs.
#[test]
fn a_token_expires_by_the_date_in_viet_nam() {
    let program = Program::new();
    let expiry = || Schedule::default().day(Utc::now()) + Days::new(30);
    for (zone, name) in [("Etc/GMT+12", "west"), ("Etc/GMT-14", "east")] {
        let earliest = expiry();
        let made = program
            .command(&["staff", "token", "--name", name, "--days", "30"])
            .env("TZ", zone)
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let listed = program.done(&["staff", "list"]);
        let line = listed.lines().find(|line| line.starts_with(name)).unwrap();
        let until: NaiveDate = line.rsplit(' ').next().unwrap().parse().unwrap();
        assert!(earliest <= until && until <= expiry(), "{zone}: {line}");
    }
}

#[test]
fn the_first_administrator_is_made_at_the_keyboard_without_a_password_in_sight() {
    let program = Program::new();
    let add =
        ["staff", "add", "--name", "Lan@XA.vn", "--role", "administrator", "--full-name", "Nguyễn Thị Lan"];
    let link = program.done(&[&add[..], &["--public-url", "https://khaosat.example.vn/"]].concat());
    assert!(link.starts_with("https://khaosat.example.vn/quan-tri/thiet-lap/"), "{link}");
    assert_eq!(link.trim_end().rsplit('/').next().unwrap().len(), 64, "{link}");
    let listed = program.done(&["staff", "list"]);
    assert_eq!(listed, "lan@xa.vn\tNguyễn Thị Lan\tadministrator everywhere\tnot set up\n");
    assert!(program.refused(&add).contains("there is a staff account"));

    program.done(&["staff", "add", "--name", "hoa", "--role", "manager", "--unit", "02020"]);
    assert!(program.done(&["staff", "list"]).contains("hoa\thoa\tmanager at 02020\tnot set up"));
    for (arguments, said) in [
        (&["staff", "add", "--name", "x y", "--role", "viewer"][..], "cannot be a sign-in name"),
        (&["staff", "add", "--name", "ai", "--role", "viewer", "--unit", "99999"], "no unit bears the code"),
        (&["staff", "add", "--name", "ai", "--role", "king"], "a role is one of"),
        (&["staff", "disable", "ai"], "there is no staff account"),
        (&["staff", "reset", "ai"], "there is no staff account"),
    ] {
        let refused = program.refused(arguments);
        assert!(refused.contains(said), "{arguments:?}: {refused}");
    }
    let again = program.done(&["staff", "reset", "hoa"]);
    assert!(again.starts_with("http://127.0.0.1:8080/quan-tri/thiet-lap/"), "{again}");
    assert!(program.done(&["staff", "disable", "hoa"]).contains("nobody can sign in to hoa"));
    assert!(program.done(&["staff", "list"]).contains("disabled"));
    program.done(&["staff", "enable", "hoa"]);
}

#[test]
fn the_audit_log_is_checked_and_exported_at_the_keyboard() {
    let program = Program::new();
    program.done(&["staff", "add", "--name", "lan", "--role", "auditor", "--unit", "19"]);
    program.done(&["staff", "token", "--name", "bao-cao", "--unit", "19"]);
    let checked = program.done(&["audit", "verify"]);
    let seen = checked.lines().last().unwrap().to_owned();
    assert!(seen.starts_with("4:") && seen.len() == 66, "{checked}");
    program.done(&["staff", "revoke", "bao-cao"]);
    program.done(&["audit", "verify", "--seen", &seen]);
    let other = seen.replace("4:", "3:");
    assert!(program.refused(&["audit", "verify", "--seen", &other]).contains("is not the one that was seen"));
    assert!(program.refused(&["audit", "verify", "--seen", "4"]).contains("NUMBER:HASH"));
    let csv = program.done(&["audit", "export"]);
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let actions: Vec<String> = reader.records().map(|row| row.unwrap()[3].to_owned()).collect();
    let expected = ["account_added", "role_given", "link_made", "token_made", "token_revoked"];
    assert_eq!(actions, expected);
    let json: serde_json::Value =
        serde_json::from_str(&program.done(&["audit", "export", "--format", "json"])).unwrap();
    assert_eq!(json[5]["action"], "audit_exported", "the export before is noted down");
    assert_eq!(json[3]["details"]["rights"], "see_results download");
    assert_eq!((&json[0]["unit"], &json[0]["actor"]), (&"19".into(), &"command line".into()));
}
