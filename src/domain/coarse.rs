//! How coarsely uncertainty is published: enough digits to read, too few to solve for single answers.

use super::statistics::rounding::round_half_up;

/// Two significant digits; whole numbers keep all of theirs.
pub fn significant(value: f64) -> f64 {
    round_half_up(value, decimals_of(value))
}

/// Both ends of an interval to the place of the second significant digit of half its width.
pub fn interval([low, high]: [f64; 2]) -> [f64; 2] {
    let decimals = decimals_of((high - low) / 2.0);
    if high > low { [round_half_up(low, decimals), round_half_up(high, decimals)] } else { [low, high] }
}

/// A value that rests on weights, to a thousandth of its range or the next coarser power of ten: 0.1 percentage points
/// of a share. The full digits of a weighted sum can be solved for who is in it by anybody who knows the weights.
pub fn weighted(value: f64, range: Option<[f64; 2]>) -> f64 {
    let width = range.map_or(value.abs(), |[least, most]| most - least);
    let mut decimals = 0;
    // The place of the last digit is 10^-decimals.
    while decimals < 12 && width / 1000.0 <= 10_f64.powi(-decimals - 1) * (1.0 + 1e-9) {
        decimals += 1;
    }
    round_half_up(value, u32::try_from(decimals).unwrap_or_default())
}

/// Decimals that leave two significant digits.
fn decimals_of(value: f64) -> u32 {
    if value <= 0.0 || !value.is_finite() {
        return 0;
    }
    let mut decimals = 1;
    let mut scaled = value;
    while scaled < 1.0 && decimals < 12 {
        scaled *= 10.0;
        decimals += 1;
    }
    if scaled >= 10.0 { 0 } else { decimals }
}
