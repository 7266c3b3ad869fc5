//! Kiosks and what they report.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use hailong::domain::visits::Visits;
use hailong::domain::wave::Mode;
use hailong::store::devices::{self, Device};
use hailong::store::schema::{visit_pool, visit_report};
use hailong::store::visits::{self, Added, Report};
use hailong::store::{StoreError, waves};
use uuid::Uuid;

use crate::support::survey::Survey;

fn device(name: &str, unit: &str) -> Device {
    Device { name: name.to_owned(), unit: unit.parse().unwrap(), expires: "2026-07-31".parse().unwrap() }
}

#[test]
fn a_device_is_known_until_it_expires_or_is_taken_away() {
    let mut survey = Survey::new();
    let conn = &mut survey.conn;
    let day = |text: &str| text.parse().unwrap();
    let first = device("Máy 1", "d1");
    devices::add(conn, &first, &[1; 32]).unwrap();
    assert_eq!(devices::find(conn, &[1; 32], day("2026-07-31")).unwrap().as_ref(), Some(&first));
    assert_eq!(devices::find(conn, &[1; 32], day("2026-08-01")).unwrap(), None);
    assert_eq!(devices::find(conn, &[2; 32], day("2026-07-01")).unwrap(), None);
    let again = devices::add(conn, &device("Máy 1", "d2"), &[3; 32]);
    assert!(matches!(again, Err(StoreError::Exists { what: "device", .. })), "{again:?}");
    let other = device("Máy 0", "d2");
    devices::add(conn, &other, &[4; 32]).unwrap();
    assert_eq!(devices::list(conn).unwrap(), [other, first]);
    assert!(devices::remove(conn, "Máy 1").unwrap());
    assert!(!devices::remove(conn, "Máy 1").unwrap());
    assert_eq!(devices::find(conn, &[1; 32], day("2026-07-01")).unwrap(), None);
}

fn report(wave: i32, unit_id: i32, asked: i64, answered: i64, abandoned: i64) -> Report {
    Report { wave, unit_id, id: Uuid::new_v4(), visits: Visits { asked, answered, abandoned } }
}

#[test]
fn reports_of_a_unit_become_one_sum_and_a_report_sent_again_changes_nothing() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["d1", "d2"]).number;
    let (d1, d2) = (survey.unit("d1"), survey.unit("d2"));
    let conn = &mut survey.conn;
    let first = report(wave, d1, 5, 3, 1);
    assert_eq!(visits::add(conn, &first).unwrap(), Added::New);
    assert_eq!(visits::add(conn, &first).unwrap(), Added::Already);
    assert_eq!(visits::add(conn, &report(wave, d1, 4, 4, 0)).unwrap(), Added::New);
    assert_eq!(visits::add(conn, &report(wave, d2, 1, 0, 0)).unwrap(), Added::New);

    let columns = (visit_pool::unit_id, visit_pool::asked, visit_pool::answered, visit_pool::abandoned);
    let sums: Vec<(i32, i64, i64, i64)> =
        visit_pool::table.order(visit_pool::asked.desc()).select(columns).load(conn).unwrap();
    assert_eq!(sums, [(d1, 9, 7, 1), (d2, 1, 0, 0)]);
    // Nothing of a report is kept but its id.
    assert_eq!(visit_report::table.count().get_result::<i64>(conn).unwrap(), 3);
    assert_eq!(visits::waiting_units(conn, wave).unwrap().len(), 2);
}

#[test]
fn a_closed_wave_takes_no_report() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["d1"]).number;
    let d1 = survey.unit("d1");
    waves::close(&mut survey.conn, wave).unwrap();
    let late = visits::add(&mut survey.conn, &report(wave, d1, 1, 1, 0)).unwrap();
    assert_eq!(late, Added::WaveClosed);
    assert_eq!(visit_report::table.count().get_result::<i64>(&mut survey.conn).unwrap(), 0);
}

#[test]
fn two_reports_at_the_same_moment_are_both_added() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["d1"]).number;
    let d1 = survey.unit("d1");
    std::thread::scope(|scope| {
        for _ in 0..4 {
            let mut conn = survey.connect();
            scope.spawn(move || {
                for _ in 0..25 {
                    assert_eq!(visits::add(&mut conn, &report(wave, d1, 2, 1, 1)).unwrap(), Added::New);
                }
            });
        }
    });
    let taken = visits::take(&mut survey.conn, wave, &[d1], 0).unwrap();
    assert_eq!(taken, [(d1, Visits { asked: 200, answered: 100, abandoned: 100 })]);
}

#[test]
fn the_database_refuses_to_release_a_handful() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["d1"]).number;
    let d1 = survey.unit("d1");
    let four = Visits { asked: 4, answered: 4, abandoned: 0 };
    assert!(visits::release(&mut survey.conn, wave, d1, four).is_err());
    let insert = format!("INSERT INTO visit_pool VALUES ({d1}, {wave}, 3, 2, 2)");
    assert!(survey.conn.batch_execute(&insert).is_err(), "nobody does two things");
}
