//! The official publication as a page of its own: what an office puts on its portal, hangs up or prints.
//!
//! One sentence per unit in words (points, change, rank, group), a table of the units with the parts of the index and
//! the grade, a table of all nodes of the unit looked at with the range over the units below, and the distributions of
//! answers. Which of them there are follows from the instrument: for the one-stop rating it is the quarterly or yearly
//! publication of Circular 01/2018/TT-VPCP (Articles 14 and 15: nine indices, total, grade), for SIPAS the tables of
//! criteria, factors, contents and overall with distributions, for PAPI the scorecard.

mod grids;
mod sentence;

use std::io::{self, Write};

use super::Edition;
use super::method::{Extent, Line, lines};
use super::pooled;
use super::xml::escaped;
use crate::domain::publication::PublishedKind;
use crate::domain::statistics::rankset::INTEGRATED;
use crate::domain::table::{Row, Rows, Table};
use crate::locale::{number, period, text, text_with};

use grids::Grid;
pub use sentence::sentence;

/// Looks like a document, on paper too.
const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;\
    color:#111;background:#fff}h1{font-size:1.5rem;line-height:1.3}h2{font-size:1.2rem;margin-top:2rem}\
    table{border-collapse:collapse;width:100%;margin:1rem 0;font-variant-numeric:tabular-nums}\
    caption{text-align:left;font-weight:600;padding:.25rem 0}th,td{border:1px solid #777;padding:.3rem .5rem;\
    text-align:left;vertical-align:top}td.n,th.n{text-align:right}tr.d0 th{font-weight:700}tr.d1 th{font-weight:600}\
    tr.d2 th{font-weight:400;padding-left:1.25rem}tr.d3 th{font-weight:400;padding-left:2.25rem}\
    .demo{border:2px solid #a00;padding:.5rem 1rem}.small{font-size:.875rem}code{overflow-wrap:anywhere}\
    @media print{body{margin:0;max-width:none;font-size:11pt}tr{break-inside:avoid}}";

/// Units up to which it is said of each how certain rank and group are; of more it would take long, and only that of the
/// unit looked at is said.
const WEIGHED: usize = 400;
/// Rivals up to which integrating is quick for every unit, see [`INTEGRATED`].
const RIVALS: usize = 100;

/// The table as the publication looks at it.
pub(super) struct Matter<'a> {
    pub table: &'a Table,
    /// Where the rows come from.
    source: &'a dyn Rows,
    /// One list of rows per unit, the unit looked at first.
    pub units: Vec<&'a [Row]>,
}

impl<'a> Matter<'a> {
    fn of(table: &'a Table, source: &'a dyn Rows) -> Self {
        Self { table, source, units: table.rows.chunk_by(|one, next| one.unit == next.unit).collect() }
    }

    pub fn text(&self, key: &str) -> String {
        text(&self.table.head.language, key)
    }

    /// The unit looked at.
    fn top(&self) -> &'a [Row] {
        self.units.first().copied().unwrap_or_default()
    }
}

/// The rows the publication looks at: of the units below no distributions.
fn shown(table: &dyn Rows) -> Table {
    let mut rows: Vec<Row> = Vec::new();
    for row in table.rows() {
        let is_first = rows.first().is_none_or(|first| first.unit == row.unit);
        if is_first || row.node_kind != PublishedKind::Option {
            rows.push(row.into_owned());
        }
    }
    Table { head: table.head().clone(), rows }
}

/// Writes the page. Fails only when `out` does.
pub fn write_html(edition: &Edition<'_>, mut out: impl Write) -> io::Result<()> {
    let table = shown(edition.table);
    let matter = Matter::of(&table, edition.table);
    let head = &matter.table.head;
    let language = escaped(&head.language);
    let spoken = text_with(
        &head.language,
        "home-period",
        &[("period", period::spoken(&head.period, &head.language).into())],
    );
    let unit = matter.top().first().map_or("", |row| row.unit_name.as_str());
    let title = format!("{} – {unit}", head.title);
    write!(
        out,
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n\
         <body>\n<h1>{}</h1>\n<p>{} · {}</p>\n",
        escaped(&title),
        escaped(&title),
        escaped(&head.instrument_title),
        escaped(&spoken),
    )?;
    if head.demo {
        writeln!(out, "<p class=\"demo\">{}</p>", escaped(&text(&head.language, "export-demo")))?;
    }
    for sentence in head.pooled.iter().flat_map(|from| pooled::sentences(&head.language, from)) {
        writeln!(out, "<p>{}</p>", escaped(&sentence))?;
    }
    write_sentences(&matter, &mut out)?;
    for grid in grids::units(&matter).into_iter().chain(grids::nodes(&matter)) {
        write_grid(&grid, &mut out)?;
    }
    for grid in grids::distributions(&matter) {
        write_grid(&grid, &mut out)?;
    }
    write_method(&matter, edition.address.as_deref(), &mut out)?;
    out.write_all(b"</body>\n</html>\n")?;
    out.flush()
}

