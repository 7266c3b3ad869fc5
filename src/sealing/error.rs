use crate::domain::instrument::SwitchError;
use crate::domain::raking::{RakingFault, UnknownMargin};
use crate::domain::response::Unreadable;
use crate::envelopes::KeysError;
use crate::store::StoreError;

/// Why sealing, publishing or verifying stopped. What was committed before stands.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Stored answers do not fit the wave's instrument version.
    #[error(transparent)]
    Answers(#[from] Unreadable),
    /// The wave settles the instrument's switches in a way the instrument does not know.
    #[error(transparent)]
    Switches(#[from] SwitchError),
    /// The private key of a wave with envelopes.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// The wave has a breakdown that its instrument does not know.
    #[error(transparent)]
    Breakdown(#[from] crate::domain::breakdown::Unknown),
    /// The wave has a margin that its instrument does not know.
    #[error(transparent)]
    Margin(#[from] UnknownMargin),
    /// The weights of a designed sample cannot be raked; its wave stays open.
    #[error(transparent)]
    Raking(#[from] RakingFault),
    /// The wave's instrument is not in the database.
    #[error("wave {wave} needs instrument {instrument}, which is not in the database")]
    NoInstrument {
        /// The wave.
        wave: String,
        /// The instrument version.
        instrument: String,
    },
    /// Something of the wave belongs to a unit that is not among the wave's units and those above.
    #[error("wave {wave} has {what} at unit number {unit_id}, which does not exist on the wave's first day")]
    NoUnit {
        /// The wave.
        wave: String,
        /// What it has.
        what: &'static str,
        /// Key of the unit in this database.
        unit_id: i32,
    },
    /// There is no wave of this name.
    #[error("there is no wave {0}")]
    UnknownWave(String),
    /// The wave is gone.
    #[error("there is no wave number {0}")]
    NoWave(i32),
}

impl From<diesel::result::Error> for SealError {
    fn from(fault: diesel::result::Error) -> Self {
        Self::Store(fault.into())
    }
}
