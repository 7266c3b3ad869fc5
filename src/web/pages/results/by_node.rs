//! By which node the units below stand side by side and on the map: the overall index, or any other that was chosen.

use super::figures::{View, depths};
use crate::domain::publication::{Publication, PublishedKind};

/// A node the units can be compared by.
pub(super) struct NodeChoice {
    pub id: String,
    /// The name, moved to the right by how deep the node stands.
    pub name: String,
    pub here: bool,
}

/// Position of the node asked for; the overall index where none was, or one that is no figure of this publication.
pub(super) fn chosen(publication: &Publication, asked: Option<&str>) -> Option<usize> {
    let known = |id: &str| {
        publication.nodes.iter().position(|node| node.id == id && node.kind != PublishedKind::Option)
    };
    asked.and_then(known).or_else(|| publication.overall_index())
}

/// The nodes that have a value at any of the units below; none where there is nothing to choose.
pub(super) fn choices(view: &View, unit: Option<usize>, here: Option<usize>) -> Vec<NodeChoice> {
    let publication = view.publication();
    let below: Vec<usize> =
        (0..publication.units.len()).filter(|place| publication.units[*place].parent == unit).collect();
    let depths = depths(&publication.nodes);
    let has_value = |node: &usize| below.iter().any(|unit| publication.figures[*unit][*node].value.is_some());
    let is_node = |node: &usize| publication.nodes[*node].kind != PublishedKind::Option;
    let choice = |node: usize| NodeChoice {
        id: publication.nodes[node].id.clone(),
        name: format!("{}{}", "\u{a0}\u{a0}".repeat(depths[node]), view.name_of(node)),
        here: here == Some(node),
    };
    let found: Vec<NodeChoice> =
        (0..publication.nodes.len()).filter(is_node).filter(has_value).map(choice).collect();
    if below.len() < 2 || found.len() < 2 { Vec::new() } else { found }
}
