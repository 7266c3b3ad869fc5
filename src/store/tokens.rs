//! Secrets of the staff, as digests.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::StoreError;
use super::schema::staff_token;
use crate::domain::batch::Hash;

/// Adds a token by the SHA-256 of its secret; `expires` is the last day it is accepted.
///
/// # Errors
/// [`StoreError::Exists`] when somebody of this name has a token already.
pub fn add(conn: &mut PgConnection, name: &str, expires: NaiveDate, hash: &Hash) -> Result<(), StoreError> {
    let row =
        (staff_token::hash.eq(hash.as_slice()), staff_token::name.eq(name), staff_token::expires.eq(expires));
    let added = diesel::insert_into(staff_token::table).values(row).on_conflict_do_nothing().execute(conn)?;
    if added == 0 {
        return Err(StoreError::Exists { what: "staff token", name: name.to_owned() });
    }
    Ok(())
}

/// Who bears the token with this digest, unless it has expired.
pub fn name_of(conn: &mut PgConnection, hash: &Hash, today: NaiveDate) -> Result<Option<String>, StoreError> {
    let name = staff_token::table
        .find(hash.as_slice())
        .filter(staff_token::expires.ge(today))
        .select(staff_token::name)
        .get_result(conn)
        .optional()?;
    Ok(name)
}

/// Names and last days of all tokens, by name.
pub fn list(conn: &mut PgConnection) -> Result<Vec<(String, NaiveDate)>, StoreError> {
    let tokens = staff_token::table
        .order(staff_token::name)
        .select((staff_token::name, staff_token::expires))
        .load(conn)?;
    Ok(tokens)
}

/// Takes away the token of this name; gives whether there was one.
pub fn remove(conn: &mut PgConnection, name: &str) -> Result<bool, StoreError> {
    let removed = diesel::delete(staff_token::table.filter(staff_token::name.eq(name))).execute(conn)?;
    Ok(removed == 1)
}
