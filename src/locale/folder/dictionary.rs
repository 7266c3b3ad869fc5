//! The messages of one language as they are written, before they are put to use.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Attribute, Entry, Pattern};
use fluent_syntax::parser::{ParserError, parse_runtime};

use super::mistake::Mistake;
use super::uses::{Use, of_pattern};

/// A file of messages.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'s> {
    /// Name of the file.
    pub name: &'s str,
    /// What is in it.
    pub text: &'s str,
}

impl Source<'_> {
    /// The line, from 1, of the byte at `offset`.
    fn line(&self, offset: usize) -> usize {
        self.text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
    }

    /// The line of a part of the text.
    pub(super) fn line_of(&self, part: &str) -> usize {
        self.line(part.as_ptr().addr().saturating_sub(self.text.as_ptr().addr()))
    }
}

/// A text and what it uses.
pub(super) struct Definition<'s> {
    /// File it stands in.
    pub source: Source<'s>,
    /// Its name as a part of that file.
    pub name: &'s str,
    /// What it uses.
    pub uses: Vec<Use<'s>>,
}

/// The texts of one language by name: `key`, `key.attribute`, `-term`, `-term.attribute`.
pub(super) struct Dictionary<'s>(BTreeMap<String, Definition<'s>>);

impl<'s> Dictionary<'s> {
    /// Reads files; with what cannot be read and what is there twice.
    pub(super) fn read(sources: &[Source<'s>]) -> (Self, Vec<Mistake>) {
        let mut dictionary = Self(BTreeMap::new());
        let mut mistakes = Vec::new();
        for source in sources {
            let (file, faults) = match parse_runtime(source.text) {
                Ok(file) => (file, Vec::new()),
                Err((file, faults)) => (file, faults),
            };
            mistakes.extend(faults.iter().map(|fault| unreadable(source, fault)));
            for entry in &file.body {
                match entry {
                    Entry::Message(message) => {
                        let name = message.id.name;
                        let value = message.value.as_ref();
                        dictionary.add(source, name, "", value, &message.attributes, &mut mistakes);
                    }
                    Entry::Term(term) => {
                        let value = Some(&term.value);
                        dictionary.add(source, term.id.name, "-", value, &term.attributes, &mut mistakes);
                    }
                    _ => {}
                }
            }
        }
        (dictionary, mistakes)
    }

    fn add(
        &mut self,
        source: &Source<'s>,
        name: &'s str,
        sigil: &str,
        value: Option<&Pattern<&'s str>>,
        attributes: &[Attribute<&'s str>],
        mistakes: &mut Vec<Mistake>,
    ) {
        let attribute = |attribute: &Attribute<&'s str>| {
            (format!("{sigil}{name}.{}", attribute.id.name), attribute.id.name, of_pattern(&attribute.value))
        };
        let value = value.map(|value| (format!("{sigil}{name}"), name, of_pattern(value)));
        for (key, name, uses) in value.into_iter().chain(attributes.iter().map(attribute)) {
            if let Some(first) = self.0.get(&key) {
                let place = format!("{}:{}", first.source.name, first.source.line_of(first.name));
                mistakes.push(Mistake {
                    file: source.name.to_owned(),
                    line: Some(source.line_of(name)),
                    key: Some(key),
                    code: "repeated_message",
                    message: format!("The message stands at {place} already; take one of them out."),
                });
            } else {
                self.0.insert(key, Definition { source: *source, name, uses });
            }
        }
    }

    /// The text of this name.
    pub(super) fn get(&self, name: &str) -> Option<&Definition<'s>> {
        self.0.get(name)
    }

    /// All texts by name.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, &Definition<'s>)> {
        self.0.iter().map(|(name, definition)| (name.as_str(), definition))
    }

    /// Keys of the messages, without attributes and terms.
    pub(super) fn messages(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str).filter(|name| !name.starts_with('-') && !name.contains('.'))
    }

    /// The variables a text needs: its own and those of the messages it takes in. Terms have their own.
    pub(super) fn variables(&self, name: &str) -> BTreeSet<&'s str> {
        let mut variables = BTreeSet::new();
        self.walk(name, &mut Vec::new(), &mut |found| {
            if let Use::Variable(variable) = found {
                variables.insert(*variable);
            }
        });
        variables
    }

    /// Whether a text takes itself in, over whatever others.
    pub(super) fn is_circular(&self, name: &str) -> bool {
        let mut circular = false;
        self.walk(name, &mut Vec::new(), &mut |found| circular |= target(found).as_deref() == Some(name));
        circular
    }

    /// Shows everything that a text uses, by itself or by a message or term it takes in. Variables of terms are
    /// left out.
    fn walk(&self, name: &str, seen: &mut Vec<String>, show: &mut impl FnMut(&Use<'s>)) {
        if seen.iter().any(|before| before == name) {
            return;
        }
        seen.push(name.to_owned());
        let Some(definition) = self.get(name) else { return };
        for one in &definition.uses {
            if !(name.starts_with('-') && matches!(one, Use::Variable(_))) {
                show(one);
            }
            if let Some(target) = target(one) {
                self.walk(&target, seen, show);
            }
        }
    }
}

/// Name of the text that a use takes in.
pub(super) fn target(used: &Use) -> Option<String> {
    let (sigil, name, attribute) = match used {
        Use::Message { name, attribute } => ("", name, attribute),
        Use::Term { name, attribute, .. } => ("-", name, attribute),
        Use::Variable(_) | Use::Function(_) => return None,
    };
    let attribute = attribute.map(|attribute| format!(".{attribute}")).unwrap_or_default();
    Some(format!("{sigil}{name}{attribute}"))
}

/// A part of a file that is no message.
fn unreadable(source: &Source, fault: &ParserError) -> Mistake {
    let slice = fault.slice.clone().unwrap_or_else(|| fault.pos.clone());
    let junk = source.text.get(slice.clone()).unwrap_or_default().trim_end();
    // A bracket that is not closed is noticed at the next message only.
    let at = fault.pos.start.min((slice.start + junk.len()).saturating_sub(1)).max(slice.start);
    let is_key = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_');
    let end = junk.find(|sign| !is_key(sign)).unwrap_or(junk.len());
    let key = junk.get(..end).filter(|key| !key.is_empty()).map(str::to_owned);
    Mistake {
        file: source.name.to_owned(),
        line: Some(source.line(at)),
        key,
        code: "syntax",
        message: format!("This is no message in the syntax of Fluent: {}.", fault.kind),
    }
}
