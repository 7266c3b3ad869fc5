//! Texts, language choice and numbers for people.

#![expect(clippy::unwrap_used, reason = "in a helper of tests, too, a panic is the failure of the test")]

mod messages;
mod negotiation;
mod number;
