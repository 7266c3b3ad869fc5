//! What administrators change about others' accounts. Each within their own units, and nobody gives away, or takes
//! over, more than they hold themselves.

use super::principal::Principal;
use super::{Moment, session, set_up};
use crate::domain::access::{AccountName, Action, Reach, Right, Rights, Role};
use crate::domain::unit::{UnitCode, UnitKey};
use crate::store::accounts::{self, Account, Grant};
use crate::store::{Connection, StoreError, audit, identities, together, units};

/// Longest name of a person.
const MAX_NAME: usize = 200;

/// Why something was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// The sign-in name cannot be one.
    BadName,
    /// The person's name is empty or too long.
    BadFullName,
    /// There is such an account already.
    NameTaken,
    /// There is no such account that this principal may know of.
    UnknownAccount,
    /// Nobody bears the unit's code today, or this principal may not know.
    UnknownUnit,
    /// The account does not have this role.
    UnknownRole,
    /// An account keeps one role; without any it would be nobody's.
    LastRole,
    /// This right is missing.
    Right(Right),
    /// Nobody disables themselves or takes their own roles.
    Yourself,
}

impl Refused {
    /// The word in messages and JSON.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::BadName => "bad_name",
            Self::BadFullName => "bad_full_name",
            Self::NameTaken => "name_taken",
            Self::UnknownAccount => "unknown_account",
            Self::UnknownUnit => "unknown_account_unit",
            Self::UnknownRole => "unknown_account_role",
            Self::LastRole => "last_role",
            Self::Right(_) => "right_needed",
            Self::Yourself => "yourself",
        }
    }
}

/// Done, or why not.
pub type Answer<T> = Result<Result<T, Refused>, StoreError>;

/// An account with its roles.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The account.
    pub account: Account,
    /// Its roles.
    pub grants: Vec<Grant>,
}

/// The way down to the place of a grant; `None` for everywhere. The empty way of a unit that has ended is covered by
/// whoever holds everything.
fn way(
    conn: &mut Connection,
    unit: Option<&UnitKey>,
    now: Moment,
) -> Result<Option<Vec<UnitKey>>, StoreError> {
    let Some(key) = unit else { return Ok(None) };
    let place = units::place(conn, &key.code, now.day)?;
    let path = place.map(|place| place.path).filter(|path| path.last() == Some(key));
    Ok(Some(path.unwrap_or_default()))
}

