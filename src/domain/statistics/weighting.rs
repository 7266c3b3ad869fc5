//! What unequal weights cost.

/// The price of unequal weights.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kish {
    /// Design effect of weighting, n Σw²/(Σw)²; 1 when all weights are equal.
    pub deff: f64,
    /// Number of equally weighted answers worth as much, (Σw)²/Σw².
    pub n_eff: f64,
}

/// Kish's (1965, Survey Sampling, section 11.7) design effect of weighting from the number of answers, the sum of
/// their weights and the sum of their squared weights. `None` unless all three are positive.
pub fn kish(n: f64, sum_w: f64, sum_w2: f64) -> Option<Kish> {
    let n_eff = sum_w * sum_w / sum_w2;
    (n > 0.0 && sum_w > 0.0 && sum_w2 > 0.0).then_some(Kish { deff: n / n_eff, n_eff })
}
