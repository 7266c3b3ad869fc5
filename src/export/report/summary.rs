//! The figures of a unit in sentences.

use super::Matter;
use crate::domain::lowest::NAMED;
use crate::domain::publication::{Disclosure, PublishedKind};
use crate::domain::table::{LowestNodes, Row};
use crate::export::chart::of_table;
use crate::export::method::percent;
use crate::export::said;
use crate::locale::{FluentValue, number, period, text_with};

/// What the summary says.
pub(super) struct Summary {
    /// Sentences about the index.
    pub index: Vec<String>,
    /// What stands above the weakest nodes.
    pub title: String,
    /// The weakest nodes, the lowest first.
    pub weakest: Vec<String>,
    /// What is to be said about their order.
    pub remarks: Vec<String>,
}

impl Summary {
    pub(super) fn of(matter: &Matter<'_>) -> Self {
        let title = matter.text("report-weakest");
        let mut summary = Self { index: Vec::new(), title, weakest: Vec::new(), remarks: Vec::new() };
        if let Some(row) = matter.index() {
            summary.index = about_index(matter, row);
        }
        let nodes = matter.nodes();
        match &matter.lowest {
            Some(found) => summary.lowest(matter, &nodes, found),
            None => summary.weakest(matter, &nodes),
        }
        let hidden = nodes.iter().filter(|row| row.value.is_none()).count();
        if hidden > 0 {
            summary.remarks.push(counted(matter, "report-hidden", hidden));
        }
        summary
    }

    /// The lowest nodes as the page of results has them: those lower than the rest by more than chance, where that can
    /// be known.
    fn lowest(&mut self, matter: &Matter<'_>, nodes: &[&Row], found: &LowestNodes) {
        let is_known = found.nodes.iter().all(|(_, clear)| clear.is_some());
        let shown = found.nodes.iter().filter(|(_, clear)| !is_known || *clear == Some(true));
        let row = |(id, _): &(String, Option<bool>)| nodes.iter().find(|row| row.node == *id).copied();
        self.weakest = shown.filter_map(row).map(|row| line(matter, row)).collect();
        if !is_known {
            self.remarks.push(matter.text("board-lowest-unknown"));
        } else if self.weakest.is_empty() {
            self.remarks.push(counted(matter, "board-lowest-none", found.compared));
        } else {
            self.title = matter.text("board-lowest-title");
        }
        if found.left_out > 0 {
            self.remarks.push(counted(matter, "report-weak-left-out", found.left_out));
        }
    }

    /// The lowest nodes of rows of which nothing more is known.
    fn weakest(&mut self, matter: &Matter<'_>, nodes: &[&Row]) {
        let candidates = finest(nodes);
        let known: Vec<&Row> = candidates.iter().filter(|row| !said::is_weak(row)).copied().collect();
        let mut sorted = known.clone();
        sorted.sort_by(|one, other| one.value.partial_cmp(&other.value).unwrap_or(std::cmp::Ordering::Equal));
        // Half of them at most: the best of three is not among the weakest.
        sorted.truncate(NAMED.min(known.len() / 2));
        self.weakest = sorted.iter().map(|row| line(matter, row)).collect();
        let overlap = |pair: &[&Row]| match pair {
            [lower, upper] => lower.ci_high.zip(upper.ci_low).is_some_and(|(high, low)| high >= low),
            _ => false,
        };
        if sorted.windows(2).any(overlap) {
            self.remarks.push(counted(matter, "report-weakest-overlap", sorted.len()));
        }
        if candidates.len() > known.len() {
            self.remarks.push(counted(matter, "report-weak-left-out", candidates.len() - known.len()));
        }
    }
}

fn counted(matter: &Matter<'_>, key: &str, count: usize) -> String {
    text_with(&matter.head.language, key, &[("count", count.into())])
}

