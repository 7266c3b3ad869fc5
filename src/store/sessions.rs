//! Sign-ins of the staff, and the browsers they come from.

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;

use super::StoreError;
use super::accounts::Account;
use super::schema::{account, known_device, session};
use crate::domain::batch::Hash;

/// How far a sign-in has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The password was right, the second factor is awaited.
    Code,
    /// Signed in.
    Full,
}

impl Stage {
    fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Full => "full",
        }
    }
}

/// A sign-in that has not ended.
#[derive(Debug, Clone)]
pub struct Session {
    /// SHA-256 of the secret in the cookie.
    pub hash: Vec<u8>,
    /// How far it has come.
    pub stage: Stage,
    /// When it began.
    pub begun: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub seen: DateTime<Utc>,
}

/// When sessions end by themselves.
#[derive(Debug, Clone, Copy)]
pub struct Lifetime {
    /// Now.
    pub now: DateTime<Utc>,
    /// Unused for so long.
    pub idle: Duration,
}

/// How old `seen` gets before it is written again.
const SEEN: Duration = Duration::minutes(1);

/// Begins a session. Those of everybody that have ended are cleared away.
pub fn begin(
    conn: &mut PgConnection,
    hash: &Hash,
    account: i32,
    stage: Stage,
    life: (DateTime<Utc>, DateTime<Utc>),
) -> Result<(), StoreError> {
    let (now, ends) = life;
    diesel::delete(session::table.filter(session::ends.le(now))).execute(conn)?;
    diesel::insert_into(session::table)
        .values((
            session::hash.eq(hash.as_slice()),
            session::account.eq(account),
            session::stage.eq(stage.as_str()),
            session::begun.eq(now),
            session::seen.eq(now),
            session::ends.eq(ends),
        ))
        .execute(conn)?;
    Ok(())
}

type Row = (Vec<u8>, String, DateTime<Utc>, DateTime<Utc>);

fn read((hash, stage, begun, seen): Row) -> Session {
    let stage = if stage == Stage::Full.as_str() { Stage::Full } else { Stage::Code };
    Session { hash, stage, begun, seen }
}

const COLUMNS: (session::hash, session::stage, session::begun, session::seen) =
    (session::hash, session::stage, session::begun, session::seen);

/// The session and its account, unless it has ended or the account is disabled; notes that it is in use.
pub fn find(
    conn: &mut PgConnection,
    hash: &Hash,
    life: Lifetime,
) -> Result<Option<(Session, Account)>, StoreError> {
    let found: Option<(Row, Account)> = session::table
        .inner_join(account::table)
        .filter(session::hash.eq(hash.as_slice()))
        .filter(session::ends.gt(life.now).and(session::seen.gt(life.now - life.idle)))
        .filter(account::disabled.eq(false))
        .select((COLUMNS, Account::as_select()))
        .first(conn)
        .optional()?;
    let Some((row, account)) = found else { return Ok(None) };
    let session = read(row);
    if session.seen < life.now - SEEN {
        diesel::update(session::table.find(hash.as_slice())).set(session::seen.eq(life.now)).execute(conn)?;
    }
    Ok(Some((session, account)))
}

/// Sessions of the account that are signed in and have not ended, the latest first.
pub fn of_account(conn: &mut PgConnection, account: i32, life: Lifetime) -> Result<Vec<Session>, StoreError> {
    let rows: Vec<Row> = session::table
        .filter(session::account.eq(account).and(session::stage.eq(Stage::Full.as_str())))
        .filter(session::ends.gt(life.now).and(session::seen.gt(life.now - life.idle)))
        .order((session::begun.desc(), session::hash))
        .select(COLUMNS)
        .load(conn)?;
    Ok(rows.into_iter().map(read).collect())
}

/// Ends one session of an account.
pub fn end(conn: &mut PgConnection, account: i32, hash: &[u8]) -> Result<bool, StoreError> {
    let of_account = session::table.find(hash).filter(session::account.eq(account));
    Ok(diesel::delete(of_account).execute(conn)? == 1)
}

/// Ends all sessions of an account but one; gives how many.
pub fn end_all(conn: &mut PgConnection, account: i32, but: Option<&[u8]>) -> Result<usize, StoreError> {
    let but = but.unwrap_or_default();
    let others = session::table.filter(session::account.eq(account).and(session::hash.ne(but)));
    Ok(diesel::delete(others).execute(conn)?)
}

/// Remembers that somebody has signed in to the account in this browser. `before`: the secret the browser had until
/// now; whoever else is known by it is known by the new one instead, so that a secret somebody planted there is
/// worth nothing.
pub fn know_device(
    conn: &mut PgConnection,
    hash: &Hash,
    before: Option<&Hash>,
    account: i32,
    life: (DateTime<Utc>, DateTime<Utc>),
) -> Result<(), StoreError> {
    let (now, ends) = life;
    diesel::delete(known_device::table.filter(known_device::ends.le(now))).execute(conn)?;
    if let Some(before) = before.filter(|before| *before != hash) {
        diesel::update(known_device::table.filter(known_device::hash.eq(before.as_slice())))
            .set(known_device::hash.eq(hash.as_slice()))
            .execute(conn)?;
    }
    diesel::insert_into(known_device::table)
        .values((
            known_device::hash.eq(hash.as_slice()),
            known_device::account.eq(account),
            known_device::ends.eq(ends),
        ))
        .on_conflict((known_device::hash, known_device::account))
        .do_update()
        .set(known_device::ends.eq(ends))
        .execute(conn)?;
    Ok(())
}

/// Whether somebody has signed in to the account in this browser.
pub fn knows_device(
    conn: &mut PgConnection,
    hash: &Hash,
    account: i32,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let known = known_device::table.find((hash.as_slice(), account)).filter(known_device::ends.gt(now));
    Ok(diesel::select(diesel::dsl::exists(known)).get_result(conn)?)
}

/// Forgets all browsers of an account.
pub fn forget_devices(conn: &mut PgConnection, account: i32) -> Result<(), StoreError> {
    diesel::delete(known_device::table.filter(known_device::account.eq(account))).execute(conn)?;
    Ok(())
}
