//! Turns the table of results into files: JSON for programs, CSV for statistics programs, XLSX and PDF for people.
//!
//! All come from the same [`Table`] and show the same figures; rounding is for display only, and in everything but
//! the report it happens in the reader's program. One more format: one more file here, a variant of [`Format`] and a line in each of its
//! functions. What is printed for people to come by is in [`poster`].

mod archive;
pub mod bundle;
mod cell;
pub mod chart;
pub mod csv;
pub mod feed;
pub mod json;
pub mod jsonstat;
mod method;
pub mod ods;
pub mod official;
pub mod pdf;
pub mod poster;
pub mod report;
pub mod said;
pub mod xlsx;
mod xml;

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
    /// See [`report`].
    Pdf,
    /// See [`official`].
    Html,
    /// See [`ods`].
    Ods,
    /// See [`jsonstat`].
    JsonStat,
    /// See [`bundle`].
    Zip,
}

impl Format {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 8] =
        [Self::Pdf, Self::Html, Self::Xlsx, Self::Ods, Self::Csv, Self::Json, Self::JsonStat, Self::Zip];

    /// What stands behind the dot of a file name; also the word for the format in addresses and commands.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Pdf => "pdf",
            Self::Html => "html",
            Self::Ods => "ods",
            Self::JsonStat => "jsonstat",
            Self::Zip => "zip",
        }
    }

    /// Media type for the `Content-Type` header.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Json | Self::JsonStat => "application/json",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pdf => "application/pdf",
            Self::Html => "text/html; charset=utf-8",
            Self::Zip => "application/zip",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
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
#[error("{0:?} is not a format of results; there are {all}", all = all())]
pub struct UnknownFormat(pub String);

/// All formats, for messages.
fn all() -> String {
    Format::ALL.map(Format::extension).join(", ")
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(word: &str) -> Result<Self, UnknownFormat> {
        Self::ALL
            .into_iter()
            .find(|format| format.extension() == word)
            .ok_or_else(|| UnknownFormat(word.chars().take(60).collect()))
    }
}

/// What files are made from.
#[derive(Debug, Clone)]
pub struct Edition<'a> {
    /// The results.
    pub table: &'a Table,
    /// The page on which the results can be looked up, for formats that are printed.
    pub address: Option<String>,
}

impl<'a> From<&'a Table> for Edition<'a> {
    fn from(table: &'a Table) -> Self {
        Self { table, address: None }
    }
}

/// Writes the results to `out` as `format`, in the language of the table. The same edition gives the same bytes.
///
/// Fails when `out` does, or when a table is too large for the sheets of a workbook.
pub fn render<'a>(edition: impl Into<Edition<'a>>, format: Format, out: &mut dyn Write) -> io::Result<()> {
    let edition = edition.into();
    let table = edition.table;
    match format {
        Format::Json => json::write_json(table, out),
        Format::Csv => csv::write_csv(table, out),
        Format::Xlsx => xlsx::write_xlsx(table, out),
        Format::Ods => ods::write_ods(table, out),
        Format::Zip => bundle::write_bundle(&edition, out),
        Format::JsonStat => jsonstat::write_jsonstat(table, out),
        Format::Pdf => report::write_pdf(&edition, out),
        Format::Html => official::write_html(&edition, out),
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
