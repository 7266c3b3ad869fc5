//! Integration tests: one binary, so that it links once and shares one database cluster.

mod floors;
mod responses;
mod scores;
mod units;
