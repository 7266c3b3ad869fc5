//! Charts of the figures of one unit, taken from the rows of the table.

use super::{Axis, Bar, Interval, Intervals, StackedBars};
use crate::domain::publication::PublishedKind;
use crate::domain::table::{Head, Row};
use crate::export::method::percent;
use crate::export::said;
use crate::locale::{text, text_with};

/// How far shares of a whole may be from 100 for their rounding.
const WHOLE: f64 = 1e-6;

/// A question with the shares of its options.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    /// The question.
    pub row: Option<&'a Row>,
    /// Its id.
    pub id: &'a str,
    /// Its options.
    pub options: Vec<&'a Row>,
}

impl Question<'_> {
    /// Its name.
    pub fn name(&self) -> &str {
        self.row.map_or(self.id, |row| row.node_name.as_str())
    }

    /// Whether each person counts for one option, so that the shares are parts of a whole. Where people may choose
    /// several they are not, and a stacked bar would lie.
    pub fn is_whole(&self) -> bool {
        let shares: Vec<f64> = self.options.iter().filter_map(|option| option.value).collect();
        let sum: f64 = shares.iter().sum();
        (sum - 100.0).abs() < WHOLE
            || (sum < 100.0 && shares.len() < self.options.len() && !shares.is_empty())
    }
}

/// The questions with a distribution among the rows of one unit.
pub fn questions<'a>(rows: &[&'a Row]) -> Vec<Question<'a>> {
    let mut found: Vec<Question<'a>> = Vec::new();
    for option in rows.iter().filter(|row| row.node_kind == PublishedKind::Option) {
        // The id of an option is `<node>=<code>`.
        let id = option.node.split_once('=').map_or(option.node.as_str(), |(id, _)| id);
        if let Some(question) = found.last_mut().filter(|question| question.id == id) {
            question.options.push(option);
        } else {
            let row = rows.iter().find(|row| row.node == id).copied();
            found.push(Question { row, id, options: vec![option] });
        }
    }
    found
}

/// Charts of the questions in their order: neighbours that have the same options share one with a common legend.
/// A question of which several options may be chosen is in none; [`multiple`] draws it.
pub fn stacked(head: &Head, questions: &[Question<'_>], width: f64) -> Vec<StackedBars> {
    let legend = |question: &Question<'_>| -> Vec<String> {
        question.options.iter().map(|option| option.node_name.clone()).collect()
    };
    let mut charts: Vec<StackedBars> = Vec::new();
    for question in questions.iter().filter(|question| question.is_whole()) {
        let bar = Bar {
            name: question.name().to_owned(),
            note: answers(head, question),
            parts: question.options.iter().map(|option| option.value).collect(),
        };
        let legend = legend(question);
        match charts.last_mut().filter(|chart| chart.legend == legend) {
            Some(chart) => chart.bars.push(bar),
            None => charts.push(StackedBars {
                title: text(&head.language, "chart-options-title"),
                description: text(&head.language, "chart-options-description"),
                language: head.language.clone(),
                width,
                legend,
                bars: vec![bar],
            }),
        }
    }
    charts
}

fn answers(head: &Head, question: &Question<'_>) -> String {
    let most = question.options.iter().filter_map(|option| option.n).max();
    most.map_or_else(String::new, |n| text_with(&head.language, "chart-answers", &[("n", n.into())]))
}

/// The shares of a question of which several options may be chosen.
pub fn multiple(head: &Head, question: &Question<'_>, width: f64) -> Intervals {
    let mut chart = intervals(head, &question.options, width);
    question.name().clone_into(&mut chart.title);
    chart
}

/// The values of these rows on a common scale: the rows must be of the same measure, see [`by_measure`].
pub fn intervals(head: &Head, rows: &[&Row], width: f64) -> Intervals {
    let values = rows.iter().flat_map(|row| [row.value, row.ci_low, row.ci_high]).flatten();
    let values: Vec<f64> = values.collect();
    let bounds = rows.first().and_then(|row| bounds(row));
    // Values beyond what is possible are drawn nevertheless.
    let axis = Axis::over(values.iter().copied(), bounds).or_else(|| Axis::over(values, None));
    Intervals {
        title: text(&head.language, "chart-intervals-title"),
        description: text_with(
            &head.language,
            "chart-intervals-description",
            &[("level", percent(head.level).into())],
        ),
        language: head.language.clone(),
        width,
        axis,
        rows: rows.iter().map(|row| interval(head, row)).collect(),
    }
}

/// Rows in groups of the same measure (sign and maximum), which can stand on one scale; in the order of the first of
/// each.
pub fn by_measure<'a>(rows: &[&'a Row]) -> Vec<Vec<&'a Row>> {
    let mut groups: Vec<Vec<&Row>> = Vec::new();
    for row in rows {
        let same = |group: &&mut Vec<&Row>| {
            group.first().is_some_and(|first| first.sign == row.sign && first.of == row.of)
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(row),
            None => groups.push(vec![row]),
        }
    }
    groups
}

fn interval(head: &Head, row: &Row) -> Interval {
    let said = match (row.value, said::interval(head, row)) {
        (None, _) => said::short_note(head, row),
        (Some(_), ends) if ends.is_empty() => said::value(head, row),
        (Some(_), ends) => format!("{} ({ends})", said::value(head, row)),
    };
    Interval {
        name: row.node_name.clone(),
        depth: depth(row.node_kind),
        value: row.value.filter(|value| value.is_finite()),
        ends: row.ci_low.zip(row.ci_high).map(|(low, high)| [low, high]),
        weak: said::is_weak(row),
        said,
    }
}

/// How deep a kind of node stands in the tree.
pub fn depth(kind: PublishedKind) -> u8 {
    match kind {
        PublishedKind::Index => 0,
        PublishedKind::Dimension | PublishedKind::Option => 1,
        PublishedKind::SubDimension => 2,
        PublishedKind::Indicator => 3,
    }
}

/// Between which numbers a value can lie, where its sign or its maximum says it.
fn bounds(row: &Row) -> Option<[f64; 2]> {
    match (row.of, row.sign.as_deref()) {
        (Some(of), _) => Some([0.0, of]),
        (None, Some("%")) => Some([0.0, 100.0]),
        _ => None,
    }
}
