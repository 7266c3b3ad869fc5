//! Why something about a wave is not done.

use chrono::NaiveDate;

use super::Unpoolable;
use crate::domain::access::Right;
use crate::domain::instrument::SwitchError;
use crate::domain::raking::{MAX_MARGINS, RakingFault};
use crate::domain::remark::{MAX_CHARS, Unfit};
use crate::domain::unit::UnitCodeError;
use crate::domain::wave::{CHANNEL, K_FLOOR, K_MAX, MAX_BREAKDOWNS, State, WaveId};
use crate::domain::wave_change::{Field, Fixed};

/// Longest title of a wave, in characters.
pub(super) const MAX_TITLE: usize = 300;

/// Why something was not done, in the words of the command line.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refused {
    /// There is no such wave that this principal may know of.
    #[error("there is no wave {0}; `hailong wave list` shows all")]
    UnknownWave(WaveId),
    /// The name is taken.
    #[error("there is a wave {0} already")]
    NameTaken(WaveId),
    /// There is no such instrument.
    #[error("there is no instrument {0}")]
    UnknownInstrument(String),
    /// The instrument has no questions.
    #[error("{0} asks nothing; bring its scores in with `hailong import scores`")]
    AsksNothing(String),
    /// The file of the instrument is not what the database has.
    #[error("{0}: the file of this form was changed after a wave used it; give the changed form a new id")]
    Outdated(String),
    /// A switch, or its choice, is none of the instrument.
    #[error(transparent)]
    Switch(#[from] SwitchError),
    /// A title is empty or too long.
    #[error("a title has 1 to {MAX_TITLE} characters")]
    BadTitle,
    /// k is out of bounds.
    #[error("k is {K_FLOOR} to {K_MAX}")]
    BadK,
    /// The text cannot be a code.
    #[error(transparent)]
    BadUnit(#[from] UnitCodeError),
    /// A text that is no tag of a language, or one that is there twice.
    #[error("{0:?} is not the tag of a language, or is there twice; tags are written as en or vi")]
    BadLanguage(String),
    /// The wave to compare with is none, or not earlier.
    #[error("{0} is not an earlier wave")]
    BadEarlier(WaveId),
    /// A breakdown that is by nothing everybody is asked with one answer, or is there twice.
    #[error(
        "{0:?} is no breakdown, or is there twice; it is the code of a single-choice question that everybody is asked, or {CHANNEL}"
    )]
    BadBreakdown(String),
    /// More breakdowns than can be told.
    #[error("at most {MAX_BREAKDOWNS} breakdowns")]
    TooManyBreakdowns,
    /// A margin that is nothing everybody is asked with one answer, or is there twice.
    #[error(
        "{0:?} is no margin, or is there twice; it is the code of a single-choice question that everybody is asked"
    )]
    BadMargin(String),
    /// More margins than can be met.
    #[error("at most {MAX_MARGINS} margins")]
    TooManyMargins,
    /// Margins are for designed samples without envelopes.
    #[error("only a designed sample (mode sample) without envelopes is raked to margins")]
    MarginsOfSamples,
    /// The sample cannot be raked; the wave stays open.
    #[error("{0}; the wave stays open")]
    Raking(RakingFault),
    /// Answers come from files only.
    #[error("where answers come from files only there are neither envelopes nor remarks")]
    OnlyFiles,
    /// Remarks come in no envelope: the promise that nothing readable is stored would be broken.
    #[error("a wave with envelopes takes no remarks: they would be stored readable")]
    EnvelopeRemarks,
    /// No remark of this key waits at a unit of the principal.
    #[error("no such remark waits to be read")]
    UnknownRemark,
    /// The text left of a remark is empty or too long.
    #[error("a remark has 1 to {MAX_CHARS} characters")]
    BadRemark(Unfit),
    /// Nobody bears the code on that day.
    #[error("there is no unit {code} on {day}, the first day of the period")]
    UnknownUnit {
        /// The code.
        code: String,
        /// The first day of the period.
        day: NaiveDate,
    },
    /// There is no desk and no commune.
    #[error("no units take part: nothing below the unit named is a desk or a commune")]
    NoUnits,
    /// The closing day is over, or earlier than citizens were told.
    #[error("the last day can be today or a later day than the one set before")]
    BadClosingDay,
    /// The field cannot be changed any more.
    #[error("{field} cannot be changed any more: {}", reason(*why))]
    Fixed {
        /// The field.
        field: Field,
        /// Why not.
        why: Fixed,
    },
    /// The wave takes answers as they are.
    #[error("the wave has no envelopes")]
    NoEnvelopes,
    /// The private key of a wave with envelopes cannot be kept, or not be destroyed, on this machine.
    #[error("the private key of the envelopes: {0}")]
    NoKey(String),
    /// The wave is in another state than the one needed.
    #[error("the wave is {}", .0.as_str())]
    State(State),
    /// A span of days has no next period.
    #[error("a span of days has no next period; say which period the copy is about")]
    NoNextPeriod,
    /// No batch at this position is held back where the one who asks may see it.
    #[error("batch {0} is not held back")]
    NotHeldBack(i32),
    /// A wave cannot be pooled with the others.
    #[error("{wave} cannot be pooled: {why}")]
    Source {
        /// The wave.
        wave: WaveId,
        /// Why not.
        why: Unpoolable,
    },
    /// Nothing is to be pooled.
    #[error("name the waves to pool")]
    NoSources,
    /// A pooled wave has no next period: that is made from its own waves.
    #[error("a pooled wave is not copied; pool the waves of the next period")]
    CopyOfPooled,
    /// Another wave is made from this one.
    #[error("{0} is made from this wave; hide or erase that one first")]
    PooledIn(WaveId),
    /// Somebody was faster.
    #[error("it was decided about batch {0} already")]
    Decided(i32),
    /// A decision has no reason, or one that is too long.
    #[error("a decision has a reason of 1 to 500 characters")]
    BadWhy,
    /// The name that was typed to be sure is another one.
    #[error("the name typed is not {0}; nothing was erased")]
    NotSure(WaveId),
    /// The right is missing at one of the units.
    #[error("the right {0} is needed at every unit of the wave")]
    Right(Right),
}

fn reason(fixed: Fixed) -> &'static str {
    match fixed {
        Fixed::Opened => "the wave was opened",
        Fixed::Closed => "the wave is closed",
    }
}
