//! Files of messages with mistakes: each is named, and nothing starts.

use std::collections::BTreeSet;
use std::fs;

use hailong::locale::{LocaleError, is_right_to_left, load};

use super::service::{Ground, argument};
use crate::support::folder::TestFolder;

/// A file of the language `tyz`; line, key and code of its mistakes.
type Case = (&'static str, &'static [(usize, &'static str, &'static str)]);

const CASES: [Case; 16] = [
    ("", &[]),
    ("# Ghi chú\nform-send = Gửi { site-name }\nsite-name = Hài lòng\n", &[]),
    ("form-error-line = { NUMBER($number) }: { $error }\n", &[]),
    ("-a = { $b }\nform-send = { -a(b: \"c\") }\n", &[]),
    ("\u{feff}form-send = Gửi\r\nform-listen = Nghe\r\n", &[]),
    ("form-send Gửi\n", &[(1, "form-send", "syntax")]),
    ("form-send = { $a\n\nsite-name = Hài lòng\n", &[(1, "form-send", "syntax")]),
    ("form-sent = Gửi\nx.y = z\n", &[(1, "form-sent", "unknown_message"), (2, "x", "syntax")]),
    ("form-send = Gửi\n    .title = Gửi\n", &[(2, "form-send.title", "unknown_message")]),
    (
        "form-error-line = Câu { $numbr }:\n    { $n ->\n        [one] { $x }\n       *[other] { $error }\n    }\n",
        &[
            (1, "form-error-line", "unknown_variable"),
            (2, "form-error-line", "unknown_variable"),
            (3, "form-error-line", "unknown_variable"),
        ],
    ),
    (
        "form-send = { form-error-line }\nform-error-line = { $error }\n",
        &[(1, "form-send", "unknown_variable")],
    ),
    ("-a = { $b }\nform-send = { -a }\n", &[(2, "form-send", "unknown_variable")]),
    (
        "form-send = { thanks-title } { -a } { DATETIME($x) }\n",
        &[
            (1, "form-send", "unknown_reference"),
            (1, "form-send", "unknown_reference"),
            (1, "form-send", "unknown_function"),
            (1, "form-send", "unknown_variable"),
        ],
    ),
    (
        "form-send = { site-name }\nsite-name = { form-send }\n",
        &[(1, "form-send", "circle"), (2, "site-name", "circle")],
    ),
    ("form-send = a\nsite-name = b\nform-send = c\n", &[(3, "form-send", "repeated_message")]),
    ("form-send = a\nsite-name = b\u{202e}c\n", &[(2, "", "unprintable_character")]),
];

#[test]
fn every_mistake_is_named_with_file_line_and_key() {
    let folder = TestFolder::new("locale-cases");
    let own = folder.path().join("tyz");
    fs::create_dir_all(&own).unwrap();
    fs::write(own.join("name.ftl"), "language-tyz = Tày\n").unwrap();
    let file = own.join("a.ftl");
    for (text, expected) in CASES {
        fs::write(&file, text).unwrap();

        let found = match load(folder.path()) {
            Ok(_) => Vec::new(),
            Err(LocaleError::Mistakes(mistakes)) => mistakes,
            Err(other) => panic!("{other}"),
        };

        let mut places = Vec::new();
        for mistake in &found {
            assert_eq!(mistake.file, file.display().to_string());
            assert!(mistake.message.ends_with('.') && mistake.message.len() > 20, "{mistake}");
            places.push((mistake.line.unwrap(), mistake.key.as_deref().unwrap_or(""), mistake.code));
        }
        places.sort_unstable();
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(places, expected, "{text}");
    }
}

#[test]
fn folders_and_files_that_are_no_languages_are_named_together() {
    let folder = TestFolder::new("locale-folders");
    for name in ["en", "Tyz", "tay", "fr", "xx_YY", "de", ".git"] {
        fs::create_dir_all(folder.path().join(name)).unwrap();
    }
    fs::write(folder.path().join("tay/a.ftl"), "site-name = Hài lòng\n").unwrap();
    fs::write(folder.path().join("fr/a.ftl"), b"language-fr = Fran\xe7ais\n").unwrap();
    fs::write(folder.path().join("de.ftl"), "").unwrap();
    fs::write(folder.path().join("README.md"), "").unwrap();

    let Err(LocaleError::Mistakes(found)) = load(folder.path()) else { panic!("nothing is wrong") };

    let name = |file: &str| file.rsplit('/').next().unwrap().to_owned();
    let found: BTreeSet<(String, &str)> = found.iter().map(|found| (name(&found.file), found.code)).collect();
    let expected = [
        ("Tyz", "bad_language"),
        ("a.ftl", "not_utf8"),
        ("de", "empty_language"),
        ("de.ftl", "misplaced_file"),
        ("en", "own_language"),
        ("tay", "no_name"),
        ("xx_YY", "bad_language"),
    ];
    assert_eq!(found, expected.map(|(file, code)| (file.to_owned(), code)).into());
    assert!(matches!(load(&folder.path().join("none")), Err(LocaleError::Unreadable { .. })));
}

#[test]
fn a_language_may_be_small_and_says_how_much_there_is() {
    let folder = TestFolder::new("locale-small");
    fs::create_dir_all(folder.path().join("zh-Hant")).unwrap();
    let file = "language-zh-Hant = 漢語\nsite-name = 滿意\n";
    fs::write(folder.path().join("zh-Hant/web.ftl"), file).unwrap();

    let loaded = load(folder.path()).unwrap();

    assert_eq!(loaded.len(), 1);
    assert_eq!((loaded[0].tag(), loaded[0].messages), ("zh-Hant", 1));
    assert!(loaded[0].wanted > 200, "{}", loaded[0].wanted);
}

#[test]
fn nothing_starts_with_a_mistake_and_the_check_names_all() {
    let ground = Ground::new("mistakes");
    let own = ground.locales().join("tyz");
    fs::create_dir_all(&own).unwrap();
    let wrong = "language-tyz = Tày\nform-sned = x\nform-error-line = { $numbr }\nform-send\n";
    fs::write(own.join("web.ftl"), wrong).unwrap();
    let name = own.join("web.ftl").display().to_string();
    let places = [":2: form-sned: ", ":3: form-error-line: ", ":4: form-send: "];

    for command in [&["serve", "--listen", "127.0.0.1:0"][..], &["wave", "list"]] {
        let output = ground.program.run(&ground.arguments(command));
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        for place in places {
            assert!(said.contains(&format!("{name}{place}")), "{said}");
        }
    }
    let output = ground.program.run(&["check", "--locales", argument(&ground.locales())]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stdout).unwrap();
    for place in places {
        assert!(said.contains(&format!("{name}{place}")), "{said}");
    }
    // The folder in the data folder is found by itself.
    let data = ground.folder.path().join("data");
    fs::create_dir_all(&data).unwrap();
    fs::rename(ground.locales(), data.join("locales")).unwrap();
    let refused = ground.program.refused(&["--data", argument(&data), "wave", "list"]);
    assert!(refused.contains("locales/tyz/web.ftl:2: form-sned: "), "{refused}");
    ground.program.done(&["wave", "list"]);
}

#[test]
fn the_direction_is_that_of_the_language_or_of_the_script_it_is_written_in() {
    for tag in ["ar", "ar-XB", "he", "fa-IR", "ur", "az-Arab"] {
        assert!(is_right_to_left(tag), "{tag}");
    }
    for tag in ["vi", "en", "tyz", "hmn", "zh-Hant", "ar-Latn", "", "!!"] {
        assert!(!is_right_to_left(tag), "{tag}");
    }
}
