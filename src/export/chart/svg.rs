//! A drawing as SVG inside a page.
//!
//! Colours stand as attributes, which a strict content security policy allows, and can be replaced by classes in a
//! style sheet, for dark screens.

use std::fmt::Write;

use super::{Anchor, Drawing, Mark, Paint};
use crate::export::xml::escaped;

/// The `svg` element. `id` begins the ids of its title and description and must be the only one on the page.
pub fn svg(drawing: &Drawing, id: &str) -> String {
    let id = escaped(id);
    let (width, height) = (short(drawing.width), short(drawing.height));
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"img\" lang=\"{}\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" aria-labelledby=\"{id}-title\" aria-describedby=\"{id}-desc\">\
         <title id=\"{id}-title\">{}</title><desc id=\"{id}-desc\">{}</desc>",
        escaped(&drawing.language),
        escaped(&drawing.title),
        escaped(&drawing.description),
    );
    for mark in &drawing.marks {
        text.push_str(&element(mark));
    }
    text.push_str("</svg>");
    text
}

/// The `svg` element of a drawing that only repeats what is written beside it: whoever hears the page is spared it.
pub fn silent(drawing: &Drawing) -> String {
    let (width, height) = (short(drawing.width), short(drawing.height));
    let mut text = format!(
        "<svg class=\"chart\" aria-hidden=\"true\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">"
    );
    for mark in &drawing.marks {
        text.push_str(&element(mark));
    }
    text.push_str("</svg>");
    text
}

fn element(mark: &Mark) -> String {
    match mark {
        Mark::Rectangle { x, y, width, height, paint } => format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" {}/>",
            short(*x),
            short(*y),
            short(*width),
            short(*height),
            filled(*paint)
        ),
        Mark::Line { from, to, width, paint } => format!(
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke-width=\"{}\" class=\"{}-stroke\" stroke=\"{}\"/>",
            short(from.0),
            short(from.1),
            short(to.0),
            short(to.1),
            short(*width),
            paint.class(),
            hex(*paint)
        ),
        Mark::Disc { middle, radius, paint, hollow } => {
            let inside = if *hollow { Paint::Paper } else { *paint };
            format!(
                "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" class=\"{} {}-stroke\" fill=\"{}\" stroke=\"{}\"/>",
                short(middle.0),
                short(middle.1),
                short(*radius),
                inside.class(),
                paint.class(),
                hex(inside),
                hex(*paint)
            )
        }
        Mark::Text { x, y, size, text, anchor, bold, paint } => {
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            let weight = if *bold { " font-weight=\"bold\"" } else { "" };
            format!(
                "<text x=\"{}\" y=\"{}\" font-size=\"{}\" text-anchor=\"{anchor}\"{weight} {}>{}</text>",
                short(*x),
                short(*y),
                short(*size),
                filled(*paint),
                escaped(text)
            )
        }
    }
}

fn filled(paint: Paint) -> String {
    format!("class=\"{}\" fill=\"{}\"", paint.class(), hex(paint))
}

pub(super) fn hex(paint: Paint) -> String {
    let mut text = "#".to_owned();
    for part in paint.colour() {
        // Writing to a string never fails.
        let _ = write!(text, "{part:02x}");
    }
    text
}

/// To a hundredth of a point.
fn short(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
