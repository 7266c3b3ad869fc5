//! When sealing happens.

use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, Utc};
use diesel::connection::SimpleConnection;
use hailong::domain::wave::{Mode, State};
use hailong::sealing::{Schedule, Scheduler, close_wave, publish, seal_all, seal_due, seal_wave};
use hailong::store::responses::pending_counts;
use hailong::store::scores::{self, StoredScore};
use hailong::store::{self, publications, waves};

use crate::support::survey::Survey;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn the_epoch_is_at_two_in_the_morning_in_viet_nam() {
    let schedule = Schedule::default();
    for (now, last, next, name) in [
        ("2026-07-01T18:59:59Z", "2026-06-30T19:00:00Z", "2026-07-01T19:00:00Z", "2026-07-01"),
        ("2026-07-01T19:00:00Z", "2026-07-01T19:00:00Z", "2026-07-02T19:00:00Z", "2026-07-02"),
        ("2026-07-02T00:30:00Z", "2026-07-01T19:00:00Z", "2026-07-02T19:00:00Z", "2026-07-02"),
        ("2026-12-31T20:00:00Z", "2026-12-31T19:00:00Z", "2027-01-01T19:00:00Z", "2027-01-01"),
        ("2028-02-28T18:00:00Z", "2028-02-27T19:00:00Z", "2028-02-28T19:00:00Z", "2028-02-28"),
    ] {
        assert_eq!((schedule.last(at(now)), schedule.next(at(now))), (at(last), at(next)), "{now}");
        assert_eq!(schedule.day(schedule.last(at(now))), day(name), "{now}");
    }
}

#[test]
fn any_time_and_offset_can_be_set() {
    let schedule = Schedule {
        at: NaiveTime::from_hms_opt(23, 30, 0).unwrap(),
        offset: FixedOffset::west_opt(5 * 3600).unwrap(),
    };
    assert_eq!(schedule.next(at("2026-07-02T04:29:00Z")), at("2026-07-02T04:30:00Z"));
    assert_eq!(schedule.day(at("2026-07-02T04:30:00Z")), day("2026-07-01"));
    let last = schedule.last(at("2026-07-02T04:29:00Z"));
    assert_eq!(schedule.next(last), at("2026-07-02T04:30:00Z"));
}

#[test]
fn a_wave_is_due_once_per_epoch() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1"]);
    let due = |survey: &mut Survey, epoch: &str| {
        let runs = seal_due(&mut survey.conn, day(epoch), &mut rand::rng()).unwrap();
        runs.into_iter().map(|run| run.outcome.unwrap().0.any_sealed()).collect::<Vec<_>>()
    };
    survey.answer(&wave, "c1", &[4; 10]);
    assert_eq!(due(&mut survey, "2026-07-02"), [true]);
    survey.answer(&wave, "c1", &[4; 10]);
    assert_eq!(due(&mut survey, "2026-07-02"), Vec::<bool>::new());
    assert_eq!(due(&mut survey, "2026-07-01"), Vec::<bool>::new());
    let runs = seal_all(&mut survey.conn, day("2026-07-02"), &mut rand::rng()).unwrap();
    assert!(runs[0].outcome.as_ref().unwrap().0.any_sealed());
    assert_eq!(due(&mut survey, "2026-07-03"), [false]);
}

#[test]
fn a_wave_stays_due_until_it_is_published() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1"]);
    let c5 = survey.unit("c5");
    survey.answer(&wave, "c1", &[4; 10]);
    // A score at a unit that has nothing to do with the wave keeps it from being published.
    let strange = StoredScore { unit_id: c5, node: "doc".to_owned(), value: 6.0 };
    scores::upsert(&mut survey.conn, wave.number, &[strange]).unwrap();
    let due = |survey: &mut Survey| seal_due(&mut survey.conn, day("2026-07-02"), &mut rand::rng()).unwrap();
    assert!(due(&mut survey)[0].outcome.is_err());
    assert_eq!(pending_counts(&mut survey.conn, wave.number).unwrap(), []);
    assert!(due(&mut survey)[0].outcome.is_err());
    survey.conn.batch_execute("DELETE FROM score").unwrap();
    assert!(due(&mut survey)[0].outcome.as_ref().unwrap().1.unwrap().new);
    assert!(due(&mut survey).is_empty());
}

