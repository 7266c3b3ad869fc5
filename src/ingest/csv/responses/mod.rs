//! The file of `hailong import responses`: `unit` and one column per item code, optional `weight`,
//! `stratum`, `psu`, `period`; one row per person.
//!
//! Cells hold option codes; at multiple-choice items several, separated by `;` or `|`. An empty cell is
//! no answer, or a question that was not reached. Every row passes the same check as an answer sent by
//! a citizen. Everything is imported in one transaction, or nothing.

mod columns;
mod row;

use std::collections::BTreeSet;
use std::io::{self, Read};

use csv::ByteRecord;
use diesel::{Connection, PgConnection};

use self::columns::Columns;
use self::row::RowReader;
use super::stream::{Next, Rows};
use super::{Mistakes, Usable, Way, Why, usable};
use crate::domain::instrument::Instrument;
use crate::domain::period::Period;
use crate::domain::wave::{Access, Mode};
use crate::store::responses::{WeightedResponse, any_pending, insert_weighted};
use crate::store::waves::{self, StoredWave};
use crate::store::{StoreError, imports, units};

/// Rows in one statement: enough to make its cost vanish, few enough for little memory.
const CHUNK: usize = 10_000;
/// After so many mistakes reading stops.
const ENOUGH: usize = 50;
/// How often the progress is told, in rows.
const TELL: u64 = 1_000;

/// What an import came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponsesReport {
    /// Responses imported.
    pub rows: u64,
    /// Units they belong to.
    pub units: usize,
    /// Whether they have weights.
    pub weighted: bool,
    /// Items without a column: nobody answered them.
    pub absent_items: Vec<String>,
}

/// Why a file of responses was not imported. Nothing of it is stored then.
#[derive(Debug, thiserror::Error)]
pub enum ImportResponsesError {
    /// The file is wrong.
    #[error("{mistakes}\n{rows} rows were read{}, nothing was imported", if *.stopped { " before it was given up" } else { "" })]
    File {
        /// The mistakes.
        mistakes: Mistakes,
        /// Rows that were read.
        rows: u64,
        /// Whether reading stopped before the end of the file, because there were too many.
        stopped: bool,
    },
    /// The very same file was imported into the wave before.
    #[error("this file was imported into wave {0} before; nothing was imported")]
    ImportedBefore(String),
    /// The wave takes no answers any more.
    #[error("wave {0} is closed; nothing was imported")]
    Closed(String),
    /// Its answers come from people alone; see [`Wave::takes_files`](crate::domain::wave::Wave::takes_files).
    #[error(
        "wave {0} takes answers from people alone, by ticket, unlocked by a clerk or in envelopes; nothing was imported"
    )]
    NoFiles(String),
    /// Some responses of the wave have weights and others have none.
    #[error("wave {wave} holds responses {} weights, this file has rows {}; nothing was imported",
        if *.file_has { "without" } else { "with" }, if *.file_has { "with weights" } else { "without" })]
    MixedWeights {
        /// The wave.
        wave: String,
        /// Whether the file has weights.
        file_has: bool,
    },
    /// The file cannot be read.
    #[error("the file cannot be read: {0}")]
    Read(#[from] io::Error),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<diesel::result::Error> for ImportResponsesError {
    fn from(fault: diesel::result::Error) -> Self {
        Self::Store(fault.into())
    }
}

/// Imports a file of responses into an open wave, everything or nothing.
///
/// A wave by import takes units as the file names them; a wave by link only those that take part in
/// it; one by ticket, unlocked by a clerk or in envelopes takes no file at all.
///
/// # Errors
/// Up to 50 mistakes of the file by line and column, or why the wave cannot take it, or the fault of
/// the database.
pub fn import(
    conn: &mut PgConnection,
    input: impl Read,
    instrument: &Instrument,
    wave: &StoredWave,
    way: &mut Way<'_>,
) -> Result<ResponsesReport, ImportResponsesError> {
    conn.transaction(|conn| {
        if !waves::hold_open(conn, wave.number)? {
            return Err(ImportResponsesError::Closed(wave.wave.id.to_string()));
        }
        if !wave.wave.takes_files() {
            return Err(ImportResponsesError::NoFiles(wave.wave.id.to_string()));
        }
        let mut mistakes = Mistakes::default();
        let Some(rows) = Rows::open(input, &mut mistakes)? else { return Err(refused(mistakes, 0, true)) };
        let Some(columns) = Columns::of(&rows, instrument, wave.wave.mode, &mut mistakes) else {
            return Err(refused(mistakes, 0, true));
        };
        if wave.wave.mode == Mode::Sample && any_pending(conn, wave.number, columns.weight.is_none())? {
            let file_has = columns.weight.is_some();
            return Err(ImportResponsesError::MixedWeights { wave: wave.wave.id.to_string(), file_has });
        }
        let units = usable_units(conn, wave, way)?;
        let reader = RowReader::new(instrument, wave, &columns, units, rows.has_decimal_comma());
        let store = way.store;
        let mut import =
            Import { conn, wave, store, mistakes, chunk: Vec::new(), rows: 0, units: BTreeSet::new() };
        let sha256 = import.read_all(rows, reader, way.progress)?;
        if !imports::note(import.conn, wave.number, &sha256)? {
            return Err(ImportResponsesError::ImportedBefore(wave.wave.id.to_string()));
        }
        Ok(ResponsesReport {
            rows: import.rows,
            units: import.units.len(),
            weighted: columns.weight.is_some(),
            absent_items: columns.absent,
        })
    })
}

