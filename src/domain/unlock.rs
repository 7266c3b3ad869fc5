//! Opening a kiosk from a second device: a clerk opens one form after a visit is done, and no form can be answered that
//! nobody opened.
//!
//! Everything here lives in memory and is gone after ten minutes or at the end of the day: which form was opened when is
//! written down nowhere. Times are those that have passed since the service began.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::NaiveDate;

use super::batch::Hash;

/// How long an opened form waits for a kiosk, and a kiosk's form for its answers.
pub const LIFE: Duration = Duration::from_secs(600);
/// Least time between two forms that are opened: nobody is served in less.
pub const APART: Duration = Duration::from_secs(40);
/// Most dossiers a desk closes in a day.
pub const MOST_CLOSED: u32 = 100_000;

/// Why no form is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shut {
    /// Nobody has said yet how many dossiers were closed today.
    NoNumber,
    /// As many forms were opened today as dossiers were closed.
    UsedUp,
    /// The last one was opened a moment ago; the time to wait.
    TooSoon(Duration),
}

/// The number of dossiers comes from a program, and people do not overrule it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FromProgram;

/// Who says how many dossiers were closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// Somebody typed it.
    Clerk,
    /// The one-stop software.
    Program,
}

/// The forms opened at one unit today.
#[derive(Debug, Clone)]
pub struct Desk {
    day: NaiveDate,
    /// Dossiers closed so far today, and who said so.
    closed: Option<(u32, Source)>,
    /// Forms that kiosks have taken today.
    taken: u32,
    /// When the last one was opened.
    last: Option<Duration>,
    /// Until when a form waits for a kiosk to take it.
    waiting: Option<Duration>,
    /// Forms that are being answered, by what is kept of their permits, and until when.
    permits: BTreeMap<Hash, Duration>,
}

impl Desk {
    /// At the beginning of a day.
    pub fn new(day: NaiveDate) -> Self {
        Self { day, closed: None, taken: 0, last: None, waiting: None, permits: BTreeMap::new() }
    }

    /// Goes on to a moment of a day: what is over is forgotten.
    fn turn(&mut self, day: NaiveDate, now: Duration) {
        if day != self.day {
            (self.day, self.closed, self.taken) = (day, None, 0);
        }
        self.waiting = self.waiting.filter(|until| now < *until);
        self.last = self.last.filter(|last| now < *last + APART);
        self.permits.retain(|_, until| now < *until);
    }

    /// Says how many dossiers were closed so far today.
    ///
    /// # Errors
    /// When a clerk says so and a program has.
    pub fn close(
        &mut self,
        (day, now): (NaiveDate, Duration),
        count: u32,
        source: Source,
    ) -> Result<(), FromProgram> {
        self.turn(day, now);
        if self.closed.is_some_and(|(_, before)| before > source) {
            return Err(FromProgram);
        }
        self.closed = Some((count.min(MOST_CLOSED), source));
        Ok(())
    }

    /// Opens one form. One that nobody has taken yet is still open, and not opened twice.
    ///
    /// # Errors
    /// Why not.
    pub fn open(&mut self, (day, now): (NaiveDate, Duration)) -> Result<(), Shut> {
        self.turn(day, now);
        let (closed, _) = self.closed.ok_or(Shut::NoNumber)?;
        if self.waiting.is_some() {
            return Ok(());
        }
        if self.taken >= closed {
            return Err(Shut::UsedUp);
        }
        if let Some(last) = self.last {
            return Err(Shut::TooSoon((last + APART).saturating_sub(now)));
        }
        (self.last, self.waiting) = (Some(now), Some(now + LIFE));
        Ok(())
    }

    /// A kiosk takes the form that is open, under a permit of which this is kept. Gives whether one was.
    pub fn take(&mut self, (day, now): (NaiveDate, Duration), permit: Hash) -> bool {
        self.turn(day, now);
        if self.waiting.take().is_none() {
            return false;
        }
        self.taken += 1;
        self.permits.insert(permit, now + LIFE);
        true
    }

