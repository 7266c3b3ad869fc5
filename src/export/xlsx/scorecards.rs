//! Scorecards: a line per unit, a column per node; at the indices also interval, rank, group and change.

use std::borrow::Cow;
use std::collections::HashMap;

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use super::sheet::{self, Names, put, row_number, width};
use super::style::Styles;
use crate::domain::publication::{Disclosure, PublishedKind};
use crate::domain::table::{Head, Row, Rows};
use crate::export::cell::{self, Cell};
use crate::locale::{number, period, text, text_with};

/// Lines above the units: the title and the column names.
const LINES_ABOVE: u32 = 2;
/// Code and name.
const LEADING: u16 = 2;
/// Characters of a column of figures; longer names of nodes break.
const FIGURE_WIDTH: f64 = 16.0;

/// A node with the first of its rows.
struct Node {
    sample: Row,
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
    Missing,
}

impl Part {
    const ALL: [Self; 7] =
        [Self::Value, Self::Low, Self::High, Self::Rank, Self::Group, Self::Change, Self::Missing];

    fn of(self, row: &Row) -> Cell<'_> {
        match self {
            Self::Value => cell::number(row.value),
            Self::Low => cell::number(row.ci_low),
            Self::High => cell::number(row.ci_high),
            Self::Rank => cell::whole(row.rank),
            Self::Group => cell::text(row.group_name.as_deref().or(row.group.as_deref())),
            Self::Change => cell::number(row.change),
            Self::Missing => cell::whole(row.missing),
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
            Self::Missing => "export-scorecard-missing",
        };
        text_with(language, key, &[("node", sample.node_name.as_str().into())])
    }
}

/// The units of one level.
#[derive(Default)]
struct Level {
    id: String,
    units: usize,
    /// Widths at which all codes and names can be read.
    codes: f64,
    names: f64,
}

/// A unit with its figures in the order of the nodes.
struct Unit<'a> {
    first: Cow<'a, Row>,
    figures: Vec<Option<Cow<'a, Row>>>,
}

/// Adds a sheet per level of units.
pub fn write(
    workbook: &mut Workbook,
    table: &dyn Rows,
    names: &mut Names,
    styles: &mut Styles,
) -> Result<(), XlsxError> {
    let nodes = nodes(table);
    let places = places(&nodes);
    let levels = levels(table, &places);
    let head = table.head();
    for level in &levels {
        let wanted = match levels.len() {
            1 => text(&head.language, "export-sheet-scorecards"),
            _ => level_name(&head.language, &level.id),
        };
        let columns = nodes.iter().map(|node| node.parts.len()).sum::<usize>() + usize::from(LEADING);
        let sheet = sheet::add(workbook, names, &wanted, head, (level.units, columns))?;
        begin(sheet, head, &nodes, level, styles)?;
        let mut position = 0;
        units(table, &places, &level.id, &mut |unit| {
            write_unit(sheet, row_number(position)? + LINES_ABOVE, &nodes, unit, styles)?;
            position += 1;
            Ok(())
        })?;
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
fn nodes(table: &dyn Rows) -> Vec<Node> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut nodes: Vec<Node> = Vec::new();
    for row in table.rows().filter(|row| row.node_kind != PublishedKind::Option) {
        let place = places.get(&row.node).copied().unwrap_or_else(|| {
            let sample = row.clone().into_owned();
            places.insert(sample.node.clone(), nodes.len());
            nodes.push(Node { sample, parts: vec![Part::Value], valued: false });
            nodes.len() - 1
        });
        let node = &mut nodes[place];
        node.valued |= row.disclosure != Disclosure::NoValue;
        if row.node_kind == PublishedKind::Index {
            let parts = &mut node.parts;
            // Only what at least one unit has: given scores have no interval, first waves no change.
            let there = |part: &Part| parts.contains(part) || part.of(&row) != Cell::Absent;
            *parts = Part::ALL.into_iter().filter(there).collect();
        }
    }
    nodes.retain(|node| node.valued);
    nodes
}

/// Where each node stands.
type Places<'a> = HashMap<&'a str, usize>;

fn places(nodes: &[Node]) -> Places<'_> {
    nodes.iter().enumerate().map(|(place, node)| (node.sample.node.as_str(), place)).collect()
}

