//! Sessions of the staff, and the browsers they come from.
//!
//! A session is 256 random bits in a cookie; the database keeps their SHA-256. It ends an hour after it was last used
//! and twelve hours after it began at the latest (NIST SP 800-63B-4 section 5.2 for the second assurance level), when
//! its owner signs out, when the password is changed elsewhere, and when an administrator changes the roles of the
//! account: whoever signs in next gets a new one. It is replaced whenever it comes to be worth more.

use chrono::Duration;
use data_encoding::HEXLOWER;

use super::principal::Principal;
use super::secret::{new_secret, secret_hash};
use super::{Moment, principal};
use crate::domain::access::{Action, NewEntry};
use crate::store::accounts::{self, Account};
use crate::store::sessions::{self, Lifetime, Session, Stage};
use crate::store::{Connection, StoreError, audit, together};

/// Unused for so long, a session ends.
const IDLE: Duration = Duration::hours(1);
/// So long a session lasts at most.
const LONGEST: Duration = Duration::hours(12);
/// So long the second factor is awaited.
const CODE: Duration = Duration::minutes(10);
/// So long a browser is known after somebody has signed in.
pub const DEVICE: Duration = Duration::days(180);

/// A session somebody holds.
#[derive(Debug, Clone)]
pub struct Held {
    /// The session.
    pub session: Session,
    /// The secret in the cookie.
    pub secret: String,
}

/// What a browser is to keep.
#[derive(Debug, Clone)]
pub struct Cookies {
    /// Secret of the session.
    pub session: String,
    /// How far the sign-in has come.
    pub stage: Stage,
    /// Secret by which the browser is known from now on.
    pub device: Option<String>,
}

fn lifetime(now: Moment) -> Lifetime {
    Lifetime { now: now.at, idle: IDLE }
}

pub(super) fn find(
    conn: &mut Connection,
    secret: &str,
    now: Moment,
) -> Result<Option<(Session, Account)>, StoreError> {
    sessions::find(conn, &secret_hash(secret), lifetime(now))
}

/// Begins a session; `replaced` is ended by it.
pub(super) fn begin(
    conn: &mut Connection,
    account: i32,
    stage: Stage,
    replaced: Option<&Session>,
    now: Moment,
) -> Result<String, StoreError> {
    if let Some(replaced) = replaced {
        sessions::end(conn, account, &replaced.hash)?;
    }
    let secret = new_secret();
    let lasts = if stage == Stage::Full { LONGEST } else { CODE };
    sessions::begin(conn, &secret_hash(&secret), account, stage, (now.at, now.at + lasts))?;
    Ok(secret)
}

/// Remembers the browser and gives its secret: the one it has where that is known, else a new one.
pub(super) fn know_device(
    conn: &mut Connection,
    account: i32,
    device: Option<&str>,
    now: Moment,
) -> Result<String, StoreError> {
    let before = device.map(secret_hash);
    let known = match &before {
        Some(hash) => sessions::knows_device(conn, hash, account, now.at)?,
        None => false,
    };
    let secret = device.filter(|_| known).map_or_else(new_secret, str::to_owned);
    sessions::know_device(conn, &secret_hash(&secret), before.as_ref(), account, (now.at, now.at + DEVICE))?;
    Ok(secret)
}

/// Signs out.
pub fn end(conn: &mut Connection, who: &Principal, now: Moment) -> Result<(), StoreError> {
    let (Some(account), Some(held)) = (&who.account, &who.session) else { return Ok(()) };
    together(conn, |conn| {
        if sessions::end(conn, account.id, &held.session.hash)? && held.session.stage == Stage::Full {
            audit::append(conn, who.entry(Action::SignedOut).at(who.home()), now.at, now.day)?;
        }
        Ok(())
    })
}

/// Sessions of the account, the latest first.
pub fn own(conn: &mut Connection, account: i32, now: Moment) -> Result<Vec<Session>, StoreError> {
    sessions::of_account(conn, account, lifetime(now))
}

/// Ends the other sessions of one's own account, or the one of them whose hash begins with these hexadecimal
/// digits.
pub fn end_own(
    conn: &mut Connection,
    who: &Principal,
    which: Option<&str>,
    now: Moment,
) -> Result<usize, StoreError> {
    let (Some(account), Some(held)) = (&who.account, &who.session) else { return Ok(0) };
    together(conn, |conn| {
        let ended = match which {
            None => sessions::end_all(conn, account.id, Some(&held.session.hash))?,
            Some(name) => {
                let all = own(conn, account.id, now)?;
                let found = all.into_iter().find(|session| public_name(session) == name);
                usize::from(match found {
                    Some(session) => sessions::end(conn, account.id, &session.hash)?,
                    None => false,
                })
            }
        };
        if ended > 0 {
            let entry = who.entry(Action::SessionsEnded).at(who.home()).with("count", &ended);
            audit::append(conn, entry, now.at, now.day)?;
        }
        Ok(ended)
    })
}

/// Ends all sessions of an account because of what `by` has done to it.
pub(super) fn end_all(
    conn: &mut Connection,
    account: &Account,
    by: &str,
    now: Moment,
) -> Result<(), StoreError> {
    let ended = sessions::end_all(conn, account.id, None)?;
    if ended > 0 {
        let home = principal::home(&accounts::grants_of(conn, account.id)?);
        let entry = NewEntry::new(by, Action::SessionsEnded).to(&account.name).at(home).with("count", &ended);
        audit::append(conn, entry, now.at, now.day)?;
    }
    Ok(())
}

/// By what a page names a session: the beginning of its hash, which opens nothing.
pub fn public_name(session: &Session) -> String {
    let shown = session.hash.len().min(6);
    HEXLOWER.encode(session.hash.get(..shown).unwrap_or_default())
}
