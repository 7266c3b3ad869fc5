//! Shares of the options: a line per unit and option of a question.

use std::borrow::Cow;
use std::collections::HashMap;

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use super::sheet::{self, MAX_ROWS, Names, column_number, put, row_number, width};
use super::style::Styles;
use crate::domain::publication::PublishedKind;
use crate::domain::table::{Row, Rows};
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
    table: &dyn Rows,
    names: &mut Names,
    styles: &mut Styles,
) -> Result<(), XlsxError> {
    let head = table.head();
    let mut questions: HashMap<String, String> = HashMap::new();
    let mut count = 0;
    for row in table.rows() {
        if row.node_kind == PublishedKind::Option {
            count += 1;
        } else if !questions.contains_key(&row.node) {
            questions.insert(row.node.clone(), row.node_name.clone());
        }
    }
    let wanted = text(&head.language, "export-sheet-options");
    let mut options = table.rows().filter(|row| row.node_kind == PublishedKind::Option);
    let sample: Vec<Cow<'_, Row>> =
        table.rows().filter(|row| row.node_kind == PublishedKind::Option).take(WIDTH_SAMPLE).collect();
    let columns = named(&head.language, &sample, &questions);
    while count > 0 {
        let size = count.min(MAX_ROWS);
        count -= size;
        let sheet = sheet::add(workbook, names, &wanted, head, (size, COLUMNS.len()))?;
        sheet::header(sheet, 0, &columns, FIXED, row_number(size)?, &styles.header)?;
        write_rows(sheet, options.by_ref().take(size), &questions, styles)?;
    }
    Ok(())
}

/// Names of the columns with widths that suit the first rows.
fn named(language: &str, sample: &[Cow<'_, Row>], questions: &HashMap<String, String>) -> Vec<(String, f64)> {
    let named = |(place, key): (usize, &&str)| {
        let name = text(language, key);
        let texts = sample.iter().filter_map(|row| match line(row, questions)[place] {
            Cell::Text(text) => Some(text),
            _ => None,
        });
        let width = width(texts.chain([name.as_str()]));
        (name, width)
    };
    COLUMNS.iter().enumerate().map(named).collect()
}

fn write_rows<'r>(
    sheet: &mut Worksheet,
    rows: impl Iterator<Item = Cow<'r, Row>>,
    questions: &HashMap<String, String>,
    styles: &mut Styles,
) -> Result<(), XlsxError> {
    for (position, row) in rows.enumerate() {
        let number = row_number(position + 1)?;
        for (place, cell) in line(&row, questions).into_iter().enumerate() {
            let format = match place {
                0 | 2 | 4 => Some(&styles.code),
                6..=8 => Some(&styles.figure(&row).value),
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
fn line<'a>(row: &'a Row, questions: &'a HashMap<String, String>) -> [Cell<'a>; COLUMNS.len()] {
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
