//! The insert behind the group commit: many responses, few statements, one transaction.

use std::collections::{BTreeMap, BTreeSet};

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, Binary, Integer, Nullable, Text, Uuid as SqlUuid};
use uuid::Uuid;

use super::super::schema::response;
use super::super::{StoreError, blind, tickets, waves};
use super::{NewResponse, Pass, Stored};
use crate::domain::breakdown::Channel;

/// Key of a response: unit and id.
type Key = (i32, Uuid);

/// Answers that are stored, with the wave they belong to, by whether they are encrypted and key.
type Known = BTreeMap<(bool, Key), (i32, Vec<u8>)>;

/// Inserts responses and says of each, in the given order, what became of it. One transaction: the
/// answers hold when this returns without error. Sending any of them again is harmless.
///
/// Sealing may run at the same time. A response whose row is being sealed while it is sent again
/// would be inserted a second time; so the ids spent by sealing are looked up by a later statement
/// than the insert, which sees every sealing that freed the id, and the second copy is taken back.
/// That needs the isolation level at which every statement sees what was committed before it.
///
/// A ticket or token is spent exactly by the response that is new with it. Until then the row of the ticket is held, so that of
/// two who show the same one only one gets in; a response that is not let in keeps nobody else out.
pub fn insert(conn: &mut PgConnection, responses: &[NewResponse]) -> Result<Vec<Stored>, StoreError> {
    if responses.is_empty() {
        return Ok(Vec::new());
    }
    conn.build_transaction().read_committed().run(|conn| {
        waves::hold(conn, &responses.iter().map(|response| response.wave).collect())?;
        let claimed = claim(conn, responses)?;
        let let_in = let_in(conn, responses, claimed.clone())?;
        let wanted = responses.iter().zip(&let_in).filter(|(_, let_in)| **let_in);
        let (sealed, open): (Vec<_>, Vec<_>) =
            wanted.map(|(response, _)| response).partition(|response| response.sealed);
        let mut inserted = 0;
        if !open.is_empty() {
            inserted += Insert::<false>(&Columns::of(open.into_iter())).execute(conn)?;
        }
        if !sealed.is_empty() {
            inserted += Insert::<true>(&Columns::of(sealed.into_iter())).execute(conn)?;
        }
        let rows = Columns::of(responses.iter());
        let spent: BTreeMap<Key, i32> = FindSpent(&rows)
            .load::<(i32, Uuid, i32)>(conn)?
            .into_iter()
            .map(|(unit_id, id, wave)| ((unit_id, id), wave))
            .collect();
        let stored = if inserted == responses.len() && spent.is_empty() {
            vec![Stored::New; responses.len()]
        } else {
            let mut judge = Judge::find_out(conn, responses, spent)?;
            responses.iter().zip(let_in).map(|(response, let_in)| judge.stored(response, let_in)).collect()
        };
        let new = || responses.iter().zip(&stored).filter(|(_, stored)| **stored == Stored::New);
        tickets::spend(conn, &new().filter_map(|(response, _)| ticket(response)).collect::<Vec<_>>())?;
        let used: BTreeSet<&[u8]> = new().filter_map(|(response, _)| token(response)).collect();
        blind::give_back(conn, claimed.iter().map(Vec::as_slice).filter(|nonce| !used.contains(nonce)))?;
        Ok(stored)
    })
}

/// Spends the tokens that are shown, and gives those that were unspent.
fn claim(conn: &mut PgConnection, responses: &[NewResponse]) -> Result<BTreeSet<Vec<u8>>, StoreError> {
    let shown = responses.iter().filter_map(|response| Some((token(response)?, response.wave)));
    blind::claim(conn, &shown.collect())
}

/// Which of the responses may be stored. Of several with the same ticket or token it is the first.
fn let_in(
    conn: &mut PgConnection,
    responses: &[NewResponse],
    mut claimed: BTreeSet<Vec<u8>>,
) -> Result<Vec<bool>, StoreError> {
    let shown: Vec<&[u8]> = responses.iter().filter_map(ticket).collect();
    let mut unspent: BTreeSet<Vec<u8>> =
        if shown.is_empty() { BTreeSet::new() } else { tickets::hold(conn, &shown)?.into_iter().collect() };
    let judged = responses.iter().map(|response| match &response.pass {
        Pass::Open => true,
        Pass::Ticket(mac) => unspent.remove(mac.as_slice()),
        Pass::Token(nonce) => claimed.remove(nonce.as_slice()),
        Pass::None => false,
    });
    Ok(judged.collect())
}

