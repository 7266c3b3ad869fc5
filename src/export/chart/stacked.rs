//! Shares of options that sum up to a whole, one bar per question, under a common legend.

use super::measure::{LEADING, SIZE, width, wrapped};
use super::{Anchor, Drawing, Mark, Paint};
use crate::locale;

/// Height of a bar.
const BAR: f64 = 15.0;
/// Free space below a bar.
const GAP: f64 = 10.0;
/// Side of a square of the legend.
const SQUARE: f64 = 9.0;
/// Free space left and right of a number within its part of the bar.
const AROUND: f64 = 3.0;

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// The question.
    pub name: String,
    /// What stands at the right end above the bar, such as the number of answers; may be empty.
    pub note: String,
    /// Share of each option in percent, in the order of the legend; none where it is not shown.
    pub parts: Vec<Option<f64>>,
}

/// A chart of stacked bars.
#[derive(Debug, Clone, PartialEq)]
pub struct StackedBars {
    /// What it is.
    pub title: String,
    /// What it shows.
    pub description: String,
    /// Language.
    pub language: String,
    /// Its width in points.
    pub width: f64,
    /// The options.
    pub legend: Vec<String>,
    /// The bars.
    pub bars: Vec<Bar>,
}

impl StackedBars {
    /// The drawing.
    pub fn draw(&self) -> Drawing {
        let mut marks = Vec::new();
        let mut y = self.draw_legend(&mut marks);
        for bar in &self.bars {
            y = self.bar(&mut marks, bar, y);
        }
        Drawing {
            width: self.width,
            height: (y - GAP + 2.0).max(1.0),
            title: self.title.clone(),
            description: self.description.clone(),
            language: self.language.clone(),
            marks,
        }
    }

    /// How many of the bars fit into this height below the legend; at least one.
    pub fn fitting(&self, height: f64) -> usize {
        let mut used = self.draw_legend(&mut Vec::new());
        let fit = self.bars.iter().take_while(|bar| {
            used += self.name(bar).len() as f64 * LEADING + 3.0 + BAR + GAP;
            used - GAP <= height
        });
        fit.count().max(1)
    }

    fn name(&self, bar: &Bar) -> Vec<String> {
        wrapped(&bar.name, SIZE, false, self.width - width(&bar.note, SIZE, false) - 12.0)
    }

    /// Draws the legend in as many lines as it needs, and returns where the bars begin.
    fn draw_legend(&self, marks: &mut Vec<Mark>) -> f64 {
        let (mut x, mut y) = (0.0, 0.0);
        for (place, name) in self.legend.iter().enumerate() {
            let lines = wrapped(name, SIZE, false, self.width - SQUARE - 5.0);
            let widest = lines.iter().map(|line| width(line, SIZE, false)).fold(0.0, f64::max);
            if x > 0.0 && x + SQUARE + 5.0 + widest > self.width {
                (x, y) = (0.0, y + LEADING + 2.0);
            }
            let paint = Paint::Step { place, of: self.legend.len() };
            marks.push(Mark::Rectangle { x, y: y + 1.0, width: SQUARE, height: SQUARE, paint });
            let count = lines.len().max(1);
            for (line, text) in lines.into_iter().enumerate() {
                let y = y + 9.0 + line as f64 * LEADING;
                let x = x + SQUARE + 5.0;
                let anchor = Anchor::Start;
                marks.push(Mark::Text { x, y, size: SIZE, text, anchor, bold: false, paint: Paint::Ink });
            }
            y += (count - 1) as f64 * LEADING;
            x = if count > 1 { self.width } else { x + SQUARE + 5.0 + widest + 14.0 };
        }
        y + LEADING + GAP
    }

    fn bar(&self, marks: &mut Vec<Mark>, bar: &Bar, top: f64) -> f64 {
        let names = self.name(bar);
        let ground = top + names.len() as f64 * LEADING + 3.0;
        let text =
            |x, y, text, anchor, paint| Mark::Text { x, y, size: SIZE, text, anchor, bold: false, paint };
        if !bar.note.is_empty() {
            let y = top + SIZE;
            marks.push(text(self.width, y, bar.note.clone(), Anchor::End, Paint::Soft));
        }
        for (line, name) in names.into_iter().enumerate() {
            let y = top + SIZE + line as f64 * LEADING;
            marks.push(text(0.0, y, name, Anchor::Start, Paint::Ink));
        }
        let mut x = 0.0;
        let of = self.legend.len();
        for (place, share) in bar.parts.iter().enumerate() {
            let Some(share) = share.filter(|share| *share > 0.0) else { continue };
            let wide = self.width * share / 100.0;
            let paint = Paint::Step { place, of };
            // A hair of white keeps neighbours apart.
            let drawn = (wide - 0.8).max(0.2);
            marks.push(Mark::Rectangle { x, y: ground, width: drawn, height: BAR, paint });
            let said = format!("{}%", locale::number(&self.language, share, 0));
            if width(&said, SIZE, false) + 2.0 * AROUND <= wide {
                let y = ground + BAR / 2.0 + SIZE * 0.36;
                marks.push(text(x + drawn / 2.0, y, said, Anchor::Middle, Paint::OnStep { place, of }));
            }
            x += wide;
        }
        ground + BAR + GAP
    }
}
