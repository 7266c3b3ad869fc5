//! Where a unit stands, for judging who may do something there, without reading the whole tree.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{Array, Integer};

use super::read::unit_code;
use crate::domain::unit::{UnitCode, UnitKey, UnitLevel};
use crate::store::StoreError;
use crate::store::schema::unit;

diesel::alias!(unit as upper: Upper);

/// A unit on a day.
#[derive(Debug, Clone)]
pub struct Place {
    /// Key in this database.
    pub id: i32,
    /// Its Vietnamese name.
    pub name: String,
    /// The way down to it from the root, itself last.
    pub path: Vec<UnitKey>,
}

struct Step {
    id: i32,
    key: UnitKey,
    level: String,
    name: String,
    parent: Option<UnitCode>,
}

/// The bearer of the code on the day and what stands above it, as [`UnitTree`](crate::domain::unit::UnitTree)
/// has it.
pub fn place(conn: &mut PgConnection, code: &UnitCode, day: NaiveDate) -> Result<Option<Place>, StoreError> {
    let Some(first) = step(conn, code, day)? else { return Ok(None) };
    let (id, name) = (first.id, first.name.clone());
    let (mut path, mut lowest) = (vec![first.key], first.level);
    let mut next = first.parent;
    while let Some(code) = next.take() {
        let Some(above) = step(conn, &code, day)? else { break };
        if !stands_above(&above.level, &lowest) {
            break;
        }
        path.insert(0, above.key);
        lowest = above.level;
        next = above.parent;
    }
    Ok(Some(Place { id, name, path }))
}

/// The places of several codes; those that nobody bears on the day are left out.
pub fn places(conn: &mut PgConnection, codes: &[UnitCode], day: NaiveDate) -> Result<Vec<Place>, StoreError> {
    let mut found = Vec::with_capacity(codes.len());
    for code in codes {
        found.extend(place(conn, code, day)?);
    }
    Ok(found)
}

fn stands_above(high: &str, low: &str) -> bool {
    let level = |word: &str| word.parse::<UnitLevel>().ok();
    level(high).zip(level(low)).is_some_and(|(high, low)| high < low)
}

fn step(conn: &mut PgConnection, code: &UnitCode, day: NaiveDate) -> Result<Option<Step>, StoreError> {
    type Row = (i32, String, NaiveDate, String, String, Option<String>);
    let row: Option<Row> = unit::table
        .left_join(upper.on(unit::parent_id.eq(upper.field(unit::id).nullable())))
        .filter(unit::code.eq(code.as_str()))
        .filter(unit::valid_from.le(day))
        .filter(unit::valid_to.is_null().or(unit::valid_to.gt(day)))
        .order(unit::valid_from.desc())
        .select((
            unit::id,
            unit::code,
            unit::valid_from,
            unit::level,
            unit::name,
            upper.field(unit::code).nullable(),
        ))
        .first(conn)
        .optional()?;
    let Some((id, code, valid_from, level, name, parent)) = row else { return Ok(None) };
    let key = UnitKey { code: unit_code(&code)?, valid_from };
    Ok(Some(Step { id, key, level, name, parent: parent.as_deref().map(unit_code).transpose()? }))
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = Integer)]
    id: i32,
}

/// Keys of the units, of whatever time, that are at or below one place of each list; `None` without any list,
/// which means everywhere.
pub fn within(conn: &mut PgConnection, lists: &[Vec<UnitKey>]) -> Result<Option<Vec<i32>>, StoreError> {
    let mut found: Option<Vec<i32>> = None;
    for keys in lists {
        let mut tops = Vec::with_capacity(keys.len());
        for key in keys {
            let of_key = unit::code.eq(key.code.as_str()).and(unit::valid_from.eq(key.valid_from));
            let top: Option<i32> = unit::table.filter(of_key).select(unit::id).first(conn).optional()?;
            tops.extend(top);
        }
        let rows: Vec<Id> = diesel::sql_query(
            "WITH RECURSIVE below AS (SELECT id FROM unit WHERE id = ANY($1) \
             UNION SELECT unit.id FROM unit JOIN below ON unit.parent_id = below.id) SELECT id FROM below",
        )
        .bind::<Array<Integer>, _>(&tops)
        .load(conn)?;
        let ids: Vec<i32> = rows.into_iter().map(|row| row.id).collect();
        found = Some(match found {
            None => ids,
            Some(before) => before.into_iter().filter(|id| ids.contains(id)).collect(),
        });
    }
    Ok(found)
}
