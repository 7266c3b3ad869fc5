//! Rules of the house that no lint knows: licences of what is linked in.

use std::process::Command;

use serde_json::Value;

/// Licences whose duties a public body can take on without asking anybody.
const ALLOWED: &[&str] = &[
    "MIT",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "Unicode-3.0",
    "Unlicense",
    "CC0-1.0",
    "MIT-0",
    "BSL-1.0",
    "PostgreSQL",
    "0BSD",
    "Apache-2.0 WITH LLVM-exception",
];

/// Whether an SPDX expression can be met with allowed licences: every part of an AND, one of an OR.
/// Brackets only group alternatives in the crates concerned, so they are read as blanks.
fn is_allowed(expression: &str) -> bool {
    let plain = expression.replace(['(', ')'], " ").replace('/', " OR ");
    plain.split(" AND ").all(|part| part.split(" OR ").any(|licence| ALLOWED.contains(&licence.trim())))
}

/// The platform this was built on: only its crates are sure to be on the disk.
fn host() -> String {
    let output = Command::new("rustc").arg("-vV").output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    said.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned()
}

#[test]
fn every_crate_has_a_permissive_licence() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", &host()])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let crates = metadata["packages"].as_array().unwrap();
    assert!(crates.len() > 100, "{} crates", crates.len());
    let name = |found: &Value| format!("{}: {}", found["name"], found["license"]);
    let wrong: Vec<String> =
        crates.iter().filter(|found| !found["license"].as_str().is_some_and(is_allowed)).map(name).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn copyleft_is_not_taken_for_permissive() {
    assert!(is_allowed("MIT OR Apache-2.0") && is_allowed("(MIT OR Apache-2.0) AND Unicode-3.0"));
    assert!(is_allowed("Apache-2.0 OR GPL-2.0-only"), "the alternative can be chosen");
    assert!(!is_allowed("GPL-3.0-or-later") && !is_allowed("MIT AND GPL-3.0-or-later"));
}
