//! The file of margins: `unit,question,answer,population`; how many people of a unit would answer so, for every answer
//! to every question that the weights of the wave are raked to. Importing again replaces all that the wave had.
//!
//! The units are those whose people are known, say provinces. None stands above another, and every unit that takes
//! part in the wave is one of them or below one.

mod sheet;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};

use diesel::{Connection, PgConnection};

use self::sheet::Reader;
use super::{Mistakes, Sheet, Usable, Way, usable};
use crate::domain::instrument::Instrument;
use crate::domain::raking::{Margin, UnknownMargin};
use crate::domain::unit::{UnitCode, UnitTree};
use crate::domain::wave::{Access, State};
use crate::store::margins::{People, of_wave, replace};
use crate::store::waves::{self, StoredWave};
use crate::store::{StoreError, units};

/// What an import came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MarginsReport {
    /// Rows of the file.
    pub rows: usize,
    /// Units whose people are known.
    pub units: usize,
    /// Rows that had another number.
    pub changed: usize,
    /// Rows that had none.
    pub new: usize,
}

/// Why a file of margins was not imported. Nothing of it is stored then.
#[derive(Debug, thiserror::Error)]
pub enum ImportMarginsError {
    /// The file is wrong.
    #[error("{0}\nnothing was imported")]
    File(Mistakes),
    /// The wave is not raked.
    #[error(
        "wave {0} is not raked; the questions it is raked to are chosen when it is planned (`hailong wave open \
         --mode sample --margin ...`)"
    )]
    NoMargins(String),
    /// The wave is closed: its weights are raked.
    #[error("wave {0} is closed, and its weights were raked then; its margins cannot be changed any more")]
    Closed(String),
    /// The wave has a margin that its instrument does not know.
    #[error(transparent)]
    Unknown(#[from] UnknownMargin),
    /// The file cannot be read.
    #[error("the file cannot be read: {0}")]
    Read(#[from] io::Error),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<diesel::result::Error> for ImportMarginsError {
    fn from(fault: diesel::result::Error) -> Self {
        Self::Store(fault.into())
    }
}

/// Imports a file of margins into a wave that is raked and not yet closed, everything or nothing.
///
/// # Errors
/// Every mistake of the file by line and column, why the wave takes no margins, or the fault of the database.
pub fn import(
    conn: &mut PgConnection,
    mut input: impl Read,
    instrument: &Instrument,
    wave: &StoredWave,
    way: &Way<'_>,
) -> Result<MarginsReport, ImportMarginsError> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    conn.transaction(|conn| {
        // Until the transaction ends nobody closes the wave.
        let held = waves::hold_for_change(conn, wave.number)?;
        let name = || wave.wave.id.to_string();
        if held.is_none_or(|held| held.wave.state == State::Closed) {
            return Err(ImportMarginsError::Closed(name()));
        }
        let margins = Margin::all(&wave.wave.margins, instrument)?;
        if margins.is_empty() {
            return Err(ImportMarginsError::NoMargins(name()));
        }
        let place = Place::read(conn, wave, way)?;
        let mut mistakes = Mistakes::default();
        let people = Sheet::read(&bytes, &mut mistakes)
            .map(|sheet| Reader::new(&place, &margins, wave).read(&sheet, &mut mistakes));
        mistakes.sort();
        let Some(people) = people.filter(|_| mistakes.is_empty()) else {
            return Err(ImportMarginsError::File(mistakes));
        };
        let before = of_wave(conn, wave.number)?;
        if way.store {
            replace(conn, wave.number, &people)?;
        }
        Ok(report(&before, &people))
    })
}

fn report(before: &BTreeMap<i32, People>, now: &BTreeMap<i32, People>) -> MarginsReport {
    let mut report = MarginsReport { rows: 0, units: now.len(), changed: 0, new: 0 };
    for (unit, people) in now {
        for (category, n) in people {
            report.rows += 1;
            match before.get(unit).and_then(|before| before.get(category)) {
                None => report.new += 1,
                Some(old) if old != n => report.changed += 1,
                Some(_) => {}
            }
        }
    }
    report
}

/// The units there are.
struct Place {
    /// Units a row may name.
    usable: Usable,
    tree: UnitTree,
    /// Units that take part, as far as that is known yet.
    taking_part: BTreeSet<UnitCode>,
}

impl Place {
    fn read(conn: &mut PgConnection, wave: &StoredWave, way: &Way<'_>) -> Result<Self, StoreError> {
        let day = wave.wave.period.first();
        let all = units::units_at(conn, day)?;
        let tree = UnitTree::at(all.iter().map(|(_, unit)| unit.clone()), day);
        let taking_part = waves::units(conn, wave.number)?;
        let taking_part: BTreeSet<UnitCode> = taking_part.into_iter().map(|(_, unit)| unit.code).collect();
        let above: BTreeSet<UnitCode> =
            taking_part.iter().flat_map(|code| tree.path(code)).map(|unit| unit.code.clone()).collect();
        // Into a wave by import further units come with the answers.
        let fits = |code: &UnitCode| wave.wave.access == Access::Import || above.contains(code);
        let keys = all.into_iter().map(|(key, unit)| (unit.code, key)).filter(|(code, _)| fits(code));
        Ok(Self { usable: usable(keys, way), tree, taking_part })
    }
}
