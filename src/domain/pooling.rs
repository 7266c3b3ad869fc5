//! Given scores of several waves as one, e.g. those of the quarters as that of the year.
//!
//! Circular 01/2018/TT-VPCP, Article 15: the score of an index is the sum of the scores of the dossiers divided by
//! their number. A score given for a quarter stands for the dossiers closed in it, so that of the year is the mean
//! weighted by these numbers. Where one of them is not known there is none: a mean of quarters that counts three
//! dossiers like three thousand would be another index.

/// What is given in one wave in which the unit takes part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GivenIn {
    /// The score.
    pub value: Option<f64>,
    /// Dossiers closed in the period of the wave.
    pub closed: Option<i64>,
}

/// The score over all waves. `None` where a score or a number of dossiers is missing; a wave without any dossier closed
/// counts for nothing, and a single one needs no number.
pub fn given(waves: &[GivenIn]) -> Option<f64> {
    if let [one] = waves {
        return one.value;
    }
    let (mut sum, mut dossiers) = (0.0, 0_i64);
    for wave in waves {
        match (wave.value, wave.closed?) {
            (_, 0) => {}
            (value, closed) => {
                sum += value? * closed as f64;
                dossiers += closed;
            }
        }
    }
    (dossiers > 0).then(|| sum / dossiers as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wave(value: f64, closed: i64) -> GivenIn {
        GivenIn { value: Some(value), closed: Some(closed) }
    }

    #[test]
    fn scores_are_weighted_by_the_dossiers_closed() {
        assert_eq!(given(&[wave(2.0, 300), wave(1.0, 100)]), Some(1.75));
        assert_eq!(given(&[wave(1.4, 10), GivenIn { value: None, closed: Some(0) }]), Some(1.4));
    }

    #[test]
    fn what_is_not_known_of_every_wave_is_not_averaged() {
        assert_eq!(given(&[wave(2.0, 300), GivenIn { value: Some(1.0), closed: None }]), None);
        assert_eq!(given(&[wave(2.0, 300), GivenIn { value: None, closed: Some(5) }]), None);
        assert_eq!(given(&[wave(2.0, 0), wave(1.0, 0)]), None);
        assert_eq!(given(&[]), None);
    }

    #[test]
    fn a_single_wave_needs_no_number() {
        assert_eq!(given(&[GivenIn { value: Some(1.2), closed: None }]), Some(1.2));
    }
}
