//! One value over the periods, with its intervals.

use super::measure::{SIZE, width, wrapped};
use super::{Anchor, Axis, Drawing, Mark, Paint};
use crate::locale;

/// Height of the field.
const HEIGHT: f64 = 130.0;
/// Free space above the field.
const TOP: f64 = 10.0;
/// Free space left and right of the first and the last period.
const AROUND: f64 = 24.0;
/// Distance of two lines of a name.
const LEADING: f64 = 11.0;

/// The value of one period.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// The period, as short as it can be said.
    pub name: String,
    /// The value; none where it is not shown.
    pub value: Option<f64>,
    /// Ends of its interval.
    pub ends: Option<[f64; 2]>,
    /// Whether it is not reliable: drawn hollow and grey.
    pub weak: bool,
    /// Whether it can be compared with the one before; a line joins only those.
    pub joined: bool,
}

/// A chart of one value over the periods.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// What it is.
    pub title: String,
    /// What it shows.
    pub description: String,
    /// Language.
    pub language: String,
    /// Its width in points.
    pub width: f64,
    /// Between which numbers the value can lie.
    pub bounds: Option<[f64; 2]>,
    /// The periods, the earliest first.
    pub points: Vec<Point>,
}

impl Trend {
    /// The drawing; none where no value is shown.
    pub fn draw(&self) -> Option<Drawing> {
        let values = self.points.iter().flat_map(|point| {
            let [low, high] = point.ends.map_or([None, None], |[low, high]| [Some(low), Some(high)]);
            [point.value, low, high].into_iter().flatten()
        });
        let values: Vec<f64> = values.collect();
        let axis = Axis::over(values.iter().copied(), self.bounds).or_else(|| Axis::over(values, None))?;
        let left = self.left(&axis);
        let mut marks = Vec::new();
        self.grid(&mut marks, &axis, left);
        self.lines(&mut marks, &axis, left);
        let lines = self.names(&mut marks, left);
        Some(Drawing {
            width: self.width,
            height: TOP + HEIGHT + 8.0 + lines as f64 * LEADING + 2.0,
            title: self.title.clone(),
            description: self.description.clone(),
            language: self.language.clone(),
            marks,
        })
    }

    /// Where the field begins: beside the widest number.
    fn left(&self, axis: &Axis) -> f64 {
        let numbers =
            axis.ticks().into_iter().map(|tick| locale::number(&self.language, tick, axis.decimals()));
        numbers.map(|text| width(&text, SIZE, false)).fold(0.0, f64::max) + 6.0
    }

    fn x(&self, place: usize, left: f64) -> f64 {
        let (first, last) = (left + AROUND, self.width - AROUND);
        let steps = self.points.len().saturating_sub(1);
        if steps == 0 {
            f64::midpoint(first, last)
        } else {
            first + (last - first) * place as f64 / steps as f64
        }
    }

    fn grid(&self, marks: &mut Vec<Mark>, axis: &Axis, left: f64) {
        for tick in axis.ticks() {
            let y = y(axis, tick);
            marks.push(Mark::Line { from: (left, y), to: (self.width, y), width: 0.6, paint: Paint::Line });
            marks.push(Mark::Text {
                x: left - 4.0,
                y: y + SIZE * 0.36,
                size: SIZE,
                text: locale::number(&self.language, tick, axis.decimals()),
                anchor: Anchor::End,
                bold: false,
                paint: Paint::Soft,
            });
        }
    }

    fn lines(&self, marks: &mut Vec<Mark>, axis: &Axis, left: f64) {
        let at = |place: usize, value: f64| (self.x(place, left), y(axis, value));
        for (place, pair) in self.points.windows(2).enumerate() {
            let [before, after] = pair else { continue };
            if let (Some(one), Some(other), true) = (before.value, after.value, after.joined) {
                let (from, to) = (at(place, one), at(place + 1, other));
                marks.push(Mark::Line { from, to, width: 1.4, paint: Paint::Accent });
            }
        }
        for (place, point) in self.points.iter().enumerate() {
            let Some(value) = point.value else { continue };
            let paint = if point.weak { Paint::Weak } else { Paint::Accent };
            if let Some([low, high]) = point.ends {
                let (from, to) = (at(place, low), at(place, high));
                marks.push(Mark::Line { from, to, width: 2.0, paint });
                for (x, y) in [from, to] {
                    marks.push(Mark::Line { from: (x - 4.0, y), to: (x + 4.0, y), width: 1.4, paint });
                }
            }
            marks.push(Mark::Disc { middle: at(place, value), radius: 4.0, paint, hollow: point.weak });
        }
    }

    /// Writes the periods below the field, and returns in how many lines.
    fn names(&self, marks: &mut Vec<Mark>, left: f64) -> usize {
        let room = (self.width - left) / self.points.len().max(1) as f64 - 4.0;
        let mut most = 1;
        for (place, point) in self.points.iter().enumerate() {
            let lines = wrapped(&point.name, SIZE, false, room);
            most = most.max(lines.len());
            for (line, text) in lines.into_iter().enumerate() {
                marks.push(Mark::Text {
                    x: self.x(place, left),
                    y: TOP + HEIGHT + 14.0 + line as f64 * LEADING,
                    size: SIZE,
                    text,
                    anchor: Anchor::Middle,
                    bold: false,
                    paint: Paint::Ink,
                });
            }
        }
        most
    }
}

fn y(axis: &Axis, value: f64) -> f64 {
    TOP + HEIGHT * (1.0 - axis.place(value))
}
