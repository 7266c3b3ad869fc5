//! A workbook for people: numbers are numbers with a display format, codes stay texts, names that look like
//! formulas are texts.
//!
//! Sheets, in this order: scorecards (a line per unit, a column per node; one sheet per level of units where there
//! are several), charts of the first unit with the cells they are drawn from, the full long table with the columns of the CSV file, the shares of the options where the
//! instrument has distributions, and the method. Of several waves: the long table, and the method of each.
//!
//! The table is gone through several times, and large sheets go through temporary files that nobody else can open; so
//! memory holds no more than a few rows.

mod charts;
mod distributions;
mod full;
mod method;
mod scorecards;
mod sheet;
mod style;

use std::io::{self, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::archive::Outlet;
use crate::domain::publication::PublishedKind;
use crate::domain::table::{Head, Waves};
use crate::locale::text;
use sheet::Names;
use style::Styles;

/// Writes the workbook. Fails when `out` does or when the table does not fit a sheet: more than 16,384 columns of
/// scorecards; too many rows go on in a further sheet.
pub fn write_xlsx(waves: &dyn Waves, out: &mut (dyn Write + Send)) -> io::Result<()> {
    let mut workbook = workbook(waves)?;
    let mut outlet = Outlet::new(out);
    let saved = workbook.save_to_writer(&mut outlet).map_err(fault);
    // What the library makes of a fault does not always say which it was.
    outlet.end()?;
    saved
}

fn workbook(waves: &dyn Waves) -> io::Result<Workbook> {
    let mut workbook = Workbook::new();
    let mut names = Names::default();
    let mut styles = Styles::default();
    if waves.count() == 1 {
        waves.each(&mut |table| {
            workbook.set_properties(&properties(table.head()).map_err(fault)?);
            // By category a unit has several figures of a node: they stand one below the other, in the long table alone.
            if table.head().breakdown.is_none() {
                scorecards::write(&mut workbook, table, &mut names, &mut styles).map_err(fault)?;
                charts::write(&mut workbook, table, &mut names, &mut styles).map_err(fault)?;
            }
            Ok(())
        })?;
    }
    let heads = full::write(&mut workbook, waves, &mut names, &mut styles)?;
    if waves.count() == 1 {
        waves.each(&mut |table| {
            let has_options = || table.rows().any(|row| row.node_kind == PublishedKind::Option);
            if table.head().breakdown.is_none() && has_options() {
                distributions::write(&mut workbook, table, &mut names, &mut styles).map_err(fault)?;
            }
            Ok(())
        })?;
    }
    heads
        .iter()
        .try_for_each(|head| method::write(&mut workbook, head, &mut names, &styles))
        .map_err(fault)?;
    Ok(workbook)
}

/// The fault of the receiver where it is one, so that callers know a broken connection.
fn fault(fault: XlsxError) -> io::Error {
    match fault {
        XlsxError::IoError(fault) => fault,
        other => io::Error::other(other),
    }
}

/// What a file manager shows. The moment of writing is left out: the same table gives the same bytes.
fn properties(head: &Head) -> Result<DocProperties, XlsxError> {
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
