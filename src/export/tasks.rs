//! Tasks as people read them: on the staff's pages, and in the report of whoever may see them.

use chrono::NaiveDate;

use crate::domain::instrument::Display;
use crate::domain::task::{Movement, Standing, Task};
use crate::locale::{number, text, text_with};

/// A task in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskLine {
    /// What is to be done.
    pub what: String,
    /// Name and code of the unit.
    pub unit: String,
    /// Name of the node.
    pub node: String,
    /// Who is responsible.
    pub responsible: String,
    /// Last day.
    pub due: String,
    /// How far it has come.
    pub status: String,
    /// How the node has moved since, with its interval and whether that is more than noise.
    pub movement: String,
}

impl TaskLine {
    /// The task in this language.
    pub fn of(language: &str, task: &Task, standing: &Standing) -> Self {
        let fields = &task.fields;
        let node = standing.node.as_ref();
        Self {
            what: fields.what.clone(),
            unit: format!("{} ({})", task.unit_name, task.unit.code),
            node: node.map_or_else(|| task.node.clone(), |node| node.label.get(language).to_owned()),
            responsible: fields.responsible.clone(),
            due: day(language, fields.due),
            status: text(language, &format!("staff-task-status-{}", fields.status)),
            movement: match (&standing.movement, node) {
                (Some(movement), Some(node)) => moved(language, movement, &node.display),
                _ => text(language, "staff-task-not-yet"),
            },
        }
    }
}

/// A day as people write it.
pub fn day(language: &str, day: NaiveDate) -> String {
    let shape = if language.starts_with("en") { "%Y-%m-%d" } else { "%-d/%-m/%Y" };
    day.format(shape).to_string()
}

/// The movement in words: how far, between which ends, and whether that is more than noise.
fn moved(language: &str, movement: &Movement, display: &Display) -> String {
    let signed = |value: f64, decimals| {
        let sign = if value > 0.0 { "+" } else { "" };
        format!("{sign}{}", number(language, value, decimals))
    };
    let change = movement.change.change.unwrap_or_default();
    let mut values =
        vec![("change", signed(change, display.decimals).into()), ("wave", movement.wave.to_string().into())];
    let Some([low, high]) = movement.change.ci else {
        return text_with(language, "staff-task-moved", &values);
    };
    let end = |value| signed(value, display.decimals + 1);
    values.push(("low", end(low).into()));
    values.push(("high", end(high).into()));
    let key = if low > 0.0 {
        "staff-task-moved-up"
    } else if high < 0.0 {
        "staff-task-moved-down"
    } else {
        "staff-task-moved-within-noise"
    };
    text_with(language, key, &values)
}
