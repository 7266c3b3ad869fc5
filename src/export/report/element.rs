//! What stands on the pages of a report, one below the other.

use std::num::NonZeroU16;

use krilla::tagging::{ListNumbering, Tag, TagGroup};

use super::super::chart::Drawing;
use super::grid::Grid;
use crate::export::pdf::canvas::{Align, Area, Canvas, Colour};
use crate::export::pdf::font::{Fonts, Weight};
use crate::export::pdf::paragraph::{Paragraph, Room, prose, running};

pub(super) const INK: Colour = (0x18, 0x21, 0x2b);
pub(super) const SOFT: Colour = (0x4a, 0x5a, 0x6a);
pub(super) const BLUE: Colour = (0x12, 0x50, 0x8a);
pub(super) const RED: Colour = (0xb0, 0x00, 0x20);
pub(super) const LINE: Colour = (0xc3, 0xcc, 0xd6);

/// Size of running text.
pub(super) const TEXT: f32 = 10.5;
/// Distance of lines in units of the size.
pub(super) const LEADING: f32 = 1.38;
/// How far the text of a list is moved to the right.
const INDENT: f32 = 14.0;

/// One thing on a page.
pub(super) enum Element {
    /// A heading of this level, 2 or 3.
    Heading { level: u16, text: String, set: Paragraph },
    /// A paragraph.
    Text { set: Paragraph, colour: Colour },
    /// A list.
    List { items: Vec<Paragraph> },
    /// A chart.
    Chart { drawing: Drawing },
    /// A table.
    Grid(Grid),
}

impl Element {
    /// Height, without the free space below.
    pub(super) fn height(&self) -> f32 {
        match self {
            Self::Heading { set, .. } | Self::Text { set, .. } => set.height(),
            Self::List { items } => {
                items.iter().map(Paragraph::height).sum::<f32>() + 3.0 * items.len().saturating_sub(1) as f32
            }
            Self::Chart { drawing } => super::chart::points(drawing.height),
            Self::Grid(grid) => grid.height(),
        }
    }

    /// Free space above, except at the top of a page.
    pub(super) fn above(&self) -> f32 {
        match self {
            Self::Heading { level: 2, .. } => 22.0,
            Self::Heading { .. } => 14.0,
            Self::Text { .. } | Self::List { .. } => 6.0,
            Self::Chart { .. } => 16.0,
            Self::Grid(_) => 8.0,
        }
    }

    /// What must at least stand on a page with its begin.
    pub(super) fn least(&self) -> f32 {
        match self {
            // Not alone at the foot of a page.
            Self::Heading { .. } => self.height() + 90.0,
            Self::List { items } => items.first().map_or(0.0, Paragraph::height),
            Self::Grid(grid) => grid.least(),
            Self::Text { .. } | Self::Chart { .. } => self.height(),
        }
    }

    /// The part that fits into this height, and the rest.
    pub(super) fn split(self, room: f32) -> (Self, Option<Self>) {
        match self {
            Self::Grid(grid) => {
                let (first, rest) = grid.split(room);
                (Self::Grid(first), rest.map(Self::Grid))
            }
            Self::List { mut items } => {
                let mut used = 0.0;
                let fit = items.iter().take_while(|item| {
                    used += item.height() + 3.0;
                    used - 3.0 <= room
                });
                let rest = items.split_off(fit.count().max(1).min(items.len()));
                (Self::List { items }, (!rest.is_empty()).then_some(Self::List { items: rest }))
            }
            whole => (whole, None),
        }
    }

    /// Draws it into a box as wide as the page allows, from `y` down.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_, '_>, area: Area) {
        match self {
            Self::Heading { level, text, set } => {
                let level = NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN);
                let colour = if level.get() == 2 { BLUE } else { INK };
                canvas.text(set, area, Align::Left, colour, Tag::Hn(level, Some(text.clone())));
            }
            Self::Text { set, colour } => canvas.text(set, area, Align::Left, *colour, Tag::P),
            Self::List { items } => list(canvas, items, area),
            Self::Chart { drawing } => super::chart::draw(canvas, drawing, area),
            Self::Grid(grid) => grid.draw(canvas, area),
        }
    }
}

fn list(canvas: &mut Canvas<'_, '_>, items: &[Paragraph], area: Area) {
    let mut group = TagGroup::new(Tag::L(ListNumbering::Disc));
    let mut y = area.y;
    for item in items {
        let room =
            Room { weight: Weight::Regular, size: TEXT, leading: LEADING, width: INDENT, height: TEXT * 2.0 };
        let sign = prose(canvas.fonts, "•", room);
        let height = item.height();
        let sign_area = Area { y, height: sign.height(), ..area };
        let label = canvas.text_part(&sign, sign_area, Align::Left, BLUE, Tag::Lbl);
        let text_area = Area::new(area.x + INDENT, y, area.width - INDENT, height);
        let body = canvas.text_part(item, text_area, Align::Left, INK, Tag::LBody);
        group.push(TagGroup::with_children(Tag::LI, vec![label.into(), body.into()]));
        y += height + 3.0;
    }
    canvas.push(group);
}

/// Text of this look within a width, however high it gets.
pub(super) fn set(fonts: &Fonts, text: &str, weight: Weight, size: f32, width: f32) -> Paragraph {
    let room = Room { weight, size, leading: LEADING, width, height: f32::INFINITY };
    running(fonts, &printable(fonts, text), room)
}

/// A list of these texts.
pub(super) fn list_of(fonts: &Fonts, texts: &[String], width: f32) -> Element {
    let item = |text: &String| set(fonts, text, Weight::Regular, TEXT, width - INDENT);
    Element::List { items: texts.iter().map(item).collect() }
}

/// The text with a question mark for each sign the fonts have no picture of: a report with one strange sign in a
/// name is better than none.
pub(super) fn printable(fonts: &Fonts, text: &str) -> String {
    let drawn = |sign: char| match sign {
        sign if sign.is_control() => ' ',
        // Noto Sans has no minus sign; the dash is as wide and as high.
        '\u{2212}' => '–',
        sign => sign,
    };
    let mut text: String = text.chars().map(drawn).collect();
    while let Some(sign) = fonts.missing(&text) {
        let cleaned = text.replace(sign, "?");
        if cleaned == text {
            break;
        }
        text = cleaned;
    }
    text
}
