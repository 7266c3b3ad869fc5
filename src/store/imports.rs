//! Files of responses that were imported, so that none is counted twice.

use diesel::prelude::*;

use super::StoreError;
use super::schema::imported_file;
use crate::domain::batch::Hash;

/// Notes a file as imported into a wave; gives false if it was before.
pub fn note(conn: &mut PgConnection, wave: i32, sha256: &Hash) -> Result<bool, StoreError> {
    let noted = diesel::insert_into(imported_file::table)
        .values((imported_file::wave.eq(wave), imported_file::sha256.eq(sha256.as_slice())))
        .on_conflict_do_nothing()
        .execute(conn)?;
    Ok(noted == 1)
}
