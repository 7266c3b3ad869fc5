//! One-time links: whoever opens one chooses the password of the account. Nobody ever knows somebody else's password,
//! and none is ever typed where others can read it.

use chrono::Duration;

use super::password::NewPassword;
use super::principal::{Principal, home};
use super::secret::{new_secret, secret_hash};
use super::session::{self, Cookies};
use super::{Moment, sign_in};
use crate::domain::access::{Action, NewEntry};
use crate::store::accounts::{self, Account};
use crate::store::sessions::{self, Stage};
use crate::store::{Connection, StoreError, audit, together};

/// How long a link is good.
pub const LASTS: Duration = Duration::days(3);

/// Where a link leads, without the address of the service.
pub fn path(secret: &str) -> String {
    format!("/quan-tri/thiet-lap/{secret}")
}

/// Makes a link for an account and gives its secret. An earlier link becomes worthless. Call it in a transaction.
pub(super) fn make(
    conn: &mut Connection,
    by: &Principal,
    account: &Account,
    now: Moment,
) -> Result<String, StoreError> {
    let secret = new_secret();
    accounts::put_link(conn, account.id, &secret_hash(&secret), now.at + LASTS)?;
    let home = home(&accounts::grants_of(conn, account.id)?);
    audit::append(conn, by.entry(Action::LinkMade).to(&account.name).at(home), now.at, now.day)?;
    Ok(secret)
}

/// The account a link is for, while it is good.
pub fn account(conn: &mut Connection, secret: &str, now: Moment) -> Result<Option<Account>, StoreError> {
    let Some(id) = accounts::link_account(conn, &secret_hash(secret), now.at)? else { return Ok(None) };
    accounts::by_id(conn, id)
}

/// Uses a link up: the password is set, whoever was signed in is not any more, and the owner is signed in, or asked
/// for the second factor where there is one. `None` when the link is not good any more.
pub fn choose(
    conn: &mut Connection,
    secret: &str,
    (phc, new): (&str, &NewPassword),
    device: Option<&str>,
    now: Moment,
) -> Result<Option<Cookies>, StoreError> {
    together(conn, |conn| {
        let Some(account) = account(conn, secret, now)? else { return Ok(None) };
        if !accounts::take_link(conn, &secret_hash(secret))? {
            return Ok(None);
        }
        accounts::set_password(conn, account.id, phc, new.short)?;
        sessions::end_all(conn, account.id, None)?;
        sessions::forget_devices(conn, account.id)?;
        let home = home(&accounts::grants_of(conn, account.id)?);
        let entry = NewEntry::new(&account.name, Action::AccountSetUp).at(home);
        audit::append(conn, entry, now.at, now.day)?;
        if account.totp.is_some() {
            // The count of guesses stays until the second factor is right, too.
            let session = session::begin(conn, account.id, Stage::Code, None, now)?;
            let device = session::know_device(conn, account.id, device, now)?;
            return Ok(Some(Cookies { session, stage: Stage::Code, device: Some(device) }));
        }
        sign_in::admit(conn, &account, None, device, now).map(Some)
    })
}
