//! Solving figures for what they rest on: standard errors of few batches, batch totals, weighted shares.

use hailong::domain::batch::Batch;
use hailong::domain::publication::Publication;
use hailong::domain::publish::{self, evidence};
use hailong::domain::wave::Mode;
use serde_json::json;

use super::paper::{Ground, Person, units};
use crate::scores::support::{
    figure, instrument, node, publish as published, response, wave, weighted_batch,
};

const COMMUNE: usize = 2;

/// `satisfied` happy people and behind them unhappy ones, who give these reasons.
fn people(satisfied: usize, reasons: &[i32]) -> Vec<Person> {
    let happy = (0..satisfied).map(|_| Person { unit: COMMUNE, answers: [1, 1, 5, 0] });
    let unhappy = reasons.iter().map(|why| Person { unit: COMMUNE, answers: [1, 1, 1, *why] });
    happy.chain(unhappy).collect()
}

fn of_node(publication: &Publication, id: &str) -> hailong::domain::publication::Figure {
    let node = publication.nodes.iter().position(|node| node.id == id).unwrap();
    publication.figures[COMMUNE][node].clone()
}

/// Of three people asked in one of two batches every split of their answers gives the same figures.
#[test]
fn a_standard_error_does_not_say_what_the_few_people_asked_in_one_batch_answered() {
    let splits = [
        ([1, 1, 1], [1, 2, 2, 2, 2, 2, 2, 2]),
        ([1, 1, 2], [1, 1, 2, 2, 2, 2, 2, 2]),
        ([2, 2, 2], [1, 1, 1, 1, 2, 2, 2, 2]),
    ];
    let mut found = Vec::new();
    for (first, second) in splits {
        let mut ground = Ground::new(units(1, 1), &[]);
        ground.batch(COMMUNE, people(12, &first), 1);
        ground.batch(COMMUNE, people(12, &second), 2);
        let figure = of_node(&ground.publication(), "3");
        assert_eq!(figure.n, Some(11));
        found.push(figure);
        // Nor do the totals that are given away: both batches go out as one.
        let totals = evidence(&ground.input(2)).totals;
        assert_eq!(totals.iter().map(|total| total.number).collect::<Vec<_>>(), [0]);
    }
    assert_eq!(found[0], found[1]);
    assert_eq!(found[0], found[2]);
}

/// Whoever was asked a follow-up question and all chose a dissatisfied option: the answer waits for others.
#[test]
fn a_filtered_question_that_everybody_asked_answered_dissatisfied_waits() {
    let mut ground = Ground::new(units(1, 1), &[]);
    let scales = &mut ground.instrument.questionnaire.scales;
    scales.get_mut("two").unwrap().options[0].unfavourable = true;
    ground.batch(COMMUNE, people(12, &[1; 11]), 1);
    assert_eq!(of_node(&ground.publication(), "3").n, None);
    ground.batch(COMMUNE, people(12, &[2]), 2);
    assert_eq!(of_node(&ground.publication(), "3").n, Some(12));
    // The batch of the unanimous is not given away alone either.
    let totals = evidence(&ground.input(2)).totals;
    assert_eq!(totals.iter().map(|total| total.number).collect::<Vec<_>>(), [0]);
}

/// A batch of an older sample may be unanimous: its totals go out with those of the others only.
#[test]
fn the_totals_given_away_of_a_unit_hold_no_unanimous_batch() {
    let mut ground = Ground::new(units(1, 1), &[]);
    ground.wave.mode = Mode::Sample;
    ground.batch(COMMUNE, people(12, &[]), 1);
    ground.batch(COMMUNE, people(0, &[1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]), 1);
    let totals = evidence(&ground.input(2)).totals;
    assert_eq!(totals.len(), 1);
    assert_eq!(totals[0].tally.n, 23);
}

/// Somebody knows everybody's weight and tries all sets of people against the published share.
#[test]
fn a_weighted_share_cannot_be_solved_for_who_is_in_it() {
    let instrument = instrument(json!([node(
        "1",
        "indicator",
        None,
        json!({"measure": {"stat": "share", "item": "a", "codes": [4, 5]},
            "scale": {"from": [0, 1], "to": [0, 100]}, "range": [0, 100]})
    ),]));
    let weights = [
        1_013_577, 1_128_903, 911_117, 1_733_191, 1_419_023, 871_553, 1_292_777, 1_551_689, 967_231,
        1_387_409, 1_646_003, 1_206_861,
    ];
    let satisfied = |set: u32, place: usize| set >> place & 1 == 1;
    let batch = |set: u32| -> Batch {
        let people = weights.iter().enumerate().map(|(place, weight)| {
            let code = if satisfied(set, place) { 5 } else { 2 };
            (response(&instrument, [code, 3, 3], &[]), *weight)
        });
        weighted_batch(&instrument, "s", 1, &people.collect::<Vec<_>>())
    };
    let secret = 0b0101_1010_0110;
    let found = published(&wave(Mode::Sample), &instrument, 1, &[batch(secret)], &[]);
    let value = figure(&found, "u0", "1").value.unwrap();
    // The exact share names one set of people out of 924 of the same size.
    let share = |set: u32| -> f64 {
        let sum = |keep: &dyn Fn(usize) -> bool| -> i64 {
            weights.iter().enumerate().filter(|(place, _)| keep(*place)).map(|(_, weight)| *weight).sum()
        };
        sum(&|place| satisfied(set, place)) as f64 / sum(&|_| true) as f64 * 100.0
    };
    let sets: Vec<u32> = (0..1 << 12).filter(|set: &u32| set.count_ones() == secret.count_ones()).collect();
    let exact = sets.iter().filter(|set| (share(**set) - share(secret)).abs() < 1e-9).count();
    assert_eq!(exact, 1);
    // The published one leaves several, in which any single person may or may not be.
    let left: Vec<u32> = sets.into_iter().filter(|set| (share(*set) - value).abs() <= 0.05 + 1e-9).collect();
    assert!(left.contains(&secret) && left.len() > 1, "{left:?} of {value}");
    let open =
        (0..12).filter(|place| left.iter().any(|set| satisfied(*set, *place) != satisfied(secret, *place)));
    assert!(open.count() >= 4, "{left:?}");
}

/// Every published uncertainty has two significant digits, in the document that every format is made from.
#[test]
fn standard_errors_have_two_digits() {
    let mut ground = Ground::new(units(1, 2), &["sex"]);
    for (day, unhappy) in (1..).zip([vec![1, 2, 1], vec![2; 4], vec![1; 6], vec![1, 2]]) {
        let mut all = people(11, &unhappy);
        all.extend(
            people(13, &unhappy)
                .into_iter()
                .map(|man| Person { answers: [2, 1, man.answers[2], man.answers[3]], ..man }),
        );
        ground.batch(COMMUNE, all, day);
    }
    let found = ground.publication();
    assert!(!publish::steps(&ground.input(4)).is_empty());
    let by_category =
        found.breakdowns.iter().flat_map(|by| &by.categories).flat_map(|category| &category.figures);
    let figures: Vec<_> = found.figures.iter().chain(by_category).flatten().collect();
    let errors: Vec<f64> =
        figures.iter().flat_map(|figure| figure.se.into_iter().chain(figure.n_eff)).collect();
    assert!(errors.len() > 20);
    for error in errors {
        let digits = error.to_string().replace('.', "");
        let digits = digits.trim_start_matches('0').trim_end_matches('0').len();
        assert!(digits <= 2 || error.fract() == 0.0, "{error}");
    }
}