    /// Spends a permit with the response that comes with it. Gives until when it would have been good.
    pub fn spend(&mut self, (day, now): (NaiveDate, Duration), permit: &Hash) -> Option<Duration> {
        self.turn(day, now);
        self.permits.remove(permit)
    }

    /// Takes a permit back whose response was not stored: it may be sent again.
    pub fn give_back(&mut self, permit: Hash, until: Duration) {
        self.permits.insert(permit, until);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERMIT: Hash = [7; 32];

    fn at(seconds: u64) -> (NaiveDate, Duration) {
        ("2026-08-03".parse().unwrap(), Duration::from_secs(seconds))
    }

    fn desk(closed: u32) -> Desk {
        let mut desk = Desk::new(at(0).0);
        desk.close(at(0), closed, Source::Clerk).unwrap();
        desk
    }

    #[test]
    fn a_form_is_opened_taken_and_answered_once() {
        let mut desk = desk(5);
        assert!(!desk.take(at(1), PERMIT), "nothing is open");
        desk.open(at(2)).unwrap();
        desk.open(at(3)).unwrap();
        assert!(desk.take(at(4), PERMIT) && !desk.take(at(5), [8; 32]), "opened twice is open once");
        assert_eq!(desk.spend(at(6), &[9; 32]), None);
        assert_eq!(desk.spend(at(6), &PERMIT), Some(Duration::from_secs(604)));
        assert_eq!(desk.spend(at(7), &PERMIT), None);
        desk.give_back(PERMIT, Duration::from_secs(604));
        assert_eq!(desk.spend(at(603), &PERMIT), Some(Duration::from_secs(604)));
    }

    #[test]
    fn nothing_outlives_ten_minutes() {
        let mut desk = desk(5);
        desk.open(at(0)).unwrap();
        assert!(!desk.take(at(600), PERMIT));
        desk.open(at(600)).unwrap();
        assert!(desk.take(at(601), PERMIT));
        assert_eq!(desk.spend(at(1201), &PERMIT), None);
    }

    #[test]
    fn forms_are_forty_seconds_apart_and_no_more_than_dossiers() {
        let mut desk = Desk::new(at(0).0);
        assert_eq!(desk.open(at(0)), Err(Shut::NoNumber));
        desk.close(at(0), 2, Source::Clerk).unwrap();
        desk.open(at(10)).unwrap();
        assert!(desk.take(at(11), PERMIT));
        assert_eq!(desk.open(at(20)), Err(Shut::TooSoon(Duration::from_secs(30))));
        desk.open(at(50)).unwrap();
        assert!(desk.take(at(51), PERMIT));
        assert_eq!(desk.open(at(100)), Err(Shut::UsedUp));
        desk.close(at(101), 3, Source::Clerk).unwrap();
        desk.open(at(102)).unwrap();
    }

    #[test]
    fn a_form_that_no_kiosk_took_is_not_counted_and_a_new_day_begins_anew() {
        let mut desk = desk(1);
        desk.open(at(0)).unwrap();
        desk.open(at(700)).unwrap();
        assert!(desk.take(at(701), PERMIT));
        let tomorrow = ("2026-08-04".parse().unwrap(), Duration::from_secs(90_000));
        assert_eq!(desk.open(tomorrow), Err(Shut::NoNumber));
        desk.close(tomorrow, 1, Source::Clerk).unwrap();
        desk.open(tomorrow).unwrap();
    }

    #[test]
    fn what_a_program_says_nobody_overrules_until_the_day_is_over() {
        let mut desk = desk(9);
        desk.close(at(1), 1, Source::Program).unwrap();
        assert_eq!(desk.close(at(2), 50, Source::Clerk), Err(FromProgram));
        desk.close(at(3), 2, Source::Program).unwrap();
        let tomorrow = ("2026-08-04".parse().unwrap(), Duration::from_secs(90_000));
        desk.close(tomorrow, 3, Source::Clerk).unwrap();
    }
}
