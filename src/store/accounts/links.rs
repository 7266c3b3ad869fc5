//! One-time links by which the owner of an account chooses a password.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use crate::domain::batch::Hash;
use crate::store::StoreError;
use crate::store::schema::{account, account_link};

/// Keeps a link; an earlier one of the account becomes worthless.
pub fn put_link(
    conn: &mut PgConnection,
    id: i32,
    hash: &Hash,
    ends: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::insert_into(account_link::table)
        .values((
            account_link::hash.eq(hash.as_slice()),
            account_link::account.eq(id),
            account_link::ends.eq(ends),
        ))
        .on_conflict(account_link::account)
        .do_update()
        .set((account_link::hash.eq(hash.as_slice()), account_link::ends.eq(ends)))
        .execute(conn)?;
    Ok(())
}

/// Whose link it is, while it is good and the account is not disabled.
pub fn link_account(
    conn: &mut PgConnection,
    hash: &Hash,
    now: DateTime<Utc>,
) -> Result<Option<i32>, StoreError> {
    let found = account_link::table
        .find(hash.as_slice())
        .inner_join(account::table.on(account::id.eq(account_link::account)))
        .filter(account_link::ends.gt(now).and(account::disabled.eq(false)))
        .select(account_link::account)
        .first(conn)
        .optional()?;
    Ok(found)
}

/// Uses the link up; `false` when somebody else just did.
pub fn take_link(conn: &mut PgConnection, hash: &Hash) -> Result<bool, StoreError> {
    Ok(diesel::delete(account_link::table.find(hash.as_slice())).execute(conn)? == 1)
}
