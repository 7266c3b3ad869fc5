//! Numbers in cells.

use super::Why;

/// Reads a decimal number: `3.25`, in a file of a decimal-comma spreadsheet also `3,25`. Neither signs
/// for thousands nor exponents, because both are how a spreadsheet spoils a value.
pub(super) fn decimal(cell: &str, comma: bool) -> Result<f64, Why> {
    let text = if comma { cell.replace(',', ".") } else { cell.to_owned() };
    let digits = text.strip_prefix('-').unwrap_or(&text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if cell.starts_with('=') {
        return Err(Why::new("formula").found(cell));
    }
    if !all_digits(whole) || !all_digits(part) || digits.len() > 40 {
        let point = cell.contains(',') && !comma;
        return Err(Why::new(if point { "no-number-point" } else { "no-number" }).found(cell));
    }
    text.parse().map_err(|_| Why::new("no-number").found(cell))
}

/// A count: whole and not negative, at most a thousand million.
pub(super) fn whole(cell: &str, comma: bool) -> Result<i64, Why> {
    let value = decimal(cell, comma)?;
    let known = Some(value).filter(|value| value.fract() == 0.0 && (0.0..=1e9).contains(value));
    // What is whole is written without a decimal sign.
    known.and_then(|value| value.to_string().parse().ok()).ok_or_else(|| Why::new("no-count").found(cell))
}

/// The text cut to a length fit for a message.
pub(super) fn short(cell: &str) -> String {
    cell.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_plain_decimals_only() {
        for (cell, comma, value) in [
            ("3", false, 3.0),
            ("-0.5", false, -0.5),
            ("3,25", true, 3.25),
            ("3.25", true, 3.25),
            ("007", false, 7.0),
        ] {
            assert_eq!(decimal(cell, comma), Ok(value));
        }
        for (cell, comma, message) in [
            ("3,25", false, "\"3,25\" is not a number; write the decimal sign as a point"),
            ("1.234,5", true, "\"1.234,5\" is not a number"),
            ("", false, "\"\" is not a number"),
            ("1e3", false, "\"1e3\" is not a number"),
            ("NaN", false, "\"NaN\" is not a number"),
            ("inf", false, "\"inf\" is not a number"),
            (".5", false, "\".5\" is not a number"),
            ("5.", false, "\"5.\" is not a number"),
            ("--5", false, "\"--5\" is not a number"),
            ("=A1", false, "is a formula; save the file with values"),
        ] {
            assert_eq!(decimal(cell, comma).map_err(|why| why.to_string()), Err(message.to_owned()));
        }
    }
}
