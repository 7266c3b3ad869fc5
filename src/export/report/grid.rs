//! Tables of the report; on each page they begin with their header again.

use std::num::NonZeroU32;

use krilla::tagging::{TableHeaderScope, Tag, TagGroup};

use super::element::{BLUE, INK, LINE, SOFT, set};
use crate::export::pdf::canvas::{Align, Area, Canvas};
use crate::export::pdf::font::{Fonts, Weight};
use crate::export::pdf::paragraph::Paragraph;
use crate::export::pdf::pen::Pen;

/// Size of letters.
const SIZE: f32 = 8.5;
/// Free space left and right of a text.
const SIDE: f32 = 4.0;
/// Free space above and below a text.
const PAD: f32 = 3.0;

/// A column.
pub(super) struct Column {
    /// What its head says.
    pub name: String,
    /// How wide it is, as a share of all columns.
    pub share: f32,
    /// Whether it holds numbers.
    pub is_number: bool,
}

/// How a line looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Plain,
    /// Sums up the lines below.
    Major,
    /// Not reliable.
    Weak,
    /// Names what the lines below belong to.
    Part,
}

#[derive(Clone)]
struct Line {
    cells: Vec<Paragraph>,
    look: Look,
    height: f32,
}

/// A table whose texts are set.
pub(super) struct Grid {
    /// Left edge, width and whether it holds numbers.
    columns: Vec<(f32, f32, bool)>,
    /// None where a table has no line of names.
    header: Option<Line>,
    lines: Vec<Line>,
}

impl Grid {
    /// A table without lines. `named`: whether its columns have names.
    pub(super) fn new(fonts: &Fonts, columns: &[Column], width: f32, named: bool) -> Self {
        let sum: f32 = columns.iter().map(|column| column.share).sum();
        let mut x = 0.0;
        let mut placed = Vec::new();
        for column in columns {
            let wide = width * column.share / sum;
            placed.push((x, wide, column.is_number));
            x += wide;
        }
        let mut grid = Self { columns: placed, header: None, lines: Vec::new() };
        if named {
            let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
            grid.header = Some(grid.line(fonts, &names, Look::Major));
        }
        grid
    }

    /// Adds a line.
    pub(super) fn push(&mut self, fonts: &Fonts, cells: &[impl AsRef<str>], look: Look) {
        let line = self.line(fonts, cells, look);
        self.lines.push(line);
    }

    /// Adds a line over all columns that names what the lines below belong to.
    pub(super) fn part(&mut self, fonts: &Fonts, name: &str) {
        let width: f32 = self.columns.iter().map(|(_, width, _)| width).sum();
        let cell = set(fonts, name, Weight::Bold, SIZE, width - 2.0 * SIDE);
        let height = cell.height() + 3.0 * PAD;
        self.lines.push(Line { cells: vec![cell], look: Look::Part, height });
    }

    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    fn line(&self, fonts: &Fonts, cells: &[impl AsRef<str>], look: Look) -> Line {
        let weight = if look == Look::Major { Weight::Bold } else { Weight::Regular };
        let cells: Vec<Paragraph> = cells
            .iter()
            .zip(&self.columns)
            .map(|(text, (_, width, _))| set(fonts, text.as_ref(), weight, SIZE, width - 2.0 * SIDE))
            .collect();
        let height = cells.iter().map(Paragraph::height).fold(SIZE, f32::max) + 2.0 * PAD;
        Line { cells, look, height }
    }

    fn header_height(&self) -> f32 {
        self.header.as_ref().map_or(0.0, |line| line.height)
    }

    pub(super) fn height(&self) -> f32 {
        self.header_height() + self.lines.iter().map(|line| line.height).sum::<f32>()
    }

    /// The header and the first two lines.
    pub(super) fn least(&self) -> f32 {
        self.header_height() + self.lines.iter().take(2).map(|line| line.height).sum::<f32>()
    }

    /// The lines that fit, at least one, and the rest.
    pub(super) fn split(mut self, room: f32) -> (Self, Option<Self>) {
        let mut used = self.header_height();
        let fit = self.lines.iter().take_while(|line| {
            used += line.height;
            used <= room
        });
        let mut fit = fit.count();
        // A name does not stay alone at the foot of a page.
        let is_part = |line: &Line| line.look == Look::Part;
        if fit > 1 && fit < self.lines.len() && self.lines.get(fit - 1).is_some_and(is_part) {
            fit -= 1;
        }
        let mut rest = self.lines.split_off(fit.max(1).min(self.lines.len()));
        let Some(first) = rest.first() else { return (self, None) };
        // What is continued is named again.
        let named = self.lines.iter().rfind(|line| is_part(line)).filter(|_| !is_part(first)).cloned();
        rest.splice(0..0, named);
        let further = Self { columns: self.columns.clone(), header: self.header.clone(), lines: rest };
        (self, Some(further))
    }

    pub(super) fn draw(&self, canvas: &mut Canvas<'_, '_>, area: Area) {
        let mut table = TagGroup::new(Tag::Table);
        let mut y = area.y;
        if let Some(header) = &self.header {
            let place = Area { y, height: header.height, ..area };
            canvas.decoration(|canvas| {
                let ground = Pen::on_page().rectangle(place.x, place.y, place.width, place.height);
                canvas.fill(ground.finish(), (0xe9, 0xf1, 0xfa));
            });
            let row = self.draw_line(canvas, header, place, true);
            table.push(TagGroup::with_children(Tag::THead, vec![row.into()]));
            y += header.height;
        }
        let mut body = TagGroup::new(Tag::TBody);
        for line in &self.lines {
            let place = Area { y, height: line.height, ..area };
            body.push(self.draw_line(canvas, line, place, false));
            y += line.height;
            canvas.decoration(|canvas| {
                let rule = Pen::on_page().line(&[(area.x, y), (area.x + area.width, y)], false);
                canvas.stroke(rule.finish(), LINE, 0.4);
            });
        }
        table.push(body);
        canvas.push(table);
    }

    fn draw_line(&self, canvas: &mut Canvas<'_, '_>, line: &Line, area: Area, is_header: bool) -> TagGroup {
        let mut row = TagGroup::new(Tag::TR);
        for (place, (cell, (left, width, is_number))) in line.cells.iter().zip(&self.columns).enumerate() {
            let align = if *is_number { Align::Right } else { Align::Left };
            let top = if line.look == Look::Part { 2.0 * PAD } else { PAD };
            let here = Area::new(area.x + left + SIDE, area.y + top, width - 2.0 * SIDE, cell.height());
            let colour = match (is_header, line.look) {
                (true, _) => BLUE,
                (false, Look::Weak) => SOFT,
                (false, _) => INK,
            };
            let text = canvas.text_part(cell, here, align, colour, Tag::P);
            let mut group = if line.look == Look::Part {
                let columns = u32::try_from(self.columns.len()).ok().and_then(NonZeroU32::new);
                TagGroup::new(Tag::TH(TableHeaderScope::Row).with_col_span(columns))
            } else if is_header {
                TagGroup::new(Tag::TH(TableHeaderScope::Column))
            } else if place == 0 {
                TagGroup::new(Tag::TH(TableHeaderScope::Row))
            } else {
                TagGroup::new(Tag::TD)
            };
            group.push(text);
            row.push(group);
        }
        row
    }
}
