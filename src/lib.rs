//! Hài lòng
#![allow(missing_docs)]
pub mod domain;
pub mod ingest;
pub mod sealing;
pub mod store;
