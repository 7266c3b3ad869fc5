//! Ranks of point estimates.

use std::cmp::Ordering;

/// Competition ranks in decreasing order: the largest value has rank 1, equal values share the best rank of
/// their group and the next rank is skipped (1, 2, 2, 4).
///
/// Values are equal only when they are exactly equal; round them first if published digits are to decide ties.
/// NaN has no place in an order: every NaN comes after all numbers.
pub fn competition_ranks(values: &[f64]) -> Vec<u32> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| decreasing(values[*a], values[*b]));
    let mut ranks = vec![0; values.len()];
    let mut rank = 0;
    let mut previous: Option<f64> = None;
    for (position, index) in (1_u32..).zip(order) {
        let value = values[index];
        if previous.is_none_or(|previous| decreasing(previous, value).is_ne()) {
            rank = position;
        }
        ranks[index] = rank;
        previous = Some(value);
    }
    ranks
}

/// Larger first, NaN last; +0 and -0 are equal.
fn decreasing(a: f64, b: f64) -> Ordering {
    b.partial_cmp(&a).unwrap_or_else(|| a.is_nan().cmp(&b.is_nan()))
}
