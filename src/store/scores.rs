//! Given scores: values of index nodes that come from elsewhere and not from responses.

use diesel::prelude::*;
use diesel::sql_types::{Array, Double, Integer, Text};

use super::StoreError;
use super::schema::score;

/// One given score of a wave.
#[derive(Debug, Clone, PartialEq, Queryable)]
pub struct StoredScore {
    /// Key of the unit.
    pub unit_id: i32,
    /// Id of the given leaf.
    pub node: String,
    /// The value.
    pub value: f64,
}

/// Inserts scores of a wave or replaces those of the same unit and node. The units must take part
/// in the wave or stand above one that does; no unit and node may come twice.
pub fn upsert(conn: &mut PgConnection, wave: i32, scores: &[StoredScore]) -> Result<(), StoreError> {
    // In the order of the key, so that two imports at once wait for each other instead of locking up.
    let mut scores: Vec<&StoredScore> = scores.iter().collect();
    scores.sort_by(|a, b| (a.unit_id, &a.node).cmp(&(b.unit_id, &b.node)));
    diesel::sql_query(
        "INSERT INTO score (wave, unit_id, node, value) \
         SELECT $1, unit_id, node, value FROM unnest($2, $3, $4) AS s (unit_id, node, value) \
         ON CONFLICT (wave, unit_id, node) DO UPDATE SET value = EXCLUDED.value",
    )
    .bind::<Integer, _>(wave)
    .bind::<Array<Integer>, _>(scores.iter().map(|score| score.unit_id).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(scores.iter().map(|score| score.node.as_str()).collect::<Vec<_>>())
    .bind::<Array<Double>, _>(scores.iter().map(|score| score.value).collect::<Vec<_>>())
    .execute(conn)?;
    Ok(())
}

/// All given scores of a wave, by unit and node.
pub fn of_wave(conn: &mut PgConnection, wave: i32) -> Result<Vec<StoredScore>, StoreError> {
    let scores = score::table
        .filter(score::wave.eq(wave))
        .order((score::unit_id, score::node))
        .select((score::unit_id, score::node, score::value))
        .load(conn)?;
    Ok(scores)
}
