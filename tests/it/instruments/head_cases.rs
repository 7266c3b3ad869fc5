//! Mistakes of the head of a file and of its texts.

use serde_json::{Value, json};

use super::sound::{Case, drop, set, sound};

pub fn cases() -> Vec<Case> {
    let mut cases = names();
    cases.extend(texts());
    cases
}

fn names() -> Vec<Case> {
    vec![
        set("/id", json!("Sound"), "/id", "bad_id"),
        set("/id", json!("sound--2024"), "/id", "bad_id"),
        set("/id", json!(""), "/id", "bad_id"),
        set("/family", json!("hài-lòng"), "/family", "bad_id"),
        set("/valid/to", json!("2023-12-31"), "/valid/to", "ends_before_it_begins"),
        at_every_text(
            set("/languages", json!(["en"]), "/languages", "no_vietnamese"),
            "vi",
            "undeclared_language",
        ),
        set("/languages/-", json!("vi"), "/languages/2", "repeated_language"),
        at_every_text(
            set("/languages/-", json!("Vi_VN"), "/languages/2", "bad_language"),
            "Vi_VN",
            "missing_translation",
        ),
        set("/sources", json!([]), "/sources", "no_sources"),
        set("/unverified", json!([]), "/unverified", "unverified_missing"),
    ]
}

fn texts() -> Vec<Case> {
    vec![
        drop("/title/en", "/title/en", "missing_translation"),
        set("/title/en", json!(" "), "/title/en", "missing_translation"),
        drop("/description/vi", "/description/vi", "missing_translation"),
        drop("/unverified/0/en", "/unverified/0/en", "missing_translation"),
        drop("/questionnaire/intro/en", "/questionnaire/intro/en", "missing_translation"),
        drop("/questionnaire/thanks/en", "/questionnaire/thanks/en", "missing_translation"),
        drop(
            "/questionnaire/scales/yes/options/1/label/vi",
            "/questionnaire/scales/yes/options/1/label/vi",
            "missing_translation",
        ),
        drop(
            "/questionnaire/sections/0/title/en",
            "/questionnaire/sections/0/title/en",
            "missing_translation",
        ),
        drop("/questionnaire/sections/0/note/en", "/questionnaire/sections/0/note/en", "missing_translation"),
        drop(
            "/questionnaire/sections/1/items/0/text/en",
            "/questionnaire/sections/1/items/0/text/en",
            "missing_translation",
        ),
        drop(
            "/questionnaire/sections/0/items/0/hint/vi",
            "/questionnaire/sections/0/items/0/hint/vi",
            "missing_translation",
        ),
        drop("/switches/0/label/en", "/switches/0/label/en", "missing_translation"),
        drop(
            "/switches/0/choices/mean/mean/label/en",
            "/switches/0/choices/mean/mean/label/en",
            "missing_translation",
        ),
        drop("/index/3/label/en", "/index/3/label/en", "missing_translation"),
        drop(
            "/benchmarks/1/groups/groups/1/label/vi",
            "/benchmarks/1/groups/groups/1/label/vi",
            "missing_translation",
        ),
        drop("/comparable/0/breaks/0/reason/en", "/comparable/0/breaks/0/reason/en", "missing_translation"),
        set("/title/fr", json!("Mots"), "/title/fr", "undeclared_language"),
        set("/title/vi", json!("Ch\u{0}ữ"), "/title/vi", "unprintable_character"),
        set("/title/en", json!("a\u{202e}b"), "/title/en", "unprintable_character"),
        set("/title/vi", json!("Chu\u{31b}\u{303}"), "/title/vi", "decomposed_text"),
        set("/title/vi", json!("ă".repeat(2001)), "/title/vi", "text_too_long"),
        set("/sources/0/title", json!(""), "/sources/0/title", "empty_text"),
        set("/sources/0/url", json!("\t"), "/sources/0/url", "empty_text")
            .also("/sources/0/url", "unprintable_character"),
        set("/index/2/display/unit", json!("\u{7f}"), "/index/2/display/unit", "unprintable_character"),
    ]
}

/// Places of all texts, found by walking the file: an object with the key `vi` is a text.
fn text_places() -> Vec<String> {
    fn walk(value: &Value, place: &str, found: &mut Vec<String>) {
        match value {
            Value::Object(fields) if fields.contains_key("vi") => found.push(place.to_owned()),
            Value::Object(fields) => {
                fields.iter().for_each(|(key, value)| walk(value, &format!("{place}/{key}"), found));
            }
            Value::Array(list) => {
                list.iter().enumerate().for_each(|(at, value)| walk(value, &format!("{place}/{at}"), found));
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(&sound(), "", &mut found);
    found
}

/// The same mistake at every text of the file.
fn at_every_text(mut case: Case, language: &str, code: &'static str) -> Case {
    let places = text_places();
    assert!(places.len() > 40, "the sound instrument has many texts");
    for place in places {
        case = case.also(format!("{place}/{language}").leak(), code);
    }
    case
}
