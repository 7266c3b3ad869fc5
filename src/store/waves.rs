//! Waves and the units that take part in them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Array, Integer};

use super::schema::{
    batch, envelope, publication, remark_pool, response, spent_id, visit_pool, visit_report, wave, wave_key,
    wave_unit,
};
use super::{StoreError, dossiers, envelopes, lock, read, tickets, units};
use crate::domain::instrument::Text;
use crate::domain::unit::Unit;
use crate::domain::wave::{Access, Mode, Protection, Retention, State, Wave, WaveId};

/// A wave with its key in this database.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredWave {
    /// Key in this database.
    pub number: i32,
    /// The wave.
    pub wave: Wave,
    /// Day of the latest epoch at which the whole wave was gone through and published.
    pub sealed_on: Option<NaiveDate>,
    /// Last day on which answers are taken; none: until somebody closes it.
    pub closes_on: Option<NaiveDate>,
}

/// Creates a wave at these units and gives its key. `unit_ids` are keys of `store::units` valid on
/// the first day of the period; more can be added later.
///
/// # Errors
/// [`StoreError::Exists`] when a wave has this name already.
pub fn create(conn: &mut PgConnection, new: &Wave, unit_ids: &[i32]) -> Result<i32, StoreError> {
    let row = NewRow::of(new)?;
    conn.transaction(|conn| {
        let number = diesel::insert_into(wave::table)
            .values(row)
            .on_conflict(wave::id)
            .do_nothing()
            .returning(wave::number)
            .get_result(conn)
            .optional()?;
        let Some(number) = number else {
            return Err(StoreError::Exists { what: "wave", name: new.id.to_string() });
        };
        add_units(conn, number, unit_ids)?;
        Ok(number)
    })
}

/// Adds units to a wave; those already there stay. Gives how many were new.
pub fn add_units(conn: &mut PgConnection, number: i32, unit_ids: &[i32]) -> Result<usize, StoreError> {
    let added = diesel::sql_query(
        "INSERT INTO wave_unit (wave, unit_id) SELECT $1, u FROM unnest($2) AS u ON CONFLICT DO NOTHING",
    )
    .bind::<Integer, _>(number)
    .bind::<Array<Integer>, _>(unit_ids)
    .execute(conn)?;
    Ok(added)
}

/// The wave with this name.
pub fn find(conn: &mut PgConnection, id: &WaveId) -> Result<Option<StoredWave>, StoreError> {
    let row = wave::table.filter(wave::id.eq(id.as_str())).get_result::<Row>(conn).optional()?;
    row.map(Row::into_stored).transpose()
}

/// The wave with this key.
pub fn by_number(conn: &mut PgConnection, number: i32) -> Result<Option<StoredWave>, StoreError> {
    let row = wave::table.find(number).get_result::<Row>(conn).optional()?;
    row.map(Row::into_stored).transpose()
}

/// All waves: latest period first, then by name.
pub fn list(conn: &mut PgConnection) -> Result<Vec<StoredWave>, StoreError> {
    let rows: Vec<Row> =
        wave::table.order((wave::last_day.desc(), wave::first_day.desc(), wave::id)).load(conn)?;
    rows.into_iter().map(Row::into_stored).collect()
}

/// The units that take part, with their keys, by code.
pub fn units(conn: &mut PgConnection, number: i32) -> Result<Vec<(i32, Unit)>, StoreError> {
    let first_day: NaiveDate = wave::table.find(number).select(wave::first_day).get_result(conn)?;
    let taking_part = unit_ids(conn, number)?;
    let mut all = units::units_at(conn, first_day)?;
    all.retain(|(id, _)| taking_part.binary_search(id).is_ok());
    Ok(all)
}

/// Keys of the units that take part, ascending.
pub fn unit_ids(conn: &mut PgConnection, number: i32) -> Result<Vec<i32>, StoreError> {
    let ids = wave_unit::table
        .filter(wave_unit::wave.eq(number))
        .order(wave_unit::unit_id)
        .select(wave_unit::unit_id)
        .load(conn)?;
    Ok(ids)
}

