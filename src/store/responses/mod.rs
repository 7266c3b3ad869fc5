//! Responses that wait to be sealed: the pools.

mod insert;

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Binary, Integer, Nullable, Text, Uuid as SqlUuid};
use uuid::Uuid;

use super::StoreError;
use super::schema::response;
use crate::domain::batch::Hash;
use crate::domain::breakdown::Channel;

pub use insert::insert;

/// A response that passed the check, on its way into a pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewResponse {
    /// Key of the wave.
    pub wave: i32,
    /// Key of the unit.
    pub unit_id: i32,
    /// Random id made by the sender; sending the same again changes nothing.
    pub id: Uuid,
    /// Packed answers; of an envelope the encapsulated key and the encrypted answers, one behind the other.
    pub answers: Vec<u8>,
    /// Whether it is an envelope.
    pub sealed: bool,
    /// How they came; none unless the wave notes it (`Protection::notes_channel`), and for files.
    pub channel: Option<Channel>,
    /// What lets it in.
    pub pass: Pass,
}

/// What lets a response in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    /// Nothing has to: anybody may answer, or it has been seen to already.
    Open,
    /// An unspent ticket, by what is kept of it; it is spent in the same transaction in which the response is stored.
    Ticket(Hash),
    /// An unspent token, by SHA-256 of its number; the caller has seen that it is one.
    Token(Hash),
    /// Nothing does. It is only found out whether the response is there already.
    None,
}

/// A response of a designed sample or of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeightedResponse {
    /// The response.
    pub response: NewResponse,
    /// Design weight in millionths.
    pub weight: Option<i64>,
    /// Stratum.
    pub stratum: Option<String>,
    /// Primary sampling unit.
    pub psu: Option<String>,
}

/// What became of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stored {
    /// It waits in the pool now.
    New,
    /// The same answers were there under this id.
    Same,
    /// Other answers, or those of another wave, were there under this id; they stay.
    Differs,
    /// A response with this id is part of a batch of the wave already; whether the answers are the same can
    /// no longer be told.
    AlreadySealed,
    /// The wave takes no answers at this unit, or no longer.
    WaveClosed,
    /// Nothing lets it in: the ticket is unknown, was used, or is for another wave or unit. Which of them is not
    /// known to anybody.
    NotLetIn,
}

/// Inserts rows of a file. The caller holds the wave open (`waves::hold_open`) and made the ids,
/// so that none is there yet.
///
/// # Errors
/// [`StoreError::StrangeUnit`] when a row's unit does not take part in its wave; the caller's
/// transaction must be rolled back then.
pub fn insert_weighted(conn: &mut PgConnection, rows: &[WeightedResponse]) -> Result<(), StoreError> {
    let inserted = diesel::sql_query(
        "INSERT INTO response (unit_id, id, wave, answers, weight, stratum, psu) \
         SELECT r.unit_id, r.id, r.wave, r.answers, r.weight, r.stratum, r.psu \
         FROM unnest($1, $2, $3, $4, $5, $6, $7) AS r (unit_id, id, wave, answers, weight, stratum, psu) \
         JOIN wave_unit u ON u.wave = r.wave AND u.unit_id = r.unit_id",
    )
    .bind::<Array<Integer>, _>(rows.iter().map(|row| row.response.unit_id).collect::<Vec<_>>())
    .bind::<Array<SqlUuid>, _>(rows.iter().map(|row| row.response.id).collect::<Vec<_>>())
    .bind::<Array<Integer>, _>(rows.iter().map(|row| row.response.wave).collect::<Vec<_>>())
    .bind::<Array<Binary>, _>(rows.iter().map(|row| row.response.answers.as_slice()).collect::<Vec<_>>())
    .bind::<Array<Nullable<BigInt>>, _>(rows.iter().map(|row| row.weight).collect::<Vec<_>>())
    .bind::<Array<Nullable<Text>>, _>(rows.iter().map(|row| row.stratum.as_deref()).collect::<Vec<_>>())
    .bind::<Array<Nullable<Text>>, _>(rows.iter().map(|row| row.psu.as_deref()).collect::<Vec<_>>())
    .execute(conn)?;
    if inserted == rows.len() { Ok(()) } else { Err(StoreError::StrangeUnit) }
}

/// Number of responses in each pool of the wave that is not empty, by key of the unit. For sealing
/// only: shown to anybody, it would tell who has just answered.
pub fn pending_counts(conn: &mut PgConnection, wave: i32) -> Result<Vec<(i32, i64)>, StoreError> {
    let counts = response::table
        .filter(response::wave.eq(wave))
        .group_by(response::unit_id)
        .order(response::unit_id)
        .select((response::unit_id, diesel::dsl::count_star()))
        .load(conn)?;
    Ok(counts)
}

/// Whether responses with (or without) a weight wait in the wave.
pub fn any_pending(conn: &mut PgConnection, wave: i32, weighted: bool) -> Result<bool, StoreError> {
    let pending = response::table.filter(response::wave.eq(wave));
    let found = if weighted {
        diesel::select(diesel::dsl::exists(pending.filter(response::weight.is_not_null()))).get_result(conn)
    } else {
        diesel::select(diesel::dsl::exists(pending.filter(response::weight.is_null()))).get_result(conn)
    };
    Ok(found?)
}

/// A response taken out of its pool.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Pending {
    /// Key of the unit.
    pub unit_id: i32,
    /// Its id.
    pub id: Uuid,
    /// Packed answers.
    pub answers: Vec<u8>,
    /// Design weight in millionths.
    pub weight: Option<i64>,
    /// Stratum.
    pub stratum: Option<String>,
    /// Primary sampling unit.
    pub psu: Option<String>,
    /// How it came, as [`Channel::as_str`] writes it.
    pub channel: Option<String>,
}

/// Packed answers and a design weight in millionths.
pub type Weighted = (Vec<u8>, Option<i64>);

/// Answers and weights of the responses that wait at a unit, in no order. For raking only, when the wave is being
/// closed.
pub fn waiting_at(conn: &mut PgConnection, wave: i32, unit_id: i32) -> Result<Vec<Weighted>, StoreError> {
    let pool = response::table.filter(response::wave.eq(wave).and(response::unit_id.eq(unit_id)));
    Ok(pool.select((response::answers, response::weight)).load(conn)?)
}

/// Takes the pools of these units out, in no order; the transaction must put them into a batch or
/// be rolled back.
pub fn take_pools(conn: &mut PgConnection, wave: i32, units: &[i32]) -> Result<Vec<Pending>, StoreError> {
    let pools = response::table.filter(response::wave.eq(wave).and(response::unit_id.eq_any(units)));
    let taken = diesel::delete(pools)
        .returning((
            response::unit_id,
            response::id,
            response::answers,
            response::weight,
            response::stratum,
            response::psu,
            response::channel,
        ))
        .load(conn)?;
    Ok(taken)
}

/// Writes the pool of a unit anew in random order, in one statement: what waits longer than an epoch is then no
/// longer in the order in which it came, neither in its pages nor by the transactions that wrote it.
pub fn shuffle(conn: &mut PgConnection, wave: i32, unit_id: i32) -> Result<(), StoreError> {
    // Sorting makes the database finish the deletion before it inserts anything.
    diesel::sql_query(
        "WITH pool AS (DELETE FROM response WHERE wave = $1 AND unit_id = $2 RETURNING response.*) \
         INSERT INTO response SELECT pool.* FROM pool ORDER BY gen_random_uuid()",
    )
    .bind::<Integer, _>(wave)
    .bind::<Integer, _>(unit_id)
    .execute(conn)?;
    Ok(())
}
