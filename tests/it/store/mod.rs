//! The store against a real database.

mod aggregates;
mod devices;
mod responses;
mod schema;
