//! Remarks: those that wait in pools, and those that staff read.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use diesel::sql_types::{Array, Integer};
use uuid::Uuid;

use super::schema::{remark, remark_pool};
use super::{StoreError, waves};

/// Most remarks that wait at a unit of a wave: a day's work for whoever reads them, and an end to floods.
const MOST: i64 = 5000;

/// What became of a remark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// It waits.
    New,
    /// It had been sent before.
    Already,
    /// The wave takes no more.
    WaveClosed,
    /// Too many wait at the unit.
    Full,
}

/// What staff have decided about a remark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nothing yet.
    Waiting,
    /// Everybody who may see the results may read it.
    Released,
    /// It is gone but counted.
    Withheld,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Released, Self::Withheld];

    /// The word used in tables and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Released => "released",
            Self::Withheld => "withheld",
        }
    }
}

/// A remark for staff to read.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Remark {
    /// Random key.
    pub id: Uuid,
    /// Key of the wave.
    pub wave: i32,
    /// Key of the unit.
    pub unit_id: i32,
    /// The text; none once it is withheld.
    pub text: Option<String>,
}

/// Adds a remark to what waits at its unit. The text must be clean.
pub fn add(
    conn: &mut PgConnection,
    (wave, unit_id): (i32, i32),
    id: Uuid,
    text: &str,
) -> Result<Added, StoreError> {
    conn.build_transaction().read_committed().run(|conn| {
        if !waves::hold_open(conn, wave)? {
            return Ok(Added::WaveClosed);
        }
        let waiting =
            remark_pool::table.filter(remark_pool::wave.eq(wave).and(remark_pool::unit_id.eq(unit_id)));
        if waiting.count().get_result::<i64>(conn)? >= MOST {
            return Ok(Added::Full);
        }
        let row = (
            remark_pool::unit_id.eq(unit_id),
            remark_pool::id.eq(id),
            remark_pool::wave.eq(wave),
            remark_pool::text.eq(text),
        );
        let new =
            diesel::insert_into(remark_pool::table).values(row).on_conflict_do_nothing().execute(conn)?;
        Ok(if new == 1 { Added::New } else { Added::Already })
    })
}

/// How many wait at each unit of the wave. For sealing only.
pub fn waiting_counts(conn: &mut PgConnection, wave: i32) -> Result<BTreeMap<i32, i64>, StoreError> {
    let counts: Vec<(i32, i64)> = remark_pool::table
        .filter(remark_pool::wave.eq(wave))
        .group_by(remark_pool::unit_id)
        .select((remark_pool::unit_id, diesel::dsl::count_star()))
        .load(conn)?;
    Ok(counts.into_iter().collect())
}

/// Gives what waits at the units to staff of `unit_id` to read, under new keys and in random order, in one statement.
/// The units it came from, and how many there were.
pub fn hand_over(
    conn: &mut PgConnection,
    wave: i32,
    sources: &[i32],
    unit_id: i32,
) -> Result<(BTreeSet<i32>, usize), StoreError> {
    let from: Vec<i32> = remark_pool::table
        .filter(remark_pool::wave.eq(wave).and(remark_pool::unit_id.eq_any(sources)))
        .select(remark_pool::unit_id)
        .distinct()
        .load(conn)?;
    let moved = diesel::sql_query(
        "WITH taken AS (DELETE FROM remark_pool WHERE wave = $1 AND unit_id = ANY($2) RETURNING text) \
         INSERT INTO remark (id, wave, unit_id, state, text) \
         SELECT gen_random_uuid(), $1, $3, 'waiting', text FROM taken ORDER BY random()",
    )
    .bind::<Integer, _>(wave)
    .bind::<Array<Integer>, _>(sources)
    .bind::<Integer, _>(unit_id)
    .execute(conn)?;
    Ok((from.into_iter().collect(), moved))
}

/// Drops what waits at the units.
pub fn drop_waiting(conn: &mut PgConnection, wave: i32, sources: &[i32]) -> Result<usize, StoreError> {
    let left =
        remark_pool::table.filter(remark_pool::wave.eq(wave).and(remark_pool::unit_id.eq_any(sources)));
    Ok(diesel::delete(left).execute(conn)?)
}

/// Remarks of a wave at these units in one state, by key, which is random; at most so many.
pub fn list(
    conn: &mut PgConnection,
    wave: i32,
    units: &[i32],
    state: State,
    most: i64,
) -> Result<Vec<Remark>, StoreError> {
    let found = remark::table
        .filter(remark::wave.eq(wave).and(remark::state.eq(state.as_str())))
        .filter(remark::unit_id.eq_any(units))
        .order(remark::id)
        .limit(most)
        .select((remark::id, remark::wave, remark::unit_id, remark::text))
        .load(conn)?;
    Ok(found)
}

/// How many remarks of a wave there are at these units, by state.
pub fn counts(
    conn: &mut PgConnection,
    wave: i32,
    units: &[i32],
) -> Result<BTreeMap<String, i64>, StoreError> {
    let counts: Vec<(String, i64)> = remark::table
        .filter(remark::wave.eq(wave).and(remark::unit_id.eq_any(units)))
        .group_by(remark::state)
        .select((remark::state, diesel::dsl::count_star()))
        .load(conn)?;
    Ok(counts.into_iter().collect())
}

/// The remark of this key; none once it was withheld or released.
pub fn waiting(conn: &mut PgConnection, id: Uuid) -> Result<Option<Remark>, StoreError> {
    let found = remark::table
        .filter(remark::id.eq(id).and(remark::state.eq(State::Waiting.as_str())))
        .select((remark::id, remark::wave, remark::unit_id, remark::text))
        .for_update()
        .get_result(conn)
        .optional()?;
    Ok(found)
}

/// Releases a remark with this text, or withholds it: its text is gone then.
pub fn decide(conn: &mut PgConnection, id: Uuid, released: Option<&str>) -> Result<(), StoreError> {
    let state = if released.is_some() { State::Released } else { State::Withheld };
    diesel::update(remark::table.find(id))
        .set((remark::state.eq(state.as_str()), remark::text.eq(released)))
        .execute(conn)?;
    Ok(())
}
