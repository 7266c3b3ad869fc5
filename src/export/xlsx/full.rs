//! The full long table: the columns of the CSV file, then the further ones. The first line holds the column names,
//! so that programs can read the sheet too. Rows leave memory as they come, of several waves one after the other.

use std::io;

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::fault;
use super::sheet::{self, MAX_ROWS, Names, column_number, put, row_number, width};
use super::style::Styles;
use crate::domain::table::{Head, Row, Rows, Waves};
use crate::export::cell::{Cell, columns, line};
use crate::locale::text;

/// Columns kept in view: up to the name of the unit.
const FIXED: u16 = 5;
/// Rows looked at for the width of a column.
const WIDTH_SAMPLE: usize = 2_000;

/// Adds the sheet, and further ones when the rows do not fit; gives what stands above the rows of each wave.
pub fn write(
    workbook: &mut Workbook,
    waves: &dyn Waves,
    names: &mut Names,
    styles: &mut Styles,
) -> io::Result<Vec<Head>> {
    let several = waves.count() > 1;
    let mut long: Option<Long> = None;
    let mut heads = Vec::new();
    waves.each(&mut |table| {
        heads.push(table.head().clone());
        let mut add = || -> Result<(), XlsxError> {
            let long = match &mut long {
                Some(long) => long,
                // At least once: a table without rows still has its columns.
                None => long.insert(Long::begin(workbook, table, several, names, styles)?),
            };
            table
                .rows()
                .try_for_each(|row| long.add((&mut *workbook, &mut *names, &mut *styles), table.head(), &row))
        };
        add().map_err(fault)
    })?;
    long.map_or(Ok(()), |long| long.end(workbook)).map_err(fault)?;
    Ok(heads)
}

/// The sheet that is being written.
struct Long {
    /// Its place in the workbook.
    place: usize,
    /// Rows in it.
    rows: usize,
    /// Names and widths of the columns.
    columns: Vec<(String, f64)>,
    several: bool,
}

impl Long {
    fn begin(
        workbook: &mut Workbook,
        table: &dyn Rows,
        several: bool,
        names: &mut Names,
        styles: &Styles,
    ) -> Result<Self, XlsxError> {
        let sample: Vec<_> = table.rows().take(WIDTH_SAMPLE).collect();
        let head = table.head();
        let wide = |(place, column): (usize, &'static str)| {
            (column.to_owned(), column_width(head, sample.iter().map(AsRef::as_ref), column, place))
        };
        let columns: Vec<(String, f64)> = columns(head).into_iter().enumerate().map(wide).collect();
        // What fills the sample is large, and so may be what follows a small wave.
        let is_large = several || sample.len() == WIDTH_SAMPLE;
        let mut long = Self { place: 0, rows: 0, columns, several };
        long.sheet(workbook, head, is_large, names, styles)?;
        Ok(long)
    }

    fn sheet(
        &mut self,
        workbook: &mut Workbook,
        head: &Head,
        is_large: bool,
        names: &mut Names,
        styles: &Styles,
    ) -> Result<(), XlsxError> {
        let wanted = text(&head.language, "export-sheet-full");
        let lines = if is_large { MAX_ROWS } else { 0 };
        self.place = workbook.worksheets().len();
        self.rows = 0;
        let sheet = sheet::add(workbook, names, &wanted, head, (lines, self.columns.len()))?;
        if self.several {
            // The title and the hash of one wave say nothing of the others.
            sheet.set_header("").set_footer("&R&P / &N");
        }
        sheet::header(sheet, 0, &self.columns, FIXED, 0, &styles.header)?;
        for (place, (column, _)) in self.columns.iter().enumerate() {
            if let Some(format) = column_format(column, styles) {
                sheet.set_column_format(column_number(place)?, format)?;
            }
        }
        Ok(())
    }

    fn add(
        &mut self,
        (workbook, names, styles): (&mut Workbook, &mut Names, &mut Styles),
        head: &Head,
        row: &Row,
    ) -> Result<(), XlsxError> {
        if self.rows == MAX_ROWS {
            self.end(workbook)?;
            self.sheet(workbook, head, true, names, styles)?;
        }
        self.rows += 1;
        let number = row_number(self.rows)?;
        let sheet = workbook.worksheet_from_index(self.place)?;
        let figure = styles.figure(row);
        for (place, cell) in line(head, row).enumerate() {
            let format = match self.columns[place].0.as_str() {
                "value" | "ci_low" | "ci_high" => Some(&figure.value),
                "change" | "change_ci_low" | "change_ci_high" => Some(&figure.change),
                _ => None,
            };
            put(sheet, (number, column_number(place)?), cell, format)?;
        }
        Ok(())
    }

    /// Filters reach down to the last row.
    fn end(&self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        let sheet = workbook.worksheet_from_index(self.place)?;
        sheet::filter(sheet, 0, self.columns.len(), row_number(self.rows)?)
    }
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

fn column_width<'r>(head: &'r Head, rows: impl Iterator<Item = &'r Row>, column: &str, place: usize) -> f64 {
    if column == "publication" {
        // A hash is for comparing, not for reading.
        return 20.0;
    }
    let texts = rows.filter_map(|row| {
        let cell = line(head, row).nth(place)?;
        if let Cell::Text(text) = cell { Some(text) } else { None }
    });
    width(texts.chain([column]))
}
