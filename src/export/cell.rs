//! What stands in each cell of the long form; CSV and XLSX both write exactly this.

use crate::domain::publication::{Disclosure, PrecisionState};
use crate::domain::table::{BREAKDOWN_COLUMNS, COLUMNS, Head, Row};

/// Columns of CSV and workbook after [`COLUMNS`]; in JSON they are fields of each row.
pub const EXTRA_COLUMNS: [&str; 8] =
    ["unit_level", "group_name", "se", "change_percent", "notable", "rank_before", "group_before", "missing"];

/// What stands in a column of the long form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// Codes, names and words.
    Text,
    /// Whole numbers.
    Whole,
    /// All other numbers.
    Number,
    /// Yes or no.
    Flag,
}

/// The type of a column of [`COLUMNS`] or [`EXTRA_COLUMNS`].
pub fn column_type(name: &str) -> ColumnType {
    match name {
        "n" | "rank" | "ranked" | "batches" | "rank_before" | "missing" => ColumnType::Whole,
        "value" | "ci_low" | "ci_high" | "level" | "n_eff" | "df" | "nonresponse" | "change"
        | "change_ci_low" | "change_ci_high" | "change_p" | "se" | "change_percent" => ColumnType::Number,
        "notable" => ColumnType::Flag,
        _ => ColumnType::Text,
    }
}

/// One cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// Nothing is known; never zero.
    Absent,
    /// A word, name or code.
    Text(&'a str),
    /// A finite number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
}

/// The cells of a row in the order of [`COLUMNS`].
pub fn cells<'a>(head: &'a Head, row: &'a Row) -> [Cell<'a>; COLUMNS.len()] {
    [
        Cell::Text(&head.wave),
        Cell::Text(&head.instrument),
        Cell::Text(&head.period),
        Cell::Text(&row.unit),
        Cell::Text(&row.unit_name),
        Cell::Text(&row.node),
        Cell::Text(row.node_kind.as_str()),
        Cell::Text(&row.node_name),
        number(row.value),
        number(row.ci_low),
        number(row.ci_high),
        number(Some(head.level)),
        count(row.n),
        number(row.n_eff),
        number(row.df),
        number(row.nonresponse),
        row.precision.map_or(Cell::Absent, |state| Cell::Text(precision_word(state))),
        Cell::Text(disclosure_word(row.disclosure)),
        whole(row.rank),
        whole(row.ranked),
        text(row.group.as_deref()),
        number(row.change),
        number(row.change_ci_low),
        number(row.change_ci_high),
        number(row.change_p),
        whole(row.batches),
        Cell::Text(&head.publication),
    ]
}

/// The cells of a row in the order of [`EXTRA_COLUMNS`].
pub fn extra_cells(row: &Row) -> [Cell<'_>; EXTRA_COLUMNS.len()] {
    [
        Cell::Text(&row.unit_level),
        text(row.group_name.as_deref()),
        number(row.se),
        number(row.change_percent),
        row.notable.map_or(Cell::Absent, Cell::Flag),
        whole(row.rank_before),
        text(row.group_before.as_deref()),
        whole(row.missing),
    ]
}

/// The columns of a table, in order: those of [`BREAKDOWN_COLUMNS`] only where it is broken down.
pub fn columns(head: &Head) -> Vec<&'static str> {
    let more: &[&str] = if head.breakdown.is_some() { &BREAKDOWN_COLUMNS } else { &[] };
    COLUMNS.iter().chain(&EXTRA_COLUMNS).chain(more).copied().collect()
}

/// The cells of a row in the order of [`columns`].
pub fn line<'a>(head: &'a Head, row: &'a Row) -> impl Iterator<Item = Cell<'a>> {
    let of_category = head
        .breakdown
        .as_ref()
        .map(|by| [Cell::Text(&by.id), text(row.category.as_deref()), text(row.category_name.as_deref())]);
    cells(head, row).into_iter().chain(extra_cells(row)).chain(of_category.into_iter().flatten())
}

/// The word for a precision state, as in JSON.
pub fn precision_word(state: PrecisionState) -> &'static str {
    match state {
        PrecisionState::Reliable => "reliable",
        PrecisionState::Review => "review",
        PrecisionState::NotReliable => "not_reliable",
        PrecisionState::Unknown => "unknown",
    }
}

/// The word for a disclosure state, as in JSON.
pub fn disclosure_word(state: Disclosure) -> &'static str {
    match state {
        Disclosure::Shown => "shown",
        Disclosure::Given => "given",
        Disclosure::Waiting => "waiting",
        Disclosure::SmallBase => "small_base",
        Disclosure::NoValue => "no_value",
        Disclosure::WaitingGroups => "waiting_groups",
        Disclosure::Filtered => "filtered",
        Disclosure::NotAtLevel => "not_at_level",
        Disclosure::NotPooled => "not_pooled",
    }
}

/// A figure; what is not finite counts as absent, as in JSON. Zero has no sign.
pub fn number(value: Option<f64>) -> Cell<'static> {
    match value {
        Some(value) if value.is_finite() => Cell::Number(if value == 0.0 { 0.0 } else { value }),
        _ => Cell::Absent,
    }
}

/// A whole number.
pub fn whole(value: Option<u32>) -> Cell<'static> {
    value.map_or(Cell::Absent, |value| Cell::Number(value.into()))
}

/// A text that may be missing.
pub fn text(value: Option<&str>) -> Cell<'_> {
    value.map_or(Cell::Absent, Cell::Text)
}

/// A number of answers.
pub fn count(value: Option<i64>) -> Cell<'static> {
    value.map_or(Cell::Absent, |value| Cell::Number(value as f64))
}
