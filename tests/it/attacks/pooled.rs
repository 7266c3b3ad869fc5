//! A year beside its quarters: whoever has all publications of the quarters learns nothing from those of the year.

use hailong::domain::publication::{Disclosure, Figure, Pooled, PooledSource, Publication};
use hailong::domain::publish::{PlacedBatch, Pooling, PublishInput, compute};
use proptest::prelude::*;

use super::paper::{Ground, K, Person, units};

const COMMUNE: usize = 2;
/// Place of the share of those asked why who chose the first reason.
const WHY: &str = "3";

/// The publication of the year as it stands now. Where `apart` is false the quarters are taken for one long wave, as
/// somebody might pool them who thinks only of totals.
fn year(quarters: &[Ground], apart: bool) -> Publication {
    let first = &quarters[0];
    let source = |place: usize| PooledSource {
        wave: format!("q{place}"),
        period: format!("2026-Q{}", place + 1),
        k: K,
        publication: String::new(),
        batches: quarters[place].batches.len(),
        chain: None,
        absent: Vec::new(),
    };
    let placed = quarters.iter().enumerate().flat_map(|(place, quarter)| {
        let source = if apart { place } else { 0 };
        let batches = quarter.places.iter().zip(&quarter.batches);
        batches.map(move |(unit, batch)| PlacedBatch { unit: *unit, batch, source })
    });
    let sources = (0..quarters.len()).map(source).collect();
    let pooled = Pooled { sources, missing: Vec::new() };
    compute(&PublishInput {
        batches: placed.collect(),
        pooled: Some(Pooling { pooled, unpooled: [].into() }),
        ..first.input(0)
    })
}

fn node(publication: &Publication, id: &str) -> usize {
    publication.nodes.iter().position(|node| node.id == id).unwrap()
}

/// Those who were counted and the sum of what they were counted with, as everybody can compute it.
fn counted(figure: &Figure) -> (i64, f64) {
    let n = figure.n.unwrap_or_default();
    (n, figure.value.unwrap_or_default() * n as f64)
}

/// Rows of figures that can be summed, of all units and of all categories of all breakdowns.
fn rows(publication: &Publication) -> Vec<&Vec<Figure>> {
    let categories = publication.breakdowns.iter().flat_map(|breakdown| &breakdown.categories);
    publication.figures.iter().chain(categories.flat_map(|category| &category.figures)).collect()
}

/// Asserts that every figure of the year follows from what the quarters say.
fn follows(quarters: &[Ground]) -> Result<(), TestCaseError> {
    let year = year(quarters, true);
    let published: Vec<Publication> = quarters.iter().map(Ground::publication).collect();
    for (row, figures) in rows(&year).into_iter().enumerate() {
        for (node, figure) in figures.iter().enumerate() {
            let parts = published.iter().map(|quarter| counted(&rows(quarter)[row][node]));
            let (n, sum) = parts.fold((0, 0.0), |(n, sum), (more, part)| (n + more, sum + part));
            let found = counted(figure);
            prop_assert_eq!(found.0, n, "row {} node {}", row, node);
            prop_assert!((found.1 - sum).abs() < 1e-6, "row {} node {}: {} {}", row, node, found.1, sum);
        }
    }
    Ok(())
}

/// So many people; the dissatisfied among them are asked why.
fn people(satisfied: usize, reasons: &[i32]) -> Vec<Person> {
    let one = |answers| Person { unit: COMMUNE, answers };
    let happy = (0..satisfied).map(|place| one([1 + i32::from(place % 2 == 0), 1, 5, 0]));
    happy.chain(reasons.iter().map(|reason| one([1, 1, 1, *reason]))).collect()
}

fn quarter() -> Ground {
    Ground::new(units(1, 1), &[])
}

#[test]
fn somebody_asked_in_one_quarter_is_not_solved_for_with_the_year() {
    // Given nine people of the first quarter who were asked why, who wait there, and one of the second.
    let mut quarters = [quarter(), quarter()];
    quarters[0].batch(COMMUNE, people(10, &[1, 2, 1, 2, 1, 2, 1, 2, 1]), 1);
    quarters[1].batch(COMMUNE, people(10, &[1]), 2);
    // When a year is pooled as if the quarters were one wave, the ten of both are told.
    let weak = year(&quarters, false);
    let why = node(&weak, WHY);
    let (n, chose_first) = counted(&weak.figures[COMMUNE][why]);
    assert_eq!(n, 10);
    // Then one more in the first quarter, and those ten are told by the quarter:
    quarters[0].batch(COMMUNE, people(10, &[2]), 3);
    let (n, later) = counted(&quarters[0].publication().figures[COMMUNE][why]);
    assert_eq!(n, 10);
    // the difference is the one of the second quarter less the one who came last, and says what each of them chose.
    assert!((chose_first - later - 1.0).abs() < 1e-9);
    // What is pooled of what each quarter has released tells nothing of the second quarter.
    let strict = year(&quarters, true);
    assert_eq!(counted(&strict.figures[COMMUNE][why]), (10, later));
    follows(&quarters).unwrap();
}

#[test]
fn what_waits_in_every_quarter_waits_in_the_year() {
    let mut quarters = [quarter(), quarter(), quarter()];
    for (day, quarter) in (1..).zip(&mut quarters) {
        quarter.batch(COMMUNE, people(12, &[1, 2, 1, 2, 1]), day);
    }
    let year = year(&quarters, true);
    let figure = &year.figures[COMMUNE][node(&year, WHY)];
    assert_eq!((figure.value, figure.disclosure), (None, Disclosure::SmallBase));
    assert_eq!(year.figures[COMMUNE][node(&year, "1")].n, Some(51), "what everybody is asked is there");
}

prop_compose! {
    fn anybody()(unit in 3..7_usize, sex in 1..=2, q1 in 1..=5, reason in 1..=2) -> Person {
        Person { unit, answers: [sex, 1, q1, if q1 <= 2 { reason } else { 0 }] }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// After every sealing of any quarter, in whatever order: residual batches, filtered questions and breakdowns
    /// too.
    #[test]
    fn every_figure_of_the_year_follows_from_the_quarters(
        days in proptest::collection::vec((0..3_usize, proptest::collection::vec(anybody(), 0..60)), 1..9),
    ) {
        let new = || Ground::new(units(2, 2), &["sex"]);
        let mut quarters = [new(), new(), new()];
        for (day, (quarter, people)) in (1..).zip(days) {
            for person in people {
                quarters[quarter].answer(person);
            }
            quarters[quarter].seal(day);
            follows(&quarters)?;
        }
        for (day, quarter) in (20..).zip(&mut quarters) {
            quarter.close(day);
        }
        follows(&quarters)?;
    }
}
