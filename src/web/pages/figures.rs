//! Figures as people read them.

use crate::domain::compare::Comparison;
use crate::domain::instrument::{Instrument, Measure};
use crate::domain::publication::{Disclosure, Figure, PrecisionState, Publication, PublishedNode};
use crate::locale::{self, number};

/// What figures are taken from.
pub(super) struct View<'a> {
    pub publication: &'a Publication,
    pub instrument: &'a Instrument,
    pub comparison: Option<&'a Comparison>,
    pub language: &'a str,
}

/// One figure in words. What there is not is empty.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct FigureView {
    pub value: String,
    pub interval: String,
    /// Answers counted.
    pub answers: String,
    pub rank: String,
    pub group: String,
    pub change: String,
    /// Why nothing is shown, or how far it can be relied on.
    pub note: String,
    /// Whether it is shown greyed.
    pub weak: bool,
}

impl View<'_> {
    /// The figure of a unit at a node.
    pub(super) fn figure(&self, unit: usize, node: usize) -> FigureView {
        let figure = &self.publication.figures[unit][node];
        let node_seen = &self.publication.nodes[node];
        FigureView {
            value: figure.value.map_or_else(String::new, |value| self.value(value, node_seen)),
            interval: figure.ci.map_or_else(String::new, |ci| self.interval(ci, node_seen)),
            answers: figure.n.map_or_else(String::new, |n| number(self.language, n as f64, 0)),
            rank: self.rank(figure),
            group: self.group(figure, node_seen),
            change: self.change(unit, node),
            note: [Some(self.note(figure, node_seen)), self.missing(figure)]
                .into_iter()
                .flatten()
                .filter(|sentence| !sentence.is_empty())
                .collect::<Vec<_>>()
                .join(" "),
            weak: figure.precision == Some(PrecisionState::NotReliable),
        }
    }

    fn value(&self, value: f64, node: &PublishedNode) -> String {
        let mut text = number(self.language, value, node.display.decimals);
        text.push_str(node.display.unit.as_deref().unwrap_or_default());
        if let Some(of) = node.display.of {
            text.push_str("\u{a0}/\u{a0}");
            text.push_str(&number(self.language, of, 0));
        }
        text
    }

    fn interval(&self, [low, high]: [f64; 2], node: &PublishedNode) -> String {
        // Ends carry two digits of the width, which may be finer than the value is shown.
        let most = node.display.decimals + 2;
        // Where it has no width, its ends are the value.
        let decimals = match [low, high].map(|end| decimals_of(end).min(most)) {
            _ if low >= high => node.display.decimals,
            [low, high] => low.max(high),
        };
        let end = |value| number(self.language, value, decimals);
        format!("{}\u{a0}–\u{a0}{}", end(low), end(high))
    }

    fn rank(&self, figure: &Figure) -> String {
        let (Some(rank), Some(ranked @ 2..)) = (figure.rank, figure.ranked) else { return String::new() };
        format!(
            "{}/{}",
            number(self.language, f64::from(rank), 0),
            number(self.language, f64::from(ranked), 0)
        )
    }

    fn group(&self, figure: &Figure, node: &PublishedNode) -> String {
        let Some(id) = &figure.group else { return String::new() };
        let known = node.groups.iter().find(|(group, _)| group == id);
        known.map_or_else(|| id.clone(), |(_, label)| label.get(self.language).to_owned())
    }

    fn change(&self, unit: usize, node: usize) -> String {
        let decimals = self.publication.nodes[node].display.decimals;
        let change = self.comparison.and_then(|comparison| comparison.changes[unit][node].change);
        change.map_or_else(String::new, |change| {
            let sign = if change > 0.0 { "+" } else { "" };
            format!("{sign}{}", number(self.language, change, decimals))
        })
    }

    /// Whether the value can only come from elsewhere.
    fn is_given(&self, node: &PublishedNode) -> bool {
        let node = self.instrument.node(&node.id);
        node.is_some_and(|node| matches!(node.measure, Some(Measure::Given)))
    }

    fn note(&self, figure: &Figure, node: &PublishedNode) -> String {
        let key = match (figure.disclosure, figure.precision) {
            (Disclosure::Waiting, _) => "results-waiting",
            (Disclosure::SmallBase, _) => "results-small-base",
            (Disclosure::NoValue, _) if self.is_given(node) => "results-not-given",
            (Disclosure::NoValue, _) => return String::new(),
            (_, Some(PrecisionState::NotReliable)) => "results-not-reliable",
            (_, Some(PrecisionState::Review)) => "results-review",
            (Disclosure::Given, _) => "results-given",
            (Disclosure::Shown, _) => return String::new(),
        };
        let k = self.publication.wave.k.to_string();
        locale::text_with(self.language, key, &[("k", k.into())])
    }

    /// That components were left out of a combined value.
    fn missing(&self, figure: &Figure) -> Option<String> {
        let missing = figure.missing?.to_string();
        Some(locale::text_with(self.language, "results-missing", &[("missing", missing.into())]))
    }
}

/// Decimals in the shortest text of a number.
fn decimals_of(value: f64) -> u32 {
    let text = value.to_string();
    text.split_once('.').map_or(0, |(_, decimals)| u32::try_from(decimals.len()).unwrap_or(u32::MAX))
}
