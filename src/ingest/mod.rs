//! How answers, scores, units and instruments come in: the group-commit writer and files.

pub mod boundaries;
pub mod csv;
pub mod extras;
pub mod forms;
pub mod import;
pub mod writer;
