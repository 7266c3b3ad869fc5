//! What stands where on a poster; a card is the same sheet at half the size, with larger small print.

use std::num::NonZeroU16;

use krilla::tagging::{ListNumbering, Tag, TagGroup, TagKind, kind};

use super::pictogram::{Inks, Pictogram};
use super::words::{Spoken, Words};
use crate::export::pdf::canvas::{Align, Area, Canvas, Colour};
use crate::export::pdf::code::Code;
use crate::export::pdf::font::Weight;
use crate::export::pdf::paragraph::{Paragraph, Room, address, prose};
use crate::export::pdf::pen::Pen;
use crate::export::pdf::{HEIGHT, WIDTH};
use crate::locale;

/// The blue of the pages.
const BLUE: Colour = (0x12, 0x50, 0x8a);
/// The warm yellow.
const YELLOW: Colour = (0xff, 0xc8, 0x45);
const WHITE: Colour = (255, 255, 255);
const BLACK: Colour = (0, 0, 0);
const INK: Colour = (0x18, 0x21, 0x2b);
const SOFT: Colour = (0x4a, 0x5a, 0x6a);
const PALE: Colour = (0xe9, 0xf1, 0xfa);
const LINE: Colour = (0xc3, 0xcc, 0xd6);
const INKS: Inks = Inks { line: BLUE, accent: YELLOW };

/// Distance of everything from the edge: printers of offices leave the outermost millimetres white.
const MARGIN: f32 = 34.0;
/// Distance of lines in units of the letters.
const LEADING: f32 = 1.28;
/// Length of a cut mark at the edge, and of half a cross.
const MARK: f32 = 15.0;
const CROSS: f32 = 9.0;
const STEPS: [Pictogram; 3] = [Pictogram::Scan, Pictogram::Choose, Pictogram::Send];

/// Heights and sizes, in points on A4, from the top down.
pub(super) struct Measures {
    /// The blue field with the title.
    field: f32,
    title: f32,
    /// Height of the names, and size of the first.
    names: f32,
    name: f32,
    /// The frame around the code; its quiet zone is inside.
    code: f32,
    /// Height of the link, and its size.
    link: f32,
    link_size: f32,
    /// Height of the steps, and size of their words.
    steps: f32,
    step: f32,
    /// The promise at the foot.
    promise: f32,
    promise_size: f32,
}

impl Measures {
    pub(super) const POSTER: Self = Self {
        field: 130.0,
        title: 44.0,
        names: 104.0,
        name: 28.0,
        code: 250.0,
        link: 38.0,
        link_size: 23.0,
        steps: 126.0,
        step: 14.0,
        promise: 78.0,
        promise_size: 13.5,
    };
    /// On the printed card everything is half as large.
    pub(super) const CARD: Self = Self {
        field: 118.0,
        title: 46.0,
        names: 104.0,
        name: 30.0,
        code: 240.0,
        link: 42.0,
        link_size: 25.0,
        steps: 138.0,
        step: 18.0,
        promise: 94.0,
        promise_size: 17.0,
    };
}

impl Room {
    fn of(weight: Weight, size: f32, area: Area) -> Self {
        Self { weight, size, leading: LEADING, width: area.width, height: area.height }
    }
}

/// Goes down the sheet.
struct Column {
    y: f32,
    gap: f32,
}

impl Column {
    /// The next box of this height, over the whole width.
    fn next(&mut self, height: f32) -> Area {
        let area = Area::new(MARGIN, self.y, WIDTH - 2.0 * MARGIN, height);
        self.y += height + self.gap;
        area
    }
}

/// Draws one sheet.
pub(super) fn draw(canvas: &mut Canvas<'_, '_>, words: &Words, code: &Code, measures: &Measures) {
    let m = measures;
    let free = HEIGHT - 2.0 * MARGIN - (m.field + m.names + m.code + m.link + m.steps + m.promise);
    let mut column = Column { y: MARGIN, gap: free / 5.0 };
    title(canvas, words, column.next(m.field), m.title);
    names(canvas, words, column.next(m.names), m.name);
    picture(canvas, words, code, column.next(m.code));
    let area = column.next(m.link);
    let room = Room::of(Weight::Bold, m.link_size, area);
    canvas.text(&address(canvas.fonts, &words.typed, room), area, Align::Centre, BLUE, Tag::P);
    steps(canvas, words, column.next(m.steps), m.step);
    promise(canvas, words, column.next(m.promise), m.promise_size);
}

