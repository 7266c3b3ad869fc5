//! Which language a reader gets.

use hailong::locale::negotiate;
use proptest::prelude::*;

const BOTH: [&str; 2] = ["vi", "en"];

fn chosen(header: &str) -> String {
    negotiate(Some(header), &BOTH)
}

#[test]
fn the_language_with_the_highest_quality_wins() {
    assert_eq!(chosen("en"), "en");
    assert_eq!(chosen("vi;q=0.4, en;q=0.8"), "en");
    assert_eq!(chosen("fr, en;q=0.3, vi;q=0.2"), "en");
    assert_eq!(chosen("en-GB,en;q=0.9,vi;q=0.8"), "en");
    assert_eq!(chosen("EN ; Q=1.0 , VI"), "en");
    assert_eq!(chosen("vi, en"), "vi");
}

#[test]
fn regions_and_scripts_are_shortened() {
    assert_eq!(chosen("vi-VN"), "vi");
    assert_eq!(chosen("vi-Latn-VN"), "vi");
    assert_eq!(chosen("en-US-x-twain"), "en");
    assert_eq!(negotiate(Some("tyz-VN, en;q=0.5"), &["vi", "en", "tyz"]), "tyz");
    assert_eq!(negotiate(Some("en"), &["vi", "en-GB"]), "en-GB");
    assert_eq!(negotiate(Some("hmo"), &["vi", "hm"]), "vi");
}

#[test]
fn unknown_languages_and_no_header_give_vietnamese() {
    assert_eq!(negotiate(None, &BOTH), "vi");
    for header in
        ["", "fr-FR, de", "*", "xx;q=1, *;q=0.5", ";;;", ",,,", "en;q=banana", "en;q=7", "en;q=NaN", "en;q"]
    {
        assert_eq!(chosen(header), "vi", "{header:?}");
    }
}

#[test]
fn a_refused_language_is_not_given_while_there_is_another() {
    assert_eq!(chosen("vi;q=0, *"), "en");
    assert_eq!(chosen("en;q=0, en-GB"), "vi");
    assert_eq!(chosen("vi;q=0, en;q=0"), "vi");
}

#[test]
fn without_vietnamese_the_first_available_language_is_given() {
    assert_eq!(negotiate(None, &["en", "fr"]), "en");
    assert_eq!(negotiate(Some("fr"), &["en", "fr"]), "fr");
    assert_eq!(negotiate(Some("de"), &[]), "vi");
}

proptest! {
    #[test]
    fn any_header_gives_an_available_language(header in ".{0,200}", spiced in "[a-z*;=,.q0-9 -]{0,80}") {
        for header in [header, spiced] {
            let found = negotiate(Some(&header), &BOTH);
            prop_assert!(BOTH.contains(&found.as_str()), "{header:?} gave {found:?}");
        }
    }
}
