//! Puts elements below one another on as many pages as they need.

use krilla::tagging::ArtifactType;

use super::Matter;
use super::element::{Element, LEADING, LINE, RED, SOFT, TEXT, list_of, printable, set};
use crate::export::pdf::canvas::{Area, Canvas, Colour};
use crate::export::pdf::font::{Fonts, Weight};
use crate::export::pdf::paragraph::{Room, prose};
use crate::export::pdf::pen::Pen;
use crate::export::pdf::{HEIGHT, WIDTH};
use crate::locale::text_with;

/// Free space at the left and right edge.
pub(super) const MARGIN: f32 = 56.0;
/// Where text begins and ends on a page.
const TOP: f32 = 58.0;
const BOTTOM: f32 = HEIGHT - 70.0;
/// Width of text.
pub(super) const INNER: f32 = WIDTH - 2.0 * MARGIN;
/// Base line of the foot.
const FOOT: f32 = HEIGHT - 36.0;

/// A page with what stands on it, and where.
#[derive(Default)]
pub(super) struct Sheet(Vec<(f32, Element)>);

impl Sheet {
    /// Headings listed beside the pages, with their height.
    pub(super) fn outline(&self) -> impl Iterator<Item = (&str, f32)> {
        self.0.iter().filter_map(|(y, element)| match element {
            Element::Heading { level: 2, text, .. } => Some((text.as_str(), *y)),
            _ => None,
        })
    }

    pub(super) fn draw(&self, canvas: &mut Canvas<'_, '_>) {
        for (y, element) in &self.0 {
            element.draw(canvas, Area::new(MARGIN, *y, INNER, element.height()));
        }
    }
}

/// Pages that are being filled.
pub(super) struct Flow<'a> {
    pub fonts: &'a Fonts,
    pub language: &'a str,
    full: Vec<Sheet>,
    sheet: Sheet,
    y: f32,
}

impl<'a> Flow<'a> {
    pub(super) fn new(fonts: &'a Fonts, language: &'a str) -> Self {
        Self { fonts, language, full: Vec::new(), sheet: Sheet::default(), y: TOP }
    }

    /// Height that is left on the page for an element with this much space above it.
    pub(super) fn room(&self, above: f32) -> f32 {
        BOTTOM - self.y - if self.sheet.0.is_empty() { 0.0 } else { above }
    }

    /// Begins a new page, unless this one is empty.
    pub(super) fn turn(&mut self) {
        if !self.sheet.0.is_empty() {
            self.full.push(std::mem::take(&mut self.sheet));
        }
        self.y = TOP;
    }

    /// Adds an element, in parts where it does not fit.
    pub(super) fn add(&mut self, element: Element) {
        let mut rest = Some(element);
        while let Some(element) = rest {
            if self.room(element.above()) < element.least() {
                self.turn();
            }
            let (above, room) = (element.above(), self.room(element.above()));
            let (part, further) = element.split(room);
            if !self.sheet.0.is_empty() {
                self.y += above;
            }
            let height = part.height();
            self.sheet.0.push((self.y, part));
            self.y += height;
            rest = further;
        }
    }

    pub(super) fn heading(&mut self, level: u16, text: &str) {
        let text = printable(self.fonts, text);
        let size = if level == 2 { 17.0 } else { 12.0 };
        let room = Room { weight: Weight::Bold, size, leading: 1.25, width: INNER, height: f32::INFINITY };
        let set = prose(self.fonts, &text, room);
        self.add(Element::Heading { level, text, set });
    }

    pub(super) fn paragraph(&mut self, text: &str) {
        self.coloured(text, super::element::INK);
    }

    /// A paragraph that matters less.
    pub(super) fn remark(&mut self, text: &str) {
        if !text.is_empty() {
            let set = set(self.fonts, text, Weight::Regular, TEXT - 1.5, INNER);
            self.add(Element::Text { set, colour: SOFT });
        }
    }

    fn coloured(&mut self, text: &str, colour: Colour) {
        if !text.is_empty() {
            let set = set(self.fonts, text, Weight::Regular, TEXT, INNER);
            self.add(Element::Text { set, colour });
        }
    }

    pub(super) fn list(&mut self, texts: &[String]) {
        if !texts.is_empty() {
            self.add(list_of(self.fonts, texts, INNER));
        }
    }

    /// The pages.
    pub(super) fn finish(mut self) -> Vec<Sheet> {
        self.turn();
        self.full
    }
}

/// The foot of a page: what the report is of, and which page of how many this is.
pub(super) fn foot(canvas: &mut Canvas<'_, '_>, matter: &Matter<'_>, page: usize, pages: usize) {
    let language = &matter.head.language;
    let number = text_with(language, "report-page", &[("page", page.into()), ("pages", pages.into())]);
    let name = format!("{} – {}", matter.unit(), matter.period());
    canvas.artifact(ArtifactType::Footer, |canvas| {
        let rule = Pen::on_page().line(&[(MARGIN, FOOT - 16.0), (WIDTH - MARGIN, FOOT - 16.0)], false);
        canvas.stroke(rule.finish(), LINE, 0.6);
        let number = canvas.fonts.shape(&printable(canvas.fonts, &number), Weight::Regular);
        let left = WIDTH - MARGIN - number.width * 8.5;
        canvas.letters(&number, (left, FOOT), 8.5, SOFT);
        // A long name is cut to a line.
        let room = Room {
            weight: Weight::Regular,
            size: 8.5,
            leading: LEADING,
            width: left - MARGIN - 20.0,
            height: 8.5 * LEADING,
        };
        let name = prose(canvas.fonts, &printable(canvas.fonts, &name), room);
        if let Some(line) = name.lines.first() {
            canvas.letters(&line.shaped, (MARGIN, FOOT), name.size, SOFT);
        }
    });
    if matter.head.demo {
        canvas.artifact(ArtifactType::Header, |canvas| {
            let text = canvas.fonts.shape(&matter.text("export-demo-short"), Weight::Bold);
            canvas.letters(&text, (WIDTH - MARGIN - text.width * 9.0, 38.0), 9.0, RED);
        });
    }
}