/// Whether the principal may manage somebody with these roles: every right of theirs is also the principal's there.
fn may_manage(
    conn: &mut Connection,
    by: &Principal,
    grants: &[Grant],
    now: Moment,
) -> Result<bool, StoreError> {
    if grants.is_empty() {
        return Ok(by.powers.may_everywhere(Right::ManageAccounts));
    }
    for grant in grants {
        let way = way(conn, grant.unit(), now)?;
        let wanted = grant.role.rights().or(Rights::of(&[Right::ManageAccounts]));
        if !by.powers.hold_all(wanted, way.as_deref()) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The accounts the principal may manage, by name.
pub fn list(conn: &mut Connection, by: &Principal, now: Moment) -> Result<Vec<Listed>, StoreError> {
    let mut all = accounts::all_grants(conn)?;
    let mut listed = Vec::new();
    for account in accounts::list(conn)? {
        let grants = all.remove(&account.id).unwrap_or_default();
        if may_manage(conn, by, &grants, now)? {
            listed.push(Listed { account, grants });
        }
    }
    Ok(listed)
}

/// One account the principal may manage; to others it looks like none.
pub fn find(conn: &mut Connection, by: &Principal, name: &str, now: Moment) -> Answer<Listed> {
    let Ok(name) = name.parse::<AccountName>() else { return Ok(Err(Refused::UnknownAccount)) };
    let Some(account) = accounts::by_name(conn, &name)? else { return Ok(Err(Refused::UnknownAccount)) };
    let grants = accounts::grants_of(conn, account.id)?;
    if !may_manage(conn, by, &grants, now)? {
        return Ok(Err(Refused::UnknownAccount));
    }
    Ok(Ok(Listed { account, grants }))
}

/// A role at a place, checked.
struct Given {
    unit_id: Option<i32>,
    code: Option<UnitCode>,
}

/// Whether the principal may give the role at the unit, or everywhere.
fn may_give(
    conn: &mut Connection,
    by: &Principal,
    role: Role,
    unit: Option<&str>,
    now: Moment,
) -> Answer<Given> {
    let wanted = role.rights().or(Rights::of(&[Right::ManageAccounts]));
    let missing = |path: Option<&[UnitKey]>| {
        wanted.iter().find(|right| !by.powers.hold_all(Rights::of(&[*right]), path)).map(Refused::Right)
    };
    let Some(unit) = unit else {
        return Ok(missing(None).map_or(Ok(Given { unit_id: None, code: None }), Err));
    };
    let Ok(code) = unit.trim().parse::<UnitCode>() else { return Ok(Err(Refused::UnknownUnit)) };
    let Some(place) = units::place(conn, &code, now.day)? else { return Ok(Err(Refused::UnknownUnit)) };
    Ok(missing(Some(&place.path)).map_or(Ok(Given { unit_id: Some(place.id), code: Some(code) }), Err))
}

/// What a new account is to be.
#[derive(Debug, Clone)]
pub struct NewAccount<'a> {
    /// Name to sign in with.
    pub name: &'a str,
    /// Name of the person.
    pub full_name: &'a str,
    /// The first role.
    pub role: Role,
    /// Code of the unit; none for everywhere.
    pub unit: Option<&'a str>,
}

/// Adds an account and gives the secret of the one-time link by which its owner chooses a password.
pub fn add(conn: &mut Connection, by: &Principal, new: &NewAccount, now: Moment) -> Answer<String> {
    let Ok(name) = new.name.parse::<AccountName>() else { return Ok(Err(Refused::BadName)) };
    let full_name = new.full_name.trim();
    if full_name.is_empty() || full_name.chars().count() > MAX_NAME || full_name.chars().any(char::is_control)
    {
        return Ok(Err(Refused::BadFullName));
    }
    let given = match may_give(conn, by, new.role, new.unit, now)? {
        Ok(given) => given,
        Err(refused) => return Ok(Err(refused)),
    };
    let added = together(conn, |conn| {
        let id = accounts::add(conn, &name, full_name)?;
        accounts::add_grant(conn, id, new.role, given.unit_id)?;
        let added = by.entry(Action::AccountAdded).to(name.as_str()).at(given.code.clone());
        audit::append(conn, added, now.at, now.day)?;
        note_role(conn, by, Action::RoleGiven, (&name, new.role, given.code), now)?;
        let account = accounts::by_id(conn, id)?;
        account.map(|account| set_up::make(conn, by, &account, now)).transpose()
    });
    match added {
        Ok(secret) => Ok(secret.ok_or(Refused::UnknownAccount)),
        Err(StoreError::Exists { .. }) => Ok(Err(Refused::NameTaken)),
        Err(fault) => Err(fault),
    }
}

fn note_role(
    conn: &mut Connection,
    by: &Principal,
    action: Action,
    (name, role, unit): (&AccountName, Role, Option<UnitCode>),
    now: Moment,
) -> Result<(), StoreError> {
    let entry = by.entry(action).to(name.as_str()).with("role", &role);
    audit::append(conn, entry.at(unit), now.at, now.day)
}

/// Gives a role. The account's sessions end: whoever signs in again has it.
pub fn give_role(
    conn: &mut Connection,
    by: &Principal,
    name: &str,
    (role, unit): (Role, Option<&str>),
    now: Moment,
) -> Answer<()> {
    let found = match find(conn, by, name, now)? {
        Ok(found) => found,
        Err(refused) => return Ok(Err(refused)),
    };
    let given = match may_give(conn, by, role, unit, now)? {
        Ok(given) => given,
        Err(refused) => return Ok(Err(refused)),
    };
    together(conn, |conn| {
        if accounts::add_grant(conn, found.account.id, role, given.unit_id)? {
            if let Ok(name) = found.account.name.parse() {
                note_role(conn, by, Action::RoleGiven, (&name, role, given.code), now)?;
            }
            session::end_all(conn, &found.account, &by.actor, now)?;
        }
        Ok(Ok(()))
    })
}

/// Whether the principal is this account.
fn is_own(by: &Principal, account: &Account) -> bool {
    by.account.as_ref().is_some_and(|own| own.id == account.id)
}

/// Takes a role away, by the key of the grant. The account's sessions end.
pub fn take_role(conn: &mut Connection, by: &Principal, name: &str, grant: i32, now: Moment) -> Answer<()> {
    let found = match find(conn, by, name, now)? {
        Ok(found) => found,
        Err(refused) => return Ok(Err(refused)),
    };
    if is_own(by, &found.account) {
        return Ok(Err(Refused::Yourself));
    }
    let Some(taken) = found.grants.iter().find(|held| held.id == grant) else {
        return Ok(Err(Refused::UnknownRole));
    };
    if found.grants.len() == 1 {
        return Ok(Err(Refused::LastRole));
    }
    together(conn, |conn| {
        if accounts::remove_grant(conn, found.account.id, grant)? {
            let unit = match &taken.reach {
                Reach::Everything => None,
                Reach::Under(key) => Some(key.code.clone()),
            };
            if let Ok(name) = found.account.name.parse() {
                note_role(conn, by, Action::RoleTaken, (&name, taken.role, unit), now)?;
            }
            session::end_all(conn, &found.account, &by.actor, now)?;
        }
        Ok(Ok(()))
    })
}

/// Lets nobody sign in to an account any more, or again.
pub fn set_disabled(
    conn: &mut Connection,
    by: &Principal,
    name: &str,
    disabled: bool,
    now: Moment,
) -> Answer<()> {
    let found = match find(conn, by, name, now)? {
        Ok(found) => found,
        Err(refused) => return Ok(Err(refused)),
    };
    if disabled && is_own(by, &found.account) {
        return Ok(Err(Refused::Yourself));
    }
    together(conn, |conn| {
        if accounts::set_disabled(conn, found.account.id, disabled)? {
            let action = if disabled { Action::AccountDisabled } else { Action::AccountEnabled };
            let home = super::principal::home(&found.grants);
            audit::append(conn, by.entry(action).to(&found.account.name).at(home), now.at, now.day)?;
            session::end_all(conn, &found.account, &by.actor, now)?;
        }
        Ok(Ok(()))
    })
}

/// Makes a one-time link for an account and gives its secret. `drop_factor`: the second factor, lost with the phone,
/// is taken away as well.
pub fn reset(
    conn: &mut Connection,
    by: &Principal,
    name: &str,
    drop_factor: bool,
    now: Moment,
) -> Answer<String> {
    let found = match find(conn, by, name, now)? {
        Ok(found) => found,
        Err(refused) => return Ok(Err(refused)),
    };
    let account = found.account;
    together(conn, |conn| {
        // Whoever has to begin anew links anew, too.
        identities::remove_all(conn, account.id)?;
        if drop_factor && account.totp.is_some() {
            accounts::set_totp(conn, account.id, None)?;
            accounts::put_codes(conn, account.id, &[])?;
            let home = super::principal::home(&found.grants);
            let entry = by.entry(Action::SecondFactorRemoved).to(&account.name).at(home);
            audit::append(conn, entry, now.at, now.day)?;
            session::end_all(conn, &account, &by.actor, now)?;
        }
        set_up::make(conn, by, &account, now).map(Ok)
    })
}
