//! Breakdowns that overlap with one another and with the batches, in small.

use std::collections::BTreeMap;

use hailong::domain::breakdown::advance::{CELL_FLOOR, Waiting, steps};
use hailong::domain::breakdown::cut::all_cuts_weigh;
use hailong::domain::publish;
use proptest::prelude::*;

use super::linear::{Space, Vector, least_cut};
use super::paper::{Ground, K, Person, units};

const COMMUNE: usize = 2;
const WOMAN: i32 = 1;
const MAN: i32 = 2;
const LAND: i32 = 1;
const MATERNITY: i32 = 4;

/// A commune of one province.
fn ground(breakdowns: &[&str]) -> Ground {
    Ground::new(units(1, 1), breakdowns)
}

/// So many people of this sex and field, half of them satisfied.
fn people(count: usize, sex: i32, field: i32) -> Vec<Person> {
    let one = |place: usize| Person {
        unit: COMMUNE,
        answers: [sex, field, if place.is_multiple_of(2) { 5 } else { 3 }, 0],
    };
    (0..count).map(one).collect()
}

/// Everything that a table of these batches tells if they are one step: the batches, and each breakdown's categories.
pub fn told(ground: &Ground, batches: &[usize], variables: usize) -> (Vec<Vector>, Vec<i64>) {
    let mut atoms: BTreeMap<(usize, Vec<u8>), usize> = BTreeMap::new();
    let mut counts = Vec::new();
    let mut vectors: BTreeMap<(usize, usize), Vector> = BTreeMap::new();
    for batch in batches {
        for (cell, n) in &ground.batches[*batch].breakdowns.as_ref().unwrap().cells {
            let next = atoms.len();
            let atom = *atoms.entry((*batch, cell.clone())).or_insert(next);
            counts.push(*n);
            vectors.entry((0, *batch)).or_default().insert(atom, 1);
            for (variable, category) in cell.iter().enumerate().take(variables) {
                vectors.entry((variable + 1, usize::from(*category))).or_default().insert(atom, 1);
            }
        }
    }
    (vectors.into_values().collect(), counts)
}

fn finest(ground: &Ground, batches: &[usize], variables: usize) -> i64 {
    let (vectors, people) = told(ground, batches, variables);
    Space::of(&vectors).lightest(&people).unwrap()
}

#[test]
fn the_only_woman_outside_a_women_only_procedure_stays_hidden() {
    // Given ten women of one procedure, one woman of another, and ten men.
    let mut ground = ground(&["sex", "field"]);
    let mut all = people(10, WOMAN, MATERNITY);
    all.extend(people(1, WOMAN, LAND));
    all.extend(people(10, MAN, LAND));
    ground.batch(COMMUNE, all, 1);
    let parts = [(0, ground.batches[0].breakdowns.as_ref().unwrap())];
    // When every category alone were enough, she is all women less the procedure.
    let weak = |waiting: &Waiting<'_>| waiting.has_k_per_category(i64::from(K));
    assert_eq!(steps(parts, weak), [[0]]);
    assert_eq!(finest(&ground, &[0], 2), 1);
    // Then the floor under the cells keeps all of it back, until others stand beside her.
    assert_eq!(publish::steps(&ground.input(1)), []);
    // A batch of women only would give her away in its turn: all women less the procedure less the batch.
    ground.batch(COMMUNE, people(10, WOMAN, LAND), 2);
    assert_eq!(finest(&ground, &[0, 1], 2), 1);
    assert_eq!(publish::steps(&ground.input(2)), []);
    let mut third = people(10, WOMAN, LAND);
    third.extend(people(10, MAN, LAND));
    ground.batch(COMMUNE, third, 3);
    let found = publish::steps(&ground.input(3));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].batches, [0, 1, 2]);
    assert!(finest(&ground, &found[0].batches, 2) >= CELL_FLOOR);
}

