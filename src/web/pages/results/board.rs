//! The dashboard: what a busy head of office reads in ten seconds.

use super::figures::View;
use crate::domain::lowest::{Low, Lowest, NAMED, lowest};
use crate::domain::publication::Disclosure;
use crate::domain::standing::{group_set, rank_set};
use crate::domain::statistics::rankset::RankSet;
use crate::domain::table::{Head, Row};
use crate::export::said;
use crate::locale::{FluentValue, number, period, text_with};

/// The unit's index at a glance.
pub(super) struct Board {
    pub name: String,
    pub value: String,
    /// The interval in a sentence.
    pub interval: String,
    pub group: String,
    /// Between which groups it may truly be, in a sentence; nothing where there is no doubt.
    pub group_set: String,
    /// How many answered, in a sentence.
    pub answers: String,
    /// Why nothing is shown, or how far it can be relied on.
    pub note: String,
    pub strip: String,
    pub change: Option<ChangeView>,
    pub rank: Option<RankView>,
    pub lowest: Option<LowestView>,
}

/// The change since an earlier wave.
pub(super) struct ChangeView {
    pub value: String,
    /// `up`, `down`, `noise` or `unknown`.
    pub kind: &'static str,
    /// What is to be made of it.
    pub verdict: String,
    pub interval: String,
}

/// Where the unit stands.
pub(super) struct RankView {
    pub value: String,
    /// Between which ranks it may truly stand.
    pub set: String,
}

/// What the unit does worst.
pub(super) struct LowestView {
    pub title: String,
    pub rows: Vec<LowView>,
    pub remarks: Vec<String>,
}

/// One of the lowest nodes.
pub(super) struct LowView {
    pub name: String,
    pub value: String,
    pub interval: String,
    pub strip: String,
    /// How far below the average.
    pub difference: String,
}

/// What is said of the unit at its overall index.
pub(super) fn board(view: &View, unit: usize, root: usize) -> Option<Board> {
    let table = view.table(&[unit], &[root]);
    let (head, row) = (&table.head, table.rows.first()?);
    let node = &view.publication().nodes[root];
    let above = view.publication().units[unit].parent;
    let mark = above.and_then(|above| view.publication().figures[above][root].value);
    let figure = view.figure(head, row, node.range, mark);
    let ranks = rank_set(view.publication(), unit, root);
    // Where all answered alike, there is no interval to speak of.
    let has_interval = row.ci_low.zip(row.ci_high).is_some_and(|(low, high)| low < high);
    Some(Board {
        name: row.node_name.clone(),
        interval: if has_interval {
            say(view, "board-interval", &[("interval", figure.interval.into())])
        } else {
            String::new()
        },
        answers: row.n.map_or_else(String::new, |n| say(view, "board-answers", &[("n", n.into())])),
        change: change(view, head, row),
        rank: rank(view, row, ranks),
        lowest: lowest(view.publication(), unit, NAMED).map(|found| lowest_view(view, unit, &found)),
        value: figure.value,
        group: figure.group,
        group_set: groups(view, (unit, root), ranks),
        note: figure.note,
        strip: figure.strip,
    })
}

fn say(view: &View, key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
    text_with(view.language, key, values)
}

fn change(view: &View, head: &Head, row: &Row) -> Option<ChangeView> {
    let by = row.change?;
    let kind = match said::is_more_than_noise(head, row) {
        None => "unknown",
        Some(false) => "noise",
        Some(true) if by > 0.0 => "up",
        Some(true) => "down",
    };
    let verdict = if said::is_noise_among_many(head, row) { "noise-many" } else { kind };
    let interval = said::change_interval(head, row);
    let many = if verdict == kind { String::new() } else { format!(" {}", view.text("board-change-many")) };
    Some(ChangeView {
        value: said::change(head, row),
        kind,
        verdict: view.text(&format!("board-change-{verdict}")),
        interval: if interval.is_empty() {
            interval
        } else {
            say(view, "board-change-interval", &[("interval", interval.into())]) + &many
        },
    })
}

fn rank(view: &View, row: &Row, ranks: Option<RankSet>) -> Option<RankView> {
    let (rank, ranked) = row.rank.zip(row.ranked.filter(|ranked| *ranked > 1))?;
    let whole = |value: u32| number(view.language, f64::from(value), 0);
    let values = [("rank", whole(rank).into()), ("ranked", whole(ranked).into())];
    let set = match ranks {
        None => view.text("board-rank-unknown"),
        Some(set) => said::rank_set(view.language, set),
    };
    Some(RankView { value: say(view, "board-rank", &values), set })
}

fn groups(view: &View, (unit, root): (usize, usize), ranks: Option<RankSet>) -> String {
    let publication = view.publication();
    let set = group_set(publication, &view.now.instrument, (unit, root), ranks);
    let name = |place: usize| publication.nodes[root].groups[place].1.get(view.language).to_owned();
    set.map_or_else(String::new, |set| said::group_set(view.language, &set.map(name)))
}

