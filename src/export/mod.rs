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
pub mod parquet;
pub mod pdf;
pub mod pooled;
pub mod poster;
pub mod raked;
pub mod report;
mod reports;
pub mod said;
pub mod sdmx;
pub mod stat;
pub mod tasks;
pub mod ticket;
mod unfit;
pub mod withheld;
pub mod xlsx;
mod xml;

use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

use crate::domain::publish::Evidence;
use crate::domain::table::{One, Rows, Table, Waves};

pub use cell::EXTRA_COLUMNS;
pub use unfit::{Portion, Unfit, fits, portion};

/// Rows of a sheet below the line of names.
pub const SHEET_ROWS: usize = 1_048_575;

/// What people want a file for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To read, print and pass on.
    Reading,
    /// To compute with.
    Analysis,
    /// For other programs and portals.
    Programs,
    /// All at once.
    Everything,
}

impl Purpose {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 4] = [Self::Reading, Self::Analysis, Self::Programs, Self::Everything];

    /// Message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Reading => "results-downloads-reading",
            Self::Analysis => "results-downloads-analysis",
            Self::Programs => "results-downloads-programs",
            Self::Everything => "results-downloads-everything",
        }
    }
}

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
    /// See [`parquet`](mod@parquet).
    Parquet,
    /// See [`jsonstat`].
    JsonStat,
    /// See [`sdmx`].
    Sdmx,
    /// See [`stat`].
    Stat,
    /// See [`bundle`].
    Zip,
}

impl Format {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 11] = [
        Self::Pdf,
        Self::Html,
        Self::Xlsx,
        Self::Ods,
        Self::Csv,
        Self::Stat,
        Self::Parquet,
        Self::Json,
        Self::JsonStat,
        Self::Sdmx,
        Self::Zip,
    ];

    /// What stands behind the dot of a file name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Stat => "stat.zip",
            Self::Sdmx => "sdmx.csv",
            other => other.word(),
        }
    }

    /// The format of a file of this name, by its ending.
    pub fn of_file(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        let ends = |format: &Self| name.ends_with(&format!(".{}", format.ending()));
        // Of two that fit, the longer one says more.
        Self::ALL.into_iter().filter(ends).max_by_key(|format| format.ending().len())
    }

    /// Whether it is made from more than the table: from [`Edition::evidence`].
    pub fn needs_evidence(self) -> bool {
        matches!(self, Self::Stat | Self::Zip)
    }

    /// Whether it can hold figures by category: the formats of the long table.
    pub fn knows_breakdowns(self) -> bool {
        matches!(self, Self::Json | Self::Csv | Self::Xlsx | Self::Ods | Self::Parquet)
    }

    /// Whether it can hold several waves: all but documents and what is made from the totals of one.
    pub fn knows_waves(self) -> bool {
        !matches!(self, Self::Pdf | Self::Html | Self::Stat | Self::Zip)
    }

    /// Rows that fit, where there is a limit: two sheets of an XLSX, as office programs open no more; one of an ODS,
    /// whose part with all sheets must stay below 4 GiB, some 2 KiB a row.
    pub fn most_rows(self) -> Option<usize> {
        match self {
            Self::Xlsx => Some(2 * SHEET_ROWS),
            Self::Ods => Some(SHEET_ROWS),
            _ => None,
        }
    }

    /// What people want it for.
    pub fn purpose(self) -> Purpose {
        match self {
            Self::Pdf | Self::Html | Self::Xlsx | Self::Ods => Purpose::Reading,
            Self::Csv | Self::Stat | Self::Parquet => Purpose::Analysis,
            Self::Json | Self::JsonStat | Self::Sdmx => Purpose::Programs,
            Self::Zip => Purpose::Everything,
        }
    }

    /// Whether the files are compressed already.
    pub fn is_compressed(self) -> bool {
        matches!(self, Self::Pdf | Self::Xlsx | Self::Ods | Self::Parquet | Self::Stat | Self::Zip)
    }

    /// The word for the format in addresses and commands.
    pub fn word(self) -> &'static str {
        match self {
            Self::Stat => "stat",
            Self::Sdmx => "sdmx",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Pdf => "pdf",
            Self::Html => "html",
            Self::Ods => "ods",
            Self::Parquet => "parquet",
            Self::JsonStat => "jsonstat",
            Self::Zip => "zip",
        }
    }

    /// Media type for the `Content-Type` header.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Json | Self::JsonStat => "application/json",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Sdmx => "application/vnd.sdmx.data+csv; version=2.0.0",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Parquet => "application/vnd.apache.parquet",
            Self::Pdf => "application/pdf",
            Self::Html => "text/html; charset=utf-8",
            Self::Stat | Self::Zip => "application/zip",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A word that names no format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a format of results; there are {all}", all = all())]
