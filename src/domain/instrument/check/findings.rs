//! Places in a file and the mistakes found there.

use std::collections::HashSet;
use std::fmt;

use super::Mistake;

/// A JSON pointer (RFC 6901) under construction.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::domain::instrument) struct Pointer(String);

impl Pointer {
    /// The field `key` of the whole file.
    pub(in crate::domain::instrument) fn root(key: &str) -> Self {
        Self::default().key(key)
    }

    /// The field `key` below this place.
    pub(in crate::domain::instrument) fn key(&self, key: &str) -> Self {
        Self(format!("{}/{}", self.0, key.replace('~', "~0").replace('/', "~1")))
    }

    /// The list entry `position` below this place.
    pub(in crate::domain::instrument) fn at(&self, position: usize) -> Self {
        Self(format!("{}/{position}", self.0))
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The mistakes found so far.
#[derive(Default)]
pub(in crate::domain::instrument) struct Findings {
    mistakes: Vec<Mistake>,
    seen: HashSet<(String, &'static str)>,
}

impl Findings {
    /// Notes a mistake. The same mistake at the same place is noted once: a wrong code in a switch
    /// concerns every leaf that uses the switch, but is put right in one place.
    pub(in crate::domain::instrument) fn add(
        &mut self,
        place: &Pointer,
        code: &'static str,
        message: String,
    ) {
        let pointer = place.to_string();
        if self.seen.insert((pointer.clone(), code)) {
            self.mistakes.push(Mistake { pointer, code, message });
        }
    }

    /// Whether this mistake was noted at this place.
    pub(in crate::domain::instrument) fn has(&self, place: &Pointer, code: &'static str) -> bool {
        self.seen.contains(&(place.to_string(), code))
    }

    pub(in crate::domain::instrument) fn into_mistakes(self) -> Vec<Mistake> {
        self.mistakes
    }
}

/// Names in quotes, separated by commas, at most twelve of them.
pub(in crate::domain::instrument) fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    const SHOWN: usize = 12;
    let names: Vec<String> = names.map(|name| format!("{name:?}")).collect();
    match names.len() {
        0 => "none".to_owned(),
        count if count > SHOWN => format!("{} and {} more", names[..SHOWN].join(", "), count - SHOWN),
        _ => names.join(", "),
    }
}