fn ticket(response: &NewResponse) -> Option<&[u8]> {
    match &response.pass {
        Pass::Ticket(mac) => Some(mac),
        Pass::Open | Pass::Token(_) | Pass::None => None,
    }
}

fn token(response: &NewResponse) -> Option<&[u8]> {
    match &response.pass {
        Pass::Token(nonce) => Some(nonce),
        Pass::Open | Pass::Ticket(_) | Pass::None => None,
    }
}

fn key(response: &NewResponse) -> Key {
    (response.unit_id, response.id)
}

fn take_back(conn: &mut PgConnection, keys: &[(bool, Key)]) -> Result<(), StoreError> {
    for (sealed, (unit_id, id)) in keys {
        let sql =
            if *sealed { "SELECT envelope_take_back($1, $2)" } else { "SELECT response_take_back($1, $2)" };
        diesel::sql_query(sql).bind::<Integer, _>(unit_id).bind::<SqlUuid, _>(id).execute(conn)?;
    }
    Ok(())
}

/// What is to be found out where not every response was new.
struct Judge {
    open: BTreeSet<i32>,
    /// Rows of this transaction.
    inserted: Known,
    /// Rows that were there before.
    known: Known,
    /// The wave that has spent the id.
    spent: BTreeMap<Key, i32>,
    /// Keys of the inserted rows whose response has been told so.
    told: BTreeSet<(bool, Key)>,
}

#[derive(QueryableByName)]
#[diesel(table_name = response, check_for_backend(Pg))]
struct Row {
    unit_id: i32,
    id: Uuid,
    wave: i32,
    answers: Vec<u8>,
    #[diesel(sql_type = diesel::sql_types::Bool)]
    own: bool,
}

// The rows of this very transaction are those it has inserted. Of others it is told which of the answers given here they
// hold, and nothing else: this role need not read any. Of envelopes not even that is told.
const FIND_OPEN: &str = "SELECT unit_id, id, wave, answers, own FROM response_kept($1, $2, $3)";
const FIND_SEALED: &str =
    "SELECT unit_id, id, wave, ''::bytea AS answers, own FROM envelope_kept($1, $2, $3)";

impl Judge {
    fn find_out(
        conn: &mut PgConnection,
        responses: &[NewResponse],
        spent: BTreeMap<Key, i32>,
    ) -> Result<Self, StoreError> {
        let open = waves::open(conn, &responses.iter().map(|response| response.wave).collect())?;
        let (mut inserted, mut known) = (Known::new(), Known::new());
        for (sealed, sql) in [(false, FIND_OPEN), (true, FIND_SEALED)] {
            let rows = Columns::of(responses.iter().filter(|response| response.sealed == sealed));
            if rows.ids.is_empty() {
                continue;
            }
            let found: Vec<Row> = diesel::sql_query(sql)
                .bind::<Array<Integer>, _>(&rows.units)
                .bind::<Array<SqlUuid>, _>(&rows.ids)
                .bind::<Array<Binary>, _>(&rows.answers)
                .load(conn)?;
            for row in found {
                let rows = if row.own { &mut inserted } else { &mut known };
                let kept = rows.entry((sealed, (row.unit_id, row.id))).or_insert((row.wave, Vec::new()));
                // Other answers under the same id in this group come back as nothing.
                if !row.answers.is_empty() {
                    kept.1 = row.answers;
                }
            }
        }
        // Also where another wave has spent the id: an id is good for one response of a unit.
        let twice: Vec<_> = inserted.keys().filter(|(_, key)| spent.contains_key(key)).copied().collect();
        take_back(conn, &twice)?;
        for key in &twice {
            inserted.remove(key);
        }
        Ok(Self { open, inserted, known, spent, told: BTreeSet::new() })
    }

