//! Tickets: one visit, one answer, and nothing that links the two.

mod answers;
mod attacks;
pub mod blind;
mod code;
pub mod service;
mod sheets;
mod spending;
mod support;
mod unlock;
mod vendored;