/// The period the first row of a file names, where it has such a column: what a new wave is about.
///
/// # Errors
/// When the file cannot be read. What is wrong in it shows when it is imported.
pub fn first_period(input: impl Read) -> io::Result<Option<Period>> {
    let Some(mut rows) = Rows::open(input, &mut Mistakes::default())? else { return Ok(None) };
    let Some(place) = rows.header().iter().position(|name| name == "period") else { return Ok(None) };
    let mut record = ByteRecord::new();
    let Next::Row(_) = rows.next(&mut record)? else { return Ok(None) };
    let cell = record.get(place).and_then(|cell| std::str::from_utf8(cell).ok());
    Ok(cell.and_then(|cell| cell.trim().parse().ok()))
}

fn refused(mistakes: Mistakes, rows: u64, stopped: bool) -> ImportResponsesError {
    ImportResponsesError::File { mistakes, rows, stopped }
}

/// Keys of the units a row may name, by code.
fn usable_units(conn: &mut PgConnection, wave: &StoredWave, way: &Way<'_>) -> Result<Usable, StoreError> {
    let all = match wave.wave.access {
        Access::Import => units::units_at(conn, wave.wave.period.first())?,
        _ => waves::units(conn, wave.number)?,
    };
    Ok(usable(all.into_iter().map(|(unit_id, unit)| (unit.code, unit_id)), way))
}

/// An import under way.
struct Import<'a> {
    conn: &'a mut PgConnection,
    wave: &'a StoredWave,
    /// Whether rows are stored, or only looked at.
    store: bool,
    mistakes: Mistakes,
    chunk: Vec<WeightedResponse>,
    rows: u64,
    units: BTreeSet<i32>,
}

impl Import<'_> {
    /// Reads and stores all rows and gives the hash of the file.
    fn read_all<R: Read>(
        &mut self,
        mut rows: Rows<R>,
        mut reader: RowReader<'_>,
        progress: &mut dyn FnMut(u64),
    ) -> Result<crate::domain::batch::Hash, ImportResponsesError> {
        let mut record = ByteRecord::new();
        while let Next::Row(line) = rows.next(&mut record)? {
            if record.iter().all(<[u8]>::is_empty) {
                continue;
            }
            self.rows += 1;
            self.chunk.extend(reader.read(line, &record, &mut self.mistakes));
            if self.mistakes.list().len() >= ENOUGH {
                return Err(refused(std::mem::take(&mut self.mistakes), self.rows, true));
            }
            if self.chunk.len() >= CHUNK {
                self.store_chunk()?;
            }
            if self.rows.is_multiple_of(TELL) {
                progress(rows.bytes());
            }
        }
        progress(rows.bytes());
        if self.rows == 0 {
            self.mistakes.line(rows.header_line(), Why::new("no-rows"));
        }
        if !self.mistakes.is_empty() {
            return Err(refused(std::mem::take(&mut self.mistakes), self.rows, false));
        }
        self.store_chunk()?;
        Ok(rows.into_sha256())
    }

    fn store_chunk(&mut self) -> Result<(), StoreError> {
        // Once there is a mistake, nothing will be kept; the rest is only read.
        if self.mistakes.is_empty() {
            let new: Vec<i32> = self
                .chunk
                .iter()
                .map(|row| row.response.unit_id)
                .filter(|unit| self.units.insert(*unit))
                .collect();
            if self.wave.wave.access == Access::Import {
                waves::add_units(self.conn, self.wave.number, &new)?;
            }
            if self.store {
                insert_weighted(self.conn, &self.chunk)?;
            }
        }
        self.chunk.clear();
        Ok(())
    }
}
