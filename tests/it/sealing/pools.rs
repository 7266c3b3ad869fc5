//! What becomes of the pools of an open wave.

use chrono::NaiveDate;
use diesel::prelude::*;
use hailong::domain::response::layout;
use hailong::domain::unit::UnitLevel;
use hailong::domain::wave::Mode;
use hailong::sealing::{LevelCount, SealReport, seal_wave};
use hailong::store::batches::{self, StoredBatch};
use hailong::store::responses::pending_counts;
use hailong::store::schema::{sealed_response, spent_id};
use hailong::store::waves::StoredWave;
use rand::SeedableRng;
use rand::rngs::StdRng;
use uuid::Uuid;

use crate::support::survey::{Survey, packed};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn seal(survey: &mut Survey, wave: &StoredWave, epoch: &str) -> SealReport {
    let instrument = survey.instrument.clone();
    let mut rng = StdRng::seed_from_u64(3);
    seal_wave(&mut survey.conn, wave, &instrument, day(epoch), &mut rng).unwrap()
}

fn all(survey: &mut Survey, wave: &StoredWave) -> Vec<StoredBatch> {
    batches::of_wave(&mut survey.conn, wave.number, &layout(&survey.instrument)).unwrap()
}

#[test]
fn a_pool_becomes_a_batch_from_k_people_on() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["d1", "c2", "c3"]);
    survey.answer(&wave, "d1", &[5; 10]);
    survey.answer(&wave, "c2", &[4; 9]);
    survey.answer(&wave, "c3", &[3, 3, 3, 3, 1, 1, 1, 2, 2, 5, 5]);
    let report = seal(&mut survey, &wave, "2026-07-02");
    let one = |responses| LevelCount { batches: 1, responses };
    assert_eq!(report.sealed, [(UnitLevel::Commune, one(11)), (UnitLevel::Desk, one(10))].into());
    assert_eq!((report.waiting_units, report.unpublished), (1, 0));
    let c2 = survey.unit("c2");
    assert_eq!(pending_counts(&mut survey.conn, wave.number).unwrap(), [(c2, 9)]);
    let batches = all(&mut survey, &wave);
    let of: Vec<(&str, i32, i64)> =
        batches.iter().map(|b| (b.batch.unit.as_str(), b.batch.seq, b.batch.tally.n)).collect();
    assert_eq!(of, [("c3", 1, 11), ("d1", 2, 10)]);
    assert_eq!(batches[0].batch.tally.items[0].options, [3, 2, 4, 0, 2]);
    assert_eq!(batches[0].batch.tally.items[1].reached, 5);
}

#[test]
fn a_unanimously_dissatisfied_pool_stays_untouched() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1"]);
    survey.answer(&wave, "c1", &[1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]);
    let c1 = survey.unit("c1");
    let report = seal(&mut survey, &wave, "2026-07-02");
    assert_eq!(report, SealReport { waiting_units: 1, ..SealReport::default() });
    assert_eq!(pending_counts(&mut survey.conn, wave.number).unwrap(), [(c1, 11)]);
    assert_eq!(spent_id::table.count().get_result(&mut survey.conn), Ok(0));
    survey.answer(&wave, "c1", &[3]);
    let report = seal(&mut survey, &wave, "2026-07-03");
    assert_eq!(report.sealed[&UnitLevel::Commune], LevelCount { batches: 1, responses: 12 });
}

#[test]
fn the_batches_of_a_wave_form_one_chain() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1", "c2"]);
    let other = survey.wave("other", Mode::Desk, &["c1"]);
    for epoch in ["2026-07-02", "2026-07-03", "2026-07-04"] {
        survey.answer(&wave, "c1", &[5; 10]);
        survey.answer(&wave, "c2", &[4; 10]);
        survey.answer(&other, "c1", &[3; 10]);
        seal(&mut survey, &wave, epoch);
        seal(&mut survey, &other, epoch);
    }
    let batches = all(&mut survey, &wave);
    assert_eq!(batches.len(), 6);
    let mut previous = batches::CHAIN_START;
    for (place, stored) in (1..).zip(&batches) {
        assert_eq!((stored.batch.seq, stored.previous), (place, previous));
        assert_eq!(stored.batch.chain_hash(&wave.wave.id, &previous), stored.hash);
        previous = stored.hash;
    }
    assert_eq!(batches::head(&mut survey.conn, wave.number).unwrap(), (6, previous));
    assert_eq!(batches::head(&mut survey.conn, other.number).unwrap().0, 3);
    assert_eq!(batches::head(&mut survey.conn, 9999).unwrap(), (0, batches::CHAIN_START));
}

#[test]
fn answers_and_ids_are_kept_apart_and_in_random_orders() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1"]);
    // Every response in a transaction of its own, so that the pool stands in the order of arrival.
    let codes: Vec<i32> = (0..60).map(|n| n / 12 + 1).collect();
    let came: Vec<Uuid> = codes.iter().flat_map(|code| survey.answer(&wave, "c1", &[*code])).collect();
    seal(&mut survey, &wave, "2026-07-02");
    let kept: Vec<Vec<u8>> =
        sealed_response::table.select(sealed_response::answers).load(&mut survey.conn).unwrap();
    let arrived: Vec<Vec<u8>> =
        codes.iter().map(|code| packed(&survey.instrument, &[*code]).into_bytes()).collect();
    assert_eq!(kept.len(), 60);
    assert_ne!(kept, arrived);
    let ids: Vec<Uuid> = spent_id::table.select(spent_id::id).load(&mut survey.conn).unwrap();
    assert_eq!(ids.len(), 60);
    assert_ne!(ids, came);
    // Nor does the order of the ids give away that of the answers.
    let code_of = |id: &Uuid| came.iter().position(|known| known == id).map(|place| codes[place]);
    let by_id: Vec<Vec<u8>> =
        ids.iter().map(|id| packed(&survey.instrument, &[code_of(id).unwrap()]).into_bytes()).collect();
    assert_ne!(kept, by_id);
    assert_eq!(pending_counts(&mut survey.conn, wave.number).unwrap(), []);
}

#[test]
fn an_open_sample_is_not_touched() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Sample, &["c1"]);
    survey.answer(&wave, "c1", &[5; 30]);
    let report = seal(&mut survey, &wave, "2026-07-02");
    assert_eq!(report, SealReport { waiting_units: 1, ..SealReport::default() });
    assert!(all(&mut survey, &wave).is_empty());
}

#[test]
fn damaged_answers_stop_the_unit_and_lose_nothing() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1", "c2"]);
    survey.answer(&wave, "c1", &[5; 10]);
    survey.answer(&wave, "c2", &[5; 10]);
    let c2 = survey.unit("c2");
    diesel::sql_query("UPDATE response SET answers = '\\xff' WHERE unit_id = $1")
        .bind::<diesel::sql_types::Integer, _>(c2)
        .execute(&mut survey.conn)
        .unwrap();
    let instrument = survey.instrument.clone();
    let mut rng = StdRng::seed_from_u64(3);
    let fault = seal_wave(&mut survey.conn, &wave, &instrument, day("2026-07-02"), &mut rng).unwrap_err();
    assert!(fault.to_string().contains("do not fit the instrument version"), "{fault}");
    assert_eq!(pending_counts(&mut survey.conn, wave.number).unwrap(), [(c2, 10)]);
    assert_eq!(all(&mut survey, &wave).len(), 1);
}
