//! Tokens for programs: with an end, for chosen rights at a chosen place, and never more than their maker holds.

use chrono::Days;

use super::Moment;
use super::accounts::{Answer, Refused};
use super::principal::Principal;
use super::secret::{new_secret, secret_hash};
use crate::domain::access::{Action, Right, Rights};
use crate::domain::unit::UnitCode;
use crate::store::tokens::NewToken;
use crate::store::{Connection, StoreError, audit, together, tokens, units};

/// Longest life of a token, in days.
pub const MAX_DAYS: u32 = 3650;
/// Longest name of a token, in characters.
const MAX_NAME: usize = 100;

/// What a token is to be.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// What it is for.
    pub name: &'a str,
    /// Days from today on which it is accepted.
    pub days: u32,
    /// What it may do.
    pub rights: Rights,
    /// Code of the unit at and below which; none for as far as its maker reaches.
    pub unit: Option<&'a str>,
}

/// Makes a token and gives its text, which is shown once, and its last day.
pub fn make(
    conn: &mut Connection,
    by: &Principal,
    wanted: &Wanted,
    now: Moment,
) -> Answer<(String, chrono::NaiveDate)> {
    let name = wanted.name.trim();
    if name.is_empty() || name.chars().count() > MAX_NAME || name.chars().any(char::is_control) {
        return Ok(Err(Refused::BadName));
    }
    let (unit_id, code) = match wanted.unit {
        None => (None, None),
        Some(text) => {
            let Ok(code) = text.trim().parse::<UnitCode>() else { return Ok(Err(Refused::UnknownUnit)) };
            let Some(place) = units::place(conn, &code, now.day)? else {
                return Ok(Err(Refused::UnknownUnit));
            };
            let missing = wanted.rights.iter().find(|right| !by.powers.may(*right, &place.path));
            if let Some(right) = missing {
                return Ok(Err(Refused::Right(right)));
            }
            (Some(place.id), Some(code))
        }
    };
    if let Some(right) = wanted.rights.iter().find(|right| !by.powers.may_somewhere(*right)) {
        return Ok(Err(Refused::Right(right)));
    }
    if wanted.rights.is_empty() {
        return Ok(Err(Refused::Right(Right::MakeTokens)));
    }
    let expires =
        now.day.checked_add_days(Days::new(u64::from(wanted.days.min(MAX_DAYS)))).unwrap_or(now.day);
    let token = format!("hl_{}", new_secret());
    let account = by.account.as_ref().map(|account| account.id);
    let new = NewToken { name, expires, account, rights: wanted.rights, unit_id };
    let made = together(conn, |conn| {
        tokens::add(conn, &new, &secret_hash(&token))?;
        let rights: Vec<&str> = wanted.rights.iter().map(Right::as_str).collect();
        let entry = by.entry(Action::TokenMade).to(name).at(code.or_else(|| by.home()));
        let entry = entry.with("rights", &rights.join(" ")).with("expires", &expires);
        audit::append(conn, entry, now.at, now.day)
    });
    match made {
        Ok(()) => Ok(Ok((token, expires))),
        Err(StoreError::Exists { .. }) => Ok(Err(Refused::NameTaken)),
        Err(fault) => Err(fault),
    }
}

/// Makes a token of one's own worthless; gives whether there was one.
pub fn revoke(conn: &mut Connection, by: &Principal, name: &str, now: Moment) -> Result<bool, StoreError> {
    let account = by.account.as_ref().map(|account| account.id);
    together(conn, |conn| {
        let revoked = tokens::remove(conn, account, name)?;
        if revoked {
            audit::append(conn, by.entry(Action::TokenRevoked).to(name).at(by.home()), now.at, now.day)?;
        }
        Ok(revoked)
    })
}
