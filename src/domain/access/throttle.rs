//! How guessing is slowed down without shutting anybody out.
//!
//! Wrong passwords and codes in a row are counted per account and never per address: a whole office stands behind
//! one address, and a guesser has thousands. After a few free tries each further one has to wait, twice as long
//! every time up to an hour; the answer comes at once and says how long (429 with Retry-After), so no thread is
//! held. After a hundred in a row (the most NIST SP 800-63B section 3.2.2 allows) no guess is looked at any more.
//!
//! That alone would let anybody lock a colleague out by typing nonsense. So a browser in which the account's owner
//! has signed in before has a count of its own (the "device cookie" of OWASP): guesses made elsewhere do not touch
//! it, a session that has begun goes on, and signing in from a known browser or by a one-time link forgives the
//! guesses of strangers.

use std::time::Duration;

/// After so many failures in a row the next try has to wait.
pub const SLOWED_AFTER: u32 = 5;
/// First wait.
const FIRST: u64 = 15;
/// Longest wait.
const LONGEST: u64 = 3600;
/// After so many failures in a row guesses are not looked at any more.
pub const CLOSED_AFTER: u32 = 100;

/// What the next try has to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// Wait this long after the last failure; zero for not at all.
    For(Duration),
    /// Nothing: only a known browser or a one-time link opens the account again.
    Closed,
}

/// The wait after so many failures in a row.
pub fn wait_after(failures: u32) -> Wait {
    if failures >= CLOSED_AFTER {
        return Wait::Closed;
    }
    let Some(over) = failures.checked_sub(SLOWED_AFTER) else { return Wait::For(Duration::ZERO) };
    let doubled = 1_u64.checked_shl(over).and_then(|times| FIRST.checked_mul(times)).unwrap_or(LONGEST);
    Wait::For(Duration::from_secs(doubled.min(LONGEST)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_an_hour_and_end_at_a_hundred() {
        let seconds = |failures| match wait_after(failures) {
            Wait::For(wait) => Some(wait.as_secs()),
            Wait::Closed => None,
        };
        assert_eq!(
            (0..10).map(seconds).collect::<Option<Vec<_>>>().unwrap(),
            [0, 0, 0, 0, 0, 15, 30, 60, 120, 240]
        );
        assert_eq!(seconds(13), Some(3600));
        assert_eq!(seconds(99), Some(3600));
        assert_eq!(seconds(100), None);
        assert_eq!(seconds(u32::MAX), None);
        assert!((1..99).all(|failures| seconds(failures) <= seconds(failures + 1)));
    }
}
