//! The audit log: rows are only ever added.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::schema::audit_log;
use super::{StoreError, lock, read, units};
use crate::domain::access::{Entry, NewEntry, START};
use crate::domain::batch::Hash;

/// Adds an entry. Call it in the transaction of the action itself: then neither is ever there without the other.
/// The unit is the bearer of its code on `day`.
pub fn append(
    conn: &mut PgConnection,
    new: NewEntry,
    now: DateTime<Utc>,
    day: NaiveDate,
) -> Result<(), StoreError> {
    conn.transaction(|conn| {
        // Held until the outermost transaction ends, so that the chain has one end.
        diesel::sql_query("SELECT pg_advisory_xact_lock($1)").bind::<BigInt, _>(lock::AUDIT).execute(conn)?;
        let (last, previous) = end(conn)?;
        let unit_id = match &new.unit {
            Some(code) => units::unit_id(conn, code, day)?,
            None => None,
        };
        let entry = Entry {
            number: last + 1,
            // What the database keeps, so that the hash can be computed again.
            at: DateTime::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now),
            actor: new.actor,
            action: new.action.as_str().to_owned(),
            unit: unit_id.and(new.unit.map(String::from)),
            subject: new.subject,
            details: new.details,
            previous,
        };
        let hash = entry.hash().map_err(|fault| broken(entry.number, fault))?;
        insert(conn, &entry, unit_id, &hash)
    })
}

fn broken(number: i64, fault: impl std::fmt::Display) -> StoreError {
    read::unreadable("audit_log", &number.to_string(), fault)
}

fn insert(
    conn: &mut PgConnection,
    entry: &Entry,
    unit_id: Option<i32>,
    hash: &Hash,
) -> Result<(), StoreError> {
    let details = serde_json::to_string(&entry.details).map_err(|fault| broken(entry.number, fault))?;
    diesel::insert_into(audit_log::table)
        .values((
            audit_log::number.eq(entry.number),
            audit_log::at.eq(entry.at),
            audit_log::actor.eq(&entry.actor),
            audit_log::action.eq(&entry.action),
            audit_log::unit_id.eq(unit_id),
            audit_log::unit_code.eq(&entry.unit),
            audit_log::subject.eq(&entry.subject),
            audit_log::details.eq(details),
            audit_log::previous.eq(entry.previous.as_slice()),
            audit_log::hash.eq(hash.as_slice()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Number and hash of the last entry; 0 and [`START`] before the first.
pub fn end(conn: &mut PgConnection) -> Result<(i64, Hash), StoreError> {
    let last: Option<(i64, Vec<u8>)> = audit_log::table
        .order(audit_log::number.desc())
        .select((audit_log::number, audit_log::hash))
        .first(conn)
        .optional()?;
    match last {
        Some((number, hash)) => Ok((number, read::hash("audit_log", &hash)?)),
        None => Ok((0, START)),
    }
}

/// What is looked for in the log. What is not set does not matter.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Keys of units; `None` for all entries, also those about no unit.
    pub units: Option<Vec<i32>>,
    /// Who did it.
    pub actor: Option<String>,
    /// What was done.
    pub action: Option<String>,
    /// To what.
    pub subject: Option<String>,
    /// Not before this moment.
    pub from: Option<DateTime<Utc>>,
    /// Before this moment.
    pub until: Option<DateTime<Utc>>,
}

#[derive(Queryable)]
struct Row {
    number: i64,
    at: DateTime<Utc>,
    actor: String,
    action: String,
    unit: Option<String>,
    subject: Option<String>,
    details: String,
    previous: Vec<u8>,
    hash: Vec<u8>,
}

impl Row {
    fn read(self) -> Result<(Entry, Hash), StoreError> {
        let details: BTreeMap<String, String> =
            serde_json::from_str(&self.details).map_err(|fault| broken(self.number, fault))?;
        let entry = Entry {
            number: self.number,
            at: self.at,
            actor: self.actor,
            action: self.action,
            unit: self.unit,
            subject: self.subject,
            details,
            previous: read::hash("audit_log", &self.previous)?,
        };
        Ok((entry, read::hash("audit_log", &self.hash)?))
    }
}

/// Entries with their hashes, the latest first: at most `most` of those before the entry `before`.
pub fn list(
    conn: &mut PgConnection,
    filter: &Filter,
    before: Option<i64>,
    most: i64,
) -> Result<Vec<(Entry, Hash)>, StoreError> {
    let mut query = audit_log::table
        .order(audit_log::number.desc())
        .select((
            audit_log::number,
            audit_log::at,
            audit_log::actor,
            audit_log::action,
            audit_log::unit_code,
            audit_log::subject,
            audit_log::details,
            audit_log::previous,
            audit_log::hash,
        ))
        .limit(most)
        .into_boxed();
    if let Some(units) = &filter.units {
        query = query.filter(audit_log::unit_id.eq_any(units.iter().map(|id| Some(*id))));
    }
    if let Some(actor) = &filter.actor {
        query = query.filter(audit_log::actor.eq(actor));
    }
    if let Some(action) = &filter.action {
        query = query.filter(audit_log::action.eq(action));
    }
    if let Some(subject) = &filter.subject {
        query = query.filter(audit_log::subject.eq(subject));
    }
    if let Some(from) = filter.from {
        query = query.filter(audit_log::at.ge(from));
    }
    if let Some(until) = filter.until {
        query = query.filter(audit_log::at.lt(until));
    }
    if let Some(before) = before {
        query = query.filter(audit_log::number.lt(before));
    }
    query.load::<Row>(conn)?.into_iter().map(Row::read).collect()
}
