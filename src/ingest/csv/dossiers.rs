//! The file of dossiers: `unit,closed`; one row per unit that takes part in the wave, how many dossiers it has closed
//! in the period. Importing again replaces what was there for the same unit.

use std::collections::BTreeMap;
use std::io::{self, Read};

use diesel::{Connection, PgConnection};

use super::number::whole;
use super::{Mistakes, Sheet, Usable, Way, Why, usable, with_zeros};
use crate::store::StoreError;
use crate::store::dossiers::{of_wave, upsert};
use crate::store::waves::{self, StoredWave};

const COLUMNS: [&str; 2] = ["unit", "closed"];

/// What an import came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DossiersReport {
    /// Units with a number.
    pub rows: usize,
    /// Those of them that had another number.
    pub changed: usize,
    /// Those of them that had none.
    pub new: usize,
}

/// Why a file of dossiers was not imported. Nothing of it is stored then.
#[derive(Debug, thiserror::Error)]
pub enum ImportDossiersError {
    /// The file is wrong.
    #[error("{0}\nnothing was imported")]
    File(Mistakes),
    /// The file cannot be read.
    #[error("the file cannot be read: {0}")]
    Read(#[from] io::Error),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<diesel::result::Error> for ImportDossiersError {
    fn from(fault: diesel::result::Error) -> Self {
        Self::Store(fault.into())
    }
}

/// Imports a file of dossiers into a wave, everything or nothing. A closed wave takes them as well: they are known
/// once the period is over.
///
/// # Errors
/// Every mistake of the file by line and column, or the fault of the database.
pub fn import(
    conn: &mut PgConnection,
    mut input: impl Read,
    wave: &StoredWave,
    way: &Way<'_>,
) -> Result<DossiersReport, ImportDossiersError> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    conn.transaction(|conn| {
        let taking_part = waves::units(conn, wave.number)?;
        let units = usable(taking_part.into_iter().map(|(key, unit)| (unit.code, key)), way);
        let mut mistakes = Mistakes::default();
        let sheet = Sheet::read(&bytes, &mut mistakes);
        let closed = sheet.map(|sheet| Reader { units: &units, wave }.read(&sheet, &mut mistakes));
        mistakes.sort();
        let Some(closed) = closed.filter(|_| mistakes.is_empty()) else {
            return Err(ImportDossiersError::File(mistakes));
        };
        let before = of_wave(conn, wave.number)?;
        if way.store {
            upsert(conn, wave.number, &closed)?;
        }
        let new = closed.keys().filter(|unit| !before.contains_key(unit)).count();
        let changed = closed.iter().filter(|(unit, n)| before.get(unit).is_some_and(|old| old != *n)).count();
        Ok(DossiersReport { rows: closed.len(), changed, new })
    })
}

struct Reader<'a> {
    units: &'a Usable,
    wave: &'a StoredWave,
}

impl Reader<'_> {
    /// The numbers by key of the unit; every mistake is named.
    fn read(&self, sheet: &Sheet, mistakes: &mut Mistakes) -> BTreeMap<i32, i64> {
        sheet.expect(&COLUMNS, mistakes);
        let mut closed = BTreeMap::new();
        let mut lines: BTreeMap<i32, u64> = BTreeMap::new();
        let (Some(unit), Some(count)) = (sheet.column("unit"), sheet.column("closed")) else { return closed };
        for row in sheet.rows() {
            let found = self.unit(&row.cells[unit]).map_err(|why| mistakes.cell(row.line, "unit", why));
            let n = whole(&row.cells[count], sheet.has_decimal_comma());
            let n = n.map_err(|why| mistakes.cell(row.line, "closed", why));
            let (Ok(key), Ok(n)) = (found, n) else { continue };
            if let Some(first) = lines.insert(key, row.line) {
                let why = Why::new("second-unit").with("unit", &row.cells[unit]).with("first", &first);
                mistakes.line(row.line, why);
            }
            closed.insert(key, n);
        }
        closed
    }

    fn unit(&self, cell: &str) -> Result<i32, Why> {
        match self.units.get(cell) {
            Some((key, true)) => return Ok(*key),
            Some((_, false)) => return Err(Why::beyond(cell)),
            None if cell.is_empty() => return Err(Why::new("empty")),
            None => {}
        }
        let why = match with_zeros(cell, self.units) {
            Some(code) => Why::new("not-in-wave-zeros").with("full", &code),
            None => Why::new("not-in-wave"),
        };
        Err(why.with("wave", &self.wave.wave.id).found(cell))
    }
}
