//! Identities at providers of `OpenID` Connect that are linked to accounts of the staff.

use diesel::prelude::*;

use super::StoreError;
use super::schema::account_identity;

/// Key of the account that is linked to what a provider calls somebody.
pub fn account_of(conn: &mut PgConnection, issuer: &str, subject: &str) -> Result<Option<i32>, StoreError> {
    let found = account_identity::table
        .filter(account_identity::issuer.eq(issuer).and(account_identity::subject.eq(subject)))
        .select(account_identity::account)
        .first(conn);
    Ok(found.optional()?)
}

/// Name of the identity of the provider that is linked to the account.
pub fn name_of(conn: &mut PgConnection, account: i32, issuer: &str) -> Result<Option<String>, StoreError> {
    let found = account_identity::table
        .filter(account_identity::account.eq(account).and(account_identity::issuer.eq(issuer)))
        .select(account_identity::name)
        .first(conn);
    Ok(found.optional()?)
}

/// Links an account that is linked to none of the provider.
pub fn add(
    conn: &mut PgConnection,
    account: i32,
    (issuer, subject): (&str, &str),
    name: &str,
) -> Result<(), StoreError> {
    diesel::insert_into(account_identity::table)
        .values((
            account_identity::issuer.eq(issuer),
            account_identity::subject.eq(subject),
            account_identity::account.eq(account),
            account_identity::name.eq(name),
        ))
        .execute(conn)?;
    Ok(())
}

/// Takes the link of an account to the provider away; false if there was none.
pub fn remove(conn: &mut PgConnection, account: i32, issuer: &str) -> Result<bool, StoreError> {
    let rows = account_identity::table
        .filter(account_identity::account.eq(account).and(account_identity::issuer.eq(issuer)));
    Ok(diesel::delete(rows).execute(conn)? > 0)
}

/// Takes all links of an account away.
pub fn remove_all(conn: &mut PgConnection, account: i32) -> Result<usize, StoreError> {
    Ok(diesel::delete(account_identity::table.filter(account_identity::account.eq(account))).execute(conn)?)
}
