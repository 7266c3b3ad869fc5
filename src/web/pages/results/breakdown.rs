//! A section per breakdown: the figures of the unit looked at by category, or the plain reason why there are none.

use super::figures::{FigureView, View};
use super::place::{Address, Link};
use super::{Matter, NodeRow, files_base};
use crate::domain::publication::{Disclosure, PublishedBreakdown, PublishedKind};
use crate::domain::table::{Row, Table};
use crate::export::{Format, said};
use crate::locale;
use crate::sealing::results::by_category;
use crate::web::pages::layout::address;
use crate::web::problem::Problem;

/// A breakdown on the page.
pub(super) struct BreakdownView {
    pub id: String,
    pub title: String,
    /// Which of all batches its figures rest on, where there are any.
    pub text: Option<String>,
    /// Why there is no figure at all.
    pub reason: Option<String>,
    pub nodes: Vec<NodeByCategory>,
    /// Where all indices are shown, or the main ones only.
    pub other: Link,
    pub files: Vec<Link>,
}

/// A node by category; the name of a row is that of the category.
pub(super) struct NodeByCategory {
    pub name: String,
    pub rows: Vec<NodeRow>,
}

/// The breakdowns of the wave at the unit. All nodes of the one that is asked for, the main ones of the others.
pub(super) fn views(
    view: &View<'_>,
    matter: &Matter,
    unit: Option<usize>,
    place: &Address<'_>,
) -> Result<Vec<BreakdownView>, Problem> {
    let asked = matter.query.breakdown.as_deref();
    let known = |id: &str| view.publication().breakdowns.iter().any(|breakdown| breakdown.id == id);
    if !asked.is_none_or(known) {
        return Err(Problem::unknown_breakdown());
    }
    let Some(unit) = unit else { return Ok(Vec::new()) };
    let of = |breakdown: &PublishedBreakdown| {
        let whole = asked == Some(breakdown.id.as_str());
        let table = by_category(view.now, (unit, &breakdown.id), view.language).ok()?;
        Some(one(view, matter, (breakdown, whole), &table, (unit, place)))
    };
    Ok(view.publication().breakdowns.iter().filter_map(of).collect())
}

fn one(
    view: &View<'_>,
    matter: &Matter,
    (breakdown, whole): (&PublishedBreakdown, bool),
    table: &Table,
    (unit, place): (usize, &Address<'_>),
) -> BreakdownView {
    let name = table.head.breakdown.as_ref().map_or(breakdown.id.clone(), |by| by.name.clone());
    let is_main = |row: &Row| matches!(row.node_kind, PublishedKind::Index | PublishedKind::Dimension);
    let wanted = |row: &&Row| (whole || is_main(row)) && row.disclosure != Disclosure::NoValue;
    let shown: Vec<&Row> = table.rows.iter().filter(wanted).collect();
    let none = shown.iter().all(|row| row.value.is_none());
    let reason = shown.first().filter(|_| none).map(|row| said::note(&table.head, row));
    let text = (!none).then(|| {
        let whole = |count: usize| locale::number(view.language, count as f64, 0);
        let all = whole(view.publication().basis.batches);
        let arguments = [("batches", whole(breakdown.batches).into()), ("all", all.into())];
        locale::text_with(view.language, "results-by-text", &arguments)
    });
    let code = view.publication().units[unit].code.as_str();
    let (key, other) = if whole {
        ("results-by-less", place.with(&[("unit", Some(code))]))
    } else {
        ("results-by-all", place.with(&[("unit", Some(code)), ("breakdown", Some(breakdown.id.as_str()))]))
    };
    BreakdownView {
        title: locale::text_with(view.language, "results-by", &[("name", name.into())]),
        text,
        reason,
        nodes: if none { Vec::new() } else { nodes(view, table, &shown) },
        other: Link { name: view.text(key), href: format!("{other}#by-{}", breakdown.id) },
        files: files(matter, &breakdown.id, code),
        id: breakdown.id.clone(),
    }
}

/// The rows by node, in the order of the instrument, the categories of each one below the other.
fn nodes(view: &View<'_>, table: &Table, shown: &[&Row]) -> Vec<NodeByCategory> {
    let mut found = Vec::new();
    for node in &view.publication().nodes {
        let of_node = shown.iter().filter(|row| row.node == node.id);
        let rows: Vec<NodeRow> = of_node
            .map(|row| NodeRow {
                depth: 1,
                major: false,
                name: row.category_name.clone().unwrap_or_default(),
                figure: figure(view, table, row, node.range),
            })
            .collect();
        if !rows.is_empty() {
            found.push(NodeByCategory { name: node.label.get(view.language).to_owned(), rows });
        }
    }
    found
}

/// Units are not ranked by category.
fn figure(view: &View<'_>, table: &Table, row: &Row, range: Option<[f64; 2]>) -> FigureView {
    FigureView { rank: String::new(), group: String::new(), ..view.figure(&table.head, row, range, None) }
}

/// The same in files, of whoever may have them.
fn files(matter: &Matter, breakdown: &str, unit: &str) -> Vec<Link> {
    let Some(base) = files_base(matter) else { return Vec::new() };
    let formats = Format::ALL.into_iter().filter(|format| format.knows_breakdowns());
    let link = |format: Format| Link {
        name: format.ending().to_uppercase(),
        href: address(
            &format!("{base}.{format}"),
            &[("unit", unit), ("breakdown", breakdown)],
            &matter.language,
        ),
    };
    formats.map(link).collect()
}
