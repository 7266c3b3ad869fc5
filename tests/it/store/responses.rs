//! What becomes of a response that is sent once, twice, late or changed.

use chrono::NaiveDate;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use hailong::domain::wave::Mode;
use hailong::sealing::{close_wave, seal_wave};
use hailong::store::responses::{Stored, WeightedResponse, insert, insert_weighted, pending_counts};
use hailong::store::{StoreError, waves};
use rand::SeedableRng;
use rand::rngs::StdRng;
use std::thread::JoinHandle;
use std::time::Duration;

use crate::support::survey::Survey;

fn epoch() -> NaiveDate {
    "2026-07-02".parse().unwrap()
}

#[test]
fn the_same_response_sent_again_changes_nothing() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1"]);
    let c1 = survey.unit("c1");
    let first = survey.response(&wave, c1, &[4]);
    let mut changed = first.clone();
    changed.answers = survey.response(&wave, c1, &[5]).answers;
    let other = survey.response(&wave, c1, &[5]);
    let mut send = |rows: &[_]| insert(&mut survey.conn, rows).unwrap();
    assert_eq!(send(&[]), []);
    assert_eq!(send(std::slice::from_ref(&first)), [Stored::New]);
    assert_eq!(send(std::slice::from_ref(&first)), [Stored::Same]);
    assert_eq!(send(std::slice::from_ref(&changed)), [Stored::Differs]);
    assert_eq!(
        send(&[changed.clone(), other.clone(), first.clone()]),
        [Stored::Differs, Stored::New, Stored::Same]
    );
    assert_eq!(pending_counts(&mut survey.conn, wave.number).unwrap(), [(c1, 2)]);
}

#[test]
fn doubles_within_one_group_are_told_apart() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1"]);
    let c1 = survey.unit("c1");
    let first = survey.response(&wave, c1, &[4]);
    let mut changed = first.clone();
    changed.answers = survey.response(&wave, c1, &[5]).answers;
    let group = [first.clone(), changed.clone(), first.clone()];
    let sent = insert(&mut survey.conn, &group).unwrap();
    assert_eq!(sent, [Stored::New, Stored::Differs, Stored::Same]);
    // The stored one decides, not the first of the group.
    let sent = insert(&mut survey.conn, &[changed, first]).unwrap();
    assert_eq!(sent, [Stored::Differs, Stored::Same]);
}

#[test]
fn an_id_of_another_wave_differs() {
    let mut survey = Survey::new();
    let one = survey.wave("one", Mode::Desk, &["c1"]);
    let two = survey.wave("two", Mode::Desk, &["c1"]);
    let c1 = survey.unit("c1");
    let response = survey.response(&one, c1, &[4]);
    let mut elsewhere = response.clone();
    elsewhere.wave = two.number;
    assert_eq!(insert(&mut survey.conn, &[response]).unwrap(), [Stored::New]);
    assert_eq!(insert(&mut survey.conn, &[elsewhere]).unwrap(), [Stored::Differs]);
}

#[test]
fn an_id_that_another_wave_has_sealed_differs() {
    let mut survey = Survey::new();
    let one = survey.wave("one", Mode::Desk, &["c1"]);
    let two = survey.wave("two", Mode::Desk, &["c1"]);
    let c1 = survey.unit("c1");
    let group: Vec<_> = (0..10).map(|_| survey.response(&one, c1, &[4])).collect();
    insert(&mut survey.conn, &group).unwrap();
    let instrument = survey.instrument.clone();
    seal_wave(&mut survey.conn, &one, &instrument, epoch(), &mut StdRng::seed_from_u64(1)).unwrap();
    let mut elsewhere = group[0].clone();
    elsewhere.wave = two.number;
    let sent = insert(&mut survey.conn, &[elsewhere.clone(), group[0].clone(), elsewhere]).unwrap();
    assert_eq!(sent, [Stored::Differs, Stored::AlreadySealed, Stored::Differs]);
    assert_eq!(pending_counts(&mut survey.conn, two.number).unwrap(), []);
}

