//! Codes that replace the second factor once each.

use diesel::prelude::*;

use crate::domain::batch::Hash;
use crate::store::StoreError;
use crate::store::schema::recovery_code;

/// Replaces all codes of the account by these; none takes them away.
pub fn put_codes(conn: &mut PgConnection, account: i32, hashes: &[Hash]) -> Result<(), StoreError> {
    diesel::delete(recovery_code::table.filter(recovery_code::account.eq(account))).execute(conn)?;
    let row = |hash: &Hash| (recovery_code::account.eq(account), recovery_code::hash.eq(hash.to_vec()));
    let rows: Vec<_> = hashes.iter().map(row).collect();
    diesel::insert_into(recovery_code::table).values(rows).execute(conn)?;
    Ok(())
}

/// Uses a code up; `false` when there is none like it.
pub fn take_code(conn: &mut PgConnection, account: i32, hash: &Hash) -> Result<bool, StoreError> {
    Ok(diesel::delete(recovery_code::table.find((account, hash.as_slice()))).execute(conn)? == 1)
}

/// How many codes are left.
pub fn count_codes(conn: &mut PgConnection, account: i32) -> Result<i64, StoreError> {
    Ok(recovery_code::table.filter(recovery_code::account.eq(account)).count().get_result(conn)?)
}
