//! Accounts of the staff: the rows themselves; what they may do is in `grants`.

mod grants;
mod links;
mod recovery;

use diesel::prelude::*;

use super::StoreError;
use super::schema::account;
use crate::domain::access::AccountName;

pub use grants::{Grant, add_grant, all_grants, grants_of, remove_grant};
pub use links::{link_account, put_link, take_link};
pub use recovery::{count_codes, put_codes, take_code};

/// An account.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = account, check_for_backend(diesel::pg::Pg))]
pub struct Account {
    /// Key in this database.
    pub id: i32,
    /// Name typed at sign-in.
    pub name: String,
    /// Name that people read.
    pub full_name: String,
    /// Argon2id hash as a PHC string; nothing until the account is set up.
    pub password: Option<String>,
    /// Whether the password is too short to stand alone.
    pub password_short: bool,
    /// Encrypted secret of the second factor.
    pub totp: Option<Vec<u8>>,
    /// Time step of the last code that was accepted.
    pub totp_step: Option<i64>,
    /// Whether nobody may sign in.
    pub disabled: bool,
}

/// Adds an account that nobody can sign in to yet, and gives its key.
///
/// # Errors
/// [`StoreError::Exists`] when there is an account of this name.
pub fn add(conn: &mut PgConnection, name: &AccountName, full_name: &str) -> Result<i32, StoreError> {
    let id = diesel::insert_into(account::table)
        .values((account::name.eq(name.as_str()), account::full_name.eq(full_name)))
        .on_conflict_do_nothing()
        .returning(account::id)
        .get_result(conn)
        .optional()?;
    id.ok_or_else(|| StoreError::Exists { what: "staff account", name: name.to_string() })
}

/// The account of this name.
pub fn by_name(conn: &mut PgConnection, name: &AccountName) -> Result<Option<Account>, StoreError> {
    let found = account::table.filter(account::name.eq(name.as_str()));
    Ok(found.select(Account::as_select()).first(conn).optional()?)
}

/// The account with this key.
pub fn by_id(conn: &mut PgConnection, id: i32) -> Result<Option<Account>, StoreError> {
    Ok(account::table.find(id).select(Account::as_select()).first(conn).optional()?)
}

/// All accounts, by name.
pub fn list(conn: &mut PgConnection) -> Result<Vec<Account>, StoreError> {
    Ok(account::table.order(account::name).select(Account::as_select()).load(conn)?)
}

/// Sets the password, as a PHC string; `short`: it is too short to stand alone.
pub fn set_password(conn: &mut PgConnection, id: i32, phc: &str, short: bool) -> Result<(), StoreError> {
    diesel::update(account::table.find(id))
        .set((account::password.eq(phc), account::password_short.eq(short)))
        .execute(conn)?;
    Ok(())
}

/// Sets the encrypted secret of the second factor and the step of the code that proved it, or takes both away.
pub fn set_totp(conn: &mut PgConnection, id: i32, sealed: Option<(&[u8], i64)>) -> Result<(), StoreError> {
    let (secret, step) = sealed.unzip();
    diesel::update(account::table.find(id))
        .set((account::totp.eq(secret), account::totp_step.eq(step)))
        .execute(conn)?;
    Ok(())
}

/// Notes that the code of this step was used; `false` when it or a later one was used before, perhaps a moment ago
/// by somebody else.
pub fn spend_step(conn: &mut PgConnection, id: i32, step: i64) -> Result<bool, StoreError> {
    let unused = account::table.find(id).filter(account::totp_step.lt(step));
    Ok(diesel::update(unused).set(account::totp_step.eq(step)).execute(conn)? == 1)
}

/// Lets nobody sign in any more, or again; `false` when that was so already.
pub fn set_disabled(conn: &mut PgConnection, id: i32, disabled: bool) -> Result<bool, StoreError> {
    let other = account::table.find(id).filter(account::disabled.ne(disabled));
    Ok(diesel::update(other).set(account::disabled.eq(disabled)).execute(conn)? == 1)
}
