//! The first page: what the report is of, and the one figure that matters most.

use std::num::NonZeroU16;

use krilla::tagging::{Tag, TagKind};

use super::Matter;
use super::element::{BLUE, INK, LINE, RED, SOFT, printable};
use super::flow::{INNER, MARGIN};
use crate::export::method::percent;
use crate::export::pdf::canvas::{Align, Area, Canvas, Colour};
use crate::export::pdf::code::Code;
use crate::export::pdf::font::Weight;
use crate::export::pdf::paragraph::{Room, address, prose, running};
use crate::export::pdf::pen::Pen;
use crate::export::pdf::{HEIGHT, WIDTH};
use crate::export::said;
use crate::locale::{number, text_with};

const WHITE: Colour = (255, 255, 255);
const YELLOW: Colour = (0xff, 0xc8, 0x45);
const PALE: Colour = (0xe9, 0xf1, 0xfa);
/// Height of the blue field at the top.
const FIELD: f32 = 262.0;
/// Height of a fact beside the index.
const FACT: f32 = 31.0;
/// Side of the QR code.
const CODE: f32 = 104.0;

pub(super) struct Cover<'a> {
    pub matter: &'a Matter<'a>,
    pub code: Option<&'a Code>,
}

/// A text within a box, as large as it fits.
struct Part<'a> {
    text: &'a str,
    weight: Weight,
    size: f32,
    colour: Colour,
}

impl Part<'_> {
    /// Draws it from the top of the box, and returns its height.
    fn draw(&self, canvas: &mut Canvas<'_, '_>, area: Area, tag: impl Into<TagKind>) -> f32 {
        if self.text.is_empty() {
            return 0.0;
        }
        let room = Room {
            weight: self.weight,
            size: self.size,
            leading: 1.28,
            width: area.width,
            height: area.height,
        };
        let set = prose(canvas.fonts, &printable(canvas.fonts, self.text), room);
        let height = set.height();
        canvas.text(&set, Area { height, ..area }, Align::Left, self.colour, tag);
        height
    }
}

