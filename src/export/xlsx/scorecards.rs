//! Scorecards: a line per unit, a column per node; at the indices also interval, rank, group and change.

use std::collections::HashMap;

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use super::sheet::{self, Names, put, row_number, width};
use super::style::Styles;
use crate::domain::publication::{Disclosure, PublishedKind};
use crate::domain::table::{Head, Row, Table};
use crate::export::cell::{self, Cell};
use crate::locale::{number, text, text_with};

/// Lines above the units: the title and the column names.
const LINES_ABOVE: u32 = 2;
/// Code and name.
const LEADING: u16 = 2;
/// Characters of a column of figures; longer names of nodes break.
const FIGURE_WIDTH: f64 = 16.0;

/// A node with the first of its rows.
struct Node<'a> {
    sample: &'a Row,
    parts: Vec<Part>,
    /// Whether it can have a value at all: headings and questions with a distribution cannot.
    valued: bool,
}

/// What is shown of a figure.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Value,
    Low,
    High,
    Rank,
    Group,
    Change,
}

impl Part {
    const ALL: [Self; 6] = [Self::Value, Self::Low, Self::High, Self::Rank, Self::Group, Self::Change];

    fn of(self, row: &Row) -> Cell<'_> {
        match self {
            Self::Value => cell::number(row.value),
            Self::Low => cell::number(row.ci_low),
            Self::High => cell::number(row.ci_high),
            Self::Rank => cell::whole(row.rank),
            Self::Group => cell::text(row.group_name.as_deref().or(row.group.as_deref())),
            Self::Change => cell::number(row.change),
        }
    }

    fn column_name(self, head: &Head, sample: &Row) -> String {
        let language = head.language.as_str();
        let key = match self {
            Self::Value => match sample.of {
                Some(of) => {
                    let of = number(language, of, if of.fract() == 0.0 { 0 } else { sample.decimals });
                    let values = [("node", sample.node_name.as_str().into()), ("of", of.into())];
                    return text_with(language, "export-scorecard-of", &values);
                }
                None => return sample.node_name.clone(),
            },
            Self::Low => "export-scorecard-low",
            Self::High => "export-scorecard-high",
            Self::Rank => "export-scorecard-rank",
            Self::Group => "export-scorecard-group",
            Self::Change => "export-scorecard-change",
        };
        text_with(language, key, &[("node", sample.node_name.as_str().into())])
    }
}

/// The units of one level.
struct Level<'a> {
    level: &'a str,
    units: Vec<Unit<'a>>,
}

/// A unit with its figures in the order of the nodes.
struct Unit<'a> {
    code: &'a str,
    name: &'a str,
    figures: Vec<Option<&'a Row>>,
}

/// Adds a sheet per level of units.
pub fn write(
    workbook: &mut Workbook,
    table: &Table,
    names: &mut Names,
    styles: &mut Styles,
) -> Result<(), XlsxError> {
    let nodes = nodes(&table.rows);
    let levels = levels(&table.rows, &nodes);
    let language = table.head.language.as_str();
    for level in &levels {
        let wanted = match levels.len() {
            1 => text(language, "export-sheet-scorecards"),
            _ => level_name(language, level.level),
        };
        let columns = nodes.iter().map(|node| node.parts.len()).sum::<usize>() + usize::from(LEADING);
        let sheet = sheet::add(workbook, names, &wanted, &table.head, (level.units.len(), columns))?;
        write_level(sheet, &table.head, &nodes, level, styles)?;
    }
    Ok(())
}

fn level_name(language: &str, level: &str) -> String {
    match level {
        "nation" => text(language, "export-level-nation"),
        "province" => text(language, "export-level-province"),
        "district" => text(language, "export-level-district"),
        "commune" => text(language, "export-level-commune"),
        "desk" => text(language, "export-level-desk"),
        other => other.to_owned(),
    }
}

/// The nodes that can have a value, in the order they first appear, without the options of distributions.
fn nodes(rows: &[Row]) -> Vec<Node<'_>> {
    let mut places = HashMap::new();
    let mut nodes: Vec<Node> = Vec::new();
    for row in rows.iter().filter(|row| row.node_kind != PublishedKind::Option) {
        let place = *places.entry(row.node.as_str()).or_insert_with(|| {
            nodes.push(Node { sample: row, parts: vec![Part::Value], valued: false });
            nodes.len() - 1
        });
        let node = &mut nodes[place];
        node.valued |= row.disclosure != Disclosure::NoValue;
        if row.node_kind == PublishedKind::Index {
            let parts = &mut node.parts;
            // Only what at least one unit has: given scores have no interval, first waves no change.
            let there = |part: &Part| parts.contains(part) || part.of(row) != Cell::Absent;
            *parts = Part::ALL.into_iter().filter(there).collect();
        }
    }
    nodes.retain(|node| node.valued);
    nodes
}

