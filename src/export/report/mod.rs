//! The report of a unit as a tagged PDF (PDF/UA-1): what a head of office reads, with everything it rests on.
//!
//! It is about the first unit of the table, under which all others stand; these follow in a section of their own.
//! One more section: a function in `sections.rs` and a text in both `report.ftl`.

mod chart;
mod cover;
mod element;
mod flow;
mod grid;
mod method;
mod sections;
mod summary;

use std::io::{self, Write};

use super::Edition;
use super::pdf::code::Code;
use super::pdf::{Book, PdfError};
use crate::domain::publication::{Disclosure, PublishedKind};
use crate::domain::statistics::rankset::RankSet;
use crate::domain::table::{Head, LowestNodes, Row, Rows, Standing};
use crate::export::tasks::TaskLine;
use crate::locale::{period, text, text_with};
use cover::Cover;
use flow::Flow;

/// Writes the report. Fails when `out` does, or when the address is too long for a QR code.
pub fn write_pdf(edition: &Edition<'_>, mut out: impl Write) -> io::Result<()> {
    let bytes = made(edition).map_err(io::Error::other)?;
    out.write_all(&bytes)?;
    out.flush()
}

/// The table as a report looks at it.
struct Matter<'a> {
    head: &'a Head,
    /// The rows of the unit the report is about.
    rows: Vec<&'a Row>,
    /// The rows of the units below.
    below: Vec<&'a Row>,
    /// Where the results can be looked up.
    address: Option<&'a str>,
    /// What is to be done.
    tasks: &'a [TaskLine],
    /// How certain rank and group are, where that is known.
    standing: Option<Standing>,
    /// What the unit does worst, where that is known.
    lowest: Option<LowestNodes>,
}

/// The rows of the first unit, and those of the units below at its overall index: no others are shown.
fn shown(table: &dyn Rows) -> (Vec<Row>, Vec<Row>) {
    let (mut own, mut below): (Vec<Row>, Vec<Row>) = Default::default();
    for row in table.rows() {
        let is_index = |index: &Row| index.node_kind == PublishedKind::Index;
        if own.first().is_none_or(|first| first.unit == row.unit) {
            own.push(row.into_owned());
        } else if own.iter().find(|row| is_index(row)).is_some_and(|index| index.node == row.node) {
            below.push(row.into_owned());
        }
    }
    (own, below)
}

impl<'a> Matter<'a> {
    fn of(edition: &'a Edition<'_>, (own, below): &'a (Vec<Row>, Vec<Row>)) -> Self {
        let index = own.iter().find(|row| row.node_kind == PublishedKind::Index);
        Self {
            head: edition.table.head(),
            rows: own.iter().collect(),
            below: below.iter().collect(),
            address: edition.address.as_deref(),
            tasks: edition.tasks,
            standing: index.and_then(|index| edition.table.standing(index)),
            lowest: index.and_then(|index| edition.table.lowest(index)),
        }
    }

    /// The ranks the unit may truly have.
    fn ranks(&self) -> Option<RankSet> {
        self.standing.as_ref()?.ranks
    }

    /// The groups the unit may truly be in.
    fn groups(&self) -> Option<&[String; 2]> {
        self.standing.as_ref()?.groups.as_ref()
    }

    fn text(&self, key: &str) -> String {
        text(&self.head.language, key)
    }

    /// Name of the unit.
    fn unit(&self) -> &str {
        self.rows.first().map_or("", |row| row.unit_name.as_str())
    }

    /// The overall index: the first one.
    fn index(&self) -> Option<&'a Row> {
        self.rows.iter().find(|row| row.node_kind == PublishedKind::Index).copied()
    }

    /// The nodes with a value, or without one that is still to come; neither headings nor options.
    fn nodes(&self) -> Vec<&'a Row> {
        let is_node =
            |row: &&&Row| row.node_kind != PublishedKind::Option && row.disclosure != Disclosure::NoValue;
        self.rows.iter().filter(is_node).copied().collect()
    }

    fn period(&self) -> String {
        let spoken = period::spoken(&self.head.period, &self.head.language);
        text_with(&self.head.language, "home-period", &[("period", spoken.into())])
    }

    fn title(&self) -> String {
        let values = [("unit", self.unit().into()), ("title", self.head.title.as_str().into())];
        text_with(&self.head.language, "report-document", &values)
    }
}

fn made(edition: &Edition<'_>) -> Result<Vec<u8>, PdfError> {
    let shown = shown(edition.table);
    let matter = Matter::of(edition, &shown);
    let mut book = Book::new(&matter.head.language)?;
    let code = matter.address.map(Code::of).transpose()?;
    let mut flow = Flow::new(&book.fonts, &matter.head.language);
    sections::write(&mut flow, &matter);
    let pages = flow.finish();
    let cover = Cover { matter: &matter, code: code.as_ref() };
    // The cover is a page too.
    let total = pages.len() + 1;
    book.begin(matter.text("report-title"), 0.0);
    book.page(|canvas| cover.draw(canvas))?;
    for (place, page) in pages.into_iter().enumerate() {
        for (name, y) in page.outline() {
            book.begin(name.to_owned(), y);
        }
        book.page(|canvas| {
            page.draw(canvas);
            flow::foot(canvas, &matter, place + 2, total);
        })?;
    }
    book.finish(matter.title())
}
