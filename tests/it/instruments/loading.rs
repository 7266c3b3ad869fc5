//! Loading instrument files and checking them on the command line.

use std::fs;
use std::path::{Path, PathBuf};

use hailong::cli;
use hailong::domain::batch::hex;
use hailong::ingest::forms::{FormsError, load, shipped};
use serde_json::json;

use super::sound::{Change, changed, sound};

/// A folder of its own for a test, emptied first.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("forms-{name}"));
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

fn checked(files: &[PathBuf]) -> (bool, String) {
    let mut out = Vec::new();
    let good = cli::check::run(files, &mut out).unwrap();
    (good, String::from_utf8(out).unwrap())
}

#[test]
fn the_shipped_instruments_are_part_of_the_program() {
    let loaded = load(None).unwrap();

    let ids: Vec<&str> = loaded.iter().map(|form| form.instrument.id.as_str()).collect();
    assert_eq!(ids, ["one-stop-2018", "papi-2019", "papi-2020", "sipas-2023"]);
    let names: Vec<String> = shipped().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, loaded.iter().map(|form| form.file.clone()).collect::<Vec<_>>());
}

#[test]
fn a_folder_takes_the_place_of_the_shipped_instruments() {
    let folder = folder("given");
    fs::write(folder.join("sound-2024.json"), sound().to_string()).unwrap();
    fs::write(folder.join("instrument.schema.json"), "{}").unwrap();
    fs::write(folder.join("README.md"), "").unwrap();
    fs::write(folder.join(".sound.json"), "").unwrap();

    let loaded = load(Some(&folder)).unwrap();

    assert_eq!(loaded.len(), 1);
    assert_eq!(loaded[0].file, "sound-2024.json");
    assert_eq!(loaded[0].json, sound().to_string());
}

#[test]
fn the_hash_is_that_of_the_file_as_sha256sum_prints_it() {
    let folder = folder("hash");
    let path = folder.join("sound-2024.json");
    fs::write(&path, sound().to_string()).unwrap();

    let loaded = load(Some(&folder)).unwrap();

    let output = std::process::Command::new("sha256sum").arg(&path).output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    assert_eq!(printed.split(' ').next().unwrap(), hex(&loaded[0].sha256));
}

#[test]
fn an_error_names_all_mistakes_of_all_files() {
    let folder = folder("mistakes");
    let broken =
        changed(&[Change::Set("/index/5/measure/item", json!("z")), Change::Set("/sources", json!([]))]);
    fs::write(folder.join("other-2024.json"), broken.to_string()).unwrap();
    fs::write(folder.join("broken.json"), "{").unwrap();

    let error = load(Some(&folder)).unwrap_err();

    let FormsError::Mistakes(mistakes) = &error else { panic!("{error}") };
    let found: Vec<(&str, &str)> =
        mistakes.iter().map(|found| (found.file.as_str(), found.mistake.code)).collect();
    let expected = [
        ("broken.json", "syntax"),
        ("other-2024.json", "id_not_file_name"),
        ("other-2024.json", "no_sources"),
        ("other-2024.json", "unknown_item"),
    ];
    assert_eq!(found, expected);
    let text = error.to_string();
    assert!(text.starts_with("4 mistakes in the instrument files:"), "{text}");
    assert!(text.contains("\n  other-2024.json: /index/5/measure/item: Node \"sum.mean\""), "{text}");
}

#[test]
fn a_folder_that_is_not_there_or_has_no_instrument_is_an_error() {
    let folder = folder("empty");

    assert!(matches!(load(Some(&folder)), Err(FormsError::NoForms(_))));
    assert!(matches!(load(Some(&folder.join("none"))), Err(FormsError::Unreadable { .. })));
}

#[test]
fn the_command_writes_a_line_per_mistake_and_a_line_per_good_file() {
    let folder = folder("command");
    let (good, bad) = (folder.join("sound-2024.json"), folder.join("sound-2025.json"));
    fs::write(&good, sound().to_string()).unwrap();
    fs::write(&bad, changed(&[Change::Set("/sources", json!([]))]).to_string()).unwrap();

    let (all_good, text) = checked(&[good.clone(), bad, folder.join("none.json")]);

    assert!(!all_good);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 4, "{text}");
    assert_eq!(lines[0], format!("{}: ok (5 items, 13 nodes)", good.display()));
    assert!(lines[1].contains("sound-2025.json: /id: ") && lines[1].ends_with("[id_not_file_name]"));
    assert!(lines[2].contains("sound-2025.json: /sources: ") && lines[2].ends_with("[no_sources]"));
    assert!(lines[3].contains("none.json: cannot be read: "));
}

#[test]
fn the_command_checks_folders_and_without_a_file_the_shipped_instruments() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));

    let (all_good, text) = checked(&[root.join("survey-forms"), root.join("tests/data/forms")]);
    assert!(all_good, "{text}");
    assert!(text.contains("sipas-2023.json: ok (84 items, 103 nodes)"), "{text}");
    assert!(text.contains("kcmo-2021.json: ok (16 items, 34 nodes)"), "{text}");

    let (all_good, text) = checked(&[]);
    assert!(all_good, "{text}");
    assert_eq!(text.lines().count(), shipped().len());
}

#[test]
fn the_command_writes_the_schema() {
    let mut out = Vec::new();
    cli::check::schema(&mut out).unwrap();

    let schema: serde_json::Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(schema["type"], "object");
    assert!(schema["$defs"]["Node"].is_object());
    assert_eq!(out.last(), Some(&b'\n'));
}
