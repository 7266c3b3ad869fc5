//! The figures of one node, as they are published.

use super::PublishInput;
use crate::domain::publication::{Disclosure, Figure, LEVEL, PrecisionState};
use crate::domain::score::{
    BatchColumns, Candidate, Cell, ModelNode, Source, Uncertainty, UnitTotals, benchmarks_of, judge,
    uncertainty,
};
use crate::domain::statistics::rounding::round_half_up;

/// The figures of one node, one per unit.
pub fn row_of_figures(
    input: &PublishInput,
    node: &ModelNode,
    row: &[Cell],
    units: &[UnitTotals],
    batches: &[Vec<(u32, &BatchColumns)>],
) -> Vec<Figure> {
    let certain: Vec<Option<Uncertainty>> = row
        .iter()
        .zip(batches)
        .map(|(cell, batches)| uncertainty(cell, batches, node.range, LEVEL))
        .collect();
    let candidates: Vec<Candidate> = row
        .iter()
        .zip(units)
        .zip(&certain)
        .map(|((cell, unit), certain)| Candidate {
            level: unit.level,
            value: cell.value,
            rankable: !cell.incomplete && certain.is_none_or(|certain| certain.rankable),
            groupable: !cell.incomplete,
        })
        .collect();
    let (rank, groups) = benchmarks_of(input.instrument, &node.id);
    let standings = judge(rank, groups, &candidates);
    let parts = row.iter().zip(units).zip(certain).zip(standings);
    parts
        .map(|(((cell, unit), certain), standing)| Figure {
            rank: standing.rank,
            ranked: standing.ranked,
            group: standing.group,
            ..figure(node, cell, unit, certain)
        })
        .collect()
}

fn figure(node: &ModelNode, cell: &Cell, unit: &UnitTotals, certain: Option<Uncertainty>) -> Figure {
    if cell.value.is_none() {
        return Figure::absent(why_absent(node, cell, unit));
    }
    let (counted, asked) = cell.counted_and_asked;
    let measured = certain.is_some();
    Figure {
        value: cell.value,
        ci: certain.map(|certain| coarse_interval(certain.ci)),
        se: certain.map(|certain| significant(certain.se)),
        n: cell.n,
        n_eff: certain.map(|certain| significant(certain.n_eff)),
        df: certain.map(|certain| certain.df),
        nonresponse: (asked > 0).then(|| 1.0 - counted as f64 / asked as f64),
        precision: Some(certain.map_or(PrecisionState::Unknown, |certain| certain.precision)),
        disclosure: if measured { Disclosure::Shown } else { Disclosure::Given },
        batches: measured.then(|| u32::try_from(unit.batches.len()).unwrap_or(u32::MAX)),
        missing: u32::try_from(cell.missing).ok().filter(|missing| *missing > 0),
        ..Figure::absent(Disclosure::Shown)
    }
}

fn why_absent(node: &ModelNode, cell: &Cell, unit: &UnitTotals) -> Disclosure {
    match node.source {
        Source::Column { .. } if unit.batches.is_empty() => Disclosure::Waiting,
        Source::Combined(_) if unit.batches.is_empty() && unit.given.iter().all(Option::is_none) => {
            Disclosure::Waiting
        }
        Source::Column { .. } | Source::Combined(_) if cell.small_base => Disclosure::SmallBase,
        Source::Heading | Source::Given | Source::Column { .. } | Source::Combined(_) => Disclosure::NoValue,
    }
}

/// Two significant digits: enough to read, too few to solve for single answers.
fn significant(value: f64) -> f64 {
    round_half_up(value, decimals_of(value))
}

/// Decimals that leave two significant digits; whole numbers keep all of theirs.
fn decimals_of(value: f64) -> u32 {
    if value <= 0.0 || !value.is_finite() {
        return 0;
    }
    let mut decimals = 1;
    let mut scaled = value;
    while scaled < 1.0 && decimals < 12 {
        scaled *= 10.0;
        decimals += 1;
    }
    if scaled >= 10.0 { 0 } else { decimals }
}

/// Both ends to the place of the second significant digit of half the width.
fn coarse_interval([low, high]: [f64; 2]) -> [f64; 2] {
    let decimals = decimals_of((high - low) / 2.0);
    if high > low { [round_half_up(low, decimals), round_half_up(high, decimals)] } else { [low, high] }
}
