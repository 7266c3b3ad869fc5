//! A scorecard in one sentence, as local reports quote it: "Bắc Kạn has 42.72 of 80 points, 1.59 fewer than in 2019,
//! rank 32 of 63, down 9 from 23, in the upper-middle group".

use std::cmp::Ordering;

use crate::domain::publication::{Disclosure, PublishedKind};
use crate::domain::statistics::rankset::RankSet;
use crate::domain::table::{Head, Row, Standing};
use crate::export::method::percent;
use crate::export::said;
use crate::locale::{FluentValue, number, period, text_with};

/// The sentence about the overall index of a unit; `rows` are those of the unit, `all` those of the table, in which
/// the names of groups are found, `standing` says how certain rank and group are. Nothing for a unit that has neither a
/// value nor answers that wait.
pub fn sentence(head: &Head, rows: &[Row], (all, standing): (&[Row], Option<&Standing>)) -> Option<String> {
    let row = rows.iter().find(|row| row.node_kind == PublishedKind::Index)?;
    let say = |key: &str, values: &[(&str, FluentValue<'_>)]| text_with(&head.language, key, values);
    let mut values: Vec<(&str, FluentValue<'_>)> = vec![
        ("unit", row.unit_name.as_str().into()),
        ("period", period::spoken(&head.period, &head.language).into()),
        ("index", row.node_name.as_str().into()),
    ];
    if row.value.is_none() {
        let reason = said::note(head, row);
        let waits = rows.iter().any(|row| row.value.is_some()) || !reason.is_empty();
        values.push(("reason", reason.into()));
        let nothing = row.disclosure == Disclosure::NoValue;
        return (waits && !nothing).then(|| say("official-absent", &values));
    }
    values.push(("value", points(head, row).into()));
    let mut parts = vec![say("official-value", &values)];
    parts.extend(change(head, row));
    parts.extend(rank(head, row, standing.and_then(|standing| standing.ranks)));
    parts.extend(group(head, row, (all, standing.and_then(|standing| standing.groups.as_ref()))));
    let mut said = parts.join("; ");
    said.push('.');
    // That a score was given is no reason for caution, that components are missing always is.
    let remark = said::note(head, row);
    if !remark.is_empty() && (row.ci_low.is_some() || row.missing.is_some()) {
        said.push(' ');
        said.push_str(&remark);
    }
    Some(said)
}

/// The value with its interval: "42.72 points of 80", "84.1 % (83.0 – 85.2)".
fn points(head: &Head, row: &Row) -> String {
    let value = number(&head.language, row.value.unwrap_or_default(), row.decimals);
    let said = match row.of {
        Some(of) => text_with(
            &head.language,
            "official-points",
            &[("value", value.into()), ("of", number(&head.language, of, 0).into())],
        ),
        None => said::value(head, row),
    };
    let interval = said::interval(head, row);
    if interval.is_empty() {
        return said;
    }
    let values =
        [("value", said.into()), ("level", percent(head.level).into()), ("interval", interval.into())];
    text_with(&head.language, "official-interval", &values)
}

/// How far it moved, and whether that is more than noise where that can be known.
fn change(head: &Head, row: &Row) -> Option<String> {
    let by = row.change?;
    let before = head.compared_period.as_deref()?;
    let shown = number(&head.language, by.abs(), row.decimals);
    let zero = number(&head.language, 0.0, row.decimals);
    let key = if shown == zero {
        "official-same"
    } else if by > 0.0 {
        "official-up"
    } else {
        "official-down"
    };
    let unit = match (&row.of, row.sign.as_deref()) {
        (Some(_), _) => text_with(&head.language, "official-unit-points", &[]),
        (None, Some("%")) => text_with(&head.language, "official-unit-percent", &[]),
        _ => String::new(),
    };
    let values = [
        ("change", format!("{shown} {unit}").trim_end().to_owned().into()),
        ("before", period::spoken(before, &head.language).into()),
    ];
    let said = text_with(&head.language, key, &values);
    Some(match said::is_more_than_noise(head, row) {
        Some(false) => {
            let key =
                if said::is_noise_among_many(head, row) { "official-noise-many" } else { "official-noise" };
            format!("{said} ({})", text_with(&head.language, key, &[]))
        }
        _ => said,
    })
}

fn rank(head: &Head, row: &Row, set: Option<RankSet>) -> Option<String> {
    let (Some(rank), Some(ranked @ 2..)) = (row.rank, row.ranked) else { return None };
    let whole = |value: u32| number(&head.language, f64::from(value), 0);
    let values = [("rank", whole(rank).into()), ("ranked", whole(ranked).into())];
    let mut said = text_with(&head.language, "official-rank", &values);
    if let Some(set) = set.filter(|set| !set.is_certain()) {
        said = with_set(head, said, [set.best, set.worst].map(whole));
    }
    let Some(before) = row.rank_before else { return Some(said) };
    let key = match rank.cmp(&before) {
        Ordering::Less => "official-rank-up",
        Ordering::Greater => "official-rank-down",
        Ordering::Equal => "official-rank-same",
    };
    let moved = [("by", whole(rank.abs_diff(before)).into()), ("before", whole(before).into())];
    Some(format!("{said}, {}", text_with(&head.language, key, &moved)))
}

/// What is said, with what it may truly be.
fn with_set(head: &Head, what: String, [low, high]: [String; 2]) -> String {
    let values = [
        ("what", what.into()),
        ("level", percent(head.level).into()),
        ("low", low.into()),
        ("high", high.into()),
    ];
    text_with(&head.language, "official-with-set", &values)
}

fn group(head: &Head, row: &Row, (all, set): (&[Row], Option<&[String; 2]>)) -> Option<String> {
    let now = Some(said::group(row)).filter(|name| !name.is_empty())?;
    let moved = row.group_before.as_deref().filter(|before| Some(*before) != row.group.as_deref());
    // Where nobody is in the group any more its id has to do.
    let name = |id: &str| {
        let same = all.iter().find(|other| other.node == row.node && other.group.as_deref() == Some(id));
        same.map_or_else(|| id.to_owned(), |other| said::group(other).to_owned())
    };
    let mut values: Vec<(&str, FluentValue<'_>)> = vec![("group", now.into())];
    let said = match moved {
        None => text_with(&head.language, "official-group", &values),
        Some(before) => {
            values.push(("before", name(before).into()));
            text_with(&head.language, "official-group-moved", &values)
        }
    };
    let set = set.filter(|[low, high]| low != high);
    let quoted = |name: &String| format!("“{name}”");
    Some(match set {
        Some([low, high]) => with_set(head, said, [quoted(low), quoted(high)]),
        None => said,
    })
}
