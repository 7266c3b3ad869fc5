//! Instruments: every kind of mistake is found at its place, and the shipped files have none.

mod head_cases;
mod index_cases;
mod judge_cases;
mod loading;
mod mutation;
mod plain;
mod question_cases;
mod shipped;
mod sound;

use std::collections::BTreeSet;

use hailong::domain::instrument::check::{self, CODES, Mistake};

use sound::{Case, changed};

/// Files that cannot be read at all: what stands there instead of what, and the one mistake.
const UNREADABLE: [(&str, &str, &str, &str); 18] = [
    ("{", "[", "", "syntax"),
    ("{", "\u{feff}{", "", "syntax"),
    ("}", "", "", "syntax"),
    ("\"family\":\"sound\"", "\"famly\":\"sound\"", "/famly", "unknown_field"),
    ("\"stat\":\"given\"", "\"stat\":\"given\",\"item\":\"e\"", "/index/4/measure/item", "unknown_field"),
    ("\"stat\":\"distribution\"", "\"stat\":\"distribution\",\"x\":1", "/index/7/measure", "unknown_field"),
    ("\"family\":\"sound\",", "", "", "missing_field"),
    ("\"item\":\"a\",\"stat\"", "\"stat\"", "/index/1/measure", "missing_field"),
    ("\"op\":\"weighted_sum\"", "\"op\":\"average\"", "/index/3/combine/op", "unknown_word"),
    ("\"kind\":\"multiple\"", "\"kind\":\"many\"", "/questionnaire/sections/0/items/1/kind", "unknown_word"),
    ("\"from\":\"2024-01-01\"", "\"from\":\"2024-01-32\"", "/valid/from", "wrong_type"),
    ("\"required\":true", "\"required\":\"yes\"", "/questionnaire/sections/0/items/0/required", "wrong_type"),
    ("\"code\":9", "\"code\":9.5", "/questionnaire/scales/five/options/5/code", "wrong_type"),
    ("\"face\":1", "\"face\":1.5", "/questionnaire/scales/five/options/0/face", "wrong_type"),
    ("\"face\":1", "\"face\":300", "/questionnaire/scales/five/options/0/face", "wrong_type"),
    ("\"face\":1", "\"face\":-1", "/questionnaire/scales/five/options/0/face", "wrong_type"),
    ("\"from\":[1,5]", "\"from\":\"seen\"", "/index/5/scale/from", "wrong_type"),
    ("\"family\":\"sound\"", "\"family\":\"a\",\"family\":\"sound\"", "/family", "repeated_field"),
];

fn all_cases() -> Vec<Case> {
    let mut cases = head_cases::cases();
    cases.extend(question_cases::cases());
    cases.extend(index_cases::cases());
    cases.extend(judge_cases::cases());
    cases
}

fn mistakes_in(json: &str) -> Vec<Mistake> {
    check::parse(json).err().unwrap_or_default()
}

fn places(mistakes: &[Mistake]) -> BTreeSet<(&str, &str)> {
    mistakes.iter().map(|mistake| (mistake.pointer.as_str(), mistake.code)).collect()
}

#[test]
fn the_sound_instrument_has_no_mistake() {
    assert_eq!(mistakes_in(&sound::sound().to_string()), []);
}

#[test]
fn every_broken_instrument_has_exactly_its_mistakes() {
    let cases = all_cases();
    assert!(cases.len() > 120, "{} cases", cases.len());
    for (number, case) in cases.iter().enumerate() {
        let json = changed(&case.changes).to_string();

        let mistakes = mistakes_in(&json);

        let expected: BTreeSet<(&str, &str)> = case.mistakes.iter().copied().collect();
        assert_eq!(places(&mistakes), expected, "case {number}: {mistakes:#?}");
        assert_eq!(mistakes.len(), expected.len(), "case {number} reports a mistake twice");
    }
}

#[test]
fn a_file_that_cannot_be_read_says_where_and_why() {
    let sound = sound::sound().to_string();
    for (from, to, pointer, code) in UNREADABLE {
        assert!(sound.contains(from), "{from} stands in the sound instrument");

        let mistakes = mistakes_in(&sound.replacen(from, to, 1));

        assert_eq!(places(&mistakes), BTreeSet::from([(pointer, code)]), "{to}: {mistakes:#?}");
    }
}

#[test]
fn what_the_deserializer_says_comes_with_line_and_column() {
    let json = "{\n  \"id\": 5\n}";

    let mistakes = mistakes_in(json);

    assert_eq!(mistakes.len(), 1);
    assert!(mistakes[0].message.contains("line 2 column 9"), "{}", mistakes[0].message);
}

#[test]
fn all_fields_written_twice_are_named_together() {
    let json = "{\"id\": \"a\", \"id\": \"b\", \"title\": {\"vi\": \"a\", \"vi\": \"b\"}}";

    let mistakes = mistakes_in(json);

    let expected = BTreeSet::from([("/id", "repeated_field"), ("/title/vi", "repeated_field")]);
    assert_eq!(places(&mistakes), expected);
}

#[test]
fn every_code_is_shown_by_a_case_and_every_case_shows_a_known_code() {
    let cases = all_cases();
    let mut shown: BTreeSet<&str> =
        cases.iter().flat_map(|case| &case.mistakes).map(|(_, code)| *code).collect();
    shown.extend(UNREADABLE.iter().map(|(.., code)| *code));
    shown.insert("id_not_file_name");

    let known: BTreeSet<&str> = CODES.into_iter().collect();

    assert_eq!(shown, known);
    assert!(CODES.is_sorted());
}

#[test]
fn a_face_that_is_no_face_is_explained_as_one() {
    let sound = sound::sound().to_string();
    for face in ["300", "-1", "1.5", "\"smile\"", "true"] {
        let mistakes = mistakes_in(&sound.replacen("\"face\":1", &format!("\"face\":{face}"), 1));

        let message = &mistakes[0].message;
        assert!(
            message.ends_with("A face is a whole number from 1 (very bad) to 5 (very good)."),
            "{message}"
        );
    }
}

#[test]
fn every_message_is_a_sentence() {
    for case in all_cases() {
        for mistake in mistakes_in(&changed(&case.changes).to_string()) {
            let message = &mistake.message;
            let begins = message
                .starts_with(|sign: char| sign.is_uppercase() || matches!(sign, '"' | '0'..='9' | '-'));
            let begins = begins || message.starts_with("ask_if");
            assert!(begins && message.ends_with('.') && message.len() > 20, "{message}");
        }
    }
}

#[test]
fn a_file_is_named_after_its_instrument() {
    let json = sound::sound().to_string();

    let mistakes = check::parse_file("sound-2025", &json).unwrap_err();

    assert_eq!(places(&mistakes), BTreeSet::from([("/id", "id_not_file_name")]));
    assert!(check::parse_file("sound-2024", &json).is_ok());
}
