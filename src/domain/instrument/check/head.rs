//! The head of a file: names, validity, languages, sources.

use std::collections::HashSet;

use super::Mistake;
use super::findings::{Findings, Pointer};
use super::names::{check_slug, is_language};
use crate::domain::instrument::Instrument;

pub(super) fn check(instrument: &Instrument, findings: &mut Findings) {
    check_slug("the id of an instrument", &instrument.id, &Pointer::root("id"), findings);
    check_slug("the family of an instrument", &instrument.family, &Pointer::root("family"), findings);
    check_validity(instrument, findings);
    check_languages(instrument, findings);
    if instrument.sources.is_empty() {
        findings.add(
            &Pointer::root("sources"),
            "no_sources",
            "The instrument names no source; name the decision, circular or report it is taken from."
                .to_owned(),
        );
    }
    let open = instrument.switches.iter().find(|switch| !switch.verified);
    if let (Some(switch), true) = (open, instrument.unverified.is_empty()) {
        findings.add(
            &Pointer::root("unverified"),
            "unverified_missing",
            format!(
                "Switch {:?} says that its default is not verified, but \"unverified\" is empty; say \
                 there what could not be verified.",
                switch.id
            ),
        );
    }
}

/// The mistake of a file whose name is not the id of the instrument in it.
pub(super) fn not_named_after_file(id: &str, stem: &str) -> Mistake {
    Mistake {
        pointer: Pointer::root("id").to_string(),
        code: "id_not_file_name",
        message: format!(
            "The instrument is called {id:?}, but its file {stem:?}; name the file {id:?} with the \
             ending .json, or change the id."
        ),
    }
}

fn check_validity(instrument: &Instrument, findings: &mut Findings) {
    let from = instrument.valid.from;
    if let Some(to) = instrument.valid.to.filter(|to| *to < from) {
        findings.add(
            &Pointer::root("valid").key("to"),
            "ends_before_it_begins",
            format!("The last day in force, {to}, is before the first, {from}; correct one of them."),
        );
    }
}

fn check_languages(instrument: &Instrument, findings: &mut Findings) {
    let place = Pointer::root("languages");
    if !instrument.languages.iter().any(|language| language == "vi") {
        findings.add(
            &place,
            "no_vietnamese",
            "\"vi\" is not among the languages; every instrument has all its texts in Vietnamese.".to_owned(),
        );
    }
    let mut seen = HashSet::new();
    for (position, language) in instrument.languages.iter().enumerate() {
        if !is_language(language) {
            findings.add(
                &place.at(position),
                "bad_language",
                format!("{language:?} is not a language tag; write e.g. \"vi\", \"en\" or \"tyz\"."),
            );
        }
        if !seen.insert(language) {
            findings.add(
                &place.at(position),
                "repeated_language",
                format!("Language {language:?} is named twice; take one of them out."),
            );
        }
    }
}
