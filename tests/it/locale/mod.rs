//! Texts, language choice and numbers for people.

mod messages;
mod negotiation;
mod number;
