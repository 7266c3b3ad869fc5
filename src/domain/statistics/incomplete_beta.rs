//! The regularized incomplete beta function I_x(a, b) and its inverse.
//!
//! `statrs::function::beta` is not enough here: it stops its continued fraction after 140 terms (a share of
//! 25 000 answers needs more), it loses the smaller tail in `1 - I`, and its prefactor loses digits to
//! differences of large log-gammas. This version keeps the argument as a pair (x, 1-x), computes the smaller
//! tail directly, and takes the prefactor from saddle-point terms.

use std::f64::consts::PI;

/// Beyond this logit one of x and 1-x is below 1e-304, zero for every purpose of this module.
const LOGIT_LIMIT: f64 = 700.0;
/// The continued fraction needs about sqrt(max(a, b)) terms; this allows a and b up to 1e10.
const MAX_TERMS: u32 = 200_000;

/// A point of the unit interval with its complement, both to full relative accuracy.
#[derive(Clone, Copy)]
pub(super) struct Point {
    /// The point.
    pub x: f64,
    /// One minus the point.
    pub complement: f64,
}

impl Point {
    /// The point with the given log-odds.
    pub fn from_logit(logit: f64) -> Self {
        let small = (-logit.abs()).exp();
        let (low, high) = (small / (1.0 + small), 1.0 / (1.0 + small));
        if logit < 0.0 { Self { x: low, complement: high } } else { Self { x: high, complement: low } }
    }
}

/// I_x(a, b), the probability that a Beta(a, b) variable lies below `point`, for finite a, b > 0. Below the mean
/// it keeps its relative accuracy however small it is. NIST DLMF 8.17.20-22.
pub(super) fn lower_tail(point: Point, a: f64, b: f64) -> f64 {
    let Point { x, complement } = point;
    let kernel = kernel(point, a, b);
    if x * (a + b + 2.0) <= a + 1.0 {
        return kernel / a * continued_fraction(x, a, b);
    }
    1.0 - kernel / b * continued_fraction(complement, b, a)
}

/// The logit of the point of Beta(a, b) with the given tails (`lower + upper = 1`, both given so that neither
/// loses digits). Infinite where the point cannot be told from 0 or 1.
///
/// Newton on the logarithm of the smaller tail as a function of the logit: that function is concave
/// (x^a (1-x)^b is log-concave in the logit, hence so is its integral), so the steps converge from any start.
pub(super) fn logit_quantile(lower: f64, upper: f64, a: f64, b: f64) -> f64 {
    if lower <= upper { lower_logit(lower, a, b) } else { -lower_logit(upper, b, a) }
}

fn lower_logit(target: f64, a: f64, b: f64) -> f64 {
    if target <= 0.0 || lower_tail(Point::from_logit(-LOGIT_LIMIT), a, b) >= target {
        return f64::NEG_INFINITY;
    }
    let mut logit = (a / b).ln().clamp(-LOGIT_LIMIT, LOGIT_LIMIT);
    for _ in 0..200 {
        let point = Point::from_logit(logit);
        let tail = lower_tail(point, a, b);
        let step = (tail / target).ln() * tail / kernel(point, a, b);
        logit = (logit - step).clamp(-LOGIT_LIMIT, LOGIT_LIMIT);
        if step.abs() <= 1e-14 * logit.abs().max(1.0) {
            break;
        }
    }
    logit
}

/// x^a (1-x)^b / B(a, b): the density of the logit of a Beta(a, b) variable.
///
/// Loader (2000), "Fast and accurate computation of binomial probabilities": deviance terms and Stirling
/// remainders instead of log-gammas.
fn kernel(point: Point, a: f64, b: f64) -> f64 {
    let sum = a + b;
    let exponent = stirling_remainder(sum)
        - stirling_remainder(a)
        - stirling_remainder(b)
        - deviance(a, sum * point.x)
        - deviance(b, sum * point.complement);
    (a / sum * b / (2.0 * PI)).sqrt() * exponent.exp()
}

/// ln Γ(n+1) - ((n + 1/2) ln n - n + ln √(2π)), the error of Stirling's formula, for n > 0.
///
/// DLMF 5.11.1 from 16 upwards, below by the exact recurrence.
fn stirling_remainder(n: f64) -> f64 {
    let mut n = n;
    let mut remainder = 0.0;
    while n < 16.0 {
        remainder += (n + 0.5) * (1.0 / n).ln_1p() - 1.0;
        n += 1.0;
    }
    let square = n * n;
    let series = 1.0 / 1188.0 - 691.0 / 360_360.0 / square;
    let series = 1.0 / 1680.0 - series / square;
    let series = 1.0 / 1260.0 - series / square;
    let series = 1.0 / 360.0 - series / square;
    remainder + (1.0 / 12.0 - series / square) / n
}

/// x ln(x/m) + m - x, without cancellation for x near m (Loader 2000).
fn deviance(x: f64, m: f64) -> f64 {
    let ratio = (x - m) / (x + m);
    if ratio.abs() > 0.25 {
        return x * (x / m).ln() + m - x;
    }
    let square = ratio * ratio;
    let mut sum = (x - m) * ratio;
    let mut power = 2.0 * x * ratio;
    let mut odd = 3.0;
    loop {
        power *= square;
        let next = sum + power / odd;
        // Exact equality is the end of the series: the term no longer changes the sum.
        if next.total_cmp(&sum).is_eq() || !next.is_finite() {
            return next;
        }
        sum = next;
        odd += 2.0;
    }
}

/// The continued fraction of DLMF 8.17.22 by the modified Lentz method, for x below (a+1)/(a+b+2).
fn continued_fraction(x: f64, a: f64, b: f64) -> f64 {
    let guard = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / guard(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for term in 1..MAX_TERMS {
        let m = f64::from(term);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / guard(1.0 + even * d);
        c = guard(1.0 + even / c);
        fraction *= d * c;
        d = 1.0 / guard(1.0 + odd * d);
        c = guard(1.0 + odd / c);
        let change = d * c;
        fraction *= change;
        if (change - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    fraction
}