/// How many units take part in each wave, by key of the wave.
pub fn unit_counts(conn: &mut PgConnection) -> Result<BTreeMap<i32, i64>, StoreError> {
    let counts: Vec<(i32, i64)> = wave_unit::table
        .group_by(wave_unit::wave)
        .select((wave_unit::wave, diesel::dsl::count_star()))
        .load(conn)?;
    Ok(counts.into_iter().collect())
}

/// Ends the taking of answers; waits for the writes that began before. Gives whether it was open.
pub fn close(conn: &mut PgConnection, number: i32) -> Result<bool, StoreError> {
    close_with(conn, number, |_| Ok(()))
}

/// Like [`close`]; if it was open, `note` writes in the same transaction.
pub fn close_with<E: From<StoreError> + From<diesel::result::Error>>(
    conn: &mut PgConnection,
    number: i32,
    note: impl FnOnce(&mut PgConnection) -> Result<(), E>,
) -> Result<bool, E> {
    conn.build_transaction().read_committed().run(|conn| {
        diesel::sql_query("SELECT pg_advisory_xact_lock($1, $2)")
            .bind::<Integer, _>(lock::OPEN)
            .bind::<Integer, _>(number)
            .execute(conn)?;
        let open = wave::table.filter(wave::number.eq(number).and(wave::state.eq(State::Open.as_str())));
        let closed = diesel::update(open).set(wave::state.eq(State::Closed.as_str())).execute(conn)? == 1;
        if closed {
            note(conn)?;
        }
        Ok(closed)
    })
}

/// Keeps the waves from being closed until the transaction ends, without writing anything as [`hold_open`] does.
/// Whether one is open is to be read by a later statement, in a transaction that sees what others have committed
/// meanwhile.
pub(super) fn hold(conn: &mut PgConnection, numbers: &BTreeSet<i32>) -> Result<(), StoreError> {
    for number in numbers {
        HoldQuery(*number).execute(conn)?;
    }
    Ok(())
}

/// Whether the wave takes answers; if so it stays open until the transaction ends.
pub fn hold_open(conn: &mut PgConnection, number: i32) -> Result<bool, StoreError> {
    let open = wave::table
        .filter(wave::number.eq(number).and(wave::state.eq(State::Open.as_str())))
        .select(wave::number)
        .for_share()
        .get_result::<i32>(conn)
        .optional()?;
    Ok(open.is_some())
}

/// Those of the waves that take answers.
pub(super) fn open(conn: &mut PgConnection, numbers: &BTreeSet<i32>) -> Result<BTreeSet<i32>, StoreError> {
    let open = wave::table
        .filter(wave::number.eq_any(numbers))
        .filter(wave::state.eq(State::Open.as_str()))
        .select(wave::number)
        .load::<i32>(conn)?;
    Ok(open.into_iter().collect())
}

/// The lock of [`hold`], as a statement that is prepared once per connection.
struct HoldQuery(i32);

impl QueryId for HoldQuery {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl RunQueryDsl<PgConnection> for HoldQuery {}

impl QueryFragment<Pg> for HoldQuery {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("SELECT pg_advisory_xact_lock_shared(");
        out.push_bind_param::<Integer, _>(&lock::OPEN)?;
        out.push_sql(", ");
        out.push_bind_param::<Integer, _>(&self.0)?;
        out.push_sql(")");
        Ok(())
    }
}

/// Lets everybody see the results, or only staff.
pub fn set_public(conn: &mut PgConnection, number: i32, public: bool) -> Result<(), StoreError> {
    diesel::update(wave::table.find(number)).set(wave::public.eq(public)).execute(conn)?;
    Ok(())
}

/// Lets a planned wave take answers. Gives whether it was planned.
pub fn open_planned(conn: &mut PgConnection, number: i32) -> Result<bool, StoreError> {
    let planned = wave::table.filter(wave::number.eq(number).and(wave::state.eq(State::Planned.as_str())));
    Ok(diesel::update(planned).set(wave::state.eq(State::Open.as_str())).execute(conn)? == 1)
}

