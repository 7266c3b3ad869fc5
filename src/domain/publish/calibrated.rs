//! Standard errors of raked figures: what the margins explain does not count (see
//! [`calibration`](crate::domain::statistics::calibration)).
//!
//! The margins hold for a whole unit with margins, so the figures of a commune depend on the weights, and with them on
//! the answers, of all batches of its province: those outside the commune take part with what is explained alone.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::PublishInput;
use crate::domain::batch::Batch;
use crate::domain::raking::{CalibrationPart, Margin};
use crate::domain::score::{BatchColumns, Cell, Model, linearized};
use crate::domain::statistics::calibration::{Projection, dot};
use crate::domain::tally::{Tally, WEIGHT_UNIT};

/// Calibration of the batches of a raked wave.
#[derive(Clone)]
pub struct Calibrated {
    /// By unit with margins.
    projections: Vec<Projection>,
    /// By batch: the parts it has, with the position of the projection.
    parts: Vec<BTreeMap<usize, PartColumns>>,
}

/// A part of a batch, by category of one margin after the other.
#[derive(Clone)]
struct PartColumns {
    /// Sums of raked weights.
    raked: Vec<f64>,
    /// Column sums by base weight.
    base: Vec<BatchColumns>,
}

impl Calibrated {
    /// From the released batches; none where the wave is not raked.
    pub fn new(input: &PublishInput, released: &[Cow<Batch>], model: &Model) -> Option<Self> {
        let margins = Margin::all(&input.wave.margins, input.instrument).ok()?;
        let units: BTreeSet<&str> =
            released.iter().flat_map(|batch| parts(batch)).map(|part| part.0).collect();
        if units.is_empty() {
            return None;
        }
        let places: BTreeMap<&str, usize> = units.into_iter().zip(0..).collect();
        let size: usize = margins.iter().map(Margin::categories).sum();
        let mut products = vec![vec![vec![0.0; size]; size]; places.len()];
        let mut columns = Vec::with_capacity(released.len());
        for batch in released {
            let mut of_batch = BTreeMap::new();
            for (unit, part) in parts(batch) {
                add_products(&mut products[places[unit]], &margins, &part.base);
                of_batch.insert(places[unit], PartColumns::new(part, model));
            }
            columns.push(of_batch);
        }
        Some(Self { projections: products.into_iter().map(Projection::new).collect(), parts: columns })
    }

    /// The same with every batch joined to the first one of those it was released with.
    pub fn join(&mut self, firsts: &[usize]) {
        for (place, first) in firsts.iter().enumerate().filter(|(place, first)| place != *first) {
            for (unit, more) in std::mem::take(&mut self.parts[place]) {
                match self.parts[*first].get_mut(&unit) {
                    Some(known) => known.add(&more),
                    None => _ = self.parts[*first].insert(unit, more),
                }
            }
        }
    }

    /// What the margins explain of the linearized totals of an estimate over these batches, by batch of all units with
    /// margins that they touch.
    pub fn explained(&self, cell: &Cell, batches: &[usize]) -> BTreeMap<usize, f64> {
        let mut sums: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
        for (unit, part) in batches.iter().flat_map(|place| &self.parts[*place]) {
            let sum = sums.entry(*unit).or_insert_with(|| vec![0.0; part.base.len()]);
            for (sum, columns) in sum.iter_mut().zip(&part.base) {
                *sum += linearized(cell, columns);
            }
        }
        let mut explained: BTreeMap<usize, f64> = BTreeMap::new();
        for (unit, sum) in sums {
            let coefficients = self.projections[unit].coefficients(&sum);
            for (place, parts) in self.parts.iter().enumerate() {
                if let Some(part) = parts.get(&unit) {
                    *explained.entry(place).or_default() += dot(&part.raked, &coefficients);
                }
            }
        }
        explained
    }
}

impl PartColumns {
    fn new(part: &CalibrationPart, model: &Model) -> Self {
        let of_tally = |tally: &Tally| {
            let totals = model.columns.iter().map(|column| column.totals(tally, Some(tally)));
            totals.map(|totals| (totals.y, totals.r)).collect()
        };
        Self {
            raked: part.raked.iter().map(|sum| weight(*sum)).collect(),
            base: part.base.iter().map(of_tally).collect(),
        }
    }

    fn add(&mut self, more: &Self) {
        for (sum, more) in self.raked.iter_mut().zip(&more.raked) {
            *sum += more;
        }
        for (sum, more) in self.base.iter_mut().flatten().zip(more.base.iter().flatten()) {
            *sum = (sum.0 + more.0, sum.1 + more.1);
        }
    }
}

fn parts(batch: &Batch) -> impl Iterator<Item = (&str, &CalibrationPart)> {
    batch.calibration.iter().flat_map(|calibration| &calibration.0).map(|(unit, part)| (unit.as_str(), part))
}

fn weight(parts: i64) -> f64 {
    parts as f64 / WEIGHT_UNIT as f64
}

/// Adds the products of the categories, Σ d x x': of those in one category, how many are in each other one.
fn add_products(products: &mut [Vec<f64>], margins: &[Margin], base: &[Tally]) {
    for (row, tally) in products.iter_mut().zip(base) {
        let mut first = 0;
        for margin in margins {
            let options = &tally.items[margin.place].options;
            let mut unknown = tally.n;
            for (option, (total, (_, counted))) in options.iter().zip(&margin.options).enumerate() {
                if *counted {
                    row[first + option] += weight(*total);
                    unknown -= total;
                }
            }
            row[first + margin.options.len()] += weight(unknown);
            first += margin.categories();
        }
    }
}
