//! The scale below a chart.

/// Ticks a scale has at least where the numbers allow it.
const INTERVALS: f64 = 4.0;

/// A scale between two round numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Axis {
    /// The number at the left end.
    pub least: f64,
    /// The number at the right end.
    pub most: f64,
    /// Distance of two ticks.
    pub step: f64,
}

impl Axis {
    /// The narrowest round scale over all `values`, within `bounds` where there are any. None without values.
    pub fn over(values: impl IntoIterator<Item = f64>, bounds: Option<[f64; 2]>) -> Option<Self> {
        let finite = values.into_iter().filter(|value| value.is_finite());
        let (least, most) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| {
            (least.min(value), most.max(value))
        });
        if least > most {
            return None;
        }
        // A single value stands in the middle of something.
        let width = (most - least).max(most.abs().max(1.0) * 1e-2);
        let step = round_step(width / INTERVALS);
        let mut axis = Self { least: (least / step).floor() * step, most: (most / step).ceil() * step, step };
        if axis.most - axis.least < step * 2.0 {
            axis.least -= step;
            axis.most += step;
        }
        if let Some([lowest, highest]) = bounds {
            axis.least = axis.least.max(lowest);
            axis.most = axis.most.min(highest);
        }
        // Values beyond the bounds would be drawn outside.
        (axis.least <= least && most <= axis.most && axis.least < axis.most).then_some(axis)
    }

    /// Where a number stands, 0 at the left and 1 at the right end.
    pub fn place(&self, value: f64) -> f64 {
        (value - self.least) / (self.most - self.least)
    }

    /// The numbers that are marked.
    pub fn ticks(&self) -> Vec<f64> {
        let count = ((self.most - self.least) / self.step + 1e-6).floor();
        let first = (self.least / self.step - 1e-6).ceil() * self.step;
        let tick = |number: u32| {
            let value = first + f64::from(number) * self.step;
            // 0.30000000000000004 is 0.3.
            (value / self.step).round() * self.step
        };
        (0..100)
            .take_while(|number| f64::from(*number) <= count)
            .map(tick)
            .filter(|tick| *tick <= self.most + 1e-9 * self.step)
            .collect()
    }

    /// Decimals the ticks need.
    pub fn decimals(&self) -> u32 {
        (0..9)
            .find(|decimals| {
                let shifted = self.step * 10_f64.powi(i32::try_from(*decimals).unwrap_or(0));
                (shifted - shifted.round()).abs() < 1e-6 * shifted
            })
            .unwrap_or(9)
    }
}

/// The next of 1, 2 and 5 times a power of ten that is not smaller.
fn round_step(wanted: f64) -> f64 {
    let power = 10_f64.powf(wanted.log10().floor());
    [1.0, 2.0, 5.0]
        .into_iter()
        .map(|lead| lead * power)
        .find(|step| *step >= wanted * (1.0 - 1e-9))
        .unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_is_round_and_holds_all_values() {
        let axis = Axis::over([47.2, 60.2, 53.6], Some([0.0, 100.0])).unwrap();
        assert_eq!(axis.ticks(), [45.0, 50.0, 55.0, 60.0, 65.0]);
        assert_eq!(axis.decimals(), 0);
        let axis = Axis::over([1.171, 1.269], None).unwrap();
        assert_eq!(axis.decimals(), 2);
        assert!((axis.ticks()[0] - 1.15).abs() < 1e-9, "{:?}", axis.ticks());
        assert!(axis.place(1.171) > 0.0 && axis.place(1.269) < 1.0);
    }

    #[test]
    fn a_scale_stays_within_what_is_possible() {
        let axis = Axis::over([0.4, 99.0], Some([0.0, 100.0])).unwrap();
        assert!(axis.least.abs() < 1e-9 && (axis.most - 100.0).abs() < 1e-9, "{axis:?}");
        assert_eq!(Axis::over([], None), None);
        assert_eq!(Axis::over([f64::NAN], None), None);
        assert_eq!(Axis::over([120.0], Some([0.0, 100.0])), None);
    }

    #[test]
    fn one_value_has_a_scale_too() {
        for value in [0.0, -3.0, 1e-7, 12_345.678] {
            let axis = Axis::over([value], None).unwrap();
            assert!(
                axis.ticks().len() >= 2 && axis.place(value) > 0.0 && axis.place(value) < 1.0,
                "{axis:?}"
            );
        }
    }
}
