//! Integration tests: one binary, so that it links once and shares one database cluster.

mod export;
mod floors;
mod instruments;
mod locale;
mod responses;
mod scores;
mod support;
mod units;
mod web;
