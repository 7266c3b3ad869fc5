//! Tickets: one visit, one answer, and nothing that links the two.

mod code;
mod spending;
mod support;
