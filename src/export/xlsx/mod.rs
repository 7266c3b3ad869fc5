//! A workbook for people: numbers are numbers with a display format, codes stay texts, names that look like
//! formulas are texts.
//!
//! Sheets, in this order: scorecards (a line per unit, a column per node; one sheet per level of units where there
//! are several), charts of the first unit with the cells they are drawn from, the full long table with the columns of the CSV file, the shares of the options where the
//! instrument has distributions, and the method.

mod charts;
mod distributions;
mod full;
mod method;
mod scorecards;
mod sheet;
mod style;

use std::io::{self, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::domain::publication::PublishedKind;
use crate::domain::table::Table;
use crate::locale::text;
use sheet::Names;
use style::Styles;

/// Writes the workbook. Fails when `out` does or when the table does not fit a sheet: more than 16,384 columns of
/// scorecards; too many rows go on in a further sheet.
pub fn write_xlsx(table: &Table, mut out: impl Write) -> io::Result<()> {
    let bytes = workbook(table).and_then(|mut workbook| workbook.save_to_buffer());
    out.write_all(&bytes.map_err(io::Error::other)?)?;
    out.flush()
}

fn workbook(table: &Table) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(table)?);
    let mut names = Names::default();
    let mut styles = Styles::default();
    // By category a unit has several figures of a node: they stand one below the other, in the long table alone.
    let by_category = table.head.breakdown.is_some();
    if !by_category {
        scorecards::write(&mut workbook, table, &mut names, &mut styles)?;
        charts::write(&mut workbook, table, &mut names, &mut styles)?;
    }
    full::write(&mut workbook, table, &mut names, &mut styles)?;
    if !by_category && table.rows.iter().any(|row| row.node_kind == PublishedKind::Option) {
        distributions::write(&mut workbook, table, &mut names, &mut styles)?;
    }
    method::write(&mut workbook, table, &mut names, &styles)?;
    Ok(workbook)
}

/// What a file manager shows. The moment of writing is left out: the same table gives the same bytes.
fn properties(table: &Table) -> Result<DocProperties, XlsxError> {
    let head = &table.head;
    let mut properties = DocProperties::new()
        .set_title(&head.title)
        .set_subject(&head.period)
        .set_comment(&head.publication)
        .set_creation_datetime(&ExcelDateTime::from_ymd(1980, 1, 1)?);
    if head.demo {
        properties = properties.set_status(text(&head.language, "export-demo"));
    }
    Ok(properties)
}
