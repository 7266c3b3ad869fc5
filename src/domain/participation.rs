//! How many of those who were served have answered, and what that means for a figure.

/// People who answered among those who could have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Participation {
    /// People who answered, at least.
    pub answered: i64,
    /// Dossiers closed in the period.
    pub closed: i64,
}

impl Participation {
    /// Share of those served who have answered, 0 to 1; `None` where nobody was served or more answered than were.
    pub fn share(self) -> Option<f64> {
        let Self { answered, closed } = self;
        (closed > 0 && answered <= closed).then(|| answered as f64 / closed as f64)
    }

    /// Whether more have answered than were served: either the number of dossiers or the answers are wrong.
    pub fn is_impossible(self) -> bool {
        self.answered > self.closed
    }

    /// Between which values the mean of everybody served lies whatever the silent ones think: worst-case bounds
    /// (Manski 1989, Journal of Human Resources 24(3); for a share \[x/N, (x+N-n)/N\]). `range` are the ends of the
    /// scale of `value`.
    pub fn bounds(self, value: f64, range: [f64; 2]) -> Option<[f64; 2]> {
        let share = self.share()?;
        Some(range.map(|end| share * value + (1.0 - share) * end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_silent_ones_may_think_anything() {
        // 40 of 100 served answered, 30 of them satisfied: between 30 and 90 of 100 are.
        let participation = Participation { answered: 40, closed: 100 };
        let [low, high] = participation.bounds(75.0, [0.0, 100.0]).unwrap();
        assert!((low - 30.0).abs() < 1e-12 && (high - 90.0).abs() < 1e-12, "{low} {high}");
        let all = Participation { answered: 100, closed: 100 };
        assert_eq!(all.bounds(75.0, [0.0, 100.0]), Some([75.0, 75.0]));
    }

    #[test]
    fn more_answers_than_dossiers_are_no_share() {
        let wrong = Participation { answered: 101, closed: 100 };
        assert!(wrong.is_impossible());
        assert_eq!(wrong.share(), None);
        assert_eq!(Participation { answered: 0, closed: 0 }.share(), None);
    }
}
