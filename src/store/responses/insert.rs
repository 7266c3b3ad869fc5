//! The insert behind the group commit: many responses, few statements, one transaction.

use std::collections::{BTreeMap, BTreeSet};

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, Binary, Integer, Uuid as SqlUuid};
use uuid::Uuid;

use super::super::StoreError;
use super::super::schema::{response, wave};
use super::{Known, NewResponse, Stored};
use crate::domain::wave::State;

/// Key of a response: unit and id.
type Key = (i32, Uuid);

/// Inserts responses and says of each, in the given order, what became of it. One transaction: the
/// answers hold when this returns without error. Sending any of them again is harmless.
///
/// Sealing may run at the same time. A response whose row is being sealed while it is sent again
/// would be inserted a second time; so the ids spent by sealing are looked up by a later statement
/// than the insert, which sees every sealing that freed the id, and the second copy is taken back.
/// That needs the isolation level at which every statement sees what was committed before it.
pub fn insert(conn: &mut PgConnection, responses: &[NewResponse]) -> Result<Vec<Stored>, StoreError> {
    if responses.is_empty() {
        return Ok(Vec::new());
    }
    conn.build_transaction().read_committed().run(|conn| {
        let open = hold_open(conn, responses)?;
        let mut first: BTreeMap<Key, &NewResponse> = BTreeMap::new();
        for response in responses.iter().filter(|response| open.contains(&response.wave)) {
            first.entry((response.unit_id, response.id)).or_insert(response);
        }
        let rows = Columns::of(first.values().copied());
        let mut inserted: BTreeSet<Key> = keys(conn, Statement::Insert, &rows)?.into_keys().collect();
        let known = if inserted.len() == first.len() {
            Known::new()
        } else {
            known(conn, first.keys().filter(|key| !inserted.contains(key)))?
        };
        let spent = keys(conn, Statement::FindSpent, &rows)?;
        // Also where another wave has spent the id: an id is good for one response of a unit.
        let twice: Vec<Key> = inserted.iter().filter(|key| spent.contains_key(key)).copied().collect();
        take_back(conn, &twice)?;
        for key in &twice {
            inserted.remove(key);
        }
        let judge = Judge { open, first, inserted, known, spent };
        Ok(responses.iter().map(|response| judge.stored(response)).collect())
    })
}

/// Keys of the waves that take answers; they stay open until the transaction ends.
fn hold_open(conn: &mut PgConnection, responses: &[NewResponse]) -> Result<BTreeSet<i32>, StoreError> {
    let waves: BTreeSet<i32> = responses.iter().map(|response| response.wave).collect();
    let open = wave::table
        .filter(wave::number.eq_any(waves))
        .filter(wave::state.eq(State::Open.as_str()))
        .order(wave::number)
        .select(wave::number)
        .for_share()
        .load::<i32>(conn)?;
    Ok(open.into_iter().collect())
}

/// Rows that were there before, by key.
fn known<'a>(conn: &mut PgConnection, keys: impl Iterator<Item = &'a Key>) -> Result<Known, StoreError> {
    let (units, ids): (Vec<i32>, Vec<Uuid>) = keys.copied().unzip();
    let rows: Vec<KnownRow> = diesel::sql_query(
        "SELECT r.unit_id, r.id, r.wave, r.answers FROM unnest($1, $2) AS k (unit_id, id) \
         JOIN response r ON r.unit_id = k.unit_id AND r.id = k.id",
    )
    .bind::<Array<Integer>, _>(units)
    .bind::<Array<SqlUuid>, _>(ids)
    .load(conn)?;
    Ok(rows.into_iter().map(|row| ((row.unit_id, row.id), (row.wave, row.answers))).collect())
}

#[derive(QueryableByName)]
#[diesel(table_name = response, check_for_backend(Pg))]
struct KnownRow {
    unit_id: i32,
    id: Uuid,
    wave: i32,
    answers: Vec<u8>,
}

fn take_back(conn: &mut PgConnection, keys: &[Key]) -> Result<(), StoreError> {
    for (unit_id, id) in keys {
        diesel::delete(response::table.find((unit_id, id))).execute(conn)?;
    }
    Ok(())
}

/// What the transaction found out.
struct Judge<'a> {
    open: BTreeSet<i32>,
    first: BTreeMap<Key, &'a NewResponse>,
    inserted: BTreeSet<Key>,
    known: Known,
    /// The wave that has spent the id.
    spent: BTreeMap<Key, i32>,
}

