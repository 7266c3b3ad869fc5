//! What becomes of the pools when a wave is closed.

use chrono::NaiveDate;
use diesel::prelude::*;
use hailong::domain::batch::Batch;
use hailong::domain::response::layout;
use hailong::domain::unit::UnitLevel;
use hailong::domain::wave::{Mode, State};
use hailong::sealing::{LevelCount, SealReport, close_wave, publish, seal_wave};
use hailong::store::responses::{self, NewResponse, Pass, WeightedResponse, pending_counts};
use hailong::store::schema::{sealed_response, spent_id};
use hailong::store::waves::{self, StoredWave};
use hailong::store::{batches, sealed};
use rand::SeedableRng;
use rand::rngs::StdRng;
use uuid::Uuid;

use crate::support::survey::{Survey, packed};

fn epoch() -> NaiveDate {
    "2026-10-01".parse().unwrap()
}

fn close(survey: &mut Survey, wave: &StoredWave) -> SealReport {
    let instrument = survey.instrument.clone();
    let mut rng = StdRng::seed_from_u64(4);
    close_wave(&mut survey.conn, wave, &instrument, epoch(), &mut rng).unwrap()
}

fn all(survey: &mut Survey, wave: &StoredWave) -> Vec<Batch> {
    let stored = batches::of_wave(&mut survey.conn, wave.number, &layout(&survey.instrument)).unwrap();
    stored.into_iter().map(|stored| stored.batch).collect()
}

/// Number of responses kept in no batch.
fn unpublished(survey: &mut Survey, wave: &StoredWave) -> i64 {
    let kept = sealed_response::table.filter(sealed_response::wave.eq(wave.number));
    let kept = kept.filter(sealed_response::batch.eq(sealed::UNPUBLISHED));
    kept.count().get_result(&mut survey.conn).unwrap()
}

/// Unit, residual and number of responses of every batch.
fn shapes(batches: &[Batch]) -> Vec<(&str, bool, i64)> {
    batches.iter().map(|batch| (batch.unit.as_str(), batch.residual, batch.tally.n)).collect()
}

#[test]
fn leftovers_of_two_units_are_released_at_the_unit_above() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1", "c2", "c3", "c4"]);
    survey.answer(&wave, "c1", &[5; 12]);
    survey.answer(&wave, "c2", &[4; 6]);
    survey.answer(&wave, "c3", &[3; 5]);
    survey.answer(&wave, "c4", &[5; 10]);
    let report = close(&mut survey, &wave);
    assert_eq!(shapes(&all(&mut survey, &wave)), [("c1", false, 12), ("c4", false, 10), ("p1", true, 11)]);
    assert_eq!(report.sealed[&UnitLevel::Province], LevelCount { batches: 1, responses: 11 });
    assert_eq!(report.sealed[&UnitLevel::Commune], LevelCount { batches: 2, responses: 22 });
    assert_eq!((report.waiting_units, report.unpublished), (0, 0));
    let stored = waves::by_number(&mut survey.conn, wave.number).unwrap().unwrap();
    assert_eq!(stored.wave.state, State::Closed);
}

#[test]
fn a_leftover_of_one_unit_goes_further_up() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1", "c4", "c5"]);
    // Alone in its province and, though many, unanimously dissatisfied.
    survey.answer(&wave, "c1", &[1; 14]);
    survey.answer(&wave, "c4", &[4; 3]);
    survey.answer(&wave, "c5", &[4; 4]);
    let report = close(&mut survey, &wave);
    assert_eq!(shapes(&all(&mut survey, &wave)), [("VN", true, 21)]);
    assert_eq!(report.unpublished, 0);
}

#[test]
fn a_units_own_leftover_joins_those_below_it() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1", "d1", "d2", "c2"]);
    survey.answer(&wave, "c1", &[4; 4]);
    survey.answer(&wave, "d1", &[4; 3]);
    survey.answer(&wave, "d2", &[4; 3]);
    survey.answer(&wave, "c2", &[4; 10]);
    close(&mut survey, &wave);
    assert_eq!(shapes(&all(&mut survey, &wave)), [("c2", false, 10), ("c1", true, 10)]);
}

