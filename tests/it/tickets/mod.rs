//! Tickets: one visit, one answer, and nothing that links the two.

mod answers;
mod attacks;
mod code;
pub mod service;
mod spending;
mod support;
