//! The tree node by node, and how the answers to each question are distributed.

use super::figures::{FigureView, View, depths};
use crate::domain::publication::{Disclosure, PublishedKind, PublishedNode};
use crate::domain::table::{Head, Row, Table};
use crate::export::chart::of_table::{self, Question};
use crate::export::chart::svg;
use crate::export::said;

/// Width of a chart of options in points: drawn for a phone, and no larger than twice that anywhere.
const WIDTH: f64 = 240.0;

/// A node of the unit looked at.
pub(super) struct NodeRow {
    /// How deep it stands in the tree: 0 to 5.
    pub depth: usize,
    /// Whether it sums up a whole part of the results.
    pub major: bool,
    pub name: String,
    pub figure: FigureView,
}

/// The distributions of a unit: drawn, and as a table.
#[derive(Default)]
pub(super) struct Options {
    pub charts: Vec<String>,
    pub questions: Vec<QuestionView>,
}

/// A question with its options.
pub(super) struct QuestionView {
    pub name: String,
    /// Whether people may choose several options.
    pub multiple: bool,
    pub options: Vec<OptionRow>,
}

pub(super) struct OptionRow {
    pub name: String,
    pub value: String,
    pub interval: String,
    pub answers: String,
    pub weak: bool,
}

/// The nodes of a unit without the options of distributions; none while not even one may be shown, which the headline
/// says. `above`: the unit its values are seen against.
pub(super) fn rows(view: &View, table: &Table, above: Option<usize>) -> Vec<NodeRow> {
    let says_something = |row: &Row| !matches!(row.disclosure, Disclosure::Waiting | Disclosure::NoValue);
    if !table.rows.iter().any(says_something) {
        return Vec::new();
    }
    let publication = view.publication();
    let depths = depths(&publication.nodes);
    let mark = |node: usize| above.and_then(|above| publication.figures[above][node].value);
    let nodes = publication.nodes.iter().zip(&table.rows).zip(depths).enumerate();
    let rows = nodes
        .filter(|(place, ((node, _), _))| {
            node.kind != PublishedKind::Option
                && !is_drawn_below(&publication.nodes[*place + 1..], table, *place)
        })
        .map(|(place, ((node, row), depth))| NodeRow {
            depth,
            major: matches!(node.kind, PublishedKind::Index | PublishedKind::Dimension),
            name: row.node_name.clone(),
            figure: with_reason(view, table, place, view.figure(&table.head, row, node.range, mark(place))),
        });
    without_bare_headings(rows.collect())
}

/// Headings of what is drawn and listed by itself have nothing to stand above.
fn without_bare_headings(rows: Vec<NodeRow>) -> Vec<NodeRow> {
    let mut kept: Vec<NodeRow> = Vec::with_capacity(rows.len());
    // From the end, so that what stands below a heading is known.
    for row in rows.into_iter().rev() {
        let says_nothing = row.figure.value.is_empty() && row.figure.note.is_empty();
        let is_above = kept.last().is_some_and(|next| next.depth > row.depth);
        if !says_nothing || is_above {
            kept.push(row);
        }
    }
    kept.reverse();
    kept
}

/// The figure of a question whose options are not shown says why.
fn with_reason(view: &View, table: &Table, place: usize, figure: FigureView) -> FigureView {
    let behind = table.rows.get(place + 1).filter(|row| row.node_kind == PublishedKind::Option);
    match behind {
        Some(option) if figure.note.is_empty() && figure.value.is_empty() => {
            FigureView { note: view.note(&table.head, option), ..figure }
        }
        _ => figure,
    }
}

/// Whether a question has options with values right behind it: they are drawn and listed by themselves.
fn is_drawn_below(behind: &[PublishedNode], table: &Table, place: usize) -> bool {
    let options = behind.iter().take_while(|node| node.kind == PublishedKind::Option).count();
    table.rows.iter().skip(place + 1).take(options).any(|row| row.value.is_some())
}

/// The distributions among the rows of a unit.
pub(super) fn options(table: &Table) -> Options {
    let (head, rows) = (&table.head, table.rows.iter().collect::<Vec<&Row>>());
    let questions = of_table::questions(&rows);
    let shown: Vec<Question<'_>> = questions
        .into_iter()
        .filter(|question| question.options.iter().any(|option| option.value.is_some()))
        .collect();
    let stacked = of_table::stacked(head, &shown, WIDTH).into_iter().map(|chart| chart.draw());
    let several = shown.iter().filter(|question| !question.is_whole());
    let several = several.map(|question| of_table::multiple(head, question, WIDTH).draw());
    let drawings = stacked.chain(several).enumerate();
    Options {
        charts: drawings.map(|(place, drawing)| svg::svg(&drawing, &format!("options-{place}"))).collect(),
        questions: shown.iter().map(|question| question_view(head, question)).collect(),
    }
}

fn question_view(head: &Head, question: &Question) -> QuestionView {
    let option = |row: &&Row| OptionRow {
        name: row.node_name.clone(),
        value: match row.value {
            Some(_) => said::value(head, row),
            None => said::short_note(head, row),
        },
        interval: said::interval(head, row),
        answers: said::answers(head, row),
        weak: said::is_weak(row),
    };
    QuestionView {
        name: question.name().to_owned(),
        multiple: !question.is_whole(),
        options: question.options.iter().map(option).collect(),
    }
}
