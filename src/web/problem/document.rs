//! The problem document and its response.

use actix_web::HttpResponse;
use serde::Serialize;
use utoipa::ToSchema;

use super::Problem;
use crate::domain::access::Right;
use crate::ingest::csv::Mistake;
use crate::locale;

/// What went wrong (RFC 9457). `code` is stable; texts are in the language of `Accept-Language`.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemDocument {
    /// Always `about:blank`: the status and `code` say what it is.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The status in words.
    title: String,
    /// HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// Stable name of the problem.
    #[schema(example = "unknown_wave")]
    code: &'static str,
    /// What happened and what can be done.
    detail: String,
    /// Where in the body reading stopped (JSON pointer, RFC 6901).
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
    /// Line at which reading stopped, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    /// Column at which reading stopped, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    /// Why reading stopped, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// The right that is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "see_results")]
    right: Option<&'static str>,
    /// Every broken rule.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    violations: Vec<ViolationDocument>,
    /// What is wrong in the file that was sent: the first hundred mistakes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    mistakes: Vec<MistakeDocument>,
}

/// Something wrong in a file.
#[derive(Debug, Serialize, ToSchema)]
pub struct MistakeDocument {
    /// Line of the file, the first being 1.
    #[schema(example = 3)]
    line: u64,
    /// Name of the column, where the mistake is in one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "unit")]
    column: Option<String>,
    /// What stands in the cell, where the rule looks at that.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    /// Stable name of the rule.
    #[schema(example = "no-unit")]
    code: &'static str,
    /// What is wrong and, where that helps, what to do.
    detail: String,
}

/// One broken rule.
#[derive(Debug, Serialize, ToSchema)]
pub struct ViolationDocument {
    /// Where in the body (JSON pointer, RFC 6901).
    #[schema(example = "/answers/q9.01")]
    pointer: String,
    /// Stable name of the rule.
    #[schema(example = "code_off_scale")]
    code: String,
    /// The rule as a sentence.
    detail: String,
}

impl ProblemDocument {
    /// The stable name.
    pub(in crate::web) fn code(&self) -> &'static str {
        self.code
    }
}

impl Problem {
    /// The problem as a document in `language`.
    pub(in crate::web) fn document(&self, language: &str) -> ProblemDocument {
        let place = self.details.place.as_ref();
        let violation = |fault: &super::Fault| ViolationDocument {
            pointer: fault.pointer.clone(),
            code: fault.code.clone(),
            detail: fault.sentence(language),
        };
        let mistake = |mistake: &Mistake| MistakeDocument {
            line: mistake.line,
            column: mistake.column.clone(),
            value: mistake.why.value().map(str::to_owned),
            code: mistake.why.code(),
            detail: mistake.why.sentence(language),
        };
        ProblemDocument {
            kind: "about:blank",
            title: self.title(language),
            status: self.status.as_u16(),
            code: self.code,
            detail: self.detail(language),
            pointer: place.map(|place| place.pointer.clone()),
            line: place.and_then(|place| place.line),
            column: place.and_then(|place| place.column),
            reason: place.map(|place| place.reason.clone()),
            right: self.details.right.map(Right::as_str),
            mistakes: self.details.mistakes.iter().map(mistake).collect(),
            violations: self.details.faults.iter().map(violation).collect(),
        }
    }

    /// The status in words: those of the code where the usual ones, which are about answers, do not fit.
    pub(in crate::web) fn title(&self, language: &str) -> String {
        let own = format!("title-{}", self.code.replace('_', "-"));
        let title = locale::text(language, &own);
        if title == own { locale::text(language, &format!("status-{}", self.status.as_u16())) } else { title }
    }

    /// What happened and what can be done.
    pub(in crate::web) fn detail(&self, language: &str) -> String {
        let mut values: Vec<_> =
            self.details.values.iter().map(|(name, value)| (*name, value.clone().into())).collect();
        if let Some(right) = self.details.right {
            values.push(("right", locale::text(language, &format!("staff-right-{right}")).into()));
        }
        locale::text_with(language, &format!("problem-{}", self.code.replace('_', "-")), &values)
    }
}

/// The response with the document as its body.
pub(super) fn respond(problem: &Problem, language: &str) -> HttpResponse {
    // A document of texts and numbers always serializes.
    let body = serde_json::to_string(&problem.document(language)).unwrap_or_default();
    HttpResponse::build(problem.status)
        .insert_header(("Content-Type", "application/problem+json"))
        .insert_header(("Content-Language", language.to_owned()))
        .insert_header(("Cache-Control", "no-store"))
        .body(body)
}
