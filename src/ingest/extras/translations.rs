//! Translations: the shipped ones and those of a folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::super::forms::{FormsError, embedded};
use super::{Extra, Look, TRANSLATIONS, of_file};
use crate::domain::instrument::check::Mistake;
use crate::domain::instrument::{Instrument, Translation};

/// Ending of a translation.
const JSON: &str = ".json";
/// What stands before that in the name of a JSON Schema, which is kept beside the files it is for.
const SCHEMA: &str = ".schema";

/// The translations that are part of the program: file below the folder of forms, and text.
pub(super) fn shipped() -> Vec<(String, String)> {
    embedded(|path| {
        path.split_once('/').is_some_and(|(folder, name)| folder == TRANSLATIONS && is_translation(name))
    })
}

/// The translations of a folder of forms; none where it has no folder for them.
pub(super) fn read(folder: &Path) -> Result<Vec<(String, String)>, FormsError> {
    let folder = folder.join(TRANSLATIONS);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let unreadable = |path: &Path, source| FormsError::Unreadable { path: path.to_owned(), source };
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(&folder).map_err(|cause| unreadable(&folder, cause))? {
        let entry = entry.map_err(|cause| unreadable(&folder, cause))?;
        if is_translation(&entry.file_name().to_string_lossy()) && entry.path().is_file() {
            paths.push(entry.path());
        }
    }
    paths.sort();
    let file = |path: &PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let text = fs::read_to_string(path).map_err(|cause| unreadable(path, cause))?;
        Ok((format!("{TRANSLATIONS}/{name}"), text))
    };
    paths.iter().map(file).collect()
}

fn is_translation(name: &str) -> bool {
    name.strip_suffix(JSON).is_some_and(|stem| !stem.ends_with(SCHEMA) && !stem.starts_with('.'))
}

/// Instrument and language a file is named after.
pub(super) fn names(file: &str) -> Option<(&str, &str)> {
    stem(file).split_once('.')
}

fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.strip_suffix(JSON).unwrap_or(name)
}

/// Reads and checks files. The second of two in one language is refused.
pub(super) fn judge(files: Vec<(String, String)>, instruments: &BTreeMap<&str, &Instrument>) -> Vec<Look> {
    let mut seen = BTreeSet::new();
    let mut looks = Vec::with_capacity(files.len());
    for (file, json) in files {
        let judged = judge_one(&file, &json, instruments, &mut seen);
        let found = judged.map(Extra::Translation).map_err(|mistakes| of_file(&file, mistakes));
        looks.push(Look { file, found });
    }
    looks
}

fn judge_one(
    file: &str,
    json: &str,
    instruments: &BTreeMap<&str, &Instrument>,
    seen: &mut BTreeSet<String>,
) -> Result<Translation, Vec<Mistake>> {
    let translation = Translation::parse(json)?;
    let mut mistakes: Vec<Mistake> = translation.not_named_after_file(stem(file)).into_iter().collect();
    match instruments.get(translation.instrument.as_str()) {
        Some(instrument) => mistakes.extend(translation.mistakes(instrument)),
        None => mistakes.push(translation.of_unknown_instrument(instruments.keys().copied())),
    }
    if !seen.insert(translation.file_stem().to_ascii_lowercase()) {
        mistakes.push(translation.twice());
    }
    if mistakes.is_empty() { Ok(translation) } else { Err(mistakes) }
}
