use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{StoreError, lock};

/// Every migration of the schema, compiled in.
pub const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

/// Applies the migrations that are missing, one transaction each, and gives their versions in order.
/// Processes that start at the same time wait for one another.
///
/// # Errors
/// When a migration fails; the ones before it stay applied.
pub fn migrate(conn: &mut PgConnection) -> Result<Vec<String>, StoreError> {
    diesel::sql_query("SELECT pg_advisory_lock($1)").bind::<BigInt, _>(lock::MIGRATE).execute(conn)?;
    let applied = conn
        .run_pending_migrations(MIGRATIONS)
        .map(|versions| versions.iter().map(ToString::to_string).collect())
        .map_err(StoreError::Migration);
    // The lock belongs to the session: a pooled connection would carry it on.
    let unlocked =
        diesel::sql_query("SELECT pg_advisory_unlock($1)").bind::<BigInt, _>(lock::MIGRATE).execute(conn);
    let applied = applied?;
    unlocked?;
    Ok(applied)
}
