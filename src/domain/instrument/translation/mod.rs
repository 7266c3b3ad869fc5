//! Texts of an instrument in one more language (bản dịch): a file beside the instrument, which itself stays as it
//! is, because results carry its SHA-256 and a version never changes once a wave uses it.
//!
//! Only what citizens read is translated; names of nodes and switches stay in the languages of the instrument.
//! Everything is keyed by code, so that a translation does not depend on the order of the questions.

mod apply;
mod check;
mod codes;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::check::{Mistake, read};
use super::text::Language;

pub use codes::CODES;

/// The texts of one instrument in one language, as written in
/// `survey-forms/translations/<instrument>.<language>.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Translation {
    /// Where an editor finds the JSON Schema of this file; not used by the program.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Id of the instrument version.
    pub instrument: String,
    /// Language of the texts, one that the instrument itself does not speak.
    pub language: Language,
    /// Title.
    pub title: String,
    /// Before the first question; there exactly when the instrument has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intro: Option<String>,
    /// After the answers were received; there exactly when the instrument has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thanks: Option<String>,
    /// Headings by section id.
    #[serde(default)]
    pub sections: BTreeMap<String, SectionWords>,
    /// Questions by item code.
    #[serde(default)]
    pub items: BTreeMap<String, ItemWords>,
    /// Labels by scale name and option code; the code of a number is written in quotes.
    #[serde(default)]
    pub options: BTreeMap<String, BTreeMap<String, String>>,
}

/// The texts of a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SectionWords {
    /// Heading.
    pub title: String,
    /// The sentence under the heading; there exactly when the section has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The texts of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemWords {
    /// The question as it is asked.
    pub text: String,
    /// The question in plain language; there exactly when the item has it so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plain: Option<String>,
    /// The help text under the question; there exactly when the item has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

impl Translation {
    /// Reads a translation; what it says is checked by [`Translation::mistakes`].
    ///
    /// # Errors
    /// A file that is not JSON or has another shape, with the place.
    pub fn parse(json: &str) -> Result<Self, Vec<Mistake>> {
        read(json)
    }
}

/// The JSON Schema (draft 2020-12) of a translation, made from the types that read it, as indented text with a
/// line break at the end.
pub fn translation_schema() -> String {
    let mut schema = schemars::schema_for!(Translation);
    schema.insert("title".to_owned(), "translation of a hailong survey instrument".into());
    format!("{:#}\n", schema.to_value())
}
