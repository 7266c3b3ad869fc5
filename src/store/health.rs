//! What the database server says about itself, for `hailong doctor` and the readiness probe.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text, Timestamptz};
use diesel_migrations::MigrationHarness;

use super::{MIGRATIONS, StoreError};

/// Settings of a server that decide what it notes down of the statements it runs, with the value
/// that keeps answers out of its logs and arrival times out of its rows.
pub const PRIVACY_SETTINGS: &[(&str, &str)] = &[
    ("track_commit_timestamp", "off"),
    ("log_statement", "none"),
    ("log_min_duration_statement", "-1"),
    ("log_min_duration_sample", "-1"),
    ("log_parameter_max_length", "0"),
    ("log_parameter_max_length_on_error", "0"),
];

/// Settings of a server that keep what it has confirmed from being lost or torn when it loses power,
/// unless they are `off`.
pub const DURABILITY_SETTINGS: &[&str] = &["fsync", "synchronous_commit", "full_page_writes"];

#[derive(QueryableByName)]
struct Setting {
    #[diesel(sql_type = Nullable<Text>)]
    value: Option<String>,
}

#[derive(QueryableByName)]
struct Now {
    #[diesel(sql_type = Timestamptz)]
    now: DateTime<Utc>,
}

/// A setting of the server; `None` where this version has no such setting.
pub fn setting(conn: &mut PgConnection, name: &str) -> Result<Option<String>, StoreError> {
    let found: Setting = diesel::sql_query("SELECT current_setting($1, true) AS value")
        .bind::<Text, _>(name)
        .get_result(conn)?;
    Ok(found.value)
}

/// The server's clock.
pub fn now(conn: &mut PgConnection) -> Result<DateTime<Utc>, StoreError> {
    let found: Now = diesel::sql_query("SELECT clock_timestamp() AS now").get_result(conn)?;
    Ok(found.now)
}

/// Versions of the migrations that this program has and the database lacks.
pub fn pending_migrations(conn: &mut PgConnection) -> Result<Vec<String>, StoreError> {
    let pending = conn.pending_migrations(MIGRATIONS).map_err(StoreError::Migration)?;
    Ok(pending.iter().map(|migration| migration.name().version().to_string()).collect())
}
