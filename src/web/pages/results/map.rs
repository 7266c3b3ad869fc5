//! The units below on a map, coloured by their group.

use super::figures::View;
use super::place::Address;
use crate::domain::publication::Publication;
use crate::export::chart::map::{Area, Map, Swatch, draw, swatches};
use crate::export::said;
use crate::ingest::boundaries::Boundaries;
use crate::locale::text_with;

/// Areas that are links; more of them are too small to be met.
const LINKED: usize = 600;

/// The map with its legend.
pub(super) struct MapView {
    pub svg: String,
    pub legend: Vec<Swatch>,
    /// Units without a boundary, in a sentence.
    pub missing: Option<String>,
}

/// The map by this node; none where it has no groups, or no unit below has a boundary.
pub(super) fn view(
    view: &View,
    (unit, root): (Option<usize>, usize),
    shapes: &Boundaries,
    place: &Address,
) -> Option<MapView> {
    let publication = view.publication();
    let groups = &publication.nodes[root].groups;
    let (drawn, missing) = on_map(publication, unit, shapes)?;
    if groups.is_empty() {
        return None;
    }
    let table = view.table(&drawn, &[root]);
    let linked = drawn.len() <= LINKED;
    let area = |(unit, row): (&usize, _)| {
        let row: &crate::domain::table::Row = row;
        let value = said::value(&table.head, row);
        let value = if value.is_empty() { said::short_note(&table.head, row) } else { value };
        let parts = [row.unit_name.as_str(), value.as_str(), said::group(row)];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        Some(Area {
            rings: shapes.of(&publication.units[*unit].code)?,
            group: row.group.as_ref().and_then(|id| groups.iter().position(|(known, _)| known == id)),
            href: linked.then(|| place.of(publication, *unit).href),
            said: parts.join(": "),
        })
    };
    let names: Vec<&str> = groups.iter().map(|(_, label)| label.get(view.language)).collect();
    let label = publication.nodes[root].label.get(view.language);
    let map = Map {
        title: text_with(view.language, "board-map-title", &[("node", label.into())]),
        description: view.text("board-map-description"),
        language: view.language.to_owned(),
        groups: names.len(),
        areas: drawn.iter().zip(&table.rows).filter_map(area).collect(),
    };
    let said = |count: usize| text_with(view.language, "board-map-missing", &[("count", count.into())]);
    Some(MapView {
        svg: draw(&map)?,
        legend: swatches(&names, &view.text("board-map-no-group")),
        missing: (missing > 0).then(|| said(missing)),
    })
}

/// The units of the highest level below that have boundaries, and how many of that level have none.
fn on_map(
    publication: &Publication,
    unit: Option<usize>,
    shapes: &Boundaries,
) -> Option<(Vec<usize>, usize)> {
    let mut level: Vec<usize> =
        (0..publication.units.len()).filter(|other| publication.units[*other].parent == unit).collect();
    while !level.is_empty() {
        let (drawn, missing): (Vec<usize>, Vec<usize>) =
            level.iter().partition(|unit| shapes.of(&publication.units[**unit].code).is_some());
        if !drawn.is_empty() {
            return Some((drawn, missing.len()));
        }
        let above: std::collections::BTreeSet<usize> = level.into_iter().collect();
        level = (0..publication.units.len())
            .filter(|other| publication.units[*other].parent.is_some_and(|parent| above.contains(&parent)))
            .collect();
    }
    None
}
