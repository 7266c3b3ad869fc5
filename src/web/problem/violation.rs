//! One broken rule, with what its sentence needs.

use validator::{ValidationError, ValidationErrors, ValidationErrorsKind};

use crate::domain::submission::Violation;
use crate::domain::task::TaskFault;
use crate::locale;

/// One broken rule: where, which, and what was found.
#[derive(Debug, Clone)]
pub(in crate::web) struct Fault {
    /// JSON pointer (RFC 6901) into the request body.
    pub pointer: String,
    /// Stable name of the rule.
    pub code: String,
    /// Item code, where the rule is about an item.
    pub item: Option<String>,
    /// What was found, where that helps.
    pub found: Option<String>,
}

impl From<Violation> for Fault {
    fn from(violation: Violation) -> Self {
        Self {
            pointer: violation.pointer,
            code: violation.code.as_str().to_owned(),
            item: Some(violation.item),
            found: violation.found,
        }
    }
}

impl Fault {
    /// A field of a task that cannot be taken.
    pub(in crate::web) fn of_task(fault: TaskFault) -> Self {
        let (code, field) = fault.words();
        Self { pointer: format!("/{field}"), code: code.to_owned(), item: None, found: None }
    }

    /// The rule as a sentence.
    pub(in crate::web) fn sentence(&self, language: &str) -> String {
        let found = self.found.clone().unwrap_or_default();
        let item = self.item.clone().unwrap_or_default();
        let key = format!("violation-{}", self.code.replace('_', "-"));
        locale::text_with(language, &key, &[("found", found.into()), ("item", item.into())])
    }

    /// The broken rules of a body's shape, in the order of their pointers.
    pub(in crate::web) fn of_shape(errors: &ValidationErrors) -> Vec<Self> {
        let mut faults = Vec::new();
        for (field, kind) in errors.errors() {
            let ValidationErrorsKind::Field(errors) = kind else { continue };
            faults.extend(errors.iter().map(|error| Self::of_field(field, error)));
        }
        faults.sort_by(|a, b| a.pointer.cmp(&b.pointer));
        faults
    }

    fn of_field(field: &str, error: &ValidationError) -> Self {
        let parameter = |name: &str| error.params.get(name).and_then(|value| value.as_str());
        let below = parameter("below").unwrap_or_default();
        Self {
            pointer: format!("/{field}{below}"),
            code: error.code.to_string(),
            item: None,
            found: parameter("found").map(str::to_owned),
        }
    }
}
