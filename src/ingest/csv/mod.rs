//! CSV files: what a person made in a spreadsheet, so every mistake is found at once and named by
//! line and column.

mod mistake;
mod sheet;
pub mod units;

pub use mistake::{Mistake, Mistakes};
pub use sheet::{Row, Sheet};
