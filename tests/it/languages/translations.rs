//! Translations of forms: every mistake is found at its place, and what is read is the form in one more language.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use hailong::domain::instrument::check::Mistake;
use hailong::domain::instrument::translation::{CODES, Translation, translation_schema};
use hailong::domain::instrument::{Instrument, Text};
use hailong::ingest::extras::{Extras, RECORDING_CODES};
use hailong::ingest::forms::FormsError;
use serde_json::{Value, json};

use super::pseudo::{Script, drop_translation, translation};
use super::service::{Ground, argument};
use crate::support::folder::TestFolder;
use crate::web::support::{FORM, instrument, start_with_extras};

fn sound() -> Value {
    translation(&instrument(), "en-XA", Script::Accented)
}

/// The translation with something put at a pointer or taken away from there.
fn changed(pointer: &str, value: Option<Value>) -> Value {
    let mut file = sound();
    let (above, field) = pointer.rsplit_once('/').unwrap();
    let object = file.pointer_mut(above).unwrap().as_object_mut().unwrap();
    match value {
        Some(value) => object.insert(field.to_owned(), value),
        None => object.remove(field),
    };
    file
}

fn mistakes(file: &Value) -> Vec<Mistake> {
    match Translation::parse(&file.to_string()) {
        Ok(read) => read.mistakes(&instrument()),
        Err(mistakes) => mistakes,
    }
}

/// What is put where (nothing: taken away), and the one mistake.
fn cases() -> Vec<(&'static str, Option<Value>, &'static str, &'static str)> {
    let long = "á".repeat(2001);
    vec![
        ("/language", Some(json!("Tày")), "/language", "bad_language"),
        ("/language", Some(json!("en")), "/language", "repeated_language"),
        ("/title", None, "", "missing_field"),
        ("/title", Some(json!(" ")), "/title", "missing_translation"),
        ("/title", Some(json!(5)), "/title", "wrong_type"),
        ("/titel", Some(json!("x")), "/titel", "unknown_field"),
        ("/intro", None, "/intro", "missing_translation"),
        ("/thanks", Some(json!("x")), "/thanks", "no_such_text"),
        ("/sections/s1", None, "/sections/s1", "missing_translation"),
        ("/sections/s9", Some(json!({"title": "x"})), "/sections/s9", "unknown_section"),
        ("/sections/s1/note", Some(json!("x")), "/sections/s1/note", "no_such_text"),
        ("/items/q1", None, "/items/q1", "missing_translation"),
        ("/items/q9", Some(json!({"text": "x"})), "/items/q9", "unknown_item"),
        ("/items/q1/plain", None, "/items/q1/plain", "missing_translation"),
        ("/items/q1/plain", Some(sound()["items"]["q1"]["text"].clone()), "/items/q1/plain", "plain_is_text"),
        ("/items/q4/plain", Some(json!("x")), "/items/q4/plain", "no_such_text"),
        ("/items/q4/hint", None, "/items/q4/hint", "missing_translation"),
        ("/items/q1/hint", Some(json!("x")), "/items/q1/hint", "no_such_text"),
        ("/items/q1/text", Some(json!(long)), "/items/q1/text", "text_too_long"),
        ("/items/q1/text", Some(json!("a\u{202e}b")), "/items/q1/text", "unprintable_character"),
        ("/options/five", None, "/options/five", "missing_translation"),
        ("/options/six", Some(json!({})), "/options/six", "unknown_scale"),
        ("/options/five/3", None, "/options/five/3", "missing_translation"),
        ("/options/five/6", Some(json!("x")), "/options/five/6", "unknown_option"),
        ("/options/yes/no", Some(json!("")), "/options/yes/no", "missing_translation"),
    ]
}

#[test]
fn every_mistake_of_a_translation_is_found_at_its_place() {
    assert_eq!(mistakes(&sound()), []);
    let mut shown = BTreeSet::from(["not_file_name", "unknown_instrument"]);
    for (pointer, value, place, code) in cases() {
        let found = mistakes(&changed(pointer, value));

        let places: Vec<_> = found.iter().map(|found| (found.pointer.as_str(), found.code)).collect();
        assert_eq!(places, [(place, code)], "{pointer}: {found:#?}");
        assert!(found[0].message.ends_with('.') && found[0].message.len() > 20, "{}", found[0]);
        shown.insert(code);
    }
    let twice = FORM.replacen('{', "{\"id\":\"x\",", 1);
    assert_eq!(Translation::parse(&twice).unwrap_err()[0].code, "repeated_field");
    assert_eq!(Translation::parse("{").unwrap_err()[0].code, "syntax");
    shown.extend(["repeated_field", "syntax"]);
    assert_eq!(shown, CODES.into_iter().collect());
    assert!(CODES.is_sorted());
}

#[test]
fn all_mistakes_are_reported_together() {
    let mut file = changed("/items/q1", None);
    file["options"]["five"]["6"] = json!("x");
    file["language"] = json!("vi");
    let codes: Vec<_> = mistakes(&file).iter().map(|found| found.code).collect();
    assert_eq!(codes, ["repeated_language", "missing_translation", "unknown_option"]);
}

#[test]
fn a_translated_instrument_differs_in_texts_alone() {
    let original = instrument();
    let read = Translation::parse(&sound().to_string()).unwrap();
    let mut translated = original.clone();
    read.apply(&mut translated);

    assert_eq!(translated.languages, ["vi", "en", "en-XA"]);
    let item = translated.questionnaire.item("q4").unwrap();
    assert_eq!(item.text.get("en-XA"), Script::Accented.text("How did you hear of it?"));
    assert_eq!(item.hint.as_ref().unwrap().get("en-XA"), Script::Accented.text("Several are possible."));
    assert_eq!(without(&translated, "en-XA"), serde_json::to_value(&original).unwrap());
}

