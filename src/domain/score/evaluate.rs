//! The value of every node for every unit, with its linear form.

use std::collections::BTreeMap;

use super::UnitTotals;
use super::combine::combine;
use super::model::{Model, ModelNode, Source, Stat};
use super::scaling::Linear;
use crate::domain::instrument::ScalingFrom;
use crate::domain::statistics::rounding::round_half_up;

/// One term of a linearized estimator: what a batch's (Y, R) of a column adds to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Term {
    /// Position of the column.
    pub column: usize,
    /// Factor of Y.
    pub y: f64,
    /// Factor of R.
    pub r: f64,
}

/// What is known of a measured leaf besides its value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Leaf {
    /// Value before the scale change.
    pub raw: f64,
    /// Kind of ratio.
    pub stat: Stat,
    /// The scale change.
    pub linear: Linear,
    /// Counted answers, by weight.
    pub answers: f64,
    /// Effective number of counted answers under the weights alone (Kish).
    pub n_kish: f64,
    /// Variance of the raw value if respondents were drawn one by one.
    pub variance: f64,
}

/// The value of one node for one unit.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// The value; `None` when there is none.
    pub value: Option<f64>,
    /// The value before the node's own rounding: the centre of its interval.
    pub exact: f64,
    /// The linearized estimator; empty where no answers are behind the value.
    pub terms: Vec<Term>,
    /// Set for measured leaves.
    pub leaf: Option<Leaf>,
    /// Counted answers; at a combined node the smallest number among the measured components.
    pub n: Option<i64>,
    /// Counted answers and people asked, summed over the measured components.
    pub counted_and_asked: (i64, i64),
    /// Upper bound of the standard error whatever the correlation between components: the sum of
    /// the components' own (Cauchy-Schwarz). Used where there is a single batch.
    pub error_bound: f64,
    /// Asked of fewer than k people, so not shown.
    pub small_base: bool,
    /// Components of a combination that have no value and were left out.
    pub missing: usize,
    /// A sum without all of its components, here or below: shown, but neither ranked nor grouped.
    pub incomplete: bool,
}

/// Values of all nodes for all units: one row per node, one cell per unit.
///
/// `k`: a leaf asked of fewer people has no value. The totals hold whole groups of at least k people
/// asked, so this only says why there is none.
pub fn evaluate(model: &Model, units: &[UnitTotals], k: u32) -> Vec<Vec<Cell>> {
    let mut cells: Vec<Vec<Cell>> = vec![vec![Cell::default(); units.len()]; model.nodes.len()];
    for place in &model.order {
        let node = &model.nodes[*place];
        let mut row: Vec<Cell> = match &node.source {
            Source::Heading => continue,
            Source::Given => units.iter().map(|unit| given(unit, *place)).collect(),
            Source::Column { column, stat } => {
                units.iter().map(|unit| measured(unit, *column, *stat, k)).collect()
            }
            Source::Combined(rule) => {
                (0..units.len()).map(|unit| combine(model, node, rule, &cells, unit)).collect()
            }
        };
        rescale(node, units, &mut row);
        cells[*place] = row;
    }
    cells
}

fn given(unit: &UnitTotals, place: usize) -> Cell {
    Cell { value: unit.given.get(place).copied().flatten(), ..Cell::default() }
}

fn measured(unit: &UnitTotals, column: usize, stat: Stat, k: u32) -> Cell {
    let totals = unit.columns[column];
    let counted_and_asked = (totals.n, totals.reached);
    if totals.reached < i64::from(k) || totals.n == 0 || totals.r <= 0.0 {
        let small_base = !unit.batches.is_empty() && totals.reached < i64::from(k);
        return Cell { counted_and_asked, small_base, ..Cell::default() };
    }
    let raw = totals.y / totals.r;
    let n = totals.n as f64;
    let n_kish = n / unit.deff;
    let spread = match stat {
        Stat::Share => raw * (1.0 - raw),
        Stat::Mean => (totals.yy / totals.r - raw * raw).max(0.0) * n / (n - 1.0).max(1.0),
    };
    let variance = spread / n_kish;
    Cell {
        value: Some(raw),
        terms: vec![Term { column, y: 1.0 / totals.r, r: -raw / totals.r }],
        leaf: Some(Leaf { raw, stat, linear: Linear::IDENTITY, answers: totals.r, n_kish, variance }),
        n: Some(totals.n),
        counted_and_asked,
        error_bound: variance.sqrt(),
        ..Cell::default()
    }
}

/// Applies the node's scale change and rounding to a row of cells.
fn rescale(node: &ModelNode, units: &[UnitTotals], row: &mut [Cell]) {
    let observed = observed_ends(units, row);
    for (unit, cell) in units.iter().zip(row.iter_mut()) {
        let Some(value) = cell.value else { continue };
        let linear = match &node.scale {
            None => Some(Linear::IDENTITY),
            Some(scaling) => match scaling.from {
                ScalingFrom::Fixed(from) => Linear::new(scaling, from),
                ScalingFrom::Observed(_) => Linear::new(scaling, observed[&unit.level]),
            },
        };
        let Some(linear) = linear else {
            // All units have the same value: no scale can be observed.
            *cell = Cell { counted_and_asked: cell.counted_and_asked, ..Cell::default() };
            continue;
        };
        let slope = linear.slope_at(value);
        let scaled = linear.apply(value);
        cell.exact = scaled;
        cell.value = Some(node.round.map_or(scaled, |decimals| round_half_up(scaled, decimals)));
        cell.error_bound *= slope.abs();
        for term in &mut cell.terms {
            term.y *= slope;
            term.r *= slope;
        }
        if let Some(leaf) = &mut cell.leaf {
            leaf.linear = linear;
        }
    }
}

/// Least and greatest value per level.
fn observed_ends(units: &[UnitTotals], row: &[Cell]) -> BTreeMap<u32, [f64; 2]> {
    let mut ends: BTreeMap<u32, [f64; 2]> = BTreeMap::new();
    for (unit, cell) in units.iter().zip(row) {
        let Some(value) = cell.value else { continue };
        let [low, high] = ends.entry(unit.level).or_insert([value, value]);
        *low = low.min(value);
        *high = high.max(value);
    }
    ends
}
