//! Rounding for display, half-up on the decimal text.
//!
//! A figure such as 2.675 has no exact binary form (it is stored as 2.67499999…), so rounding the binary value
//! gives 2.67 where everybody who checks the table by hand expects 2.68. These functions round the shortest
//! decimal text that stands for the stored number, halves away from zero.

use std::iter::repeat;

/// `value` rounded half-up (away from zero) to `decimals` decimals; not a number and infinities stay themselves.
pub fn round_half_up(value: f64, decimals: u32) -> f64 {
    // The text of a finite number always parses; the fallback is what NaN and infinities need anyway.
    format_half_up(value, decimals as usize).parse().unwrap_or(value)
}

/// The text of `value` rounded half-up (away from zero) with exactly `decimals` decimals, a point as decimal sign
/// and no sign on zero.
pub fn format_half_up(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return value.to_string();
    }
    let text = value.abs().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let kept = fraction.bytes().chain(repeat(b'0')).take(decimals);
    let mut digits: Vec<u8> = whole.bytes().chain(kept).collect();
    if fraction.as_bytes().get(decimals).is_some_and(|digit| *digit >= b'5') {
        add_one(&mut digits);
    }
    let mut rounded = String::with_capacity(digits.len() + 2);
    if value < 0.0 && digits.iter().any(|digit| *digit != b'0') {
        rounded.push('-');
    }
    let point = digits.len() - decimals;
    for (position, digit) in digits.into_iter().enumerate() {
        if position == point {
            rounded.push('.');
        }
        rounded.push(char::from(digit));
    }
    rounded
}

/// Adds one to the last of some decimal digits, carrying to the left.
fn add_one(digits: &mut Vec<u8>) {
    for digit in digits.iter_mut().rev() {
        if *digit < b'9' {
            *digit += 1;
            return;
        }
        *digit = b'0';
    }
    digits.insert(0, b'1');
}
