//! The evaluator: measures, combinations, scales, uncertainty, benchmarks, comparison.

mod comparison;
mod filtered;
mod judgement;
mod measures;
mod standing;
pub mod support;
mod variance;
