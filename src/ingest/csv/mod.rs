//! CSV files: what a person made in a spreadsheet, so every mistake is found at once and named by
//! line and column.

pub mod dossiers;
pub mod margins;
mod mistake;
mod number;
pub mod responses;
pub mod scores;
mod sheet;
mod stream;
pub mod units;
mod wave;
mod way;
mod why;

pub use mistake::{Mistake, Mistakes};
pub use sheet::{Row, Sheet};
pub use wave::{OpenWaveError, open_wave_for_import};
pub use way::Way;
pub use why::Why;

use way::{Usable, usable, with_zeros};
