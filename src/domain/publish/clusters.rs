//! What variances are taken between: batches, and batches that were released together as one.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::calibrated::Calibrated;
use super::release::Together;
use crate::domain::score::{BatchColumns, Cell, Model, ModelNode, Source, UnitTotals, linearized};
use crate::domain::statistics::variance::{Clustered, clustered_variance};

/// Column sums of the clusters of every unit, each with its stratum.
#[derive(Clone)]
pub struct Clusters<'a> {
    /// Positions of the clusters of each unit.
    units: Vec<Cow<'a, [usize]>>,
    strata: &'a [u32],
    columns: Cow<'a, [BatchColumns]>,
    calibrated: Option<Cow<'a, Calibrated>>,
}

impl<'a> Clusters<'a> {
    /// Each batch by itself.
    pub fn new(
        units: &'a [UnitTotals],
        strata: &'a [u32],
        columns: &'a [BatchColumns],
        calibrated: Option<&'a Calibrated>,
    ) -> Self {
        let units = units.iter().map(|unit| Cow::Borrowed(unit.batches.as_slice())).collect();
        let calibrated = calibrated.map(Cow::Borrowed);
        Self { units, strata, columns: Cow::Borrowed(columns), calibrated }
    }

    /// The variance of a value of one unit between its clusters. Of a raked wave between the residuals of all clusters
    /// raked together with them; its degrees of freedom are those of the unit's own nevertheless.
    pub fn variance(&self, unit: usize, cell: &Cell) -> Option<Clustered> {
        let own = |place: &usize| (*place, linearized(cell, &self.columns[*place]));
        let mut totals: BTreeMap<usize, f64> = self.units[unit].iter().map(own).collect();
        let of_strata = |totals: &BTreeMap<usize, f64>| {
            let of_strata = totals.iter().map(|(place, total)| (self.strata[*place], *total));
            clustered_variance(&of_strata.collect::<Vec<_>>())
        };
        let plain = of_strata(&totals)?;
        let Some(calibrated) = &self.calibrated else { return Some(plain) };
        for (place, explained) in calibrated.explained(cell, &self.units[unit]) {
            *totals.entry(place).or_default() -= explained;
        }
        of_strata(&totals).map(|residual| Clustered { df: plain.df, ..residual })
    }

    /// The same with every batch joined to the first one of those it was released with.
    fn joined(&self, firsts: &[usize]) -> Self {
        let mut columns = self.columns.clone().into_owned();
        for (place, first) in firsts.iter().enumerate().filter(|(place, first)| place != *first) {
            let more = std::mem::take(&mut columns[place]);
            for (sum, (y, r)) in columns[*first].iter_mut().zip(more) {
                sum.0 += y;
                sum.1 += r;
            }
        }
        let firsts_of = |places: &Cow<'_, [usize]>| {
            places.iter().copied().filter(|place| firsts[*place] == *place).collect::<Vec<_>>()
        };
        let units = self.units.iter().map(|places| Cow::Owned(firsts_of(places))).collect();
        let calibrated = self.calibrated.clone().map(|calibrated| {
            let mut calibrated = calibrated.into_owned();
            calibrated.join(firsts);
            Cow::Owned(calibrated)
        });
        Self { units, strata: self.strata, columns: Cow::Owned(columns), calibrated }
    }
}

/// The clusters of a node: of the items that feed it, batches that were released together count as one.
pub fn of_node<'c>(
    clusters: &'c Clusters<'c>,
    model: &Model,
    node: &ModelNode,
    together: &Together,
) -> Cow<'c, Clusters<'c>> {
    let items = items_of(model, node);
    let mut parts = together.iter().filter(|(item, _)| items.contains(item)).map(|(_, firsts)| firsts);
    let Some(first) = parts.next() else { return Cow::Borrowed(clusters) };
    Cow::Owned(clusters.joined(&parts.fold(first.clone(), |known, more| coarser(known, more))))
}

/// Positions of the items whose answers feed the node.
pub fn items_of(model: &Model, node: &ModelNode) -> BTreeSet<usize> {
    let leaves = node.leaves.iter().map(|leaf| &model.nodes[*leaf].source);
    let columns = leaves.chain(std::iter::once(&node.source)).filter_map(|source| match source {
        Source::Column { column, .. } => Some(*column),
        _ => None,
    });
    columns.map(|column| model.columns[column].item).collect()
}

/// The finest grouping that keeps together what either keeps together. Each says of every place which is the first of
/// its group.
fn coarser(mut firsts: Vec<usize>, other: &[usize]) -> Vec<usize> {
    for (place, with) in other.iter().enumerate() {
        let (one, two) = (firsts[place], firsts[*with]);
        let (keeps, goes) = (one.min(two), one.max(two));
        if keeps != goes {
            for first in firsts.iter_mut().filter(|first| **first == goes) {
                *first = keeps;
            }
        }
    }
    firsts
}
