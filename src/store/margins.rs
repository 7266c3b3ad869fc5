//! Margins of designed samples: how many people there are by category, and how weights were raked to them.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Integer, Text};

use super::schema::{margin, raking};
use super::{StoreError, read};
use crate::domain::raking::Raking;

/// Numbers of people by code of the item and code of the option.
pub type People = BTreeMap<(String, String), i64>;

/// Puts these margins, by key of the unit, in place of all that the wave had.
pub fn replace(conn: &mut PgConnection, wave: i32, new: &BTreeMap<i32, People>) -> Result<(), StoreError> {
    let rows: Vec<(i32, &str, &str, i64)> = new
        .iter()
        .flat_map(|(unit, people)| {
            people.iter().map(|((item, answer), n)| (*unit, item.as_str(), answer.as_str(), *n))
        })
        .collect();
    conn.transaction(|conn| {
        diesel::delete(margin::table.filter(margin::wave.eq(wave))).execute(conn)?;
        diesel::sql_query(
            "INSERT INTO margin (wave, unit_id, item, answer, population) \
             SELECT $1, unit_id, item, answer, population \
             FROM unnest($2, $3, $4, $5) AS m (unit_id, item, answer, population)",
        )
        .bind::<Integer, _>(wave)
        .bind::<Array<Integer>, _>(rows.iter().map(|row| row.0).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(rows.iter().map(|row| row.1).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(rows.iter().map(|row| row.2).collect::<Vec<_>>())
        .bind::<Array<BigInt>, _>(rows.iter().map(|row| row.3).collect::<Vec<_>>())
        .execute(conn)?;
        Ok(())
    })
}

/// The margins of a wave, by key of the unit.
pub fn of_wave(conn: &mut PgConnection, wave: i32) -> Result<BTreeMap<i32, People>, StoreError> {
    let rows: Vec<(i32, String, String, i64)> = margin::table
        .filter(margin::wave.eq(wave))
        .select((margin::unit_id, margin::item, margin::answer, margin::population))
        .load(conn)?;
    let mut found: BTreeMap<i32, People> = BTreeMap::new();
    for (unit, item, answer, n) in rows {
        found.entry(unit).or_default().insert((item, answer), n);
    }
    Ok(found)
}

/// Notes how the weights of a wave are raked, by key of the unit with margins.
pub fn insert_rakings(
    conn: &mut PgConnection,
    wave: i32,
    new: &BTreeMap<i32, Raking>,
) -> Result<(), StoreError> {
    let mut rows = Vec::with_capacity(new.len());
    for (unit, content) in new {
        let text = serde_json::to_string(content)
            .map_err(|fault| read::unreadable("raking", &content.unit, fault))?;
        rows.push((raking::wave.eq(wave), raking::unit_id.eq(*unit), raking::content.eq(text)));
    }
    diesel::insert_into(raking::table).values(rows).execute(conn)?;
    Ok(())
}

/// How the weights of a wave are raked, by key of the unit with margins; nothing before it is closed.
pub fn rakings(conn: &mut PgConnection, wave: i32) -> Result<BTreeMap<i32, Raking>, StoreError> {
    let rows: Vec<(i32, String)> =
        raking::table.filter(raking::wave.eq(wave)).select((raking::unit_id, raking::content)).load(conn)?;
    let read = |(unit, text): (i32, String)| {
        let content =
            serde_json::from_str(&text).map_err(|fault| read::unreadable("raking", &text, fault))?;
        Ok((unit, content))
    };
    rows.into_iter().map(read).collect()
}