/// Sets the last day on which answers are taken.
pub fn set_closes_on(conn: &mut PgConnection, number: i32, day: Option<NaiveDate>) -> Result<(), StoreError> {
    diesel::update(wave::table.find(number)).set(wave::closes_on.eq(day)).execute(conn)?;
    Ok(())
}

/// Gives the wave another title.
pub fn set_title(conn: &mut PgConnection, number: i32, title: &Text) -> Result<(), StoreError> {
    let text =
        serde_json::to_string(title).map_err(|fault| read::unreadable("wave", &number.to_string(), fault))?;
    diesel::update(wave::table.find(number)).set(wave::title.eq(text)).execute(conn)?;
    Ok(())
}

/// Sets the smallest number of responses in a batch.
pub fn set_k(conn: &mut PgConnection, number: i32, k: u32) -> Result<(), StoreError> {
    let k = i32::try_from(k).unwrap_or(i32::MAX);
    diesel::update(wave::table.find(number)).set(wave::k.eq(k)).execute(conn)?;
    Ok(())
}

/// Sets the languages in which the form is offered.
pub fn set_languages(conn: &mut PgConnection, number: i32, tags: &[String]) -> Result<(), StoreError> {
    let text =
        serde_json::to_string(tags).map_err(|fault| read::unreadable("wave", &number.to_string(), fault))?;
    diesel::update(wave::table.find(number)).set(wave::languages.eq(text)).execute(conn)?;
    Ok(())
}

/// Sets the wave that results are compared with.
pub fn set_earlier(conn: &mut PgConnection, number: i32, id: Option<&WaveId>) -> Result<(), StoreError> {
    let id = id.map(WaveId::as_str);
    diesel::update(wave::table.find(number)).set(wave::earlier.eq(id)).execute(conn)?;
    Ok(())
}

/// Takes a planned wave away as if it had never been. Gives whether it was planned.
pub fn discard_planned(conn: &mut PgConnection, number: i32) -> Result<bool, StoreError> {
    let planned = wave::table.filter(wave::number.eq(number).and(wave::state.eq(State::Planned.as_str())));
    if planned.for_update().select(wave::number).get_result::<i32>(conn).optional()?.is_none() {
        return Ok(false);
    }
    tickets::forget(conn, number)?;
    dossiers::forget(conn, number)?;
    envelopes::forget_key(conn, number)?;
    diesel::delete(wave_unit::table.filter(wave_unit::wave.eq(number))).execute(conn)?;
    Ok(diesel::delete(wave::table.find(number)).execute(conn)? == 1)
}

/// Keeps the wave from being changed by anybody else until the transaction ends, and reads it.
pub fn hold_for_change(conn: &mut PgConnection, number: i32) -> Result<Option<StoredWave>, StoreError> {
    let row = wave::table.find(number).for_update().get_result::<Row>(conn).optional()?;
    row.map(Row::into_stored).transpose()
}

/// Notes that the whole wave was gone through and published at the epoch of this day.
pub fn set_sealed_on(conn: &mut PgConnection, number: i32, epoch: NaiveDate) -> Result<(), StoreError> {
    let earlier = wave::sealed_on.is_null().or(wave::sealed_on.lt(epoch).assume_not_null());
    diesel::update(wave::table.find(number).filter(earlier)).set(wave::sealed_on.eq(epoch)).execute(conn)?;
    Ok(())
}

