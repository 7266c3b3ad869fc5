//! When the counts of kiosks are released, and when not.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use hailong::domain::visits::Visits;
use hailong::domain::wave::Mode;
use hailong::sealing::visits::released;
use hailong::sealing::{close_wave, seal_all, seal_wave};
use hailong::store::schema::{visit_pool, visit_report};
use hailong::store::visits::{self as store, Added, Report};
use hailong::store::waves::{self, StoredWave};
use uuid::Uuid;

use crate::support::survey::Survey;

fn epoch() -> NaiveDate {
    "2026-07-02".parse().unwrap()
}

fn report(survey: &mut Survey, wave: &StoredWave, unit: &str, figures: [i64; 3]) {
    let [asked, answered, abandoned] = figures;
    let visits = Visits { asked, answered, abandoned };
    let report = Report { wave: wave.number, unit_id: survey.unit(unit), id: Uuid::new_v4(), visits };
    assert_eq!(store::add(&mut survey.conn, &report).unwrap(), Added::New);
}

fn seal(survey: &mut Survey, wave: &StoredWave) {
    let instrument = survey.instrument.clone();
    seal_wave(&mut survey.conn, wave, &instrument, epoch(), &mut rand::rng()).unwrap();
}

fn close(survey: &mut Survey, wave: &StoredWave) {
    let instrument = survey.instrument.clone();
    close_wave(&mut survey.conn, wave, &instrument, epoch(), &mut rand::rng()).unwrap();
}

/// Asked, answered and abandoned by unit, as staff see them.
fn shown(survey: &mut Survey, wave: &StoredWave, within: Option<&str>) -> BTreeMap<String, [i64; 3]> {
    let within = within.map(|code| code.parse().unwrap());
    let units = released(&mut survey.conn, wave, within.as_ref()).unwrap().unwrap();
    let figures = |v: Visits| [v.asked, v.answered, v.abandoned];
    units.into_iter().map(|(unit, visits)| (unit.code.to_string(), figures(visits))).collect()
}

fn map(units: &[(&str, [i64; 3])]) -> BTreeMap<String, [i64; 3]> {
    units.iter().map(|(code, figures)| ((*code).to_owned(), *figures)).collect()
}

#[test]
fn counts_are_released_with_a_batch_of_their_unit_from_k_people_on() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["d1", "d2", "c2"]);
    survey.answer(&wave, "d1", &[4; 10]);
    survey.answer(&wave, "d2", &[4; 10]);
    report(&mut survey, &wave, "d1", [7, 5, 1]);
    report(&mut survey, &wave, "d1", [6, 5, 0]);
    report(&mut survey, &wave, "d2", [9, 9, 0]);
    report(&mut survey, &wave, "c2", [40, 3, 30]);
    // Never between the epochs.
    assert_eq!(shown(&mut survey, &wave, None), map(&[]));

    seal(&mut survey, &wave);
    // d2 has a batch and too few visits, c2 enough visits and no batch: that answers wait there is not told.
    let d1 = [13, 10, 1];
    assert_eq!(shown(&mut survey, &wave, None), map(&[("VN", d1), ("c1", d1), ("d1", d1), ("p1", d1)]));

    report(&mut survey, &wave, "d1", [12, 9, 2]);
    report(&mut survey, &wave, "d2", [1, 0, 1]);
    assert_eq!(shown(&mut survey, &wave, Some("c1")), map(&[("c1", d1), ("d1", d1)]));
    survey.answer(&wave, "d1", &[3; 9]);
    survey.answer(&wave, "d2", &[3; 10]);
    seal(&mut survey, &wave);
    let d2 = [10, 9, 1];
    assert_eq!(shown(&mut survey, &wave, Some("c1")), map(&[("c1", [23, 19, 2]), ("d1", d1), ("d2", d2)]));
    assert_eq!(shown(&mut survey, &wave, Some("c2")), map(&[]));
    assert_eq!(released(&mut survey.conn, &wave, Some(&"zz".parse().unwrap())).unwrap(), None);
}

#[test]
fn a_pool_that_is_held_back_holds_the_counts_back() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1"]);
    survey.answer(&wave, "c1", &[1; 12]);
    report(&mut survey, &wave, "c1", [15, 12, 3]);
    seal(&mut survey, &wave);
    assert_eq!(shown(&mut survey, &wave, None), map(&[]));
}

#[test]
fn what_is_left_at_the_end_goes_up_and_the_rest_is_dropped() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["d1", "d2", "c2", "c4", "c5"]);
    report(&mut survey, &wave, "d1", [11, 2, 3]);
    report(&mut survey, &wave, "d2", [4, 4, 0]);
    report(&mut survey, &wave, "c2", [6, 1, 0]);
    report(&mut survey, &wave, "c4", [3, 3, 0]);
    close(&mut survey, &wave);
    // d1 alone is enough; d2 and c2 only together; c4 is too little even in the whole country.
    let expected = map(&[("VN", [21, 7, 3]), ("c1", [11, 2, 3]), ("d1", [11, 2, 3]), ("p1", [21, 7, 3])]);
    assert_eq!(shown(&mut survey, &wave, None), expected);
    assert_eq!(visit_pool::table.count().get_result::<i64>(&mut survey.conn).unwrap(), 0);
    assert_eq!(visit_report::table.count().get_result::<i64>(&mut survey.conn).unwrap(), 0);
}

#[test]
fn the_leftover_of_one_unit_is_not_shown_under_the_name_of_the_unit_above() {
    let mut survey = Survey::new();
    // With k = 10 a sum of nine waits although its batch was sealed.
    let wave = survey.wave("w", Mode::Desk, &["d1", "c2"]);
    report(&mut survey, &wave, "d1", [9, 9, 0]);
    close(&mut survey, &wave);
    assert_eq!(shown(&mut survey, &wave, None), map(&[]));
}

#[test]
fn an_interrupted_closing_releases_its_counts_at_the_next_epoch() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["d1", "d2"]);
    report(&mut survey, &wave, "d1", [5, 5, 0]);
    report(&mut survey, &wave, "d2", [5, 4, 1]);
    waves::close(&mut survey.conn, wave.number).unwrap();
    assert_eq!(seal_all(&mut survey.conn, epoch(), &mut rand::rng()).unwrap().len(), 1);
    let sum = [10, 9, 1];
    assert_eq!(shown(&mut survey, &wave, None), map(&[("VN", sum), ("c1", sum), ("p1", sum)]));
    assert!(seal_all(&mut survey.conn, epoch(), &mut rand::rng()).unwrap().is_empty());
}

#[test]
fn every_difference_of_two_views_is_a_sum_of_at_least_k() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["d1"]);
    let mut before = 0;
    for round in 1..=12 {
        report(&mut survey, &wave, "d1", [round, round / 2, 0]);
        survey.answer(&wave, "d1", &[4; 10]);
        seal(&mut survey, &wave);
        let now = shown(&mut survey, &wave, None).get("d1").map_or(0, |figures| figures[0]);
        assert!(now == before || now - before >= 10, "{before} became {now}");
        before = now;
    }
    assert!(before > 60, "{before}");
}
