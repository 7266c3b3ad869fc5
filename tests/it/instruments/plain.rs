//! What the shipped forms carry for people who read little: a plain wording of every question, and
//! faces where the words say how good or bad something was, nowhere else.

use std::collections::{BTreeMap, BTreeSet};

use hailong::domain::instrument::{FACES, Instrument, Text};

use super::shipped::instrument;

/// Most written syllables of a plain question in Vietnamese, which is about 14 words.
const SYLLABLES: usize = 20;
/// Most words of a plain question in English.
const WORDS: usize = 20;

/// Words of offices, for which the plain questions have everyday ones.
const OFFICIALESE: [&str; 12] = [
    "thực thi",
    "công vụ",
    "giải trình",
    "an sinh",
    "cải cách",
    "niêm yết",
    "sinh hoạt",
    "hiệu lực",
    "minh bạch",
    "trực tuyến",
    "hồ sơ",
    "bộ phận một cửa",
];

fn forms() -> [Instrument; 2] {
    ["one-stop-2018", "sipas-2023"].map(instrument)
}

/// Each question of the shipped forms with where it stands and its plain wording.
fn plain_questions() -> Vec<(String, Text)> {
    let mut found = Vec::new();
    for form in forms() {
        for item in form.items() {
            let place = format!("{} {}", form.id, item.code);
            found.push((place.clone(), item.plain.clone().unwrap_or_else(|| panic!("{place} has none"))));
        }
    }
    found
}

fn shouts(text: &str) -> bool {
    text.split_whitespace().any(|word| word.chars().filter(|sign| sign.is_uppercase()).count() > 2)
}

#[test]
fn every_question_of_the_shipped_forms_has_a_short_polite_plain_wording() {
    let questions = plain_questions();
    assert!(questions.len() >= 88, "{}", questions.len());
    for (place, plain) in questions {
        let (vi, en) = (plain.get("vi"), plain.get("en"));

        assert!(vi.contains("Ông/Bà"), "{place} does not address the citizen: {vi}");
        assert!(vi.ends_with('?') && vi.matches('?').count() == 1, "{place} is not one question: {vi}");
        assert!(en.ends_with('?') && en.matches('?').count() == 1, "{place} is not one question: {en}");
        assert!(vi.split_whitespace().count() <= SYLLABLES, "{place} is long: {vi}");
        assert!(en.split_whitespace().count() <= WORDS, "{place} is long: {en}");
        assert!(!shouts(vi) && !shouts(en), "{place} has an abbreviation: {vi} {en}");
        let small = vi.to_lowercase();
        let hard: Vec<&&str> = OFFICIALESE.iter().filter(|word| small.contains(**word)).collect();
        assert!(hard.is_empty(), "{place} has {hard:?}: {vi}");
    }
}

#[test]
fn no_two_questions_of_a_form_have_the_same_plain_wording() {
    for language in ["vi", "en"] {
        let mut seen = BTreeMap::new();
        for (place, plain) in plain_questions() {
            let wording = plain.get(language).to_owned();
            if let Some(first) = seen.insert(wording, place.clone()) {
                panic!("{first} and {place} are asked alike");
            }
        }
    }
}

#[test]
fn only_satisfaction_attitude_and_suitability_have_faces() {
    let mut faces = BTreeMap::new();
    for form in forms() {
        for (name, scale) in &form.questionnaire.scales {
            let found: Vec<u8> = scale.options.iter().filter_map(|option| option.face).collect();
            if !found.is_empty() {
                faces.insert(name.clone(), found);
            }
        }
    }

    let expected = [
        ("attitude", vec![5, 3, 1]),
        ("satisfaction", vec![1, 2, 3, 4, 5]),
        // "Not suitable" is the only bad answer of four; "fairly suitable" is less than "suitable".
        ("suitability", vec![2, 3, 4, 5]),
    ];
    assert_eq!(faces, expected.map(|(name, faces)| (name.to_owned(), faces)).into());
}

#[test]
fn the_forms_say_that_the_plain_wording_is_their_own() {
    for form in forms() {
        let said = form.unverified.iter().filter(|text| text.get("en").contains("plain wording")).count();
        assert_eq!(said, 1, "{}", form.id);
    }
}

#[test]
fn every_face_a_form_may_name_is_drawn_in_a_way_of_its_own_and_in_the_colour_of_the_text() {
    let sprite = include_str!("../../../src/web/templates/faces.html");
    let symbols: Vec<&str> = sprite.split("<symbol ").skip(1).collect();
    assert_eq!(symbols.len(), FACES.count());
    assert!(!sprite.contains("style="), "the content security policy forbids inline style");
    let mut drawings = BTreeSet::new();
    for (symbol, face) in symbols.iter().zip(FACES) {
        assert!(symbol.starts_with(&format!("id=\"face-{face}\"")), "{symbol}");
        assert!(symbol.contains("stroke=\"currentColor\"") && symbol.contains("fill=\"none\""), "{symbol}");
        // The parts of a face: each begins with a move to an absolute place.
        let path = symbol.split_once(" d=\"").unwrap().1.split_once('"').unwrap().0;
        for part in path.split('M').skip(1) {
            assert!(drawings.insert(part), "face {face} shares {part} with another");
        }
    }
}
