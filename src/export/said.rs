//! Figures of a row as people read them: rounded, with the marks of the language. What there is not is empty.

use crate::domain::publication::{Disclosure, PrecisionState};
use crate::domain::statistics::rankset::RankSet;
use crate::domain::table::{Head, Row};
use crate::locale::{number, text, text_with};

/// The value with its sign or its maximum.
pub fn value(head: &Head, row: &Row) -> String {
    let Some(value) = finite(row.value) else { return String::new() };
    let mut text = number(&head.language, value, row.decimals);
    text.push_str(row.sign.as_deref().unwrap_or_default());
    if let Some(of) = row.of {
        text.push_str("\u{a0}/\u{a0}");
        text.push_str(&number(&head.language, of, 0));
    }
    text
}

/// The interval.
pub fn interval(head: &Head, row: &Row) -> String {
    let ends = written_ends(head, row, [row.ci_low, row.ci_high]);
    ends.map_or_else(String::new, |[low, high]| format!("{low}\u{a0}–\u{a0}{high}"))
}

/// The change, with plus or minus.
pub fn change(head: &Head, row: &Row) -> String {
    let Some(change) = finite(row.change) else { return String::new() };
    let plus = if change > 0.0 { "+" } else { "" };
    format!("{plus}{}", number(&head.language, change, row.decimals))
}

/// The interval of the change, in words: a dash beside a minus sign would be hard to read.
pub fn change_interval(head: &Head, row: &Row) -> String {
    let Some([low, high]) = written_ends(head, row, [row.change_ci_low, row.change_ci_high]) else {
        return String::new();
    };
    text_with(&head.language, "said-from-to", &[("low", low.into()), ("high", high.into())])
}

/// Number of answers.
pub fn answers(head: &Head, row: &Row) -> String {
    row.n.map_or_else(String::new, |n| number(&head.language, n as f64, 0))
}

/// Rank among how many; nothing where there is nobody to compare with.
pub fn rank(head: &Head, row: &Row) -> String {
    let (Some(rank), Some(ranked @ 2..)) = (row.rank, row.ranked) else { return String::new() };
    let whole = |value: u32| number(&head.language, f64::from(value), 0);
    format!("{}/{}", whole(rank), whole(ranked))
}

/// The ranks a unit may truly have, in a sentence.
pub fn rank_set(language: &str, set: RankSet) -> String {
    if set.is_certain() {
        return text(language, "board-rank-certain");
    }
    let whole = |value: u32| number(language, f64::from(value), 0);
    let values = [("best", whole(set.best).into()), ("worst", whole(set.worst).into())];
    text_with(language, "board-rank-set", &values)
}

/// The groups a unit may truly be in, in a sentence; nothing where it is in no other.
pub fn group_set(language: &str, [low, high]: &[String; 2]) -> String {
    if low == high {
        return String::new();
    }
    let values = [("low", low.as_str().into()), ("high", high.as_str().into())];
    text_with(language, "board-group-set", &values)
}

/// A name within a sentence: Vietnamese writes what kind of unit it is in small letters there (Decree 30/2020/NĐ-CP,
/// Annex II).
pub fn within(language: &str, name: &str) -> String {
    const KINDS: [&str; 9] =
        ["Tỉnh ", "Thành phố ", "Huyện ", "Quận ", "Thị xã ", "Thị trấn ", "Xã ", "Phường ", "Đặc khu "];
    let is_kind = KINDS.iter().any(|kind| name.starts_with(kind));
    // The decree writes this one in capitals everywhere.
    if language != "vi" || !is_kind || name == "Thành phố Hồ Chí Minh" {
        return name.to_owned();
    }
    let mut signs = name.chars();
    signs.next().into_iter().flat_map(char::to_lowercase).chain(signs).collect()
}

/// The name of the group.
pub fn group(row: &Row) -> &str {
    row.group_name.as_deref().or(row.group.as_deref()).unwrap_or_default()
}

/// Whether the change is more than noise; none where there is no change or no p.
pub fn is_more_than_noise(head: &Head, row: &Row) -> Option<bool> {
    row.change?;
    Some(finite(row.change_p)? < 1.0 - head.level)
}

/// Whether the interval of the change leaves zero out and the change is noise nevertheless: among many units that are
/// compared some such changes come by chance, which the adjusted p allows for and the interval does not.
pub fn is_noise_among_many(head: &Head, row: &Row) -> bool {
    let leaves_zero_out = |(low, high): (f64, f64)| low > 0.0 || high < 0.0;
    is_more_than_noise(head, row) == Some(false)
        && row.change_ci_low.zip(row.change_ci_high).is_some_and(leaves_zero_out)
}

/// Whether it is shown greyed.
pub fn is_weak(row: &Row) -> bool {
    row.precision == Some(PrecisionState::NotReliable)
}

/// Why nothing is shown, or how far it can be relied on; empty where it may be quoted.
pub fn note(head: &Head, row: &Row) -> String {
    let key = match (row.disclosure, row.precision) {
        (Disclosure::Waiting, _) => "results-waiting",
        (Disclosure::SmallBase, _) => "results-small-base",
        (Disclosure::NoValue, _) => "short-no-value",
        (Disclosure::WaitingGroups, _) => "results-waiting-groups",
        (Disclosure::Filtered, _) => "results-filtered",
        (Disclosure::NotAtLevel, _) => "results-not-at-level",
        (Disclosure::NotPooled, _) => "results-not-pooled",
        (_, Some(PrecisionState::NotReliable)) => "results-not-reliable",
        (_, Some(PrecisionState::Review)) => "results-review",
        (Disclosure::Given, _) => "results-given",
        (Disclosure::Shown, _) => "",
    };
    let said = if key.is_empty() {
        String::new()
    } else {
        text_with(&head.language, key, &[("k", head.k.to_string().into())])
    };
    let Some(missing) = row.missing else { return said };
    let missing = text_with(&head.language, "results-missing", &[("missing", missing.to_string().into())]);
    if said.is_empty() { missing } else { format!("{said} {missing}") }
}

/// Why nothing is shown, in few words.
pub fn short_note(head: &Head, row: &Row) -> String {
    let key = match row.disclosure {
        Disclosure::Waiting => "short-waiting",
        Disclosure::SmallBase => "short-small-base",
        Disclosure::WaitingGroups => "short-waiting-groups",
        Disclosure::Filtered => "short-filtered",
        Disclosure::NotAtLevel => "short-not-at-level",
        Disclosure::NotPooled => "short-not-pooled",
        Disclosure::NoValue | Disclosure::Given | Disclosure::Shown => "short-no-value",
    };
    text_with(&head.language, key, &[("k", head.k.to_string().into())])
}

/// Two ends with as many decimals as both need; they carry two digits of the width, which may be finer than the value.
fn written_ends(head: &Head, row: &Row, ends: [Option<f64>; 2]) -> Option<[String; 2]> {
    let [Some(low), Some(high)] = ends.map(finite) else { return None };
    let most = row.decimals + 2;
    let decimals = decimals_of(low).max(decimals_of(high)).min(most);
    Some([low, high].map(|end| number(&head.language, end, decimals)))
}

/// As in the files, what is not finite counts as absent.
fn finite(value: Option<f64>) -> Option<f64> {
    value.filter(|value| value.is_finite())
}

/// Decimals in the shortest text of a number.
fn decimals_of(value: f64) -> u32 {
    let text = value.to_string();
    text.split_once('.').map_or(0, |(_, decimals)| u32::try_from(decimals.len()).unwrap_or(u32::MAX))
}
