//! `hailong check`: all mistakes of survey forms, of what stands beside them, and of further languages, for their
//! authors.

mod extras;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::arguments::{Check, Place, Schema};
use super::texts;
use crate::domain::instrument::check::parse_file;
use crate::domain::instrument::translation::translation_schema;
use crate::domain::instrument::{Instrument, json_schema};
use crate::ingest::forms::{form_paths, shipped};
use crate::locale;

/// Checks what is named, or without any name what the service would use: the shipped forms, the folder of forms
/// and that of further languages. Tells whether all are without mistakes.
pub fn command(place: &Place, options: &Check, out: &mut impl Write) -> io::Result<bool> {
    if let Some(which) = options.schema {
        match which {
            Schema::Instrument => schema(out)?,
            Schema::Translation => out.write_all(translation_schema().as_bytes())?,
        }
        return Ok(true);
    }
    let mut good = run(&options.files, out)?;
    let mut languages = place.locales.clone();
    if options.files.is_empty() {
        languages = texts::locales(place);
        if let Some(folder) = &place.forms {
            good &= run(std::slice::from_ref(folder), out)?;
        }
    }
    if let Some(folder) = languages {
        good &= check_locales(&folder, out)?;
    }
    Ok(good)
}

/// Checks instrument files and translations and writes a line per mistake (`file: pointer: message [code]`) or per
/// file without any (`file: ok (n items, m nodes)`). A folder stands for all instrument files in it and for the
/// translations and recordings beside them; no file at all for what ships. Tells whether all are without mistakes.
pub fn run(files: &[PathBuf], out: &mut impl Write) -> io::Result<bool> {
    let mut good = true;
    if files.is_empty() {
        let mut instruments = Vec::new();
        for (file, json) in shipped() {
            let instrument = report(&file, Path::new(&file), &json, out)?;
            good &= instrument.is_some();
            instruments.extend(instrument);
        }
        good &= extras::shipped(&instruments, out)?;
    }
    for path in files {
        good &= if path.is_dir() {
            check_folder(path, out)?
        } else if extras::is_translation(path) {
            extras::check_translation(path, out)?
        } else {
            check_file(path, out)?.is_some()
        };
    }
    Ok(good)
}

/// Writes the JSON Schema of instrument files.
pub fn schema(out: &mut impl Write) -> io::Result<()> {
    out.write_all(json_schema().as_bytes())
}

fn check_folder(folder: &Path, out: &mut impl Write) -> io::Result<bool> {
    let paths = match form_paths(folder) {
        Ok(paths) => paths,
        Err(error) => {
            writeln!(out, "{}: {error}", folder.display())?;
            return Ok(false);
        }
    };
    let mut good = true;
    let mut instruments = Vec::new();
    for path in paths {
        let instrument = check_file(&path, out)?;
        good &= instrument.is_some();
        instruments.extend(instrument);
    }
    Ok(extras::check_folder(folder, &instruments, out)? && good)
}

fn check_file(path: &Path, out: &mut impl Write) -> io::Result<Option<Instrument>> {
    let name = path.display().to_string();
    match fs::read_to_string(path) {
        Ok(json) => report(&name, path, &json, out),
        Err(error) => {
            writeln!(out, "{name}: cannot be read: {error}")?;
            Ok(None)
        }
    }
}

fn report(name: &str, path: &Path, json: &str, out: &mut impl Write) -> io::Result<Option<Instrument>> {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    match parse_file(&stem, json) {
        Ok(instrument) => {
            let (items, nodes) = (instrument.items().count(), instrument.index.len());
            writeln!(out, "{name}: ok ({}, {})", number(items, "item"), number(nodes, "node"))?;
            Ok(Some(instrument))
        }
        Err(mistakes) => {
            for mistake in mistakes {
                writeln!(out, "{name}: {mistake}")?;
            }
            Ok(None)
        }
    }
}

/// Checks a folder of further languages: a line per mistake or per language without any.
pub fn check_locales(folder: &Path, out: &mut impl Write) -> io::Result<bool> {
    let found = match locale::look(folder) {
        Ok(found) => found,
        Err(error) => {
            writeln!(out, "{}: {}", folder.display(), super::sentence(&error))?;
            return Ok(false);
        }
    };
    let mut good = true;
    for (path, language) in found {
        match language {
            Ok(language) => {
                let (messages, wanted) = (language.messages, language.wanted);
                let rest = if messages < wanted { "; the others are shown in Vietnamese" } else { "" };
                writeln!(out, "{}: ok ({messages} of {wanted} messages{rest})", path.display())?;
            }
            Err(mistakes) => {
                good = false;
                for mistake in mistakes {
                    writeln!(out, "{mistake}")?;
                }
            }
        }
    }
    Ok(good)
}

fn number(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
