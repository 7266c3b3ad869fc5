//! Charts as drawings that know no format: rectangles, lines, discs and texts on a sheet. The PDF report draws them
//! with its pen, [`svg`] writes them for pages.
//!
//! A chart shows what a table beside it says in full; whoever hears the page or the document is given that table.
//! One more kind of chart: one more file here that returns a [`Drawing`].

mod axis;
pub mod intervals;
pub mod map;
mod measure;
pub mod of_table;
pub mod stacked;
pub mod strip;
pub mod svg;
pub mod trend;

pub use axis::Axis;
pub use intervals::{Interval, Intervals};
pub use stacked::{Bar, StackedBars};
pub use strip::Strip;
pub use trend::{Point, Trend};

/// A finished chart. Lengths are points of 1/72 inch, from the upper left corner.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// What it is, in a few words.
    pub title: String,
    /// What it shows, in a sentence or two, for people who hear it.
    pub description: String,
    /// Language of both and of the texts.
    pub language: String,
    /// What is drawn, the undermost first.
    pub marks: Vec<Mark>,
}

/// One thing on a drawing.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// A filled rectangle.
    Rectangle {
        /// Left edge.
        x: f64,
        /// Upper edge.
        y: f64,
        /// Width.
        width: f64,
        /// Height.
        height: f64,
        /// Colour.
        paint: Paint,
    },
    /// A straight line.
    Line {
        /// One end.
        from: (f64, f64),
        /// The other.
        to: (f64, f64),
        /// How thick.
        width: f64,
        /// Colour.
        paint: Paint,
    },
    /// A round mark.
    Disc {
        /// Its middle.
        middle: (f64, f64),
        /// Its radius.
        radius: f64,
        /// Colour of the ring.
        paint: Paint,
        /// Whether only the ring is drawn, on the colour of the paper.
        hollow: bool,
    },
    /// A line of text.
    Text {
        /// Where it is anchored.
        x: f64,
        /// Its base line.
        y: f64,
        /// Size of the letters.
        size: f64,
        /// The text.
        text: String,
        /// Which end stands at `x`.
        anchor: Anchor,
        /// Whether it is bold.
        bold: bool,
        /// Colour.
        paint: Paint,
    },
}

/// Which end of a text stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Its begin.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// What a colour is for. Pages may choose other colours by [`Paint::class`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// Text and what matters most.
    Ink,
    /// Text that matters less.
    Soft,
    /// Lines of the grid.
    Line,
    /// The ground.
    Paper,
    /// Values.
    Accent,
    /// Values that are not reliable.
    Weak,
    /// One of several steps from dark to pale, counted from 0. They differ in lightness, so that they can be told
    /// apart on a black and white print and without colour vision.
    Step {
        /// Which one.
        place: usize,
        /// How many there are.
        of: usize,
    },
    /// Text on such a step.
    OnStep {
        /// Which one.
        place: usize,
        /// How many there are.
        of: usize,
    },
}

/// The darkest and the palest step.
const STEPS: [[f64; 3]; 2] = [[15.0, 66.0, 115.0], [205.0, 222.0, 240.0]];
/// Shares of the way from the darkest to the palest step below which white letters have a contrast of 4.5:1
/// (WCAG 2.2, 1.4.3); above, black letters have.
const WHITE_UNTIL: f64 = 0.353;

impl Paint {
    /// Red, green and blue on white paper.
    pub fn colour(self) -> [u8; 3] {
        match self {
            Self::Ink => [0x18, 0x21, 0x2b],
            Self::Soft => [0x4a, 0x5a, 0x6a],
            Self::Line => [0xc3, 0xcc, 0xd6],
            Self::Paper => [0xff; 3],
            Self::Accent => [0x12, 0x50, 0x8a],
            Self::Weak => [0x76; 3],
            Self::Step { place, of } => step(share(place, of)),
            Self::OnStep { place, of } => {
                if share(place, of) < WHITE_UNTIL {
                    [0xff; 3]
                } else {
                    [0; 3]
                }
            }
        }
    }

    /// Name for a style sheet.
    pub fn class(self) -> String {
        match self {
            Self::Ink => "chart-ink".to_owned(),
            Self::Soft => "chart-soft".to_owned(),
            Self::Line => "chart-line".to_owned(),
            Self::Paper => "chart-paper".to_owned(),
            Self::Accent => "chart-accent".to_owned(),
            Self::Weak => "chart-weak".to_owned(),
            Self::Step { place, of } => format!("chart-step-{}-of-{of}", place + 1),
            Self::OnStep { place, of } => format!("chart-on-step-{}-of-{of}", place + 1),
        }
    }
}

/// How far a step is on the way from dark to pale, 0 to 1.
fn share(place: usize, of: usize) -> f64 {
    if of < 2 { 0.0 } else { place.min(of - 1) as f64 / (of - 1) as f64 }
}

#[expect(clippy::cast_possible_truncation, reason = "between two numbers that fit")]
#[expect(clippy::cast_sign_loss, reason = "between two numbers that have no sign")]
fn step(share: f64) -> [u8; 3] {
    let [dark, pale] = STEPS;
    let mix = |(dark, pale): (f64, f64)| (dark + (pale - dark) * share).round() as u8;
    [mix((dark[0], pale[0])), mix((dark[1], pale[1])), mix((dark[2], pale[2]))]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(colour: [u8; 3]) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = colour.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn contrast(one: Paint, other: Paint) -> f64 {
        let (one, other) = (luminance(one.colour()), luminance(other.colour()));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn letters_can_be_read_on_every_step() {
        for of in 1..=12 {
            for place in 0..of {
                let found = contrast(Paint::Step { place, of }, Paint::OnStep { place, of });
                assert!(found >= 4.5, "step {place} of {of}: {found}");
            }
        }
    }

    #[test]
    fn steps_grow_paler_and_text_can_be_read_on_paper() {
        for of in 2..=12 {
            for place in 1..of {
                let lightness = |place| luminance(Paint::Step { place, of }.colour());
                assert!(lightness(place) > lightness(place - 1), "step {place} of {of}");
            }
        }
        for paint in [Paint::Ink, Paint::Soft, Paint::Accent, Paint::Weak] {
            assert!(contrast(paint, Paint::Paper) >= 4.5, "{paint:?}");
        }
    }
}
