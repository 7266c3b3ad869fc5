//! Integration tests: one binary, so that it links once and shares one database cluster.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at the first surprise")]

mod attacks;
mod browser;
mod embedded;
mod envelopes;
mod export;
mod floors;
mod house;
mod ingest;
mod instruments;
mod journeys;
mod languages;
mod locale;
mod responses;
mod scores;
mod sealing;
mod staff;
mod statistics;
mod store;
mod support;
mod tickets;
mod units;
mod web;
