//! The ground floor: what the words mean and how the figures are computed.
//!
//! Pure functions of their arguments: no database, no HTTP, no files, no clock, no randomness.

pub mod instrument;
