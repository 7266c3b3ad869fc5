//! Scales, sections and items.

use std::collections::{HashMap, HashSet};

use super::context::Context;
use super::faces;
use super::findings::{Findings, Pointer, list};
use super::names::{check_name, check_not_reserved};
use crate::domain::instrument::{Code, Item, ItemKind, MAX_OPTIONS, Purpose, Scale};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let root = Pointer::root("questionnaire");
    let used: HashSet<&str> = context.items.iter().map(|place| place.item.scale.as_str()).collect();
    for (name, scale) in &context.instrument.questionnaire.scales {
        let place = root.key("scales").key(name);
        check_name("a scale", name, &place, findings);
        if !used.contains(name.as_str()) {
            let message = format!("No item is answered on scale {name:?}; use it or take it out.");
            findings.add(&place, "unused_scale", message);
        }
        check_scale(name, scale, &place.key("options"), findings);
        faces::check(name, scale, &place.key("options"), findings);
    }
    check_sections(context, &root.key("sections"), findings);
    check_items(context, findings);
}

fn check_scale(name: &str, scale: &Scale, place: &Pointer, findings: &mut Findings) {
    let count = scale.options.len();
    if count == 0 {
        findings.add(place, "empty_scale", format!("Scale {name:?} has no options; write at least one."));
        return;
    }
    if count > MAX_OPTIONS {
        let message = format!("Scale {name:?} has {count} options; at most {MAX_OPTIONS} can be stored.");
        findings.add(place, "too_many_options", message);
    }
    if scale.options.iter().all(|option| !option.counted) {
        let message = format!("No option of scale {name:?} is counted, so no figure can come from it.");
        findings.add(place, "nothing_counted", message);
    }
    let mut seen: HashMap<String, &Code> = HashMap::new();
    for (position, option) in scale.options.iter().enumerate() {
        let place = place.at(position).key("code");
        if let Code::Word(word) = &option.code {
            check_name("an option", word, &place, findings);
        }
        if let Some(first) = seen.insert(option.code.to_string(), &option.code) {
            let why = if *first == option.code { "" } else { " (a number and a word that read the same)" };
            findings.add(
                &place,
                "repeated_option",
                format!(
                    "Scale {name:?} has two options with code {}{why}; give one another code.",
                    option.code
                ),
            );
        }
    }
}

fn check_sections(context: &Context<'_>, place: &Pointer, findings: &mut Findings) {
    let mut seen = HashSet::new();
    for (position, section) in context.instrument.questionnaire.sections.iter().enumerate() {
        let place = place.at(position);
        check_name("a section", &section.id, &place.key("id"), findings);
        if !seen.insert(&section.id) {
            let message = format!("There are two sections called {:?}; rename one.", section.id);
            findings.add(&place.key("id"), "repeated_section", message);
        }
        if section.items.is_empty() {
            let message = format!("Section {:?} has no items; add some or take it out.", section.id);
            findings.add(&place.key("items"), "empty_section", message);
        }
    }
}

fn check_items(context: &Context<'_>, findings: &mut Findings) {
    let mut seen = HashSet::new();
    for place in &context.items {
        let code = &place.item.code;
        let pointer = place.pointer.key("code");
        check_name("an item", code, &pointer, findings);
        check_not_reserved(code, &pointer, findings);
        if !seen.insert(code) {
            let message = format!("There are two items with code {code:?}; give one another code.");
            findings.add(&pointer, "repeated_item", message);
        }
        check_prefill(place.item, &place.pointer.key("prefill"), findings);
        check_plain(place.item, &place.pointer.key("plain"), findings);
        if context.scale(place.item).is_none() {
            let known = list(context.instrument.questionnaire.scales.keys().map(String::as_str));
            findings.add(
                &place.pointer.key("scale"),
                "unknown_scale",
                format!(
                    "Item {code:?} is answered on scale {:?}, which does not exist; there are: {known}.",
                    place.item.scale
                ),
            );
        }
    }
}

/// A link may preset what somebody came for, and never what somebody thinks of it.
fn check_prefill(item: &Item, place: &Pointer, findings: &mut Findings) {
    if !item.prefill {
        return;
    }
    let code = &item.code;
    if item.purpose == Purpose::Opinion {
        let message =
            format!("Item {code:?} asks for an opinion, which no link may preset; take `prefill` out.");
        findings.add(place, "prefilled_opinion", message);
    }
    if item.kind == ItemKind::Multiple {
        let message = format!("Item {code:?} takes several options; only a single choice can be preset.");
        findings.add(place, "prefilled_several", message);
    }
}

/// A question in plain language that only repeats the question helps nobody who cannot read that.
fn check_plain(item: &Item, place: &Pointer, findings: &mut Findings) {
    for (language, plain) in item.plain.iter().flat_map(|plain| &plain.0) {
        let same = item.text.0.get(language).is_some_and(|text| text.trim() == plain.trim());
        if same && !plain.trim().is_empty() {
            let message = format!(
                "The plain wording of item {:?} is the same as its text in language {language:?}; say it in \
                 simpler words or take \"plain\" out.",
                item.code
            );
            findings.add(&place.key(language), "plain_is_text", message);
        }
    }
}
