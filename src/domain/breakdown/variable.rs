//! What results are broken down by.

use serde::{Deserialize, Serialize};

use super::Category;
use crate::domain::instrument::{Instrument, ItemKind};
use crate::domain::wave::CHANNEL;

/// How an answer came, as far as it is kept until the response is sealed: nothing about the device itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// At a device that stands at the desk.
    Kiosk,
    /// On a device of the citizen, by link or by a program.
    Own,
}

impl Channel {
    /// Category of answers that came in a file.
    pub(super) const FILE: Category = 2;

    /// Its category.
    pub(super) fn category(self) -> Category {
        match self {
            Self::Kiosk => 0,
            Self::Own => 1,
        }
    }

    /// The word used in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Kiosk => "kiosk",
            Self::Own => "own",
        }
    }

    /// The channel that is written so.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Kiosk, Self::Own].into_iter().find(|channel| channel.as_str() == word)
    }
}

/// A breakdown of a wave. Categories of an item are its options by their position, and behind them those who gave no
/// answer: whoever is left out of all categories could be found by subtraction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Variable {
    /// By how the answer came: kiosk, own device, file.
    Channel,
    /// By the answer to a single-choice item.
    Item {
        /// Code of the item.
        code: String,
        /// Position of the item in the instrument.
        place: usize,
        /// Number of options.
        options: Category,
    },
}

/// A breakdown that the instrument does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the breakdown {0:?} is neither a single-choice item of the instrument nor {CHANNEL:?}")]
pub struct Unknown(pub String);

impl Variable {
    /// The breakdowns with these codes.
    ///
    /// # Errors
    /// When a code is neither that of a single-choice item nor `channel`.
    pub fn all(codes: &[String], instrument: &Instrument) -> Result<Vec<Self>, Unknown> {
        codes.iter().map(|code| Self::find(code, instrument).ok_or_else(|| Unknown(code.clone()))).collect()
    }

    fn find(code: &str, instrument: &Instrument) -> Option<Self> {
        if code == CHANNEL {
            return Some(Self::Channel);
        }
        let (place, item) = instrument.items().enumerate().find(|(_, item)| item.code == code)?;
        let options = Category::try_from(instrument.questionnaire.scale_of(item)?.options.len()).ok()?;
        (item.kind == ItemKind::Single).then(|| Self::Item { code: code.to_owned(), place, options })
    }

    /// Code of the item, or `channel`.
    pub fn code(&self) -> &str {
        match self {
            Self::Channel => CHANNEL,
            Self::Item { code, .. } => code,
        }
    }
}

/// Id of the category of those who gave no answer; options of that code keep theirs and this one gets a sign more.
pub const NO_ANSWER_ID: &str = "no_answer";

/// Ids of the categories by position: codes of options, then that of no answer; kiosk, own, file.
pub fn category_ids(variable: &Variable, instrument: &Instrument) -> Vec<String> {
    let Variable::Item { code, .. } = variable else {
        return ["kiosk", "own", "file"].map(str::to_owned).to_vec();
    };
    let item = instrument.items().find(|item| item.code == *code);
    let scale = item.and_then(|item| instrument.questionnaire.scale_of(item));
    let mut ids: Vec<String> =
        scale.map_or(&[][..], |scale| &scale.options).iter().map(|option| option.code.to_string()).collect();
    let mut none = NO_ANSWER_ID.to_owned();
    while ids.contains(&none) {
        none.push('_');
    }
    ids.push(none);
    ids
}