/// Keys of closed waves whose closing was interrupted, ascending: responses, visits or remarks wait in pools,
/// ids are kept, or not every batch is published.
pub fn unfinished(conn: &mut PgConnection) -> Result<Vec<i32>, StoreError> {
    let mut closed: Vec<i32> = wave::table
        .filter(wave::state.eq(State::Closed.as_str()))
        .order(wave::number)
        .select(wave::number)
        .load(conn)?;
    let pending = response::table.filter(response::wave.eq_any(&closed));
    let pending: Vec<i32> = pending.select(response::wave).distinct().load(conn)?;
    let spent = spent_id::table.filter(spent_id::wave.eq_any(&closed));
    let spent: Vec<i32> = spent.select(spent_id::wave).distinct().load(conn)?;
    let visits = visit_pool::table.filter(visit_pool::wave.eq_any(&closed));
    let visits: Vec<i32> = visits.select(visit_pool::wave).distinct().load(conn)?;
    let reports = visit_report::table.filter(visit_report::wave.eq_any(&closed));
    let reports: Vec<i32> = reports.select(visit_report::wave).distinct().load(conn)?;
    // Until it is known that the private key is gone; envelopes cannot wait without one.
    let keys = wave_key::table.filter(wave_key::wave.eq_any(&closed).and(wave_key::destroyed.eq(false)));
    let keys: Vec<i32> = keys.select(wave_key::wave).load(conn)?;
    let envelopes = envelope::table.filter(envelope::wave.eq_any(&closed));
    let envelopes: Vec<i32> = envelopes.select(envelope::wave).distinct().load(conn)?;
    let remarks = remark_pool::table.filter(remark_pool::wave.eq_any(&closed));
    let remarks: Vec<i32> = remarks.select(remark_pool::wave).distinct().load(conn)?;
    let sealed: BTreeMap<i32, i64> = batch::table
        .filter(batch::wave.eq_any(&closed))
        .group_by(batch::wave)
        .select((batch::wave, diesel::dsl::count_star()))
        .load::<(i32, i64)>(conn)?
        .into_iter()
        .collect();
    let published: BTreeMap<i32, i32> = publication::table
        .filter(publication::wave.eq_any(&closed))
        .distinct_on(publication::wave)
        .order((publication::wave, publication::number.desc()))
        .select((publication::wave, publication::batches))
        .load::<(i32, i32)>(conn)?
        .into_iter()
        .collect();
    closed.retain(|number| {
        let published = published.get(number).copied().map_or(0, i64::from);
        let sealed = sealed.get(number).copied().unwrap_or_default();
        let left = [&pending, &spent, &visits, &reports, &remarks, &keys, &envelopes];
        left.iter().any(|waves| waves.contains(number)) || sealed > published
    });
    Ok(closed)
}

/// Waits until no other transaction adds to the wave's batches or publications; released when the
/// transaction ends.
pub fn lock(conn: &mut PgConnection, number: i32) -> Result<(), StoreError> {
    diesel::sql_query("SELECT pg_advisory_xact_lock($1, $2)")
        .bind::<Integer, _>(lock::WAVE)
        .bind::<Integer, _>(number)
        .execute(conn)?;
    Ok(())
}

/// Lets this transaction commit without waiting for the disk. A crash of the database may undo it,
/// as if it had never been; never in part, and never if a later transaction survived.
pub fn commit_without_waiting(conn: &mut PgConnection) -> Result<(), StoreError> {
    diesel::sql_query("SET LOCAL synchronous_commit = off").execute(conn)?;
    Ok(())
}

#[derive(Insertable)]
#[diesel(table_name = wave)]
#[expect(clippy::struct_excessive_bools, reason = "columns")]
struct NewRow<'a> {
    id: &'a str,
    instrument_id: &'a str,
    title: String,
    period: &'a str,
    first_day: NaiveDate,
    last_day: NaiveDate,
    mode: &'static str,
    access: &'static str,
    state: &'static str,
    k: i32,
    public: bool,
    demo: bool,
    switches: String,
    languages: String,
    earlier: Option<&'a str>,
    envelope: bool,
    retention: &'static str,
    breakdowns: String,
    remarks: bool,
    margins: String,
}

impl<'a> NewRow<'a> {
    fn of(new: &'a Wave) -> Result<Self, StoreError> {
        let json = |fault: serde_json::Error| read::unreadable("wave", new.id.as_str(), fault);
        Ok(Self {
            id: new.id.as_str(),
            instrument_id: &new.instrument,
            title: serde_json::to_string(&new.title).map_err(json)?,
            period: new.period.as_str(),
            first_day: new.period.first(),
            last_day: new.period.last(),
            mode: new.mode.as_str(),
            access: new.access.as_str(),
            state: new.state.as_str(),
            k: i32::try_from(new.k).unwrap_or(i32::MAX),
            public: new.public,
            demo: new.demo,
            switches: serde_json::to_string(&new.switches).map_err(json)?,
            languages: serde_json::to_string(&new.languages).map_err(json)?,
            earlier: new.earlier.as_ref().map(WaveId::as_str),
            envelope: new.protection.envelope,
            retention: new.protection.retention.as_str(),
            breakdowns: serde_json::to_string(&new.protection.breakdowns).map_err(json)?,
            remarks: new.protection.remarks,
            margins: serde_json::to_string(&new.margins).map_err(json)?,
        })
    }
}