impl Judge<'_> {
    fn stored(&self, response: &NewResponse) -> Stored {
        let key = (response.unit_id, response.id);
        if !self.open.contains(&response.wave) {
            return Stored::WaveClosed;
        }
        if self.inserted.contains(&key) {
            return match self.first.get(&key) {
                Some(first) if std::ptr::eq(*first, response) => Stored::New,
                Some(first) if *first == response => Stored::Same,
                _ => Stored::Differs,
            };
        }
        match self.known.get(&key) {
            Some((wave, answers)) if *wave == response.wave && *answers == response.answers => Stored::Same,
            Some(_) => Stored::Differs,
            None => match self.spent.get(&key) {
                Some(wave) if *wave == response.wave => Stored::AlreadySealed,
                Some(_) => Stored::Differs,
                None => Stored::WaveClosed,
            },
        }
    }
}

/// Rows as one array per column.
struct Columns<'a> {
    units: Vec<i32>,
    ids: Vec<Uuid>,
    waves: Vec<i32>,
    answers: Vec<&'a [u8]>,
}

impl<'a> Columns<'a> {
    fn of(rows: impl Iterator<Item = &'a NewResponse>) -> Self {
        let mut columns = Self { units: Vec::new(), ids: Vec::new(), waves: Vec::new(), answers: Vec::new() };
        for row in rows {
            columns.units.push(row.unit_id);
            columns.ids.push(row.id);
            columns.waves.push(row.wave);
            columns.answers.push(&row.answers);
        }
        columns
    }
}

/// The keys a statement gives, each with its wave.
fn keys(
    conn: &mut PgConnection,
    statement: Statement,
    rows: &Columns<'_>,
) -> Result<BTreeMap<Key, i32>, StoreError> {
    if rows.ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let found = KeyQuery { statement, rows }.load::<(i32, Uuid, i32)>(conn)?;
    Ok(found.into_iter().map(|(unit_id, id, wave)| ((unit_id, id), wave)).collect())
}

/// The two statements every group runs.
#[derive(Clone, Copy)]
enum Statement {
    /// Inserts what is not there and may be there; gives the keys of the inserted rows. In the order
    /// of the key, so that two writers with the same ids wait for each other instead of locking up.
    Insert,
    /// Gives the keys that sealing has spent.
    FindSpent,
}

/// A statement over arrays. A fragment of its own because the database then parses and plans it
/// once per connection, which `sql_query` does at every call.
struct KeyQuery<'a> {
    statement: Statement,
    rows: &'a Columns<'a>,
}

impl QueryId for KeyQuery<'_> {
    type QueryId = ();
    // The text tells the statements apart.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for KeyQuery<'_> {
    type SqlType = (Integer, SqlUuid, Integer);
}

impl RunQueryDsl<PgConnection> for KeyQuery<'_> {}

impl QueryFragment<Pg> for KeyQuery<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let rows = self.rows;
        match self.statement {
            Statement::Insert => {
                out.push_sql(
                    "INSERT INTO response (unit_id, id, wave, answers) \
                     SELECT r.unit_id, r.id, r.wave, r.answers FROM unnest(",
                );
                out.push_bind_param::<Array<Integer>, _>(&rows.units)?;
                out.push_sql(", ");
                out.push_bind_param::<Array<SqlUuid>, _>(&rows.ids)?;
                out.push_sql(", ");
                out.push_bind_param::<Array<Integer>, _>(&rows.waves)?;
                out.push_sql(", ");
                out.push_bind_param::<Array<Binary>, _>(&rows.answers)?;
                out.push_sql(
                    ") AS r (unit_id, id, wave, answers) \
                     JOIN wave_unit u ON u.wave = r.wave AND u.unit_id = r.unit_id \
                     ORDER BY r.unit_id, r.id ON CONFLICT DO NOTHING RETURNING unit_id, id, wave",
                );
            }
            Statement::FindSpent => {
                out.push_sql("SELECT s.unit_id, s.id, s.wave FROM unnest(");
                out.push_bind_param::<Array<Integer>, _>(&rows.units)?;
                out.push_sql(", ");
                out.push_bind_param::<Array<SqlUuid>, _>(&rows.ids)?;
                out.push_sql(") AS k (unit_id, id) JOIN spent_id s ON s.unit_id = k.unit_id AND s.id = k.id");
            }
        }
        Ok(())
    }
}
