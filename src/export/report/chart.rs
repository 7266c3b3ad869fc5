//! A drawing on a page of the report.

use crate::export::chart::{Anchor, Drawing, Mark, Paint};
use crate::export::pdf::canvas::{Area, Canvas, Colour};
use crate::export::pdf::font::Weight;
use crate::export::pdf::pen::Pen;

use super::element::printable;

/// A length of a drawing as the PDF library counts.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a page is a few hundred points wide; hundredths are enough"
)]
pub(super) fn points(length: f64) -> f32 {
    length as f32
}

/// Draws the chart as one figure with its description.
pub(super) fn draw(canvas: &mut Canvas<'_, '_>, drawing: &Drawing, area: Area) {
    let meaning = format!("{}. {}", drawing.title, drawing.description);
    canvas.figure(meaning, &drawing.language, |canvas| {
        for mark in &drawing.marks {
            draw_mark(canvas, mark, area);
        }
    });
}

fn draw_mark(canvas: &mut Canvas<'_, '_>, mark: &Mark, area: Area) {
    let at = |x: f64, y: f64| (area.x + points(x), area.y + points(y));
    match mark {
        Mark::Rectangle { x, y, width, height, paint } => {
            let (x, y) = at(*x, *y);
            canvas
                .fill(Pen::on_page().rectangle(x, y, points(*width), points(*height)).finish(), ink(*paint));
        }
        Mark::Line { from, to, width, paint } => {
            let path = Pen::on_page().line(&[at(from.0, from.1), at(to.0, to.1)], false).finish();
            canvas.stroke(path, ink(*paint), points(*width));
        }
        Mark::Disc { middle, radius, paint, hollow } => {
            let (x, y) = at(middle.0, middle.1);
            let circle = || Pen::on_page().circle(x, y, points(*radius)).finish();
            canvas.fill(circle(), ink(if *hollow { Paint::Paper } else { *paint }));
            canvas.stroke(circle(), ink(*paint), 1.2);
        }
        Mark::Text { x, y, size, text, anchor, bold, paint } => {
            let weight = if *bold { Weight::Bold } else { Weight::Regular };
            // The blank keeps words of neighbouring texts apart for those who copy or hear them.
            let line = canvas.fonts.shape(&format!("{} ", printable(canvas.fonts, text)), weight);
            let blank = canvas.fonts.shape(" ", weight).width;
            let (size, (x, y)) = (points(*size), at(*x, *y));
            let width = (line.width - blank) * size;
            let left = match anchor {
                Anchor::Start => x,
                Anchor::Middle => x - width / 2.0,
                Anchor::End => x - width,
            };
            canvas.letters(&line, (left, y), size, ink(*paint));
        }
    }
}

fn ink(paint: Paint) -> Colour {
    let [red, green, blue] = paint.colour();
    (red, green, blue)
}
