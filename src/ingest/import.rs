//! Importing a file into a wave that is made on the way when it is new: both or neither.

use std::io::Read;

use diesel::{Connection, PgConnection};

use super::csv::responses::{self, ImportResponsesError, ResponsesReport};
use super::csv::scores::{self, ImportScoresError, ScoreFile, ScoresReport};
use super::csv::{OpenWaveError, Way, open_wave_for_import};
use crate::domain::instrument::Instrument;
use crate::domain::wave::Wave;
use crate::store::StoreError;
use crate::store::waves::StoredWave;

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The wave is something else.
    #[error(transparent)]
    Wave(#[from] OpenWaveError),
    /// The file of responses.
    #[error(transparent)]
    Responses(#[from] ImportResponsesError),
    /// The file of scores.
    #[error(transparent)]
    Scores(#[from] ImportScoresError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<diesel::result::Error> for ImportError {
    fn from(fault: diesel::result::Error) -> Self {
        Self::Store(fault.into())
    }
}

/// Imports responses into the wave described.
///
/// # Errors
/// When the wave is there and is something else, the file is wrong, or the database fails.
pub fn import_responses(
    conn: &mut PgConnection,
    input: impl Read,
    instrument: &Instrument,
    wanted: &Wave,
    way: &mut Way<'_>,
) -> Result<(ResponsesReport, StoredWave), ImportError> {
    conn.transaction(|conn| {
        let wave = open_wave_for_import(conn, wanted)?;
        Ok((responses::import(conn, input, instrument, &wave, way)?, wave))
    })
}

/// Imports scores into the wave described.
///
/// # Errors
/// When the wave is there and is something else, the file is wrong, or the database fails.
pub fn import_scores(
    conn: &mut PgConnection,
    file: &ScoreFile,
    wanted: &Wave,
    way: &Way<'_>,
) -> Result<(ScoresReport, StoredWave), ImportError> {
    conn.transaction(|conn| {
        let wave = open_wave_for_import(conn, wanted)?;
        Ok((scores::import(conn, file, &wave, way)?, wave))
    })
}
