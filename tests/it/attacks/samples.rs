//! Designed samples: released once, and no unit whose people are too few can be had by subtraction.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use hailong::domain::batch::is_unanimous;
use hailong::domain::publication::Publication;
use hailong::domain::wave::Mode;
use hailong::sealing::{close_wave, gather, publish, seal_wave};
use hailong::store::publications;
use hailong::store::responses::{WeightedResponse, insert_weighted};
use hailong::store::waves::StoredWave;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use rand::SeedableRng;
use rand::rngs::StdRng;

use crate::support::survey::Survey;

const AT: [&str; 5] = ["c1", "c2", "c3", "c4", "c5"];

fn epoch() -> NaiveDate {
    "2026-10-02".parse().unwrap()
}

fn rows(survey: &mut Survey, wave: &StoredWave, unit: &str, psu: &str, q1: &[i32]) {
    let unit_id = survey.unit(unit);
    let row = |code: &i32| WeightedResponse {
        response: survey.response(wave, unit_id, &[*code]),
        weight: None,
        stratum: None,
        psu: Some(psu.to_owned()),
    };
    let rows: Vec<WeightedResponse> = q1.iter().map(row).collect();
    insert_weighted(&mut survey.conn, &rows).unwrap();
}

fn published(survey: &mut Survey, wave: &StoredWave) -> Option<Publication> {
    publish(&mut survey.conn, wave).unwrap();
    publications::latest(&mut survey.conn, wave.number).unwrap().map(|stored| stored.publication)
}

/// People counted per unit by code.
fn counts(publication: &Publication) -> BTreeMap<String, i64> {
    let node = publication.nodes.iter().position(|node| node.id == "1").unwrap();
    let units = publication.units.iter().zip(&publication.figures);
    units.map(|(unit, row)| (unit.code.clone(), row[node].n.unwrap_or(0))).collect()
}

#[test]
fn nothing_of_a_sample_is_released_before_it_is_closed() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Sample, &AT);
    rows(&mut survey, &wave, "c1", "1", &[5, 4, 3, 2, 1, 5, 4, 3, 2, 1, 5, 5]);
    let instrument = survey.instrument.clone();
    let mut rng = StdRng::seed_from_u64(1);
    seal_wave(&mut survey.conn, &wave, &instrument, epoch(), &mut rng).unwrap();
    assert_eq!(published(&mut survey, &wave), None);
    close_wave(&mut survey.conn, &wave, &instrument, epoch(), &mut rng).unwrap();
    let counts = counts(&published(&mut survey, &wave).unwrap());
    assert_eq!(counts["c1"], 12);
}

/// Whatever sizes units have: one without a figure of its own is never the difference of its parent and its siblings.
#[test]
fn a_unit_left_out_of_a_sample_cannot_be_had_by_subtraction() {
    let mut survey = Survey::new();
    let instrument = survey.instrument.clone();
    let mut runner = TestRunner::deterministic();
    let sizes = prop::array::uniform5(prop_oneof![0..10_usize, 0..10_usize, 10..15_usize]);
    let (mut hidden, mut residual) = (0, 0);
    for case in 0..40 {
        let sizes = sizes.new_tree(&mut runner).unwrap().current();
        let wave = survey.wave(&format!("w-{case}"), Mode::Sample, &AT);
        for (unit, size) in AT.iter().zip(sizes) {
            let answers: Vec<i32> = (0..size).map(|place| [5, 3, 4, 1, 5][place % 5]).collect();
            rows(&mut survey, &wave, unit, "1", &answers);
        }
        close_wave(&mut survey.conn, &wave, &instrument, epoch(), &mut StdRng::seed_from_u64(case)).unwrap();
        let Some(found) = published(&mut survey, &wave) else { continue };
        let counts = counts(&found);
        for (parent, unit) in found.units.iter().enumerate() {
            let own = counts[&unit.code];
            assert!(own == 0 || own >= 10, "{counts:?}");
            let below = found.units.iter().filter(|below| below.parent == Some(parent));
            let codes: Vec<&str> = below.map(|below| below.code.as_str()).collect();
            if codes.is_empty() {
                continue;
            }
            let rest = own - codes.iter().map(|code| counts[*code]).sum::<i64>();
            assert!(rest == 0 || rest >= 10, "{rest} people of {} in no unit below: {counts:?}", unit.code);
            // People of one unit alone never stand under the name of the unit above.
            let silent = |code: &&&str| {
                counts[**code] == 0 && AT.iter().zip(sizes).any(|(at, size)| *at == **code && size > 0)
            };
            let direct = unit.code.starts_with('p');
            assert!(!direct || rest == 0 || codes.iter().filter(silent).count() >= 2, "{counts:?} {sizes:?}");
            residual += usize::from(rest > 0);
        }
        hidden += AT.iter().zip(sizes).filter(|(at, size)| *size > 0 && counts[**at] == 0).count();
    }
    assert!(hidden > 40 && residual > 5, "{hidden} {residual}");
}

/// The clusters of a unit can be told apart by totals and standard errors, so none of them may be unanimous.
#[test]
fn no_cluster_of_a_sample_is_unanimously_dissatisfied() {
    let mut survey = Survey::new();
    let instrument = survey.instrument.clone();
    let wave = survey.wave("w", Mode::Sample, &AT);
    rows(&mut survey, &wave, "c1", "1", &[5, 4, 3, 5, 4, 3, 5, 4, 3, 5, 4, 3]);
    rows(&mut survey, &wave, "c1", "2", &[1; 11]);
    rows(&mut survey, &wave, "c1", "3", &[5, 4, 3, 5, 4, 3, 5, 4, 3, 5, 4, 3]);
    rows(&mut survey, &wave, "c1", "4", &[2; 11]);
    close_wave(&mut survey.conn, &wave, &instrument, epoch(), &mut StdRng::seed_from_u64(1)).unwrap();
    let gathered = gather(&mut survey.conn, &wave).unwrap();
    let sizes: Vec<i64> = gathered.batches.iter().map(|stored| stored.batch.tally.n).collect();
    assert_eq!(sizes.iter().sum::<i64>(), 46);
    assert!(sizes.len() >= 2, "{sizes:?}");
    for stored in &gathered.batches {
        assert_eq!(is_unanimous(&stored.batch.tally, &instrument), None);
    }
}