#[derive(Queryable)]
#[expect(clippy::struct_excessive_bools, reason = "columns")]
struct Row {
    number: i32,
    id: String,
    instrument_id: String,
    title: String,
    period: String,
    _first_day: NaiveDate,
    _last_day: NaiveDate,
    mode: String,
    access: String,
    state: String,
    k: i32,
    public: bool,
    demo: bool,
    switches: String,
    sealed_on: Option<NaiveDate>,
    closes_on: Option<NaiveDate>,
    languages: String,
    earlier: Option<String>,
    envelope: bool,
    retention: String,
    breakdowns: String,
    remarks: bool,
    margins: String,
}

impl Row {
    fn into_stored(self) -> Result<StoredWave, StoreError> {
        let unreadable = |fault: &dyn std::fmt::Display| read::unreadable("wave", &self.id, fault);
        let wave = Wave {
            id: self.id.parse().map_err(|fault| unreadable(&fault))?,
            title: serde_json::from_str(&self.title).map_err(|fault| unreadable(&fault))?,
            period: self.period.parse().map_err(|fault| unreadable(&fault))?,
            mode: word(&self.mode, &[Mode::Desk, Mode::Sample], Mode::as_str)?,
            access: word(&self.access, &Access::ALL, Access::as_str)?,
            state: word(&self.state, &[State::Planned, State::Open, State::Closed], State::as_str)?,
            k: u32::try_from(self.k).map_err(|fault| unreadable(&fault))?,
            switches: serde_json::from_str(&self.switches).map_err(|fault| unreadable(&fault))?,
            languages: serde_json::from_str(&self.languages).map_err(|fault| unreadable(&fault))?,
            earlier: self
                .earlier
                .as_deref()
                .map(str::parse)
                .transpose()
                .map_err(|fault| unreadable(&fault))?,
            protection: Protection {
                envelope: self.envelope,
                retention: word(&self.retention, &Retention::ALL, Retention::as_str)?,
                breakdowns: serde_json::from_str(&self.breakdowns).map_err(|fault| unreadable(&fault))?,
                remarks: self.remarks,
            },
            margins: serde_json::from_str(&self.margins).map_err(|fault| unreadable(&fault))?,
            instrument: self.instrument_id,
            public: self.public,
            demo: self.demo,
        };
        Ok(StoredWave { number: self.number, wave, sealed_on: self.sealed_on, closes_on: self.closes_on })
    }
}

/// The value among `all` that is written as `text`.
fn word<T: Copy>(text: &str, all: &[T], as_str: fn(T) -> &'static str) -> Result<T, StoreError> {
    let found = all.iter().find(|value| as_str(**value) == text);
    found.copied().ok_or_else(|| read::unreadable("wave", text, "not one of the words known here"))
}

/// Numbers of the waves that have one of these units, in order.
pub fn with_units(conn: &mut PgConnection, unit_ids: &[i32]) -> Result<BTreeSet<i32>, StoreError> {
    let found: Vec<i32> = wave_unit::table
        .filter(wave_unit::unit_id.eq_any(unit_ids))
        .select(wave_unit::wave)
        .distinct()
        .load(conn)?;
    Ok(found.into_iter().collect())
}

/// Numbers of the waves that have units, and none but these.
pub fn only_at(conn: &mut PgConnection, unit_ids: &[i32]) -> Result<BTreeSet<i32>, StoreError> {
    let outside: Vec<i32> = wave_unit::table
        .filter(wave_unit::unit_id.ne_all(unit_ids))
        .select(wave_unit::wave)
        .distinct()
        .load(conn)?;
    let within = with_units(conn, unit_ids)?;
    Ok(within.into_iter().filter(|wave| !outside.contains(wave)).collect())
}
