//! Numbers as people write them: `1.234,56` in Vietnamese, `1,234.56` in English.

use fluent_templates::fluent_bundle::FluentValue;

use super::primary;
use crate::domain::statistics::rounding::format_half_up;

/// U+2212, as wide as a plus and never taken for a hyphen at which a line may break.
const MINUS: char = '\u{2212}';

/// `value` with exactly `decimals` decimals, rounded half-up on its decimal text, with the decimal mark and the
/// thousands mark of `language`. For reading only: files for programs use a plain point.
pub fn number(language: &str, value: f64, decimals: u32) -> String {
    grouped(language, &format_half_up(value, decimals as usize))
}

/// A number inside a message, with the decimals it has (or at least and at most as many as the message asks for).
pub(super) fn in_text(value: &FluentValue, language: &str) -> Option<String> {
    let FluentValue::Number(given) = value else { return None };
    let has = given.value.to_string().split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let least = given.options.minimum_fraction_digits.unwrap_or(0);
    let most = given.options.maximum_fraction_digits.unwrap_or(usize::MAX).max(least);
    let text = format_half_up(given.value, has.clamp(least, most));
    Some(if given.options.use_grouping { grouped(language, &text) } else { marked(language, &text) })
}

/// Decimal mark and thousands mark.
fn marks(language: &str) -> (char, char) {
    match primary(language) {
        "en" => ('.', ','),
        _ => (',', '.'),
    }
}

/// Puts the marks of the language into plain decimal text.
fn grouped(language: &str, plain: &str) -> String {
    let (_, thousands) = marks(language);
    let text = marked(language, plain);
    let start = text.find(|sign: char| sign.is_ascii_digit()).unwrap_or(text.len());
    let end = text[start..].find(|sign: char| !sign.is_ascii_digit()).map_or(text.len(), |at| start + at);
    let mut result = text[..start].to_owned();
    for (position, digit) in text[start..end].char_indices() {
        if position > 0 && (end - start - position).is_multiple_of(3) {
            result.push(thousands);
        }
        result.push(digit);
    }
    result.push_str(&text[end..]);
    result
}

/// Puts the decimal mark of the language and a real minus sign into plain decimal text.
fn marked(language: &str, plain: &str) -> String {
    let (decimal, _) = marks(language);
    let replace = |sign: char| match sign {
        '-' => MINUS,
        '.' => decimal,
        other => other,
    };
    plain.chars().map(replace).collect()
}
