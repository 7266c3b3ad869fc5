//! Totals per unit, strata, given scores: what the evaluator is fed with.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::{PlacedBatch, PublishInput};
use crate::domain::batch::Batch;
use crate::domain::publication::PublishedUnit;
use crate::domain::response::layout;
use crate::domain::score::{ColumnTotals, Model, UnitTotals};
use crate::domain::statistics::weighting::kish;
use crate::domain::tally::{Tally, WEIGHT_UNIT};
use crate::domain::wave::Mode;

/// Totals of every unit over its own batches and those of all units below it.
pub fn unit_totals(input: &PublishInput, released: &[Cow<Batch>], model: &Model) -> Vec<UnitTotals> {
    let layout = layout(input.instrument);
    let mut tallies: Vec<(Tally, Option<Tally>, f64)> =
        input.units.iter().map(|_| (Tally::empty(&layout), None, 0.0)).collect();
    let mut batches: Vec<Vec<usize>> = vec![Vec::new(); input.units.len()];
    for (place, (placed, batch)) in input.batches.iter().zip(released).enumerate() {
        for unit in with_ancestors(&input.units, placed.unit) {
            batches[unit].push(place);
            let (plain, weighted, squares) = &mut tallies[unit];
            plain.merge(&batch.tally);
            if let Some(more) = &batch.weighted {
                weighted.get_or_insert_with(|| Tally::empty(&layout)).merge(&more.sums);
                *squares += more.squares;
            }
        }
    }
    let given = given_scores(input, model);
    let levels = levels(&input.units);
    let per_unit = tallies.into_iter().zip(batches).zip(given).zip(levels);
    per_unit
        .map(|((((plain, weighted, squares), batches), given), level)| UnitTotals {
            level,
            columns: column_totals(model, &plain, weighted.as_ref()),
            deff: weighted.as_ref().map_or(1.0, |weighted| design_effect(&plain, weighted, squares)),
            batches,
            given,
        })
        .collect()
}

fn column_totals(model: &Model, plain: &Tally, weighted: Option<&Tally>) -> Vec<ColumnTotals> {
    model.columns.iter().map(|column| column.totals(plain, weighted)).collect()
}

fn design_effect(plain: &Tally, weighted: &Tally, squares: f64) -> f64 {
    let sum = weighted.n as f64 / WEIGHT_UNIT as f64;
    kish(plain.n as f64, sum, squares).map_or(1.0, |kish| kish.deff)
}

fn with_ancestors(units: &[PublishedUnit], unit: usize) -> impl Iterator<Item = usize> + '_ {
    std::iter::successors(Some(unit), |place| units[*place].parent)
}

/// Numbers for the levels, so that units of one level are compared with one another.
fn levels(units: &[PublishedUnit]) -> Vec<u32> {
    let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
    for unit in units {
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        numbers.entry(&unit.level).or_insert(next);
    }
    units.iter().map(|unit| numbers[unit.level.as_str()]).collect()
}

fn given_scores(input: &PublishInput, model: &Model) -> Vec<Vec<Option<f64>>> {
    let places: BTreeMap<&str, usize> =
        model.nodes.iter().enumerate().map(|(place, node)| (node.id.as_str(), place)).collect();
    let mut given = vec![vec![None; model.nodes.len()]; input.units.len()];
    for score in &input.scores {
        if let Some(place) = places.get(score.node.as_str()) {
            given[score.unit][*place] = Some(score.value);
        }
    }
    given
}

/// A number per stratum, by the place of its unit and then by its name: figures must not depend on which unit was
/// sealed first. At desks every unit is a stratum: all units take part, none was drawn. In a sample the design's
/// strata within the unit.
pub fn strata(input: &PublishInput) -> Vec<u32> {
    let key = |placed: &PlacedBatch<'_>| match input.wave.mode {
        Mode::Desk => (placed.unit, None),
        Mode::Sample => (placed.unit, placed.batch.stratum.clone()),
    };
    let keys: Vec<(usize, Option<String>)> = input.batches.iter().map(key).collect();
    let ordered: BTreeSet<&(usize, Option<String>)> = keys.iter().collect();
    let numbers: BTreeMap<&(usize, Option<String>), u32> = ordered.into_iter().zip(0..).collect();
    keys.iter().map(|key| numbers[key]).collect()
}
