//! The annex: what the figures rest on, and how to find out whether this report is genuine.

use super::Matter;
use super::element::Element;
use super::flow::{Flow, INNER};
use super::grid::{Column, Grid, Look};
use crate::export::method::{Extent, Line, lines};
use crate::locale::{number, text_with};

pub(super) fn write(flow: &mut Flow<'_>, matter: &Matter<'_>) {
    flow.turn();
    flow.heading(2, &matter.text("report-method"));
    let mut facts = facts(flow);
    for line in lines(matter.head, Extent::WithoutColumns) {
        if matches!(line, Line::Heading(_) | Line::Paragraph(_)) {
            close(flow, &mut facts);
        }
        match line {
            Line::Heading(text) => flow.heading(3, &text),
            Line::Paragraph(text) => flow.paragraph(&text),
            Line::Fact { label, value, remark } => {
                let value = if remark.is_empty() { value } else { format!("{value} ({remark})") };
                facts.push(flow.fonts, &[label, value], Look::Plain);
            }
            Line::Amount { label, value } => {
                facts.push(flow.fonts, &[label, number(flow.language, value, 0)], Look::Plain);
            }
        }
    }
    close(flow, &mut facts);
    flow.heading(3, &matter.text("report-verify"));
    let hash = [("hash", matter.head.wave_publication.as_str().into())];
    flow.paragraph(&text_with(flow.language, "report-verify-text", &hash));
    if let Some(address) = matter.address {
        flow.paragraph(&text_with(flow.language, "report-verify-page", &[("link", address.into())]));
    }
}

/// A table of two columns without names.
fn facts(flow: &Flow<'_>) -> Grid {
    let column = |share| Column { name: String::new(), share, is_number: false };
    Grid::new(flow.fonts, &[column(1.0), column(2.3)], INNER, false)
}

fn close(flow: &mut Flow<'_>, open: &mut Grid) {
    let next = facts(flow);
    let grid = std::mem::replace(open, next);
    if !grid.is_empty() {
        flow.add(Element::Grid(grid));
    }
}
