//! The instrument (bộ phiếu): one file in `survey-forms/` that says what is asked, how the
//! answers become an index, how an index value is judged and what it may be compared with.
//!
//! A version never changes once a wave uses it; a new text is a new file with a new `id`.
//! No Rust code knows a particular instrument: everything below is data.

pub mod check;
mod index;
mod questionnaire;
mod schema;
mod switch;
mod text;
pub mod translation;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use index::{
    Benchmark, Combine, CombineOp, Comparable, ComparableBreak, Display, Group, GroupRule, Measure, Missing,
    Node, NodeKind, Observed, Over, Scaling, ScalingFrom,
};
pub use questionnaire::{
    AskIf, Choice, Code, FACES, Item, ItemKind, MAX_OPTIONS, Purpose, Questionnaire, Scale, Section,
};
pub use schema::json_schema;
pub use switch::{Switch, SwitchChoice, SwitchError, SwitchSetting};
pub use text::{Language, Text};
pub use translation::Translation;

/// One survey instrument version, as written in `survey-forms/<id>.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    /// Where an editor finds the JSON Schema of this file; not used by the program.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Name of this version, unique among all instruments and equal to the file name,
    /// e.g. `sipas-2023`. Lower-case letters, digits and hyphens.
    pub id: String,
    /// Name shared by all versions of the same survey, e.g. `sipas`.
    pub family: String,
    /// Title shown to citizens and staff.
    pub title: Text,
    /// What the instrument measures and on which legal basis, for staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// Days on which the instrument is in force.
    pub valid: Validity,
    /// Languages every text must be present in, Vietnamese among them. A reader gets the one the
    /// browser asks for, else Vietnamese.
    pub languages: Vec<Language>,
    /// Documents the instrument is taken from.
    pub sources: Vec<Source>,
    /// What could not be verified against a primary source; shown with every result.
    #[serde(default)]
    pub unverified: Vec<Text>,
    /// What is asked of people. Empty when every score is given from elsewhere.
    #[serde(default)]
    pub questionnaire: Questionnaire,
    /// Choices of method a wave may settle where the sources leave them open.
    #[serde(default)]
    pub switches: Vec<Switch>,
    /// The index tree: parents before or after children, exactly one root per tree.
    pub index: Vec<Node>,
    /// How values are judged: rank and groups.
    #[serde(default)]
    pub benchmarks: Vec<Benchmark>,
    /// Earlier instruments whose results may be compared with this one's. Waves of the same
    /// instrument are always comparable.
    #[serde(default)]
    pub comparable: Vec<Comparable>,
}

/// Days on which an instrument is in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Validity {
    /// First day in force.
    pub from: NaiveDate,
    /// Last day in force; absent while it still is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
}

/// A document the instrument is taken from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Number, title, article and page, as a reader would cite it.
    pub title: String,
    /// Where it was read, when it is online.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl Instrument {
    /// The node without a parent that all others hang under; the first one if there are several
    /// (an instrument may carry separate trees, e.g. distributions beside the index).
    pub fn root(&self) -> Option<&Node> {
        self.index.iter().find(|node| node.parent.is_none())
    }

    /// The node with this id.
    pub fn node(&self, id: &str) -> Option<&Node> {
        self.index.iter().find(|node| node.id == id)
    }

    /// Direct children of a node, in file order.
    pub fn children<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Node> {
        self.index.iter().filter(move |node| node.parent.as_deref() == Some(id))
    }

    /// All items in the order they are asked.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.questionnaire.items()
    }

    /// Whether any node takes its value from imported scores.
    pub fn has_given_scores(&self) -> bool {
        self.index.iter().any(|node| matches!(node.measure, Some(Measure::Given)))
    }
}
