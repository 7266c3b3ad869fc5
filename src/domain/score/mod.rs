//! The evaluator: from option totals and given scores to the value of every node.
//!
//! It knows no instrument by name; the index tree says everything. A value is computed from whole
//! totals, exact integers until the last division; its variance from the same formula linearized
//! per batch (`uncertainty`), because every estimator here is a smooth function of option totals
//! (Binder 1983; Lumley 2004).

mod column;
mod combine;
mod evaluate;
mod judge;
mod model;
mod scaling;
mod uncertainty;

pub use column::{BatchColumns, Column, ColumnTotals};
pub use evaluate::{Cell, Leaf, Term, evaluate};
pub use judge::{Candidate, Standing, band, benchmarks_of, judge};
pub use model::{Model, ModelNode, Source, Stat};
pub use scaling::Linear;
pub use uncertainty::{Uncertainty, linearized, uncertainty};

/// What the evaluator needs of one unit.
#[derive(Debug, Clone)]
pub struct UnitTotals {
    /// Units with the same number are of the same level and compared with one another.
    pub level: u32,
    /// Totals per column over all batches of the unit and of the units below it.
    pub columns: Vec<ColumnTotals>,
    /// Positions of those batches.
    pub batches: Vec<usize>,
    /// Kish's design effect of the weights; 1 without weights.
    pub deff: f64,
    /// Given scores, by position of the node.
    pub given: Vec<Option<f64>>,
}
