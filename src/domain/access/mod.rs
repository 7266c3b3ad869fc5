//! Who among the staff may do what, and where.
//!
//! A **role** is a set of **rights** ([`Role::rights`] is the one table of them). A role is given at a unit and
//! reaches that unit and everything below it: a commune sees itself and its desks, a province its communes. What
//! somebody holds altogether are their [`Powers`]; every page and every address of the interface asks them the
//! same question, [`Powers::may`].
//!
//! | right | viewer | clerk | manager | analyst | auditor | administrator |
//! |---|---|---|---|---|---|---|
//! | see results before they are public | ✓ | | ✓ | ✓ | | ✓ |
//! | download them | | | ✓ | ✓ | | ✓ |
//! | see batches and their states | | | ✓ | ✓ | ✓ | ✓ |
//! | unlock kiosks | | ✓ | ✓ | | | ✓ |
//! | issue tickets | | ✓ | ✓ | | | ✓ |
//! | manage devices | | | ✓ | | | ✓ |
//! | manage waves | | | ✓ | | | ✓ |
//! | import | | | ✓ | | | ✓ |
//! | manage tasks | | | ✓ | | | ✓ |
//! | decide about quarantined batches | | | | | ✓ | ✓ |
//! | read the audit log | | | | | ✓ | ✓ |
//! | erase waves | | | | | | ✓ |
//! | make tokens | | | ✓ | ✓ | | ✓ |
//! | manage accounts | | | | | | ✓ |
//!
//! A clerk sees no results, so that nobody at a counter can watch what the last visitor said. An auditor sees how
//! figures came about but none of them; and it is the auditor and not the manager of the unit that is judged who
//! decides about batches that look stuffed. Nobody can give away what they do not hold.
//!
//! Everything here is pure: the clock, the tree of the day and all secrets come from outside.

mod audit;
mod guessing;
mod name;
mod powers;
mod right;
mod role;
mod throttle;
mod totp;

pub use audit::{Action, Entry, NewEntry, START};
pub use guessing::WrongCodes;
pub use name::{AccountName, NotAName};
pub use powers::{Entitlement, Powers, Reach, path_of, top_of};
pub use right::{Right, Rights, UnknownRight};
pub use role::{Role, UnknownRole};
pub use throttle::{CLOSED_AFTER, SLOWED_AFTER, Wait, wait_after};
pub use totp::{CODE_DIGITS, PERIOD_SECONDS, code_at, matching_step};
