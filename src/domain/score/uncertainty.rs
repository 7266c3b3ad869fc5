//! How certain a value is: standard error, interval, degrees of freedom.

use super::column::BatchColumns;
use super::evaluate::{Cell, Leaf};
use super::model::Stat;
use crate::domain::publication::PrecisionState;
use crate::domain::statistics::interval::{ShareInterval, mean_interval, share_interval};
use crate::domain::statistics::precision::{Precision, can_be_ranked, precision_of_mean, precision_of_share};
use crate::domain::statistics::variance::Clustered;

/// How certain a value is, on the node's scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Uncertainty {
    /// Confidence interval.
    pub ci: [f64; 2],
    /// Standard error.
    pub se: f64,
    /// Number of independent answers that would give the same standard error, at most `n`; at a
    /// combined node, answers to a component of average spread.
    pub n_eff: f64,
    /// Degrees of freedom of the standard error.
    pub df: f64,
    /// How far the value can be relied on.
    pub precision: PrecisionState,
    /// Whether it may be ranked and grouped by quantiles.
    pub rankable: bool,
}

/// The uncertainty of a value that rests on answers; `None` for given and absent values.
///
/// `clustered` gives the linearized variance between the batches of the unit, none where there is only one. Shares take Wilson's form with
/// the larger of the variance between respondents and between batches; means take the same larger
/// variance with Student's t; combined nodes the linearized variance between batches. Where there
/// is one batch only, a combined node gets the upper bound of its standard error.
pub fn uncertainty(
    cell: &Cell,
    clustered: impl FnOnce() -> Option<Clustered>,
    range: Option<[f64; 2]>,
    level: f64,
) -> Option<Uncertainty> {
    cell.value?;
    let value = cell.exact;
    let n = cell.n? as f64;
    let clustered = clustered();
    let found = match &cell.leaf {
        Some(leaf) if leaf.stat == Stat::Share => of_share(leaf, n, clustered, level),
        Some(leaf) => of_mean(leaf, value, n, clustered, level),
        None => of_combination(cell, value, n, clustered, level),
    };
    let [low, high] = found.ci;
    let ci = range.map_or(found.ci, |[least, most]| [low.clamp(least, most), high.clamp(least, most)]);
    Some(Uncertainty { ci, ..found })
}

/// What one batch adds to the linearized estimator.
pub fn linearized(cell: &Cell, columns: &BatchColumns) -> f64 {
    cell.terms
        .iter()
        .map(|term| {
            let (y, r) = columns[term.column];
            term.y * y + term.r * r
        })
        .sum()
}

fn of_share(leaf: &Leaf, n: f64, clustered: Option<Clustered>, level: f64) -> Uncertainty {
    let slope = leaf.linear.slope_at(leaf.raw);
    let on_share = |batch: Clustered| Clustered { variance: batch.variance / (slope * slope), df: batch.df };
    let batch = if slope == 0.0 { None } else { clustered.map(on_share) };
    let ShareInterval { interval, n_eff, df, variance } = share_interval(leaf.raw, leaf.n_kish, batch, level);
    let precision = precision_of_share(leaf.raw, n, n_eff, &interval, df);
    Uncertainty {
        ci: leaf.linear.apply_interval(interval.low, interval.high),
        se: variance.sqrt() * slope.abs(),
        n_eff: n_eff.min(n),
        df: df.unwrap_or(n - 1.0),
        precision: precision.into(),
        rankable: can_be_ranked(n, df),
    }
}

fn of_mean(leaf: &Leaf, value: f64, n: f64, clustered: Option<Clustered>, level: f64) -> Uncertainty {
    let slope = leaf.linear.slope_at(leaf.raw);
    let between_respondents = leaf.variance * slope * slope;
    let larger = clustered.filter(|batch| batch.variance > between_respondents);
    let variance = larger.map_or(between_respondents, |batch| batch.variance);
    let df = larger.map(|batch| batch.df);
    let n_eff = if variance > 0.0 { leaf.n_kish * between_respondents / variance } else { leaf.n_kish };
    symmetric(value, variance, df, (n, n_eff), level)
}

fn of_combination(cell: &Cell, value: f64, n: f64, clustered: Option<Clustered>, level: f64) -> Uncertainty {
    let bound = cell.error_bound * cell.error_bound;
    let Some(Clustered { variance, df }) = clustered else {
        let found = symmetric(value, bound, None, (n, n), level);
        let precision = found.precision.max_caution(PrecisionState::Review);
        return Uncertainty { precision, ..found };
    };
    let n_eff = if variance > 0.0 { n * bound / variance } else { n };
    symmetric(value, variance, Some(df), (n, n_eff), level)
}

fn symmetric(value: f64, variance: f64, df: Option<f64>, (n, n_eff): (f64, f64), level: f64) -> Uncertainty {
    let interval = mean_interval(value, variance, df.unwrap_or(n - 1.0), level);
    Uncertainty {
        ci: [interval.low, interval.high],
        se: variance.sqrt(),
        n_eff: n_eff.min(n),
        df: df.unwrap_or(n - 1.0),
        precision: precision_of_mean(n, df).into(),
        rankable: can_be_ranked(n, df),
    }
}

impl From<Precision> for PrecisionState {
    fn from(precision: Precision) -> Self {
        match precision {
            Precision::Reliable => Self::Reliable,
            Precision::Review => Self::Review,
            Precision::NotReliable => Self::NotReliable,
        }
    }
}

impl PrecisionState {
    /// The more cautious of two states.
    fn max_caution(self, other: Self) -> Self {
        if self == Self::Reliable { other } else { self }
    }
}
