//! Further languages: a folder with one folder per language (`<folder>/<tag>/*.ftl`), read at the start.
//!
//! A file with a mistake is never used in part: all mistakes of all files are named at once, and the program does
//! not start. A message that is not there is no mistake, it is shown in Vietnamese.

mod check;
mod dictionary;
mod mistake;
mod uses;

use std::fs;
use std::path::{Path, PathBuf};

use unic_langid::LanguageIdentifier;

use self::dictionary::{Dictionary, Source};
use super::built_in;
use super::language::Language;

pub use mistake::{LocaleError, Mistake};

/// The ending of a file with messages.
const ENDING: &str = "ftl";

/// A language of a folder, without mistakes.
pub struct LanguageFolder {
    language: Language,
    /// Messages it has of those that the program uses.
    pub messages: usize,
    /// Messages that the program uses.
    pub wanted: usize,
}

impl LanguageFolder {
    /// Tag of the language.
    pub fn tag(&self) -> &str {
        self.language.tag()
    }

    pub(super) fn into_language(self) -> Language {
        self.language
    }
}

/// All languages of a folder, by tag.
///
/// # Errors
/// When the folder or a file cannot be read, or with all mistakes of all files.
pub fn load(folder: &Path) -> Result<Vec<LanguageFolder>, LocaleError> {
    let mut languages = Vec::new();
    let mut mistakes = Vec::new();
    for (_, found) in look(folder)? {
        match found {
            Ok(language) => languages.push(language),
            Err(found) => mistakes.extend(found),
        }
    }
    if mistakes.is_empty() { Ok(languages) } else { Err(LocaleError::Mistakes(mistakes)) }
}

/// What became of one folder of a language, or of a file that stands where none should.
pub type Found = (PathBuf, Result<LanguageFolder, Vec<Mistake>>);

/// Every language of a folder with its mistakes, by tag. Files other than `.ftl` and names that begin with a point
/// are passed over.
///
/// # Errors
/// When the folder or a file cannot be read.
pub fn look(folder: &Path) -> Result<Vec<Found>, LocaleError> {
    let shipped = built_in::vietnamese();
    let shipped: Vec<Source> = shipped.iter().map(|(name, text)| Source { name, text }).collect();
    let (vietnamese, _) = Dictionary::read(&shipped);
    let mut found = Vec::new();
    for path in entries(folder)? {
        let looked = if path.is_dir() {
            read_language(&path, &vietnamese)?
        } else if is_messages(&path) {
            Err(vec![Mistake::misplaced(&path)])
        } else {
            continue;
        };
        found.push((path, looked));
    }
    Ok(found)
}

fn read_language(
    folder: &Path,
    vietnamese: &Dictionary,
) -> Result<Result<LanguageFolder, Vec<Mistake>>, LocaleError> {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let tag = match check::tag(folder, &name) {
        Ok(tag) => tag,
        Err(mistake) => return Ok(Err(vec![mistake])),
    };
    let mut files = Vec::new();
    for path in entries(folder)? {
        if is_messages(&path) && path.is_file() {
            let bytes =
                fs::read(&path).map_err(|source| LocaleError::Unreadable { path: path.clone(), source })?;
            files.push((path.display().to_string(), bytes));
        }
    }
    if files.is_empty() {
        return Ok(Err(vec![Mistake::empty(folder)]));
    }
    Ok(judge(tag, folder, files, vietnamese))
}

fn judge(
    tag: LanguageIdentifier,
    folder: &Path,
    files: Vec<(String, Vec<u8>)>,
    vietnamese: &Dictionary,
) -> Result<LanguageFolder, Vec<Mistake>> {
    let mut texts = Vec::with_capacity(files.len());
    let mut mistakes = Vec::new();
    for (name, bytes) in files {
        match String::from_utf8(bytes) {
            // Editors of some systems put a byte order mark first; Fluent would take it for a part of the key.
            Ok(text) => texts.push((name, text.trim_start_matches('\u{feff}').to_owned())),
            Err(fault) => mistakes.push(Mistake::not_utf8(name, &fault)),
        }
    }
    let sources: Vec<Source> = texts.iter().map(|(name, text)| Source { name, text }).collect();
    let (dictionary, unreadable) = Dictionary::read(&sources);
    mistakes.extend(unreadable);
    let is_whole = mistakes.is_empty();
    mistakes.extend(check::all(&tag.to_string(), folder, is_whole, &sources, &dictionary, vietnamese));
    if !mistakes.is_empty() {
        mistakes.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        return Err(mistakes);
    }
    let language = Language::new(tag, texts.into_iter().map(|(_, text)| text));
    let wanted = vietnamese.messages().count();
    let messages = vietnamese.messages().filter(|key| language.has(key)).count();
    Ok(LanguageFolder { language, messages, wanted })
}

/// What is in a folder, by name, without what an editor or a file manager hides there.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, LocaleError> {
    let unreadable = |source| LocaleError::Unreadable { path: folder.to_owned(), source };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
}

fn is_messages(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(ENDING))
}
