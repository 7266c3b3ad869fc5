//! What stands where on a ticket.

use krilla::tagging::Tag;

use super::{ON_PAGE, Words};
use crate::export::pdf::canvas::{Align, Area, Canvas, Colour};
use crate::export::pdf::code::Code;
use crate::export::pdf::font::Weight;
use crate::export::pdf::paragraph::{Room, address, prose};
use crate::export::pdf::pen::Pen;
use crate::export::pdf::{HEIGHT, WIDTH};
use crate::locale;

const BLUE: Colour = (0x12, 0x50, 0x8a);
const BLACK: Colour = (0, 0, 0);
const INK: Colour = (0x18, 0x21, 0x2b);
const SOFT: Colour = (0x4a, 0x5a, 0x6a);
const LINE: Colour = (0x9a, 0xa6, 0xb2);

const COLUMNS: usize = 2;
const ROWS: usize = ON_PAGE / COLUMNS;
/// Distance of everything from the cuts.
const MARGIN: f32 = 16.0;
/// Side of the QR code with its quiet zone: 33 mm.
const CODE: f32 = 94.0;
/// Between the code and the words beside it.
const GAP: f32 = 6.0;
const LEADING: f32 = 1.25;

/// Lines along which the tickets are cut apart.
pub(super) fn cuts(canvas: &mut Canvas<'_, '_>) {
    let middle = WIDTH / 2.0;
    let rows = (1..ROWS).map(|row| row as f32 * HEIGHT / ROWS as f32);
    let pen = Pen::on_page().line(&[(middle, 0.0), (middle, HEIGHT)], false);
    let pen = rows.fold(pen, |pen, y| pen.line(&[(0.0, y), (WIDTH, y)], false));
    canvas.stroke(pen.finish(), LINE, 0.4);
}

/// Draws the ticket at this place of the page: names in both languages, the QR code with what to do beside it, the
/// code over the whole width.
pub(super) fn draw(
    canvas: &mut Canvas<'_, '_>,
    place: usize,
    words: &[Words; 2],
    (link, ticket): (&str, &str),
    code: &Code,
) {
    let (width, height) = (WIDTH / COLUMNS as f32, HEIGHT / ROWS as f32);
    let corner = ((place % COLUMNS) as f32 * width, (place / COLUMNS) as f32 * height);
    let inner = Area::new(corner.0, corner.1, width, height).inset(MARGIN);
    let [first, second] = words;
    let left = Area { width: CODE, height: CODE, y: inner.y - 4.0, x: inner.x - 4.0 };
    let x = left.x + CODE + GAP;
    let mut column = Column { x, y: inner.y, width: inner.x + inner.width - x };
    let bold = |size| (Weight::Bold, size);
    let plain = |size| (Weight::Regular, size);
    column.prose(canvas, &first.title, 13.0, bold(9.5), (BLUE, first.language));
    column.prose(canvas, &second.title, 11.0, plain(7.5), (SOFT, second.language));
    column.prose(canvas, &first.name, 21.0, bold(7.5), (INK, first.language));
    column.prose(canvas, &first.how, 20.0, plain(7.0), (INK, first.language));
    column.prose(canvas, &second.how, 18.0, plain(6.5), (SOFT, second.language));
    let area = column.next(10.0);
    let typed = address(canvas.fonts, link, room((Weight::Bold, 7.0), area));
    canvas.text(&typed, area, Align::Left, BLUE, Tag::P);

    let meaning = locale::text_with(first.language, "ticket-sheet-code", &[("code", ticket.into())]);
    canvas.figure(meaning, first.language, |canvas| canvas.fill(code.path(left), BLACK));
    let mut foot = Column { x: inner.x, y: left.y + CODE + 1.0, width: inner.width };
    let area = foot.next(22.0);
    let large = prose(canvas.fonts, ticket, room((Weight::Bold, 17.0), area));
    canvas.text(&large, area, Align::Centre, BLACK, Tag::P);
    foot.prose(canvas, &first.promise, 10.0, plain(6.5), (INK, first.language));
    foot.prose(canvas, &second.promise, 10.0, plain(6.5), (SOFT, second.language));
}

fn room((weight, size): (Weight, f32), area: Area) -> Room {
    Room { weight, size, leading: LEADING, width: area.width, height: area.height }
}

/// Goes down a part of the ticket.
struct Column {
    x: f32,
    y: f32,
    width: f32,
}

impl Column {
    fn next(&mut self, height: f32) -> Area {
        let area = Area::new(self.x, self.y, self.width, height);
        self.y += height;
        area
    }

    fn prose(
        &mut self,
        canvas: &mut Canvas<'_, '_>,
        text: &str,
        height: f32,
        letters: (Weight, f32),
        (colour, language): (Colour, &str),
    ) {
        let area = self.next(height);
        let text = prose(canvas.fonts, text, room(letters, area));
        let tag = Tag::P.with_lang(Some(language.to_owned()));
        canvas.text(&text, area, Align::Left, colour, tag);
    }
}
