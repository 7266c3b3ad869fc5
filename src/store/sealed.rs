//! What remains of responses once they are sealed: answers without ids, and ids without answers.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Binary, Integer, Nullable, Uuid as SqlUuid};
use uuid::Uuid;

use super::StoreError;
use super::schema::{sealed_response, spent_id};

/// Batch number of responses that are in no batch and never published.
pub const UNPUBLISHED: i32 = 0;

/// Answers of a sealed response.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct SealedAnswers {
    /// Position of the batch in the wave's chain, or [`UNPUBLISHED`].
    pub batch: i32,
    /// Packed answers.
    pub answers: Vec<u8>,
    /// Design weight in millionths.
    pub weight: Option<i64>,
}

/// Writes the answers of one batch in the order given, which must be random: the database keeps
/// rows in the order they come.
pub fn insert(
    conn: &mut PgConnection,
    wave: i32,
    unit_id: i32,
    batch: i32,
    rows: &[(&[u8], Option<i64>)],
) -> Result<(), StoreError> {
    diesel::sql_query(
        "INSERT INTO sealed_response (unit_id, wave, batch, answers, weight) \
         SELECT $1, $2, $3, answers, weight FROM unnest($4, $5) AS r (answers, weight)",
    )
    .bind::<Integer, _>(unit_id)
    .bind::<Integer, _>(wave)
    .bind::<Integer, _>(batch)
    .bind::<Array<Binary>, _>(rows.iter().map(|row| row.0).collect::<Vec<_>>())
    .bind::<Array<Nullable<BigInt>>, _>(rows.iter().map(|row| row.1).collect::<Vec<_>>())
    .execute(conn)?;
    Ok(())
}

/// Keeps the ids of sealed responses, by unit and id, in the order given, which must be random and
/// another than that of the answers. An id that another wave has spent at the unit stays that wave's: it is refused here
/// too.
pub fn spend_ids(conn: &mut PgConnection, wave: i32, ids: &[(i32, Uuid)]) -> Result<(), StoreError> {
    let (units, ids): (Vec<i32>, Vec<Uuid>) = ids.iter().copied().unzip();
    diesel::sql_query(
        "INSERT INTO spent_id (wave, unit_id, id) SELECT $1, unit_id, id FROM unnest($2, $3) AS k (unit_id, id) \
         ON CONFLICT DO NOTHING",
    )
    .bind::<Integer, _>(wave)
    .bind::<Array<Integer>, _>(units)
    .bind::<Array<SqlUuid>, _>(ids)
    .execute(conn)?;
    Ok(())
}

/// Forgets the ids of a closed wave.
pub fn forget_ids(conn: &mut PgConnection, wave: i32) -> Result<usize, StoreError> {
    Ok(diesel::delete(spent_id::table.filter(spent_id::wave.eq(wave))).execute(conn)?)
}

/// Answers kept of the batches of one unit, by batch.
pub fn of_unit(conn: &mut PgConnection, wave: i32, unit_id: i32) -> Result<Vec<SealedAnswers>, StoreError> {
    let rows = sealed_response::table
        .filter(sealed_response::unit_id.eq(unit_id).and(sealed_response::wave.eq(wave)))
        .order(sealed_response::batch)
        .select((sealed_response::batch, sealed_response::answers, sealed_response::weight))
        .load(conn)?;
    Ok(rows)
}
