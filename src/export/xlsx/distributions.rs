//! Shares of the options: a line per unit and option of a question.

use std::collections::HashMap;

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use super::sheet::{self, MAX_ROWS, Names, column_number, put, row_number, width};
use super::style::Styles;
use crate::domain::publication::PublishedKind;
use crate::domain::table::{Head, Row, Table};
use crate::export::cell::{self, Cell};
use crate::locale::text;

/// Keys of the column names.
const COLUMNS: [&str; 11] = [
    "export-options-unit",
    "export-options-unit-name",
    "export-options-question",
    "export-options-question-name",
    "export-options-code",
    "export-options-option",
    "export-options-value",
    "export-options-low",
    "export-options-high",
    "export-options-n",
    "export-options-precision",
];
/// Columns kept in view: code and name of the unit.
const FIXED: u16 = 2;
/// Rows looked at for the width of a column.
const WIDTH_SAMPLE: usize = 2_000;

/// Adds the sheet, and further ones when the rows do not fit.
pub fn write(
    workbook: &mut Workbook,
    table: &Table,
    names: &mut Names,
    styles: &mut Styles,
) -> Result<(), XlsxError> {
    let questions: HashMap<&str, &str> = table
        .rows
        .iter()
        .filter(|row| row.node_kind != PublishedKind::Option)
        .map(|row| (row.node.as_str(), row.node_name.as_str()))
        .collect();
    let options: Vec<&Row> = table.rows.iter().filter(|row| row.node_kind == PublishedKind::Option).collect();
    let wanted = text(&table.head.language, "export-sheet-options");
    for rows in options.chunks(MAX_ROWS) {
        let sheet = sheet::add(workbook, names, &wanted, &table.head, (rows.len(), COLUMNS.len()))?;
        write_rows(sheet, &table.head, rows, &questions, styles)?;
    }
    Ok(())
}

fn write_rows(
    sheet: &mut Worksheet,
    head: &Head,
    rows: &[&Row],
    questions: &HashMap<&str, &str>,
    styles: &mut Styles,
) -> Result<(), XlsxError> {
    let columns: Vec<(String, f64)> = COLUMNS
        .iter()
        .enumerate()
        .map(|(place, key)| {
            let name = text(&head.language, key);
            let texts = rows.iter().take(WIDTH_SAMPLE).filter_map(|row| match line(row, questions)[place] {
                Cell::Text(text) => Some(text),
                _ => None,
            });
            let width = width(texts.chain([name.as_str()]));
            (name, width)
        })
        .collect();
    sheet::header(sheet, 0, &columns, FIXED, row_number(rows.len())?, &styles.header)?;
    for (position, row) in rows.iter().enumerate() {
        let number = row_number(position + 1)?;
        for (place, cell) in line(row, questions).into_iter().enumerate() {
            let format = match place {
                0 | 2 | 4 => Some(&styles.code),
                6..=8 => Some(&styles.figure(row).value),
                9 => Some(&styles.whole),
                10 => Some(&styles.word),
                _ => None,
            };
            put(sheet, (number, column_number(place)?), cell, format)?;
        }
    }
    Ok(())
}

/// The cells of a row in the order of [`COLUMNS`].
fn line<'a>(row: &'a Row, questions: &HashMap<&str, &'a str>) -> [Cell<'a>; COLUMNS.len()] {
    // The id of an option is `<node>=<code>`.
    let (question, code) = row.node.split_once('=').unwrap_or((&row.node, ""));
    [
        Cell::Text(&row.unit),
        Cell::Text(&row.unit_name),
        Cell::Text(question),
        questions.get(question).map_or(Cell::Absent, |name| Cell::Text(name)),
        Cell::Text(code),
        Cell::Text(&row.node_name),
        cell::number(row.value),
        cell::number(row.ci_low),
        cell::number(row.ci_high),
        cell::count(row.n),
        row.precision.map_or(Cell::Absent, |state| Cell::Text(cell::precision_word(state))),
    ]
}
