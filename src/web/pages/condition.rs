//! When a question is asked, as a sentence: a page without scripts shows every question.

use std::collections::BTreeMap;

use crate::domain::instrument::{AskIf, Code, Instrument};
use crate::locale;

/// The sentence before a question that is not always asked. `numbers`: item code to number on the page.
pub(super) fn sentence(
    condition: &AskIf,
    instrument: &Instrument,
    numbers: &BTreeMap<&str, usize>,
    language: &str,
) -> String {
    let phrase = Phrase { instrument, numbers, language }.of(condition, false, false);
    locale::text_with(language, "form-only-if", &[("condition", phrase.into())])
}

struct Phrase<'a> {
    instrument: &'a Instrument,
    numbers: &'a BTreeMap<&'a str, usize>,
    language: &'a str,
}

impl Phrase<'_> {
    /// The condition, or its opposite, in words; in brackets where it is a part of a longer one.
    fn of(&self, condition: &AskIf, opposite: bool, part: bool) -> String {
        match condition {
            AskIf::Chosen { item, codes } => self.chosen(item, codes, opposite),
            AskIf::Not(inner) => self.of(inner, !opposite, part),
            // Not all of them is some of them not, and the other way round (De Morgan).
            AskIf::All(parts) => self.joined(parts, opposite, part, !opposite),
            AskIf::Any(parts) => self.joined(parts, opposite, part, opposite),
        }
    }

    fn joined(&self, parts: &[AskIf], opposite: bool, part: bool, all: bool) -> String {
        let several = parts.len() > 1;
        let phrases: Vec<String> = parts.iter().map(|each| self.of(each, opposite, several)).collect();
        let joined =
            phrases.join(&self.between(if all { "form-condition-and" } else { "form-condition-or" }));
        if part && several { format!("({joined})") } else { joined }
    }

    fn chosen(&self, item: &str, codes: &[Code], opposite: bool) -> String {
        let number = self.numbers.get(item).map_or_else(|| item.to_owned(), ToString::to_string);
        let asked = &self.instrument.questionnaire;
        let scale = asked.item(item).and_then(|item| asked.scale_of(item));
        let label = |code: &Code| {
            let option = scale.and_then(|scale| scale.options.iter().find(|option| option.code == *code));
            let label =
                option.map_or_else(|| code.to_string(), |option| option.label.get(self.language).to_owned());
            locale::text_with(self.language, "form-condition-option", &[("option", label.into())])
        };
        let options = codes.iter().map(label).collect::<Vec<_>>().join(&self.between("form-condition-or"));
        let key = if opposite { "form-condition-not-chosen" } else { "form-condition-chosen" };
        locale::text_with(self.language, key, &[("number", number.into()), ("options", options.into())])
    }

    fn between(&self, key: &str) -> String {
        format!(" {} ", locale::text(self.language, key))
    }
}
