//! The sections of the report, in their order.

use super::Matter;
use super::element::Element;
use super::flow::{Flow, INNER};
use super::grid::{Column, Grid, Look};
use super::summary::Summary;
use crate::domain::publication::PublishedKind;
use crate::domain::table::Row;
use crate::export::chart::of_table::{self, Question};
use crate::export::chart::{Axis, Intervals, StackedBars};
use crate::export::method::percent;
use crate::export::said;
use crate::export::tasks::TaskLine;
use crate::export::{pooled, raked, withheld};
use crate::locale::text_with;

/// Space above a chart.
const ABOVE: f32 = 16.0;
/// Height below which a chart rather begins on the next page.
const LEAST: f32 = 110.0;
/// Units drawn one below the other; more of them are only listed.
const DRAWN: usize = 200;

/// Fills the pages.
pub(super) fn write(flow: &mut Flow<'_>, matter: &Matter<'_>) {
    summary(flow, matter);
    nodes(flow, matter);
    options(flow, matter);
    units(flow, matter);
    tasks(flow, matter);
    super::method::write(flow, matter);
}

fn summary(flow: &mut Flow<'_>, matter: &Matter<'_>) {
    let summary = Summary::of(matter);
    flow.heading(2, &matter.text("report-summary"));
    for sentence in &summary.index {
        flow.paragraph(sentence);
    }
    for note in &matter.head.compare_notes {
        flow.remark(note);
    }
    if !summary.weakest.is_empty() {
        flow.heading(3, &summary.title);
        flow.list(&summary.weakest);
    }
    for remark in &summary.remarks {
        flow.remark(remark);
    }
    if matter.head.batches > 0 {
        let values = [("batches", matter.head.batches.into()), ("k", matter.head.k.into())];
        flow.remark(&text_with(flow.language, "report-basis", &values));
    }
    for sentence in matter.head.pooled.iter().flat_map(|from| pooled::sentences(flow.language, from)) {
        flow.remark(&sentence);
    }
    for sentence in withheld::sentences(flow.language, &matter.head.withheld) {
        flow.remark(&sentence);
    }
    if let Some(raking) = &matter.head.raking {
        flow.remark(&raked::sentence(flow.language, raking));
    }
    if matter.head.scores > 0 {
        flow.remark(&text_with(flow.language, "report-given", &[("scores", matter.head.scores.into())]));
    }
    if matter.head.mode == "desk" && matter.head.batches > 0 {
        flow.remark(&matter.text("report-voluntary"));
    }
}

fn nodes(flow: &mut Flow<'_>, matter: &Matter<'_>) {
    let nodes = matter.nodes();
    if nodes.is_empty() {
        return;
    }
    flow.heading(2, &matter.text("report-nodes"));
    let has_interval = |row: &&Row| row.ci_low.is_some();
    if nodes.iter().any(has_interval) {
        let level = [("level", percent(matter.head.level).into())];
        flow.remark(&text_with(flow.language, "report-nodes-chart", &level));
    }
    // A single value without an interval has nothing to stand beside.
    let says_more = |rows: &Vec<&Row>| rows.len() > 1 || rows.iter().any(has_interval);
    for rows in of_table::by_measure(&nodes).into_iter().filter(says_more) {
        intervals(flow, &of_table::intervals(matter.head, &rows, f64::from(INNER)));
    }
    flow.heading(3, &matter.text("report-nodes-table"));
    table(flow, matter, "results-node", &nodes, |row| row.node_name.clone());
}

/// Draws a chart of intervals on as many pages as it needs, always on the same scale.
fn intervals(flow: &mut Flow<'_>, chart: &Intervals) {
    let mut rest = chart.rows.as_slice();
    while !rest.is_empty() {
        if flow.room(ABOVE) < LEAST {
            flow.turn();
        }
        let part = Intervals { rows: rest.to_vec(), ..chart.clone() };
        let (now, later) = rest.split_at(part.fitting(f64::from(flow.room(ABOVE))).min(rest.len()));
        let part = Intervals { rows: now.to_vec(), ..chart.clone() };
        flow.add(Element::Chart { drawing: part.draw() });
        rest = later;
    }
}

fn stacked(flow: &mut Flow<'_>, chart: &StackedBars) {
    let mut rest = chart.bars.as_slice();
    while !rest.is_empty() {
        if flow.room(ABOVE) < LEAST {
            flow.turn();
        }
        let part = StackedBars { bars: rest.to_vec(), ..chart.clone() };
        let (now, later) = rest.split_at(part.fitting(f64::from(flow.room(ABOVE))).min(rest.len()));
        let part = StackedBars { bars: now.to_vec(), ..chart.clone() };
        flow.add(Element::Chart { drawing: part.draw() });
        rest = later;
    }
}

fn look(row: &Row) -> Look {
    if said::is_weak(row) {
        Look::Weak
    } else if row.node_kind == PublishedKind::Index || row.node_kind == PublishedKind::Dimension {
        Look::Major
    } else {
        Look::Plain
    }
}

/// What a cell says of a row.
type Said<'a> = dyn Fn(&Row) -> String + 'a;

