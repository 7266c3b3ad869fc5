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
        Self::around(self.last.succ_opt()?, self)
    }

    /// The period of the kind of `like` that the day lies in; none for a span of days.
    fn around(day: NaiveDate, like: &Self) -> Option<Self> {
        let (year, month) = (day.year(), day.month());
        let name = match (like.name.len(), like.name.as_bytes().get(5)) {
            (4, _) => format!("{year}"),
            (7, Some(b'H')) => format!("{year}-H{}", month.div_ceil(6)),
            (7, Some(b'Q')) => format!("{year}-Q{}", month.div_ceil(3)),
            (7, _) => format!("{year}-{month:02}"),
            _ => return None,
        };
        name.parse().ok()
    }

    /// Whether both are years, halves, quarters or months, or both spans of days.
    pub fn is_like(&self, other: &Self) -> bool {
        let kind = |period: &Self| {
            (
                period.name.len().min(8),
                period.name.as_bytes().get(5).filter(|sign| sign.is_ascii_alphabetic()).copied(),
            )
        };
        kind(self) == kind(other)
    }

    /// Whether all days of the other lie in this one.
    pub fn contains(&self, other: &Self) -> bool {
        self.first <= other.first && other.last <= self.last
    }

    /// Whether the two have a day in common.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    /// What of this period none of `parts` is about, in periods of the kind of the shortest of them where such fit,
    /// else in days.
    pub fn gaps(&self, parts: &[Self]) -> Vec<Self> {
        let like = parts.iter().min_by_key(|part| part.last - part.first);
        let mut sorted: Vec<&Self> = parts.iter().collect();
        sorted.sort();
        let mut gaps = Vec::new();
        let mut next = Some(self.first);
        for part in sorted {
            if let (Some(from), Some(before)) = (next, part.first.pred_opt()) {
                gaps.extend(Self::filled(from, before.min(self.last), like));
            }
            next = next.max(part.last.succ_opt());
        }
        gaps.extend(next.into_iter().flat_map(|from| Self::filled(from, self.last, like)));
        gaps
    }

    /// The days from one to another, in periods of a kind as far as they fit.
    fn filled(mut from: NaiveDate, to: NaiveDate, like: Option<&Self>) -> Vec<Self> {
        let mut found = Vec::new();
        while from <= to {
            let fits = |whole: &Self| whole.first == from && whole.last <= to;
            let whole = like.and_then(|like| Self::around(from, like)).filter(fits);
            let part = whole.unwrap_or_else(|| Self { first: from, last: to, name: format!("{from}/{to}") });
            let after = part.last.succ_opt();
            found.push(part);
            let Some(after) = after else { break };
            from = after;
        }
        found
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

#[cfg(test)]
mod tests {
    use super::*;

    fn gaps(whole: &str, parts: &[&str]) -> Vec<String> {
        let parts: Vec<Period> = parts.iter().map(|part| part.parse().unwrap()).collect();
        let whole: Period = whole.parse().unwrap();
        whole.gaps(&parts).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_year_lacks_the_quarters_that_nothing_is_about() {
        assert_eq!(gaps("2026", &["2026-Q3", "2026-Q1"]), ["2026-Q2", "2026-Q4"]);
        assert_eq!(gaps("2026", &["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]), [""; 0]);
        assert_eq!(gaps("2026", &["2026-H1", "2026-Q4"]), ["2026-Q3"]);
        assert_eq!(gaps("2026-H1", &["2026-02"]), ["2026-01", "2026-03", "2026-04", "2026-05", "2026-06"]);
    }

    #[test]
    fn what_is_no_whole_quarter_is_told_in_days() {
        assert_eq!(gaps("2026", &["2026-01-01/2026-09-15"]), ["2026-09-16/2026-12-31"]);
        assert_eq!(
            gaps("2026", &["2026-Q1", "2026-04-10/2026-12-31"]),
            ["2026-04-01/2026-04-09"],
            "nine days are no quarter"
        );
    }
}
