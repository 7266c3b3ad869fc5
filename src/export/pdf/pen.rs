//! Paths in a grid of one's own, laid over a box of the page.

use krilla::geom::{Path, PathBuilder};

use super::canvas::Area;

/// Distance of the handles that make a quarter of a circle of radius 1 out of a Bézier curve.
const QUARTER: f32 = 0.552_285;

/// Draws paths in units of a grid that is so many units wide.
pub(in crate::export) struct Pen {
    path: PathBuilder,
    x: f32,
    y: f32,
    unit: f32,
}

impl Pen {
    /// A pen over `area`, whose width counts as `units`.
    pub(in crate::export) fn over(area: Area, units: f32) -> Self {
        Self { path: PathBuilder::new(), x: area.x, y: area.y, unit: area.width / units }
    }

    /// A pen in points from the corner of the page.
    pub(in crate::export) fn on_page() -> Self {
        Self { path: PathBuilder::new(), x: 0.0, y: 0.0, unit: 1.0 }
    }

    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.unit, self.y + y * self.unit)
    }

    /// A line through the points; closed, an outline.
    pub(in crate::export) fn line(mut self, points: &[(f32, f32)], closed: bool) -> Self {
        for (place, (x, y)) in points.iter().enumerate() {
            let (x, y) = self.at(*x, *y);
            if place == 0 {
                self.path.move_to(x, y);
            } else {
                self.path.line_to(x, y);
            }
        }
        if closed {
            self.path.close();
        }
        self
    }

    /// A rectangle with corners of this radius.
    pub(in crate::export) fn rounded(mut self, area: Area, radius: f32) -> Self {
        let Area { x, y, width, height } = area;
        let (right, low) = (x + width, y + height);
        let handle = radius * (1.0 - QUARTER);
        let (begin_x, begin_y) = self.at(x + radius, y);
        self.path.move_to(begin_x, begin_y);
        // Each side, then the corner after it: end of the side, two handles, begin of the next side.
        let corners = [
            [(right - radius, y), (right - handle, y), (right, y + handle), (right, y + radius)],
            [(right, low - radius), (right, low - handle), (right - handle, low), (right - radius, low)],
            [(x + radius, low), (x + handle, low), (x, low - handle), (x, low - radius)],
            [(x, y + radius), (x, y + handle), (x + handle, y), (x + radius, y)],
        ];
        for [side, first, second, next] in corners.map(|corner| corner.map(|(x, y)| self.at(x, y))) {
            self.path.line_to(side.0, side.1);
            self.path.cubic_to(first.0, first.1, second.0, second.1, next.0, next.1);
        }
        self.path.close();
        self
    }

    /// A circle around a point.
    pub(in crate::export) fn circle(self, x: f32, y: f32, radius: f32) -> Self {
        self.rounded(Area::new(x - radius, y - radius, 2.0 * radius, 2.0 * radius), radius)
    }

    /// A rectangle.
    pub(in crate::export) fn rectangle(self, x: f32, y: f32, width: f32, height: f32) -> Self {
        self.line(&[(x, y), (x + width, y), (x + width, y + height), (x, y + height)], true)
    }

    /// Half a circle upwards from one point to another on the same height, on two straight legs.
    pub(in crate::export) fn arch(mut self, left: f32, right: f32, foot: f32, shoulder: f32) -> Self {
        let radius = (right - left) / 2.0;
        let (middle, top, handle) = (left + radius, shoulder - radius, radius * QUARTER);
        let points = [
            (left, foot),
            (left, shoulder),
            (left, shoulder - handle),
            (middle - handle, top),
            (middle, top),
            (middle + handle, top),
            (right, shoulder - handle),
            (right, shoulder),
            (right, foot),
        ];
        let [foot, shoulder, a, b, top, c, d, other, end] = points.map(|(x, y)| self.at(x, y));
        self.path.move_to(foot.0, foot.1);
        self.path.line_to(shoulder.0, shoulder.1);
        self.path.cubic_to(a.0, a.1, b.0, b.1, top.0, top.1);
        self.path.cubic_to(c.0, c.1, d.0, d.1, other.0, other.1);
        self.path.line_to(end.0, end.1);
        self
    }

    /// The path; none where nothing was drawn.
    pub(in crate::export) fn finish(self) -> Option<Path> {
        self.path.finish()
    }
}