#[test]
fn a_wave_under_the_title_of_its_form_is_called_so_in_every_language() {
    let folder = TestFolder::new("translations-titled");
    drop_translation(folder.path(), &sound());
    let extras = Extras::load(Some(folder.path()), [instrument()].iter()).unwrap();
    let plain = |_: &str, title: &str| title.to_owned();
    let demo = |language: &str, title: &str| format!("{language}: {title}");

    let own = extras.titled(&Text::new("Phiếu thử", "Test form"), "web-test-1", plain);
    assert_eq!(own.get("en-XA"), Script::Accented.text("Test form"));
    let demo = extras.titled(&Text::new("vi: Phiếu thử", "en: Test form"), "web-test-1", demo);
    assert_eq!(demo.get("en-XA"), format!("en-XA: {}", Script::Accented.text("Test form")));
    for (title, instrument) in [("Đợt khác", "web-test-1"), ("Phiếu thử", "other-2020")] {
        let other = Text::new(title, "Other");
        assert_eq!(extras.titled(&other, instrument, plain), other);
    }
}

/// The instrument without texts in this language.
fn without(instrument: &Instrument, language: &str) -> Value {
    fn strip(value: &mut Value, language: &str) {
        match value {
            Value::Object(fields) => {
                fields.remove(language);
                for value in fields.values_mut() {
                    strip(value, language);
                }
            }
            Value::Array(values) => {
                values.retain(|value| value != language);
                for value in values {
                    strip(value, language);
                }
            }
            _ => {}
        }
    }
    let mut value = serde_json::to_value(instrument).unwrap();
    strip(&mut value, language);
    value
}

#[test]
fn files_are_named_after_what_is_in_them_and_there_is_one_for_a_language() {
    let folder = TestFolder::new("translations-named");
    drop_translation(folder.path(), &sound());
    let write = |name: &str, file: &Value| {
        fs::write(folder.path().join("translations").join(name), file.to_string()).unwrap();
    };
    write("web-test-1.fr.json", &sound());
    write("none-2020.fr.json", &changed("/instrument", Some(json!("none-2020"))));
    write("translation.schema.json", &json!({}));

    let error = Extras::load(Some(folder.path()), [instrument()].iter()).unwrap_err();

    let FormsError::Extras(found) = &error else { panic!("{error}") };
    let found: BTreeSet<_> = found.iter().map(|one| (one.file.as_str(), one.mistake.code)).collect();
    let expected = [
        ("translations/none-2020.fr.json", "not_file_name"),
        ("translations/none-2020.fr.json", "unknown_instrument"),
        ("translations/web-test-1.fr.json", "not_file_name"),
        ("translations/web-test-1.fr.json", "repeated_language"),
    ];
    assert_eq!(found, BTreeSet::from(expected));
    assert!(
        error.to_string().contains("\n  translations/none-2020.fr.json: /instrument: There is no"),
        "{error}"
    );
}

#[test]
fn the_command_checks_translations_in_folders_and_alone() {
    let ground = Ground::new("translations-check");
    drop_translation(&ground.forms(), &sound());
    let file = ground.forms().join("translations/web-test-1.en-XA.json");
    for named in [&ground.forms(), &file] {
        let said = ground.program.done(&["check", argument(named)]);
        assert!(said.contains("web-test-1.en-XA.json: ok (5 items)"), "{said}");
    }
    fs::write(&file, changed("/items/q9", Some(json!({"text": "x"}))).to_string()).unwrap();
    for named in [&ground.forms(), &file] {
        let said = ground.program.refused(&["check", argument(named)]);
        assert!(
            said.contains("translations/web-test-1.en-XA.json: /items/q9: The instrument has no item"),
            "{said}"
        );
    }
    let refused = ground.program.refused(&ground.arguments(&["serve"]));
    assert!(refused.contains("1 mistake in translations and recordings:"), "{refused}");
}

/// A form may be changed under its id while a wave keeps the earlier text of it.
#[test]
fn a_translation_that_does_not_fit_the_form_of_a_wave_is_not_offered() {
    let folder = TestFolder::new("translations-unfit");
    let mut newer = instrument();
    newer.questionnaire.sections[0].items[0].code = "q1b".to_owned();
    drop_translation(folder.path(), &translation(&newer, "en-XA", Script::Accented));
    let server = start_with_extras(Extras::load(Some(folder.path()), [newer].iter()).unwrap());
    let form = server.get("/api/v1/waves/mo/form?lang=en-XA").json();
    assert_eq!(form["languages"], json!(["vi", "en"]));
    assert!(server.get("/khao-sat/mo?unit=01001-1&lang=en-XA").text().contains("<html lang=\"vi\">"));
}

#[test]
fn the_schema_is_fresh_and_every_mistake_is_explained() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("survey-forms");
    let written = fs::read_to_string(folder.join("translations/translation.schema.json")).unwrap();
    let again = "run: cargo run --locked -- check --schema=translation > survey-forms/translations/translation.schema.json";
    assert!(written == translation_schema(), "the schema is outdated; {again}");
    let readme = fs::read_to_string(folder.join("README.md")).unwrap();
    for code in CODES.iter().chain(&RECORDING_CODES) {
        assert!(readme.contains(&format!("| `{code}` |")), "{code} is not explained");
    }
}
