//! What is wrong in a file, in the words of whoever reads it.

use std::fmt;

use super::number::short;
use crate::domain::period::Period;
use crate::domain::unit::{UnitCode, UnitCodeError, UnitProblem, UnknownLevel};
use crate::domain::wave::WaveId;
use crate::locale;

/// What is wrong and, where that helps, what to do: a message of the program with its variables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    code: &'static str,
    values: Vec<(&'static str, String)>,
}

impl Why {
    /// The message `mistake-<code>`.
    pub(super) fn new(code: &'static str) -> Self {
        Self { code, values: Vec::new() }
    }

    /// The unit is not one of those that whoever brings the file in looks after.
    pub fn beyond(unit: &str) -> Self {
        Self::new("beyond").found(unit)
    }

    /// The row would move units under a wave with figures by category.
    pub(super) fn moved(unit: &str, wave: &WaveId) -> Self {
        Self::new("moves-counted").found(unit).with("wave", wave)
    }

    /// Sets a variable of the message.
    pub(super) fn with(mut self, name: &'static str, value: &impl ToString) -> Self {
        self.values.push((name, value.to_string()));
        self
    }

    /// What stands in the cell.
    pub(super) fn found(self, cell: &str) -> Self {
        self.with("found", &short(cell))
    }

    /// Stable name of the rule.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// What stands in the cell, where the rule looks at that; at most 40 characters.
    pub fn value(&self) -> Option<&str> {
        self.values.iter().find(|(name, _)| *name == "found").map(|(_, value)| value.as_str())
    }

    /// The rule as a sentence without a full stop.
    pub fn sentence(&self, language: &str) -> String {
        let values: Vec<_> = self.values.iter().map(|(name, value)| (*name, value.clone().into())).collect();
        locale::text_with(language, &format!("mistake-{}", self.code), &values)
    }

    /// No unit bears the code, with the code that was perhaps meant.
    pub(super) fn no_parent(code: &UnitCode, meant: Option<&UnitCode>) -> Self {
        match meant {
            Some(full) => Self::new("no-parent-zeros").found(code.as_str()).with("full", full),
            None => Self::new("no-parent").found(code.as_str()),
        }
    }

    /// No period is written like this.
    pub(super) fn no_period(cell: &str) -> Self {
        Self::new("no-period").found(cell)
    }

    /// The row is about another period than the file so far.
    pub(super) fn other_period(found: &Period, first: u64, known: &Period) -> Self {
        Self::new("mixed-periods").found(found.as_str()).with("first", &first).with("known", known)
    }
}

/// In English, for the command line.
impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence("en"))
    }
}

impl From<UnitCodeError> for Why {
    fn from(fault: UnitCodeError) -> Self {
        match fault {
            UnitCodeError::Empty => Self::new("empty"),
            UnitCodeError::TooLong(length) => {
                Self::new("too-long").with("length", &length).with("most", &UnitCode::MAX_LENGTH)
            }
            UnitCodeError::Character(sign) => Self::new("code-character").with("sign", &sign),
        }
    }
}

impl From<UnknownLevel> for Why {
    fn from(fault: UnknownLevel) -> Self {
        Self::new("no-level").found(&fault.0)
    }
}

impl From<&UnitProblem> for Why {
    fn from(problem: &UnitProblem) -> Self {
        match problem {
            UnitProblem::EmptyPeriod(day) => Self::new("ends-before").found(&day.to_string()),
            UnitProblem::Overlap { valid_from, valid_to: Some(to) } => {
                Self::new("overlap").with("from", valid_from).with("to", to)
            }
            UnitProblem::Overlap { valid_from, valid_to: None } => {
                Self::new("overlap-open").with("from", valid_from)
            }
            UnitProblem::NoParent(code) => Self::no_parent(code, None),
            UnitProblem::ParentAtOtherTimes(code) => Self::new("parent-at-other-times").found(code.as_str()),
            UnitProblem::ParentNotAbove { parent, own, above } => Self::new("parent-not-above")
                .found(parent.as_str())
                .with("own", &own.as_str())
                .with("above", &above.as_str()),
        }
    }
}
