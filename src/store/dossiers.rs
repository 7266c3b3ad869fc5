//! How many dossiers desks have closed in the period of a wave.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Integer};

use super::StoreError;
use super::schema::dossier;

/// Sets the numbers of units of a wave, or replaces them. The units must take part in the wave.
pub fn upsert(conn: &mut PgConnection, wave: i32, closed: &BTreeMap<i32, i64>) -> Result<(), StoreError> {
    diesel::sql_query(
        "INSERT INTO dossier (wave, unit_id, closed) \
         SELECT $1, unit_id, closed FROM unnest($2, $3) AS d (unit_id, closed) \
         ON CONFLICT (wave, unit_id) DO UPDATE SET closed = EXCLUDED.closed",
    )
    .bind::<Integer, _>(wave)
    .bind::<Array<Integer>, _>(closed.keys().copied().collect::<Vec<_>>())
    .bind::<Array<BigInt>, _>(closed.values().copied().collect::<Vec<_>>())
    .execute(conn)?;
    Ok(())
}

/// The numbers of a wave, by key of the unit. Units of which nothing is known are left out.
pub fn of_wave(conn: &mut PgConnection, wave: i32) -> Result<BTreeMap<i32, i64>, StoreError> {
    let rows: Vec<(i32, i64)> = dossier::table
        .filter(dossier::wave.eq(wave))
        .select((dossier::unit_id, dossier::closed))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Forgets the numbers of a wave.
pub fn forget(conn: &mut PgConnection, wave: i32) -> Result<(), StoreError> {
    diesel::delete(dossier::table.filter(dossier::wave.eq(wave))).execute(conn)?;
    Ok(())
}
