//! One value with its interval on a scale, without words: it stands in a row of a table that says them.

use super::{Drawing, Mark, Paint};

/// Height of a strip.
const HEIGHT: f64 = 18.0;
/// Free space at both ends, for the mark of a value that stands there.
const ENDS: f64 = 6.0;

/// A value on a scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Strip {
    /// Its width in points.
    pub width: f64,
    /// The numbers at the ends of the scale, the lower first.
    pub scale: [f64; 2],
    /// The value.
    pub value: f64,
    /// Ends of its interval.
    pub ends: Option<[f64; 2]>,
    /// What it is to be seen against, such as the value of the unit above.
    pub mark: Option<f64>,
    /// Whether it is not reliable: drawn hollow and grey.
    pub weak: bool,
}

impl Strip {
    /// The drawing; it says nothing, for the row does.
    pub fn draw(&self) -> Drawing {
        let middle = HEIGHT / 2.0;
        let line = |from, to, width, paint| Mark::Line { from, to, width, paint };
        let mut marks = vec![line((ENDS, middle), (self.width - ENDS, middle), 1.0, Paint::Line)];
        for x in [ENDS, self.width - ENDS] {
            marks.push(line((x, middle - 3.0), (x, middle + 3.0), 1.0, Paint::Line));
        }
        if let Some(mark) = self.mark {
            let x = self.x(mark);
            marks.push(line((x, 0.0), (x, HEIGHT), 1.4, Paint::Soft));
        }
        let paint = if self.weak { Paint::Weak } else { Paint::Accent };
        if let Some([low, high]) = self.ends {
            let (low, high) = (self.x(low), self.x(high));
            marks.push(line((low, middle), (high, middle), 2.0, paint));
            for x in [low, high] {
                marks.push(line((x, middle - 4.0), (x, middle + 4.0), 1.4, paint));
            }
        }
        marks.push(Mark::Disc {
            middle: (self.x(self.value), middle),
            radius: 3.6,
            paint,
            hollow: self.weak,
        });
        Drawing {
            width: self.width,
            height: HEIGHT,
            title: String::new(),
            description: String::new(),
            language: String::new(),
            marks,
        }
    }

    fn x(&self, value: f64) -> f64 {
        let [least, most] = self.scale;
        let place = if most > least { (value - least) / (most - least) } else { 0.5 };
        ENDS + (self.width - 2.0 * ENDS) * place.clamp(0.0, 1.0)
    }
}
