//! The regularized incomplete beta function `I_x(a, b)` and its inverse.
//!
//! Shares rest on up to millions of answers and their limits lie close to 0 or 1, so the argument is kept as a
//! pair (x, 1-x), the smaller tail is computed directly, and the prefactor comes from saddle-point terms, not
//! from differences of large log-gammas.

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

/// `I_x(a, b)`, the probability that a Beta(a, b) variable lies below `point`, for finite a, b > 0. Below the mean
/// it keeps its relative accuracy however small it is.
pub(super) fn lower_tail(point: Point, a: f64, b: f64) -> f64 {
    tail(point, a, b).logarithm.exp()
}

/// A tail probability as Newton's method needs it, without underflow.
struct Tail {
    logarithm: f64,
    /// The tail over its derivative with respect to the logit.
    over_slope: f64,
}

/// The continued fraction converges below about the mean; above it the other tail is computed.
fn tail(point: Point, a: f64, b: f64) -> Tail {
    let Point { x, complement } = point;
    let log_kernel = log_kernel(point, a, b);
    if x * (a + b + 2.0) <= a + 1.0 {
        let over_slope = 1.0 / continued_fraction(point, a, b);
        return Tail { logarithm: log_kernel + over_slope.ln(), over_slope };
    }
    let kernel = log_kernel.exp();
    let upper = kernel / continued_fraction(Point { x: complement, complement: x }, b, a);
    Tail { logarithm: (-upper).ln_1p(), over_slope: (1.0 - upper) / kernel }
}

/// The logit of the point of Beta(a, b) with the given tails (`lower + upper = 1`, both given so that neither
/// loses digits). Infinite where the point cannot be told from 0 or 1.
pub(super) fn logit_quantile(lower: f64, upper: f64, a: f64, b: f64) -> f64 {
    if lower <= upper { lower_logit(lower, a, b) } else { -lower_logit(upper, b, a) }
}

/// Newton on the logarithm of the lower tail as a function of the logit. That function is concave (x^a (1-x)^b
/// is log-concave in the logit, hence so is its integral): a step from the right of the root lands left of it,
/// steps from the left approach it without crossing, so every start converges.
fn lower_logit(target: f64, a: f64, b: f64) -> f64 {
    let goal = target.ln();
    if target <= 0.0 || tail(Point::from_logit(-LOGIT_LIMIT), a, b).logarithm >= goal {
        return f64::NEG_INFINITY;
    }
    // The mean lies right of every point whose lower tail is at most one half, or close to it.
    let mut logit = (a / b).ln().clamp(-LOGIT_LIMIT, LOGIT_LIMIT);
    for _ in 0..200 {
        let found = tail(Point::from_logit(logit), a, b);
        let step = (found.logarithm - goal) * found.over_slope;
        logit = (logit - step).clamp(-LOGIT_LIMIT, LOGIT_LIMIT);
        if step.abs() <= 1e-14 * logit.abs().max(1.0) {
            break;
        }
    }
    logit
}

/// ln(x^a (1-x)^b / B(a, b)), the log-density of the logit of a Beta(a, b) variable.
///
/// Loader (2000), "Fast and accurate computation of binomial probabilities": deviance terms and Stirling
/// remainders instead of log-gammas.
fn log_kernel(point: Point, a: f64, b: f64) -> f64 {
    let sum = a + b;
    let exponent = stirling_remainder(sum)
        - stirling_remainder(a)
        - stirling_remainder(b)
        - deviance(a, sum * point.x)
        - deviance(b, sum * point.complement);
    exponent + 0.5 * (a / sum * b / (2.0 * PI)).ln()
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

/// The continued fraction of `DiDonato` and Morris (1992), "Significant digit computation of the incomplete beta
/// function ratios", equation 9, by the modified Lentz method: x^a (1-x)^b / B(a, b) over it is `I_x(a, b)`, for x
/// below (a+1)/(a+b+2). Unlike the one of DLMF 8.17.22 it never subtracts x from 1.
fn continued_fraction(point: Point, a: f64, b: f64) -> f64 {
    let Point { x, complement } = point;
    // Keeps an intermediate value of Lentz's method from being exactly zero.
    let guard = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let excess = a * complement - b * x + 1.0;
    let mut fraction = guard(a * excess / (a + 1.0));
    let (mut ratio, mut inverse) = (fraction, 0.0);
    for term in 1..MAX_TERMS {
        let m = f64::from(term);
        let between = a + 2.0 * m - 1.0;
        let numerator = (a + m - 1.0) / between * ((a + b + m - 1.0) / between) * (m * (b - m) * x * x);
        let denominator =
            m + m * (b - m) * x / between + (a + m) * (excess + m * (1.0 + complement)) / (between + 2.0);
        inverse = 1.0 / guard(denominator + numerator * inverse);
        ratio = guard(denominator + numerator / ratio);
        let change = ratio * inverse;
        fraction *= change;
        if (change - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    fraction
}
