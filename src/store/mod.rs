//! The database: what is kept, one file per aggregate. Synchronous; callers bring the connection.

mod error;
mod migrate;
mod pool;
pub mod schema;
pub mod units;

pub use error::StoreError;
pub use migrate::{MIGRATIONS, migrate};
pub use pool::{Pool, pool};

/// Keys of the advisory locks this program takes, together here so that no two mean the same.
mod lock {
    /// Held by the session that migrates. Spells "hlmigrat".
    pub(super) const MIGRATE: i64 = 0x686c_6d69_6772_6174;
    /// Held by the transaction that writes units. Spells "hlunits_".
    pub(super) const UNITS: i64 = 0x686c_756e_6974_735f;
}
