//! The store against a real database.

mod aggregates;
mod responses;
mod schema;
