//! The database: what is kept, one file per aggregate. Synchronous; callers bring the connection.

pub mod dossiers;
mod durability;
mod error;
pub mod margins;
mod migrate;
mod pool;
mod read;

pub mod accounts;
pub mod audit;
pub mod batches;
pub mod blind;
pub mod devices;
pub mod envelopes;
pub mod erase;
pub mod exposure;
pub mod failures;
pub mod health;
pub mod identities;
pub mod imports;
pub mod instruments;
pub mod outlines;
pub mod publications;
pub mod quality;
pub mod remarks;
pub mod responses;
pub mod roles;
pub mod schema;
pub mod scores;
pub mod sealed;
pub mod sessions;
pub mod sources;
pub mod tasks;
pub mod tickets;
pub mod tokens;
pub mod traces;
pub mod units;
pub mod visits;
pub mod waves;

pub use durability::wait_for_disk;
pub use error::StoreError;
pub use migrate::{MIGRATIONS, migrate};
pub use pool::{Connection, Pool, pool, together};

/// Keys of the advisory locks this program takes, together here so that no two mean the same.
mod lock {
    /// Held by the session that migrates. Spells "hlmigrat".
    pub(super) const MIGRATE: i64 = 0x686c_6d69_6772_6174;
    /// Held by the transaction that writes units. Spells "hlunits_".
    pub(super) const UNITS: i64 = 0x686c_756e_6974_735f;
    /// With the number of a wave: held by the transaction that adds to the wave's chain of batches or
    /// to its publications. Spells "hlwv".
    pub(super) const WAVE: i32 = 0x686c_7776;
    /// With the number of a wave: shared by transactions that write answers, held alone by the one that
    /// closes the wave. A lock on the wave's row would have to be written to disk for every group of answers.
    /// Spells "hlop".
    pub(super) const OPEN: i32 = 0x686c_6f70;
    /// Held by the transaction that adds to the audit log. Spells "hlaudit_".
    pub(super) const AUDIT: i64 = 0x686c_6175_6469_745f;
}
