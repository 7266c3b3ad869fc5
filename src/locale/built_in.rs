//! Vietnamese and English, compiled in.
//!
//! One more file: create it in both folders and touch this one, because the compiler does not notice a new file in
//! a folder (a test fails when it was forgotten).

use std::sync::LazyLock;

use rust_embed::{EmbeddedFile, RustEmbed};
use unic_langid::langid;

use super::language::Language;

#[derive(RustEmbed)]
#[folder = "src/locale/vi"]
struct Vietnamese;

#[derive(RustEmbed)]
#[folder = "src/locale/en"]
struct English;

/// The languages of the program itself, the default first.
pub(super) static LANGUAGES: LazyLock<[Language; 2]> = LazyLock::new(|| {
    let texts = |files: Vec<(String, String)>| files.into_iter().map(|(_, text)| text);
    [Language::new(langid!("vi"), texts(vietnamese())), Language::new(langid!("en"), texts(english()))]
});

/// The Vietnamese files: name and text. They say which messages there are.
pub(super) fn vietnamese() -> Vec<(String, String)> {
    Vietnamese::iter().map(|name| (name.to_string(), text(&name, Vietnamese::get))).collect()
}

fn english() -> Vec<(String, String)> {
    English::iter().map(|name| (name.to_string(), text(&name, English::get))).collect()
}

fn text(name: &str, get: fn(&str) -> Option<EmbeddedFile>) -> String {
    get(name).map(|file| String::from_utf8_lossy(&file.data).into_owned()).unwrap_or_default()
}
