//! The writer and the files, against a real database.

mod responses;
mod scores;
mod writer;
