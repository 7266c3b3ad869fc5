//! The estimators against independent programs, and properties that must hold for any input.
#![expect(clippy::float_cmp, reason = "where equality is asserted the result is exact by contract")]

mod differences;
mod distributions;
mod excess;
mod intervals;
mod odds;
pub mod oracle;
mod precision;
mod properties;
mod raking;
mod rank_sets;
mod rounding;
mod survey;
mod survey_design;
