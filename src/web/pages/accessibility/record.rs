//! What the walk through all pages saw last. The test `browser::conformance` writes the file and fails while it
//! says anything else than what the walk sees.

use std::collections::BTreeSet;

use serde::Deserialize;

const FILE: &str = include_str!("record.json");

/// What was seen.
#[derive(Debug, Deserialize)]
pub(super) struct Record {
    /// Version of axe-core.
    pub axe: String,
    /// Rules of axe-core that found something to look at and nothing wrong.
    pub axe_rules: Vec<String>,
    /// Pages in their states.
    pub states: Vec<State>,
}

/// A page in one of its states.
#[derive(Debug, Deserialize)]
pub(super) struct State {
    /// How often axe-core looked at it: languages × (sizes in usual colours + the first size in dark and in forced ones).
    looks: usize,
    /// What else was measured and found something to look at.
    checks: Vec<String>,
}

impl Record {
    /// How often axe-core looked at a page.
    pub(super) fn looks(&self) -> usize {
        self.states.iter().map(|state| state.looks).sum()
    }

    /// What else was measured, by name.
    pub(super) fn checks(&self) -> BTreeSet<&str> {
        self.states.iter().flat_map(|state| &state.checks).map(String::as_str).collect()
    }
}

/// Reads the file; it is compiled in, so that it can always be read.
pub(super) fn record() -> serde_json::Result<Record> {
    serde_json::from_str(FILE)
}