#[test]
fn sealing_by_hand_leaves_the_wave_due() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1"]);
    let instrument = survey.instrument.clone();
    survey.answer(&wave, "c1", &[4; 10]);
    // As a run that died before it published.
    seal_wave(&mut survey.conn, &wave, &instrument, day("2026-07-02"), &mut rand::rng()).unwrap();
    let runs = seal_due(&mut survey.conn, day("2026-07-02"), &mut rand::rng()).unwrap();
    assert!(runs[0].outcome.as_ref().unwrap().1.unwrap().new);
    let stored = waves::by_number(&mut survey.conn, wave.number).unwrap().unwrap();
    assert_eq!(stored.sealed_on, Some(day("2026-07-02")));
}

#[test]
fn a_wave_that_fails_keeps_no_other_from_being_sealed() {
    let mut survey = Survey::new();
    let bad = survey.wave("bad", Mode::Desk, &["c1"]);
    let good = survey.wave("good", Mode::Desk, &["c1"]);
    survey.answer(&bad, "c1", &[4; 10]);
    survey.answer(&good, "c1", &[4; 10]);
    let damage = format!("UPDATE response SET answers = '\\xff' WHERE wave = {}", bad.number);
    survey.conn.batch_execute(&damage).unwrap();
    let runs = seal_all(&mut survey.conn, day("2026-07-02"), &mut rand::rng()).unwrap();
    let outcomes: Vec<(String, bool)> =
        runs.iter().map(|run| (run.wave.to_string(), run.outcome.is_ok())).collect();
    assert_eq!(outcomes, [("bad".to_owned(), false), ("good".to_owned(), true)]);
    assert!(publications::latest(&mut survey.conn, good.number).unwrap().is_some());
}

#[test]
fn closed_waves_are_left_alone() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1"]);
    let instrument = survey.instrument.clone();
    survey.answer(&wave, "c1", &[4; 10]);
    close_wave(&mut survey.conn, &wave, &instrument, day("2026-07-02"), &mut rand::rng()).unwrap();
    publish(&mut survey.conn, &wave).unwrap();
    assert!(seal_all(&mut survey.conn, day("2026-07-03"), &mut rand::rng()).unwrap().is_empty());
}

#[test]
fn an_interrupted_closing_is_finished_at_the_next_epoch() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1", "c2"]);
    survey.answer(&wave, "c1", &[4; 6]);
    survey.answer(&wave, "c2", &[4; 6]);
    waves::close(&mut survey.conn, wave.number).unwrap();
    let runs = seal_all(&mut survey.conn, day("2026-07-03"), &mut rand::rng()).unwrap();
    assert!(runs[0].outcome.as_ref().unwrap().0.any_sealed());
    assert!(runs[0].outcome.as_ref().unwrap().1.unwrap().new);
    assert_eq!(pending_counts(&mut survey.conn, wave.number).unwrap(), []);
}

#[test]
fn a_closing_that_died_after_its_last_batch_is_finished_too() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1"]);
    let instrument = survey.instrument.clone();
    survey.answer(&wave, "c1", &[4; 10]);
    close_wave(&mut survey.conn, &wave, &instrument, day("2026-07-02"), &mut rand::rng()).unwrap();
    let all = |survey: &mut Survey| seal_all(&mut survey.conn, day("2026-07-03"), &mut rand::rng()).unwrap();
    let unpublished = all(&mut survey);
    assert!(unpublished[0].outcome.as_ref().unwrap().1.unwrap().new);
    assert!(all(&mut survey).is_empty());

    let c1 = survey.unit("c1");
    let id = format!("INSERT INTO spent_id VALUES ({c1}, gen_random_uuid(), {})", wave.number);
    survey.conn.batch_execute(&id).unwrap();
    assert_eq!(all(&mut survey).len(), 1);
    assert!(all(&mut survey).is_empty());
}

#[test]
fn the_thread_catches_up_with_a_missed_epoch_and_stops_at_once() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1"]);
    survey.answer(&wave, "c1", &[4; 10]);
    let pool = store::pool(&survey.database.url(), 2).unwrap();
    let scheduler = Scheduler::start(pool, Schedule::default()).unwrap();
    let started = Instant::now();
    while publications::latest_key(&mut survey.conn, wave.number).unwrap().is_none() {
        assert!(started.elapsed() < Duration::from_secs(20), "nothing was published");
        std::thread::sleep(Duration::from_millis(20));
    }
    let stopping = Instant::now();
    scheduler.stop();
    assert!(stopping.elapsed() < Duration::from_secs(5));
    let stored = waves::by_number(&mut survey.conn, wave.number).unwrap().unwrap();
    assert_eq!(stored.wave.state, State::Open);
    assert_eq!(stored.sealed_on, Some(Schedule::default().day(Schedule::default().last(Utc::now()))));
}