/// Where four cards are cut apart: marks at the edges, and a cross in the middle.
pub(super) fn cut_marks(canvas: &mut Canvas<'_, '_>) {
    let (middle, half) = (WIDTH / 2.0, HEIGHT / 2.0);
    let lines = [
        [(middle, 0.0), (middle, MARK)],
        [(middle, HEIGHT - MARK), (middle, HEIGHT)],
        [(0.0, half), (MARK, half)],
        [(WIDTH - MARK, half), (WIDTH, half)],
        [(middle, half - CROSS), (middle, half + CROSS)],
        [(middle - CROSS, half), (middle + CROSS, half)],
    ];
    let pen = lines.iter().fold(Pen::on_page(), |pen, line| pen.line(line, false));
    canvas.stroke(pen.finish(), SOFT, 0.5);
}

/// One of several texts that stand below one another in a box.
struct Part {
    text: Paragraph,
    colour: Colour,
    tag: TagKind,
}

/// Draws the parts below one another, all together in the middle of the box.
fn stack(canvas: &mut Canvas<'_, '_>, parts: Vec<Part>, area: Area, align: Align) {
    let height: f32 = parts.iter().map(|part| part.text.height()).sum();
    let mut y = area.y + (area.height - height) / 2.0;
    for Part { text, colour, tag } in parts {
        let here = Area { y, height: text.height(), ..area };
        y += here.height;
        canvas.text(&text, here, align, colour, tag);
    }
}

/// A paragraph in the language of `words`.
fn spoken(words: &Spoken) -> Tag<kind::P> {
    Tag::P.with_lang(Some(words.language.clone()))
}

fn title(canvas: &mut Canvas<'_, '_>, words: &Words, area: Area, size: f32) {
    canvas.decoration(|canvas| {
        canvas.fill(Pen::on_page().rounded(area, 16.0).finish(), BLUE);
    });
    let inner = area.inset(16.0);
    let first = Room { height: inner.height * 0.66, ..Room::of(Weight::Bold, size, inner) };
    let heading = Tag::Hn(NonZeroU16::MIN, Some(words.first.title.clone()));
    let mut parts = vec![Part {
        text: prose(canvas.fonts, &words.first.title, first),
        colour: WHITE,
        tag: heading.with_lang(Some(words.first.language.clone())).into(),
    }];
    if let Some(second) = &words.second {
        let room = Room { height: inner.height * 0.3, ..Room::of(Weight::Regular, size * 0.5, inner) };
        let text = prose(canvas.fonts, &second.title, room);
        parts.push(Part { text, colour: YELLOW, tag: spoken(second).into() });
    }
    stack(canvas, parts, inner, Align::Centre);
}

fn names(canvas: &mut Canvas<'_, '_>, words: &Words, area: Area, size: f32) {
    let part =
        |text: &str, weight, size: f32, share: f32, colour, words: &Spoken, canvas: &Canvas<'_, '_>| {
            let room = Room { height: area.height * share, ..Room::of(weight, size, area) };
            Part { text: prose(canvas.fonts, text, room), colour, tag: spoken(words).into() }
        };
    let first = &words.first;
    let mut parts = vec![part(&first.name, Weight::Bold, size, 0.56, INK, first, canvas)];
    // What stands below a long name is not larger than it.
    let most = parts.iter().map(|name| name.text.size * 0.85).fold(size, f32::min);
    if let Some(above) = &first.above {
        parts.push(part(above, Weight::Regular, most.min(size * 0.62), 0.22, INK, first, canvas));
    }
    // A place without another name is not named twice.
    if let Some(second) = words.second.as_ref().filter(|second| second.name != first.name) {
        let named = std::iter::once(second.name.as_str()).chain(second.above.as_deref());
        let text = named.collect::<Vec<_>>().join(", ");
        parts.push(part(&text, Weight::Regular, most.min(size * 0.5), 0.22, SOFT, second, canvas));
    }
    stack(canvas, parts, area, Align::Centre);
}

