//! The figures of one node, as they are published.

use super::PublishInput;
use super::clusters::Clusters;
use crate::domain::coarse;
use crate::domain::publication::{Disclosure, Figure, LEVEL, PrecisionState};
use crate::domain::score::{
    Candidate, Cell, ModelNode, Source, Uncertainty, UnitTotals, benchmarks_of, judge, uncertainty,
};

/// The figures of one node, one per unit.
pub fn row_of_figures(
    input: &PublishInput,
    node: &ModelNode,
    row: &[Cell],
    units: &[UnitTotals],
    clusters: &Clusters<'_>,
) -> Vec<Figure> {
    let certain: Vec<Option<Uncertainty>> = row
        .iter()
        .enumerate()
        .map(|(unit, cell)| uncertainty(cell, || clusters.variance(unit, cell), node.range, LEVEL))
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
    let has_weights = input.batches.iter().any(|placed| placed.batch.weighted.is_some());
    let (rank, groups) = benchmarks_of(input.instrument, &node.id);
    let standings = judge(rank, groups, &candidates);
    let parts = row.iter().zip(units).zip(certain).zip(standings);
    let mut figures: Vec<Figure> = parts
        .map(|(((cell, unit), certain), standing)| Figure {
            rank: standing.rank,
            ranked: standing.ranked,
            group: standing.group,
            ..figure(node, cell, unit, certain, has_weights)
        })
        .collect();
    let unpooled = |unit: &usize| input.is_unpooled(*unit, &node.id);
    for unit in (0..figures.len()).filter(unpooled) {
        figures[unit].disclosure = Disclosure::NotPooled;
    }
    figures
}

fn figure(
    node: &ModelNode,
    cell: &Cell,
    unit: &UnitTotals,
    certain: Option<Uncertainty>,
    has_weights: bool,
) -> Figure {
    if cell.value.is_none() {
        return Figure::absent(why_absent(node, cell, unit));
    }
    let (counted, asked) = cell.counted_and_asked;
    let measured = certain.is_some();
    Figure {
        value: cell
            .value
            .map(|value| if measured && has_weights { coarse::weighted(value, node.range) } else { value }),
        ci: certain.map(|certain| coarse::interval(certain.ci)),
        se: certain.map(|certain| coarse::significant(certain.se)),
        n: cell.n,
        n_eff: certain.map(|certain| coarse::significant(certain.n_eff)),
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
        Source::Combined(_) if unit.batches.is_empty() && node.measured => Disclosure::Waiting,
        Source::Column { .. } | Source::Combined(_) if cell.small_base => Disclosure::SmallBase,
        Source::Heading | Source::Given | Source::Column { .. } | Source::Combined(_) => Disclosure::NoValue,
    }
}
