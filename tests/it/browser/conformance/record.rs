//! What the page `/tro-nang` says was checked: a file beside the page, written from the walk and compared with it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::{Value, json};

use super::LANGUAGES;
use super::check::show;
use super::colours::Colours;
use super::states::STATES;
use super::walk::Walk;

/// Set to anything, it lets the test write the file.
const WRITE: &str = "WRITE_CONFORMANCE";

/// A file beside the page.
pub fn beside_the_page(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/pages/accessibility").join(name)
}

/// The record as it stands in the repository.
pub fn committed() -> Value {
    serde_json::from_str(&fs::read_to_string(beside_the_page("record.json")).unwrap()).unwrap()
}

/// Writes the walk down, one state a line and always in the same order.
fn written(walk: &Walk) -> String {
    let rules: BTreeSet<&String> = walk.states.values().flat_map(|seen| &seen.rules).collect();
    let colours = Colours::ALL.map(Colours::name);
    let mut text = format!("{{\n\"axe\": {},\n\"axe_rules\": {},\n", json!(walk.axe), json!(rules));
    writeln!(text, "\"languages\": {},\n\"colours\": {},", json!(LANGUAGES), json!(colours)).unwrap();
    text.push_str("\"states\": [\n");
    let line = |state: &super::states::State| {
        let seen = &walk.states[state.name];
        let sizes: Vec<String> = state.sizes.iter().map(|size| show(*size)).collect();
        format!(
            "{{\"name\": {}, \"address\": {}, \"scripts\": {}, \"sizes\": {}, \"looks\": {}, \
             \"axe_passed\": {}, \"axe_violations\": 0, \"checks\": {}}}",
            json!(state.name),
            json!(state.address),
            state.scripts,
            json!(sizes),
            seen.looks,
            seen.rules.len(),
            json!(seen.checks),
        )
    };
    let lines: Vec<String> = STATES.iter().map(line).collect();
    text + &lines.join(",\n") + "\n]\n}\n"
}

/// Asserts that the file says what the walk saw, or writes it when asked to.
pub fn compare(walk: &Walk) {
    let file = beside_the_page("record.json");
    let seen = written(walk);
    if env::var_os(WRITE).is_some() {
        fs::write(&file, &seen).unwrap();
    }
    let kept = fs::read_to_string(&file).unwrap();
    let lines: BTreeSet<&str> = kept.lines().collect();
    let new: Vec<&str> = seen.lines().filter(|line| !lines.contains(line)).collect();
    assert!(
        seen == kept,
        "{} says something else than what the walk saw; write it anew with\n  \
         {WRITE}=1 cargo test --locked --test it conformance\nNew lines:\n{}",
        file.display(),
        new.join("\n")
    );
}