/// A scorecard: only columns in which something stands.
fn table(flow: &mut Flow<'_>, matter: &Matter<'_>, first: &str, rows: &[&Row], name: fn(&Row) -> String) {
    let head = matter.head;
    let level = [("level", percent(head.level).into())];
    let all: [(&str, f32, bool, &Said<'_>); 8] = [
        (first, 3.4, false, &|row| name(row)),
        ("results-value", 1.1, true, &|row| said::value(head, row)),
        ("report-interval", 1.6, true, &|row| said::interval(head, row)),
        ("results-change", 1.0, true, &|row| said::change(head, row)),
        ("results-answers", 1.15, true, &|row| said::answers(head, row)),
        ("results-rank", 0.95, true, &|row| said::rank(head, row)),
        ("results-group", 1.2, false, &|row| said::group(row).to_owned()),
        ("results-note", 2.2, false, &|row| said::note(head, row)),
    ];
    let mut columns = Vec::new();
    let mut cells = Vec::new();
    for (key, share, is_number, cell) in all {
        let texts: Vec<String> = rows.iter().map(|row| cell(row)).collect();
        if texts.iter().any(|text| !text.is_empty()) {
            let name = text_with(flow.language, key, &level);
            columns.push(Column { name, share, is_number });
            cells.push(texts);
        }
    }
    let mut grid = Grid::new(flow.fonts, &columns, INNER, true);
    for (place, row) in rows.iter().enumerate() {
        let line: Vec<&str> = cells.iter().filter_map(|texts| texts.get(place).map(String::as_str)).collect();
        let look = if first == "results-node" || said::is_weak(row) { look(row) } else { Look::Plain };
        grid.push(flow.fonts, &line, look);
    }
    flow.add(Element::Grid(grid));
}

fn options(flow: &mut Flow<'_>, matter: &Matter<'_>) {
    let questions = of_table::questions(&matter.rows);
    let shown = |question: &&Question<'_>| question.options.iter().any(|option| option.value.is_some());
    let shown: Vec<Question<'_>> = questions.iter().filter(shown).cloned().collect();
    if shown.is_empty() {
        return;
    }
    flow.heading(2, &matter.text("report-options"));
    flow.remark(&matter.text("report-options-chart"));
    for chart in of_table::stacked(matter.head, &shown, f64::from(INNER)) {
        stacked(flow, &chart);
    }
    for question in shown.iter().filter(|question| !question.is_whole()) {
        flow.heading(3, question.name());
        flow.remark(&matter.text("report-options-multiple"));
        intervals(flow, &of_table::multiple(matter.head, question, f64::from(INNER)));
    }
    flow.heading(3, &matter.text("report-options-table"));
    let columns = [
        (matter.text("export-options-option"), 4.4, false),
        (matter.text("export-options-value"), 1.0, true),
        (
            text_with(flow.language, "report-interval", &[("level", percent(matter.head.level).into())]),
            1.4,
            true,
        ),
        (matter.text("results-answers"), 1.1, true),
    ];
    let columns = columns.map(|(name, share, is_number)| Column { name, share, is_number });
    let mut grid = Grid::new(flow.fonts, &columns, INNER, true);
    for question in &shown {
        grid.part(flow.fonts, question.name());
        for option in &question.options {
            let value = said::value(matter.head, option);
            let value = if value.is_empty() { said::short_note(matter.head, option) } else { value };
            let line = [
                option.node_name.clone(),
                value,
                said::interval(matter.head, option),
                said::answers(matter.head, option),
            ];
            grid.push(flow.fonts, &line, if said::is_weak(option) { Look::Weak } else { Look::Plain });
        }
    }
    flow.add(Element::Grid(grid));
}

/// The units below at the overall index: those of the next level, the best first.
fn units(flow: &mut Flow<'_>, matter: &Matter<'_>) {
    let (Some(index), Some(next)) = (matter.index(), matter.below.first()) else { return };
    let is_index = |row: &&&Row| row.node == index.node && row.unit_level == next.unit_level;
    let mut rows: Vec<&Row> = matter.below.iter().filter(is_index).copied().collect();
    if rows.is_empty() {
        return;
    }
    rows.sort_by(|one, other| {
        let order = |row: &Row| (row.rank.unwrap_or(u32::MAX), row.value.is_none());
        order(one).cmp(&order(other)).then_with(|| one.unit_name.cmp(&other.unit_name))
    });
    flow.heading(2, &text_with(flow.language, "results-units", &[("node", index.node_name.as_str().into())]));
    let key =
        if rows.iter().any(|row| row.ci_low.is_some()) { "report-units-chart" } else { "report-units-given" };
    flow.remark(&matter.text(key));
    if rows.len() <= DRAWN {
        let mut chart = of_table::intervals(matter.head, &rows, f64::from(INNER));
        for (drawn, row) in chart.rows.iter_mut().zip(&rows) {
            row.unit_name.clone_into(&mut drawn.name);
            drawn.depth = 1;
        }
        chart.axis = chart.axis.or_else(|| Axis::over([0.0, 1.0], None));
        intervals(flow, &chart);
    }
    flow.heading(3, &matter.text("report-units-table"));
    table(flow, matter, "results-unit", &rows, |row| row.unit_name.clone());
}

/// What is to be done, and how the nodes have moved since.
fn tasks(flow: &mut Flow<'_>, matter: &Matter<'_>) {
    if matter.tasks.is_empty() {
        return;
    }
    flow.heading(2, &matter.text("report-tasks"));
    flow.remark(&matter.text("staff-task-movement-text"));
    let columns = [
        ("staff-field-what", 2.6),
        ("staff-task-unit", 1.3),
        ("staff-task-node", 1.8),
        ("staff-field-responsible", 1.6),
        ("staff-field-due", 0.9),
        ("staff-task-status", 1.0),
        ("staff-task-movement", 2.6),
    ];
    let columns = columns.map(|(key, share)| Column { name: matter.text(key), share, is_number: false });
    let mut grid = Grid::new(flow.fonts, &columns, INNER, true);
    for task in matter.tasks {
        let TaskLine { what, unit, node, responsible, due, status, movement } = task;
        grid.push(flow.fonts, &[what, unit, node, responsible, due, status, movement], Look::Plain);
    }
    flow.add(Element::Grid(grid));
}