fn lowest_view(view: &View, unit: usize, found: &Lowest) -> LowestView {
    let clear: Vec<&Low> = found.nodes.iter().filter(|low| found.is_clear(low) == Some(true)).collect();
    let is_known = found.nodes.iter().all(|low| low.p.is_some());
    let mut remarks = Vec::new();
    let (title, shown) = if !is_known {
        remarks.push(view.text("board-lowest-unknown"));
        ("board-lowest-values", found.nodes.iter().collect())
    } else if clear.is_empty() {
        let values = [("count", found.compared.into())];
        remarks.push(say(view, "board-lowest-none", &values));
        ("board-lowest-title", Vec::new())
    } else {
        ("board-lowest-title", clear)
    };
    if found.left_out > 0 {
        remarks.push(say(view, "report-weak-left-out", &[("count", found.left_out.into())]));
    }
    let nodes: Vec<usize> = shown.iter().map(|low| low.node).collect();
    let table = view.table(&[unit], &nodes);
    let rows = shown.iter().zip(&table.rows).map(|(low, row)| low_view(view, &table.head, row, low, found));
    LowestView { title: view.text(title), rows: rows.collect(), remarks }
}

fn low_view(view: &View, head: &Head, row: &Row, low: &Low, found: &Lowest) -> LowView {
    let range = view.publication().nodes[low.node].range;
    let figure = view.figure(head, row, range, Some(found.average));
    let by = number(view.language, low.difference.abs(), row.decimals);
    let by = match row.sign.as_deref() {
        Some("%") => say(view, "board-points", &[("difference", by.into())]),
        sign => format!("{by}{}", sign.unwrap_or_default()),
    };
    LowView {
        name: row.node_name.clone(),
        value: figure.value,
        interval: figure.interval,
        strip: figure.strip,
        difference: say(view, "board-lowest-by", &[("difference", by.into())]),
    }
}

/// Plain words for citizens: how it went, how many said so, and what was worst.
pub(super) fn plainly(view: &View, unit: usize, root: usize) -> Vec<String> {
    let table = view.table(&[unit], &[root]);
    let Some(row) = table.rows.first() else { return Vec::new() };
    if row.value.is_none() {
        return Vec::new();
    }
    let mut words = vec![how_it_went(view, &table.head, row, (unit, root))];
    if let (Some(n), Disclosure::Shown) = (row.n, row.disclosure) {
        words.push(say(view, "plain-answered", &[("n", number(view.language, n as f64, 0).into())]));
    }
    // A value with gaps or too few answers is not said without saying so.
    if row.missing.is_some() || said::is_weak(row) {
        words.push(said::note(&table.head, row));
    }
    let Some(found) = lowest(view.publication(), unit, 3) else { return words };
    let names = |lows: &[&Low]| {
        let label = |low: &&Low| format!("“{}”", view.publication().nodes[low.node].label.get(view.language));
        lows.iter().map(label).collect::<Vec<_>>().join(", ")
    };
    let clear: Vec<&Low> = found.nodes.iter().filter(|low| found.is_clear(low) == Some(true)).collect();
    if !clear.is_empty() {
        words.push(say(view, "plain-poorest", &[("nodes", names(&clear).into())]));
    } else if found.nodes.iter().all(|low| low.p.is_some()) {
        words.push(view.text("plain-no-poorest"));
    } else {
        let all: Vec<&Low> = found.nodes.iter().collect();
        words.push(say(view, "plain-lowest-values", &[("nodes", names(&all).into())]));
    }
    words
}

fn how_it_went(view: &View, head: &Head, row: &Row, at: (usize, usize)) -> String {
    let values = [("value", said::value(head, row).into()), ("index", row.node_name.as_str().into())];
    if let Some(value) = row.value.filter(|_| is_share_of_people(view, at)) {
        let of_ten = (value / 10.0).round();
        return say(view, "plain-of-ten", &[("count", number(view.language, of_ten, 0).into())]);
    }
    match (row.of, view.publication().nodes[at.1].range) {
        (None, Some([least, most])) if row.sign.is_none() => {
            let ends = [least, most].map(|end| number(view.language, end, 0));
            let [least, most] = ends.map(FluentValue::from);
            let [value, index] = values;
            say(view, "plain-score-between", &[value, index, ("least", least), ("most", most)])
        }
        _ => say(view, "plain-score", &values),
    }
}

/// Whether the index says of how many people in a hundred something is true: it is a percentage, and so are all the
/// shares of people it is made of.
fn is_share_of_people(view: &View, (unit, root): (usize, usize)) -> bool {
    let publication = view.publication();
    let node = &publication.nodes[root];
    let parents: std::collections::BTreeSet<&str> =
        publication.nodes.iter().filter_map(|node| node.parent.as_deref()).collect();
    let figures = &publication.figures[unit];
    let mut leaves = publication.nodes.iter().zip(figures).filter(|(node, figure)| {
        !parents.contains(node.id.as_str()) && !node.id.contains('=') && figure.value.is_some()
    });
    figures[root].disclosure == Disclosure::Shown
        && node.range == Some([0.0, 100.0])
        && node.display.unit.as_deref() == Some("%")
        && leaves.all(|(node, _)| node.share)
}

/// The period of the earlier wave, as people say it.
pub(super) fn compared_period(view: &View) -> Option<String> {
    view.earlier.map(|(then, _)| period::spoken(&then.publication.wave.period, view.language))
}
