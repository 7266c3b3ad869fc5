//! The file of `hailong import scores`: `unit,period,node,value`; one row per unit and given leaf of
//! the instrument. Importing again replaces what was there for the same unit and node.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};

use diesel::{Connection, PgConnection};

use super::number::decimal;
use super::{Mistakes, Row, Sheet, Usable, Way, Why, usable};
use crate::domain::instrument::{Instrument, Measure, Node};
use crate::domain::period::Period;
use crate::domain::unit::{UnitCode, UnitTree};
use crate::domain::wave::Access;
use crate::store::scores::{StoredScore, of_wave, upsert};
use crate::store::waves::{self, StoredWave};
use crate::store::{StoreError, units};

const COLUMNS: [&str; 4] = ["unit", "period", "node", "value"];

/// A file of scores that was read: everything about it is right except perhaps the units.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreFile {
    /// The period all rows are about.
    pub period: Period,
    rows: Vec<ScoreRow>,
}

#[derive(Debug, Clone, PartialEq)]
struct ScoreRow {
    line: u64,
    unit: String,
    node: String,
    value: f64,
}

/// What an import came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoresReport {
    /// Scores imported.
    pub rows: usize,
    /// Units they belong to.
    pub units: usize,
    /// Nodes they belong to.
    pub nodes: usize,
    /// Those of them that were there with another value.
    pub changed: usize,
    /// Those of them that were not there.
    pub new: usize,
}

/// Why a file of scores was not imported. Nothing of it is stored then.
#[derive(Debug, thiserror::Error)]
pub enum ImportScoresError {
    /// The file is wrong.
    #[error("{0}\nnothing was imported")]
    File(Mistakes),
    /// The file is about another period than the wave.
    #[error("wave {wave} is about {expected}, the file about {found}; nothing was imported")]
    OtherPeriod {
        /// The wave.
        wave: String,
        /// Its period.
        expected: Period,
        /// Period of the file.
        found: Period,
    },
    /// The file cannot be read.
    #[error("the file cannot be read: {0}")]
    Read(#[from] io::Error),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<diesel::result::Error> for ImportScoresError {
    fn from(fault: diesel::result::Error) -> Self {
        Self::Store(fault.into())
    }
}

/// Reads a file of scores for this instrument, so that its period is known before there is a wave.
///
/// # Errors
/// Every mistake of the file by line and column.
pub fn read(mut input: impl Read, instrument: &Instrument) -> Result<ScoreFile, ImportScoresError> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let mut mistakes = Mistakes::default();
    let file =
        Sheet::read(&bytes, &mut mistakes).and_then(|sheet| read_sheet(&sheet, instrument, &mut mistakes));
    mistakes.sort();
    file.filter(|_| mistakes.is_empty()).ok_or(ImportScoresError::File(mistakes))
}

/// Imports a file of scores into a wave of the same instrument and period, everything or nothing.
///
/// A wave by import takes any unit of its period; at a wave by link the unit must take part or stand
/// above one that does. A closed wave takes scores as well: they come late by nature.
///
/// # Errors
/// The mistakes about units, another period, or the fault of the database.
pub fn import(
    conn: &mut PgConnection,
    file: &ScoreFile,
    wave: &StoredWave,
    way: &Way<'_>,
) -> Result<ScoresReport, ImportScoresError> {
    if file.period != wave.wave.period {
        return Err(ImportScoresError::OtherPeriod {
            wave: wave.wave.id.to_string(),
            expected: wave.wave.period.clone(),
            found: file.period.clone(),
        });
    }
    conn.transaction(|conn| {
        let usable = usable_units(conn, wave, way)?;
        let mut mistakes = Mistakes::default();
        let mut scores = Vec::with_capacity(file.rows.len());
        for row in &file.rows {
            match usable.get(&row.unit) {
                Some((unit_id, true)) => {
                    scores.push(StoredScore { unit_id: *unit_id, node: row.node.clone(), value: row.value });
                }
                Some((_, false)) => mistakes.cell(row.line, "unit", Why::beyond(&row.unit)),
                None => mistakes.cell(row.line, "unit", unusable(&row.unit, wave)),
            }
        }
        if !mistakes.is_empty() {
            return Err(ImportScoresError::File(mistakes));
        }
        let units: BTreeSet<i32> = scores.iter().map(|score| score.unit_id).collect();
        if wave.wave.access == Access::Import {
            waves::add_units(conn, wave.number, &units.iter().copied().collect::<Vec<_>>())?;
        }
        let before: BTreeMap<(i32, String), f64> = of_wave(conn, wave.number)?
            .into_iter()
            .map(|score| ((score.unit_id, score.node), score.value))
            .collect();
        if way.store {
            upsert(conn, wave.number, &scores)?;
        }
        let nodes: BTreeSet<&str> = scores.iter().map(|score| score.node.as_str()).collect();
        let (mut new, mut changed) = (0, 0);
        for score in &scores {
            match before.get(&(score.unit_id, score.node.clone())) {
                None => new += 1,
                Some(value) if value.total_cmp(&score.value).is_ne() => changed += 1,
                Some(_) => {}
            }
        }
        Ok(ScoresReport { rows: scores.len(), units: units.len(), nodes: nodes.len(), changed, new })
    })
}