#[test]
fn an_id_sent_to_a_closed_and_to_an_open_wave_at_once_is_taken_by_the_open_one() {
    let mut survey = Survey::new();
    let closed = survey.wave("closed", Mode::Desk, &["c1"]);
    let open = survey.wave("open", Mode::Desk, &["c1"]);
    waves::close(&mut survey.conn, closed.number).unwrap();
    let c1 = survey.unit("c1");
    let late = survey.response(&closed, c1, &[4]);
    let mut good = late.clone();
    good.wave = open.number;
    let mut other = survey.response(&open, c1, &[2]);
    other.id = good.id;
    let sent = insert(&mut survey.conn, &[late, good.clone(), good]).unwrap();
    assert_eq!(sent, [Stored::WaveClosed, Stored::New, Stored::Same]);
    assert_eq!(insert(&mut survey.conn, &[other]).unwrap(), [Stored::Differs]);
}

#[test]
fn a_closed_wave_or_a_strange_unit_takes_nothing() {
    let mut survey = Survey::new();
    let open = survey.wave("open", Mode::Desk, &["c1"]);
    let closed = survey.wave("closed", Mode::Desk, &["c1"]);
    assert!(waves::close(&mut survey.conn, closed.number).unwrap());
    assert!(!waves::close(&mut survey.conn, closed.number).unwrap());
    let (c1, c2) = (survey.unit("c1"), survey.unit("c2"));
    let mut nowhere = survey.response(&open, c1, &[4]);
    nowhere.wave = 9999;
    let group = [
        survey.response(&closed, c1, &[4]),
        survey.response(&open, c2, &[4]),
        survey.response(&open, c1, &[4]),
        nowhere,
    ];
    let sent = insert(&mut survey.conn, &group).unwrap();
    assert_eq!(sent, [Stored::WaveClosed, Stored::WaveClosed, Stored::New, Stored::WaveClosed]);
}

#[test]
fn rows_of_a_file_at_a_strange_unit_are_refused() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1"]);
    let units = [survey.unit("c1"), survey.unit("c2")];
    let rows = units.map(|unit| WeightedResponse {
        response: survey.response(&wave, unit, &[4]),
        weight: None,
        stratum: None,
        psu: None,
    });
    let refused = survey.conn.transaction(|conn| insert_weighted(conn, &rows));
    assert!(matches!(refused, Err(StoreError::StrangeUnit)), "{refused:?}");
    assert_eq!(pending_counts(&mut survey.conn, wave.number).unwrap(), []);
    insert_weighted(&mut survey.conn, &rows[..1]).unwrap();
    assert_eq!(pending_counts(&mut survey.conn, wave.number).unwrap(), [(units[0], 1)]);
}

#[test]
fn a_late_retry_of_a_sealed_response_is_not_counted_twice() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1"]);
    let c1 = survey.unit("c1");
    let group: Vec<_> = (0..10).map(|_| survey.response(&wave, c1, &[4])).collect();
    insert(&mut survey.conn, &group).unwrap();
    let instrument = survey.instrument.clone();
    let mut rng = StdRng::seed_from_u64(1);
    seal_wave(&mut survey.conn, &wave, &instrument, epoch(), &mut rng).unwrap();
    let again = insert(&mut survey.conn, &group).unwrap();
    assert_eq!(again, [Stored::AlreadySealed; 10]);
    assert_eq!(pending_counts(&mut survey.conn, wave.number).unwrap(), []);
    close_wave(&mut survey.conn, &wave, &instrument, epoch(), &mut rng).unwrap();
    assert_eq!(insert(&mut survey.conn, &group).unwrap(), [Stored::WaveClosed; 10]);
}

/// The hard case: the row is being sealed in a transaction that has not ended when the retry comes.
#[test]
fn a_retry_during_sealing_is_not_counted_twice() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1"]);
    let c1 = survey.unit("c1");
    let response = survey.response(&wave, c1, &[4]);
    insert(&mut survey.conn, std::slice::from_ref(&response)).unwrap();
    let key = format!("unit_id = {c1} AND id = '{}'", response.id);
    let mut sealer = survey.connect();
    sealer
        .batch_execute(&format!(
            "BEGIN; DELETE FROM response WHERE {key}; \
             INSERT INTO spent_id (wave, unit_id, id) VALUES ({}, {c1}, '{}')",
            wave.number, response.id
        ))
        .unwrap();
    let mut other = survey.connect();
    let again = std::thread::spawn(move || insert(&mut other, &[response]).unwrap());
    std::thread::sleep(Duration::from_millis(200));
    assert!(!again.is_finished(), "the retry has to wait for the sealing");
    sealer.batch_execute("COMMIT").unwrap();
    assert_eq!(again.join().unwrap(), [Stored::AlreadySealed]);
    assert_eq!(pending_counts(&mut survey.conn, wave.number).unwrap(), []);
}

