//! Why a sample is not raked.

use super::Margin;
use crate::domain::statistics::raking::Unmet;

/// A margin that the instrument does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the margin {0:?} is not a single-choice question that everybody is asked")]
pub struct UnknownMargin(pub String);

/// Why a sample is not raked; nothing is sealed then, and the wave stays open.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum RakingFault {
    /// No margins were imported.
    #[error(
        "the wave is raked to margins, and none were imported; bring them in with `hailong import margins`"
    )]
    NotImported,
    /// Answers belong to a unit that is neither a unit with margins nor below one.
    #[error("there are answers of unit {0}, and no margins of it or of a unit above it")]
    Uncovered(String),
    /// The margins lack an answer that the form has.
    #[error("the margins of unit {unit} do not say how many people answer {answer} to {item}")]
    Incomplete {
        /// Unit with margins.
        unit: String,
        /// Code of the question.
        item: String,
        /// Code of the option.
        answer: String,
    },
    /// Nobody of the sample is in a category that has people.
    #[error(
        "of the people of unit {unit} who answer {answer} to {item} nobody is in the sample: leave the margin out or \
         let a coarser question stand for it"
    )]
    Nobody {
        /// Unit with margins.
        unit: String,
        /// Code of the question.
        item: String,
        /// Code of the option.
        answer: String,
    },
    /// The sample has people in a category that has none.
    #[error(
        "the sample of unit {unit} has people who answer {answer} to {item}, and by the margins there are none"
    )]
    Somebody {
        /// Unit with margins.
        unit: String,
        /// Code of the question.
        item: String,
        /// Code of the option.
        answer: String,
    },
    /// The totals of the margins differ.
    #[error(
        "the numbers of people of unit {unit} by {item} add up to another total than those of the first margin"
    )]
    OtherSum {
        /// Unit with margins.
        unit: String,
        /// Code of the question.
        item: String,
    },
    /// A few people would count for all: their answers could be read off the figures.
    #[error(
        "raked to these margins the {people} answers of unit {unit} count for no more than {effective:.1}: a few people \
         would decide the figures, and their answers could be read off; correct the margins, leave one out or let a \
         coarser question stand for it"
    )]
    Dominated {
        /// Unit whose figures they would be.
        unit: String,
        /// Responses.
        people: i64,
        /// Effective number of them (Kish).
        effective: f64,
    },
    /// No weights meet all margins at once.
    #[error(
        "no weights meet all margins of unit {unit} at once: too few combinations with {answer} of {item} are in the \
         sample"
    )]
    Apart {
        /// Unit with margins.
        unit: String,
        /// Code of the question.
        item: String,
        /// Code of the option.
        answer: String,
    },
}

impl RakingFault {
    pub(super) fn of(unit: &str, margins: &[Margin], unmet: Unmet) -> Self {
        let unit = unit.to_owned();
        let item = |margin: usize| margins[margin].item.clone();
        let answer = |margin: usize, category: usize| {
            let option = margins[margin].options.get(category);
            option.map_or_else(|| "–".to_owned(), |(code, _)| code.clone())
        };
        match unmet {
            Unmet::OtherSum { margin } => Self::OtherSum { unit, item: item(margin) },
            Unmet::NoTotal { margin, category } => {
                Self::Incomplete { unit, item: item(margin), answer: answer(margin, category) }
            }
            Unmet::Nobody { margin, category } => {
                Self::Nobody { unit, item: item(margin), answer: answer(margin, category) }
            }
            Unmet::Somebody { margin, category } => {
                Self::Somebody { unit, item: item(margin), answer: answer(margin, category) }
            }
            Unmet::Apart { margin, category } => {
                Self::Apart { unit, item: item(margin), answer: answer(margin, category) }
            }
        }
    }

    /// Stable name of the rule.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotImported => "margins_not_imported",
            Self::Uncovered(_) => "margins_uncovered",
            Self::Incomplete { .. } => "margins_incomplete",
            Self::Nobody { .. } => "margins_nobody",
            Self::Somebody { .. } => "margins_somebody",
            Self::OtherSum { .. } => "margins_other_sum",
            Self::Apart { .. } => "margins_apart",
            Self::Dominated { .. } => "margins_dominated",
        }
    }

    /// Where it is: unit, question, answer, as far as they are known.
    pub fn place(&self) -> Option<String> {
        match self {
            Self::NotImported => None,
            Self::Uncovered(unit) | Self::Dominated { unit, .. } => Some(unit.clone()),
            Self::OtherSum { unit, item } => Some(format!("{unit}, {item}")),
            Self::Incomplete { unit, item, answer }
            | Self::Nobody { unit, item, answer }
            | Self::Somebody { unit, item, answer }
            | Self::Apart { unit, item, answer } => Some(format!("{unit}, {item} = {answer}")),
        }
    }
}
