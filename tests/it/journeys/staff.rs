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
