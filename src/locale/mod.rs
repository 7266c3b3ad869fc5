//! Texts, numbers and the choice of language for people.
//!
//! Texts are Fluent messages. Vietnamese and English are part of the program (`src/locale/<language>/*.ftl`, see
//! [`built_in`]); a test keeps their messages and variables equal. Further languages are read from a folder at the
//! start ([`load`], [`speak`]), so that one more language needs no release. Whatever is missing in a language is
//! shown in the wider one (`en` for `en-GB`) and at last in Vietnamese.
//!
//! One more text: add the message under the same key to a file of the same name in both folders.

mod built_in;
mod direction;
mod folder;
mod language;
mod letters;
mod negotiation;
mod number;
pub mod period;

use std::sync::OnceLock;

use fluent_bundle::FluentArgs;
pub use fluent_bundle::FluentValue;

use direction::isolated;
use language::Language;

pub use direction::is_right_to_left;
pub use folder::{LanguageFolder, LocaleError, Mistake, load, look};
pub use letters::is_vietnamese;
pub use negotiation::negotiate;
pub use number::number;

/// The language used when nothing better is known.
pub const DEFAULT: &str = "vi";

/// The languages of a folder, read once.
static FURTHER: OnceLock<Vec<Language>> = OnceLock::new();

/// Speaks these languages too, from now on and as long as the process lives. Only the first call of a process
/// counts, because pages that were made rest on it; the others are told `false`.
pub fn speak(languages: Vec<LanguageFolder>) -> bool {
    FURTHER.set(languages.into_iter().map(LanguageFolder::into_language).collect()).is_ok()
}

/// Languages the program itself speaks, the default first. Instruments may speak more.
pub fn languages() -> Vec<&'static str> {
    spoken().map(Language::tag).collect()
}

fn spoken() -> impl Iterator<Item = &'static Language> {
    built_in::LANGUAGES.iter().chain(FURTHER.get().into_iter().flatten())
}

/// The message `key` in `language` (BCP 47, e.g. `vi`, `en-GB`), in Vietnamese where there is none.
///
/// A key that exists nowhere comes back itself: visible on the page, no reason to fail.
pub fn text(language: &str, key: &str) -> String {
    text_with(language, key, &[])
}

/// As [`text`]; `other` where the key exists nowhere, as for words that a newer program has written.
pub fn text_or(language: &str, key: &str, other: &str) -> String {
    let found = text(language, key);
    if found == key { other.to_owned() } else { found }
}

/// As [`text`], with the variables of the message. Numbers are written as [`number`] does, with as many decimals
/// as they have; a year or a code is therefore given as text.
///
/// A message that uses a variable not given counts as missing.
pub fn text_with(language: &str, key: &str, values: &[(&str, FluentValue)]) -> String {
    let values: FluentArgs = values.iter().map(|(name, value)| (*name, value.clone())).collect();
    let mut wanted = language;
    loop {
        let found = spoken().find(|known| known.is_called(wanted));
        if let Some(text) = found.and_then(|found| found.message(key, &values)) {
            return text;
        }
        match wanted.rfind(['-', '_']) {
            Some(end) => wanted = &wanted[..end],
            None => break,
        }
    }
    let default = built_in::LANGUAGES.iter().find(|known| known.is_called(DEFAULT));
    let fallback = default.and_then(|vietnamese| vietnamese.message(key, &values));
    fallback.map_or_else(|| key.to_owned(), |text| isolated(text, language))
}

/// The first subtag: `vi-VN` and `vi_VN` are `vi`.
fn primary(language: &str) -> &str {
    language.split(['-', '_']).next().unwrap_or(language)
}