#[test]
fn a_unanimous_residual_pool_is_held_as_well() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1", "c2", "c4"]);
    survey.answer(&wave, "c1", &[1; 7]);
    survey.answer(&wave, "c2", &[2; 7]);
    survey.answer(&wave, "c4", &[5; 2]);
    close(&mut survey, &wave);
    assert_eq!(shapes(&all(&mut survey, &wave)), [("VN", true, 16)]);
}

#[test]
fn what_cannot_be_released_at_the_top_loses_id_and_unit_and_is_in_no_batch() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1", "c2", "c4"]);
    survey.answer(&wave, "c1", &[5; 10]);
    survey.answer(&wave, "c2", &[4; 6]);
    survey.answer(&wave, "c4", &[3; 3]);
    let report = close(&mut survey, &wave);
    assert_eq!(report.unpublished, 9);
    assert_eq!(shapes(&all(&mut survey, &wave)), [("c1", false, 10)]);
    assert_eq!(unpublished(&mut survey, &wave), 9);
    let top = survey.unit("VN");
    let kept: Vec<i32> = sealed_response::table
        .filter(sealed_response::batch.eq(sealed::UNPUBLISHED))
        .select(sealed_response::unit_id)
        .load(&mut survey.conn)
        .unwrap();
    assert_eq!(kept, [top; 9]);
    assert_eq!(pending_counts(&mut survey.conn, wave.number).unwrap(), []);
}

#[test]
fn no_id_is_left_of_a_closed_wave_and_those_of_others_stay() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1"]);
    let other = survey.wave("other", Mode::Desk, &["c1"]);
    let instrument = survey.instrument.clone();
    for wave in [&wave, &other] {
        survey.answer(wave, "c1", &[5; 10]);
        let mut rng = StdRng::seed_from_u64(4);
        seal_wave(&mut survey.conn, wave, &instrument, epoch(), &mut rng).unwrap();
    }
    survey.answer(&wave, "c1", &[5; 11]);
    close(&mut survey, &wave);
    let left: Vec<i32> = spent_id::table.select(spent_id::wave).load(&mut survey.conn).unwrap();
    assert_eq!(left, [other.number; 10]);
}

#[test]
fn rows_that_come_after_closing_follow_the_same_rules() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1", "c2", "c4"]);
    survey.answer(&wave, "c1", &[5; 10]);
    survey.answer(&wave, "c2", &[5; 3]);
    close(&mut survey, &wave);
    let rows = |survey: &mut Survey, unit: &str, count: usize| -> Vec<WeightedResponse> {
        let unit_id = survey.unit(unit);
        let plain =
            |response: NewResponse| WeightedResponse { response, weight: None, stratum: None, psu: None };
        (0..count).map(|_| plain(survey.response(&wave, unit_id, &[4]))).collect()
    };
    let mut late = rows(&mut survey, "c1", 4);
    late.extend(rows(&mut survey, "c2", 8));
    late.extend(rows(&mut survey, "c4", 10));
    responses::insert_weighted(&mut survey.conn, &late).unwrap();
    assert_eq!(waves::unfinished(&mut survey.conn).unwrap(), [wave.number]);
    let stored = waves::by_number(&mut survey.conn, wave.number).unwrap().unwrap();
    let instrument = survey.instrument.clone();
    let mut rng = StdRng::seed_from_u64(4);
    let report = seal_wave(&mut survey.conn, &stored, &instrument, epoch(), &mut rng).unwrap();
    assert_eq!(shapes(&all(&mut survey, &wave)), [("c1", false, 10), ("c4", false, 10), ("p1", true, 12)]);
    assert_eq!(report.unpublished, 0);
    assert_eq!(unpublished(&mut survey, &wave), 3);
    assert_eq!(waves::unfinished(&mut survey.conn).unwrap(), [wave.number]);
    publish(&mut survey.conn, &wave).unwrap();
    assert_eq!(waves::unfinished(&mut survey.conn).unwrap(), Vec::<i32>::new());
    assert_eq!(close(&mut survey, &wave), SealReport::default());
}

