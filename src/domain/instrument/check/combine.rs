//! Combinations: what they run over has values, weights and answers as the operation needs them.

use std::collections::HashSet;

use super::context::{Context, node_pointer};
use super::findings::{Findings, Pointer, list};
use crate::domain::instrument::{Combine, CombineOp, Measure, Node, Over};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let mut weighted: HashSet<usize> = HashSet::new();
    for position in &context.order {
        let node = context.node(*position);
        let place = node_pointer(*position).key("combine");
        for (combine, which) in context.combinations(node) {
            if combine.op == CombineOp::None {
                continue;
            }
            let parts = components(context, *position, &combine);
            let about = format!("Node {:?}{which}", node.id);
            check_values(context, &parts, &about, &place, findings);
            if combine.op == CombineOp::Pool {
                check_pool(context, &parts, &about, &place, findings);
            }
            if matches!(combine.op, CombineOp::WeightedMean | CombineOp::WeightedSum) {
                check_weights(context, &parts, &about, findings);
                weighted.extend(&parts);
            }
        }
    }
    for (position, node) in context.instrument.index.iter().enumerate() {
        check_weight(node, weighted.contains(&position), &node_pointer(position).key("weight"), findings);
    }
}

/// The nodes a combination runs over. A pool always runs over the leaves: they have the answers.
pub(super) fn components(context: &Context<'_>, position: usize, combine: &Combine) -> Vec<usize> {
    if combine.op == CombineOp::Pool || combine.over == Over::Leaves {
        context.leaves(position)
    } else {
        context.children[position].clone()
    }
}

/// Whether a node is only a heading under some setting of its switch.
fn is_heading(context: &Context<'_>, position: usize) -> bool {
    let combinations = context.combinations(context.node(position));
    combinations.iter().any(|(combine, _)| combine.op == CombineOp::None)
}

fn names(context: &Context<'_>, nodes: impl Iterator<Item = usize>) -> String {
    list(nodes.map(|node| context.node(node).id.as_str()))
}

fn check_values(
    context: &Context<'_>,
    parts: &[usize],
    about: &str,
    place: &Pointer,
    findings: &mut Findings,
) {
    let distributions = || parts.iter().copied().filter(|part| context.is_distribution(*part));
    if distributions().next().is_some() {
        let found = names(context, distributions());
        findings.add(
            place,
            "distribution_combined",
            format!(
                "{about} combines distributions, which have no single value: {found}; use op \"none\" or another \
                 statistic."
            ),
        );
    }
    let headings = || parts.iter().copied().filter(|part| is_heading(context, *part));
    if headings().next().is_some() {
        let found = names(context, headings());
        findings.add(
            place,
            "heading_combined",
            format!(
                "{about} combines nodes that are only headings (op \"none\") and have no value: {found}."
            ),
        );
    }
}

fn check_pool(context: &Context<'_>, parts: &[usize], about: &str, place: &Pointer, findings: &mut Findings) {
    let given = || {
        let is_given = |part: &usize| matches!(context.node(*part).measure, Some(Measure::Given));
        parts.iter().copied().filter(is_given)
    };
    if given().next().is_some() {
        let found = names(context, given());
        findings.add(
            place,
            "pool_over_given",
            format!(
                "{about} pools answers, but there are none behind given scores: {found}; use mean or sum."
            ),
        );
    }
}

fn check_weights(context: &Context<'_>, parts: &[usize], about: &str, findings: &mut Findings) {
    for part in parts {
        if context.node(*part).weight.is_none() {
            findings.add(
                &node_pointer(*part).key("weight"),
                "missing_weight",
                format!("{about} weights its parts, but node {:?} has no weight.", context.node(*part).id),
            );
        }
    }
}

fn check_weight(node: &Node, is_used: bool, place: &Pointer, findings: &mut Findings) {
    let Some(weight) = node.weight else { return };
    if !weight.is_finite() || weight <= 0.0 {
        let message = format!("The weight of node {:?} is {weight}; it must be greater than 0.", node.id);
        findings.add(place, "bad_weight", message);
    }
    if !is_used {
        let message = format!(
            "No combination uses the weight of node {:?}; take it out or weight its siblings.",
            node.id
        );
        findings.add(place, "unused_weight", message);
    }
}
