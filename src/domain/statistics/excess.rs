//! Whether a number of cases is more than chance makes it, and how many such findings among many are wrong.

use super::incomplete_beta::{Point, lower_tail};

/// P(X >= `cases`) for a binomial X of `n` trials with probability `p`: the one-sided exact test. NaN for a `p`
/// outside `[0, 1]`. By the incomplete beta function, Abramowitz and Stegun (1964) 26.5.24.
pub fn binomial_at_least(cases: u32, n: u32, p: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if cases == 0 {
        return 1.0;
    }
    if cases > n || p <= 0.0 {
        return 0.0;
    }
    if p >= 1.0 {
        return 1.0;
    }
    let (a, b) = (f64::from(cases), f64::from(n - cases) + 1.0);
    lower_tail(Point { x: p, complement: 1.0 - p }, a, b)
}

/// Benjamini and Hochberg's (1995) step-up adjustment: of the findings whose adjusted probability is at most q, a
/// share of q is wrong on average. In the order given.
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*b].total_cmp(&p[*a]));
    let mut adjusted = vec![1.0; p.len()];
    let mut smallest = 1.0_f64;
    for (position, index) in order.into_iter().enumerate() {
        let rank = (p.len() - position) as f64;
        smallest = smallest.min(p[index] * p.len() as f64 / rank);
        adjusted[index] = smallest;
    }
    adjusted
}
