//! CSV (RFC 4180) for statistics programs: UTF-8 with a byte order mark, lines ended by CR LF, one header line with
//! the names of [`columns`], a point as decimal mark, every figure in full, an empty cell where
//! there is nothing.
//!
//! The mark makes Excel read the diacritics. What CSV cannot say is that the unit code `06` is a text: Excel shows
//! it as 6 (pandas needs `dtype={"unit": str}`); the workbook keeps it.

use std::borrow::Cow;
use std::io::{self, Write};

use csv::{Terminator, WriterBuilder};

use super::cell::{Cell, columns, line};
use crate::domain::table::Waves;

/// Tells Excel that the file is UTF-8.
pub const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Writes the rows one by one. Fails only when `out` does, or when a table cannot be had.
pub fn write_csv(waves: &dyn Waves, mut out: impl Write) -> io::Result<()> {
    out.write_all(BYTE_ORDER_MARK)?;
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    let mut is_begun = false;
    waves.each(&mut |table| {
        if !std::mem::replace(&mut is_begun, true) {
            writer.write_record(columns(table.head())).map_err(fault)?;
        }
        table.rows().try_for_each(|row| write_line(&mut writer, line(table.head(), &row)))
    })?;
    writer.flush()
}

/// Writes the cells of a line.
pub(super) fn write_line<'c>(
    writer: &mut csv::Writer<impl Write>,
    cells: impl IntoIterator<Item = Cell<'c>>,
) -> io::Result<()> {
    for cell in cells {
        writer.write_field(written(cell).as_bytes()).map_err(fault)?;
    }
    // An empty record ends the line.
    writer.write_record(None::<&[u8]>).map_err(fault)
}

/// The fault of the receiver where it is one, so that callers know a broken connection.
pub(super) fn fault(fault: csv::Error) -> io::Error {
    match fault.into_kind() {
        csv::ErrorKind::Io(fault) => fault,
        other => io::Error::other(format!("{other:?}")),
    }
}

pub(super) fn written(cell: Cell<'_>) -> Cow<'_, str> {
    match cell {
        Cell::Absent => Cow::Borrowed(""),
        Cell::Text(text) => defused(text),
        // The shortest text that gives the same number back; Rust never writes an exponent.
        Cell::Number(value) => Cow::Owned(value.to_string()),
        Cell::Flag(flag) => Cow::Borrowed(if flag { "true" } else { "false" }),
    }
}

/// Puts an apostrophe before a text that a spreadsheet would take for a formula, so that a name in an imported list
/// cannot run anything on the reader's machine (OWASP, "CSV injection"). Blanks in front do not protect.
pub fn defused(text: &str) -> Cow<'_, str> {
    let formula = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    if text.starts_with(['\t', '\r', '\n']) || text.trim_start().starts_with(formula) {
        return Cow::Owned(format!("'{text}"));
    }
    Cow::Borrowed(text)
}
