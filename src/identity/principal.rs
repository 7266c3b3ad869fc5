//! What a session or token may do.

use chrono::NaiveDate;

use super::session::{self, Held};
use super::{Moment, secret};
use crate::domain::access::{Action, Entitlement, NewEntry, Powers, Reach, Rights};
use crate::domain::unit::UnitCode;
use crate::store::accounts::{self, Account, Grant};
use crate::store::sessions::Stage;
use crate::store::{Connection, StoreError, tokens};

/// Somebody of the staff, or a program of theirs.
#[derive(Debug, Clone)]
pub struct Principal {
    /// The account; none for a token made at the command line and for the command line itself.
    pub account: Option<Account>,
    /// Name in the audit log.
    pub actor: String,
    /// What may be done, and where.
    pub powers: Powers,
    /// Roles of the account.
    pub grants: Vec<Grant>,
    /// The session, where it is one.
    pub session: Option<Held>,
}

impl Principal {
    /// Whoever can run the program beside its database may do everything.
    pub fn command_line() -> Self {
        let everything = Entitlement { rights: Rights::ALL, reach: Reach::Everything };
        Self {
            account: None,
            actor: "command line".to_owned(),
            powers: Powers::new(vec![everything]),
            grants: Vec::new(),
            session: None,
        }
    }

    /// The command line, used by the account of this name on the machine.
    pub fn command_line_of(user: Option<&str>) -> Self {
        let this = Self::command_line();
        match user {
            Some(user) => Self { actor: format!("{} ({user})", this.actor), ..this },
            None => this,
        }
    }

    /// Whether the second factor has to be set up before anything else.
    pub fn must_add_factor(&self) -> bool {
        self.account.as_ref().is_some_and(|account| account.password_short && account.totp.is_none())
    }

    /// The unit of the account's first role: what it does about itself concerns that unit.
    pub fn home(&self) -> Option<UnitCode> {
        home(&self.grants)
    }

    /// An entry of the audit log about something this principal does.
    pub fn entry(&self, action: Action) -> NewEntry {
        NewEntry::new(&self.actor, action)
    }
}

/// The unit of the first of the roles, unless one of them holds everywhere.
pub(super) fn home(grants: &[Grant]) -> Option<UnitCode> {
    let everywhere = grants.iter().any(|grant| grant.reach == Reach::Everything);
    grants.first().filter(|_| !everywhere)?.unit().map(|key| key.code.clone())
}

fn powers(grants: &[Grant]) -> Powers {
    Powers::new(grants.iter().map(Grant::entitlement).collect())
}

/// Who holds the session with this secret. While the second factor is awaited, they may do nothing.
pub fn by_session(conn: &mut Connection, secret: &str, now: Moment) -> Result<Option<Principal>, StoreError> {
    let Some((session, account)) = session::find(conn, secret, now)? else { return Ok(None) };
    let grants = accounts::grants_of(conn, account.id)?;
    let powers = if session.stage == Stage::Full { powers(&grants) } else { Powers::default() };
    let actor = account.name.clone();
    let session = Some(Held { session, secret: secret.to_owned() });
    Ok(Some(Principal { account: Some(account), actor, powers, grants, session }))
}

/// Who bears the token with this secret. It gives what it says, and no more than its maker holds now.
pub fn by_token(
    conn: &mut Connection,
    secret: &str,
    today: NaiveDate,
) -> Result<Option<Principal>, StoreError> {
    let Some((token, account)) = tokens::find(conn, &secret::secret_hash(secret), today)? else {
        return Ok(None);
    };
    let Some(account) = account else {
        let powers = Powers::new(vec![token.gives]);
        let actor = format!("token {}", token.name);
        return Ok(Some(Principal { account: None, actor, powers, grants: Vec::new(), session: None }));
    };
    let grants = accounts::grants_of(conn, account.id)?;
    // Whoever may not act yet cannot do so by a token either.
    let held =
        if account.password_short && account.totp.is_none() { Powers::default() } else { powers(&grants) };
    let actor = format!("{} / token {}", account.name, token.name);
    let powers = held.limited_to(token.gives);
    Ok(Some(Principal { account: Some(account), actor, powers, grants, session: None }))
}
