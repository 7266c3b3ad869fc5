//! Reading a downloaded file back: the same columns from CSV, JSON or XLSX.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader, Xlsx};
use serde_json::Value;

use crate::cli::Failure;
use crate::domain::batch::{Hash, parse_hash};
use crate::domain::table::COLUMNS;

/// A file of results as text: what stands in each of the long form's columns.
pub struct Download {
    /// Hash of the publication or comparison the file says it shows.
    pub publication: Hash,
    /// One per figure.
    pub rows: Vec<Row>,
}

/// Cells of one row by column name; empty cells are empty texts.
pub type Row = BTreeMap<String, String>;

/// Reads a downloaded file by its ending.
pub fn read(path: &Path) -> Result<Download, Failure> {
    let name = path.display();
    let bytes = fs::read(path).map_err(|fault| format!("cannot read {name}: {fault}"))?;
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    let rows = match ending.as_str() {
        "csv" => from_csv(&bytes),
        "json" => from_json(&bytes),
        "xlsx" => from_xlsx(bytes),
        _ => Err(format!("cannot verify {name}: it should end in .csv, .json or .xlsx").into()),
    };
    let rows = rows.map_err(|fault| format!("{name} is not a file of results: {fault}"))?;
    let publication = publication(&rows).map_err(|fault| format!("{name}: {fault}"))?;
    Ok(Download { publication, rows })
}

/// The hash, which must be the same in every row.
fn publication(rows: &[Row]) -> Result<Hash, Failure> {
    let named = |row: &Row| row.get("publication").cloned().unwrap_or_default();
    let first = rows.first().map(named).ok_or("it holds no figures")?;
    if rows.iter().any(|row| named(row) != first) {
        return Err("its rows come from different publications".into());
    }
    parse_hash(&first).ok_or_else(|| format!("{first:?} is not the hash of a publication").into())
}

pub fn from_csv(bytes: &[u8]) -> Result<Vec<Row>, Failure> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader.headers()?.clone();
    let missing: Vec<&str> =
        COLUMNS.into_iter().filter(|column| !header.iter().any(|name| name == *column)).collect();
    if !missing.is_empty() {
        return Err(format!("columns are missing: {}", missing.join(", ")).into());
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record?;
        rows.push(header.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect());
    }
    Ok(rows)
}

fn from_json(bytes: &[u8]) -> Result<Vec<Row>, Failure> {
    let document: Value = serde_json::from_slice(bytes)?;
    let head = document.get("head").and_then(Value::as_object).ok_or("there is no head")?;
    let rows = document.get("rows").and_then(Value::as_array).ok_or("there are no rows")?;
    let shared: Row = head.iter().map(|(name, value)| (name.clone(), text_of(value))).collect();
    let mut read = Vec::with_capacity(rows.len());
    for row in rows {
        let cells = row.as_object().ok_or("a row is not an object")?;
        let mut all: Row = shared.clone();
        all.extend(cells.iter().map(|(name, value)| (name.clone(), text_of(value))));
        read.push(all);
    }
    Ok(read)
}

fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Number(number) => {
            number.as_f64().map_or_else(|| number.to_string(), |number| number.to_string())
        }
        other => other.to_string(),
    }
}

/// The sheet that has the long form's columns, whatever its name in the file's language.
fn from_xlsx(bytes: Vec<u8>) -> Result<Vec<Row>, Failure> {
    let mut book = Xlsx::new(Cursor::new(bytes))?;
    for name in book.sheet_names() {
        let sheet = book.worksheet_range(&name)?;
        let mut lines = sheet.rows();
        let Some(header) = lines.next() else { continue };
        let header: Vec<String> = header.iter().map(cell_text).collect();
        if !COLUMNS.iter().all(|column| header.iter().any(|name| name == column)) {
            continue;
        }
        let row = |cells: &[Data]| header.iter().cloned().zip(cells.iter().map(cell_text)).collect();
        return Ok(lines.map(row).collect());
    }
    Err("no sheet has the columns of the long form".into())
}

fn cell_text(cell: &Data) -> String {
    match cell {
        Data::Float(number) => number.to_string(),
        other => other.to_string(),
    }
}
