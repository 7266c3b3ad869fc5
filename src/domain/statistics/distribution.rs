//! Quantiles and tail probabilities of the normal, Student t and beta distributions.

use super::incomplete_beta::{Point, logit_quantile, lower_tail};
use libm::{erf, erfc};
use std::f64::consts::{PI, SQRT_2};

/// Above this many degrees of freedom t and normal quantiles differ by less than one part in 1e14.
const NORMAL_FROM_DF: f64 = 1e15;

/// P(Z <= z) for a standard normal Z; keeps relative accuracy in the lower tail.
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * erfc(-z / SQRT_2)
}

/// P(|Z| >= |z|) for a standard normal Z.
pub fn normal_two_sided_p(z: f64) -> f64 {
    erfc(z.abs() / SQRT_2)
}

/// The z with P(Z <= z) = p. Infinite at 0 and 1, NaN outside `[0, 1]`.
///
/// Abramowitz and Stegun (1964) 26.2.23 to three digits, then Halley steps, each of which triples them.
pub fn normal_quantile(p: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if p > 0.5 {
        return -normal_quantile(1.0 - p);
    }
    if p <= 0.0 {
        return f64::NEG_INFINITY;
    }
    if p >= 0.5 {
        return 0.0;
    }
    let t = (-2.0 * p.ln()).sqrt();
    let start = t
        - (2.515_517 + t * (0.802_853 + t * 0.010_328))
            / (1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308)));
    let refined = (0..3).fold(start, |z, _| {
        // Upper tail at z less its target; near the median from erf, which keeps the digits of a small z.
        let excess =
            if p > 0.25 { 0.5 * ((1.0 - 2.0 * p) - erf(z / SQRT_2)) } else { 0.5 * erfc(z / SQRT_2) - p };
        let newton = excess * (2.0 * PI).sqrt() * (0.5 * z * z).exp();
        z + newton / (1.0 - 0.5 * z * newton)
    });
    -refined
}

/// P(|T| >= |t|) for Student's t with `df` > 0 degrees of freedom (infinite `df` is the normal distribution).
/// NaN for `df` <= 0. Abramowitz and Stegun (1964) 26.7.1.
pub fn student_t_two_sided_p(t: f64, df: f64) -> f64 {
    if df.is_nan() || df <= 0.0 || t.is_nan() {
        return f64::NAN;
    }
    if df >= NORMAL_FROM_DF {
        return normal_two_sided_p(t);
    }
    let square = t * t;
    if square.is_infinite() {
        return 0.0;
    }
    if square <= 0.0 {
        return 1.0;
    }
    let point = Point { x: df / (df + square), complement: square / (df + square) };
    lower_tail(point, df / 2.0, 0.5)
}

/// The t with P(T <= t) = p for Student's t with `df` > 0 degrees of freedom (infinite `df` is the normal
/// distribution). NaN for p outside `[0, 1]` or `df` <= 0.
pub fn student_t_quantile(p: f64, df: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if df >= NORMAL_FROM_DF {
        return normal_quantile(p);
    }
    if p > 0.5 {
        return -student_t_quantile(1.0 - p, df);
    }
    let outside = 2.0 * p;
    let logit = logit_quantile(outside, 1.0 - outside, df / 2.0, 0.5);
    -df.sqrt() * (-0.5 * logit).exp()
}

/// The x with `I_x(a, b)` = p, the quantile of Beta(a, b). NaN for p outside `[0, 1]` or a or b not positive.
pub fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    beta_point(p, 1.0 - p, a, b)
}

/// The x with `1 - I_x(a, b)` = p; unlike `beta_quantile(1.0 - p, …)` it loses no digits of a small `p`.
pub fn beta_upper_quantile(p: f64, a: f64, b: f64) -> f64 {
    beta_point(1.0 - p, p, a, b)
}

fn beta_point(lower: f64, upper: f64, a: f64, b: f64) -> f64 {
    let shapes_valid = a > 0.0 && b > 0.0 && a.is_finite() && b.is_finite();
    if !(0.0..=1.0).contains(&lower) || !(0.0..=1.0).contains(&upper) || !shapes_valid {
        return f64::NAN;
    }
    Point::from_logit(logit_quantile(lower, upper, a, b)).x
}

/// The critical value of a two-sided interval: the t quantile for `Some` degrees of freedom, else the normal one.
pub fn two_sided_critical(level: f64, df: Option<f64>) -> f64 {
    let outside = 0.5 * (1.0 - level);
    -df.map_or_else(|| normal_quantile(outside), |df| student_t_quantile(outside, df))
}
