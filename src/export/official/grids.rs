//! The tables of the official publication.

use super::Matter;
use crate::domain::publication::{Disclosure, PublishedKind};
use crate::domain::table::Row;
use crate::export::chart::of_table::{self, depth};
use crate::export::said;
use crate::locale::{number, text_with};

/// A table.
pub(super) struct Grid {
    pub caption: String,
    /// Names of the columns, and whether they hold figures.
    pub heads: Vec<(String, bool)>,
    pub lines: Vec<Line>,
    pub notes: Vec<String>,
}

/// A line of a table.
pub(super) struct Line {
    /// How deep it stands.
    pub depth: u8,
    pub cells: Vec<String>,
}

/// The parts of the overall index: the nodes of the highest kind below the first index, up to the next index.
fn parts(rows: &[Row]) -> Vec<&Row> {
    let Some(first) = rows.iter().position(|row| row.node_kind == PublishedKind::Index) else {
        return Vec::new();
    };
    let below = rows[first + 1..].iter().take_while(|row| row.node_kind != PublishedKind::Index);
    let below: Vec<&Row> = below.filter(|row| row.node_kind != PublishedKind::Option).collect();
    let highest = below.iter().map(|row| depth(row.node_kind)).min();
    below.into_iter().filter(|row| Some(depth(row.node_kind)) == highest).collect()
}

fn index_of(rows: &[Row]) -> Option<&Row> {
    rows.iter().find(|row| row.node_kind == PublishedKind::Index)
}

/// What a cell shows: the value, or why there is none.
fn shown(matter: &Matter<'_>, row: &Row) -> String {
    let head = &matter.table.head;
    match row.value {
        Some(value) => number(&head.language, value, row.decimals),
        None if row.disclosure == Disclosure::NoValue => "–".to_owned(),
        None => said::short_note(head, row),
    }
}

/// One table per level of units: the parts of the index, the total, the grade and the rank of each unit, the best
/// first, then those that are not ranked.
pub(super) fn units(matter: &Matter<'_>) -> Vec<Grid> {
    let mut levels: Vec<&str> = Vec::new();
    for rows in &matter.units {
        let level = rows.first().map_or("", |row| row.unit_level.as_str());
        if !levels.contains(&level) {
            levels.push(level);
        }
    }
    levels.into_iter().filter_map(|level| units_of(matter, level)).collect()
}

fn units_of(matter: &Matter<'_>, level: &str) -> Option<Grid> {
    let of_level =
        matter.units.iter().copied().filter(|rows| rows.first().is_some_and(|row| row.unit_level == level));
    let mut found: Vec<(&[Row], &Row)> = of_level.filter_map(|rows| Some((rows, index_of(rows)?))).collect();
    found.retain(|(rows, _)| {
        rows.iter().any(|row| row.value.is_some() || row.disclosure == Disclosure::Waiting)
    });
    let (rows, index) = *found.first()?;
    found.sort_by_key(|(_, index)| (index.rank.unwrap_or(u32::MAX), &index.unit_name));
    let parts_of_first = parts(rows);
    let graded = found.iter().any(|(_, index)| !said::group(index).is_empty());
    let text = |key: &str| matter.text(key);
    let mut heads = vec![(text("results-unit"), false)];
    heads.extend(parts_of_first.iter().map(|part| (part.node.clone(), true)));
    heads.push((text("official-total"), true));
    if graded {
        heads.push((text("results-group"), false));
    }
    heads.extend([(text("results-rank"), true), (text("results-answers"), true)]);
    let line = |(rows, index): &(&[Row], &Row)| {
        let mut cells = vec![format!("{} ({})", index.unit_name, index.unit)];
        cells.extend(parts(rows).iter().map(|part| shown(matter, part)));
        cells.push(shown(matter, index));
        if graded {
            cells.push(said::group(index).to_owned());
        }
        cells.extend([said::rank(&matter.table.head, index), said::answers(&matter.table.head, index)]);
        Line { depth: 0, cells }
    };
    let legend = |part: &&Row| match part.of {
        Some(of) => {
            let of = number(&matter.table.head.language, of, 0);
            format!(
                "{}: {} ({})",
                part.node,
                part.node_name,
                text_with(&matter.table.head.language, "official-of", &[("of", of.into())])
            )
        }
        None => format!("{}: {}", part.node, part.node_name),
    };
    let mut notes: Vec<String> = parts_of_first.iter().map(legend).collect();
    if found.iter().any(|(_, index)| index.missing.is_some()) {
        notes.push(text("official-missing"));
    }
    Some(Grid {
        caption: format!("{} – {}", text(&format!("official-level-{level}")), index.node_name),
        heads,
        lines: found.iter().map(line).collect(),
        notes,
    })
}

