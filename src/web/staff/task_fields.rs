//! The fields of a task as they are typed, and what is wrong with them.

use std::str::FromStr;

use chrono::NaiveDate;

use super::form::Fields;
use super::layout::{Input, StaffPage, Wrong};
use super::select::{Choice, Select};
use crate::domain::task::{Task, TaskFields, TaskStatus};
use crate::locale;
use crate::tasks::Refused;
use crate::web::problem::Problem;

/// The fields of a task.
pub(super) struct FieldInputs {
    pub what: Input,
    pub responsible: Input,
    pub due: Input,
    pub evidence: Input,
    pub status: Select,
}

/// What was typed.
#[derive(Debug, Default)]
pub(super) struct Typed {
    what: String,
    responsible: String,
    due: String,
    evidence: String,
    status: String,
}

impl Typed {
    pub(super) fn of(fields: &Fields) -> Self {
        let text = |name: &str| fields.text(name).to_owned();
        Self {
            what: text("what"),
            responsible: text("responsible"),
            due: text("due"),
            evidence: text("evidence"),
            status: text("status"),
        }
    }

    pub(super) fn of_task(task: &Task) -> Self {
        let fields = &task.fields;
        Self {
            what: fields.what.clone(),
            responsible: fields.responsible.clone(),
            due: fields.due.to_string(),
            evidence: fields.evidence.clone().unwrap_or_default(),
            status: fields.status.to_string(),
        }
    }

    /// The fields, unless the day is none.
    pub(super) fn read(&self) -> Option<TaskFields> {
        Some(TaskFields {
            what: self.what.clone(),
            responsible: self.responsible.clone(),
            due: NaiveDate::from_str(&self.due).ok()?,
            status: self.status.parse().unwrap_or(TaskStatus::Planned),
            evidence: Some(self.evidence.clone()).filter(|text| !text.is_empty()),
        })
    }

    pub(super) fn inputs(&self, page: &StaffPage) -> FieldInputs {
        let status = |status: TaskStatus| Choice {
            value: status.to_string(),
            label: page.text(&format!("staff-task-status-{status}")),
            chosen: self.status == status.as_str(),
        };
        FieldInputs {
            what: page.input("what", "text").value(&self.what).required(),
            responsible: page
                .input("responsible", "text")
                .value(&self.responsible)
                .hint(page.text("staff-task-responsible-hint"))
                .required(),
            due: page.input("due", "date").value(&self.due).required(),
            evidence: page
                .input("evidence", "text")
                .value(&self.evidence)
                .hint(page.text("staff-task-evidence-hint")),
            status: Select::of(
                "status",
                page.text("staff-task-status"),
                TaskStatus::ALL.into_iter().map(status).collect(),
            ),
        }
    }
}

/// What is wrong, beside its field.
pub(super) fn wrong(refused: &Refused, language: &str) -> Result<Vec<Wrong>, Problem> {
    let text = |field, key: &str| Wrong { field, text: locale::text(language, key) };
    Ok(match refused {
        Refused::Wrong(faults) => faults
            .iter()
            .map(|fault| {
                let (word, field) = fault.words();
                text(field, &format!("violation-{}", word.replace('_', "-")))
            })
            .collect(),
        Refused::UnknownWave => vec![text("wave", "problem-unknown-wave")],
        Refused::NotPublished => vec![text("wave", "problem-nothing-published")],
        Refused::UnknownUnit => vec![text("unit", "staff-task-unknown-unit")],
        Refused::UnknownNode => vec![text("node", "problem-unknown-node")],
        Refused::Right(right) => return Err(Problem::right_needed(*right)),
        Refused::UnknownTask => return Err(Problem::unknown_task()),
    })
}
