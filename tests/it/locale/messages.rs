//! The messages of both languages are complete and say the same things.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use hailong::locale::{languages, text, text_with};

/// Message key to the variables its text uses.
type Messages = BTreeMap<String, BTreeSet<String>>;

fn folder(language: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/locale").join(language)
}

fn files(language: &str) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder(language)).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(path.extension().unwrap(), "ftl", "{} is no Fluent file", path.display());
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        files.insert(name, fs::read_to_string(&path).unwrap());
    }
    files
}

/// The messages of a Fluent file, attributes as `key.attribute`: a key begins a line, its text goes on in indented
/// lines, and `$` stands only before variables.
fn messages(file: &str, source: &str) -> Messages {
    let mut messages = Messages::new();
    let mut message = String::new();
    let mut current = String::new();
    for line in source.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        let attribute = line.trim_start().strip_prefix('.');
        let content = if line.starts_with(char::is_whitespace) && attribute.is_none() {
            line
        } else {
            let (key, content) = line.split_once('=').unwrap_or_else(|| panic!("{file}: {line}"));
            if attribute.is_none() {
                key.trim().clone_into(&mut message);
                current.clone_from(&message);
            } else {
                current = format!("{message}{}", key.trim());
            }
            assert!(!messages.contains_key(&current), "{file} has {current} twice");
            messages.insert(current.clone(), BTreeSet::new());
            content
        };
        let variables = messages.get_mut(&current).unwrap_or_else(|| panic!("{file}: {line}"));
        for part in content.split('$').skip(1) {
            let end = part.find(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_' && sign != '-');
            variables.insert(part[..end.unwrap_or(part.len())].to_owned());
        }
    }
    messages
}

fn all_messages(language: &str) -> Messages {
    let mut all = Messages::new();
    for (file, source) in files(language) {
        for (key, variables) in messages(&file, &source) {
            assert!(all.insert(key.clone(), variables).is_none(), "{language}: {key} is in two files");
        }
    }
    all
}

#[test]
fn both_languages_have_the_same_files_keys_and_variables() {
    let vietnamese = files("vi");
    let english = files("en");
    assert!(vietnamese.keys().eq(english.keys()), "{:?} {:?}", vietnamese.keys(), english.keys());
    for (file, source) in &vietnamese {
        let here = messages(file, source);
        let there = messages(file, &english[file]);
        let missing: Vec<_> = here.keys().filter(|key| !there.contains_key(*key)).collect();
        assert!(missing.is_empty(), "en/{file} lacks {missing:?}");
        let missing: Vec<_> = there.keys().filter(|key| !here.contains_key(*key)).collect();
        assert!(missing.is_empty(), "vi/{file} lacks {missing:?}");
        for (key, variables) in &here {
            assert_eq!(*variables, there[key], "variables of {key} in {file}");
        }
    }
}

#[test]
fn every_message_is_in_the_binary_and_can_be_written() {
    for language in languages() {
        let messages = all_messages(language);
        assert!(messages.len() > 50, "{language}: {} messages", messages.len());
        for (key, variables) in messages {
            let values: Vec<_> = variables.iter().map(|name| (name.as_str(), "7".into())).collect();
            let written = text_with(language, &key, &values);
            assert_ne!(
                written, key,
                "{key} ({language}) is missing: touch src/locale/built_in.rs after adding a file"
            );
            assert!(!written.trim().is_empty(), "{key} ({language}) is empty");
            assert!(
                !written.contains(['{', '}', '$', '\u{2068}', '\u{2069}']),
                "{key} ({language}): {written}"
            );
        }
    }
}

/// Terms of one language left in the other are easily overlooked; a Vietnamese text without any Vietnamese letter
/// is suspicious unless both languages agree on it.
#[test]
fn vietnamese_texts_are_vietnamese() {
    let vietnamese = all_messages("vi");
    let plain: Vec<_> = vietnamese
        .keys()
        .filter(|key| {
            let written = text("vi", key);
            written != **key && written.is_ascii() && written.split_whitespace().count() > 3
        })
        .collect();
    assert!(plain.is_empty(), "no diacritics in {plain:?}");
}

#[test]
fn a_reader_gets_the_own_language_or_vietnamese() {
    assert_eq!(text("vi", "export-sheet-method"), "Phương pháp");
    for language in ["vi-VN", "vi_VN", "tyz", "fr-FR", "", "!!", "enx"] {
        assert_eq!(text(language, "export-sheet-method"), "Phương pháp", "{language}");
    }
    for language in ["en", "en-GB", "en_US"] {
        assert_eq!(text(language, "export-sheet-method"), "Method", "{language}");
    }
}

#[test]
fn a_missing_message_shows_its_key() {
    assert_eq!(text("en", "no-such-message"), "no-such-message");
    assert_eq!(text("vi", ""), "");
    assert_eq!(text_with("vi", "no-such.attribute", &[("n", 1.into())]), "no-such.attribute");
    // A variable is missing: better a key than half a sentence.
    assert_eq!(text("vi", "export-scorecard-rank"), "export-scorecard-rank");
}

#[test]
fn values_stand_in_the_text_without_marks_and_numbers_in_the_language() {
    let values = [("node", "Chỉ số".into()), ("of", 1234.5.into())];
    assert_eq!(text_with("vi", "export-scorecard-of", &values), "Chỉ số (tối đa 1.234,5)");
    assert_eq!(text_with("en", "export-scorecard-of", &values), "Chỉ số (of 1,234.5)");
}
