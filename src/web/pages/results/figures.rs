//! Figures as people read them.

use std::collections::BTreeMap;

use crate::domain::compare::Comparison;
use crate::domain::instrument::{CombineOp, Measure, Node};
use crate::domain::publication::{Disclosure, Publication, PublishedNode};
use crate::domain::results::{Sources, part};
use crate::domain::table::{Head, Row, Table};
use crate::export::chart::{Strip, svg};
use crate::export::said;
use crate::locale;
use crate::sealing::results::{Published, sentence};

/// Width of a value drawn in a row, in points.
const STRIP: f64 = 150.0;

/// What figures are taken from.
pub(super) struct View<'a> {
    pub now: &'a Published,
    pub earlier: Option<(&'a Published, &'a Comparison)>,
    pub language: &'a str,
}

/// One figure in words. What there is not is empty.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct FigureView {
    pub value: String,
    pub interval: String,
    /// Value and interval on the scale of its measure.
    pub strip: String,
    /// Answers counted.
    pub answers: String,
    pub rank: String,
    pub group: String,
    pub change: String,
    /// Whether the change is more than noise, in a word.
    pub verdict: String,
    /// Why nothing is shown, or how far it can be relied on.
    pub note: String,
    /// Whether it is shown greyed.
    pub weak: bool,
}

impl View<'_> {
    pub(super) fn publication(&self) -> &Publication {
        &self.now.publication
    }

    /// Name of a node.
    pub(super) fn name_of(&self, node: usize) -> String {
        self.publication().nodes[node].label.get(self.language).to_owned()
    }

    /// A text of the program.
    pub(super) fn text(&self, key: &str) -> String {
        locale::text(self.language, key)
    }

    /// The table of these units and nodes, by their positions.
    pub(super) fn table(&self, units: &[usize], nodes: &[usize]) -> Table {
        let earlier = self.earlier.map(|(then, comparison)| (&then.publication, &then.hash, comparison));
        let Published { publication, hash, instrument } = self.now;
        let sources = Sources { publication, hash, instrument, earlier };
        part(sources, (units, nodes), self.language, &|obstacle| sentence(obstacle, self.language))
    }

    /// A row as it is read. `scale`: what it is drawn on; `mark`: what it is to be seen against.
    pub(super) fn figure(
        &self,
        head: &Head,
        row: &Row,
        scale: Option<[f64; 2]>,
        mark: Option<f64>,
    ) -> FigureView {
        FigureView {
            value: said::value(head, row),
            interval: interval(head, row),
            strip: strip(row, scale, mark),
            answers: said::answers(head, row),
            rank: said::rank(head, row),
            group: said::group(row).to_owned(),
            change: said::change(head, row),
            verdict: self.verdict(head, row),
            note: self.note(head, row),
            weak: said::is_weak(row),
        }
    }

    fn verdict(&self, head: &Head, row: &Row) -> String {
        match said::is_more_than_noise(head, row) {
            Some(true) => self.text("board-beyond-noise"),
            Some(false) => self.text("board-within-noise"),
            None => String::new(),
        }
    }

    /// Why nothing is shown, or how far it can be relied on. What only stands above others needs no reason.
    pub(super) fn note(&self, head: &Head, row: &Row) -> String {
        if row.disclosure != Disclosure::NoValue {
            return said::note(head, row);
        }
        match self.now.instrument.node(&row.node) {
            Some(node) if is_given(node) => self.text("results-not-given"),
            Some(node) if is_combined(node) => self.text("board-no-component"),
            _ => String::new(),
        }
    }
}

/// The interval; where it has no width, its ends are the value as it is shown.
fn interval(head: &Head, row: &Row) -> String {
    match row.ci_low.zip(row.ci_high) {
        Some((low, high)) if low >= high => {
            let end = locale::number(&head.language, low, row.decimals);
            format!("{end}\u{a0}–\u{a0}{end}")
        }
        _ => said::interval(head, row),
    }
}

/// Whether the value can only come from elsewhere.
fn is_given(node: &Node) -> bool {
    matches!(node.measure, Some(Measure::Given))
}

fn is_combined(node: &Node) -> bool {
    node.combine.as_ref().is_some_and(|combine| combine.op != CombineOp::None)
}

/// The drawing of a row; nothing where there is no value or no scale.
fn strip(row: &Row, scale: Option<[f64; 2]>, mark: Option<f64>) -> String {
    let (Some(value), Some(scale)) = (row.value.filter(|value| value.is_finite()), scale) else {
        return String::new();
    };
    let ends = row.ci_low.zip(row.ci_high).map(|(low, high)| [low, high]);
    let weak = said::is_weak(row);
    svg::silent(&Strip { width: STRIP, scale, value, ends, mark, weak }.draw())
}

/// How deep each node stands in the tree: 0 to 5.
pub(super) fn depths(nodes: &[PublishedNode]) -> Vec<usize> {
    let parents: BTreeMap<&str, Option<&str>> =
        nodes.iter().map(|node| (node.id.as_str(), node.parent.as_deref())).collect();
    let mut depths = Vec::with_capacity(nodes.len());
    for node in nodes {
        let above = |id: &&str| parents.get(*id).copied().flatten();
        depths.push(std::iter::successors(node.parent.as_deref(), above).take(5).count());
    }
    depths
}
