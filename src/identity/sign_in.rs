//! From name and password, perhaps a code, to a session.
//!
//! 1. [`ask`] counts the try and says whether it may be made; 2. [`Attempt::check`] compares the password, which is
//!    slow on purpose and needs no connection; 3. [`conclude`] begins the session, or only one that awaits the
//!    second factor; 4. [`second_factor`] takes the code.
//!
//! An account that does not exist, is disabled or is not set up yet goes the same way as one with a wrong password
//! and gets the same answer after the same work. How guessing is slowed down without shutting anybody out is told in
//! `domain::access::throttle`.

use chrono::Duration;
use sha2::{Digest, Sha256};

use super::principal::{Principal, home};
use super::secret::{read_recovery_code, secret_hash};
use super::session::{self, Cookies, Held};
use super::{Key, Moment, password};
use crate::domain::access::{AccountName, Action, CLOSED_AFTER, NewEntry, SLOWED_AFTER, matching_step};
use crate::store::accounts::{self, Account};
use crate::store::failures::{self, Turn};
use crate::store::sessions::{self, Stage};
use crate::store::{Connection, StoreError, audit, together};

/// A try that has been counted and may now be made.
#[derive(Debug, Clone)]
pub struct Attempt {
    account: Option<Account>,
    /// Under what the try is counted.
    subject: Vec<u8>,
    /// The how manieth in a row it is if it fails.
    number: u32,
}

/// What came of asking.
#[derive(Debug)]
pub enum Asked {
    /// The try may be made.
    Try(Attempt),
    /// Not before so long.
    Wait(Duration),
}

/// What came of a try.
#[derive(Debug)]
pub enum Outcome {
    /// Signed in, or the second factor is awaited.
    Begun(Cookies),
    /// Wrong name, password or code.
    Wrong,
    /// Not before so long.
    Wait(Duration),
}

/// Under what tries from anywhere are counted. Names without an account share 65,536 counts, so that inventing names
/// fills nothing.
fn name_subject(name: &str, known: bool) -> Vec<u8> {
    let digest = Sha256::digest(format!("name {name}"));
    if known { digest.to_vec() } else { digest[..2].to_vec() }
}

fn device_subject(device: &str) -> Vec<u8> {
    Sha256::digest(format!("device {device}")).to_vec()
}

/// Under what tries at an account are counted: those from a browser its owner has signed in from by themselves.
fn subject(
    conn: &mut Connection,
    name: &str,
    account: Option<&Account>,
    device: Option<&str>,
    now: Moment,
) -> Result<Vec<u8>, StoreError> {
    if let (Some(account), Some(device)) = (account, device)
        && sessions::knows_device(conn, &secret_hash(device), account.id, now.at)?
    {
        return Ok(device_subject(device));
    }
    Ok(name_subject(name, account.is_some()))
}

/// Asks to try a password.
pub fn ask(
    conn: &mut Connection,
    name: &str,
    device: Option<&str>,
    now: Moment,
) -> Result<Asked, StoreError> {
    let parsed: Option<AccountName> = name.parse().ok();
    let account = match &parsed {
        Some(name) => accounts::by_name(conn, name)?,
        None => None,
    };
    let spelled = parsed.map_or_else(|| name.trim().to_lowercase(), |name| name.to_string());
    let subject = subject(conn, &spelled, account.as_ref(), device, now)?;
    Ok(match failures::take_turn(conn, &subject, now.at)? {
        Turn::Taken(number) => Asked::Try(Attempt { account, subject, number }),
        Turn::Wait(wait) => Asked::Wait(wait),
    })
}

impl Attempt {
    /// Whether it is the password. Takes the same time whatever is wrong.
    pub fn check(&self, password: &str) -> bool {
        let usable = self.account.as_ref().filter(|account| !account.disabled);
        password::verify(password, usable.and_then(|account| account.password.as_deref()))
    }

    /// Whether this failure is one the owner should hear of.
    pub fn is_worth_noting(&self) -> bool {
        self.account.is_some() && [SLOWED_AFTER, CLOSED_AFTER].contains(&self.number)
    }
}