pub struct UnknownFormat(pub String);

/// All formats, for messages.
fn all() -> String {
    Format::ALL.map(Format::word).join(", ")
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(word: &str) -> Result<Self, UnknownFormat> {
        Self::ALL
            .into_iter()
            .find(|format| format.word() == word)
            .ok_or_else(|| UnknownFormat(word.chars().take(60).collect()))
    }
}

/// What files are made from.
pub struct Edition<'a, T: ?Sized = dyn Rows + 'a> {
    /// The results.
    pub table: &'a T,
    /// The page on which the results can be looked up, for formats that are printed.
    pub address: Option<String>,
    /// The totals the results rest on, for formats that let others compute the figures again.
    pub evidence: Option<&'a Evidence>,
    /// What is to be done about the figures, where whoever asks may know.
    pub tasks: &'a [tasks::TaskLine],
}

impl<'a> From<&'a Table> for Edition<'a> {
    fn from(table: &'a Table) -> Self {
        Self { table, address: None, evidence: None, tasks: &[] }
    }
}

impl<'a> From<Edition<'a, Table>> for Edition<'a> {
    fn from(Edition { table, address, evidence, tasks }: Edition<'a, Table>) -> Self {
        Self { table, address, evidence, tasks }
    }
}

impl<'a> Edition<'a> {
    /// The same edition.
    fn again(&self) -> Edition<'a> {
        Edition { address: self.address.clone(), ..*self }
    }
}

/// Where a file goes. Workbooks are put together by several threads.
pub type Receiver<'o> = dyn Write + Send + 'o;

/// Writes the results to `out` as `format`, in the language of the table. The same edition gives the same bytes.
///
/// Fails when `out` does, when a table is too large for the sheets of a workbook, or when what the format is made from
/// is missing.
pub fn render<'a>(edition: impl Into<Edition<'a>>, format: Format, out: &mut Receiver<'_>) -> io::Result<()> {
    let edition = edition.into();
    match format {
        Format::Stat => stat::write_stat(&edition, out),
        Format::Zip => bundle::write_bundle(&edition, out),
        Format::Pdf => report::write_pdf(&edition, out),
        Format::Html => official::write_html(&edition, out),
        _ => render_waves(&One(edition.table), format, out),
    }
}

/// Writes several waves to `out` as `format`, one of those that [know waves](Format::knows_waves).
///
/// Fails as [`render`] does, and when a table cannot be had: what was written until then is no whole file.
pub fn render_waves(waves: &dyn Waves, format: Format, out: &mut Receiver<'_>) -> io::Result<()> {
    match format {
        Format::Json => json::write_json(waves, out),
        Format::Csv => csv::write_csv(waves, out),
        Format::Xlsx => xlsx::write_xlsx(waves, out),
        Format::Ods => ods::write_ods(waves, out),
        Format::Parquet => parquet::write_parquet(waves, out),
        Format::Sdmx => sdmx::write_sdmx(waves, out),
        Format::JsonStat => jsonstat::write_jsonstat(waves, out),
        Format::Stat | Format::Zip | Format::Pdf | Format::Html => Err(io::ErrorKind::InvalidInput.into()),
    }
}

/// `hailong-<wave>.<ending>`, or `hailong-<wave>-<unit>.<ending>` for the results of one unit. Only letters
/// and digits of ASCII, `.`, `_` and `-`, so that it can stand in a header and on any file system.
pub fn file_name(wave: &str, unit: Option<&str>, format: Format) -> String {
    let mut name = format!("hailong-{wave}");
    if let Some(unit) = unit {
        name.push('-');
        name.push_str(unit);
    }
    let plain = |sign: char| if sign.is_ascii_alphanumeric() || "._-".contains(sign) { sign } else { '-' };
    let name: String = name.chars().map(plain).collect();
    format!("{name}.{}", format.ending())
}
