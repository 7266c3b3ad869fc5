//! How guessing tickets is slowed down without shutting anybody out.
//!
//! A ticket has 80 random bits: at ten thousand guesses a second for ten years, and with a million tickets unspent,
//! the chance of a single hit is one in four hundred thousand. That is what keeps guessers out; this here only makes
//! guessing tedious and cheap to bear.
//!
//! The answer to a wrong code waits, the longer the more wrong codes have come lately, from whomever: addresses tell
//! little, because a whole office stands behind one and a guesser has thousands. A right code never waits and is
//! never counted, however many wrong ones others send, so nobody can be locked out by somebody else's guesses; whoever
//! mistypes is told so on the spot by the check character, which is no guess.

use std::time::Duration;

/// The wait for the first wrong code.
const FIRST: Duration = Duration::from_millis(200);
/// The longest wait: below the patience of the page, which takes a longer silence for a broken network.
const LONGEST: Duration = Duration::from_secs(3);
/// Wrong codes after which the wait is twice as long.
const DOUBLED_BY: f64 = 8.0;
/// Wrong codes that are forgotten in a second.
const FORGOTTEN: f64 = 0.5;
/// More than these are not remembered: after a flood the waits are short again within two minutes.
const MOST: f64 = 60.0;

/// How many wrong codes have come lately; nothing about which, or from where.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct WrongCodes(f64);

impl WrongCodes {
    /// After some time in which no wrong code came.
    #[must_use]
    pub fn after(self, time: Duration) -> Self {
        Self((self.0 - time.as_secs_f64() * FORGOTTEN).max(0.0))
    }

    /// With so many more.
    #[must_use]
    pub fn with(self, more: u32) -> Self {
        Self((self.0 + f64::from(more)).min(MOST))
    }

    /// How long the answer to the latest waits.
    pub fn wait(self) -> Duration {
        let factor = ((self.0 - 1.0).max(0.0) / DOUBLED_BY).exp2();
        LONGEST.min(FIRST.mul_f64(factor))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_up_to_three_seconds_and_are_forgotten() {
        let after = |count| WrongCodes::default().with(count).wait().as_millis();
        assert_eq!([after(1), after(9), after(17), after(25)], [200, 400, 800, 1600]);
        assert_eq!([after(60), after(u32::MAX)], [3000, 3000]);
        let flood = WrongCodes::default().with(1_000_000);
        assert_eq!(flood.after(Duration::from_secs(120)), WrongCodes::default());
        assert!(flood.after(Duration::from_secs(60)).wait() < flood.wait());
    }
}
