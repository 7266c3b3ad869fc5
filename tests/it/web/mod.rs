//! The service as visitors and programs meet it.

mod answers;
mod log;
mod operations;
mod pages;
mod privacy;
mod reading;
mod refusals;
pub mod results;
mod stopping;
pub mod support;
