//! A period as people say it.

use chrono::NaiveDate;

use super::text_with;
use crate::domain::period::Period;

/// The period in words: `2026-Q3` is "quý III năm 2026". What is no period stays as it is.
pub fn spoken(written: &str, language: &str) -> String {
    let Ok(period) = written.parse::<Period>() else { return written.to_owned() };
    let year = written.get(..4).unwrap_or_default();
    let of = |key: &str, part: u8| text_with(language, key, &[("year", year.into()), ("part", part.into())]);
    match written.get(4..).unwrap_or_default().as_bytes() {
        [] => of("period-year", 0),
        [b'-', b'H', b'1'] => of("period-first-half", 1),
        [b'-', b'H', _] => of("period-second-half", 2),
        [b'-', b'Q', quarter @ b'1'..=b'4'] => of("period-quarter", quarter - b'0'),
        [b'-', tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => {
            of("period-month", (tens - b'0') * 10 + (ones - b'0'))
        }
        _ => days(&period, language),
    }
}

fn days(period: &Period, language: &str) -> String {
    let day = |day: NaiveDate| day.format("%-d/%-m/%Y").to_string();
    let values = [("first", day(period.first()).into()), ("last", day(period.last()).into())];
    text_with(language, "period-days", &values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_said_in_both_languages() {
        for (written, vietnamese, english) in [
            ("2026", "năm 2026", "2026"),
            ("2026-H1", "6 tháng đầu năm 2026", "first half of 2026"),
            ("2026-H2", "6 tháng cuối năm 2026", "second half of 2026"),
            ("2026-Q3", "quý III năm 2026", "quarter III of 2026"),
            ("2026-07", "tháng 7 năm 2026", "month 7 of 2026"),
            ("2026-12", "tháng 12 năm 2026", "month 12 of 2026"),
            ("2026-07-01/2026-09-15", "từ 1/7/2026 đến 15/9/2026", "1/7/2026 to 15/9/2026"),
            ("x", "x", "x"),
        ] {
            assert_eq!(spoken(written, "vi"), vietnamese);
            assert_eq!(spoken(written, "en"), english);
        }
    }
}
