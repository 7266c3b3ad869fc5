//! Putting the texts of a translation into an instrument.

use std::collections::BTreeMap;

use super::{ItemWords, SectionWords, Translation};
use crate::domain::instrument::{Instrument, Item, Section, Text};

impl Translation {
    /// The instrument with these texts and one more language. Codes, routing and index stay as they are. What the
    /// translation does not name keeps its languages; [`Translation::mistakes`] tells.
    pub fn apply(&self, instrument: &mut Instrument) {
        instrument.languages.push(self.language.clone());
        self.put(&mut instrument.title, Some(&self.title));
        let asked = &mut instrument.questionnaire;
        self.put_optional(asked.intro.as_mut(), self.intro.as_ref());
        self.put_optional(asked.thanks.as_mut(), self.thanks.as_ref());
        for section in &mut asked.sections {
            self.put_section(section);
        }
        for (name, scale) in &mut asked.scales {
            for option in &mut scale.options {
                let label = self.options.get(name).and_then(|labels| labels.get(&option.code.to_string()));
                self.put(&mut option.label, label);
            }
        }
    }

    fn put_section(&self, section: &mut Section) {
        let words: Option<&SectionWords> = self.sections.get(&section.id);
        self.put(&mut section.title, words.map(|words| &words.title));
        self.put_optional(section.note.as_mut(), words.and_then(|words| words.note.as_ref()));
        for item in &mut section.items {
            self.put_item(item);
        }
    }

    fn put_item(&self, item: &mut Item) {
        let words: Option<&ItemWords> = self.items.get(&item.code);
        self.put(&mut item.text, words.map(|words| &words.text));
        self.put_optional(item.plain.as_mut(), words.and_then(|words| words.plain.as_ref()));
        self.put_optional(item.hint.as_mut(), words.and_then(|words| words.hint.as_ref()));
    }

    fn put_optional(&self, text: Option<&mut Text>, words: Option<&String>) {
        if let Some(text) = text {
            self.put(text, words);
        }
    }

    fn put(&self, text: &mut Text, words: Option<&String>) {
        let texts: &mut BTreeMap<_, _> = &mut text.0;
        if let Some(words) = words {
            texts.insert(self.language.clone(), words.clone());
        }
    }
}
