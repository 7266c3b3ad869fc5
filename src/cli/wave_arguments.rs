//! What `hailong wave` takes.

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};

use super::arguments::{ModeName, setting};
use crate::domain::period::Period;
use crate::domain::wave::{Access, K_DEFAULT, K_FLOOR, K_MAX, WaveId};

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum AccessName {
    /// Anybody with the link
    Link,
    /// Once per ticket
    Ticket,
    /// Once per ticket that nobody can recognise again
    Blind,
    /// A clerk opens each form from a second device
    Unlock,
}

impl From<AccessName> for Access {
    fn from(name: AccessName) -> Self {
        match name {
            AccessName::Link => Self::Link,
            AccessName::Ticket => Self::Ticket,
            AccessName::Blind => Self::Blind,
            AccessName::Unlock => Self::Unlock,
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum WaveCommand {
    /// Open a wave that people answer by link
    Open(OpenWave),
    /// Open a wave that was planned
    Begin {
        /// Wave
        wave: WaveId,
    },
    /// Change what can still be changed: title, closing day, more units
    Change(ChangeWave),
    /// Plan the same wave for the next period: same form, units, mode, k and settings
    Copy {
        /// Wave to copy
        wave: WaveId,
        /// Name of the new one
        new: WaveId,
    },
    /// Make the results of a year from what its quarters have published, or add waves to those
    Pool(PoolWaves),
    /// Take away a wave that is only planned
    Discard {
        /// Wave
        wave: WaveId,
    },
    /// Make the key of a planned wave with envelopes on this machine, which then is the only one that can open them
    Key {
        /// Wave
        wave: WaveId,
        /// The private key is lost: note it, so that the closed wave can be finished without what nobody can read
        #[arg(long)]
        lost: bool,
    },
    /// Take no more answers, seal and publish
    Close {
        /// Wave
        wave: WaveId,
    },
    /// Delete everything of a closed wave, in all tables and for good
    Erase {
        /// Wave
        wave: WaveId,
        /// Its name once more, to be sure; without it the command says what would be erased
        #[arg(long, value_name = "WAVE")]
        again: Option<String>,
    },
    /// Let everybody see the results, or staff only
    Publish {
        /// Wave
        wave: WaveId,
        /// Staff only again
        #[arg(long)]
        private: bool,
    },
    /// All waves
    List,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct OpenWave {
    /// Name: lower-case letters, digits and hyphens
    pub wave: WaveId,
    /// Instrument version
    #[arg(long, value_name = "ID")]
    pub instrument: String,
    /// Period, e.g. 2026-Q4; the quarter of today when absent
    #[arg(long)]
    pub period: Option<Period>,
    /// Units that take part
    #[arg(long = "unit", value_name = "CODE", value_delimiter = ',', required_unless_present = "under")]
    pub units: Vec<String>,
    /// All desks below this unit, or its communes where there are no desks
    #[arg(long, value_name = "CODE")]
    pub under: Option<String>,
    /// Title in Vietnamese; the instrument's when absent
    #[arg(long)]
    pub title: Option<String>,
    /// Title in English
    #[arg(long)]
    pub title_en: Option<String>,
    /// How respondents are found
    #[arg(long, value_enum, default_value_t = ModeName::Desk)]
    pub mode: ModeName,
    /// Smallest batch
    #[arg(long, default_value_t = K_DEFAULT, value_parser = clap::value_parser!(u32).range(i64::from(K_FLOOR)..=i64::from(K_MAX)))]
    pub k: u32,
    /// Let everybody see the results
    #[arg(long)]
    pub public: bool,
    /// How open questions of method are settled
    #[arg(long = "set", value_name = "SWITCH=CHOICE", value_parser = setting)]
    pub settings: Vec<(String, String)>,
    /// Last day on which answers are taken; the service closes the wave by itself afterwards
    #[arg(long, value_name = "DATE")]
    pub closes_on: Option<NaiveDate>,
    /// Languages in which the form is offered; all there are when absent
    #[arg(long, value_name = "TAG", value_delimiter = ',')]
    pub languages: Vec<String>,
    /// Earlier wave that results are compared with where nobody asks for another
    #[arg(long, value_name = "WAVE")]
    pub earlier: Option<WaveId>,
    /// Who may answer
    #[arg(long, value_enum, default_value_t = AccessName::Link)]
    pub access: AccessName,
    /// Encrypt answers on the device and open them only when they are sealed
    #[arg(long)]
    pub envelope: bool,
    /// Keep nothing of sealed answers but their totals
    #[arg(long)]
    pub totals_only: bool,
    /// What results are also given by: codes of single-choice questions, or `channel`
    #[arg(long = "breakdown", value_name = "ITEM", value_delimiter = ',')]
    pub breakdowns: Vec<String>,
    /// Let people write a remark, which is kept apart from their answers
    #[arg(long)]
    pub remarks: bool,
    /// What the weights of a designed sample are raked to: codes of single-choice questions
    #[arg(long = "margin", value_name = "ITEM", value_delimiter = ',')]
    pub margins: Vec<String>,
    /// Take no answers yet; `hailong wave begin` opens it
    #[arg(long)]
    pub planned: bool,
}

#[derive(Debug, Args)]
pub struct ChangeWave {
    /// Wave
    pub wave: WaveId,
    /// Title in Vietnamese
    #[arg(long)]
    pub title: Option<String>,
    /// Title in English; the Vietnamese one when absent
    #[arg(long, requires = "title")]
    pub title_en: Option<String>,
    /// Last day on which answers are taken: later, or today
    #[arg(long, value_name = "DATE", conflicts_with = "no_closing_day")]
    pub closes_on: Option<NaiveDate>,
    /// Take answers until somebody closes the wave
    #[arg(long)]
    pub no_closing_day: bool,
    /// More units that take part
    #[arg(long = "unit", value_name = "CODE", value_delimiter = ',')]
    pub more_units: Vec<String>,
    /// Languages in which the form is offered; `all` for all there are
    #[arg(long, value_name = "TAG", value_delimiter = ',')]
    pub languages: Vec<String>,
    /// Earlier wave that results are compared with where nobody asks for another
    #[arg(long, value_name = "WAVE")]
    pub earlier: Option<WaveId>,
    /// Smallest batch, as long as the wave is planned
    #[arg(long)]
    pub k: Option<u32>,
}

#[derive(Debug, Args)]
pub struct PoolWaves {
    /// Name of the pooled wave; where there is one, waves are added to it
    pub wave: WaveId,
    /// Waves to pool
    #[arg(long = "of", value_name = "WAVE", value_delimiter = ',', required = true)]
    pub sources: Vec<WaveId>,
    /// Period, e.g. 2026 or 2026-H2; the year of the earliest wave when absent
    #[arg(long)]
    pub period: Option<Period>,
    /// Title in Vietnamese; the instrument's when absent
    #[arg(long)]
    pub title: Option<String>,
    /// Title in English
    #[arg(long)]
    pub title_en: Option<String>,
    /// Earlier wave to compare with; that of the period before, where there is one, when absent
    #[arg(long, value_name = "WAVE")]
    pub earlier: Option<WaveId>,
}
