//! The lines of the CSV files.

use std::io;

use super::Matter;
use super::files::Kind;
use crate::domain::instrument::{Choice, CombineOp, Missing, Over, ScalingFrom};
use crate::domain::publish::Totals;
use crate::domain::score::{Column, Model, ModelNode, Source, Stat};
use crate::export::cell::{Cell, cells, extra_cells, number, whole};
use crate::locale::text_with;

/// Where a line goes.
type Receiver<'r> = dyn FnMut(&[Cell<'_>]) -> io::Result<()> + 'r;

/// Gives every line of a file to `receive`. Fails only when that does.
pub(super) fn each(matter: &Matter<'_>, kind: Kind, receive: &mut Receiver<'_>) -> io::Result<()> {
    match kind {
        Kind::Results => results(matter, receive),
        Kind::Batches => batches(matter, receive),
        Kind::Units => units(matter, receive),
        Kind::Nodes => nodes(matter, receive),
        Kind::Scores => scores(matter, receive),
        Kind::Components => components(matter, receive),
    }
}

/// The column a node is the ratio of.
pub(super) fn column<'m>(model: &'m Model, node: &ModelNode) -> Option<(&'m Column, Stat)> {
    match node.source {
        Source::Column { column, stat } => Some((&model.columns[column], stat)),
        Source::Given | Source::Combined(_) | Source::Heading => None,
    }
}

/// What is said about the totals that are there, or why there are none.
pub(super) fn disclosure(matter: &Matter<'_>) -> String {
    let key = if matter.evidence.weighted { "stat-disclosure-weighted" } else { "stat-disclosure" };
    text_with(&matter.head().language, key, &[("k", matter.head().k.to_string().into())])
}

fn results(matter: &Matter<'_>, receive: &mut Receiver<'_>) -> io::Result<()> {
    for row in matter.table.rows() {
        let line: Vec<Cell<'_>> = cells(matter.head(), &row).into_iter().chain(extra_cells(&row)).collect();
        receive(&line)?;
    }
    Ok(())
}

