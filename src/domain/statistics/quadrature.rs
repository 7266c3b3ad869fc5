//! Numerical integration.

/// Nodes of the 15-point Kronrod rule on [-1, 1], the positive half in decreasing order; every second one is a
/// node of the 7-point Gauss rule. Piessens et al. (1983), QUADPACK, routine QK15.
const NODES: [f64; 8] = [
    0.991_455_371_120_812_6,
    0.949_107_912_342_758_5,
    0.864_864_423_359_769_1,
    0.741_531_185_599_394_4,
    0.586_087_235_467_691_1,
    0.405_845_151_377_397_2,
    0.207_784_955_007_898_47,
    0.0,
];
const KRONROD: [f64; 8] = [
    0.022_935_322_010_529_224,
    0.063_092_092_629_978_55,
    0.104_790_010_322_250_18,
    0.140_653_259_715_525_92,
    0.169_004_726_639_267_9,
    0.190_350_578_064_785_4,
    0.204_432_940_075_298_9,
    0.209_482_141_084_727_82,
];
const GAUSS: [f64; 4] =
    [0.129_484_966_168_869_7, 0.279_705_391_489_276_64, 0.381_830_050_505_118_9, 0.417_959_183_673_469_4];
/// Half of an interval this often is 1e-12 of it.
const MAX_DEPTH: u32 = 40;

/// Integral of `f` over `[from, to]` by Gauss-Kronrod halves: an interval is split while its two rules differ by
/// more than `tolerance`. For smooth functions the error is far below that, since only the worse of the two rules
/// is that far off. No node depends on anything but the arguments, so the result is reproducible.
pub(super) fn integrate(f: &impl Fn(f64) -> f64, from: f64, to: f64, tolerance: f64) -> f64 {
    halves(f, from, to, tolerance, MAX_DEPTH)
}

fn halves(f: &impl Fn(f64) -> f64, from: f64, to: f64, tolerance: f64, depth: u32) -> f64 {
    let (kronrod, gauss) = rules(f, from, to);
    if depth == 0 || (kronrod - gauss).abs() <= tolerance {
        return kronrod;
    }
    let middle = 0.5 * (from + to);
    halves(f, from, middle, tolerance, depth - 1) + halves(f, middle, to, tolerance, depth - 1)
}

fn rules(f: &impl Fn(f64) -> f64, from: f64, to: f64) -> (f64, f64) {
    let (centre, half) = (0.5 * (from + to), 0.5 * (to - from));
    let middle = f(centre);
    let (mut kronrod, mut gauss) = (KRONROD[7] * middle, GAUSS[3] * middle);
    for index in 0..7 {
        let offset = half * NODES[index];
        let pair = f(centre - offset) + f(centre + offset);
        kronrod += KRONROD[index] * pair;
        if index % 2 == 1 {
            gauss += GAUSS[index / 2] * pair;
        }
    }
    (kronrod * half, gauss * half)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polynomials_of_degree_22_are_exact() {
        for degree in 0..=22_i32 {
            let (kronrod, gauss) = rules(&|x: f64| f64::from(degree + 1) * x.powi(degree), 0.0, 1.0);
            assert!((kronrod - 1.0).abs() < 1e-14, "degree {degree}: {kronrod}");
            if degree <= 13 {
                assert!((gauss - 1.0).abs() < 1e-14, "degree {degree}: {gauss}");
            }
        }
    }

    #[test]
    fn a_step_is_found() {
        let step = |x: f64| if x < 0.3 { 1.0 } else { 0.0 };
        assert!((integrate(&step, 0.0, 1.0, 1e-9) - 0.3).abs() < 1e-9);
    }
}