    /// What became of the next response.
    fn stored(&mut self, response: &NewResponse, let_in: bool) -> Stored {
        let key = (response.sealed, key(response));
        if !self.open.contains(&response.wave) {
            return Stored::WaveClosed;
        }
        // What an envelope says is not known: the same id is taken for the same response, as after sealing.
        let is_own = |(wave, answers): &(i32, Vec<u8>)| {
            *wave == response.wave && (response.sealed || *answers == response.answers)
        };
        if let Some(row) = self.inserted.get(&key) {
            return match (is_own(row), let_in && !self.told.contains(&key)) {
                (false, _) => Stored::Differs,
                (true, false) => Stored::Same,
                (true, true) => {
                    self.told.insert(key);
                    Stored::New
                }
            };
        }
        match (self.known.get(&key), self.spent.get(&key.1)) {
            (Some(row), _) if is_own(row) => Stored::Same,
            (None, Some(wave)) if *wave == response.wave => Stored::AlreadySealed,
            (Some(_), _) | (None, Some(_)) => Stored::Differs,
            (None, None) if let_in => Stored::WaveClosed,
            (None, None) => Stored::NotLetIn,
        }
    }
}

/// Rows as one array per column, in the order of the key.
struct Columns<'a> {
    units: Vec<i32>,
    ids: Vec<Uuid>,
    waves: Vec<i32>,
    answers: Vec<&'a [u8]>,
    channels: Vec<Option<&'static str>>,
}

impl<'a> Columns<'a> {
    /// The rows in the order of the key.
    fn of(rows: impl Iterator<Item = &'a NewResponse>) -> Self {
        let mut rows: Vec<&NewResponse> = rows.collect();
        rows.sort_unstable_by_key(|response| key(response));
        Self {
            units: rows.iter().map(|row| row.unit_id).collect(),
            ids: rows.iter().map(|row| row.id).collect(),
            waves: rows.iter().map(|row| row.wave).collect(),
            answers: rows.iter().map(|row| row.answers.as_slice()).collect(),
            channels: rows.iter().map(|row| row.channel.map(Channel::as_str)).collect(),
        }
    }
}

/// Inserts what is not there and may be there. In the order of the key, so that two writers with the same ids
/// wait for each other instead of locking up.
///
/// Like the other statement a fragment of its own, because the database then parses and plans it once per
/// connection, which `sql_query` does at every call.
struct Insert<'a, const SEALED: bool>(&'a Columns<'a>);

impl<const SEALED: bool> QueryId for Insert<'_, SEALED> {
    type QueryId = Insert<'static, SEALED>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<const SEALED: bool> RunQueryDsl<PgConnection> for Insert<'_, SEALED> {}

impl<const SEALED: bool> QueryFragment<Pg> for Insert<'_, SEALED> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(if SEALED {
            "INSERT INTO envelope (unit_id, id, wave, key, enc, sealed, channel) \
             SELECT r.unit_id, r.id, r.wave, y.key, substr(r.answers, 1, 32), substr(r.answers, 33), r.channel \
             FROM unnest("
        } else {
            "INSERT INTO response (unit_id, id, wave, answers, channel) \
             SELECT r.unit_id, r.id, r.wave, r.answers, r.channel FROM unnest("
        });
        out.push_bind_param::<Array<Integer>, _>(&self.0.units)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<SqlUuid>, _>(&self.0.ids)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Integer>, _>(&self.0.waves)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Binary>, _>(&self.0.answers)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Nullable<Text>>, _>(&self.0.channels)?;
        out.push_sql(
            ") AS r (unit_id, id, wave, answers, channel) \
             JOIN wave_unit u ON u.wave = r.wave AND u.unit_id = r.unit_id \
             JOIN wave w ON w.number = r.wave AND w.state = 'open' ",
        );
        if SEALED {
            out.push_sql("JOIN wave_key y ON y.wave = r.wave ");
        }
        out.push_sql("ORDER BY r.unit_id, r.id ON CONFLICT DO NOTHING");
        Ok(())
    }
}

/// Gives the keys that sealing has spent, each with its wave.
struct FindSpent<'a>(&'a Columns<'a>);

impl QueryId for FindSpent<'_> {
    type QueryId = FindSpent<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl Query for FindSpent<'_> {
    type SqlType = (Integer, SqlUuid, Integer);
}

impl RunQueryDsl<PgConnection> for FindSpent<'_> {}

impl QueryFragment<Pg> for FindSpent<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("SELECT s.unit_id, s.id, s.wave FROM unnest(");
        out.push_bind_param::<Array<Integer>, _>(&self.0.units)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<SqlUuid>, _>(&self.0.ids)?;
        out.push_sql(") AS k (unit_id, id) JOIN spent_id s ON s.unit_id = k.unit_id AND s.id = k.id");
        Ok(())
    }
}
