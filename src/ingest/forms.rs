//! Instrument files: the shipped ones are part of the program, others are read from a folder.

use std::fmt::{self, Write as _};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use super::extras;
use crate::domain::batch::Hash;
use crate::domain::instrument::Instrument;
use crate::domain::instrument::check::{Mistake, parse_file};

/// The JSON Schema stands in the same folder and is no instrument.
const SCHEMA_FILE: &str = "instrument.schema.json";

#[derive(RustEmbed)]
#[folder = "survey-forms/"]
struct Shipped;

/// An instrument file without mistakes.
#[derive(Debug, Clone, PartialEq)]
pub struct LoadedForm {
    /// File name, e.g. `sipas-2023.json`.
    pub file: String,
    /// The file as it is, to be kept with the instrument.
    pub json: String,
    /// SHA-256 of the file; results name it, so that everybody can tell which text they rest on.
    pub sha256: Hash,
    /// What it says.
    pub instrument: Instrument,
}

/// A mistake and the file it is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormMistake {
    /// File name.
    pub file: String,
    /// The mistake.
    pub mistake: Mistake,
}

/// Why instrument files could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum FormsError {
    /// The folder or a file cannot be read.
    #[error("cannot read {}", path.display())]
    Unreadable {
        /// Folder or file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The folder has nothing in it: no instrument, no translation, no recording.
    #[error("there is no instrument file (*.json) in {}", .0.display())]
    NoForms(PathBuf),
    /// Some files have mistakes: all mistakes of all files.
    #[error("{} in the instrument files:{}", count(.0), lines(.0))]
    Mistakes(Vec<FormMistake>),
    /// Some translations or recordings have mistakes: all mistakes of all of them.
    #[error("{} in translations and recordings:{}", count(.0), lines(.0))]
    Extras(Vec<FormMistake>),
}

impl fmt::Display for FormMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, mistake } = self;
        match file.strip_suffix(".json") {
            Some(_) => write!(f, "{file}: {mistake}"),
            // No place inside a recording.
            None => write!(f, "{file}: {} [{}]", mistake.message, mistake.code),
        }
    }
}

fn count(mistakes: &[FormMistake]) -> String {
    if mistakes.len() == 1 { "1 mistake".to_owned() } else { format!("{} mistakes", mistakes.len()) }
}

fn lines(mistakes: &[FormMistake]) -> String {
    mistakes.iter().fold(String::new(), |mut text, mistake| {
        // Writing to a string cannot fail.
        let _ = write!(text, "\n  {mistake}");
        text
    })
}

/// The instrument files that are part of the program, by name: file name and text.
pub fn shipped() -> Vec<(String, String)> {
    embedded(|name| !name.contains('/') && is_form(name))
}

/// The files of the shipped folder whose path below it is wanted: path and text, by path.
pub(super) fn embedded(wanted: impl Fn(&str) -> bool) -> Vec<(String, String)> {
    let names = Shipped::iter().filter(|name| wanted(name));
    let text = |name: &str| {
        Shipped::get(name).map(|file| String::from_utf8_lossy(&file.data).into_owned()).unwrap_or_default()
    };
    let mut files: Vec<(String, String)> = names.map(|name| (name.to_string(), text(&name))).collect();
    files.sort();
    files
}

/// All instruments of a folder, or the shipped ones, in the order of their file names.
///
/// Every file is read and checked before an error is given, so that it names all mistakes of all
/// files.
pub fn load(folder: Option<&Path>) -> Result<Vec<LoadedForm>, FormsError> {
    let files = match folder {
        None => shipped(),
        Some(folder) => read_folder(folder)?,
    };
    let mut loaded = Vec::with_capacity(files.len());
    let mut mistakes = Vec::new();
    for (file, json) in files {
        match parse_file(stem(&file), &json) {
            Ok(instrument) => {
                let sha256 = Sha256::digest(json.as_bytes()).into();
                loaded.push(LoadedForm { file, json, sha256, instrument });
            }
            Err(found) => {
                mistakes.extend(found.into_iter().map(|mistake| FormMistake { file: file.clone(), mistake }));
            }
        }
    }
    if mistakes.is_empty() { Ok(loaded) } else { Err(FormsError::Mistakes(mistakes)) }
}

/// Paths of the instrument files in a folder, by name; there may be none where it has translations or recordings
/// of shipped forms.
pub fn form_paths(folder: &Path) -> Result<Vec<PathBuf>, FormsError> {
    let unreadable = |source| FormsError::Unreadable { path: folder.to_owned(), source };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        if name.is_some_and(|name| is_form(&name)) && path.is_file() {
            paths.push(path);
        }
    }
    if paths.is_empty() && !extras::are_in(folder) {
        return Err(FormsError::NoForms(folder.to_owned()));
    }
    paths.sort();
    Ok(paths)
}

fn read_folder(folder: &Path) -> Result<Vec<(String, String)>, FormsError> {
    let mut files = Vec::new();
    for path in form_paths(folder)? {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let text = fs::read_to_string(&path)
            .map_err(|source| FormsError::Unreadable { path: path.clone(), source })?;
        files.push((name, text));
    }
    Ok(files)
}

/// Whether a file name is that of an instrument. Names that begin with a point are those of editors
/// at work.
fn is_form(name: &str) -> bool {
    name.strip_suffix(".json").is_some_and(|stem| !stem.is_empty())
        && name != SCHEMA_FILE
        && !name.starts_with('.')
}

fn stem(file: &str) -> &str {
    file.strip_suffix(".json").unwrap_or(file)
}
