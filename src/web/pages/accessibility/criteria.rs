//! The criteria of WCAG 2.2, levels A and AA, and what is known about each here; and what only people can check.

use serde::Deserialize;

/// The data beside this file. Its texts are messages: `wcag-1-4-10`, `wcag-1-4-10-how`, `access-people-nvda`.
const FILE: &str = include_str!("criteria.json");

/// What is known.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Known {
    /// Every criterion of levels A and AA, in the order of the recommendation.
    pub criteria: Vec<Criterion>,
    /// What only people can check.
    pub people: Vec<Task>,
}

/// A criterion of WCAG 2.2.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Criterion {
    /// Its number, e.g. `1.4.10`.
    pub id: String,
    /// `A` or `AA`.
    pub level: String,
    /// Whether it is met.
    pub status: Status,
    /// What the walk through all pages measures about it: own checks by name, rules of axe as `axe:<rule>`. The
    /// tests look for each of them in the record.
    #[serde(default)]
    #[expect(dead_code, reason = "read by the tests from the file; here it keeps the file to its shape")]
    by: Vec<String>,
}

/// How far it is known that a criterion is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Status {
    /// Met as far as programs can measure it in every state of every page.
    Tested,
    /// Met as far as those who made it can see by looking.
    Inspected,
    /// Met but for what its text names.
    Partly,
    /// There is nothing here that it speaks of.
    NotApplicable,
    /// A person has to check it and nobody has yet.
    Open,
}

impl Status {
    /// The message that says it.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Tested => "access-tested",
            Self::Inspected => "access-inspected",
            Self::Partly => "access-partly",
            Self::NotApplicable => "access-not-applicable",
            Self::Open => "access-open",
        }
    }
}

/// Something that only people can check.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Task {
    /// Last part of its message.
    pub id: String,
    /// Whether somebody did.
    pub done: bool,
}

/// Reads the file; it is compiled in, so that it can always be read.
pub(super) fn known() -> serde_json::Result<Known> {
    serde_json::from_str(FILE)
}
