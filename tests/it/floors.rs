//! The floor plan: a room may name only the rooms below it and the crates that belong there.

use std::fs;
use std::path::{Path, PathBuf};

/// Rooms from the ground up: what each may import, and crates it must never name.
const ROOMS: &[(&str, &[&str], &[&str])] = &[
    (
        "domain",
        &[],
        &[
            "actix_web",
            "diesel",
            "tokio",
            "std::fs",
            "std::net",
            "std::env",
            "SystemTime",
            "Instant",
            "Utc::now",
            "Local::now",
            "rand::",
            "new_v4",
        ],
    ),
    ("locale", &["domain"], &["actix_web", "diesel", "tokio"]),
    ("embedded", &[], &["actix_web", "diesel"]),
    ("store", &["domain", "locale"], &["actix_web", "tokio"]),
    ("export", &["domain", "locale"], &["actix_web", "diesel"]),
    ("ingest", &["domain", "locale", "store"], &["actix_web"]),
    ("envelopes", &["domain", "store"], &["actix_web", "diesel"]),
    ("sealing", &["domain", "locale", "store", "envelopes"], &["actix_web"]),
    ("identity", &["domain", "locale", "store"], &["actix_web", "diesel"]),
    ("tasks", &["domain", "locale", "store", "sealing", "identity"], &["actix_web", "diesel"]),
    (
        "planning",
        &["domain", "locale", "store", "envelopes", "sealing", "identity"],
        &["actix_web", "diesel"],
    ),
    ("tickets", &["domain", "locale", "store", "identity"], &["actix_web", "diesel"]),
    ("importing", &["domain", "locale", "store", "ingest", "sealing", "identity"], &["actix_web"]),
    (
        "web",
        &[
            "domain",
            "locale",
            "store",
            "export",
            "ingest",
            "sealing",
            "embedded",
            "envelopes",
            "identity",
            "tasks",
            "planning",
            "tickets",
            "importing",
        ],
        &["diesel"],
    ),
    (
        "cli",
        &[
            "domain",
            "locale",
            "store",
            "export",
            "ingest",
            "sealing",
            "embedded",
            "envelopes",
            "identity",
            "tasks",
            "planning",
            "tickets",
            "importing",
            "web",
        ],
        &["diesel"],
    ),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The lines of a file that the compiler reads, without comments.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(number, line)| (number + 1, line.split("//").next().unwrap_or("")))
}

/// What is wrong with one file of a room.
fn breaches(room: &str, allowed: &[&str], forbidden: &[&str], text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (number, line) in code_lines(text) {
        for (other, _, _) in ROOMS {
            let names =
                line.contains(&format!("crate::{other}::")) || line.contains(&format!("crate::{other};"));
            if names && *other != room && !allowed.contains(other) {
                found.push(format!("{number}: {room} imports {other} from above"));
            }
        }
        if line.contains("crate::{") {
            found.push(format!("{number}: grouped import from the crate root; name one room per line"));
        }
        for name in forbidden.iter().filter(|name| line.contains(**name)) {
            found.push(format!("{number}: {room} must not name {name}"));
        }
    }
    found
}

#[test]
fn no_floor_imports_from_above() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut seen = 0;
    let mut wrong = Vec::new();
    for (room, allowed, forbidden) in ROOMS {
        let mut files = Vec::new();
        let folder = root.join(room);
        assert!(folder.is_dir(), "the floor plan names a room that does not exist: {room}");
        sources(&folder, &mut files);
        for file in files {
            seen += 1;
            let text = fs::read_to_string(&file).unwrap();
            let name = file.strip_prefix(&root).unwrap().display().to_string();
            wrong.extend(
                breaches(room, allowed, forbidden, &text).into_iter().map(|what| format!("{name}:{what}")),
            );
        }
    }
    assert!(seen > 40, "only {seen} files were looked at");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_source_folder_is_a_room_of_the_plan() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let known = ROOMS.iter().any(|(room, _, _)| *room == name) || name == "main.rs" || name == "lib.rs";
        assert!(known, "src/{name} is not in the floor plan");
    }
}

#[test]
fn no_file_is_longer_than_500_lines() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    sources(&top.join("src"), &mut files);
    sources(&top.join("tests"), &mut files);
    // What a tool would print, one entry per column, is looked up and not read.
    files.retain(|file| !file.ends_with("src/store/schema.rs"));
    for file in files {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        assert!(lines <= 500, "{} has {lines} lines", file.display());
    }
}

#[test]
fn the_guard_sees_a_breach() {
    let text = "use crate::web::server;\nuse diesel::prelude::*;\n// crate::cli:: in a comment is fine\n";
    let found = breaches("domain", &[], &["diesel"], text);
    assert_eq!(found, ["1: domain imports web from above", "2: domain must not name diesel"]);
}