fn levels<'a>(rows: &'a [Row], nodes: &[Node]) -> Vec<Level<'a>> {
    let columns: HashMap<&str, usize> =
        nodes.iter().enumerate().map(|(place, node)| (node.sample.node.as_str(), place)).collect();
    let mut levels: Vec<Level> = Vec::new();
    let mut places = HashMap::new();
    for row in rows {
        let Some(&column) = columns.get(row.node.as_str()) else { continue };
        // Codes are used again, so the name belongs to the key.
        let key = (row.unit_level.as_str(), row.unit.as_str(), row.unit_name.as_str());
        let (level, unit) = *places.entry(key).or_insert_with(|| {
            let level = levels.iter().position(|level| level.level == row.unit_level).unwrap_or_else(|| {
                levels.push(Level { level: &row.unit_level, units: Vec::new() });
                levels.len() - 1
            });
            let units = &mut levels[level].units;
            units.push(Unit { code: &row.unit, name: &row.unit_name, figures: vec![None; nodes.len()] });
            (level, units.len() - 1)
        });
        levels[level].units[unit].figures[column] = Some(row);
    }
    levels
}

fn write_level(
    sheet: &mut Worksheet,
    head: &Head,
    nodes: &[Node],
    level: &Level,
    styles: &mut Styles,
) -> Result<(), XlsxError> {
    let language = head.language.as_str();
    let codes = width(level.units.iter().map(|unit| unit.code));
    let unit_names = width(level.units.iter().map(|unit| unit.name));
    let mut columns = vec![
        (text(language, "export-scorecard-unit"), codes),
        (text(language, "export-scorecard-unit-name"), unit_names),
    ];
    for node in nodes {
        let names = node.parts.iter().map(|part| part.column_name(head, node.sample));
        columns.extend(names.map(|name| (name, FIGURE_WIDTH)));
    }
    write_title(sheet, head, styles)?;
    sheet.set_repeat_columns(0, LEADING - 1)?;
    let last = row_number(level.units.len())? + LINES_ABOVE - 1;
    sheet::header(sheet, LINES_ABOVE - 1, &columns, LEADING, last, &styles.header)?;
    for (position, unit) in level.units.iter().enumerate() {
        write_unit(sheet, row_number(position)? + LINES_ABOVE, nodes, unit, styles)?;
    }
    Ok(())
}

/// The title of the wave, or for invented data the warning: it must be seen on the sheet that is looked at.
fn write_title(sheet: &mut Worksheet, head: &Head, styles: &Styles) -> Result<(), XlsxError> {
    let language = head.language.as_str();
    let values = [("title", head.title.as_str().into()), ("period", head.period.as_str().into())];
    let title = text_with(language, "export-scorecard-title", &values);
    if head.demo {
        let warned = format!("{} – {title}", text(language, "export-demo"));
        return sheet::title(sheet, 0, &warned, &styles.warning);
    }
    sheet::title(sheet, 0, &title, &styles.title)
}

fn write_unit(
    sheet: &mut Worksheet,
    row: u32,
    nodes: &[Node],
    unit: &Unit,
    styles: &mut Styles,
) -> Result<(), XlsxError> {
    put(sheet, (row, 0), Cell::Text(unit.code), Some(&styles.code))?;
    put(sheet, (row, 1), Cell::Text(unit.name), None)?;
    let mut column = LEADING;
    for (node, figure) in nodes.iter().zip(&unit.figures) {
        for part in &node.parts {
            if let Some(figure) = figure {
                let format = match part {
                    Part::Value | Part::Low | Part::High => Some(&styles.figure(figure).value),
                    Part::Change => Some(&styles.figure(figure).change),
                    Part::Rank => Some(&styles.whole),
                    Part::Group => Some(&styles.word),
                };
                put(sheet, (row, column), part.of(figure), format)?;
            }
            column = column.checked_add(1).ok_or(XlsxError::RowColumnLimitError)?;
        }
    }
    Ok(())
}
