//! Numbers as people write them.

use hailong::locale::number;
use proptest::prelude::*;

#[test]
fn vietnamese_has_a_decimal_comma_and_english_a_point() {
    assert_eq!(number("vi", 1_234_567.891, 2), "1.234.567,89");
    assert_eq!(number("en", 1_234_567.891, 2), "1,234,567.89");
    assert_eq!(number("vi-VN", 42.7229, 2), "42,72");
    assert_eq!(number("tyz", 42.7229, 2), "42,72");
    assert_eq!(number("en-GB", 42.7229, 2), "42.72");
    assert_eq!(number("vi", 999.0, 0), "999");
    assert_eq!(number("vi", 1000.0, 0), "1.000");
}

#[test]
fn other_languages_have_their_marks_and_unknown_ones_those_of_vietnamese() {
    for (language, written) in [
        ("fr", "1\u{202f}234,5"),
        ("ru-RU", "1\u{202f}234,5"),
        ("zh-Hant", "1,234.5"),
        ("th", "1,234.5"),
        ("de", "1.234,5"),
        ("hmn", "1.234,5"),
        ("xx", "1.234,5"),
    ] {
        assert_eq!(number(language, 1234.5, 1), written, "{language}");
    }
}

#[test]
fn halves_go_up_as_by_hand() {
    assert_eq!(number("en", 2.675, 2), "2.68");
    assert_eq!(number("en", 0.5, 0), "1");
    assert_eq!(number("en", 999.995, 2), "1,000.00");
    assert_eq!(number("vi", -2.675, 2), "\u{2212}2,68");
}

#[test]
fn negative_numbers_have_a_minus_sign_and_zero_has_none() {
    assert_eq!(number("vi", -1234.5, 1), "\u{2212}1.234,5");
    assert_eq!(number("vi", -0.001, 2), "0,00");
    assert_eq!(number("en", -0.0, 0), "0");
}

#[test]
fn numbers_that_are_none_do_not_break_anything() {
    assert_eq!(number("vi", f64::NAN, 2), "NaN");
    assert_eq!(number("vi", f64::NEG_INFINITY, 2), "\u{2212}inf");
}

proptest! {
    #[test]
    fn what_is_shown_reads_back_as_the_rounded_number(value in -1e9..1e9_f64, decimals in 0..6_u32) {
        let vietnamese = number("vi", value, decimals).replace('.', "").replace(',', ".").replace('\u{2212}', "-");
        let english = number("en", value, decimals).replace(',', "").replace('\u{2212}', "-");
        prop_assert_eq!(&vietnamese, &english);
        let back: f64 = english.parse().unwrap();
        let half = 0.5 / 10_f64.powi(i32::try_from(decimals).unwrap());
        // Half a unit of the last decimal, and what binary numbers of this size cannot tell apart.
        let slack = value.abs() * f64::EPSILON * 2.0 + half * 1e-9;
        prop_assert!((back - value).abs() <= half + slack, "{value} shown as {english}");
    }
}
