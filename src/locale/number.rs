//! Numbers as people write them: `1.234,56` in Vietnamese, `1,234.56` in English.

use fluent_bundle::FluentValue;

use super::primary;
use crate::domain::statistics::rounding::format_half_up;

/// U+2212, as wide as a plus and never taken for a hyphen at which a line may break.
const MINUS: char = '\u{2212}';

/// `value` with exactly `decimals` decimals, rounded half-up on its decimal text, with the decimal mark and the
/// thousands mark of `language`. For reading only: files for programs use a plain point.
pub fn number(language: &str, value: f64, decimals: u32) -> String {
    Marks::of(language).grouped(&format_half_up(value, decimals as usize))
}

/// A number inside a message, with the decimals it has (or at least and at most as many as the message asks for).
pub(super) fn in_text(value: &FluentValue, marks: Marks) -> Option<String> {
    let FluentValue::Number(given) = value else { return None };
    let has = given.value.to_string().split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let least = given.options.minimum_fraction_digits.unwrap_or(0);
    let most = given.options.maximum_fraction_digits.unwrap_or(usize::MAX).max(least);
    let text = format_half_up(given.value, has.clamp(least, most));
    Some(if given.options.use_grouping { marks.grouped(&text) } else { marks.decimal(&text) })
}

/// Languages with a decimal point and a thousands comma where they are written with our digits, after Unicode
/// CLDR. The peoples of Viet Nam write numbers as in Vietnamese.
const WITH_POINT: [&str; 17] =
    ["en", "zh", "yue", "ja", "ko", "th", "ms", "fil", "my", "he", "ar", "fa", "ur", "hi", "bn", "ta", "si"];
/// Languages with a decimal comma and a space at the thousands, after Unicode CLDR.
const WITH_SPACE: [&str; 9] = ["fr", "ru", "uk", "cs", "sk", "pl", "fi", "sv", "nb"];

/// Decimal mark and thousands mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marks {
    /// `1.234,5`
    Comma,
    /// `1,234.5`
    Point,
    /// `1 234,5`
    Space,
}

impl Marks {
    /// The marks of a language; those of Vietnamese where nothing is known.
    pub(super) fn of(language: &str) -> Self {
        match primary(language) {
            known if WITH_POINT.contains(&known) => Self::Point,
            known if WITH_SPACE.contains(&known) => Self::Space,
            _ => Self::Comma,
        }
    }

    fn signs(self) -> (char, char) {
        match self {
            Self::Comma => (',', '.'),
            Self::Point => ('.', ','),
            Self::Space => (',', '\u{202f}'),
        }
    }

    /// Puts the marks into plain decimal text.
    fn grouped(self, plain: &str) -> String {
        let (_, thousands) = self.signs();
        let text = self.decimal(plain);
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

    /// Puts the decimal mark and a real minus sign into plain decimal text.
    fn decimal(self, plain: &str) -> String {
        let (decimal, _) = self.signs();
        let replace = |sign: char| match sign {
            '-' => MINUS,
            '.' => decimal,
            other => other,
        };
        plain.chars().map(replace).collect()
    }
}
