//! Drawing on a page, with what each thing is for people who hear the document.

use krilla::color::rgb;
use krilla::geom::{Path, Point};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, LineCap, LineJoin, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Node, SpanTag, TagGroup, TagKind};

use super::font::{Fonts, Shaped};
use super::paragraph::Paragraph;

/// A colour by its red, green and blue parts.
pub(in crate::export) type Colour = (u8, u8, u8);

/// Height of capitals in units of the size (Noto Sans).
const CAPITAL: f32 = 0.714;

/// Where text stands in its box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::export) enum Align {
    Left,
    Centre,
    Right,
}

/// A box, in points, from the upper left corner of the page.
#[derive(Debug, Clone, Copy)]
pub(in crate::export) struct Area {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

impl Area {
    pub(in crate::export) fn new(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self { x, y, width, height }
    }

    /// The box smaller by so much on each side.
    pub(in crate::export) fn inset(self, by: f32) -> Self {
        Self::new(self.x + by, self.y + by, self.width - 2.0 * by, self.height - 2.0 * by)
    }
}

/// A page being drawn. What is real content is also written down in the order of reading.
pub(in crate::export) struct Canvas<'a, 'b> {
    pub fonts: &'a Fonts,
    surface: &'a mut Surface<'b>,
    content: Vec<Node>,
}

impl<'a, 'b> Canvas<'a, 'b> {
    pub(in crate::export) fn new(fonts: &'a Fonts, surface: &'a mut Surface<'b>) -> Self {
        Self { fonts, surface, content: Vec::new() }
    }

    /// The content in the order of reading.
    pub(in crate::export) fn into_content(self) -> Vec<Node> {
        self.content
    }

    /// The surface, for moving the origin.
    pub(in crate::export) fn surface(&mut self) -> &mut Surface<'b> {
        self.surface
    }

    /// Writes down something that was made of parts.
    pub(in crate::export) fn push(&mut self, group: TagGroup) {
        self.content.push(group.into());
    }

    /// Draws something that only decorates.
    pub(in crate::export) fn decoration(&mut self, draw: impl FnOnce(&mut Self)) {
        self.artifact(ArtifactType::Layout, draw);
    }

    /// Draws something that is repeated on every page and not read out.
    pub(in crate::export) fn artifact(&mut self, kind: ArtifactType, draw: impl FnOnce(&mut Self)) {
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
        draw(self);
        self.surface.end_tagged();
    }

    /// Draws a picture with a meaning.
    pub(in crate::export) fn figure(
        &mut self,
        meaning: String,
        language: &str,
        draw: impl FnOnce(&mut Self),
    ) {
        let part = self.surface.start_tagged(ContentTag::Other);
        draw(self);
        self.surface.end_tagged();
        let tag = krilla::tagging::Tag::Figure(Some(meaning)).with_lang(Some(language.to_owned()));
        let mut group = TagGroup::new(tag);
        group.push(part);
        self.push(group);
    }

    /// Draws a text into the box, in the middle of its height, and writes it down as what it is.
    pub(in crate::export) fn text(
        &mut self,
        text: &Paragraph,
        area: Area,
        align: Align,
        colour: Colour,
        tag: impl Into<TagKind>,
    ) {
        let group = self.text_part(text, area, align, colour, tag);
        self.push(group);
    }

    /// As [`Self::text`], for a part of something.
    pub(in crate::export) fn text_part(
        &mut self,
        text: &Paragraph,
        area: Area,
        align: Align,
        colour: Colour,
        tag: impl Into<TagKind>,
    ) -> TagGroup {
        let mut group = TagGroup::new(tag);
        let top = area.y + (area.height - text.height()) / 2.0;
        for (number, line) in text.lines.iter().enumerate() {
            // Capitals stand in the middle of their line.
            let middle = top + (number as f32 + 0.5) * text.distance;
            let base = middle + CAPITAL * text.size / 2.0;
            let left = match align {
                Align::Left => area.x,
                Align::Centre => area.x + (area.width - line.width) / 2.0,
                Align::Right => area.x + area.width - line.width,
            };
            let id = self.surface.start_tagged(ContentTag::Span(SpanTag::empty()));
            self.letters(&line.shaped, (left, base), text.size, colour);
            self.surface.end_tagged();
            group.push(id);
        }
        group
    }

    /// Draws a line of letters from the left end of its base line, as part of what is being drawn.
    pub(in crate::export) fn letters(
        &mut self,
        line: &Shaped,
        (x, y): (f32, f32),
        size: f32,
        colour: Colour,
    ) {
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(fill(colour)));
        let font = self.fonts.drawn(line.weight);
        self.surface.draw_glyphs(Point::from_xy(x, y), &line.glyphs, font, &line.text, size, false);
    }

    /// Fills a path.
    pub(in crate::export) fn fill(&mut self, path: Option<Path>, colour: Colour) {
        if let Some(path) = path {
            self.surface.set_stroke(None);
            self.surface.set_fill(Some(fill(colour)));
            self.surface.draw_path(&path);
        }
    }

    /// Draws along a path.
    pub(in crate::export) fn stroke(&mut self, path: Option<Path>, colour: Colour, width: f32) {
        if let Some(path) = path {
            let stroke = Stroke {
                paint: rgb::Color::new(colour.0, colour.1, colour.2).into(),
                width,
                line_cap: LineCap::Round,
                line_join: LineJoin::Round,
                ..Stroke::default()
            };
            self.surface.set_fill(None);
            self.surface.set_stroke(Some(stroke));
            self.surface.draw_path(&path);
        }
    }
}

fn fill(colour: Colour) -> Fill {
    let paint = rgb::Color::new(colour.0, colour.1, colour.2).into();
    Fill { paint, opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}