fn picture(canvas: &mut Canvas<'_, '_>, words: &Words, code: &Code, area: Area) {
    let side = area.height;
    let frame = Area { x: area.x + (area.width - side) / 2.0, width: side, ..area };
    canvas.decoration(|canvas| {
        canvas.stroke(Pen::on_page().rounded(frame, 12.0).finish(), LINE, 1.5);
    });
    let meaning =
        locale::text_with(&words.first.language, "poster-code", &[("link", words.link.as_str().into())]);
    canvas.figure(meaning, &words.first.language, |canvas| canvas.fill(code.path(frame), BLACK));
}

fn steps(canvas: &mut Canvas<'_, '_>, words: &Words, area: Area, size: f32) {
    const GAP: f32 = 14.0;
    let width = (area.width - 2.0 * GAP) / 3.0;
    let icon = area.height * 0.38;
    let column = |place: usize| Area { x: area.x + place as f32 * (width + GAP), width, ..area };
    let text_of = |place: usize| {
        let area = column(place);
        Area { y: area.y + icon + 6.0, height: area.height - icon - 6.0, ..area }
    };
    let mut list = TagGroup::new(Tag::L(ListNumbering::None));
    let first = evenly(canvas, &words.first.steps, Weight::Bold, size, text_of(0), 0.56);
    let second = words.second.as_ref();
    let second_texts =
        second.map(|second| evenly(canvas, &second.steps, Weight::Regular, size * 0.82, text_of(0), 0.4));
    for (place, (pictogram, text)) in STEPS.into_iter().zip(first).enumerate() {
        let here = column(place);
        let picture = Area::new(here.x + (width - icon) / 2.0, here.y, icon, icon);
        canvas.decoration(|canvas| pictogram.draw(canvas, picture, INKS));
        let place_of_text = text_of(place);
        let upper = Area { height: text.height(), ..place_of_text };
        let mut body = TagGroup::new(Tag::LBody);
        body.push(canvas.text_part(&text, upper, Align::Centre, INK, spoken(&words.first)));
        let lower = second.zip(second_texts.as_ref().and_then(|texts| texts.get(place)));
        if let Some((second, text)) = lower {
            let area = Area { y: upper.y + upper.height + 2.0, height: text.height(), ..place_of_text };
            body.push(canvas.text_part(text, area, Align::Centre, SOFT, spoken(second)));
        }
        let mut item = TagGroup::new(Tag::LI);
        item.push(body);
        list.push(item);
    }
    canvas.push(list);
}

/// The texts, all in the size in which the longest fits.
fn evenly(
    canvas: &Canvas<'_, '_>,
    texts: &[String],
    weight: Weight,
    size: f32,
    area: Area,
    share: f32,
) -> Vec<Paragraph> {
    let room = |size| Room { height: area.height * share, ..Room::of(weight, size, area) };
    let sizes = texts.iter().map(|text| prose(canvas.fonts, text, room(size)).size);
    let least = sizes.fold(size, f32::min);
    texts.iter().map(|text| prose(canvas.fonts, text, room(least))).collect()
}

fn promise(canvas: &mut Canvas<'_, '_>, words: &Words, area: Area, size: f32) {
    let icon = area.height * 0.62;
    let picture = Area::new(area.x + 16.0, area.y + (area.height - icon) / 2.0, icon, icon);
    canvas.decoration(|canvas| {
        canvas.fill(Pen::on_page().rounded(area, 12.0).finish(), PALE);
        Pictogram::Lock.draw(canvas, picture, INKS);
    });
    let left = picture.x + icon + 14.0;
    let text = Area { x: left, width: area.x + area.width - left - 14.0, ..area };
    let part = |words: &Spoken, weight, size: f32, share: f32, colour, canvas: &Canvas<'_, '_>| {
        let room = Room { height: text.height * share, ..Room::of(weight, size, text) };
        Part { text: prose(canvas.fonts, &words.promise, room), colour, tag: spoken(words).into() }
    };
    let mut parts = vec![part(&words.first, Weight::Bold, size, 0.48, INK, canvas)];
    if let Some(second) = &words.second {
        parts.push(part(second, Weight::Regular, size * 0.85, 0.38, SOFT, canvas));
    }
    stack(canvas, parts, text, Align::Left);
}
