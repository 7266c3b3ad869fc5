//! Finds every mistake in a translation: it must have all texts of its instrument and no others.

use std::collections::BTreeMap;

use super::{ItemWords, SectionWords, Translation};
use crate::domain::instrument::check::{Findings, Mistake, Pointer, check_characters, is_language, list};
use crate::domain::instrument::{Instrument, Item, Scale, Section, Text};

impl Translation {
    /// The name its file must have, without the ending `.json`.
    pub fn file_stem(&self) -> String {
        format!("{}.{}", self.instrument, self.language)
    }

    /// The mistake of a file that is not named after what is in it; `stem` is its name without `.json`.
    pub fn not_named_after_file(&self, stem: &str) -> Option<Mistake> {
        (self.file_stem() != stem).then(|| Mistake {
            pointer: String::new(),
            code: "not_file_name",
            message: format!(
                "The file {stem:?} holds {} in {:?}; name the file {:?} with the ending .json.",
                self.instrument,
                self.language,
                self.file_stem()
            ),
        })
    }

    /// The mistake of a translation whose instrument does not exist, where there are `known` ones.
    pub fn of_unknown_instrument<'a>(&self, known: impl Iterator<Item = &'a str>) -> Mistake {
        let message = format!("There is no instrument {:?}; there are: {}.", self.instrument, list(known));
        Mistake { pointer: "/instrument".to_owned(), code: "unknown_instrument", message }
    }

    /// The mistake of a translation when another file has the same instrument and language.
    pub fn twice(&self) -> Mistake {
        let message = format!(
            "Another file translates {} into {:?} too; keep one of them.",
            self.instrument, self.language
        );
        Mistake { pointer: "/language".to_owned(), code: "repeated_language", message }
    }

    /// All mistakes, judged by its instrument.
    pub fn mistakes(&self, instrument: &Instrument) -> Vec<Mistake> {
        let mut check = Check { instrument, findings: Findings::default() };
        check.language(&self.language);
        let root = Pointer::default();
        let asked = &instrument.questionnaire;
        check.words(&root.key("title"), &self.title);
        check.optional(&root.key("intro"), asked.intro.as_ref(), self.intro.as_ref());
        check.optional(&root.key("thanks"), asked.thanks.as_ref(), self.thanks.as_ref());
        let sections = asked.sections.iter().map(|section| (section.id.as_str(), section));
        check.each("section", &root.key("sections"), sections.collect(), &self.sections, Check::section);
        let items = asked.items().map(|item| (item.code.as_str(), item));
        check.each("item", &root.key("items"), items.collect(), &self.items, Check::item);
        let scales = asked.scales.iter().map(|(name, scale)| (name.as_str(), scale));
        check.each("scale", &root.key("options"), scales.collect(), &self.options, Check::scale);
        check.findings.into_mistakes()
    }
}

struct Check<'a> {
    instrument: &'a Instrument,
    findings: Findings,
}

impl Check<'_> {
    fn language(&mut self, language: &str) {
        let place = Pointer::root("language");
        if !is_language(language) {
            let message = format!("{language:?} is not a language tag; write e.g. \"tyz\" or \"fr\".");
            self.findings.add(&place, "bad_language", message);
        }
        if self.instrument.languages.iter().any(|own| own.eq_ignore_ascii_case(language)) {
            let message =
                format!("The instrument has all its texts in {language:?}; remove the translation.");
            self.findings.add(&place, "repeated_language", message);
        }
    }

    /// Looks at the words of every part that the instrument has, and for parts it does not have.
    fn each<'p, P, W>(
        &mut self,
        what: &str,
        place: &Pointer,
        parts: BTreeMap<&'p str, &'p P>,
        words: &BTreeMap<String, W>,
        look: fn(&mut Self, &Pointer, &P, &W),
    ) {
        for name in words.keys().filter(|name| !parts.contains_key(name.as_str())) {
            let known = list(parts.keys().copied());
            let message = format!("The instrument has no {what} {name:?}; it has: {known}.");
            self.findings.add(&place.key(name), unknown(what), message);
        }
        for (name, part) in parts {
            match words.get(name) {
                Some(words) => look(self, &place.key(name), part, words),
                None => self.missing(&place.key(name), &format!("The texts of {what} {name:?} are missing")),
            }
        }
    }

    fn section(&mut self, place: &Pointer, section: &Section, words: &SectionWords) {
        self.words(&place.key("title"), &words.title);
        self.optional(&place.key("note"), section.note.as_ref(), words.note.as_ref());
    }

    fn item(&mut self, place: &Pointer, item: &Item, words: &ItemWords) {
        self.words(&place.key("text"), &words.text);
        self.optional(&place.key("plain"), item.plain.as_ref(), words.plain.as_ref());
        if words.plain.as_ref().is_some_and(|plain| plain.trim() == words.text.trim()) {
            let message = "The plain wording is the same as the text; say it in simpler words.".to_owned();
            self.findings.add(&place.key("plain"), "plain_is_text", message);
        }
        self.optional(&place.key("hint"), item.hint.as_ref(), words.hint.as_ref());
    }

    fn scale(&mut self, place: &Pointer, scale: &Scale, words: &BTreeMap<String, String>) {
        let codes: Vec<String> = scale.options.iter().map(|option| option.code.to_string()).collect();
        let options = codes.iter().zip(&scale.options).map(|(code, option)| (code.as_str(), option));
        self.each("option", place, options.collect(), words, |check, place, _, label| {
            check.words(place, label);
        });
    }

    /// A text that the instrument may or may not have.
    fn optional(&mut self, place: &Pointer, original: Option<&Text>, words: Option<&String>) {
        match (original, words) {
            (Some(_), Some(words)) => self.words(place, words),
            (Some(_), None) => self.missing(place, "The text is missing"),
            (None, Some(_)) => {
                let message = "The instrument has no such text, so it would never be shown; take it out.";
                self.findings.add(place, "no_such_text", message.to_owned());
            }
            (None, None) => {}
        }
    }

    fn words(&mut self, place: &Pointer, words: &str) {
        if words.trim().is_empty() {
            self.missing(place, "The text is empty");
        }
        check_characters(place, words, &mut self.findings);
    }

    fn missing(&mut self, place: &Pointer, what: &str) {
        let message = format!("{what}; a translation has every text that citizens read.");
        self.findings.add(place, "missing_translation", message);
    }
}

fn unknown(what: &str) -> &'static str {
    match what {
        "section" => "unknown_section",
        "item" => "unknown_item",
        "scale" => "unknown_scale",
        _ => "unknown_option",
    }
}
