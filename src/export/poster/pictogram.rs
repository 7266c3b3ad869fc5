//! Small pictures for who reads slowly or in another language.

use crate::export::pdf::canvas::{Area, Canvas, Colour};
use crate::export::pdf::pen::Pen;

/// Each picture stands in a grid of so many units.
const GRID: f32 = 48.0;

/// What a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pictogram {
    /// A telephone before a QR code.
    Scan,
    /// A list with one option chosen.
    Choose,
    /// A letter that flies away.
    Send,
    /// A closed lock.
    Lock,
}

/// Colours of the pictures: lines, and what stands out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Inks {
    pub line: Colour,
    pub accent: Colour,
}

impl Pictogram {
    /// Draws it into a square box.
    pub(super) fn draw(self, canvas: &mut Canvas<'_, '_>, area: Area, inks: Inks) {
        let pen = || Pen::over(area, GRID);
        let width = area.width / GRID * 3.0;
        match self {
            Self::Scan => {
                canvas.fill(pen().rounded(Area::new(12.0, 3.0, 24.0, 42.0), 4.0).finish(), inks.line);
                canvas.fill(pen().rounded(Area::new(15.0, 8.0, 18.0, 29.0), 1.0).finish(), (255, 255, 255));
                canvas.fill(pen().circle(24.0, 41.0, 1.8).finish(), (255, 255, 255));
                let eyes = [(18.0, 14.0), (25.0, 14.0), (18.0, 21.0)];
                let code = eyes.iter().fold(pen(), |pen, (x, y)| pen.rectangle(*x, *y, 5.0, 5.0));
                canvas.fill(code.finish(), inks.line);
                canvas.fill(pen().rectangle(25.5, 21.5, 4.0, 4.0).finish(), inks.accent);
                canvas.stroke(pen().line(&[(17.0, 31.0), (31.0, 31.0)], false).finish(), inks.accent, width);
            }
            Self::Choose => {
                for (row, y) in [10.0, 24.0, 38.0].into_iter().enumerate() {
                    canvas.stroke(pen().circle(10.0, y, 5.0).finish(), inks.line, width);
                    canvas.stroke(pen().line(&[(22.0, y), (43.0, y)], false).finish(), inks.line, width);
                    if row == 1 {
                        canvas.fill(pen().circle(10.0, y, 7.0).finish(), inks.line);
                        canvas.fill(pen().circle(10.0, y, 3.6).finish(), inks.accent);
                    }
                }
            }
            Self::Send => {
                let sheet = [(44.0, 5.0), (4.0, 21.0), (17.0, 27.0), (22.0, 42.0)];
                canvas.fill(pen().line(&sheet, true).finish(), inks.accent);
                canvas.stroke(pen().line(&sheet, true).finish(), inks.line, width);
                canvas.stroke(pen().line(&[(17.0, 27.0), (44.0, 5.0)], false).finish(), inks.line, width);
            }
            Self::Lock => {
                canvas.stroke(pen().arch(15.0, 33.0, 22.0, 15.0).finish(), inks.line, width * 1.3);
                canvas.fill(pen().rounded(Area::new(9.0, 21.0, 30.0, 23.0), 4.0).finish(), inks.line);
                canvas.fill(pen().circle(24.0, 30.5, 3.2).finish(), inks.accent);
                canvas.stroke(pen().line(&[(24.0, 31.0), (24.0, 37.0)], false).finish(), inks.accent, width);
            }
        }
    }
}
