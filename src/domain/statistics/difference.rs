//! Change between two figures.

use super::distribution::{normal_two_sided_p, student_t_two_sided_p, two_sided_critical};
use super::interval::Interval;

/// An estimate with its variance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// The estimate.
    pub value: f64,
    /// Its variance, in squared units.
    pub variance: f64,
    /// Degrees of freedom of the variance; `None` when it is taken as known (normal distribution).
    pub df: Option<f64>,
}

/// A change from a first figure to a second one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// Second minus first.
    pub change: f64,
    /// Interval of the change.
    pub interval: Interval,
    /// Two-sided probability of so large a change when there is none; adjust with [`holm`] within one table.
    pub p: f64,
    /// Degrees of freedom used; `None` for the normal distribution.
    pub df: Option<f64>,
}

/// Interval of `theta2 - theta1` for two independent estimates, made only from their own intervals (which must
/// have the same level): it keeps the asymmetry of a share near 0 or 1.
///
/// Newcombe (1998), method 10, for two proportions; Zou and Donner (2008) for any two estimates ("MOVER").
pub fn mover(theta1: f64, i1: &Interval, theta2: f64, i2: &Interval) -> Interval {
    let change = theta2 - theta1;
    let below = (theta2 - i2.low).hypot(i1.high - theta1);
    let above = (i2.high - theta2).hypot(theta1 - i1.low);
    Interval { low: change - below, high: change + above, level: i1.level }
}

/// Change from `e1` to `e2` when they are independent: t test with the degrees of freedom of Welch (1947) and
/// Satterthwaite (1946).
///
/// When the two share clusters, stack them instead: the linearized totals of the difference per cluster give
/// its variance directly. With both variances zero p is 1 for no change and 0 for any.
pub fn difference(e1: &Measured, e2: &Measured, level: f64) -> Difference {
    let change = e2.value - e1.value;
    let variance = e1.variance + e2.variance;
    let df = satterthwaite(e1, e2);
    let error = variance.sqrt();
    let half = if variance > 0.0 { two_sided_critical(level, df) * error } else { 0.0 };
    let p = match (variance > 0.0, df) {
        (true, Some(df)) => student_t_two_sided_p(change / error, df),
        (true, None) => normal_two_sided_p(change / error),
        (false, _) if change.abs() > 0.0 => 0.0,
        (false, _) => 1.0,
    };
    Difference { change, interval: Interval { low: change - half, high: change + half, level }, p, df }
}

/// (V1+V2)²/(V1²/df1 + V2²/df2); a variance taken as known adds nothing below the line.
fn satterthwaite(e1: &Measured, e2: &Measured) -> Option<f64> {
    let uncertainty = |e: &Measured| e.df.map_or(0.0, |df| e.variance * e.variance / df);
    let below = uncertainty(e1) + uncertainty(e2);
    (below > 0.0).then(|| (e1.variance + e2.variance).powi(2) / below)
}

/// Holm's (1979) step-down adjustment: probabilities comparable with one significance level for the whole
/// family, in the order given.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*a].total_cmp(&p[*b]));
    let mut adjusted = vec![0.0; p.len()];
    let mut largest = 0.0_f64;
    for (position, index) in order.into_iter().enumerate() {
        let remaining = (p.len() - position) as f64;
        largest = largest.max((remaining * p[index]).min(1.0));
        adjusted[index] = largest;
    }
    adjusted
}
