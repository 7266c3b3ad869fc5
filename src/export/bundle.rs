//! All formats of the same results in one ZIP archive, with a text that says what they are; of a province also a
//! report for each of its communes.

use std::io::{self, Write};

use super::archive::Archive;
use super::reports::Communes;
use super::{Edition, Format, file_name, render};
use crate::locale::{period, text, text_with};

/// Writes the archive. Fails when `out` does, or when one of the formats cannot be made.
pub fn write_bundle(edition: &Edition<'_>, out: impl Write + Send) -> io::Result<()> {
    let head = edition.table.head();
    let communes = Communes::of(edition);
    let mut archive = Archive::new(out);
    // With a byte order mark, by which old editors know the letters.
    archive.entry("README.txt")?.write_all(format!("\u{feff}{}", read_me(edition, &communes)).as_bytes())?;
    for format in parts(edition) {
        let name = file_name(&head.wave, None, format);
        let out = if format.is_compressed() { archive.stored(&name)? } else { archive.entry(&name)? };
        render(edition.again(), format, out)?;
    }
    communes.write(&mut archive)?;
    archive.finish()
}

/// The formats in the archive: all but itself, as far as there is what they are made from and they hold all rows.
fn parts(edition: &Edition<'_>) -> impl Iterator<Item = Format> {
    let (has_evidence, rows) = (edition.evidence.is_some(), edition.table.count());
    let can_be_made = move |format: &Format| {
        (has_evidence || !format.needs_evidence()) && format.most_rows().is_none_or(|most| rows <= most)
    };
    Format::ALL.into_iter().filter(|format| *format != Format::Zip).filter(can_be_made)
}

fn read_me(edition: &Edition<'_>, communes: &Communes<'_>) -> String {
    let head = edition.table.head();
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
    lines.extend(edition.table.rows().next().map(|row| format!("{} ({})", row.unit_name, row.unit)));
    lines.push(format!("{}: {}", text(language, "export-method-publication"), head.publication));
    lines.extend(edition.address.clone());
    lines.push(String::new());
    for format in parts(edition) {
        let what = text(language, &format!("results-download-{format}"));
        lines.push(format!("{}: {what}", file_name(&head.wave, None, format)));
    }
    if !communes.is_empty() {
        lines.push(format!("{}: {}", communes.folder(), text(language, "export-reports")));
    }
    lines.push(String::new());
    lines.join("\r\n")
}