fn unusable(unit: &str, wave: &StoredWave) -> Why {
    match wave.wave.access {
        Access::Import => Why::new("no-unit").with("day", &wave.wave.period.first()).found(unit),
        _ => Why::new("not-above-wave").with("wave", &wave.wave.id).found(unit),
    }
}

/// Keys of the units a row may name, by code.
fn usable_units(conn: &mut PgConnection, wave: &StoredWave, way: &Way<'_>) -> Result<Usable, StoreError> {
    let first_day = wave.wave.period.first();
    let all = units::units_at(conn, first_day)?;
    let keys = all.iter().map(|(unit_id, unit)| (unit.code.clone(), *unit_id));
    if wave.wave.access == Access::Import {
        return Ok(usable(keys, way));
    }
    let taking_part = waves::units(conn, wave.number)?;
    let tree = UnitTree::at(all.iter().map(|(_, unit)| unit.clone()), first_day);
    let above: BTreeSet<&UnitCode> =
        taking_part.iter().flat_map(|(_, unit)| tree.path(&unit.code)).map(|unit| &unit.code).collect();
    Ok(usable(keys.filter(|(code, _)| above.contains(code)), way))
}

fn read_sheet(sheet: &Sheet, instrument: &Instrument, mistakes: &mut Mistakes) -> Option<ScoreFile> {
    sheet.expect(&COLUMNS, mistakes);
    let places =
        [sheet.column("unit")?, sheet.column("period")?, sheet.column("node")?, sheet.column("value")?];
    let mut reader = ScoreReader {
        given: instrument.index.iter().filter(|node| node.measure == Some(Measure::Given)).collect(),
        instrument,
        comma: sheet.has_decimal_comma(),
        period: None,
        seen: BTreeMap::new(),
    };
    let mut rows = Vec::with_capacity(sheet.rows().len());
    for row in sheet.rows() {
        rows.extend(reader.read(row, places, mistakes));
    }
    Some(ScoreFile { period: reader.period?.1, rows })
}

struct ScoreReader<'a> {
    instrument: &'a Instrument,
    given: Vec<&'a Node>,
    comma: bool,
    /// The period of the file and the line that set it.
    period: Option<(u64, Period)>,
    /// Line on which a unit and node stood first.
    seen: BTreeMap<(String, String), u64>,
}

impl ScoreReader<'_> {
    /// Reads every cell before giving up, so that all mistakes of the row are named.
    fn read(&mut self, row: &Row, places: [usize; 4], mistakes: &mut Mistakes) -> Option<ScoreRow> {
        let [unit, period, node, value] = places.map(|place| row.cells[place].as_str());
        let line = row.line;
        let before = mistakes.count();
        if unit.is_empty() {
            mistakes.cell(line, "unit", Why::new("empty"));
        }
        if let Err(why) = self.period(line, period) {
            mistakes.cell(line, "period", why);
        }
        let known = self.node(node);
        if let Err(why) = &known {
            mistakes.cell(line, "node", why.clone());
        }
        let value = decimal(value, self.comma).and_then(|value| in_range(value, known.ok()));
        if let Err(why) = &value {
            mistakes.cell(line, "value", why.clone());
        }
        if let Some(first) = self.seen.insert((unit.to_owned(), node.to_owned()), line) {
            mistakes.line(
                line,
                Why::new("second-score").with("unit", &unit).with("node", &node).with("first", &first),
            );
        }
        if mistakes.count() > before {
            return None;
        }
        Some(ScoreRow { line, unit: unit.to_owned(), node: node.to_owned(), value: value.ok()? })
    }

    /// All rows must be about one period.
    fn period(&mut self, line: u64, cell: &str) -> Result<(), Why> {
        let period: Period = cell.parse().map_err(|_| Why::no_period(cell))?;
        match &self.period {
            None => self.period = Some((line, period)),
            Some((first, known)) if *known != period => {
                return Err(Why::other_period(&period, *first, known));
            }
            Some(_) => {}
        }
        Ok(())
    }

    fn node(&self, id: &str) -> Result<&Node, Why> {
        if let Some(node) = self.given.iter().find(|node| node.id == id) {
            return Ok(node);
        }
        let code = if self.instrument.node(id).is_some() { "node-computed" } else { "no-node" };
        let given = self.given.iter().take(20).map(|node| node.id.as_str()).collect::<Vec<_>>().join(", ");
        let more = if self.given.len() > 20 { ", …" } else { "" };
        let why = Why::new(code).with("instrument", &self.instrument.id).found(id);
        Err(why.with("nodes", &format!("{given}{more}")))
    }
}

fn in_range(value: f64, node: Option<&Node>) -> Result<f64, Why> {
    match node.and_then(|node| node.range) {
        Some([least, greatest]) if value < least || value > greatest => {
            let why = Why::new("out-of-range").found(&value.to_string());
            Err(why.with("least", &least).with("greatest", &greatest))
        }
        _ => Ok(value),
    }
}
