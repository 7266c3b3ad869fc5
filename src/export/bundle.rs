//! All formats of the same results in one ZIP archive, with a text that says what they are.

use std::io::{self, Write};

use super::archive::Archive;
use super::{Edition, Format, file_name, render};
use crate::locale::{period, text, text_with};

/// Writes the archive. Fails when `out` does, or when one of the formats cannot be made.
pub fn write_bundle(edition: &Edition<'_>, mut out: impl Write) -> io::Result<()> {
    let head = &edition.table.head;
    let mut archive = Archive::new();
    // With a byte order mark, by which old editors know the letters.
    archive.entry("README.txt")?.write_all(format!("\u{feff}{}", read_me(edition)).as_bytes())?;
    for format in parts() {
        render(edition.clone(), format, archive.entry(&file_name(&head.wave, None, format))?)?;
    }
    out.write_all(&archive.finish()?)?;
    out.flush()
}

/// The formats in the archive: all but itself.
fn parts() -> impl Iterator<Item = Format> {
    Format::ALL.into_iter().filter(|format| *format != Format::Zip)
}

fn read_me(edition: &Edition<'_>) -> String {
    let head = &edition.table.head;
    let language = &head.language;
    let spoken = period::spoken(&head.period, language);
    let mut lines = Vec::new();
    if head.demo {
        lines.push(text(language, "export-demo"));
    }
    lines.push(format!(
        "{} – {}",
        head.title,
        text_with(language, "home-period", &[("period", spoken.into())])
    ));
    // The unit that all others of the table stand under.
    lines.extend(edition.table.rows.first().map(|row| format!("{} ({})", row.unit_name, row.unit)));
    lines.push(format!("{}: {}", text(language, "export-method-publication"), head.publication));
    lines.extend(edition.address.clone());
    lines.push(String::new());
    for format in parts() {
        let what = text(language, &format!("results-download-{format}"));
        lines.push(format!("{}: {what}", file_name(&head.wave, None, format)));
    }
    lines.push(String::new());
    lines.join("\r\n")
}
