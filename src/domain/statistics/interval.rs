//! Confidence intervals of shares and means.

use super::distribution::{beta_quantile, beta_upper_quantile, student_t_quantile, two_sided_critical};
use super::variance::Clustered;
use serde::{Deserialize, Serialize};

/// A two-sided confidence interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower limit, in the unit of the estimate.
    pub low: f64,
    /// Upper limit, in the unit of the estimate.
    pub high: f64,
    /// Nominal coverage, such as 0.95.
    pub level: f64,
}

impl Interval {
    /// Distance between the limits.
    pub fn width(&self) -> f64 {
        self.high - self.low
    }
}

/// Wilson's score interval of a share `p` in `[0, 1]` estimated from `n_eff` answers (effective ones when they
/// are weighted or clustered), with the critical value given by the caller.
///
/// Wilson (1927); preferred to p ± z·SE by Brown, Cai and `DasGupta` (2001). Without answers (`n_eff` <= 0) the
/// interval is the whole `[0, 1]`.
pub fn wilson(p: f64, n_eff: f64, critical: f64, level: f64) -> Interval {
    if n_eff <= 0.0 {
        return Interval { low: 0.0, high: 1.0, level };
    }
    let square = critical * critical / n_eff;
    let numerator = p + 0.5 * square + (p * (1.0 - p) * square + 0.25 * square * square).sqrt();
    let high = numerator / (1.0 + square);
    // The textbook difference cancels near 0; the product of the two limits, p²/(1 + z²/n), does not.
    let low = if p > 0.0 { p * p / numerator } else { 0.0 };
    Interval { low: low.min(p), high: high.min(1.0).max(p), level }
}

/// The interval of Clopper and Pearson (1934) extended to a number of answers that need not be whole:
/// quantiles of Beta(n·p, n·(1-p)+1) and Beta(n·p+1, n·(1-p)), with limit 0 at p = 0 and 1 at p = 1.
///
/// Without answers (`n_eff` <= 0) the interval is the whole `[0, 1]`.
pub fn beta_interval(p: f64, n_eff: f64, level: f64) -> Interval {
    if n_eff <= 0.0 {
        return Interval { low: 0.0, high: 1.0, level };
    }
    beta_limits(n_eff * p, n_eff * (1.0 - p), level)
}

/// The exact binomial interval of `successes` among `n` independent answers. Clopper and Pearson (1934).
///
/// `successes` above `n` counts as `n`.
pub fn clopper_pearson(successes: u64, n: u64, level: f64) -> Interval {
    if n == 0 {
        return Interval { low: 0.0, high: 1.0, level };
    }
    beta_limits(successes as f64, n.saturating_sub(successes) as f64, level)
}

fn beta_limits(successes: f64, failures: f64, level: f64) -> Interval {
    let outside = 0.5 * (1.0 - level);
    let low = if successes <= 0.0 { 0.0 } else { beta_quantile(outside, successes, failures + 1.0) };
    let high = if failures <= 0.0 { 1.0 } else { beta_upper_quantile(outside, successes + 1.0, failures) };
    Interval { low, high, level }
}

/// Korn and Graubard's (1998) effective number of answers before it is capped:
/// p(1-p)/V · (t with n-1 df / t with `df`)², both at the two-sided `level`.
///
/// Infinite when the variance is zero.
pub fn korn_graubard_size(p: f64, variance: f64, n: f64, df: f64, level: f64) -> f64 {
    let outside = 0.5 * (1.0 - level);
    let ratio = student_t_quantile(outside, n - 1.0) / student_t_quantile(outside, df);
    p * (1.0 - p) / variance * ratio * ratio
}

/// The interval of a share in a designed sample, Korn and Graubard (1998) as applied by NCHS (Parker et al.
/// 2017, Vital and Health Statistics 2-175): Clopper-Pearson with an effective number of answers that never
/// exceeds `n`, and is `n` at p = 0, p = 1 and variance 0.
///
/// `variance` is the design variance of `p` and `df` its degrees of freedom. With `df` <= 0 no variance was
/// estimable and the interval is the whole `[0, 1]`.
pub fn korn_graubard(p: f64, variance: f64, n: f64, df: f64, level: f64) -> Interval {
    if df <= 0.0 {
        return Interval { low: 0.0, high: 1.0, level };
    }
    let degenerate = p <= 0.0 || p >= 1.0 || variance <= 0.0 || n <= 1.0;
    let size = if degenerate { n } else { korn_graubard_size(p, variance, n, df, level).min(n) };
    beta_interval(p, size, level)
}

/// The interval of a share of voluntary feedback, with what it rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShareInterval {
    /// The interval itself, inside `[0, 1]`.
    pub interval: Interval,
    /// Number of independent answers that would give the same variance.
    pub n_eff: f64,
    /// Degrees of freedom of the variance between batches; `None` when the binomial variance was the larger one
    /// and the critical value is normal.
    pub df: Option<f64>,
    /// Variance of the share.
    pub variance: f64,
}

/// The interval of a share `p` from `n` voluntary answers (`n` is Kish's effective number when they are weighted),
/// under the model that respondents of one desk and day are exchangeable.
///
/// The variance is the larger of the binomial p(1-p)/n and the variance between sealed batches, when there is
/// one. The limits have Wilson's (1927) form with n* = p(1-p)/V; the critical value is Student's t when the
/// batches decide, else normal. Taking n* into a score interval follows Dean and Pagano (2015), "Evaluating
/// confidence interval methods for binomial proportions in clustered surveys". No finite population correction
/// ever applies: the respondents selected themselves. At p = 0 and p = 1, where every variance is zero, n* = n.
pub fn share_interval(p: f64, n: f64, batch: Option<Clustered>, level: f64) -> ShareInterval {
    let binomial = p * (1.0 - p) / n;
    let clustered = batch.filter(|batch| binomial > 0.0 && batch.variance > binomial);
    let Some(Clustered { variance, df }) = clustered else {
        let interval = wilson(p, n, two_sided_critical(level, None), level);
        let variance = if n > 0.0 { binomial } else { f64::NAN };
        return ShareInterval { interval, n_eff: n, df: None, variance };
    };
    let n_eff = p * (1.0 - p) / variance;
    let interval = wilson(p, n_eff, two_sided_critical(level, Some(df)), level);
    ShareInterval { interval, n_eff, df: Some(df), variance }
}

/// Estimate ± t·SE for a mean, composite or total whose variance has `df` degrees of freedom (infinite for the
/// normal distribution). Binder (1983); Korn and Graubard (1999), Analysis of Health Surveys, 2.2.
pub fn mean_interval(estimate: f64, variance: f64, df: f64, level: f64) -> Interval {
    let half = two_sided_critical(level, Some(df)) * variance.sqrt();
    Interval { low: estimate - half, high: estimate + half, level }
}
