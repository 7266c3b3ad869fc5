//! How data comes in.

pub mod csv;
