//! Everything a statistician needs to compute the figures again, in one ZIP archive: the results and the totals
//! they rest on as CSV files, the rules by which one comes from the other as three more, a program for R that does
//! it and says how far it is off, a syntax file for SPSS (and PSPP) that reads the files with labels, and a codebook
//! (DDI Codebook 2.5) that describes them.
//!
//! Which totals may go out is decided in [`evidence`](crate::domain::publish::evidence).

mod codebook;
mod files;
mod program;
mod rows;
mod syntax;

use std::collections::HashSet;
use std::io::{self, Write};

use csv::{Terminator, WriterBuilder};

use super::Edition;
use super::archive::Archive;
use super::csv::{BYTE_ORDER_MARK, fault, write_csv, write_line};
use crate::domain::publish::Evidence;
use crate::domain::score::Model;
use crate::domain::table::{Head, One, Rows};
use crate::locale::text;
use files::DataFile;

/// Writes the archive. Fails when `out` does, or when the edition has no evidence.
pub fn write_stat(edition: &Edition<'_>, out: impl Write + Send) -> io::Result<()> {
    let Some(evidence) = edition.evidence else {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "the totals behind the results are needed"));
    };
    let matter = Matter::new(edition.table, evidence);
    let files = DataFile::all(&matter)?;
    let mut archive = Archive::new(out);
    archive.entry("README.txt")?.write_all(read_me(&matter, &files).as_bytes())?;
    for file in &files {
        write_file(&matter, file, archive.entry(&file.name())?)?;
    }
    archive.entry(program::NAME)?.write_all(program::text(&matter).as_bytes())?;
    archive.entry(syntax::NAME)?.write_all(syntax::text(&matter, &files).as_bytes())?;
    archive.entry(codebook::NAME)?.write_all(codebook::text(&matter, &files).as_bytes())?;
    archive.finish()
}

/// What the files are made from: the part of the evidence that belongs to the rows of the table.
struct Matter<'a> {
    table: &'a dyn Rows,
    evidence: &'a Evidence,
    model: Model,
    /// Positions of the units of the table.
    units: Vec<usize>,
    /// Positions of the nodes of the table.
    nodes: Vec<usize>,
    /// Positions of the items these nodes are measured from.
    items: Vec<usize>,
}

impl<'a> Matter<'a> {
    fn new(table: &'a dyn Rows, evidence: &'a Evidence) -> Self {
        let (mut codes, mut ids) = (HashSet::new(), HashSet::new());
        for row in table.rows() {
            // Most are known: then nothing is copied.
            for (known, new) in [(&mut codes, &row.unit), (&mut ids, &row.node)] {
                if !known.contains(new) {
                    known.insert(new.clone());
                }
            }
        }
        let model = Model::new(&evidence.instrument);
        let units = (0..evidence.units.len()).filter(|unit| codes.contains(&evidence.units[*unit].code));
        let nodes: Vec<usize> =
            (0..model.nodes.len()).filter(|node| ids.contains(&model.nodes[*node].id)).collect();
        let measured: HashSet<usize> = nodes
            .iter()
            .filter_map(|node| rows::column(&model, &model.nodes[*node]).map(|(column, _)| column.item))
            .collect();
        let items = (0..evidence.instrument.items().count()).filter(|item| measured.contains(item));
        Self { table, evidence, units: units.collect(), items: items.collect(), nodes, model }
    }

    fn head(&self) -> &'a Head {
        self.table.head()
    }

    fn text(&self, key: &str) -> String {
        text(&self.head().language, key)
    }

    /// Whether the table has all units of the publication.
    fn is_whole(&self) -> bool {
        self.units.len() == self.evidence.units.len()
    }
}

fn write_file(matter: &Matter<'_>, file: &DataFile, out: &mut dyn Write) -> io::Result<()> {
    if file.kind == files::Kind::Results {
        // The very file that is downloaded alone.
        return write_csv(&One(matter.table), out);
    }
    out.write_all(BYTE_ORDER_MARK)?;
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    writer.write_record(file.variables.iter().map(|variable| variable.name)).map_err(fault)?;
    rows::each(matter, file.kind, &mut |cells| write_line(&mut writer, cells.iter().copied()))?;
    writer.flush()
}

fn read_me(matter: &Matter<'_>, files: &[DataFile]) -> String {
    let head = matter.head();
    let mut lines = Vec::new();
    if head.demo {
        lines.push(matter.text("export-demo"));
    }
    lines.push(head.title.clone());
    lines.push(format!("{}: {}", matter.text("export-method-publication"), head.publication));
    lines.push(String::new());
    lines.extend(files.iter().map(|file| format!("{}: {}", file.name(), matter.text(file.kind.key()))));
    for (name, key) in
        [(program::NAME, "stat-program"), (syntax::NAME, "stat-syntax"), (codebook::NAME, "stat-codebook")]
    {
        lines.push(format!("{name}: {}", matter.text(key)));
    }
    lines.push(String::new());
    lines.push(rows::disclosure(matter));
    lines.push(String::new());
    // With a byte order mark, by which old editors know the letters.
    format!("\u{feff}{}", lines.join("\r\n"))
}
