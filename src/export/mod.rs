//! Turns the table of results into files: JSON for programs, CSV for statistics programs, XLSX for people.
//!
//! All three come from the same [`Table`] and show the same figures; rounding is for display only and happens in
//! the reader's program. One more format: one more file here, a variant of [`Format`] and a line in each of its
//! functions. What is printed for people to come by is in [`poster`].

mod cell;
pub mod csv;
pub mod json;
pub mod poster;
pub mod xlsx;

use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

use crate::domain::table::Table;

pub use cell::EXTRA_COLUMNS;

/// A kind of file the results can be had as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// See [`json`].
    Json,
    /// See [`csv`](mod@csv).
    Csv,
    /// See [`xlsx`].
    Xlsx,
}

impl Format {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Xlsx, Self::Csv, Self::Json];

    /// What stands behind the dot of a file name; also the word for the format in addresses and commands.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// Media type for the `Content-Type` header.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.extension())
    }
}

/// A word that names no format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a format of results; there are xlsx, csv and json")]
pub struct UnknownFormat(pub String);

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(word: &str) -> Result<Self, UnknownFormat> {
        Self::ALL
            .into_iter()
            .find(|format| format.extension() == word)
            .ok_or_else(|| UnknownFormat(word.chars().take(60).collect()))
    }
}

/// Writes `table` to `out` as `format`, in the language of the table. The same table gives the same bytes.
///
/// Fails when `out` does, or when a table is too large for the sheets of a workbook.
pub fn render(table: &Table, format: Format, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Json => json::write_json(table, out),
        Format::Csv => csv::write_csv(table, out),
        Format::Xlsx => xlsx::write_xlsx(table, out),
    }
}

/// `hailong-<wave>.<extension>`, or `hailong-<wave>-<unit>.<extension>` for the results of one unit. Only letters
/// and digits of ASCII, `.`, `_` and `-`, so that it can stand in a header and on any file system.
pub fn file_name(wave: &str, unit: Option<&str>, format: Format) -> String {
    let mut name = format!("hailong-{wave}");
    if let Some(unit) = unit {
        name.push('-');
        name.push_str(unit);
    }
    let plain = |sign: char| if sign.is_ascii_alphanumeric() || "._-".contains(sign) { sign } else { '-' };
    let name: String = name.chars().map(plain).collect();
    format!("{name}.{}", format.extension())
}
