//! Whether a figure is precise enough to be read as it stands.
//!
//! Thresholds of Parker et al. (2017), "National Center for Health Statistics data presentation standards for
//! proportions", Vital and Health Statistics series 2 no. 175. Precision says nothing about disclosure: a figure
//! may be too coarse to rank and still harmless to publish, or the reverse.

use super::interval::Interval;
use serde::{Deserialize, Serialize};

/// Fewest answers, nominal or effective, for a reliable figure.
const MIN_ANSWERS: f64 = 30.0;
/// Degrees of freedom below which a variance is itself too uncertain to go without review.
const REVIEW_DF: f64 = 8.0;
/// Degrees of freedom below which a figure enters no ranking and no quartile.
const RANKING_DF: f64 = 2.0;
/// Interval width from which a share is not reliable whatever its size.
const MAX_WIDTH: f64 = 0.30;
/// Interval width up to which a share is reliable whatever its size.
const NARROW_WIDTH: f64 = 0.05;
/// Largest interval width in relation to the share.
const MAX_RELATIVE_WIDTH: f64 = 1.30;

/// The precision of a published figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// Can be read as it stands.
    Reliable,
    /// Shown, but somebody should look at how it came about: few degrees of freedom, or a share of exactly 0 or 1.
    Review,
    /// Shown greyed with its interval; too few answers or too wide.
    NotReliable,
}

/// Precision of a share `p` from `n` answers with `n_eff` effective ones and the given interval.
///
/// Not reliable with fewer than 30 answers or effective answers, an interval at least 0.30 wide, or one wider than
/// 0.05 and than 130 % of the share. Review with fewer than 8 degrees of
/// freedom or a share of 0 or 1, to which the standard applies no width rule. `df` is `None` for a binomial
/// variance, which counts as n - 1.
pub fn precision_of_share(p: f64, n: f64, n_eff: f64, interval: &Interval, df: Option<f64>) -> Precision {
    if !enough(n) || !enough(n_eff) {
        return Precision::NotReliable;
    }
    if p <= 0.0 || p >= 1.0 {
        return Precision::Review;
    }
    let width = interval.width();
    // Asked this way round, what is not a number is not reliable.
    let proportionate = width <= NARROW_WIDTH || width / p <= MAX_RELATIVE_WIDTH;
    if width < MAX_WIDTH && proportionate { by_degrees_of_freedom(n, df) } else { Precision::NotReliable }
}

/// Precision of a mean or composite score from `n` answers.
///
/// The standard speaks of proportions only; for scores its sample size and degrees of freedom are applied: not
/// reliable with fewer than 30 answers or 2 degrees of freedom, review with fewer than 8. `df` is `None` for a
/// variance between respondents, which counts as n - 1.
pub fn precision_of_mean(n: f64, df: Option<f64>) -> Precision {
    if can_be_ranked(n, df) { by_degrees_of_freedom(n, df) } else { Precision::NotReliable }
}

/// Whether a figure from `n` answers may enter rankings and quartiles: at least 30 answers and 2 degrees of
/// freedom (`None` counts as n - 1).
pub fn can_be_ranked(n: f64, df: Option<f64>) -> bool {
    enough(n) && df.unwrap_or(n - 1.0) >= RANKING_DF
}

/// Not a number is not enough.
fn enough(n: f64) -> bool {
    n >= MIN_ANSWERS
}

fn by_degrees_of_freedom(n: f64, df: Option<f64>) -> Precision {
    if df.unwrap_or(n - 1.0) < REVIEW_DF { Precision::Review } else { Precision::Reliable }
}
