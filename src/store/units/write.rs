use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Date, Integer, Nullable, Text};

use super::read::all_units;
use crate::domain::unit::{Unit, UnitCode, UnitKey, check_units};
use crate::store::{StoreError, lock};

/// What a write did to the unit table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    /// Units that were not there.
    pub inserted: usize,
    /// Units that were there and read otherwise.
    pub updated: usize,
    /// Units that were there just so.
    pub unchanged: usize,
}

/// Inserts units, or replaces those with the same code and first day; everything or nothing. Units
/// not named stay; nothing is ever deleted, because responses may belong to it.
///
/// # Errors
/// [`StoreError::Units`] when the units and those already there would contradict one another: the
/// rules are `domain::unit::check_units`. Nothing is written then.
pub fn import_units(conn: &mut PgConnection, units: &[Unit]) -> Result<Written, StoreError> {
    conn.transaction(|conn| {
        lock_units(conn)?;
        let before = all_units(conn)?;
        put(conn, &before, units)
    })
}

/// Waits until no other transaction writes units; released when the transaction ends.
pub(super) fn lock_units(conn: &mut PgConnection) -> Result<(), StoreError> {
    diesel::sql_query("SELECT pg_advisory_xact_lock($1)").bind::<BigInt, _>(lock::UNITS).execute(conn)?;
    Ok(())
}

/// Writes the units into a table that holds `before`, under the lock. Of several rows with the same
/// key the last counts.
pub(super) fn put(
    conn: &mut PgConnection,
    before: &[(i32, Unit)],
    units: &[Unit],
) -> Result<Written, StoreError> {
    let there: BTreeMap<UnitKey, &Unit> = before.iter().map(|(_, unit)| (unit.key(), unit)).collect();
    let wanted: BTreeMap<UnitKey, &Unit> = units.iter().map(|unit| (unit.key(), unit)).collect();
    let mut missing = Vec::new();
    let mut changed = Vec::new();
    for (key, unit) in &wanted {
        match there.get(key) {
            None => missing.push(*unit),
            Some(known) if known != unit => changed.push(*unit),
            Some(_) => {}
        }
    }
    let unchanged = wanted.len() - missing.len() - changed.len();
    if missing.is_empty() && changed.is_empty() {
        return Ok(Written { unchanged, ..Written::default() });
    }
    let after: Vec<Unit> = there
        .iter()
        .filter(|(key, _)| !wanted.contains_key(key))
        .map(|(_, unit)| (*unit).clone())
        .chain(wanted.values().map(|unit| (*unit).clone()))
        .collect();
    let faults = check_units(&after);
    if !faults.is_empty() {
        return Err(StoreError::Units(faults));
    }
    update(conn, &changed)?;
    insert(conn, &missing)?;
    set_parents(conn, &after)?;
    Ok(Written { inserted: missing.len(), updated: changed.len(), unchanged })
}

/// The columns of units as arrays, for statements over `unnest`.
struct Columns<'a> {
    code: Vec<&'a str>,
    valid_from: Vec<NaiveDate>,
    valid_to: Vec<Option<NaiveDate>>,
    level: Vec<&'a str>,
    name: Vec<&'a str>,
    name_en: Vec<Option<&'a str>>,
}

impl<'a> Columns<'a> {
    fn of(units: &[&'a Unit]) -> Self {
        Self {
            code: units.iter().map(|unit| unit.code.as_str()).collect(),
            valid_from: units.iter().map(|unit| unit.valid_from).collect(),
            valid_to: units.iter().map(|unit| unit.valid_to).collect(),
            level: units.iter().map(|unit| unit.level.as_str()).collect(),
            name: units.iter().map(|unit| unit.name.as_str()).collect(),
            name_en: units.iter().map(|unit| unit.name_en.as_deref()).collect(),
        }
    }

    fn execute(self, conn: &mut PgConnection, sql: &str) -> Result<usize, StoreError> {
        let rows = diesel::sql_query(sql)
            .bind::<Array<Text>, _>(self.code)
            .bind::<Array<Date>, _>(self.valid_from)
            .bind::<Array<Nullable<Date>>, _>(self.valid_to)
            .bind::<Array<Text>, _>(self.level)
            .bind::<Array<Text>, _>(self.name)
            .bind::<Array<Nullable<Text>>, _>(self.name_en)
            .execute(conn)?;
        Ok(rows)
    }
}

fn insert(conn: &mut PgConnection, units: &[&Unit]) -> Result<(), StoreError> {
    if units.is_empty() {
        return Ok(());
    }
    Columns::of(units).execute(
        conn,
        "INSERT INTO unit (code, valid_from, valid_to, level, name, name_en) \
         SELECT code, valid_from, valid_to, level, name, name_en \
         FROM unnest($1, $2, $3, $4, $5, $6) AS r (code, valid_from, valid_to, level, name, name_en)",
    )?;
    Ok(())
}

fn update(conn: &mut PgConnection, units: &[&Unit]) -> Result<(), StoreError> {
    if units.is_empty() {
        return Ok(());
    }
    Columns::of(units).execute(
        conn,
        "UPDATE unit SET valid_to = r.valid_to, level = r.level, name = r.name, name_en = r.name_en \
         FROM unnest($1, $2, $3, $4, $5, $6) AS r (code, valid_from, valid_to, level, name, name_en) \
         WHERE unit.code = r.code AND unit.valid_from = r.valid_from",
    )?;
    Ok(())
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Integer)]
    id: i32,
    #[diesel(sql_type = Text)]
    code: String,
    #[diesel(sql_type = Date)]
    valid_from: NaiveDate,
    #[diesel(sql_type = Nullable<Integer>)]
    parent_id: Option<i32>,
}

/// Points every unit at the latest bearer of its parent's code that exists during the unit's period;
/// also units not written now, for whose parent a later bearer may have come.
fn set_parents(conn: &mut PgConnection, units: &[Unit]) -> Result<(), StoreError> {
    let rows: Vec<Row> = diesel::sql_query("SELECT id, code, valid_from, parent_id FROM unit").load(conn)?;
    let rows: BTreeMap<(&str, NaiveDate), &Row> =
        rows.iter().map(|row| ((row.code.as_str(), row.valid_from), row)).collect();
    let mut bearers: BTreeMap<&UnitCode, Vec<&Unit>> = BTreeMap::new();
    for unit in units {
        bearers.entry(&unit.code).or_default().push(unit);
    }
    let (mut ids, mut parents) = (Vec::new(), Vec::new());
    for unit in units {
        let parent = unit.parent.as_ref().and_then(|code| {
            let bearers = bearers.get(code)?.iter().filter(|parent| parent.overlaps(unit));
            let latest = bearers.max_by_key(|parent| parent.valid_from)?;
            rows.get(&(latest.code.as_str(), latest.valid_from))
        });
        let Some(row) = rows.get(&(unit.code.as_str(), unit.valid_from)) else { continue };
        let parent = parent.map(|parent| parent.id);
        if row.parent_id != parent {
            ids.push(row.id);
            parents.push(parent);
        }
    }
    if ids.is_empty() {
        return Ok(());
    }
    diesel::sql_query(
        "UPDATE unit SET parent_id = r.parent_id FROM unnest($1, $2) AS r (id, parent_id) WHERE unit.id = r.id",
    )
    .bind::<Array<Integer>, _>(ids)
    .bind::<Array<Nullable<Integer>>, _>(parents)
    .execute(conn)?;
    Ok(())
}
