//! Which formats can hold several waves, and how much of them: told before the first byte is written.

use std::collections::HashMap;

use super::Format;
use crate::domain::publication::PublishedWave;

/// Why a format cannot hold what is asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// It is about one wave.
    #[error("a file of the kind {0} is about one wave; take csv, parquet, json, jsonstat, sdmx, xlsx or ods")]
    OneWave(Format),
    /// It has too many rows for the sheets of a workbook.
    #[error(
        "{rows} rows are more than a file of the kind {format} holds ({most}); take fewer waves, one unit or one node, \
         or csv, parquet or json"
    )]
    TooManyRows {
        /// The format.
        format: Format,
        /// Rows there would be.
        rows: usize,
        /// Rows that fit.
        most: usize,
    },
    /// Two observations would have the same key.
    #[error(
        "the waves {0} and {1} have the same instrument and period, which an SDMX file cannot tell apart; take csv or json"
    )]
    SamePeriod(String, String),
}

/// A wave with its instrument, period and number of rows.
pub type Portion<'a> = (&'a str, &'a str, &'a str, usize);

/// A published wave with its number of rows.
pub fn portion(wave: &PublishedWave, rows: usize) -> Portion<'_> {
    (&wave.id, &wave.instrument, &wave.period, rows)
}

/// Whether `format` can hold these waves.
pub fn fits<'a>(format: Format, waves: impl IntoIterator<Item = Portion<'a>>) -> Result<(), Unfit> {
    let (mut count, mut rows) = (0, 0);
    let mut known: HashMap<(&str, &str), &str> = HashMap::new();
    for (wave, instrument, period, more) in waves {
        count += 1;
        rows += more;
        let other = known.insert((instrument, period), wave);
        if let (Format::Sdmx, Some(other)) = (format, other) {
            return Err(Unfit::SamePeriod(other.to_owned(), wave.to_owned()));
        }
    }
    if count > 1 && !format.knows_waves() {
        return Err(Unfit::OneWave(format));
    }
    match format.most_rows() {
        Some(most) if rows > most => Err(Unfit::TooManyRows { format, rows, most }),
        _ => Ok(()),
    }
}
