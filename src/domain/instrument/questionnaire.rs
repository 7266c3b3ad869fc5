//! What is asked: sections, items, scales, options, routing.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text::Text;

/// Most options a scale may have: an answer is stored in one byte and two values are taken
/// (not reached, no answer).
pub const MAX_OPTIONS: usize = 250;

/// The faces there are beside options: 1 is the worst, 5 the best.
pub const FACES: std::ops::RangeInclusive<u8> = 1..=5;

/// Everything that is asked, in order.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Questionnaire {
    /// Shown before the first question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intro: Option<Text>,
    /// Shown after the answers were received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thanks: Option<Text>,
    /// Answer scales by name, shared by items.
    #[serde(default)]
    pub scales: BTreeMap<String, Scale>,
    /// Blocks of questions in the order they are asked.
    #[serde(default)]
    pub sections: Vec<Section>,
}

impl Questionnaire {
    /// All items in the order they are asked.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.sections.iter().flat_map(|section| &section.items)
    }

    /// The item with this code.
    pub fn item(&self, code: &str) -> Option<&Item> {
        self.items().find(|item| item.code == code)
    }

    /// The scale an item is answered on; a checked instrument always has it.
    pub fn scale_of(&self, item: &Item) -> Option<&Scale> {
        self.scales.get(&item.scale)
    }
}

/// A block of questions under one heading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Name of the section, unique in the questionnaire.
    pub id: String,
    /// Heading.
    pub title: Text,
    /// A sentence under the heading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
    /// The questions.
    pub items: Vec<Item>,
}

/// One question (câu hỏi).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Code used in answers, nodes and files, unique in the instrument, e.g. `q9.01`.
    pub code: String,
    /// The question as it is asked.
    pub text: Text,
    /// The same question in plain language, for people who read little: short words, one thought.
    /// Same meaning and direction as `text`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plain: Option<Text>,
    /// A help text under the question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Text>,
    /// How many options may be chosen.
    #[serde(default)]
    pub kind: ItemKind,
    /// Name of the scale it is answered on.
    pub scale: String,
    /// Whether an answer must be given when the question is reached.
    #[serde(default)]
    pub required: bool,
    /// When the question is asked; absent: always. May name earlier items only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask_if: Option<AskIf>,
    /// What the answer is used for.
    #[serde(default)]
    pub purpose: Purpose,
    /// Whether a link may come with an option of this item chosen already, e.g. the field of the
    /// procedure (`?a.linh_vuc=dat-dai`). Only for single choices that are no opinion: nobody may
    /// hand out links that preset good marks.
    #[serde(default, skip_serializing_if = "is_false")]
    pub prefill: bool,
}

impl Item {
    /// Whether results can be given by its options: everybody is asked it and has one answer.
    pub fn divides(&self) -> bool {
        self.kind == ItemKind::Single && self.ask_if.is_none()
    }
}

/// How many options may be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// Exactly one option.
    #[default]
    Single,
    /// Any number of options, none included.
    Multiple,
}

/// What the answer to an item is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// A judgement or an experience: feeds the index tree.
    #[default]
    Opinion,
    /// Who answers (sex, age band): never combined freely, only used for declared breakdowns.
    Demographic,
}

/// An answer scale (thang đo): the options in the order they are shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// The options, at least one, at most 250.
    pub options: Vec<Choice>,
}

impl Scale {
    /// Position of the option with this code.
    pub fn position(&self, code: &Code) -> Option<usize> {
        self.options.iter().position(|option| option.code == *code)
    }
}

/// One option of a scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Code used in answers and files: a whole number or a short word.
    pub code: Code,
    /// The option as it is read.
    pub label: Text,
    /// False for "don't know", "not applicable": stored, but counted as no answer in every figure.
    #[serde(default = "counted_by_default", skip_serializing_if = "is_counted")]
    pub counted: bool,
    /// True for a dissatisfied answer: a pool in which everybody chose such options of one item is
    /// not sealed, because it would tell what each of them said.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unfavourable: bool,
    /// The face drawn beside the words, 1 (very bad) to 5 (very good); absent where no face says
    /// the same as the words. On a scale with faces every counted option has one, and they go one way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 5))]
    pub face: Option<u8>,
}

fn counted_by_default() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for this signature")]
fn is_counted(counted: &bool) -> bool {
    *counted
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for this signature")]
fn is_false(flag: &bool) -> bool {
    !*flag
}

/// Code of an option. `4` and `"4"` are different codes in JSON; in CSV files and HTML forms,
/// where everything is text, both read `4`, so a scale may not hold both.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Code {
    /// A whole number, e.g. 1 to 5.
    Number(i32),
    /// A short word, e.g. `tv`.
    Word(String),
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Word(word) => word.fmt(f),
        }
    }
}

/// Routing (chuyển câu): when an item is asked. An item that was not reached counts as not given
/// any answer in the conditions that name it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum AskIf {
    /// The earlier item was answered with one of these codes (multiple: with at least one).
    Chosen {
        /// Code of the earlier item.
        item: String,
        /// Codes of which one must have been chosen.
        codes: Vec<Code>,
    },
    /// All conditions hold.
    All(Vec<AskIf>),
    /// At least one condition holds.
    Any(Vec<AskIf>),
    /// The condition does not hold.
    Not(Box<AskIf>),
}

impl AskIf {
    /// Codes of the items the condition looks at, each as often as it is named.
    pub fn items(&self) -> Vec<&str> {
        match self {
            Self::Chosen { item, .. } => vec![item.as_str()],
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::items).collect(),
            Self::Not(part) => part.items(),
        }
    }

    /// Whether the condition holds, where `chosen(item, codes)` tells whether one of `codes` was
    /// chosen at `item`.
    pub fn holds(&self, chosen: &impl Fn(&str, &[Code]) -> bool) -> bool {
        match self {
            Self::Chosen { item, codes } => chosen(item, codes),
            Self::All(parts) => parts.iter().all(|part| part.holds(chosen)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(chosen)),
            Self::Not(part) => !part.holds(chosen),
        }
    }
}
