//! Reading a file of results back as text: rows, and everything else that is shown.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use serde_json::{Map, Value};

use crate::cli::Failure;
use crate::domain::batch::{Hash, parse_hash};
use crate::domain::table::COLUMNS;
use crate::export::Format;

/// A file of results as text.
pub struct Download {
    /// Hash of the publication or comparison the file says it shows.
    pub publication: Hash,
    /// One per figure, in the order of the file.
    pub rows: Vec<Row>,
    /// What else the file shows: fields of a JSON head by name, cells of the other sheets of a
    /// workbook by sheet and place.
    pub besides: Row,
}

/// Texts by column name or place; empty cells are empty texts.
pub type Row = BTreeMap<String, String>;

/// Reads the bytes of a file of results.
pub fn read(bytes: &[u8], format: Format) -> Result<Download, Failure> {
    let (rows, besides) = match format {
        Format::Csv => (from_csv(bytes)?, Row::new()),
        Format::Json => from_json(bytes)?,
        Format::Xlsx => from_xlsx(bytes)?,
        Format::Pdf
        | Format::Html
        | Format::Ods
        | Format::JsonStat
        | Format::Parquet
        | Format::Sdmx
        | Format::Stat
        | Format::Zip => {
            return Err(format!(
                "no .{} is verified; take the .json, .csv or .xlsx of the same results",
                format.ending()
            )
            .into());
        }
    };
    Ok(Download { publication: publication(&rows)?, rows, besides })
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

fn from_csv(bytes: &[u8]) -> Result<Vec<Row>, Failure> {
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

fn from_json(bytes: &[u8]) -> Result<(Vec<Row>, Row), Failure> {
    let document: Value = serde_json::from_slice(bytes)?;
    let head = document.get("head").and_then(Value::as_object).ok_or("there is no head")?;
    let rows = document.get("rows").and_then(Value::as_array).ok_or("there are no rows")?;
    let by = head.get("breakdown").and_then(|by| by.get("id")).map(text_of);
    let head = texts(head);
    let mut read = Vec::with_capacity(rows.len());
    for row in rows {
        let mut cells = texts(row.as_object().ok_or("a row is not an object")?);
        // The columns that stand in the head because they are the same in every row.
        for column in COLUMNS {
            if let (false, Some(shared)) = (cells.contains_key(column), head.get(column)) {
                cells.insert(column.to_owned(), shared.clone());
            }
        }
        cells.extend(by.iter().map(|by| ("breakdown".to_owned(), by.clone())));
        read.push(cells);
    }
    Ok((read, head))
}

fn texts(fields: &Map<String, Value>) -> Row {
    fields.iter().map(|(name, value)| (name.clone(), text_of(value))).collect()
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

/// The rows of the sheets that have the long form's columns, and the cells of all others.
fn from_xlsx(bytes: &[u8]) -> Result<(Vec<Row>, Row), Failure> {
    let mut book = Xlsx::new(Cursor::new(bytes))?;
    let mut rows = Vec::new();
    let mut besides = Row::new();
    for name in book.sheet_names() {
        let sheet = book.worksheet_range(&name)?;
        let lines: Vec<Vec<String>> =
            sheet.rows().map(|cells| cells.iter().map(cell_text).collect()).collect();
        let header = lines.first().cloned().unwrap_or_default();
        if COLUMNS.iter().all(|column| header.iter().any(|name| name == column)) {
            rows.extend(
                lines[1..].iter().map(|cells| header.iter().cloned().zip(cells.clone()).collect::<Row>()),
            );
            continue;
        }
        for (line, cells) in lines.iter().enumerate() {
            for (place, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                let at = format!("sheet {name}, row {}, column {}", line + 1, place + 1);
                besides.insert(at, cell.clone());
            }
        }
    }
    if rows.is_empty() {
        return Err("no sheet has the columns of the long form".into());
    }
    Ok((rows, besides))
}

fn cell_text(cell: &Data) -> String {
    match cell {
        Data::Float(number) => number.to_string(),
        other => other.to_string(),
    }
}
