//! Answers in sealed envelopes: from the one who answers to the batch, and what attackers get.

mod attacks;
mod crashes;
mod keys;
mod pools;
mod program;
pub mod service;
pub mod support;
mod vendored;
