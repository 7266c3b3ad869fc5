//! Routing: conditions name earlier items and options they have, and every item can be reached.

use super::context::{Context, Place};
use super::findings::{Findings, Pointer};
use super::measure::check_codes;
use super::satisfiable::can_hold;
use super::texts::condition_word;
use crate::domain::instrument::AskIf;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for place in &context.items {
        let Some(condition) = &place.item.ask_if else { continue };
        let pointer = place.pointer.key("ask_if");
        check_condition(context, place, condition, &pointer, findings);
    }
    for place in &context.items {
        let Some(condition) = &place.item.ask_if else { continue };
        if looks_back(context, place) && !can_hold(context, place, condition) {
            findings.add(
                &place.pointer.key("ask_if"),
                "unreachable_item",
                format!(
                    "Item {:?} is never asked: no answers to the earlier items fulfil its condition.",
                    place.item.code
                ),
            );
        }
    }
}

fn check_condition(
    context: &Context<'_>,
    asker: &Place<'_>,
    condition: &AskIf,
    pointer: &Pointer,
    findings: &mut Findings,
) {
    let pointer = pointer.key(condition_word(condition));
    match condition {
        AskIf::Chosen { item, codes } => {
            check_earlier(context, asker, item, &pointer.key("item"), findings);
            let found = context.item(item);
            let scale = found.and_then(|found| context.scale(found.item));
            check_codes(codes, scale, item, &pointer.key("codes"), findings);
        }
        AskIf::All(parts) | AskIf::Any(parts) => {
            if parts.is_empty() {
                let message = "The condition has no parts; write some or take it out.".to_owned();
                findings.add(&pointer, "empty_condition", message);
            }
            for (position, part) in parts.iter().enumerate() {
                check_condition(context, asker, part, &pointer.at(position), findings);
            }
        }
        AskIf::Not(part) => check_condition(context, asker, part, &pointer, findings),
    }
}

fn check_earlier(
    context: &Context<'_>,
    asker: &Place<'_>,
    code: &str,
    pointer: &Pointer,
    findings: &mut Findings,
) {
    let asking = &asker.item.code;
    match context.item(code) {
        None => findings.add(
            pointer,
            "unknown_item",
            format!("The condition of item {asking:?} looks at item {code:?}, which does not exist."),
        ),
        Some(looked_at) if looked_at.position >= asker.position => findings.add(
            pointer,
            "later_item",
            format!(
                "ask_if may only look at earlier questions: item {asking:?} looks at {code:?}, which is \
                 {}.",
                if code == asking { "the item itself" } else { "asked after it" }
            ),
        ),
        Some(_) => {}
    }
}

/// Whether the item's condition, and those it depends on, name earlier items only; otherwise there
/// is nothing to be said about reaching it.
fn looks_back(context: &Context<'_>, asker: &Place<'_>) -> bool {
    let mut open = vec![asker.position];
    let mut seen = vec![false; context.items.len()];
    while let Some(position) = open.pop() {
        let Some(place) = context.items.get(position) else { continue };
        for code in place.item.ask_if.iter().flat_map(AskIf::items) {
            let Some(earlier) = context.item(code) else { return false };
            if earlier.position >= position || context.scale(earlier.item).is_none() {
                return false;
            }
            if !std::mem::replace(&mut seen[earlier.position], true) {
                open.push(earlier.position);
            }
        }
    }
    true
}
