//! One language with its messages.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

use super::direction::is_right_to_left;
use super::number::{Marks, in_text};

/// A language with the messages it has.
pub(super) struct Language {
    tag: String,
    messages: FluentBundle<FluentResource>,
}

impl Language {
    /// The messages of these files. What cannot be read in them is left out; [`super::load`] refuses such files
    /// before, and a test reads those of the program.
    pub(super) fn new(language: LanguageIdentifier, files: impl IntoIterator<Item = String>) -> Self {
        let tag = language.to_string();
        let mut messages = FluentBundle::new_concurrent(vec![language]);
        // The marks for mixed writing directions show up as boxes in Excel, and where nothing is written from
        // right to left they do nothing.
        messages.set_use_isolating(is_right_to_left(&tag));
        messages.set_formatter(Some(match Marks::of(&tag) {
            Marks::Comma => |value, _| in_text(value, Marks::Comma),
            Marks::Point => |value, _| in_text(value, Marks::Point),
            Marks::Space => |value, _| in_text(value, Marks::Space),
        }));
        // Nothing else is called NUMBER yet.
        let _ = messages.add_builtins();
        for file in files {
            let file = FluentResource::try_new(file).unwrap_or_else(|(readable, _)| readable);
            // The first of two messages with one key stays.
            let _ = messages.add_resource(file);
        }
        Self { tag, messages }
    }

    /// Its tag (BCP 47).
    pub(super) fn tag(&self) -> &str {
        &self.tag
    }

    /// Whether `name` is its tag, in whatever case and with whatever between the parts.
    pub(super) fn is_called(&self, name: &str) -> bool {
        let plain = |byte: u8| if byte == b'_' { b'-' } else { byte.to_ascii_lowercase() };
        self.tag.bytes().map(plain).eq(name.bytes().map(plain))
    }

    /// Whether it has the message, without regard to attributes.
    pub(super) fn has(&self, key: &str) -> bool {
        self.messages.get_message(key).is_some_and(|message| message.value().is_some())
    }

    /// The message, or attribute (`key.attribute`), with these variables; nothing where it is missing or uses
    /// others.
    pub(super) fn message(&self, key: &str, values: &FluentArgs) -> Option<String> {
        let (key, attribute) = key.split_once('.').map_or((key, None), |(key, name)| (key, Some(name)));
        let message = self.messages.get_message(key)?;
        let pattern = match attribute {
            Some(name) => message.get_attribute(name)?.value(),
            None => message.value()?,
        };
        let mut faults = Vec::new();
        let text = self.messages.format_pattern(pattern, Some(values), &mut faults);
        faults.is_empty().then(|| text.into_owned())
    }
}
