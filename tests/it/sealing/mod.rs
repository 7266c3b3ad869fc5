//! Sealing, closing, publishing and verifying against a real database.

mod at_once;
mod breakdowns;
mod closing;
mod epochs;
mod pooled;
mod pools;
mod property;
mod publishing;
mod raking;
mod visits;
