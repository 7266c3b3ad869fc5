//! Ranges: what a node can come to agrees with the least and greatest value it declares.

use std::collections::BTreeMap;

use super::combine::components;
use super::context::{Context, node_pointer};
use super::findings::{Findings, Pointer};
use super::measure::scores;
use crate::domain::instrument::{
    Combine, CombineOp, Item, Measure, Node, Scaling, ScalingFrom, SwitchChoice,
};

/// How far a sum of ranges may be from the declared range: published ranges are rounded to two
/// decimals (three sub-dimensions of 3.33 make 9.99, not 10).
const TOLERANCE: f64 = 0.02 + 1e-9;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for (position, node) in context.instrument.index.iter().enumerate() {
        let place = node_pointer(position);
        if node.range.is_some_and(|range| !is_interval(range)) {
            let message = format!("The range of node {:?} must be two numbers, the lesser first.", node.id);
            findings.add(&place.key("range"), "bad_range", message);
        }
        check_scaling(node.scale.as_ref(), node, &place.key("scale"), findings);
        if let Some(Measure::Switch { switch, .. }) = &node.measure {
            for (scale, place) in switch_scales(context, switch) {
                check_scaling(Some(scale), node, &place, findings);
            }
        }
    }
    check_reach(context, findings);
}

fn is_interval([least, greatest]: [f64; 2]) -> bool {
    least.is_finite() && greatest.is_finite() && least < greatest
}

fn is_within([least, greatest]: [f64; 2], outer: [f64; 2]) -> bool {
    least >= outer[0] - TOLERANCE && greatest <= outer[1] + TOLERANCE
}

/// The range a node declares, if it is one.
pub(super) fn declared(node: &Node) -> Option<[f64; 2]> {
    node.range.filter(|range| is_interval(*range))
}

fn switch_scales<'a>(context: &Context<'a>, switch: &str) -> Vec<(&'a Scaling, Pointer)> {
    let Some((position, switch)) = context.switch(switch) else { return Vec::new() };
    let place = Pointer::root("switches").at(position).key("choices");
    let of_choice = |(name, choice): (&String, &'a SwitchChoice)| match choice {
        SwitchChoice::Mean { scale: Some(scale), .. } => {
            Some((scale, place.key(name).key("mean").key("scale")))
        }
        SwitchChoice::Share { scale: Some(scale), .. } => {
            Some((scale, place.key(name).key("share").key("scale")))
        }
        _ => None,
    };
    switch.choices.iter().filter_map(of_choice).collect()
}

fn check_scaling(scale: Option<&Scaling>, node: &Node, place: &Pointer, findings: &mut Findings) {
    let Some(scale) = scale else { return };
    if let ScalingFrom::Fixed(from) = scale.from
        && !is_interval(from)
    {
        let message = "\"from\" must be two numbers, the lesser first.".to_owned();
        findings.add(&place.key("from"), "bad_scale", message);
    }
    if !is_interval(scale.to) {
        let message = "\"to\" must be two numbers, the lesser first; to turn a scale round write \
                       \"reverse\": true."
            .to_owned();
        findings.add(&place.key("to"), "bad_scale", message);
        return;
    }
    let [to_least, to_greatest] = scale.to;
    if let Some([least, greatest]) = declared(node).filter(|range| !is_within(scale.to, *range)) {
        findings.add(
            &place.key("to"),
            "scale_outside_range",
            format!(
                "The scale goes from {to_least} to {to_greatest}, outside the range {least} to {greatest} of node \
                 {:?}; correct one of them.",
                node.id
            ),
        );
    }
}

/// Computes bottom-up what every node can come to and compares it with what it declares.
fn check_reach(context: &Context<'_>, findings: &mut Findings) {
    let mut reach: Vec<Option<[f64; 2]>> = vec![None; context.instrument.index.len()];
    for position in context.order.iter().rev() {
        let node = context.node(*position);
        let found = if context.children[*position].is_empty() {
            leaf_reach(context, node)
        } else {
            combined_reach(context, *position, &reach)
        };
        if let (Some(range), Some(found)) = (declared(node), found) {
            compare(context, *position, range, found, findings);
        }
        reach[*position] = declared(node).or(found);
    }
}