/// Closes the wave on a connection of its own.
fn close_elsewhere(survey: &Survey, number: i32) -> JoinHandle<bool> {
    let mut closer = survey.connect();
    let closing = std::thread::spawn(move || waves::close(&mut closer, number).unwrap());
    std::thread::sleep(Duration::from_millis(200));
    assert!(!closing.is_finished(), "closing has to wait for the write");
    closing
}

#[test]
fn closing_waits_for_files_under_way() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1"]);
    let mut importer = survey.connect();
    importer.batch_execute("BEGIN").unwrap();
    assert!(waves::hold_open(&mut importer, wave.number).unwrap());
    let closing = close_elsewhere(&survey, wave.number);
    importer.batch_execute("COMMIT").unwrap();
    assert!(closing.join().unwrap());
    assert!(!waves::hold_open(&mut importer, wave.number).unwrap());
}

#[test]
fn closing_waits_for_responses_under_way_and_lets_no_later_one_in() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1"]);
    let c1 = survey.unit("c1");
    let mut blocker = survey.connect();
    blocker.batch_execute("BEGIN; LOCK TABLE response IN EXCLUSIVE MODE").unwrap();
    let (mut writer, early) = (survey.connect(), survey.response(&wave, c1, &[4]));
    let writing = std::thread::spawn(move || insert(&mut writer, &[early]).unwrap());
    std::thread::sleep(Duration::from_millis(200));
    let closing = close_elsewhere(&survey, wave.number);
    blocker.batch_execute("COMMIT").unwrap();
    assert_eq!(writing.join().unwrap(), [Stored::New]);
    assert!(closing.join().unwrap());
    let late = survey.response(&wave, c1, &[4]);
    assert_eq!(insert(&mut survey.conn, &[late]).unwrap(), [Stored::WaveClosed]);
}

#[test]
fn two_writers_with_the_same_ids_neither_lock_up_nor_store_twice() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1", "c2", "c3"]);
    let units = ["c1", "c2", "c3"].map(|code| survey.unit(code));
    let all: Vec<_> = (0..3000).map(|n| survey.response(&wave, units[n % 3], &[4])).collect();
    let threads: Vec<_> = (0..4)
        .map(|thread: usize| {
            let mut conn = survey.connect();
            let mut mine = all.clone();
            mine.rotate_left(thread * 700);
            if thread % 2 == 1 {
                mine.reverse();
            }
            std::thread::spawn(move || {
                let stored: Vec<Stored> =
                    mine.chunks(150).flat_map(|group| insert(&mut conn, group).unwrap()).collect();
                stored.iter().filter(|stored| **stored == Stored::New).count()
            })
        })
        .collect();
    let new: usize = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
    assert_eq!(new, 3000);
    let counts = pending_counts(&mut survey.conn, wave.number).unwrap();
    assert_eq!(counts.iter().map(|(_, count)| count).sum::<i64>(), 3000);
}

#[test]
fn rows_of_one_group_do_not_stand_in_the_order_they_came() {
    use hailong::store::schema::response;
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1"]);
    let c1 = survey.unit("c1");
    let group: Vec<_> = (0..200).map(|_| survey.response(&wave, c1, &[4])).collect();
    insert(&mut survey.conn, &group).unwrap();
    let stored: Vec<uuid::Uuid> = response::table.select(response::id).load(&mut survey.conn).unwrap();
    let came: Vec<uuid::Uuid> = group.iter().map(|response| response.id).collect();
    assert_eq!(stored.len(), came.len());
    assert_ne!(stored, came);
}
