//! The rules for the messages of a further language. The Vietnamese messages say what there is.

use std::collections::BTreeSet;
use std::path::Path;

use unic_langid::LanguageIdentifier;

use super::dictionary::{Definition, Dictionary, Source, target};
use super::mistake::Mistake;
use super::uses::Use;
use crate::domain::instrument::check::{is_language, is_unprintable};
use crate::locale::built_in;

/// The only function of Fluent that there is.
const FUNCTION: &str = "NUMBER";

/// The language a folder is named after.
pub(super) fn tag(folder: &Path, name: &str) -> Result<LanguageIdentifier, Mistake> {
    if built_in::LANGUAGES.iter().any(|language| language.is_called(name)) {
        let message =
            format!("{name:?} is a part of the program and cannot be given by a folder; remove it.");
        return Err(Mistake::whole(folder, "own_language", message));
    }
    let tag: Option<LanguageIdentifier> = name.parse().ok().filter(|_| is_language(name));
    match tag {
        Some(tag) if tag == name => Ok(tag),
        Some(tag) => {
            let message =
                format!("The folder is called {name:?}; write the language tag {:?}.", tag.to_string());
            Err(Mistake::whole(folder, "bad_language", message))
        }
        None => {
            let message =
                format!("{name:?} is not a language tag; write e.g. \"tyz\", \"fr\" or \"zh-Hant\".");
            Err(Mistake::whole(folder, "bad_language", message))
        }
    }
}

/// All mistakes of a language in what can be read of it; `is_whole`: that is everything, so that what is missing
/// was not written.
pub(super) fn all(
    tag: &str,
    folder: &Path,
    is_whole: bool,
    sources: &[Source],
    dictionary: &Dictionary,
    vietnamese: &Dictionary,
) -> Vec<Mistake> {
    let own_name = format!("language-{tag}");
    let rules = Rules { dictionary, vietnamese, own_name: &own_name };
    let mut mistakes: Vec<Mistake> = sources.iter().flat_map(unprintable).collect();
    for (name, definition) in dictionary.all() {
        rules.look_at(name, definition, &mut mistakes);
    }
    if is_whole && dictionary.get(&own_name).is_none() {
        let message = format!("No message says how the language calls itself; write \"{own_name} = …\".");
        mistakes.push(Mistake { key: Some(own_name), ..Mistake::whole(folder, "no_name", message) });
    }
    mistakes
}

struct Rules<'a> {
    dictionary: &'a Dictionary<'a>,
    vietnamese: &'a Dictionary<'a>,
    own_name: &'a str,
}

impl Rules<'_> {
    fn look_at(&self, name: &str, definition: &Definition, mistakes: &mut Vec<Mistake>) {
        let note = |part: &str, code, message| Mistake {
            file: definition.source.name.to_owned(),
            line: Some(definition.source.line_of(part)),
            key: Some(name.to_owned()),
            code,
            message,
        };
        let is_term = name.starts_with('-');
        if !is_term && name != self.own_name && self.vietnamese.get(name).is_none() {
            let message = "The program has no such message; correct the key or take the message out.";
            mistakes.push(note(definition.name, "unknown_message", message.to_owned()));
            return;
        }
        if self.dictionary.is_circular(name) {
            let message = "The message takes itself in, so it would never end; write it out.".to_owned();
            mistakes.push(note(definition.name, "circle", message));
        }
        let given = self.vietnamese.variables(name);
        for used in &definition.uses {
            // The variables of a term are named where it is used.
            let known = (!is_term).then_some(&given);
            if let Some((code, message)) = self.wrong(used, known) {
                mistakes.push(note(used.name(), code, message));
            }
        }
    }

    /// What is wrong with something a message uses, where `given` are the variables it gets.
    fn wrong(&self, used: &Use, given: Option<&BTreeSet<&str>>) -> Option<(&'static str, String)> {
        let unknown = |variable: &&str| given.is_some_and(|given| !given.contains(variable));
        match used {
            Use::Function(name) => (*name != FUNCTION).then(|| {
                let message = format!("There is no function {name}; there is only {FUNCTION}.");
                ("unknown_function", message)
            }),
            Use::Variable(name) => unknown(name).then(|| {
                let known = list(given.into_iter().flatten());
                let message = format!("The Vietnamese message has no variable ${name}; it has {known}.");
                ("unknown_variable", message)
            }),
            Use::Message { .. } | Use::Term { .. } => {
                let target = target(used)?;
                let Some(taken_in) = self.dictionary.get(&target) else {
                    let message = format!("{target} does not exist in this language; write it or the words.");
                    return Some(("unknown_reference", message));
                };
                let missing = match used {
                    Use::Term { given, .. } => first_missing(taken_in, given),
                    _ => self.dictionary.variables(&target).into_iter().find(unknown),
                };
                missing.map(|variable| {
                    let message = format!("{target} needs a variable ${variable} that it does not get here.");
                    ("unknown_variable", message)
                })
            }
        }
    }
}

/// The first variable of a term that is not given to it.
fn first_missing<'s>(term: &Definition<'s>, given: &[&str]) -> Option<&'s str> {
    let variables = term.uses.iter().filter_map(|used| match used {
        Use::Variable(name) => Some(*name),
        _ => None,
    });
    variables.into_iter().find(|name| !given.contains(name))
}

fn list<'a>(names: impl Iterator<Item = &'a &'a str>) -> String {
    let names: Vec<String> = names.map(|name| format!("${name}")).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// Characters that make a text look different from what it is.
fn unprintable(source: &Source) -> Vec<Mistake> {
    let mistake = |(number, line): (usize, &str)| {
        let sign = line.chars().find(|sign| is_unprintable(*sign) && *sign != '\t')?;
        Some(Mistake {
            file: source.name.to_owned(),
            line: Some(number + 1),
            key: None,
            code: "unprintable_character",
            message: format!(
                "The line has the unprintable character U+{:04X}; take it out.",
                u32::from(sign)
            ),
        })
    };
    source.text.lines().enumerate().filter_map(mistake).collect()
}
