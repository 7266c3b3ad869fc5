//! What people change about their own account.

use chrono::Duration;
use sha2::{Digest, Sha256};

use super::password::NewPassword;
use super::principal::Principal;
use super::secret::{new_app_secret, new_recovery_codes, read_recovery_code};
use super::session::{self, Held};
use super::sign_in::factor_name;
use super::{Key, Moment, password};
use crate::domain::access::{Action, matching_step};
use crate::store::accounts::{self, Account};
use crate::store::failures::{self, Turn};
use crate::store::sessions::{self, Stage};
use crate::store::{Connection, StoreError, audit, together};

/// Counts a try at one's own password: whoever finds a browser signed in cannot guess it either. Gives how long to
/// wait where too many were made.
pub fn ask_again(
    conn: &mut Connection,
    account: &Account,
    now: Moment,
) -> Result<Option<Duration>, StoreError> {
    Ok(match failures::take_turn(conn, &again_subject(account), now.at)? {
        Turn::Taken(_) => None,
        Turn::Wait(wait) => Some(wait),
    })
}

/// Whether it is the password of the account. Slow on purpose.
pub fn is_password(account: &Account, text: &str) -> bool {
    password::verify(text, account.password.as_deref())
}

fn again_subject(account: &Account) -> Vec<u8> {
    Sha256::digest(format!("again {}", account.id)).to_vec()
}

/// Changes the password, after the old one was right. The other sessions end and other browsers are forgotten; gives
/// the secret of the session that replaces this one.
pub fn change_password(
    conn: &mut Connection,
    who: &Principal,
    (phc, new): (&str, &NewPassword),
    now: Moment,
) -> Result<Option<String>, StoreError> {
    let Some((account, held)) = signed_in(who) else { return Ok(None) };
    together(conn, |conn| {
        failures::forgive(conn, &again_subject(account))?;
        accounts::set_password(conn, account.id, phc, new.short)?;
        audit::append(conn, who.entry(Action::PasswordChanged).at(who.home()), now.at, now.day)?;
        renew(conn, account, held, now).map(Some)
    })
}

fn signed_in(who: &Principal) -> Option<(&Account, &Held)> {
    who.account.as_ref().zip(who.session.as_ref())
}

/// Replaces the session and ends all others.
fn renew(conn: &mut Connection, account: &Account, held: &Held, now: Moment) -> Result<String, StoreError> {
    sessions::end_all(conn, account.id, Some(&held.session.hash))?;
    session::begin(conn, account.id, Stage::Full, Some(&held.session), now)
}

/// A second factor that has not been proved yet.
pub struct Proposal {
    /// The secret for the app.
    pub secret: Vec<u8>,
    /// The same encrypted, to come back with the first code; the server keeps nothing until then.
    pub sealed: Vec<u8>,
}

/// Proposes a second factor.
pub fn propose_factor(key: &Key, account: &Account) -> Proposal {
    let secret = new_app_secret().to_vec();
    let sealed = key.seal(&secret, &proposal_name(account));
    Proposal { secret, sealed }
}

/// The proposal that came back.
pub fn proposed_factor(key: &Key, account: &Account, sealed: Vec<u8>) -> Option<Proposal> {
    let secret = key.open(&sealed, &proposal_name(account))?;
    Some(Proposal { secret, sealed })
}

fn proposal_name(account: &Account) -> String {
    format!("proposed {}", account.id)
}

/// Sets up the second factor, proved by a code; gives the recovery codes, which are shown once, and the secret of the
/// session that replaces this one. `None` when the code is wrong or there is a second factor already.
pub fn add_factor(
    conn: &mut Connection,
    key: &Key,
    who: &Principal,
    (proposal, code): (&Proposal, &str),
    now: Moment,
) -> Result<Option<(Vec<String>, String)>, StoreError> {
    let Some((account, held)) = signed_in(who).filter(|(account, _)| account.totp.is_none()) else {
        return Ok(None);
    };
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    let Some(step) = matching_step(&proposal.secret, &digits, now.at.timestamp(), 0) else { return Ok(None) };
    together(conn, |conn| {
        let sealed = key.seal(&proposal.secret, &factor_name(account));
        accounts::set_totp(conn, account.id, Some((&sealed, step)))?;
        let codes = renew_codes(conn, key, account)?;
        audit::append(conn, who.entry(Action::SecondFactorAdded).at(who.home()), now.at, now.day)?;
        let session = session::begin(conn, account.id, Stage::Full, Some(&held.session), now)?;
        Ok(Some((codes, session)))
    })
}

fn renew_codes(conn: &mut Connection, key: &Key, account: &Account) -> Result<Vec<String>, StoreError> {
    let codes = new_recovery_codes();
    let kept: Vec<_> =
        codes.iter().filter_map(|code| read_recovery_code(code)).map(|code| key.sign(&code)).collect();
    accounts::put_codes(conn, account.id, &kept)?;
    Ok(codes)
}

/// Replaces the recovery codes, after the password was right.
pub fn new_codes(
    conn: &mut Connection,
    key: &Key,
    who: &Principal,
    now: Moment,
) -> Result<Vec<String>, StoreError> {
    let Some((account, _)) = signed_in(who).filter(|(account, _)| account.totp.is_some()) else {
        return Ok(Vec::new());
    };
    together(conn, |conn| {
        failures::forgive(conn, &again_subject(account))?;
        audit::append(conn, who.entry(Action::RecoveryCodesMade).at(who.home()), now.at, now.day)?;
        renew_codes(conn, key, account)
    })
}

/// Takes the second factor away, after the password was right; `false` where the password is too short to stand
/// alone.
pub fn remove_factor(conn: &mut Connection, who: &Principal, now: Moment) -> Result<bool, StoreError> {
    let Some((account, _)) = signed_in(who).filter(|(account, _)| !account.password_short) else {
        return Ok(false);
    };
    together(conn, |conn| {
        failures::forgive(conn, &again_subject(account))?;
        accounts::set_totp(conn, account.id, None)?;
        accounts::put_codes(conn, account.id, &[])?;
        audit::append(conn, who.entry(Action::SecondFactorRemoved).at(who.home()), now.at, now.day)?;
        Ok(true)
    })
}
