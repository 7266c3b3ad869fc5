//! A field with things to choose from.

use askama::Template;

use super::layout::StaffPage;

/// Something to choose from.
pub(super) struct Choice {
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

/// A field in which one thing is chosen.
#[derive(Template)]
#[template(path = "staff/select.html", config = "src/web/askama.toml")]
pub(super) struct Select {
    name: String,
    label: String,
    hint: Option<String>,
    error: Option<String>,
    choices: Vec<Choice>,
}

impl Select {
    /// The field `name` of the page, its label the text `staff-field-<name>`.
    pub(super) fn new(page: &StaffPage, name: &'static str, choices: Vec<Choice>) -> Self {
        let label = page.text(&format!("staff-field-{name}"));
        Self { name: name.to_owned(), label, hint: None, error: page.error(name), choices }
    }

    /// A field that is never wrong, with a label of its own.
    pub(super) fn of(name: impl Into<String>, label: String, choices: Vec<Choice>) -> Self {
        Self { name: name.into(), label, hint: None, error: None, choices }
    }

    /// What helps to choose.
    pub(super) fn hint(mut self, hint: String) -> Self {
        self.hint = Some(hint);
        self
    }
}
