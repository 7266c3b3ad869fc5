//! An instrument with what the checks look up in it: items and nodes by name, the tree.

use std::collections::HashMap;

use super::findings::Pointer;
use crate::domain::instrument::{Combine, Instrument, Item, Measure, Node, Scale, Switch, SwitchChoice};

/// An item and where it stands.
#[derive(Clone)]
pub(super) struct Place<'a> {
    /// The item.
    pub(super) item: &'a Item,
    /// Its position in the order of asking.
    pub(super) position: usize,
    /// Where it stands in the file.
    pub(super) pointer: Pointer,
}

/// An instrument with look-ups. Where a name is used twice, the first one counts; the second is a
/// mistake of its own.
pub(super) struct Context<'a> {
    pub(super) instrument: &'a Instrument,
    /// All items in the order of asking.
    pub(super) items: Vec<Place<'a>>,
    item_by_code: HashMap<&'a str, usize>,
    node_by_id: HashMap<&'a str, usize>,
    /// Children of each node, by position in the file.
    pub(super) children: Vec<Vec<usize>>,
    /// Nodes that hang under a root, parents before children. A node of a cycle, or below one, is
    /// not among them.
    pub(super) order: Vec<usize>,
}

impl<'a> Context<'a> {
    pub(super) fn new(instrument: &'a Instrument) -> Self {
        let items = places(instrument);
        let mut item_by_code = HashMap::new();
        for place in &items {
            item_by_code.entry(place.item.code.as_str()).or_insert(place.position);
        }
        let mut node_by_id = HashMap::new();
        for (position, node) in instrument.index.iter().enumerate() {
            node_by_id.entry(node.id.as_str()).or_insert(position);
        }
        let mut context = Self {
            instrument,
            items,
            item_by_code,
            node_by_id,
            children: vec![Vec::new(); instrument.index.len()],
            order: Vec::new(),
        };
        context.grow_tree();
        context
    }

    fn grow_tree(&mut self) {
        let nodes = &self.instrument.index;
        for (position, node) in nodes.iter().enumerate() {
            if let Some(parent) = node.parent.as_deref().and_then(|parent| self.node_position(parent)) {
                self.children[parent].push(position);
            }
        }
        let is_root =
            |node: &Node| node.parent.as_deref().is_none_or(|parent| !self.node_by_id.contains_key(parent));
        let roots = nodes.iter().enumerate().filter(|(_, node)| is_root(node));
        let mut order: Vec<usize> = roots.map(|(position, _)| position).collect();
        let mut next = 0;
        while let Some(node) = order.get(next) {
            order.extend(&self.children[*node]);
            next += 1;
        }
        self.order = order;
    }

    /// The item with this code.
    pub(super) fn item(&self, code: &str) -> Option<&Place<'a>> {
        self.items.get(*self.item_by_code.get(code)?)
    }

    /// The scale of an item, unless its name is unknown.
    pub(super) fn scale(&self, item: &Item) -> Option<&'a Scale> {
        self.instrument.questionnaire.scales.get(&item.scale)
    }

    /// Position of the node with this id.
    pub(super) fn node_position(&self, id: &str) -> Option<usize> {
        self.node_by_id.get(id).copied()
    }

    pub(super) fn node(&self, position: usize) -> &'a Node {
        &self.instrument.index[position]
    }

    /// The switch with this id and its position.
    pub(super) fn switch(&self, id: &str) -> Option<(usize, &'a Switch)> {
        self.instrument.switches.iter().enumerate().find(|(_, switch)| switch.id == id)
    }

    /// The leaves below a node that hangs under a root, in file order within each branch.
    pub(super) fn leaves(&self, position: usize) -> Vec<usize> {
        let mut leaves = Vec::new();
        let mut open = self.children[position].clone();
        while let Some(node) = open.pop() {
            if self.children[node].is_empty() {
                leaves.push(node);
            } else {
                open.extend(&self.children[node]);
            }
        }
        leaves.sort_unstable();
        leaves
    }

    /// The combinations a node may come to: its own, or those of its switch. Each with the words
    /// that say which one is meant.
    pub(super) fn combinations(&self, node: &'a Node) -> Vec<(Combine, String)> {
        let Some(combine) = &node.combine else { return Vec::new() };
        let Some(switch) = &combine.switch else { return vec![(combine.clone(), String::new())] };
        let Some((_, switch)) = self.switch(switch) else { return Vec::new() };
        let mut found = Vec::new();
        for (name, choice) in &switch.choices {
            if let SwitchChoice::Combine { op, over, missing, .. } = choice {
                let combine = Combine { op: *op, over: *over, missing: *missing, switch: None };
                found.push((combine, format!(" (choice {name:?} of switch {:?})", switch.id)));
            }
        }
        found
    }

    /// Whether a leaf has only the shares of its options, no value.
    pub(super) fn is_distribution(&self, position: usize) -> bool {
        matches!(self.node(position).measure, Some(Measure::Distribution { .. }))
    }
}

/// Where a node stands in the file.
pub(super) fn node_pointer(position: usize) -> Pointer {
    Pointer::root("index").at(position)
}

fn places(instrument: &Instrument) -> Vec<Place<'_>> {
    let mut found = Vec::new();
    let sections = Pointer::root("questionnaire").key("sections");
    for (section_at, section) in instrument.questionnaire.sections.iter().enumerate() {
        for (item_at, item) in section.items.iter().enumerate() {
            let pointer = sections.at(section_at).key("items").at(item_at);
            found.push(Place { item, position: found.len(), pointer });
        }
    }
    found
}
