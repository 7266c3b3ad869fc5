//! What all sheets share: legal names, cells, headers, printing.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use crate::domain::table::Head;
use crate::export::cell::Cell;
use crate::locale::text;

/// Characters Excel takes in a sheet name.
const MAX_NAME: usize = 31;
/// UTF-16 units Excel takes in a cell.
const MAX_CELL: usize = 32_767;
pub use crate::export::SHEET_ROWS as MAX_ROWS;
/// Widest column, in characters.
const MAX_WIDTH: usize = 48;

/// The sheet names given so far.
#[derive(Default)]
pub struct Names(Vec<String>);

impl Names {
    /// A legal name close to `wanted` that no other sheet has.
    pub fn claim(&mut self, wanted: &str) -> String {
        let legal: String =
            wanted.chars().map(|sign| if "[]:*?/\\".contains(sign) { ' ' } else { sign }).collect();
        let legal = legal.trim_matches(|sign: char| sign == '\'' || sign.is_whitespace());
        let legal = if legal.is_empty() { "-" } else { legal };
        let mut number = 1;
        loop {
            let suffix = if number == 1 { String::new() } else { format!(" ({number})") };
            let name = clipped(legal, MAX_NAME - suffix.len()).trim_end().to_owned() + &suffix;
            // Excel compares without regard to case and keeps "History" for itself.
            let taken = self.0.iter().any(|other| other.to_lowercase() == name.to_lowercase());
            if !taken && name.to_lowercase() != "history" {
                self.0.push(name.clone());
                return name;
            }
            number += 1;
        }
    }
}

/// The beginning of `text`, at most `most` UTF-16 units.
fn clipped(text: &str, most: usize) -> &str {
    let mut units = 0;
    for (position, sign) in text.char_indices() {
        units += sign.len_utf16();
        if units > most {
            return &text[..position];
        }
    }
    text
}

/// Cells from which a sheet is written through a temporary file (about 200 bytes of memory each).
const LARGE: usize = 100_000;

/// Columns that can be read when all are printed on one page.
const ONE_PAGE: usize = 16;

/// How many lines and columns a sheet will have, roughly.
pub type Size = (usize, usize);

/// Adds a sheet for tables: printed across, as wide as a page if that stays legible, the header lines on every
/// page. Its cells must be written line by line from above, because large sheets leave memory at once.
pub fn add<'a>(
    workbook: &'a mut Workbook,
    names: &mut Names,
    wanted: &str,
    head: &Head,
    size: Size,
) -> Result<&'a mut Worksheet, XlsxError> {
    add_named(workbook, &names.claim(wanted), head, size)
}

/// As [`add`], under a name that was claimed before.
pub fn add_named<'a>(
    workbook: &'a mut Workbook,
    name: &str,
    head: &Head,
    (lines, columns): Size,
) -> Result<&'a mut Worksheet, XlsxError> {
    let sheet = if lines.saturating_mul(columns) < LARGE {
        workbook.add_worksheet()
    } else {
        workbook.add_worksheet_with_low_memory()?
    };
    sheet.set_name(name)?;
    sheet.set_paper_size(9).set_landscape();
    if columns <= ONE_PAGE {
        sheet.set_print_fit_to_pages(1, 0);
    }
    // A single & starts a code such as the page number.
    let title = clipped(&head.title, 90).replace('&', "&&");
    let demo = if head.demo { text(&head.language, "export-demo-short") } else { String::new() };
    sheet.set_header(format!("&L{title}&R{demo}"));
    sheet.set_footer(format!("&L{}&R&P / &N", head.publication));
    if head.demo {
        sheet.set_tab_color(rust_xlsxwriter::Color::Red);
    }
    Ok(sheet)
}

/// Writes a cell; texts are never taken for formulas. Without `format` that of the column holds.
pub fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: Cell<'_>,
    format: Option<&Format>,
) -> Result<(), XlsxError> {
    match (cell, format) {
        (Cell::Absent, _) => return Ok(()),
        (Cell::Text(text), None) => sheet.write_string(row, column, clipped(text, MAX_CELL))?,
        (Cell::Text(text), Some(format)) => {
            sheet.write_string_with_format(row, column, clipped(text, MAX_CELL), format)?
        }
        (Cell::Number(number), None) => sheet.write_number(row, column, number)?,
        (Cell::Number(number), Some(format)) => {
            sheet.write_number_with_format(row, column, number, format)?
        }
        (Cell::Flag(flag), None) => sheet.write_boolean(row, column, flag)?,
        (Cell::Flag(flag), Some(format)) => sheet.write_boolean_with_format(row, column, flag, format)?,
    };
    Ok(())
}

/// Writes a title in a row high enough for its letters: diacritics stand above them.
pub fn title(sheet: &mut Worksheet, row: u32, title: &str, format: &Format) -> Result<(), XlsxError> {
    sheet.set_row_height(row, 21)?;
    put(sheet, (row, 0), Cell::Text(title), Some(format))
}

/// Writes a line of column names of these widths, keeps it and the `fixed` leading columns in view, and offers filters down to the
/// row `last`.
pub fn header(
    sheet: &mut Worksheet,
    row: u32,
    names: &[(String, f64)],
    fixed: u16,
    last: u32,
    format: &Format,
) -> Result<(), XlsxError> {
    let mut most = 1;
    for (column, (name, width)) in names.iter().enumerate() {
        let column = column_number(column)?;
        sheet.set_column_width(column, *width)?;
        put(sheet, (row, column), Cell::Text(name), Some(format))?;
        most = most.max(lines(name, *width));
    }
    sheet.set_row_height(row, height(most))?;
    sheet.set_freeze_panes(row + 1, fixed)?;
    sheet.set_repeat_rows(0, row)?;
    filter(sheet, row, names.len(), last)
}

/// Offers filters in this many columns, from the line of names down to the row `last`.
pub fn filter(sheet: &mut Worksheet, row: u32, columns: usize, last: u32) -> Result<(), XlsxError> {
    if let Some(final_column) = columns.checked_sub(1) {
        sheet.autofilter(row, 0, last.max(row), column_number(final_column)?)?;
    }
    Ok(())
}

/// A position as the library counts columns; the sheet ends at 16,384 of them.
pub fn column_number(position: usize) -> Result<u16, XlsxError> {
    u16::try_from(position).map_err(|_| XlsxError::RowColumnLimitError)
}

/// A position as the library counts rows.
pub fn row_number(position: usize) -> Result<u32, XlsxError> {
    u32::try_from(position).map_err(|_| XlsxError::RowColumnLimitError)
}

/// A width at which all `texts` can be read, within limits.
pub fn width<'a>(texts: impl Iterator<Item = &'a str>) -> f64 {
    let longest = texts.map(|text| text.chars().count()).max().unwrap_or(0);
    // A little more than the text: proportional letters and the arrow of the filter.
    longest.clamp(6, MAX_WIDTH) as f64 + 3.0
}

/// Lines `text` takes when it breaks between words in a column of `width` characters. Not every program finds the
/// height of a row by itself when it opens a file.
pub fn lines(text: &str, width: f64) -> usize {
    let fits = |length: usize| length as f64 <= width;
    let mut lines = 0;
    for paragraph in text.split('\n') {
        lines += 1;
        let mut filled = 0;
        for word in paragraph.split(' ') {
            let length = word.chars().count();
            if filled > 0 && !fits(filled + length) {
                lines += 1;
                filled = 0;
            }
            filled += length + 1;
        }
    }
    lines
}

/// Height of a row of so many lines, in points; Excel allows 409.
pub fn height(lines: usize) -> f64 {
    (lines as f64 * 15.0).min(405.0)
}
