//! Texts, numbers and the choice of language for people.
//!
//! Texts are Fluent messages in `src/locale/<language>/*.ftl`, compiled into the binary. Vietnamese is the
//! first language: whatever is missing elsewhere falls back to it, and a test keeps the two sets of messages and
//! of variables equal.
//!
//! One more text: add the message under the same key to a file of the same name in both folders. One more file:
//! create it in both folders and touch this file, because the compiler does not notice a new file in a folder
//! (a test fails when it was forgotten).

mod negotiation;
mod number;

use std::borrow::Cow;
use std::collections::HashMap;

pub use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, langid, static_loader};

pub use negotiation::negotiate;
pub use number::number;

/// Languages the program itself speaks, the default first. Instruments may speak more.
pub const LANGUAGES: [&str; 2] = ["vi", "en"];
/// The language used when nothing better is known.
pub const DEFAULT: &str = LANGUAGES[0];

static VIETNAMESE: LanguageIdentifier = langid!("vi");
static ENGLISH: LanguageIdentifier = langid!("en");

static_loader! {
    static MESSAGES = {
        locales: "./src/locale",
        fallback_language: "vi",
        customise: |bundle| {
            // The marks for mixed writing directions show up as boxes in Excel, and nothing here is written
            // from right to left.
            bundle.set_use_isolating(false);
            bundle.set_formatter(Some(if bundle.locales.first() == Some(&ENGLISH) {
                |value, _| number::in_text(value, "en")
            } else {
                |value, _| number::in_text(value, "vi")
            }));
        },
    };
}

/// The message `key` in `language` (BCP 47, e.g. `vi`, `en-GB`), in Vietnamese where there is none.
///
/// A key that exists nowhere comes back itself: visible on the page, no reason to fail.
pub fn text(language: &str, key: &str) -> String {
    MESSAGES.try_lookup(spoken(language), key).unwrap_or_else(|| key.to_owned())
}

/// As [`text`], with the variables of the message. Numbers are written as [`number`] does, with as many decimals
/// as they have; a year or a code is therefore given as text.
///
/// A message that uses a variable not given counts as missing.
pub fn text_with(language: &str, key: &str, values: &[(&str, FluentValue)]) -> String {
    let values: HashMap<Cow<'static, str>, FluentValue> =
        values.iter().map(|(name, value)| (Cow::Owned((*name).to_owned()), value.clone())).collect();
    MESSAGES.try_lookup_with_args(spoken(language), key, &values).unwrap_or_else(|| key.to_owned())
}

/// The language of the program that serves a reader of `language`.
fn spoken(language: &str) -> &'static LanguageIdentifier {
    match primary(language) {
        "en" => &ENGLISH,
        _ => &VIETNAMESE,
    }
}

/// The first subtag: `vi-VN` and `vi_VN` are `vi`.
fn primary(language: &str) -> &str {
    language.split(['-', '_']).next().unwrap_or(language)
}
