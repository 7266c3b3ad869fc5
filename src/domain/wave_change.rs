//! What of a wave can still be changed, and why the rest cannot.
//!
//! A wave that was ever opened counts as answered. Whether somebody has in fact answered is never asked: a refusal
//! that depended on it would tell how many responses wait.

use std::fmt;

use chrono::NaiveDate;

use super::wave::State;

/// Something about a wave that people may want to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Title shown to citizens.
    Title,
    /// Last day on which answers are taken.
    ClosesOn,
    /// Whether everybody may see the results.
    Public,
    /// More units; none is ever taken away.
    MoreUnits,
    /// Languages of the form.
    Languages,
    /// The wave that results are compared with.
    Earlier,
    /// Instrument version, period, mode, access and switches: they say what the figures mean.
    Method,
    /// Smallest number of responses in a batch: what citizens were promised.
    K,
    /// Envelopes, what is kept, breakdowns and remarks: what citizens were promised, too.
    Protection,
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 9] = [
        Self::Title,
        Self::ClosesOn,
        Self::Public,
        Self::MoreUnits,
        Self::Languages,
        Self::Earlier,
        Self::Method,
        Self::K,
        Self::Protection,
    ];

    /// The word in messages and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::ClosesOn => "closes_on",
            Self::Public => "public",
            Self::MoreUnits => "units",
            Self::Languages => "languages",
            Self::Earlier => "earlier",
            Self::Method => "method",
            Self::K => "k",
            Self::Protection => "protection",
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a field cannot be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fixed {
    /// The wave was opened: answers given so far would come to mean something else.
    Opened,
    /// The wave is closed: there is nothing left that it could affect.
    Closed,
}

/// Why the field cannot be changed in this state; `None` where it can.
pub fn fixed(field: Field, state: State) -> Option<Fixed> {
    match (field, state) {
        (_, State::Planned)
        | (Field::Title | Field::Public | Field::Earlier, _)
        | (Field::ClosesOn | Field::MoreUnits | Field::Languages, State::Open) => None,
        (Field::ClosesOn | Field::MoreUnits | Field::Languages, State::Closed) => Some(Fixed::Closed),
        (Field::Method | Field::K | Field::Protection, State::Open | State::Closed) => Some(Fixed::Opened),
    }
}

/// Whether the last day may become `new`: never one that is over and, once the wave was opened, only a later one, or
/// today. Citizens were told until when they can answer.
pub fn may_close_on(state: State, old: Option<NaiveDate>, new: Option<NaiveDate>, today: NaiveDate) -> bool {
    let Some(new) = new else { return true };
    let told = old.filter(|_| state == State::Open);
    new == today || (new > today && told.is_none_or(|old| new >= old))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_planned_wave_can_be_changed_altogether() {
        for field in Field::ALL {
            assert_eq!(fixed(field, State::Planned), None, "{field}");
        }
    }

    #[test]
    fn what_figures_mean_is_fixed_from_the_opening_on() {
        for field in [Field::Method, Field::K, Field::Protection] {
            assert_eq!(fixed(field, State::Open), Some(Fixed::Opened), "{field}");
            assert_eq!(fixed(field, State::Closed), Some(Fixed::Opened), "{field}");
        }
        for field in
            [Field::Title, Field::ClosesOn, Field::Public, Field::MoreUnits, Field::Languages, Field::Earlier]
        {
            assert_eq!(fixed(field, State::Open), None, "{field}");
        }
        assert_eq!(fixed(Field::MoreUnits, State::Closed), Some(Fixed::Closed));
    }

    #[test]
    fn the_last_day_of_an_open_wave_moves_to_later_days_or_to_today() {
        let (today, old) = (day("2026-11-10"), Some(day("2026-11-20")));
        let may = |state, new| may_close_on(state, old, Some(day(new)), today);
        assert!(may(State::Open, "2026-11-21"));
        assert!(may(State::Open, "2026-11-10"));
        assert!(!may(State::Open, "2026-11-15"), "citizens were told the 20th");
        assert!(!may(State::Open, "2026-11-09"), "it is over");
        assert!(may(State::Planned, "2026-11-15"));
        assert!(!may(State::Planned, "2026-11-09"));
        assert!(may_close_on(State::Open, old, None, today));
    }
}
