//! A wave (đợt khảo sát): instrument version × units × period × collection mode × k.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::instrument::{SwitchSetting, Text};
use super::period::Period;

/// Smallest pool that may ever be sealed, whatever a wave asks for.
pub const K_FLOOR: u32 = 5;
/// Pool size from which a wave seals when it does not say otherwise.
pub const K_DEFAULT: u32 = 10;
/// Greatest k a wave may ask for.
pub const K_MAX: u32 = 1000;

/// Name of a wave in addresses and files: lower-case letters, digits and hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WaveId(String);

/// A text that cannot name a wave.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} cannot name a wave; use 1 to 64 lower-case letters, digits and hyphens, a letter or digit first"
)]
pub struct NotAWaveId(pub String);

impl WaveId {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for WaveId {
    type Err = NotAWaveId;

    fn from_str(text: &str) -> Result<Self, NotAWaveId> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let good =
            !text.is_empty() && text.len() <= 64 && text.bytes().all(allowed) && !text.starts_with('-');
        if good { Ok(Self(text.to_owned())) } else { Err(NotAWaveId(text.chars().take(60).collect())) }
    }
}

impl fmt::Display for WaveId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How respondents come into the wave. Waves of different modes are never ranked together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Voluntary feedback at the counter; pools are sealed at fixed epochs.
    Desk,
    /// A designed sample with strata, clusters and weights; released once, when it is closed.
    Sample,
}

impl Mode {
    /// The word used in files and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Desk => "desk",
            Self::Sample => "sample",
        }
    }
}

/// How answers reach the wave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// Anybody with the link may answer.
    Link,
    /// Whoever holds a ticket may answer, once.
    Ticket,
    /// The same with tickets that nobody can recognise again, not even who issued them.
    Blind,
    /// A clerk opens each form from a second device.
    Unlock,
    /// Answers and scores come from files only.
    Import,
    /// Nobody answers: the results are made from what other waves have published.
    Pooled,
}

impl Access {
    /// Every way.
    pub const ALL: [Self; 6] =
        [Self::Link, Self::Ticket, Self::Blind, Self::Unlock, Self::Import, Self::Pooled];
    /// Those that can be chosen for a new wave; a pooled one is made from others.
    pub const CHOICES: [Self; 5] = [Self::Link, Self::Ticket, Self::Blind, Self::Unlock, Self::Import];

    /// The word used in files and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Ticket => "ticket",
            Self::Blind => "blind",
            Self::Unlock => "unlock",
            Self::Import => "import",
            Self::Pooled => "pooled",
        }
    }

    /// Whether people answer at this service, on any device.
    pub fn is_answered(self) -> bool {
        !matches!(self, Self::Import | Self::Pooled)
    }

    /// The choice for a new wave that is written so.
    pub fn parse(word: &str) -> Option<Self> {
        Self::CHOICES.into_iter().find(|access| access.as_str() == word)
    }
}

/// What is kept of the answers of a sealed batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Retention {
    /// The answers, without ids and in random order, so that the batch can be counted again.
    #[default]
    Rows,
    /// Nothing but the totals.
    Totals,
}

impl Retention {
    /// Every choice.
    pub const ALL: [Self; 2] = [Self::Rows, Self::Totals];

    /// The word used in files and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rows => "rows",
            Self::Totals => "totals",
        }
    }

    /// The value that is written so.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|retention| retention.as_str() == word)
    }
}

/// The breakdown by how an answer came: at a kiosk or on an own device.
pub const CHANNEL: &str = "channel";

/// Most breakdowns of a wave. Every further one makes the rule by which all of them advance harder to meet.
pub const MAX_BREAKDOWNS: usize = 4;

/// How a wave protects those who answer, and what it tells of them beside the figures of all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Protection {
    /// Whether answers are encrypted on the device and opened only when they are sealed.
    pub envelope: bool,
    /// What is kept of the answers of a sealed batch.
    pub retention: Retention,
    /// What results are also given by: codes of single-choice items, or [`CHANNEL`].
    pub breakdowns: Vec<String>,
    /// Whether people may also write a remark, which is kept apart from their answers.
    pub remarks: bool,
}

impl Protection {
    /// Whether it is noted of a response that waits how it came: where results are given by it, and where its answers
    /// cannot be read. Beside answers that can, it would single out the one person seen at the kiosk.
    pub fn notes_channel(&self) -> bool {
        self.envelope || self.breakdowns.iter().any(|code| code == CHANNEL)
    }
}

/// Whether a wave takes answers: not yet, now, or no longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// No answers are taken yet.
    Planned,
    /// Answers are taken.
    Open,
    /// No more answers; residual pools have gone to their parents.
    Closed,
}

impl State {
    /// The word used in files and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

impl Wave {
    /// Whether answers may be brought in as a file. Not where each person answers once, by ticket or unlocked by a
    /// clerk: a file would go round that, and whoever fills a pool up with answers that they know is left with those of
    /// the one person they do not. Nor where answers come in envelopes: those of a file could be read.
    pub fn takes_files(&self) -> bool {
        matches!(self.access, Access::Link | Access::Import) && !self.protection.envelope
    }

    /// Whether figures of the two may stand in one row over time: of a pooled wave those of its own length, not those
    /// it is made from.
    pub fn is_in_line_with(&self, other: &Self) -> bool {
        let is_pooled = [self, other].iter().any(|wave| wave.access == Access::Pooled);
        !is_pooled || self.period.is_like(&other.period)
    }
}

/// A wave without its units.
#[derive(Debug, Clone, PartialEq)]
pub struct Wave {
    /// Name.
    pub id: WaveId,
    /// Id of the instrument version.
    pub instrument: String,
    /// Title shown to citizens.
    pub title: Text,
    /// What period the results are about; its first day decides which units exist.
    pub period: Period,
    /// How respondents come into it.
    pub mode: Mode,
    /// How answers reach it.
    pub access: Access,
    /// Whether it still takes answers.
    pub state: State,
    /// Smallest number of responses in a batch, at least [`K_FLOOR`].
    pub k: u32,
    /// Whether everybody may see the results.
    pub public: bool,
    /// Whether the responses are invented to try the program; shown with every result.
    pub demo: bool,
    /// How the instrument's switches are set, complete.
    pub switches: SwitchSetting,
    /// Tags of the languages in which the form is offered; empty: all there are.
    pub languages: Vec<String>,
    /// The wave its results are compared with where nobody asks for another.
    pub earlier: Option<WaveId>,
    /// How it protects those who answer.
    pub protection: Protection,
    /// What the weights of a designed sample are raked to: codes of single-choice items that everybody is asked.
    pub margins: Vec<String>,
}
