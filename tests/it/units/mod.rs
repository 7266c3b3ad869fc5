//! The units that ship, in memory and in a database.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod list;