fn compare(
    context: &Context<'_>,
    position: usize,
    range: [f64; 2],
    found: [f64; 2],
    findings: &mut Findings,
) {
    let node = context.node(position);
    let place = node_pointer(position).key("range");
    let says = format!("Node {:?} declares the range {} to {}, but its value", node.id, range[0], range[1]);
    let [least, greatest] = found.map(|end| (end * 1e6).round() / 1e6);
    let combinations = context.combinations(node);
    let is_sum =
        |(combine, _): &(Combine, String)| matches!(combine.op, CombineOp::Sum | CombineOp::WeightedSum);
    if found[1] < range[0] - TOLERANCE || found[0] > range[1] + TOLERANCE {
        let message =
            format!("{says} can only be between {least} and {greatest}; correct the range or the scale.");
        findings.add(&place, "range_unreachable", message);
    } else if !combinations.is_empty() && combinations.iter().all(is_sum) {
        let agrees = is_within(found, range) && is_within(range, found);
        if !agrees {
            let message =
                format!("{says} as a sum of its parts goes from {least} to {greatest}; correct one of them.");
            findings.add(&place, "range_not_sum", message);
        }
    } else if !is_within(found, range)
        && !findings.has(&node_pointer(position).key("scale").key("to"), "scale_outside_range")
    {
        let message =
            format!("{says} can be between {least} and {greatest}; widen the range or correct the scale.");
        findings.add(&place, "value_outside_range", message);
    }
}

/// What a leaf can come to; `None` if it cannot be said.
fn leaf_reach(context: &Context<'_>, node: &Node) -> Option<[f64; 2]> {
    let scaled = |measured: Option<[f64; 2]>| rescale(measured, node.scale.as_ref());
    match node.measure.as_ref()? {
        Measure::Given => None,
        Measure::Mean { item, recode } => scaled(mean_reach(context, context.item(item)?.item, recode)),
        // The scale of a distribution is applied to every share.
        Measure::Share { .. } | Measure::Ratio { .. } | Measure::Distribution { .. } => {
            scaled(Some([0.0, 1.0]))
        }
        Measure::NetShare { .. } => scaled(Some([-1.0, 1.0])),
        Measure::Switch { switch, item } => {
            let item = context.item(item)?.item;
            let (_, switch) = context.switch(switch)?;
            let mut found = None;
            for choice in switch.choices.values() {
                let (measured, scale) = match choice {
                    SwitchChoice::Mean { scale, .. } => (mean_reach(context, item, &BTreeMap::new()), scale),
                    SwitchChoice::Share { scale, .. } => (Some([0.0, 1.0]), scale),
                    SwitchChoice::Combine { .. } => return None,
                };
                let one = rescale(measured, scale.as_ref().or(node.scale.as_ref()))?;
                found = Some(hull(found, one));
            }
            found
        }
    }
}

fn mean_reach(
    context: &Context<'_>,
    item: &Item,
    recode: &BTreeMap<String, Option<f64>>,
) -> Option<[f64; 2]> {
    let scale = context.scale(item)?;
    scores(scale, recode).fold(None, |found, score| Some(hull(found, [score, score])))
}

fn hull(found: Option<[f64; 2]>, more: [f64; 2]) -> [f64; 2] {
    found.map_or(more, |found| [found[0].min(more[0]), found[1].max(more[1])])
}

fn rescale(reach: Option<[f64; 2]>, scale: Option<&Scaling>) -> Option<[f64; 2]> {
    let Some(scale) = scale else { return reach };
    let ScalingFrom::Fixed(from) = scale.from else { return Some(scale.to) };
    if !is_interval(from) || !is_interval(scale.to) {
        return None;
    }
    let along = |end: f64| {
        let part = (end - from[0]) / (from[1] - from[0]);
        let part = if scale.clamp { part.clamp(0.0, 1.0) } else { part };
        let part = if scale.reverse { 1.0 - part } else { part };
        scale.to[0] + part * (scale.to[1] - scale.to[0])
    };
    let [one, other] = reach?.map(along);
    Some([one.min(other), one.max(other)])
}

/// What an inner node can come to under any setting of its switch; `None` if some part is unknown.
fn combined_reach(context: &Context<'_>, position: usize, reach: &[Option<[f64; 2]>]) -> Option<[f64; 2]> {
    let node = context.node(position);
    let mut found = None;
    for (combine, _) in context.combinations(node) {
        let parts = components(context, position, &combine);
        let mut total = None;
        for part in parts {
            let [least, greatest] = reach[part]?;
            let weight = context.node(part).weight;
            total = Some(match combine.op {
                CombineOp::None => return None,
                CombineOp::Mean | CombineOp::WeightedMean | CombineOp::Pool => hull(total, [least, greatest]),
                CombineOp::Sum => add(total, [least, greatest]),
                CombineOp::WeightedSum => {
                    let weight = weight.filter(|weight| weight.is_finite() && *weight > 0.0)?;
                    add(total, [weight * least, weight * greatest])
                }
            });
        }
        found = Some(hull(found, rescale(total, node.scale.as_ref())?));
    }
    found
}

fn add(total: Option<[f64; 2]>, more: [f64; 2]) -> [f64; 2] {
    total.map_or(more, |total| [total[0] + more[0], total[1] + more[1]])
}
