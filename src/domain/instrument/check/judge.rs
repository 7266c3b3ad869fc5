//! Benchmarks and comparability: nodes exist, groups fit their bounds, no node is grouped twice.

use std::collections::{HashMap, HashSet};

use super::context::Context;
use super::findings::{Findings, Pointer};
use super::names::{check_name, check_slug};
use super::range::declared;
use crate::domain::instrument::{Benchmark, CombineOp, Comparable, Group, GroupRule};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let mut grouped: HashMap<usize, usize> = HashMap::new();
    for (position, benchmark) in context.instrument.benchmarks.iter().enumerate() {
        let place = Pointer::root("benchmarks").at(position);
        let nodes = judged(context, benchmark, &place, findings);
        if benchmark.groups.is_none() && !benchmark.rank {
            let message = "The benchmark neither ranks nor groups; add \"rank\" or \"groups\".".to_owned();
            findings.add(&place, "empty_benchmark", message);
        }
        let Some(rule) = &benchmark.groups else { continue };
        check_rule(rule, &place.key("groups"), findings);
        check_bounds(context, benchmark, rule, &place.key("groups"), findings);
        for node in nodes {
            if let Some(first) = grouped.insert(node, position) {
                let id = &context.node(node).id;
                findings.add(
                    &place.key("groups"),
                    "two_group_rules",
                    format!(
                        "Node {id:?} is already grouped by benchmark number {first} (counted from 0); leave one \
                         rule per node."
                    ),
                );
            }
        }
    }
    check_comparable(context, findings);
}

/// The nodes a benchmark is for.
fn judged(
    context: &Context<'_>,
    benchmark: &Benchmark,
    place: &Pointer,
    findings: &mut Findings,
) -> Vec<usize> {
    let Some(ids) = &benchmark.nodes else { return (0..context.instrument.index.len()).collect() };
    let place = place.key("nodes");
    let nodes = check_nodes(context, ids, &place, findings);
    for (position, id) in ids.iter().enumerate() {
        let without_value = context.node_position(id).is_some_and(|node| {
            let combine = context.node(node).combine.as_ref();
            context.is_distribution(node) || combine.is_some_and(|combine| combine.op == CombineOp::None)
        });
        if without_value {
            let message = format!("Node {id:?} has no value of its own, so it cannot be ranked or grouped.");
            findings.add(&place.at(position), "no_value", message);
        }
    }
    nodes
}

fn check_nodes(
    context: &Context<'_>,
    ids: &[String],
    place: &Pointer,
    findings: &mut Findings,
) -> Vec<usize> {
    if ids.is_empty() {
        findings.add(place, "no_nodes", "The list of nodes is empty; name some.".to_owned());
    }
    let mut nodes = Vec::new();
    let mut seen = HashSet::new();
    for (position, id) in ids.iter().enumerate() {
        match context.node_position(id) {
            Some(node) => nodes.push(node),
            None => findings.add(
                &place.at(position),
                "unknown_node",
                format!("There is no node {id:?}; correct its id or take it out."),
            ),
        }
        if !seen.insert(id) {
            let message = format!("Node {id:?} is named twice; take one of them out.");
            findings.add(&place.at(position), "node_named_twice", message);
        }
    }
    nodes.sort_unstable();
    nodes.dedup();
    nodes
}

fn check_rule(rule: &GroupRule, place: &Pointer, findings: &mut Findings) {
    let (edges, field) = match rule {
        GroupRule::Quantile { cuts, .. } => (cuts, "cuts"),
        GroupRule::Bands { bounds, .. } => (bounds, "bounds"),
    };
    let pointer = place.key(field);
    if edges.is_empty() {
        let message = format!("\"{field}\" is empty, so there would be one group only; write at least one.");
        findings.add(&pointer, "no_bounds", message);
    }
    for (position, pair) in edges.windows(2).enumerate() {
        if pair[0].partial_cmp(&pair[1]) != Some(std::cmp::Ordering::Less) {
            let message = format!("{} does not stand above {}; write them ascending.", pair[1], pair[0]);
            findings.add(&pointer.at(position + 1), "not_ascending", message);
        }
    }
    for (position, edge) in edges.iter().enumerate() {
        let is_cut = matches!(rule, GroupRule::Quantile { .. });
        if is_cut && !(*edge > 0.0 && *edge < 1.0) {
            let message = format!("{edge} is no probability between 0 and 1; a quarter is written 0.25.");
            findings.add(&pointer.at(position), "cut_outside_0_1", message);
        }
    }
    check_groups(rule.groups(), edges.len(), &place.key("groups"), findings);
}

fn check_groups(groups: &[Group], edges: usize, place: &Pointer, findings: &mut Findings) {
    if groups.len() != edges + 1 {
        let message = format!(
            "{edges} bounds make {} groups, but {} are named; write the lowest group first.",
            edges + 1,
            groups.len()
        );
        findings.add(place, "group_count", message);
    }
    let mut seen = HashSet::new();
    for (position, group) in groups.iter().enumerate() {
        let place = place.at(position).key("id");
        check_name("a group", &group.id, &place, findings);
        if !seen.insert(&group.id) {
            let message = format!("There are two groups called {:?}; rename one.", group.id);
            findings.add(&place, "repeated_group", message);
        }
    }
}

/// Fixed bounds of named nodes must lie where values can be.
fn check_bounds(
    context: &Context<'_>,
    benchmark: &Benchmark,
    rule: &GroupRule,
    place: &Pointer,
    findings: &mut Findings,
) {
    let GroupRule::Bands { bounds, .. } = rule else { return };
    let ids = benchmark.nodes.iter().flatten();
    for node in ids.filter_map(|id| context.node_position(id)) {
        let node = context.node(node);
        let Some([least, greatest]) = declared(node) else { continue };
        for (position, bound) in bounds.iter().enumerate() {
            if *bound <= least || *bound > greatest {
                findings.add(
                    &place.key("bounds").at(position),
                    "bound_outside_range",
                    format!(
                        "Bound {bound} leaves a group of node {:?} empty, whose values go from {least} to {greatest}.",
                        node.id
                    ),
                );
            }
        }
    }
}

fn check_comparable(context: &Context<'_>, findings: &mut Findings) {
    let mut seen = HashSet::new();
    for (position, comparable) in context.instrument.comparable.iter().enumerate() {
        let place = Pointer::root("comparable").at(position);
        let pointer = place.key("instrument");
        check_slug("the id of an instrument", &comparable.instrument, &pointer, findings);
        if !seen.insert(&comparable.instrument) {
            let message = format!("Instrument {:?} is named twice; join the two.", comparable.instrument);
            findings.add(&pointer, "repeated_comparable", message);
        }
        if comparable.notable_percent.is_some_and(|percent| !percent.is_finite() || percent <= 0.0) {
            let message = "A change is notable from a percentage greater than 0.".to_owned();
            findings.add(&place.key("notable_percent"), "bad_percent", message);
        }
        check_breaks(context, comparable, &place.key("breaks"), findings);
    }
}

fn check_breaks(context: &Context<'_>, comparable: &Comparable, place: &Pointer, findings: &mut Findings) {
    for (position, one) in comparable.breaks.iter().enumerate() {
        if one.nodes != ["*"] {
            check_nodes(context, &one.nodes, &place.at(position).key("nodes"), findings);
        }
    }
}
