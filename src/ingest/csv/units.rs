//! The file of `hailong import units`: `code,name,name_en,level,parent,valid_from,valid_to`.
//!
//! Columns may come in any order; `code`, `name` and `level` must be there and filled. A unit without
//! a parent is a root. Days are written 2025-07-01; `valid_to` is the first day no longer valid.

mod placed;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::PgConnection;

use super::{Mistakes, Row, Sheet, Why};
use crate::domain::unit::{Unit, UnitCode, UnitFault, UnitKey, UnitLevel, UnitProblem, check_units};
use crate::store::StoreError;
use crate::store::units::{Written, all_units, import_units};

const COLUMNS: [&str; 7] = ["code", "name", "name_en", "level", "parent", "valid_from", "valid_to"];
const REQUIRED: [&str; 3] = ["code", "name", "level"];
const MAX_NAME: usize = 200;
/// First day of a unit whose row names none: before anything this program measures.
const SINCE_EVER: NaiveDate = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap();

/// Why a file of units was not imported. Nothing of it is stored then.
#[derive(Debug, thiserror::Error)]
pub enum UnitImportError {
    /// The file is wrong.
    #[error(transparent)]
    File(#[from] Mistakes),
    /// The database failed, or somebody changed units meanwhile so that the file no longer fits.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Imports a file of units, everything or nothing. Importing it again changes nothing.
///
/// # Errors
/// Every mistake of the file, or the fault of the database.
pub fn import_units_file(conn: &mut PgConnection, bytes: &[u8]) -> Result<Written, UnitImportError> {
    Ok(import_units_of(conn, bytes, &|_| Vec::new())?.0)
}

/// Units stay where they are where figures by category of a wave that was opened were counted: the rows of the file
/// that would move them are mistakes.
///
/// As [`import_units_file`], for somebody who may not change every unit: `refused` says which of the units of the
/// file are beyond them. Gives what was written, and the codes of the units in the file.
///
/// # Errors
/// As [`import_units_file`].
pub fn import_units_of(
    conn: &mut PgConnection,
    bytes: &[u8],
    refused: &dyn Fn(&[Unit]) -> Vec<UnitKey>,
) -> Result<(Written, Vec<UnitCode>), UnitImportError> {
    let mut known: BTreeMap<UnitCode, Vec<Unit>> = BTreeMap::new();
    let before: Vec<Unit> = all_units(conn)?.into_iter().map(|(_, unit)| unit).collect();
    for unit in &before {
        known.entry(unit.code.clone()).or_default().push(unit.clone());
    }
    let rows = read_units(bytes, &|code| known.get(code).cloned().unwrap_or_default())?;
    let units: Vec<Unit> = rows.iter().map(|(_, unit)| unit.clone()).collect();
    let refused = refused(&units);
    let mut mistakes = Mistakes::default();
    for (line, unit) in rows.iter().filter(|(_, unit)| refused.contains(&unit.key())) {
        mistakes.cell(*line, "code", Why::beyond(unit.code.as_str()));
    }
    let moved = placed::moved(conn, &before, &units)?;
    for (line, unit) in &rows {
        if let Some(wave) = moved.get(&unit.key()) {
            mistakes.cell(*line, "code", Why::moved(unit.code.as_str(), wave));
        }
    }
    if !mistakes.is_empty() {
        return Err(mistakes.into());
    }
    let written = import_units(conn, &units)?;
    Ok((written, units.into_iter().map(|unit| unit.code).collect()))
}

/// Reads a file of units. `known` gives the units the database holds under a code, of all times; the
/// file is checked together with them, so a parent may stand in either, and a row replaces the
/// known unit with the same code and `valid_from`.
///
/// # Errors
/// Every mistake of the file; nothing of such a file may be stored.
pub fn parse_units(bytes: &[u8], known: &dyn Fn(&UnitCode) -> Vec<Unit>) -> Result<Vec<Unit>, Mistakes> {
    Ok(read_units(bytes, known)?.into_iter().map(|(_, unit)| unit).collect())
}

/// As [`parse_units`], each unit with its line.
fn read_units(bytes: &[u8], known: &dyn Fn(&UnitCode) -> Vec<Unit>) -> Result<Vec<(u64, Unit)>, Mistakes> {
    let mut mistakes = Mistakes::default();
    let file = Sheet::read(bytes, &mut mistakes)
        .filter(|sheet| check_header(sheet, &mut mistakes))
        .map(|sheet| read_rows(&sheet, &mut mistakes))
        .unwrap_or_default();
    check_together(&file, known, &mut mistakes);
    if !mistakes.is_empty() {
        mistakes.sort();
        return Err(mistakes);
    }
    Ok(file.units)
}

fn check_header(sheet: &Sheet, mistakes: &mut Mistakes) -> bool {
    let mut sound = true;
    for name in sheet.header() {
        if !COLUMNS.contains(&name.as_str()) {
            mistakes.cell(
                sheet.header_line(),
                name,
                Why::new("unknown-column").with("columns", &COLUMNS.join(", ")),
            );
            sound = false;
        }
    }
    for name in REQUIRED {
        if sheet.column(name).is_none() {
            mistakes.cell(sheet.header_line(), name, Why::new("missing"));
            sound = false;
        }
    }
    sound
}

/// What the rows of a file come to.
#[derive(Default)]
struct File {
    /// The rows that make a unit, with their lines.
    units: Vec<(u64, Unit)>,
    /// Codes of the rows that do not. A unit below one of them is not blamed for that.
    broken: BTreeSet<String>,
}

fn read_rows(sheet: &Sheet, mistakes: &mut Mistakes) -> File {
    let places = COLUMNS.map(|name| sheet.column(name));
    let mut file = File::default();
    let mut seen: BTreeMap<UnitKey, u64> = BTreeMap::new();
    for row in sheet.rows() {
        let cells =
            places.map(|place| place.and_then(|place| row.cells.get(place)).map_or("", String::as_str));
        let Some(unit) = read_unit(row, cells, mistakes) else {
            file.broken.insert(cells[0].to_owned());
            continue;
        };
        if let Some(first) = seen.insert(unit.key(), row.line) {
            let why = Why::new("second-row").found(unit.code.as_str()).with("first", &first);
            mistakes.cell(row.line, "code", why);
            continue;
        }
        file.units.push((row.line, unit));
    }
    file
}

/// Reads every cell before giving up, so that all mistakes of the row are named.
fn read_unit(row: &Row, cells: [&str; 7], mistakes: &mut Mistakes) -> Option<Unit> {
    let [code, name, name_en, level, parent, valid_from, valid_to] = cells;
    let line = row.line;
    let code = keep(code.parse::<UnitCode>(), line, "code", mistakes);
    let name = keep(read_name(name), line, "name", mistakes);
    let name_en = keep(optional(name_en, read_name), line, "name_en", mistakes);
    let level = keep(level.to_lowercase().parse::<UnitLevel>(), line, "level", mistakes);
    let parent = keep(optional(parent, str::parse::<UnitCode>), line, "parent", mistakes);
    let valid_from = keep(optional(valid_from, read_day), line, "valid_from", mistakes);
    let valid_to = keep(optional(valid_to, read_day), line, "valid_to", mistakes);
    Some(Unit {
        code: code?,
        name: name?,
        name_en: name_en?,
        level: level?,
        parent: parent?,
        valid_from: valid_from?.unwrap_or(SINCE_EVER),
        valid_to: valid_to?,
    })
}

fn keep<T, E: Into<Why>>(
    result: Result<T, E>,
    line: u64,
    column: &str,
    mistakes: &mut Mistakes,
) -> Option<T> {
    result.map_err(|fault| mistakes.cell(line, column, fault.into())).ok()
}

fn optional<T, E>(cell: &str, read: impl Fn(&str) -> Result<T, E>) -> Result<Option<T>, E> {
    if cell.is_empty() { Ok(None) } else { read(cell).map(Some) }
}

fn read_name(cell: &str) -> Result<String, Why> {
    match cell.chars().count() {
        0 => Err(Why::new("empty")),
        length if length > MAX_NAME => {
            Err(Why::new("too-long").with("length", &length).with("most", &MAX_NAME))
        }
        _ => Ok(cell.to_owned()),
    }
}

fn read_day(cell: &str) -> Result<NaiveDate, Why> {
    // Exactly this form: chrono alone would also take 2025-7-1 and years of five digits.
    let shaped = cell.len() == 10 && cell.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let day = if shaped { cell.parse().ok() } else { None };
    day.ok_or_else(|| Why::new("no-day").found(cell))
}

/// Checks the file and the known units it touches as one set, and names the lines at fault.
fn check_together(file: &File, known: &dyn Fn(&UnitCode) -> Vec<Unit>, mistakes: &mut Mistakes) {
    let rows = &file.units;
    let lines: BTreeMap<UnitKey, u64> = rows.iter().map(|(line, unit)| (unit.key(), *line)).collect();
    let codes: BTreeSet<&UnitCode> =
        rows.iter().flat_map(|(_, unit)| std::iter::once(&unit.code).chain(&unit.parent)).collect();
    let mut units: Vec<Unit> = rows.iter().map(|(_, unit)| unit.clone()).collect();
    for code in codes {
        units.extend(known(code).into_iter().filter(|unit| !lines.contains_key(&unit.key())));
    }
    for UnitFault { unit, problem } in check_units(&units) {
        if matches!(&problem, UnitProblem::NoParent(code) if file.broken.contains(code.as_str())) {
            continue;
        }
        if let Some(line) = line_of(&unit, &problem, &lines) {
            let why = match (&problem, dropped_zeros(&problem, known, rows)) {
                (UnitProblem::NoParent(code), meant) => Why::no_parent(code, meant.as_ref()),
                (problem, _) => Why::from(problem),
            };
            mistakes.cell(line, column_of(&problem), why);
        }
    }
}

/// The line at fault. Of an overlapping pair it is the one in the file; faults among known units alone
/// (their parents are not looked up) are not the file's.
fn line_of(unit: &UnitKey, problem: &UnitProblem, lines: &BTreeMap<UnitKey, u64>) -> Option<u64> {
    let own = lines.get(unit).copied();
    let UnitProblem::Overlap { valid_from, .. } = problem else { return own };
    own.or_else(|| lines.get(&UnitKey { code: unit.code.clone(), valid_from: *valid_from }).copied())
}

fn column_of(problem: &UnitProblem) -> &'static str {
    match problem {
        UnitProblem::EmptyPeriod(_) => "valid_to",
        UnitProblem::Overlap { .. } => "valid_from",
        UnitProblem::NoParent(_)
        | UnitProblem::ParentAtOtherTimes(_)
        | UnitProblem::ParentNotAbove { .. } => "parent",
    }
}

/// Spreadsheets turn 02020 into 2020. Says so when the code with its zeros exists.
fn dropped_zeros(
    problem: &UnitProblem,
    known: &dyn Fn(&UnitCode) -> Vec<Unit>,
    rows: &[(u64, Unit)],
) -> Option<UnitCode> {
    let UnitProblem::NoParent(code) = problem else { return None };
    if !code.as_str().bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // Official codes have 2, 3 or 5 digits.
    for width in [2, 3, 5] {
        let padded = format!("{:0>width$}", code.as_str());
        let Ok(full) = padded.parse::<UnitCode>() else { continue };
        if full != *code && (rows.iter().any(|(_, unit)| unit.code == full) || !known(&full).is_empty()) {
            return Some(full);
        }
    }
    None
}

#[cfg(test)]
mod tests;