/// Whether two rows are of one unit. Codes are used again, so the name belongs to the key.
fn is_same(one: &Row, other: &Row) -> bool {
    one.unit == other.unit && one.unit_name == other.unit_name && one.unit_level == other.unit_level
}

/// The levels in the order they first appear.
fn levels(table: &dyn Rows, places: &Places<'_>) -> Vec<Level> {
    let mut levels: Vec<Level> = Vec::new();
    let mut last: Option<Cow<'_, Row>> = None;
    for row in table.rows().filter(|row| places.contains_key(row.node.as_str())) {
        if last.as_ref().is_some_and(|last| is_same(last, &row)) {
            continue;
        }
        let place = levels.iter().position(|level| level.id == row.unit_level).unwrap_or_else(|| {
            levels.push(Level { id: row.unit_level.clone(), ..Level::default() });
            levels.len() - 1
        });
        let level = &mut levels[place];
        level.units += 1;
        level.codes = level.codes.max(width([row.unit.as_str()].into_iter()));
        level.names = level.names.max(width([row.unit_name.as_str()].into_iter()));
        last = Some(row);
    }
    levels
}

/// Gives every unit of a level to `receive`; its rows stand together.
fn units(
    table: &dyn Rows,
    places: &Places<'_>,
    level: &str,
    receive: &mut dyn FnMut(&Unit<'_>) -> Result<(), XlsxError>,
) -> Result<(), XlsxError> {
    let mut unit: Option<Unit<'_>> = None;
    for row in table.rows().filter(|row| row.unit_level == level) {
        let Some(&column) = places.get(row.node.as_str()) else { continue };
        if let Some(done) = unit.take_if(|unit| !is_same(&unit.first, &row)) {
            receive(&done)?;
        }
        let unit = unit.get_or_insert_with(|| Unit { first: row.clone(), figures: vec![None; places.len()] });
        unit.figures[column] = Some(row);
    }
    unit.map_or(Ok(()), |unit| receive(&unit))
}

/// The title and the line of names.
fn begin(
    sheet: &mut Worksheet,
    head: &Head,
    nodes: &[Node],
    level: &Level,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let language = head.language.as_str();
    let mut columns = vec![
        (text(language, "export-scorecard-unit"), level.codes),
        (text(language, "export-scorecard-unit-name"), level.names),
    ];
    for node in nodes {
        let names = node.parts.iter().map(|part| part.column_name(head, &node.sample));
        columns.extend(names.map(|name| (name, FIGURE_WIDTH)));
    }
    write_title(sheet, head, styles)?;
    sheet.set_repeat_columns(0, LEADING - 1)?;
    let last = row_number(level.units)? + LINES_ABOVE - 1;
    sheet::header(sheet, LINES_ABOVE - 1, &columns, LEADING, last, &styles.header)
}

/// The title of the wave, or for invented data the warning: it must be seen on the sheet that is looked at.
fn write_title(sheet: &mut Worksheet, head: &Head, styles: &Styles) -> Result<(), XlsxError> {
    let language = head.language.as_str();
    let values =
        [("title", head.title.as_str().into()), ("period", period::spoken(&head.period, language).into())];
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
    unit: &Unit<'_>,
    styles: &mut Styles,
) -> Result<(), XlsxError> {
    put(sheet, (row, 0), Cell::Text(&unit.first.unit), Some(&styles.code))?;
    put(sheet, (row, 1), Cell::Text(&unit.first.unit_name), None)?;
    let mut column = LEADING;
    for (node, figure) in nodes.iter().zip(&unit.figures) {
        for part in &node.parts {
            if let Some(figure) = figure {
                let format = match part {
                    Part::Value | Part::Low | Part::High => Some(&styles.figure(figure).value),
                    Part::Change => Some(&styles.figure(figure).change),
                    Part::Rank | Part::Missing => Some(&styles.whole),
                    Part::Group => Some(&styles.word),
                };
                put(sheet, (row, column), part.of(figure), format)?;
            }
            column = column.checked_add(1).ok_or(XlsxError::RowColumnLimitError)?;
        }
    }
    Ok(())
}