/// One paragraph per unit.
fn write_sentences(matter: &Matter<'_>, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "<h2>{}</h2>", escaped(&matter.text("official-words")))?;
    let is_quick = |row: &Row| {
        let ranked = row.ranked.map_or(0, |ranked| ranked as usize);
        matter.units.len() <= WEIGHED && (ranked <= RIVALS || ranked > INTEGRATED + 1)
    };
    for (place, rows) in matter.units.iter().enumerate() {
        let index = rows.iter().find(|row| row.node_kind == PublishedKind::Index);
        let index = index.filter(|index| place == 0 || is_quick(index));
        let standing = index.and_then(|index| matter.source.standing(index));
        if let Some(said) = sentence(&matter.table.head, rows, (&matter.table.rows, standing.as_ref())) {
            writeln!(out, "<p>{}</p>", escaped(&said))?;
        }
    }
    Ok(())
}

fn write_grid(grid: &Grid, out: &mut impl Write) -> io::Result<()> {
    write!(out, "<table>\n<caption>{}</caption>\n<thead><tr>", escaped(&grid.caption))?;
    for (name, numeric) in &grid.heads {
        let class = if *numeric { " class=\"n\"" } else { "" };
        write!(out, "<th scope=\"col\"{class}>{}</th>", escaped(name))?;
    }
    out.write_all(b"</tr></thead>\n<tbody>\n")?;
    for line in &grid.lines {
        write!(out, "<tr class=\"d{}\">", line.depth)?;
        for (place, (cell, (_, numeric))) in line.cells.iter().zip(&grid.heads).enumerate() {
            match (place, numeric) {
                (0, _) => write!(out, "<th scope=\"row\">{}</th>", escaped(cell))?,
                (_, true) => write!(out, "<td class=\"n\">{}</td>", escaped(cell))?,
                (_, false) => write!(out, "<td>{}</td>", escaped(cell))?,
            }
        }
        out.write_all(b"</tr>\n")?;
    }
    out.write_all(b"</tbody>\n</table>\n")?;
    if !grid.notes.is_empty() {
        out.write_all(b"<ul class=\"small\">\n")?;
        for note in &grid.notes {
            writeln!(out, "<li>{}</li>", escaped(note))?;
        }
        out.write_all(b"</ul>\n")?;
    }
    Ok(())
}

/// How the figures came about, and how they can be checked.
fn write_method(matter: &Matter<'_>, address: Option<&str>, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "<h2>{}</h2>", escaped(&matter.text("report-method")))?;
    for line in lines(&matter.table.head, Extent::WithoutColumns) {
        let language = &matter.table.head.language;
        match line {
            Line::Heading(said) => writeln!(out, "<h3>{}</h3>", escaped(&said))?,
            Line::Paragraph(said) => writeln!(out, "<p class=\"small\">{}</p>", escaped(&said))?,
            Line::Fact { label, value, remark } => {
                let remark = if remark.is_empty() { remark } else { format!(" ({remark})") };
                writeln!(out, "<p class=\"small\">{}: {}</p>", escaped(&label), escaped(&(value + &remark)))?;
            }
            Line::Amount { label, value } => {
                let value = number(language, value, 0);
                writeln!(out, "<p class=\"small\">{}: {value}</p>", escaped(&label))?;
            }
        }
    }
    if let Some(address) = address {
        let address = escaped(address);
        writeln!(out, "<p class=\"small\"><a href=\"{address}\">{address}</a></p>")?;
    }
    Ok(())
}
