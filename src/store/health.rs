//! What the database server says about itself, for `hailong doctor` and the readiness probe.

use chrono::{DateTime, Utc};
use diesel::migration::MigrationSource;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable, Text, Timestamptz};

use super::{MIGRATIONS, StoreError};

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

/// A setting of the server as it holds for this session; `None` where this version has no such setting, or where this
/// role may not look at it.
pub fn setting(conn: &mut PgConnection, name: &str) -> Result<Option<String>, StoreError> {
    let found: Option<Setting> =
        diesel::sql_query("SELECT current_setting(name) AS value FROM pg_settings WHERE name = $1")
            .bind::<Text, _>(name)
            .get_result(conn)
            .optional()?;
    Ok(found.and_then(|setting| setting.value))
}

/// The server's clock.
pub fn now(conn: &mut PgConnection) -> Result<DateTime<Utc>, StoreError> {
    let found: Now = diesel::sql_query("SELECT clock_timestamp() AS now").get_result(conn)?;
    Ok(found.now)
}

/// Versions of the migrations that this program has and the database lacks. Reads only, so that any role may ask.
pub fn pending_migrations(conn: &mut PgConnection) -> Result<Vec<String>, StoreError> {
    let has_list: Yes =
        diesel::sql_query("SELECT to_regclass('__diesel_schema_migrations') IS NOT NULL AS yes")
            .get_result(conn)?;
    let applied: Vec<Version> = if has_list.yes {
        diesel::sql_query("SELECT version::text AS version FROM __diesel_schema_migrations").load(conn)?
    } else {
        Vec::new()
    };
    let all = MigrationSource::<Pg>::migrations(&MIGRATIONS).map_err(StoreError::Migration)?;
    let known = |version: &String| applied.iter().any(|applied| applied.version == *version);
    Ok(all
        .iter()
        .map(|migration| migration.name().version().to_string())
        .filter(|version| !known(version))
        .collect())
}

#[derive(QueryableByName)]
struct Version {
    #[diesel(sql_type = Text)]
    version: String,
}

#[derive(QueryableByName)]
pub(super) struct Yes {
    #[diesel(sql_type = Bool)]
    pub yes: bool,
}
