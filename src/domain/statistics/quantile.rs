//! Sample quantiles.

/// Rounding error allowed in (n-1)·p before a position counts as lying between two values, as in R's `quantile`:
/// without it the ninth decile of 11 values may miss the tenth value by one bit.
const FUZZ: f64 = 4.0 * f64::EPSILON;

/// Quantile of values sorted in increasing order: linear interpolation at position (n-1)·p.
///
/// Hyndman and Fan (1996), definition 7; the rule of QUARTILE.INC and PERCENTILE.INC in spreadsheets. `None`
/// without values or for p outside `[0, 1]`.
pub fn quantile_type7(sorted: &[f64], p: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    if !(0.0..=1.0).contains(&p) {
        return None;
    }
    let position = last as f64 * p;
    let nearest = position.round();
    let exact = (position - nearest).abs() <= FUZZ * position.max(1.0);
    let below = if exact { nearest } else { position.floor() };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number between 0 and the last index"
    )]
    let index = below as usize;
    let lower = *sorted.get(index)?;
    match sorted.get(index + 1) {
        Some(upper) if !exact => Some(lower + (position - below) * (upper - lower)),
        _ => Some(lower),
    }
}
