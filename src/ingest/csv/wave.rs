//! The wave a file is imported into.

use diesel::{Connection, PgConnection};

use crate::domain::period::Period;
use crate::domain::wave::{Access, Mode, Wave, WaveId};
use crate::store::StoreError;
use crate::store::waves::{self, StoredWave};

/// Why a file cannot go into the wave named.
#[derive(Debug, thiserror::Error)]
pub enum OpenWaveError {
    /// The wave is there with another instrument.
    #[error("wave {wave} uses instrument {stored}, not {asked}")]
    OtherInstrument {
        /// The wave.
        wave: WaveId,
        /// Its instrument.
        stored: String,
        /// What was asked for.
        asked: String,
    },
    /// The wave is there with another period.
    #[error("wave {wave} is about {stored}, not {asked}")]
    OtherPeriod {
        /// The wave.
        wave: WaveId,
        /// Its period.
        stored: Period,
        /// What was asked for.
        asked: Period,
    },
    /// The wave is there with another mode.
    #[error("wave {wave} is of mode {}, not {}", .stored.as_str(), .asked.as_str())]
    OtherMode {
        /// The wave.
        wave: WaveId,
        /// Its mode.
        stored: Mode,
        /// What was asked for.
        asked: Mode,
    },
    /// The wave is there with another smallest batch.
    #[error("wave {wave} has k = {stored}, not {asked}; k never changes")]
    OtherK {
        /// The wave.
        wave: WaveId,
        /// Its k.
        stored: u32,
        /// What was asked for.
        asked: u32,
    },
    /// The wave is there and settles a switch of its instrument otherwise.
    #[error("wave {wave} settles {switch} as {stored}, not {asked}")]
    OtherSetting {
        /// The wave.
        wave: WaveId,
        /// The switch.
        switch: String,
        /// Its choice.
        stored: String,
        /// What was asked for.
        asked: String,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<diesel::result::Error> for OpenWaveError {
    fn from(fault: diesel::result::Error) -> Self {
        Self::Store(fault.into())
    }
}

/// The wave of this name if there is one with the same instrument, period, mode, k and switches, else a new one
/// as described, with access by import and no units yet: the files bring them.
///
/// Called in one transaction with the import, a refused file leaves no empty wave behind.
///
/// # Errors
/// When there is a wave of this name that is something else, or the database fails.
pub fn open_wave_for_import(conn: &mut PgConnection, wanted: &Wave) -> Result<StoredWave, OpenWaveError> {
    conn.transaction(|conn| {
        let Some(stored) = waves::find(conn, &wanted.id)? else {
            let new = Wave { access: Access::Import, ..wanted.clone() };
            let number = waves::create(conn, &new, &[])?;
            return Ok(StoredWave { number, wave: new, sealed_on: None, closes_on: None });
        };
        check_same(&stored.wave, wanted)?;
        Ok(stored)
    })
}

fn check_same(stored: &Wave, wanted: &Wave) -> Result<(), OpenWaveError> {
    let wave = wanted.id.clone();
    if stored.instrument != wanted.instrument {
        let (stored, asked) = (stored.instrument.clone(), wanted.instrument.clone());
        return Err(OpenWaveError::OtherInstrument { wave, stored, asked });
    }
    if stored.period != wanted.period {
        let (stored, asked) = (stored.period.clone(), wanted.period.clone());
        return Err(OpenWaveError::OtherPeriod { wave, stored, asked });
    }
    if stored.mode != wanted.mode {
        return Err(OpenWaveError::OtherMode { wave, stored: stored.mode, asked: wanted.mode });
    }
    if stored.k != wanted.k {
        return Err(OpenWaveError::OtherK { wave, stored: stored.k, asked: wanted.k });
    }
    for (switch, asked) in &wanted.switches {
        let stored = stored.switches.get(switch).cloned().unwrap_or_default();
        if stored != *asked {
            let (switch, asked) = (switch.clone(), asked.clone());
            return Err(OpenWaveError::OtherSetting { wave, switch, stored, asked });
        }
    }
    Ok(())
}
