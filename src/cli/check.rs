//! `hailong check`: all mistakes of instrument files, for their authors.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::domain::instrument::check::parse_file;
use crate::domain::instrument::json_schema;
use crate::ingest::forms::{form_paths, shipped};

/// Checks instrument files and writes a line per mistake (`file: pointer: message [code]`) or per
/// file without any (`file: ok (n items, m nodes)`). A folder stands for all instrument files in it;
/// no file at all for the shipped ones. Tells whether all are without mistakes.
pub fn run(files: &[PathBuf], out: &mut impl Write) -> io::Result<bool> {
    let mut good = true;
    if files.is_empty() {
        for (file, json) in shipped() {
            good &= report(&file, Path::new(&file), &json, out)?;
        }
    }
    for path in files {
        if !path.is_dir() {
            good &= check_file(path, out)?;
            continue;
        }
        match form_paths(path) {
            Ok(paths) => {
                for path in paths {
                    good &= check_file(&path, out)?;
                }
            }
            Err(error) => {
                writeln!(out, "{}: {error}", path.display())?;
                good = false;
            }
        }
    }
    Ok(good)
}

/// Writes the JSON Schema of instrument files.
pub fn schema(out: &mut impl Write) -> io::Result<()> {
    out.write_all(json_schema().as_bytes())
}

fn check_file(path: &Path, out: &mut impl Write) -> io::Result<bool> {
    let name = path.display().to_string();
    match fs::read_to_string(path) {
        Ok(json) => report(&name, path, &json, out),
        Err(error) => {
            writeln!(out, "{name}: cannot be read: {error}")?;
            Ok(false)
        }
    }
}

fn report(name: &str, path: &Path, json: &str, out: &mut impl Write) -> io::Result<bool> {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    match parse_file(&stem, json) {
        Ok(instrument) => {
            let (items, nodes) = (instrument.items().count(), instrument.index.len());
            writeln!(out, "{name}: ok ({}, {})", number(items, "item"), number(nodes, "node"))?;
            Ok(true)
        }
        Err(mistakes) => {
            for mistake in mistakes {
                writeln!(out, "{name}: {mistake}")?;
            }
            Ok(false)
        }
    }
}

fn number(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
