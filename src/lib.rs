//! Hài lòng
#![allow(missing_docs)]
pub mod cli;
pub mod domain;
pub mod export;
pub mod ingest;
pub mod locale;
pub mod sealing;
pub mod store;
