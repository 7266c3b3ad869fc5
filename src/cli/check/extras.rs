//! Translations and recordings beside survey forms.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::number;
use crate::domain::instrument::Instrument;
use crate::domain::instrument::check::parse_file;
use crate::ingest::extras::{Extra, Look, TRANSLATIONS, look_at_shipped, look_at_translation, look_into};
use crate::ingest::forms::{form_paths, load};

/// Checks the translations that ship with these instruments.
pub fn shipped(instruments: &[Instrument], out: &mut impl Write) -> io::Result<bool> {
    report("", look_at_shipped(instruments.iter()), out)
}

/// Checks what stands in a folder of forms besides its instruments. It may be about shipped ones.
pub fn check_folder(folder: &Path, own: &[Instrument], out: &mut impl Write) -> io::Result<bool> {
    let known = with_shipped(own.to_vec());
    match look_into(folder, known.values()) {
        Ok(looks) => report(&format!("{}/", folder.display()), looks, out),
        Err(error) => {
            writeln!(out, "{}", crate::cli::sentence(&error))?;
            Ok(false)
        }
    }
}

/// Whether a file stands where translations do.
pub fn is_translation(path: &Path) -> bool {
    path.parent().is_some_and(|folder| folder.ends_with(TRANSLATIONS))
}

/// Checks a translation by the shipped instruments and those of the folder above.
pub fn check_translation(path: &Path, out: &mut impl Write) -> io::Result<bool> {
    let json = match fs::read_to_string(path) {
        Ok(json) => json,
        Err(error) => {
            writeln!(out, "{}: cannot be read: {error}", path.display())?;
            return Ok(false);
        }
    };
    let forms = path.parent().and_then(Path::parent).map(form_paths);
    // Forms with mistakes are another check's business.
    let own = forms.and_then(Result::ok).unwrap_or_default().into_iter().filter_map(|form| {
        let stem = form.file_stem()?.to_string_lossy().into_owned();
        parse_file(&stem, &fs::read_to_string(form).ok()?).ok()
    });
    let known = with_shipped(own.collect());
    report("", look_at_translation(&path.display().to_string(), json, known.values()), out)
}

fn with_shipped(own: Vec<Instrument>) -> BTreeMap<String, Instrument> {
    let shipped = load(None).unwrap_or_default().into_iter().map(|form| form.instrument);
    shipped.chain(own).map(|instrument| (instrument.id.clone(), instrument)).collect()
}

fn report(folder: &str, looks: Vec<Look>, out: &mut impl Write) -> io::Result<bool> {
    let mut good = true;
    for Look { file, found } in looks {
        match found {
            Ok(Extra::Translation(translation)) => {
                writeln!(out, "{folder}{file}: ok ({})", number(translation.items.len(), "item"))?;
            }
            Ok(Extra::Recordings(recordings)) => {
                writeln!(out, "{folder}{file}: ok ({})", number(recordings.len(), "recording"))?;
            }
            Err(mistakes) => {
                good = false;
                for mistake in mistakes {
                    writeln!(out, "{folder}{mistake}")?;
                }
            }
        }
    }
    Ok(good)
}