#[test]
fn a_sample_is_released_by_its_clusters_with_weights() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Sample, &["c1", "c2"]);
    let unit_id = survey.unit("c1");
    let row = |q1: i32, weight: i64, stratum: &str, psu: &str| WeightedResponse {
        response: NewResponse {
            wave: wave.number,
            unit_id,
            id: Uuid::new_v4(),
            answers: packed(&survey.instrument, &[q1]).into_bytes(),
            sealed: false,
            pass: Pass::Open,
            channel: None,
        },
        weight: Some(weight),
        stratum: Some(stratum.to_owned()),
        psu: Some(psu.to_owned()),
    };
    let mut rows = Vec::new();
    for (stratum, psu, count, weight) in [
        ("a", "1", 12, 1_500_000),
        ("a", "2", 10, 1_000_000),
        ("b", "1", 11, 2_250_000),
        ("b", "2", 4, 500_000),
    ] {
        rows.extend((0..count).map(|n| row(n % 5 + 1, weight, stratum, psu)));
    }
    responses::insert_weighted(&mut survey.conn, &rows).unwrap();
    let report = close(&mut survey, &wave);
    assert_eq!(report.sealed[&UnitLevel::Commune], LevelCount { batches: 3, responses: 37 });
    let batches = all(&mut survey, &wave);
    let shape: Vec<_> = batches.iter().map(|b| (b.stratum.as_deref().unwrap(), b.tally.n)).collect();
    assert_eq!(shape, [("a", 12), ("a", 10), ("b", 15)]);
    let weighted = batches[2].weighted.as_ref().unwrap();
    assert_eq!(weighted.sums.n, 11 * 2_250_000 + 4 * 500_000);
    assert!((weighted.squares - (11.0 * 2.25 * 2.25 + 4.0 * 0.25)).abs() < 1e-12);
}

#[test]
fn closing_can_be_taken_up_again_after_a_failure() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1", "c2", "c3", "c4"]);
    survey.answer(&wave, "c1", &[5; 10]);
    survey.answer(&wave, "c2", &[4; 6]);
    survey.answer(&wave, "c3", &[4; 6]);
    survey.answer(&wave, "c4", &[4; 10]);
    // The second batch cannot be written: the run stops between two transactions.
    let failing = "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
         IF NEW.seq = 2 THEN RAISE 'the disk is full'; END IF; RETURN NEW; END $$; \
         CREATE TRIGGER fail BEFORE INSERT ON batch FOR EACH ROW EXECUTE FUNCTION fail()";
    diesel::connection::SimpleConnection::batch_execute(&mut survey.conn, failing).unwrap();
    let instrument = survey.instrument.clone();
    let mut rng = StdRng::seed_from_u64(4);
    let fault = close_wave(&mut survey.conn, &wave, &instrument, epoch(), &mut rng).unwrap_err();
    assert!(fault.to_string().contains("the disk is full"), "{fault}");
    assert_eq!(shapes(&all(&mut survey, &wave)), [("c1", false, 10)]);
    let pending: i64 =
        pending_counts(&mut survey.conn, wave.number).unwrap().iter().map(|(_, count)| count).sum();
    assert_eq!(pending, 22);
    diesel::connection::SimpleConnection::batch_execute(&mut survey.conn, "DROP TRIGGER fail ON batch")
        .unwrap();
    close(&mut survey, &wave);
    assert_eq!(shapes(&all(&mut survey, &wave)), [("c1", false, 10), ("c4", false, 10), ("p1", true, 12)]);
}
