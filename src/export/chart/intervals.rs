//! Values with their intervals, one below the other on a common scale.

use super::measure::{LEADING, SIZE, width, wrapped};
use super::{Anchor, Axis, Drawing, Mark, Paint};
use crate::locale;

/// Free space above and below a row.
const PAD: f64 = 3.5;
/// Height of the scale.
const SCALE: f64 = 20.0;
/// Part of the width that names take.
const NAMES: f64 = 0.44;
/// Part of the width that written values take.
const VALUES: f64 = 0.24;
/// How much a name is moved to the right for each level of the tree.
const INDENT: f64 = 9.0;

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub struct Interval {
    /// What it is of.
    pub name: String,
    /// How deep it stands in a tree; 0 is bold.
    pub depth: u8,
    /// The value; none where it is not shown.
    pub value: Option<f64>,
    /// Ends of its interval.
    pub ends: Option<[f64; 2]>,
    /// Whether it is not reliable: drawn hollow and grey.
    pub weak: bool,
    /// Value and interval in words, or why there is none.
    pub said: String,
}

/// A chart of intervals.
#[derive(Debug, Clone, PartialEq)]
pub struct Intervals {
    /// What it is.
    pub title: String,
    /// What it shows.
    pub description: String,
    /// Language.
    pub language: String,
    /// Its width in points.
    pub width: f64,
    /// The scale; none where no value is shown.
    pub axis: Option<Axis>,
    /// The values.
    pub rows: Vec<Interval>,
}

impl Intervals {
    /// The drawing.
    pub fn draw(&self) -> Drawing {
        let mut marks = Vec::new();
        let mut y = PAD;
        let mut bodies = Vec::new();
        for row in &self.rows {
            let height = self.height(row);
            bodies.push((row, y, height));
            y += height;
        }
        let foot = y;
        self.grid(&mut marks, foot);
        for (row, top, height) in bodies {
            self.row(&mut marks, row, top, height);
        }
        Drawing {
            width: self.width,
            height: foot + SCALE,
            title: self.title.clone(),
            description: self.description.clone(),
            language: self.language.clone(),
            marks,
        }
    }

    /// How many of the rows fit into this height; at least one.
    pub fn fitting(&self, height: f64) -> usize {
        let mut used = PAD + SCALE;
        let fit = self.rows.iter().take_while(|row| {
            used += self.height(row);
            used <= height
        });
        fit.count().max(1)
    }

    fn name(&self, row: &Interval) -> Vec<String> {
        let room = self.width * NAMES - f64::from(row.depth) * INDENT - 6.0;
        wrapped(&row.name, SIZE, row.depth == 0, room)
    }

    fn said(&self, row: &Interval) -> Vec<String> {
        wrapped(&row.said, SIZE, false, self.width * VALUES)
    }

    fn height(&self, row: &Interval) -> f64 {
        let lines = self.name(row).len().max(self.said(row).len()).max(1);
        lines as f64 * LEADING + 2.0 * PAD
    }

    /// The scale runs from here to there; ends of it leave room for half a number.
    fn field(&self) -> (f64, f64) {
        (self.width * NAMES + 8.0, self.width * (1.0 - VALUES) - 14.0)
    }

    fn x(&self, axis: &Axis, value: f64) -> f64 {
        let (left, right) = self.field();
        left + (right - left) * axis.place(value)
    }

    fn grid(&self, marks: &mut Vec<Mark>, foot: f64) {
        let Some(axis) = &self.axis else { return };
        let mut free = f64::NEG_INFINITY;
        for tick in axis.ticks() {
            let x = self.x(axis, tick);
            marks.push(Mark::Line { from: (x, 0.0), to: (x, foot + 3.0), width: 0.6, paint: Paint::Line });
            let text = locale::number(&self.language, tick, axis.decimals());
            let half = width(&text, SIZE - 1.0, false) / 2.0;
            if x - half > free {
                free = x + half + 4.0;
                marks.push(Mark::Text {
                    x,
                    y: foot + 13.0,
                    size: SIZE - 1.0,
                    text,
                    anchor: Anchor::Middle,
                    bold: false,
                    paint: Paint::Soft,
                });
            }
        }
    }

    fn row(&self, marks: &mut Vec<Mark>, row: &Interval, top: f64, height: f64) {
        let middle = top + height / 2.0;
        marks.push(Mark::Line {
            from: (0.0, top + height),
            to: (self.width, top + height),
            width: 0.4,
            paint: Paint::Line,
        });
        let bold = row.depth == 0;
        let left = f64::from(row.depth) * INDENT;
        lines(marks, self.name(row), (left, middle), bold, Paint::Ink);
        let paint = if row.weak || row.value.is_none() { Paint::Soft } else { Paint::Ink };
        lines(
            marks,
            self.said(row),
            (self.width * (1.0 - VALUES), middle),
            bold && row.value.is_some(),
            paint,
        );
        let (Some(axis), Some(value)) = (&self.axis, row.value) else { return };
        let paint = if row.weak { Paint::Weak } else { Paint::Accent };
        if let Some([low, high]) = row.ends {
            let (low, high) = (self.x(axis, low), self.x(axis, high));
            marks.push(Mark::Line { from: (low, middle), to: (high, middle), width: 2.0, paint });
            for x in [low, high] {
                let (from, to) = ((x, middle - 3.0), (x, middle + 3.0));
                marks.push(Mark::Line { from, to, width: 1.2, paint });
            }
        }
        let radius = if bold { 4.2 } else { 3.4 };
        marks.push(Mark::Disc { middle: (self.x(axis, value), middle), radius, paint, hollow: row.weak });
    }
}

/// Lines of text around a middle height.
fn lines(marks: &mut Vec<Mark>, texts: Vec<String>, (x, middle): (f64, f64), bold: bool, paint: Paint) {
    let first = middle - (texts.len() as f64 - 1.0) / 2.0 * LEADING + SIZE * 0.36;
    for (place, text) in texts.into_iter().enumerate() {
        let y = first + place as f64 * LEADING;
        marks.push(Mark::Text { x, y, size: SIZE, text, anchor: Anchor::Start, bold, paint });
    }
}
