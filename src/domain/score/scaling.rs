//! Linear changes of scale.

use crate::domain::instrument::Scaling;

/// A scale change with fixed end points: x ↦ offset + slope·x, held to `bounds` if they are given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Linear {
    offset: f64,
    slope: f64,
    bounds: Option<[f64; 2]>,
}

impl Linear {
    /// No change.
    pub const IDENTITY: Self = Self { offset: 0.0, slope: 1.0, bounds: None };

    /// The change from `from` to `scaling.to`; `None` when the end points coincide.
    pub fn new(scaling: &Scaling, from: [f64; 2]) -> Option<Self> {
        let [low, high] = from;
        if high <= low {
            return None;
        }
        let [start, end] = if scaling.reverse { [scaling.to[1], scaling.to[0]] } else { scaling.to };
        let slope = (end - start) / (high - low);
        let bounds = scaling.clamp.then_some([low, high]);
        Some(Self { offset: start - slope * low, slope, bounds })
    }

    /// The value on the new scale.
    pub fn apply(&self, value: f64) -> f64 {
        let value = self.bounds.map_or(value, |[low, high]| value.clamp(low, high));
        self.offset + self.slope * value
    }

    /// Rate of change at a value: 0 where it is held to a bound.
    pub fn slope_at(&self, value: f64) -> f64 {
        match self.bounds {
            Some([low, high]) if value < low || value > high => 0.0,
            _ => self.slope,
        }
    }

    /// Both ends of an interval on the new scale, in order.
    pub fn apply_interval(&self, low: f64, high: f64) -> [f64; 2] {
        let (low, high) = (self.apply(low), self.apply(high));
        [low.min(high), low.max(high)]
    }
}
