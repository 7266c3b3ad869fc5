//! Switches: choices fit the nodes that use them, defaults exist, none is idle.

use std::collections::HashSet;

use super::context::{Context, node_pointer};
use super::findings::{Findings, Pointer, list};
use super::names::check_name;
use crate::domain::instrument::{Combine, Measure, Node, Switch, SwitchChoice};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let mut seen = HashSet::new();
    for (position, switch) in context.instrument.switches.iter().enumerate() {
        let place = Pointer::root("switches").at(position);
        check_name("a switch", &switch.id, &place.key("id"), findings);
        if !seen.insert(&switch.id) {
            let message = format!("There are two switches called {:?}; rename one.", switch.id);
            findings.add(&place.key("id"), "repeated_switch", message);
        } else if !context.instrument.index.iter().any(|node| uses(node, &switch.id)) {
            let message = format!("No node uses switch {:?}; use it or take it out.", switch.id);
            findings.add(&place, "unused_switch", message);
        }
        check_choices(switch, &place, findings);
    }
    for (position, node) in context.instrument.index.iter().enumerate() {
        check_node(context, node, &node_pointer(position), findings);
    }
}

fn uses(node: &Node, switch: &str) -> bool {
    let measured = matches!(&node.measure, Some(Measure::Switch { switch: used, .. }) if used == switch);
    measured || node.combine.as_ref().is_some_and(|combine| combine.switch.as_deref() == Some(switch))
}

fn check_choices(switch: &Switch, place: &Pointer, findings: &mut Findings) {
    if !switch.choices.contains_key(&switch.default) {
        findings.add(
            &place.key("default"),
            "unknown_choice",
            format!(
                "The default {:?} of switch {:?} is not one of its choices; there are: {}.",
                switch.default,
                switch.id,
                list(switch.choices.keys().map(String::as_str))
            ),
        );
    }
    for name in switch.choices.keys() {
        check_name("a choice", name, &place.key("choices").key(name), findings);
    }
    let combining = switch.choices.values().filter(|choice| is_combine(choice)).count();
    if combining > 0 && combining < switch.choices.len() {
        findings.add(
            &place.key("choices"),
            "mixed_choices",
            format!(
                "Switch {:?} mixes choices for leaves (mean, share) with choices for inner nodes (combine); \
                 make two switches.",
                switch.id
            ),
        );
    }
}

fn is_combine(choice: &SwitchChoice) -> bool {
    matches!(choice, SwitchChoice::Combine { .. })
}

fn check_node(context: &Context<'_>, node: &Node, place: &Pointer, findings: &mut Findings) {
    if let Some(Measure::Switch { switch, .. }) = &node.measure {
        let place = place.key("measure").key("switch");
        if let Some(found) = known(context, switch, &place, findings)
            && found.choices.values().any(is_combine)
        {
            findings.add(
                &place,
                "wrong_switch",
                format!(
                    "Node {:?} is a leaf, but switch {switch:?} chooses how inner nodes combine.",
                    node.id
                ),
            );
        }
    }
    let Some(combine) = &node.combine else { return };
    let Some(switch) = &combine.switch else { return };
    let pointer = place.key("combine").key("switch");
    let Some(found) = known(context, switch, &pointer, findings) else { return };
    if found.choices.values().any(|choice| !is_combine(choice)) {
        findings.add(
            &pointer,
            "wrong_switch",
            format!("Node {:?} is an inner node, but switch {switch:?} chooses how leaves measure.", node.id),
        );
    }
    check_written_default(node, combine, found, &place.key("combine"), findings);
}

fn known<'a>(
    context: &Context<'a>,
    switch: &str,
    place: &Pointer,
    findings: &mut Findings,
) -> Option<&'a Switch> {
    let found = context.switch(switch).map(|(_, switch)| switch);
    if found.is_none() {
        let known = list(context.instrument.switches.iter().map(|switch| switch.id.as_str()));
        let message = format!("There is no switch {switch:?}; there are: {known}.");
        findings.add(place, "unknown_switch", message);
    }
    found
}

/// What stands beside a switch is what a reader of the file takes for the rule, so it has to be the
/// default of the switch.
fn check_written_default(
    node: &Node,
    combine: &Combine,
    switch: &Switch,
    place: &Pointer,
    findings: &mut Findings,
) {
    let Some(SwitchChoice::Combine { op, over, missing, .. }) = switch.choices.get(&switch.default) else {
        return;
    };
    if (combine.op, combine.over, combine.missing) != (*op, *over, *missing) {
        findings.add(
            place,
            "differs_from_default",
            format!(
                "Node {:?} writes another combination than the default {:?} of its switch {:?}; write the \
                 same op, over and missing.",
                node.id, switch.default, switch.id
            ),
        );
    }
}
