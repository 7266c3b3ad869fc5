//! The period a wave is about: a year, half, quarter, month or any span of days.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Months, NaiveDate};

/// A period, e.g. `2020`, `2026-H1`, `2026-Q3`, `2026-07` or `2026-07-01/2026-09-15`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    first: NaiveDate,
    last: NaiveDate,
    name: String,
}

/// A text that is not a period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is not a period; write a year 2026, a half 2026-H1, a quarter 2026-Q3, a month 2026-07 or days 2026-07-01/2026-09-15"
)]
pub struct NotAPeriod(pub String);

impl Period {
    /// First day.
    pub fn first(&self) -> NaiveDate {
        self.first
    }

    /// Last day.
    pub fn last(&self) -> NaiveDate {
        self.last
    }

    /// The way it is written in files.
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// The period of the same length after this one; none for a span of days, which has no next.
    pub fn next(&self) -> Option<Self> {
        let first = self.last.succ_opt()?;
        let (year, month) = (first.year(), first.month());
        let name = match (self.name.len(), self.name.as_bytes().get(5)) {
            (4, _) => format!("{year}"),
            (7, Some(b'H')) => format!("{year}-H{}", month.div_ceil(6)),
            (7, Some(b'Q')) => format!("{year}-Q{}", month.div_ceil(3)),
            (7, _) => format!("{year}-{month:02}"),
            _ => return None,
        };
        name.parse().ok()
    }

    fn months(name: &str, year: i32, month: u32, count: u32) -> Option<Self> {
        let first = NaiveDate::from_ymd_opt(year, month, 1)?;
        let last = first.checked_add_months(Months::new(count))?.pred_opt()?;
        Some(Self { first, last, name: name.to_owned() })
    }

    fn read(text: &str) -> Option<Self> {
        if let Some((first, last)) = text.split_once('/') {
            let first: NaiveDate = first.parse().ok()?;
            let last: NaiveDate = last.parse().ok()?;
            return (first <= last).then(|| Self { first, last, name: text.to_owned() });
        }
        let year: i32 = text.get(..4)?.parse().ok().filter(|year| (1900..=2200).contains(year))?;
        match text.get(4..)?.as_bytes() {
            [] => Self::months(text, year, 1, 12),
            [b'-', b'H', half @ b'1'..=b'2'] => Self::months(text, year, u32::from(half - b'1') * 6 + 1, 6),
            [b'-', b'Q', quarter @ b'1'..=b'4'] => {
                Self::months(text, year, u32::from(quarter - b'1') * 3 + 1, 3)
            }
            [b'-', tens @ b'0'..=b'1', ones @ b'0'..=b'9'] => {
                Self::months(text, year, u32::from(tens - b'0') * 10 + u32::from(ones - b'0'), 1)
            }
            _ => None,
        }
    }

    /// The quarter a day lies in.
    pub fn quarter_of(day: NaiveDate) -> Option<Self> {
        Self::read(&format!("{:04}-Q{}", day.year(), day.month0() / 3 + 1))
    }
}

impl FromStr for Period {
    type Err = NotAPeriod;

    fn from_str(text: &str) -> Result<Self, NotAPeriod> {
        Self::read(text).ok_or_else(|| NotAPeriod(text.chars().take(60).collect()))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}