/// Notes down that guesses at the account are slowed down. Not part of [`conclude`]: the visitor must not feel by the
/// time it takes that there is such an account.
pub fn note_guesses(conn: &mut Connection, attempt: &Attempt, now: Moment) -> Result<(), StoreError> {
    let Some(account) = &attempt.account else { return Ok(()) };
    let home = home(&accounts::grants_of(conn, account.id)?);
    let entry = NewEntry::new("sign-in page", Action::GuessesSlowed).to(&account.name).at(home);
    audit::append(conn, entry.with("failures", &attempt.number), now.at, now.day)
}

/// Goes on after the password was compared.
pub fn conclude(
    conn: &mut Connection,
    attempt: &Attempt,
    right: bool,
    device: Option<&str>,
    now: Moment,
) -> Result<Outcome, StoreError> {
    let Some(account) = attempt.account.as_ref().filter(|_| right) else { return Ok(Outcome::Wrong) };
    together(conn, |conn| {
        if account.totp.is_some() {
            let session = session::begin(conn, account.id, Stage::Code, None, now)?;
            return Ok(Outcome::Begun(Cookies { session, stage: Stage::Code, device: None }));
        }
        failures::forgive(conn, &attempt.subject)?;
        admit(conn, account, None, device, now).map(Outcome::Begun)
    })
}

/// Signs somebody in who has proved who they are, however they did. Call it in a transaction.
pub fn admit(
    conn: &mut Connection,
    account: &Account,
    replaced: Option<&Held>,
    device: Option<&str>,
    now: Moment,
) -> Result<Cookies, StoreError> {
    // What strangers guessed is forgiven.
    failures::forgive(conn, &name_subject(&account.name, true))?;
    let session = session::begin(conn, account.id, Stage::Full, replaced.map(|held| &held.session), now)?;
    let device = session::know_device(conn, account.id, device, now)?;
    let home = home(&accounts::grants_of(conn, account.id)?);
    audit::append(conn, NewEntry::new(&account.name, Action::SignedIn).at(home), now.at, now.day)?;
    Ok(Cookies { session, stage: Stage::Full, device: Some(device) })
}

/// Takes the code of the second factor, or a recovery code.
pub fn second_factor(
    conn: &mut Connection,
    key: &Key,
    who: &Principal,
    code: &str,
    device: Option<&str>,
    now: Moment,
) -> Result<Outcome, StoreError> {
    let (Some(account), Some(held)) = (&who.account, &who.session) else { return Ok(Outcome::Wrong) };
    together(conn, |conn| {
        let subject = subject(conn, &account.name, Some(account), device, now)?;
        if let Turn::Wait(wait) = failures::take_turn(conn, &subject, now.at)? {
            return Ok(Outcome::Wait(wait));
        }
        if !proves(conn, key, account, code, now)? {
            return Ok(Outcome::Wrong);
        }
        failures::forgive(conn, &subject)?;
        admit(conn, account, Some(held), device, now).map(Outcome::Begun)
    })
}

/// Whether the code is one of the account's, and uses it up.
fn proves(
    conn: &mut Connection,
    key: &Key,
    account: &Account,
    code: &str,
    now: Moment,
) -> Result<bool, StoreError> {
    let Some(sealed) = &account.totp else { return Ok(false) };
    if let Some(recovery) = read_recovery_code(code) {
        let used = accounts::take_code(conn, account.id, &key.sign(&recovery))?;
        if used {
            let left = accounts::count_codes(conn, account.id)?;
            let home = home(&accounts::grants_of(conn, account.id)?);
            let entry = NewEntry::new(&account.name, Action::RecoveryCodeUsed).at(home).with("left", &left);
            audit::append(conn, entry, now.at, now.day)?;
        }
        return Ok(used);
    }
    let secret = key.open(sealed, &factor_name(account)).ok_or_else(wrong_key)?;
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    let last = account.totp_step.unwrap_or(i64::MAX);
    match matching_step(&secret, &digits, now.at.timestamp(), last) {
        Some(step) => accounts::spend_step(conn, account.id, step),
        None => Ok(false),
    }
}

/// Under what name the secret of an account's second factor is encrypted.
pub(super) fn factor_name(account: &Account) -> String {
    format!("totp {}", account.id)
}

fn wrong_key() -> StoreError {
    StoreError::Unreadable {
        table: "account",
        value: "totp".to_owned(),
        reason: "it was encrypted with another key; bring back staff.key or HAILONG_KEY, or reset the second factor"
            .to_owned(),
    }
}
