//! The index tree: ids, parents, kinds, leaves and inner nodes.

use std::collections::HashSet;

use super::context::{Context, node_pointer};
use super::findings::{Findings, Pointer};
use super::names::check_name;
use crate::domain::instrument::Node;

/// Most decimals a value may be rounded to or shown with.
const MAX_DECIMALS: u32 = 10;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    if context.instrument.index.is_empty() {
        findings.add(
            &Pointer::root("index"),
            "empty_index",
            "The index has no nodes, so there would be no results; write at least one.".to_owned(),
        );
    }
    let mut seen = HashSet::new();
    for (position, node) in context.instrument.index.iter().enumerate() {
        let place = node_pointer(position);
        check_name("a node", &node.id, &place.key("id"), findings);
        if !seen.insert(&node.id) {
            let message = format!("There are two nodes with id {:?}; give one another id.", node.id);
            findings.add(&place.key("id"), "repeated_node", message);
        }
        check_parent(context, node, &place, findings);
        check_shape(node, !context.children[position].is_empty(), &place, findings);
        check_decimals(node, &place, findings);
    }
    check_cycles(context, findings);
}

fn check_parent(context: &Context<'_>, node: &Node, place: &Pointer, findings: &mut Findings) {
    let Some(parent) = &node.parent else { return };
    let Some(position) = context.node_position(parent) else {
        let message = format!("The parent {parent:?} of node {:?} does not exist; correct its id.", node.id);
        findings.add(&place.key("parent"), "unknown_parent", message);
        return;
    };
    let above = context.node(position);
    if node.kind <= above.kind && parent != &node.id {
        findings.add(
            &place.key("kind"),
            "kind_order",
            format!(
                "Node {:?} is of kind {}, its parent {parent:?} of kind {}; a kind below a node must be lower \
                 (index, dimension, sub_dimension, indicator).",
                node.id,
                node.kind.as_str(),
                above.kind.as_str()
            ),
        );
    }
}

fn check_shape(node: &Node, has_children: bool, place: &Pointer, findings: &mut Findings) {
    let id = &node.id;
    if has_children {
        if node.measure.is_some() {
            let message =
                format!("Node {id:?} has nodes below it, so it cannot measure; take \"measure\" out.");
            findings.add(&place.key("measure"), "measure_on_inner_node", message);
        }
        if node.combine.is_none() {
            let message =
                format!("Node {id:?} has nodes below it; say in \"combine\" how they are combined.");
            findings.add(place, "inner_node_without_combine", message);
        }
        return;
    }
    if node.combine.is_some() {
        let message = format!("Node {id:?} has no nodes below it, so there is nothing to combine.");
        findings.add(&place.key("combine"), "combine_on_leaf", message);
    }
    if node.measure.is_none() {
        let message =
            format!("Node {id:?} has no nodes below it; say in \"measure\" where its value comes from.");
        findings.add(place, "leaf_without_measure", message);
    }
}

fn check_decimals(node: &Node, place: &Pointer, findings: &mut Findings) {
    let too_many = format!("A value is rounded or shown with at most {MAX_DECIMALS} decimals.");
    if node.round.is_some_and(|decimals| decimals > MAX_DECIMALS) {
        findings.add(&place.key("round"), "too_many_decimals", too_many.clone());
    }
    if node.display.decimals > MAX_DECIMALS {
        findings.add(&place.key("display").key("decimals"), "too_many_decimals", too_many);
    }
    if node.display.of.is_some_and(|of| !of.is_finite() || of <= 0.0) {
        let message = "The maximum shown beside a value must be greater than 0.".to_owned();
        findings.add(&place.key("display").key("of"), "bad_maximum", message);
    }
}

/// Notes each cycle once, at its first node in the file.
fn check_cycles(context: &Context<'_>, findings: &mut Findings) {
    let mut done: Vec<bool> = vec![false; context.instrument.index.len()];
    for position in &context.order {
        done[*position] = true;
    }
    for start in 0..done.len() {
        let mut path = Vec::new();
        let mut at = start;
        while !done[at] {
            done[at] = true;
            path.push(at);
            let parent = context.node(at).parent.as_deref();
            let Some(parent) = parent.and_then(|parent| context.node_position(parent)) else { break };
            at = parent;
        }
        if let Some(begin) = path.iter().position(|node| *node == at) {
            let cycle = &path[begin..];
            let first = cycle.iter().min().copied().unwrap_or(at);
            findings.add(
                &node_pointer(first).key("parent"),
                "cycle",
                format!(
                    "The parents go round in a circle: {}; make one of them a root or give it another parent.",
                    circle(context, cycle)
                ),
            );
        }
    }
}

fn circle(context: &Context<'_>, cycle: &[usize]) -> String {
    let ids = cycle.iter().chain(cycle.first()).map(|node| format!("{:?}", context.node(*node).id));
    ids.collect::<Vec<_>>().join(" below ")
}
