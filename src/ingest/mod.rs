//! How answers, scores and units come into the database: the group-commit writer and files.

pub mod csv;
pub mod writer;