fn batches(matter: &Matter<'_>, receive: &mut Receiver<'_>) -> io::Result<()> {
    let questions: Vec<(usize, Question<'_>)> =
        matter.items.iter().filter_map(|item| Some((*item, question(matter, *item)?))).collect();
    for totals in &matter.evidence.totals {
        // Units stand in the order of their positions.
        if matter.units.binary_search(&totals.unit).is_err() {
            continue;
        }
        for (item, question) in &questions {
            batch_lines(matter, totals, (*item, question), receive)?;
        }
    }
    Ok(())
}

/// An item: its code and options, the options with their codes as text.
pub(super) type Question<'m> = (&'m str, Vec<(String, &'m Choice)>);

/// The item at a position.
pub(super) fn question<'m>(matter: &'m Matter<'_>, place: usize) -> Option<Question<'m>> {
    let instrument = &matter.evidence.instrument;
    let item = instrument.items().nth(place)?;
    let scale = instrument.questionnaire.scale_of(item)?;
    let options = scale.options.iter().map(|option| (option.code.to_string(), option));
    Some((item.code.as_str(), options.collect()))
}

fn batch_lines(
    matter: &Matter<'_>,
    totals: &Totals,
    (place, (code, options)): (usize, &Question<'_>),
    receive: &mut Receiver<'_>,
) -> io::Result<()> {
    let Some(item) = totals.tally.items.get(place) else { return Ok(()) };
    for ((option, _), count) in options.iter().zip(&item.options) {
        receive(&[
            Cell::Text(&matter.evidence.units[totals.unit].code),
            whole(Some(totals.number)),
            whole(Some(totals.stratum)),
            amount(totals.tally.n),
            Cell::Text(code),
            amount(item.reached),
            amount(item.answered),
            Cell::Text(option),
            amount(*count),
        ])?;
    }
    Ok(())
}

fn amount(count: i64) -> Cell<'static> {
    Cell::Number(count as f64)
}

fn units(matter: &Matter<'_>, receive: &mut Receiver<'_>) -> io::Result<()> {
    let all = &matter.evidence.units;
    for unit in matter.units.iter().map(|unit| &all[*unit]) {
        receive(&[
            Cell::Text(&unit.code),
            unit.parent.map_or(Cell::Absent, |parent| Cell::Text(&all[parent].code)),
            Cell::Text(&unit.level),
            Cell::Text(unit.name.get(&matter.head().language)),
        ])?;
    }
    Ok(())
}

fn nodes(matter: &Matter<'_>, receive: &mut Receiver<'_>) -> io::Result<()> {
    let model = &matter.model;
    for node in matter.nodes.iter().map(|node| &model.nodes[*node]) {
        let measured = column(model, node);
        let item = measured.and_then(|(column, _)| question(matter, column.item)).map(|(code, _)| code);
        let combined = if let Source::Combined(rule) = &node.source { Some(rule) } else { None };
        let fixed = node.scale.as_ref().and_then(|scale| match scale.from {
            ScalingFrom::Fixed(from) => Some(from),
            ScalingFrom::Observed(_) => None,
        });
        let to = node.scale.as_ref().map(|scale| {
            let [low, high] = scale.to;
            if scale.reverse { [high, low] } else { [low, high] }
        });
        let scale = match (&node.scale, fixed) {
            (None, _) => "",
            (Some(_), Some(_)) => "fixed",
            (Some(_), None) => "observed",
        };
        receive(&[
            Cell::Text(&node.id),
            node.parent.map_or(Cell::Absent, |parent| Cell::Text(&model.nodes[parent].id)),
            Cell::Text(node.kind.as_str()),
            Cell::Text(source(&node.source)),
            measured.map_or(Cell::Absent, |(_, stat)| {
                Cell::Text(if stat == Stat::Share { "share" } else { "mean" })
            }),
            item.map_or(Cell::Absent, Cell::Text),
            measured.map_or(Cell::Absent, |(column, _)| yes_or_no(column.is_per_answer())),
            combined.map_or(Cell::Absent, |rule| Cell::Text(operation(rule.op))),
            combined.map_or(Cell::Absent, |rule| yes_or_no(rule.missing == Missing::Null)),
            Cell::Text(scale),
            number(fixed.map(|[low, _]| low)),
            number(fixed.map(|[_, high]| high)),
            number(to.map(|[low, _]| low)),
            number(to.map(|[_, high]| high)),
            node.scale.as_ref().map_or(Cell::Absent, |scale| yes_or_no(scale.clamp)),
            whole(node.round),
            number(node.range.map(|[least, _]| least)),
            number(node.range.map(|[_, most]| most)),
            combined.map_or(Cell::Absent, |rule| Cell::Number(parts(node, rule.op, rule.over).len() as f64)),
            Cell::Text(node.label.get(&matter.head().language)),
        ])?;
    }
    Ok(())
}

fn yes_or_no(flag: bool) -> Cell<'static> {
    Cell::Number(if flag { 1.0 } else { 0.0 })
}

fn source(source: &Source) -> &'static str {
    match source {
        Source::Column { .. } => "measured",
        Source::Given => "given",
        Source::Combined(_) => "combined",
        Source::Heading => "heading",
    }
}

fn operation(op: CombineOp) -> &'static str {
    match op {
        CombineOp::Mean => "mean",
        CombineOp::WeightedMean => "weighted_mean",
        CombineOp::WeightedSum => "weighted_sum",
        CombineOp::Sum => "sum",
        CombineOp::Pool => "pool",
        CombineOp::None => "none",
    }
}

/// Positions of what a node is combined from.
fn parts(node: &ModelNode, op: CombineOp, over: Over) -> &[usize] {
    if over == Over::Leaves || op == CombineOp::Pool { &node.leaves } else { &node.children }
}

fn scores(matter: &Matter<'_>, receive: &mut Receiver<'_>) -> io::Result<()> {
    for node in matter.nodes.iter().map(|node| &matter.model.nodes[*node]) {
        let Some((column, _)) = column(&matter.model, node) else { continue };
        let Some((code, options)) = question(matter, column.item) else { continue };
        for ((option, _), score) in options.iter().zip(column.scores()) {
            let Some(score) = score else { continue };
            receive(&[Cell::Text(&node.id), Cell::Text(code), Cell::Text(option), number(Some(*score))])?;
        }
    }
    Ok(())
}

fn components(matter: &Matter<'_>, receive: &mut Receiver<'_>) -> io::Result<()> {
    let model = &matter.model;
    for node in matter.nodes.iter().map(|node| &model.nodes[*node]) {
        let Source::Combined(rule) = &node.source else { continue };
        for part in parts(node, rule.op, rule.over).iter().map(|part| &model.nodes[*part]) {
            receive(&[Cell::Text(&node.id), Cell::Text(&part.id), number(Some(part.weight))])?;
        }
    }
    Ok(())
}
