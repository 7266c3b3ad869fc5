//! Units and their lineage.

mod place;
mod read;
mod seed;
mod shipped;
mod write;

pub use place::{Place, place, places, within};
pub use read::{all_units, code_of, lineage, lineage_of, spelled_like, unit_at, unit_id, units_at};
pub use seed::{Seeded, seed_units};
pub use shipped::{Shipped, shipped};
pub use write::{Written, import_units};