/// The nodes that are compared with one another: those lowest in the tree, of the measure most of them have. It must
/// be known how large their values can be: 0.6 of 1 is not less than 0.8 of 3.
fn finest<'a>(nodes: &[&'a Row]) -> Vec<&'a Row> {
    let kinds = [PublishedKind::Indicator, PublishedKind::SubDimension, PublishedKind::Dimension];
    let of = |kind: PublishedKind| {
        let rows: Vec<&Row> =
            nodes.iter().filter(|row| row.node_kind == kind && row.value.is_some()).copied().collect();
        let known = |rows: &Vec<&Row>| {
            rows.first().is_some_and(|row| row.of.is_some() || row.sign.as_deref() == Some("%"))
        };
        of_table::by_measure(&rows)
            .into_iter()
            .filter(known)
            .max_by_key(Vec::len)
            .filter(|rows| rows.len() > 1)
    };
    kinds.into_iter().find_map(of).unwrap_or_default()
}

fn line(matter: &Matter<'_>, row: &Row) -> String {
    let values = [
        ("node", row.node_name.as_str().into()),
        ("value", said::value(matter.head, row).into()),
        ("interval", said::interval(matter.head, row).into()),
    ];
    let key = if row.ci_low.is_some() { "report-weakest-item" } else { "report-weakest-item-alone" };
    text_with(&matter.head.language, key, &values)
}

fn about_index(matter: &Matter<'_>, row: &Row) -> Vec<String> {
    let head = matter.head;
    let say = |key: &str, values: &[(&str, FluentValue<'_>)]| text_with(&head.language, key, values);
    let mut values: Vec<(&str, FluentValue<'_>)> = vec![
        ("index", row.node_name.as_str().into()),
        ("unit", said::within(&head.language, &row.unit_name).into()),
        ("value", said::value(head, row).into()),
        ("interval", said::interval(head, row).into()),
        ("level", percent(head.level).into()),
    ];
    if row.value.is_none() {
        let reason =
            if row.disclosure == Disclosure::NoValue { String::new() } else { said::note(head, row) };
        values.push(("reason", reason.into()));
        return vec![say("report-index-absent", &values).trim_end().to_owned()];
    }
    let mut sentences = Vec::new();
    if let Some(n) = row.n {
        values.push(("n", n.into()));
    }
    let key = if row.ci_low.is_some() && row.n.is_some() { "report-index" } else { "report-index-alone" };
    sentences.push(say(key, &values));
    sentences.push(said::note(head, row));
    if !said::group(row).is_empty() {
        sentences.push(say("report-group", &[("group", said::group(row).into())]));
        sentences.extend(matter.groups().map(|set| said::group_set(&head.language, set)));
    }
    sentences.push(change(matter, row));
    if let (Some(rank), Some(ranked @ 2..)) = (row.rank, row.ranked) {
        let whole = |value: u32| number(&head.language, f64::from(value), 0);
        sentences.push(say("report-rank", &[("rank", whole(rank).into()), ("ranked", whole(ranked).into())]));
        match matter.ranks() {
            Some(set) => sentences.push(said::rank_set(&head.language, set)),
            None if row.ci_low.is_some() => sentences.push(say("report-rank-overlap", &[])),
            None => {}
        }
    }
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

/// The change, and whether it is more than noise.
fn change(matter: &Matter<'_>, row: &Row) -> String {
    let head = matter.head;
    let Some(by) = row.change else { return String::new() };
    let before = head.compared_period.as_deref().map(|before| period::spoken(before, &head.language));
    let key = match said::is_more_than_noise(head, row) {
        None => "report-change-unknown",
        Some(false) if said::is_noise_among_many(head, row) => "report-change-noise-many",
        Some(false) => "report-change-noise",
        Some(true) if by > 0.0 => "report-change-up",
        Some(true) => "report-change-down",
    };
    let values = [
        ("period", before.unwrap_or_default().into()),
        ("change", said::change(head, row).into()),
        ("interval", said::change_interval(head, row).into()),
        ("level", percent(head.level).into()),
        ("p", p_said(&head.language, row.change_p).into()),
    ];
    text_with(&head.language, key, &values)
}

fn p_said(language: &str, p: Option<f64>) -> String {
    match p {
        Some(p) if p < 0.001 => format!("p < {}", number(language, 0.001, 3)),
        Some(p) => format!("p = {}", number(language, p, 3)),
        None => String::new(),
    }
}