/// All nodes of the unit looked at, with the range over the units of the next level below that have values.
pub(super) fn nodes(matter: &Matter<'_>) -> Option<Grid> {
    let top = matter.top();
    let head = &matter.table.head;
    let is_shown =
        |row: &&Row| row.node_kind != PublishedKind::Option && row.disclosure != Disclosure::NoValue;
    let rows: Vec<&Row> = top.iter().filter(is_shown).collect();
    if !rows.iter().any(|row| row.value.is_some()) {
        return None;
    }
    let text = |key: &str| matter.text(key);
    let below = next_level(matter);
    let mut heads = vec![(text("results-node"), false), (text("results-value"), true)];
    let with_interval = rows.iter().any(|row| row.ci_low.is_some());
    let with_change = rows.iter().any(|row| row.change.is_some());
    if with_interval {
        heads.push((text("results-interval"), true));
    }
    if with_change {
        heads.push((text("results-change"), true));
    }
    if below.len() > 1 {
        heads.push((text("official-range"), true));
    }
    heads.push((text("results-answers"), true));
    let line = |row: &&Row| {
        let mut cells = vec![format!("{} {}", row.node, row.node_name), shown(matter, row)];
        if with_interval {
            cells.push(said::interval(head, row));
        }
        if with_change {
            cells.push(said::change(head, row));
        }
        if below.len() > 1 {
            cells.push(range(matter, &below, row));
        }
        cells.push(said::answers(head, row));
        Line { depth: depth(row.node_kind), cells }
    };
    let unit = top.first().map_or("", |row| row.unit_name.as_str());
    let caption = format!("{}: {unit}", text("official-nodes"));
    Some(Grid { caption, heads, lines: rows.iter().map(line).collect(), notes: Vec::new() })
}

/// The units of the highest level below the unit looked at of which more than one has values.
fn next_level<'a>(matter: &Matter<'a>) -> Vec<&'a [Row]> {
    let mut rest = matter.units.iter().skip(1).copied();
    let Some(first) = rest.next() else { return Vec::new() };
    let level = |rows: &[Row]| rows.first().map(|row| row.unit_level.clone());
    let wanted = level(first);
    std::iter::once(first).chain(rest.filter(|rows| level(rows) == wanted)).collect()
}

/// Least and greatest value of the node over the units.
fn range(matter: &Matter<'_>, units: &[&[Row]], row: &Row) -> String {
    let of_node = |rows: &&[Row]| rows.iter().find(|other| other.node == row.node)?.value;
    let values: Vec<f64> = units.iter().filter_map(of_node).collect();
    if values.len() < 2 {
        return String::new();
    }
    let ends = [
        values.iter().copied().fold(f64::INFINITY, f64::min),
        values.into_iter().fold(f64::NEG_INFINITY, f64::max),
    ];
    ends.map(|end| number(&matter.table.head.language, end, row.decimals)).join("\u{a0}–\u{a0}")
}

/// The distributions of the unit looked at: neighbouring questions of a tree with the same options share a table.
pub(super) fn distributions(matter: &Matter<'_>) -> Vec<Grid> {
    let is_root = |_: &Row, next: &Row| next.node_kind != PublishedKind::Index;
    matter.top().chunk_by(is_root).flat_map(|tree| distributions_of(matter, tree)).collect()
}

fn distributions_of(matter: &Matter<'_>, tree: &[Row]) -> Vec<Grid> {
    let rows: Vec<&Row> = tree.iter().collect();
    let name = rows.first().map_or("", |root| root.node_name.as_str());
    let mut grids: Vec<Grid> = Vec::new();
    for question in of_table::questions(&rows) {
        if question.options.iter().all(|option| option.value.is_none()) {
            continue;
        }
        let mut heads = vec![(matter.text("results-node"), false)];
        heads.extend(question.options.iter().map(|option| (option.node_name.clone(), true)));
        let mut cells = vec![question.name().to_owned()];
        cells.extend(question.options.iter().map(|option| shown(matter, option)));
        let line = Line { depth: 3, cells };
        match grids.last_mut().filter(|grid| grid.heads == heads) {
            Some(grid) => grid.lines.push(line),
            None => grids.push(Grid {
                caption: format!("{name}: {}", matter.text("official-distribution")),
                heads,
                lines: vec![line],
                notes: Vec::new(),
            }),
        }
    }
    grids
}
