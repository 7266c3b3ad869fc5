//! Envelopes that wait to be sealed, and the public keys they are encrypted to.

use diesel::prelude::*;
use diesel::sql_types::Integer;
use uuid::Uuid;

use super::schema::{envelope, wave_key};
use super::{StoreError, read};
use crate::domain::batch::Hash;

/// The key of a wave with envelopes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaveKey {
    /// Its name.
    pub name: String,
    /// Public half.
    pub public: Hash,
    /// Whether the private half is gone for good.
    pub destroyed: bool,
}

/// The key of a wave, if it has one.
pub fn key_of(conn: &mut PgConnection, wave: i32) -> Result<Option<WaveKey>, StoreError> {
    let columns = (wave_key::key, wave_key::public, wave_key::destroyed);
    let found = wave_key::table.find(wave).select(columns).get_result::<(String, Vec<u8>, bool)>(conn);
    let Some((name, public, destroyed)) = found.optional()? else { return Ok(None) };
    let unreadable = |_| read::unreadable("wave_key", &name, "not 32 bytes");
    let public = Hash::try_from(public.as_slice()).map_err(unreadable)?;
    Ok(Some(WaveKey { name, public, destroyed }))
}

/// Gives a wave its key, once and for all. Gives whether it had none.
pub fn set_key(conn: &mut PgConnection, wave: i32, name: &str, public: &Hash) -> Result<bool, StoreError> {
    let row = (wave_key::wave.eq(wave), wave_key::key.eq(name), wave_key::public.eq(public.as_slice()));
    Ok(diesel::insert_into(wave_key::table).values(row).on_conflict_do_nothing().execute(conn)? == 1)
}

/// Notes that the private half is gone. Gives whether that was news.
pub fn mark_destroyed(conn: &mut PgConnection, wave: i32) -> Result<bool, StoreError> {
    let there = wave_key::table.filter(wave_key::wave.eq(wave).and(wave_key::destroyed.eq(false)));
    Ok(diesel::update(there).set(wave_key::destroyed.eq(true)).execute(conn)? == 1)
}

/// Takes the key of a planned wave away with the wave.
pub fn forget_key(conn: &mut PgConnection, wave: i32) -> Result<(), StoreError> {
    diesel::delete(wave_key::table.filter(wave_key::wave.eq(wave))).execute(conn)?;
    Ok(())
}

/// An envelope taken out of its pool.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Waiting {
    /// Key of the unit.
    pub unit_id: i32,
    /// Its id.
    pub id: Uuid,
    /// Name of the key it is encrypted to.
    pub key: String,
    /// Encapsulated key.
    pub enc: Vec<u8>,
    /// Encrypted answers.
    pub sealed: Vec<u8>,
    /// How it came.
    pub channel: Option<String>,
}

/// Number of envelopes in each pool of the wave that is not empty, by key of the unit. For sealing only.
pub fn pending_counts(conn: &mut PgConnection, wave: i32) -> Result<Vec<(i32, i64)>, StoreError> {
    let counts = envelope::table
        .filter(envelope::wave.eq(wave))
        .group_by(envelope::unit_id)
        .order(envelope::unit_id)
        .select((envelope::unit_id, diesel::dsl::count_star()))
        .load(conn)?;
    Ok(counts)
}

/// Takes the pools of these units out, in no order; the transaction must put what is in them into a batch or be
/// rolled back.
pub fn take_pools(conn: &mut PgConnection, wave: i32, units: &[i32]) -> Result<Vec<Waiting>, StoreError> {
    let pools = envelope::table.filter(envelope::wave.eq(wave).and(envelope::unit_id.eq_any(units)));
    let taken = diesel::delete(pools)
        .returning((
            envelope::unit_id,
            envelope::id,
            envelope::key,
            envelope::enc,
            envelope::sealed,
            envelope::channel,
        ))
        .load(conn)?;
    Ok(taken)
}

/// As [`shuffle`](super::responses::shuffle) of open answers.
pub fn shuffle(conn: &mut PgConnection, wave: i32, unit_id: i32) -> Result<(), StoreError> {
    // Sorting makes the database finish the deletion before it inserts anything.
    diesel::sql_query(
        "WITH pool AS (DELETE FROM envelope WHERE wave = $1 AND unit_id = $2 RETURNING envelope.*) \
         INSERT INTO envelope SELECT pool.* FROM pool ORDER BY gen_random_uuid()",
    )
    .bind::<Integer, _>(wave)
    .bind::<Integer, _>(unit_id)
    .execute(conn)?;
    Ok(())
}
