//! What calibrated weights do to a standard error.
//!
//! A calibrated estimate varies only by what the calibration variables do not explain. So instead of the linearized
//! value `u` of somebody counts the residual `u - x'β`, with `β = (Σ d x x')⁻¹ Σ d x u` over the whole sample by base
//! weights `d`: `z_i = Σ_{k in i} g d (u - x'β)` for cluster `i` (Deville and Särndal 1992; Särndal, Swensson and
//! Wretman 1992, section 6.6). That is what R's `survey::calibrate(calfun = "raking")` does; its `rake()` takes means
//! without base weights.

/// A pivot this much smaller than its diagonal was before counts as zero.
const SINGULAR: f64 = 1e-9;

/// Projects on the calibration variables of one sample.
#[derive(Debug, Clone, PartialEq)]
pub struct Projection {
    /// A generalized inverse of Σ d x x'.
    inverse: Vec<Vec<f64>>,
}

impl Projection {
    /// From the square matrix `Σ d x x'`. Where variables depend on each other, as the categories of two margins do,
    /// the later ones are left out; what is fitted does not depend on that.
    pub fn new(mut products: Vec<Vec<f64>>) -> Self {
        let size = products.len();
        let diagonal: Vec<f64> = (0..size).map(|place| products[place][place]).collect();
        let mut left_out = Vec::new();
        for (pivot, before) in diagonal.iter().enumerate() {
            if products[pivot][pivot] > SINGULAR * before {
                sweep(&mut products, pivot);
            } else {
                left_out.push(pivot);
            }
        }
        for place in left_out {
            products[place].fill(0.0);
            for row in &mut products {
                row[place] = 0.0;
            }
        }
        Self { inverse: products }
    }

    /// The coefficients β from `Σ d x u`.
    pub fn coefficients(&self, products: &[f64]) -> Vec<f64> {
        self.inverse.iter().map(|row| dot(row, products)).collect()
    }
}

/// What the calibration variables explain of a cluster's linearized total, from its `Σ g d x`.
pub fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

/// The sweep operator (Goodnight 1979): after all pivots the matrix is its own inverse.
fn sweep(matrix: &mut [Vec<f64>], pivot: usize) {
    let by = matrix[pivot][pivot];
    let row: Vec<f64> = matrix[pivot].iter().map(|value| value / by).collect();
    for (place, other) in matrix.iter_mut().enumerate() {
        if place == pivot {
            continue;
        }
        let times = other[pivot];
        for (column, value) in other.iter_mut().enumerate() {
            *value = if column == pivot { -times / by } else { *value - times * row[column] };
        }
    }
    matrix[pivot] = row;
    matrix[pivot][pivot] = 1.0 / by;
}
