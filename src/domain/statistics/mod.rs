//! Estimation: how far an observed figure can be trusted, compared and ranked.
//!
//! Pure functions over numbers. Nothing here knows what a figure measures; callers pass totals, counts and
//! variances. Every function names the publication its formula comes from, and is deterministic: the same
//! numbers give the same bits, whatever order batches arrived in.

pub mod calibration;
pub mod difference;
pub mod distribution;
pub mod excess;
mod incomplete_beta;
pub mod interval;
pub mod odds;
pub mod precision;
mod quadrature;
pub mod quantile;
pub mod raking;
pub mod rank;
pub mod rankset;
pub mod rounding;
pub mod variance;
pub mod weighting;
