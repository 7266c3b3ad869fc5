//! Accounts and the identities their owners have linked.

use super::Identity;
use crate::domain::access::{Action, NewEntry};
use crate::identity::principal::{Principal, home};
use crate::identity::session::{self, Cookies};
use crate::identity::{Moment, sign_in::admit};
use crate::store::sessions::Stage;
use crate::store::{Connection, StoreError, accounts, audit, identities, together};

/// What came of coming back to sign in.
#[derive(Debug)]
pub enum Entered {
    /// Signed in, or the second factor is awaited.
    Begun(Cookies),
    /// No account that can be used is linked to the identity.
    Nobody,
}

/// What came of linking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Linked {
    /// It is linked.
    Done,
    /// Another account is linked to the identity.
    Taken,
}

/// Signs in whoever has the identity. The second factor is asked for as after a password, unless the provider asked
/// for one.
pub fn sign_in(
    conn: &mut Connection,
    identity: &Identity,
    device: Option<&str>,
    now: Moment,
) -> Result<Entered, StoreError> {
    together(conn, |conn| {
        let linked = identities::account_of(conn, &identity.issuer, &identity.subject)?;
        let account = match linked {
            Some(id) => accounts::by_id(conn, id)?,
            None => None,
        };
        let Some(account) = account.filter(|account| !account.disabled) else { return Ok(Entered::Nobody) };
        if account.totp.is_some() && !identity.multi_factor {
            let session = session::begin(conn, account.id, Stage::Code, None, now)?;
            return Ok(Entered::Begun(Cookies { session, stage: Stage::Code, device: None }));
        }
        admit(conn, &account, None, device, now).map(Entered::Begun)
    })
}

/// Links the account of whoever is signed in; an identity of the same provider that was linked before gives way.
pub fn link(
    conn: &mut Connection,
    by: &Principal,
    identity: &Identity,
    now: Moment,
) -> Result<Linked, StoreError> {
    together(conn, |conn| {
        let Some(account) = &by.account else { return Ok(Linked::Taken) };
        let holder = identities::account_of(conn, &identity.issuer, &identity.subject)?;
        if holder.is_some_and(|holder| holder != account.id) {
            return Ok(Linked::Taken);
        }
        identities::remove(conn, account.id, &identity.issuer)?;
        identities::add(conn, account.id, (&identity.issuer, &identity.subject), &identity.name)?;
        note(conn, by, Action::IdentityLinked, &identity.issuer, now)?;
        Ok(Linked::Done)
    })
}

/// Takes the link to the provider away from the account of whoever is signed in.
pub fn unlink(conn: &mut Connection, by: &Principal, issuer: &str, now: Moment) -> Result<(), StoreError> {
    together(conn, |conn| {
        let Some(account) = &by.account else { return Ok(()) };
        if identities::remove(conn, account.id, issuer)? {
            note(conn, by, Action::IdentityUnlinked, issuer, now)?;
        }
        Ok(())
    })
}

/// Name of the identity of the provider that is linked to an account.
pub fn linked(conn: &mut Connection, account: i32, issuer: &str) -> Result<Option<String>, StoreError> {
    identities::name_of(conn, account, issuer)
}

fn note(
    conn: &mut Connection,
    by: &Principal,
    action: Action,
    issuer: &str,
    now: Moment,
) -> Result<(), StoreError> {
    let entry = NewEntry::new(&by.actor, action).at(home(&by.grants)).with("issuer", &issuer);
    audit::append(conn, entry, now.at, now.day)
}