/// Full categories and cells are not enough: the batches are published too.
#[test]
fn the_only_woman_of_a_batch_stays_hidden_where_another_batch_holds_all_other_women() {
    // Given a batch of a woman and ten men, and one of ten women.
    let mut ground = ground(&["sex"]);
    let mut first = people(1, WOMAN, LAND);
    first.extend(people(10, MAN, LAND));
    ground.batch(COMMUNE, first, 1);
    ground.batch(COMMUNE, people(10, WOMAN, LAND), 2);
    let parts: Vec<_> =
        ground.batches.iter().map(|batch| batch.breakdowns.as_ref().unwrap()).enumerate().collect();
    // When only categories and cells are looked at, she is all women less the second batch.
    let weak = |waiting: &Waiting<'_>| waiting.has_k_per_category(i64::from(K)) && waiting.has_full_cells();
    assert_eq!(steps(parts, weak), [[0, 1]]);
    assert_eq!(finest(&ground, &[0, 1], 1), 1);
    // Then the rule waits until men and women are spread over batches.
    assert_eq!(publish::steps(&ground.input(2)), []);
    let mut third = people(12, WOMAN, LAND);
    third.extend(people(12, MAN, LAND));
    ground.batch(COMMUNE, third, 3);
    let found = publish::steps(&ground.input(3));
    assert_eq!(found.len(), 1);
    assert!(finest(&ground, &found[0].batches, 1) >= i64::from(K));
}

#[test]
fn a_category_that_is_unanimously_dissatisfied_waits() {
    // Given women who all chose a dissatisfied option, in a batch that as a whole did not.
    let mut ground = ground(&["sex"]);
    let mut all = people(12, WOMAN, LAND);
    for woman in &mut all {
        woman.answers[2] = 1;
    }
    all.extend(people(12, MAN, LAND));
    ground.batch(COMMUNE, all, 1);
    assert_eq!(publish::steps(&ground.input(1)), []);
    // When one of them is satisfied, the step may go.
    ground.batch(COMMUNE, people(10, WOMAN, LAND), 2);
    assert_eq!(publish::steps(&ground.input(2)).len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// A batch per entry, numbers of people by sex and field: whatever advances keeps its promise against every
    /// combination there is.
    #[test]
    fn no_combination_of_what_advances_is_about_fewer_people_than_promised(
        sealed in prop::collection::vec(prop::array::uniform4(prop_oneof![Just(0_usize), 1..4_usize, 5..14_usize]), 1..=3),
    ) {
        for variables in [&["sex"][..], &["sex", "field"]] {
            let mut ground = ground(variables);
            for counts in &sealed {
                let mut all = Vec::new();
                for (place, count) in counts.iter().enumerate() {
                    let (sex, field) = ([WOMAN, MAN][place / 2], [LAND, MATERNITY][place % 2]);
                    all.extend(people(*count, sex, field));
                }
                if all.len() >= 10 {
                    ground.batch(COMMUNE, all, 1);
                }
            }
            let promised = if variables.len() == 1 { i64::from(K) } else { CELL_FLOOR };
            for step in publish::steps(&ground.input(ground.batches.len())) {
                let found = finest(&ground, &step.batches, variables.len());
                prop_assert!(found >= promised, "{found} of {step:?}");
            }
        }
    }

    /// The cut in the program finds the same as another one.
    #[test]
    fn cuts_are_weighed_rightly(
        edges in prop::collection::vec((0..6_usize, 6..12_usize, 1..9_i64), 1..20),
        least in 1..30_i64,
    ) {
        let expected = least_cut(&edges).is_none_or(|cut| cut >= least);
        prop_assert_eq!(all_cuts_weigh(&edges, least), expected);
    }

    /// With one breakdown the least cut is not only a bound but what an attacker gets.
    #[test]
    fn of_one_breakdown_the_least_cut_is_the_finest_group(
        sealed in prop::collection::vec(prop::array::uniform2(0..14_usize), 1..=4),
    ) {
        let mut ground = ground(&["sex"]);
        for [women, men] in &sealed {
            let mut all = people(*women, WOMAN, LAND);
            all.extend(people(*men, MAN, LAND));
            if !all.is_empty() {
                ground.batch(COMMUNE, all, 1);
            }
        }
        let all: Vec<usize> = (0..ground.batches.len()).collect();
        prop_assume!(!all.is_empty());
        let mut edges = Vec::new();
        for batch in &all {
            for (cell, n) in &ground.batches[*batch].breakdowns.as_ref().unwrap().cells {
                edges.push((*batch, 100 + usize::from(cell[0]), *n));
            }
        }
        prop_assert_eq!(least_cut(&edges), Some(finest(&ground, &all, 1)));
    }
}