impl Cover<'_> {
    pub(super) fn draw(&self, canvas: &mut Canvas<'_, '_>) {
        self.field(canvas);
        let mut y = FIELD + 34.0;
        if self.matter.head.demo {
            let warning = self.matter.text("export-demo");
            let area = Area::new(MARGIN, y, INNER, 60.0);
            y += Part { text: &warning, weight: Weight::Bold, size: 11.0, colour: RED }.draw(
                canvas,
                area,
                Tag::P,
            );
            y += 20.0;
        }
        self.figure(canvas, y);
        self.foot(canvas);
    }

    fn field(&self, canvas: &mut Canvas<'_, '_>) {
        let matter = self.matter;
        canvas.decoration(|canvas| {
            canvas.fill(Pen::on_page().rectangle(0.0, 0.0, WIDTH, FIELD).finish(), BLUE);
            canvas.fill(Pen::on_page().rectangle(0.0, FIELD, WIDTH, 5.0).finish(), YELLOW);
        });
        let kind = matter.text("report-title");
        let area = Area::new(MARGIN, 52.0, INNER, 22.0);
        Part { text: &kind, weight: Weight::Regular, size: 13.0, colour: YELLOW }.draw(canvas, area, Tag::P);
        let heading = Tag::Hn(NonZeroU16::MIN, Some(matter.unit().to_owned()));
        let area = Area::new(MARGIN, 78.0, INNER, 72.0);
        let unit = Part { text: matter.unit(), weight: Weight::Bold, size: 30.0, colour: WHITE };
        let mut y = area.y + unit.draw(canvas, area, heading) + 10.0;
        let area = Area::new(MARGIN, y, INNER, FIELD - y - 48.0);
        let title = Part { text: &matter.head.title, weight: Weight::Regular, size: 15.0, colour: WHITE };
        y += title.draw(canvas, area, Tag::P) + 8.0;
        let area = Area::new(MARGIN, y, INNER, 24.0);
        Part { text: &matter.period(), weight: Weight::Bold, size: 13.0, colour: WHITE }.draw(
            canvas,
            area,
            Tag::P,
        );
    }

    /// The index in large letters, and beside it what belongs to it.
    fn figure(&self, canvas: &mut Canvas<'_, '_>, top: f32) {
        let matter = self.matter;
        let Some(row) = matter.index() else { return };
        let head = matter.head;
        let facts = self.facts();
        let frame = Area::new(MARGIN, top, INNER, (facts.len() as f32 * FACT + 36.0).max(148.0));
        canvas.decoration(|canvas| canvas.fill(Pen::on_page().rounded(frame, 12.0).finish(), PALE));
        let inner = frame.inset(18.0);
        let left = Area { width: inner.width * 0.52, height: 44.0, ..inner };
        let used = Part { text: &row.node_name, weight: Weight::Bold, size: 12.0, colour: INK }.draw(
            canvas,
            left,
            Tag::P,
        );
        let value = said::value(head, row);
        let area = Area { y: inner.y + used + 4.0, height: 54.0, ..left };
        let shown = if value.is_empty() { "–" } else { &value };
        let colour = if said::is_weak(row) { SOFT } else { BLUE };
        let big = Part { text: shown, weight: Weight::Bold, size: 40.0, colour }.draw(canvas, area, Tag::P);
        let note = said::note(head, row);
        let y = area.y + big + 4.0;
        let area = Area { y, height: inner.y + inner.height - y, ..left };
        Part { text: &note, weight: Weight::Regular, size: 9.5, colour: SOFT }.draw(canvas, area, Tag::P);
        let area = Area { x: inner.x + inner.width * 0.56, width: inner.width * 0.44, ..inner };
        for (place, (name, value)) in facts.iter().enumerate() {
            let y = area.y + place as f32 * FACT;
            let here = Area { y, height: 13.0, ..area };
            Part { text: name, weight: Weight::Regular, size: 8.5, colour: SOFT }.draw(canvas, here, Tag::P);
            let here = Area { y: y + 11.0, height: 17.0, ..area };
            Part { text: value, weight: Weight::Bold, size: 11.5, colour: INK }.draw(canvas, here, Tag::P);
        }
    }

    /// What stands beside the index: name and value.
    fn facts(&self) -> Vec<(String, String)> {
        let head = self.matter.head;
        let Some(row) = self.matter.index() else { return Vec::new() };
        let facts = [
            ("report-interval", said::interval(head, row)),
            ("results-group", self.group(said::group(row))),
            ("results-rank", self.rank(said::rank(head, row))),
            ("results-change", said::change(head, row)),
            ("results-answers", said::answers(head, row)),
        ];
        let level = [("level", percent(head.level).into())];
        let named = facts.into_iter().map(|(key, value)| (text_with(&head.language, key, &level), value));
        named.filter(|(_, value)| !value.is_empty()).collect()
    }

    /// The group with those it may truly be, where that is more than one.
    fn group(&self, group: &str) -> String {
        match self.matter.groups().filter(|[low, high]| !group.is_empty() && low != high) {
            Some([low, high]) => self.with_set(group, format!("{low}\u{a0}– {high}")),
            None => group.to_owned(),
        }
    }

    /// The rank with those it may truly be.
    fn rank(&self, rank: String) -> String {
        match self.matter.ranks().filter(|set| !rank.is_empty() && !set.is_certain()) {
            Some(set) => {
                let whole = |value: u32| number(&self.matter.head.language, f64::from(value), 0);
                self.with_set(&rank, format!("{}–{}", whole(set.best), whole(set.worst)))
            }
            None => rank,
        }
    }

    fn with_set(&self, what: &str, set: String) -> String {
        let level = percent(self.matter.head.level);
        let values = [("what", what.into()), ("level", level.into()), ("set", set.into())];
        text_with(&self.matter.head.language, "report-with-set", &values)
    }

    /// The hash, and the code that leads to the page of these results.
    fn foot(&self, canvas: &mut Canvas<'_, '_>) {
        let matter = self.matter;
        let top = HEIGHT - MARGIN - CODE;
        let mut width = INNER;
        if let (Some(code), Some(link)) = (self.code, matter.address) {
            let frame = Area::new(WIDTH - MARGIN - CODE, top, CODE, CODE);
            width -= CODE + 20.0;
            let meaning = text_with(&matter.head.language, "report-code", &[("link", link.into())]);
            canvas.decoration(|canvas| canvas.stroke(Pen::on_page().rounded(frame, 6.0).finish(), LINE, 0.8));
            canvas.figure(meaning, &matter.head.language, |canvas| canvas.fill(code.path(frame), (0, 0, 0)));
        }
        let area = Area::new(MARGIN, top, width, 14.0);
        let label = matter.text("export-method-publication");
        let used =
            Part { text: &label, weight: Weight::Bold, size: 9.5, colour: INK }.draw(canvas, area, Tag::P);
        let room = Room { weight: Weight::Regular, size: 9.0, leading: 1.35, width, height: 26.0 };
        let hash = address(canvas.fonts, &matter.head.publication, room);
        let area = Area::new(MARGIN, top + used + 2.0, width, hash.height());
        canvas.text(&hash, area, Align::Left, INK, Tag::P);
        let key = if matter.address.is_some() { "report-verify-code" } else { "report-verify-hash" };
        let y = area.y + area.height + 6.0;
        let room =
            Room { weight: Weight::Regular, size: 9.0, leading: 1.35, width, height: HEIGHT - MARGIN - y };
        let text = running(canvas.fonts, &matter.text(key), room);
        let area = Area::new(MARGIN, y, width, text.height());
        canvas.text(&text, area, Align::Left, SOFT, Tag::P);
    }
}
