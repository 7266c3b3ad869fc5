//! The files of results: what is in them, and that all of them say the same.

#![expect(clippy::unwrap_used, reason = "in a helper of tests, too, a panic is the failure of the test")]

mod agreement;
mod as_csv;
mod as_json;
mod as_xlsx;
mod formats;
mod support;
