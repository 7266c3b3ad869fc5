//! What is wrong, each thing once with all the places where it is.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// What is wrong in which states, and there in which windows.
#[derive(Debug, Default)]
pub struct Faults(BTreeMap<String, BTreeMap<String, BTreeSet<String>>>);

impl Faults {
    /// Something is wrong in a state, seen in a window.
    pub fn add(&mut self, what: String, state: &str, window: String) {
        self.0.entry(what).or_default().entry(state.to_owned()).or_default().insert(window);
    }

    /// Takes over what others found.
    pub fn extend(&mut self, other: Self) {
        for (what, places) in other.0 {
            let own = self.0.entry(what).or_default();
            for (state, windows) in places {
                own.entry(state).or_default().extend(windows);
            }
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} faults", self.0.len())?;
        for (what, places) in &self.0 {
            writeln!(f, "* {what}")?;
            for (state, windows) in places {
                writeln!(f, "    {state}: {}", windows.iter().cloned().collect::<Vec<_>>().join("; "))?;
            }
        }
        Ok(())
    }
}
