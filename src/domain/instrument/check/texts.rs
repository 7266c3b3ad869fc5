//! All texts: present in every language, printable, of bearable length.

use super::findings::{Findings, Pointer};
use crate::domain::instrument::{
    AskIf, Benchmark, GroupRule, Instrument, Node, Questionnaire, Switch, SwitchChoice, Text,
};

/// Most characters of any text in a file.
pub const MAX_TEXT: usize = 2000;

pub(super) fn check(instrument: &Instrument, findings: &mut Findings) {
    let mut found = Vec::new();
    collect(instrument, &mut found);
    for (place, text) in found {
        check_text(instrument, &place, text, findings);
    }
    for (place, plain) in plain_texts(instrument) {
        if plain.trim().is_empty() {
            let message = "The text is empty; write it or take the field out.".to_owned();
            findings.add(&place, "empty_text", message);
        }
        check_characters(&place, plain, findings);
    }
}

fn check_text(instrument: &Instrument, place: &Pointer, text: &Text, findings: &mut Findings) {
    for language in &instrument.languages {
        if !text.has(language) {
            findings.add(
                &place.key(language),
                "missing_translation",
                format!("The text is missing in language {language:?}, which the instrument declares."),
            );
        }
    }
    for (language, words) in &text.0 {
        let place = place.key(language);
        if !instrument.languages.contains(language) {
            findings.add(
                &place,
                "undeclared_language",
                format!(
                    "There is a text in {language:?}, but \"languages\" does not name it; add the language \
                     there or correct the tag."
                ),
            );
        }
        check_characters(&place, words, findings);
        if language == "vi" && words.chars().any(|sign| ('\u{300}'..='\u{36f}').contains(&sign)) {
            findings.add(
                &place,
                "decomposed_text",
                "Diacritics are written as separate characters, which many fonts show badly and no search \
                 finds; save the text in composed form (Unicode NFC)."
                    .to_owned(),
            );
        }
    }
}

/// Notes what makes a text unfit to be shown, whatever it says.
pub(in crate::domain::instrument) fn check_characters(place: &Pointer, text: &str, findings: &mut Findings) {
    let length = text.chars().count();
    if length > MAX_TEXT {
        let message = format!("The text has {length} characters; shorten it to at most {MAX_TEXT}.");
        findings.add(place, "text_too_long", message);
    }
    if let Some(sign) = text.chars().find(|sign| is_unprintable(*sign)) {
        findings.add(
            place,
            "unprintable_character",
            format!("The text has the unprintable character U+{:04X}; take it out.", u32::from(sign)),
        );
    }
}

/// Control characters other than a line break, and the marks that turn the direction of writing:
/// they make a text look different from what it is.
pub fn is_unprintable(sign: char) -> bool {
    (sign.is_control() && sign != '\n') || matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

type Found<'a> = Vec<(Pointer, &'a Text)>;

fn collect<'a>(instrument: &'a Instrument, found: &mut Found<'a>) {
    found.push((Pointer::root("title"), &instrument.title));
    optional(&Pointer::root("description"), instrument.description.as_ref(), found);
    for (position, text) in instrument.unverified.iter().enumerate() {
        found.push((Pointer::root("unverified").at(position), text));
    }
    of_questionnaire(&instrument.questionnaire, found);
    for (position, switch) in instrument.switches.iter().enumerate() {
        of_switch(switch, &Pointer::root("switches").at(position), found);
    }
    for (position, Node { label, .. }) in instrument.index.iter().enumerate() {
        found.push((Pointer::root("index").at(position).key("label"), label));
    }
    for (position, Benchmark { groups, .. }) in instrument.benchmarks.iter().enumerate() {
        let place = Pointer::root("benchmarks").at(position).key("groups").key("groups");
        let groups = groups.as_ref().map(GroupRule::groups).unwrap_or_default();
        found.extend(groups.iter().enumerate().map(|(at, group)| (place.at(at).key("label"), &group.label)));
    }
    for (position, comparable) in instrument.comparable.iter().enumerate() {
        let place = Pointer::root("comparable").at(position).key("breaks");
        let breaks = comparable.breaks.iter().enumerate();
        found.extend(breaks.map(|(at, one)| (place.at(at).key("reason"), &one.reason)));
    }
}

fn of_questionnaire<'a>(questionnaire: &'a Questionnaire, found: &mut Found<'a>) {
    let root = Pointer::root("questionnaire");
    optional(&root.key("intro"), questionnaire.intro.as_ref(), found);
    optional(&root.key("thanks"), questionnaire.thanks.as_ref(), found);
    for (name, scale) in &questionnaire.scales {
        let place = root.key("scales").key(name).key("options");
        let options = scale.options.iter().enumerate();
        found.extend(options.map(|(at, option)| (place.at(at).key("label"), &option.label)));
    }
    for (position, section) in questionnaire.sections.iter().enumerate() {
        let place = root.key("sections").at(position);
        found.push((place.key("title"), &section.title));
        optional(&place.key("note"), section.note.as_ref(), found);
        for (at, item) in section.items.iter().enumerate() {
            let place = place.key("items").at(at);
            found.push((place.key("text"), &item.text));
            optional(&place.key("plain"), item.plain.as_ref(), found);
            optional(&place.key("hint"), item.hint.as_ref(), found);
        }
    }
}

fn of_switch<'a>(switch: &'a Switch, place: &Pointer, found: &mut Found<'a>) {
    found.push((place.key("label"), &switch.label));
    for (name, choice) in &switch.choices {
        let place = place.key("choices").key(name).key(choice_word(choice));
        found.push((place.key("label"), choice.label()));
    }
}

/// The word a choice is written with in a file.
pub(super) fn choice_word(choice: &SwitchChoice) -> &'static str {
    match choice {
        SwitchChoice::Mean { .. } => "mean",
        SwitchChoice::Share { .. } => "share",
        SwitchChoice::Combine { .. } => "combine",
    }
}

/// The word a condition is written with in a file.
pub(super) fn condition_word(condition: &AskIf) -> &'static str {
    match condition {
        AskIf::Chosen { .. } => "chosen",
        AskIf::All(_) => "all",
        AskIf::Any(_) => "any",
        AskIf::Not(_) => "not",
    }
}

fn optional<'a>(place: &Pointer, text: Option<&'a Text>, found: &mut Found<'a>) {
    found.extend(text.map(|text| (place.clone(), text)));
}

/// Texts that are the same in every language.
fn plain_texts(instrument: &Instrument) -> Vec<(Pointer, &str)> {
    let mut found = Vec::new();
    for (position, source) in instrument.sources.iter().enumerate() {
        let place = Pointer::root("sources").at(position);
        found.push((place.key("title"), source.title.as_str()));
        found.extend(source.url.as_deref().map(|url| (place.key("url"), url)));
    }
    for (position, node) in instrument.index.iter().enumerate() {
        let place = Pointer::root("index").at(position).key("display").key("unit");
        found.extend(node.display.unit.as_deref().map(|unit| (place, unit)));
    }
    found
}
