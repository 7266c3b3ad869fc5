//! The full long table: the columns of the CSV file, then the further ones. The first line holds the column names,
//! so that programs can read the sheet too.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::sheet::{self, MAX_ROWS, Names, column_number, put, row_number, width};
use super::style::Styles;
use crate::domain::table::{Head, Row, Table};
use crate::export::cell::{Cell, columns, line};
use crate::locale::text;

/// Columns kept in view: up to the name of the unit.
const FIXED: u16 = 5;
/// Rows looked at for the width of a column.
const WIDTH_SAMPLE: usize = 2_000;

/// Adds the sheet, and further ones when the rows do not fit.
pub fn write(
    workbook: &mut Workbook,
    table: &Table,
    names: &mut Names,
    styles: &mut Styles,
) -> Result<(), XlsxError> {
    let wanted = text(&table.head.language, "export-sheet-full");
    let mut rest = table.rows.as_slice();
    // At least once: a table without rows still has its columns.
    loop {
        let (rows, further) = rest.split_at(rest.len().min(MAX_ROWS));
        let size = (rows.len(), columns(&table.head).len());
        let sheet = sheet::add(workbook, names, &wanted, &table.head, size)?;
        write_rows(sheet, &table.head, rows, styles)?;
        if further.is_empty() {
            return Ok(());
        }
        rest = further;
    }
}

fn write_rows(
    sheet: &mut Worksheet,
    head: &Head,
    rows: &[Row],
    styles: &mut Styles,
) -> Result<(), XlsxError> {
    let columns: Vec<(String, f64)> = columns(head)
        .into_iter()
        .enumerate()
        .map(|(place, column)| (column.to_owned(), column_width(head, rows, column, place)))
        .collect();
    sheet::header(sheet, 0, &columns, FIXED, row_number(rows.len())?, &styles.header)?;
    for (place, (column, _)) in columns.iter().enumerate() {
        if let Some(format) = column_format(column, styles) {
            sheet.set_column_format(column_number(place)?, format)?;
        }
    }
    for (position, row) in rows.iter().enumerate() {
        let number = row_number(position + 1)?;
        let figure = styles.figure(row);
        for (place, cell) in line(head, row).enumerate() {
            let format = match columns[place].0.as_str() {
                "value" | "ci_low" | "ci_high" => Some(&figure.value),
                "change" | "change_ci_low" | "change_ci_high" => Some(&figure.change),
                _ => None,
            };
            put(sheet, (number, column_number(place)?), cell, format)?;
        }
    }
    Ok(())
}

/// The format of a column whose cells all look alike.
fn column_format<'a>(column: &str, styles: &'a Styles) -> Option<&'a Format> {
    match column {
        "unit" | "node" | "period" => Some(&styles.code),
        "n" | "rank" | "ranked" | "batches" | "rank_before" | "missing" => Some(&styles.whole),
        "precision" | "group" | "publication" | "unit_level" | "group_name" | "group_before" => {
            Some(&styles.word)
        }
        "nonresponse" | "change_p" => Some(&styles.share),
        "change_percent" => Some(&styles.percent),
        _ => None,
    }
}

fn column_width(head: &Head, rows: &[Row], column: &str, place: usize) -> f64 {
    if column == "publication" {
        // A hash is for comparing, not for reading.
        return 20.0;
    }
    let texts = rows.iter().take(WIDTH_SAMPLE).filter_map(|row| {
        let cell = line(head, row).nth(place)?;
        if let Cell::Text(text) = cell { Some(text) } else { None }
    });
    width(texts.chain([column]))
}
