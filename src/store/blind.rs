//! Tokens of blind tickets: what was traded in for one, and which have let a response in.

use std::collections::BTreeSet;

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, Binary, Integer};

use super::StoreError;
use super::schema::{blind_spent, blind_traded};
use crate::domain::batch::Hash;

/// Whether this very request was answered before.
pub fn is_traded(conn: &mut PgConnection, mark: &Hash) -> Result<bool, StoreError> {
    let found = blind_traded::table.find(mark.as_slice());
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(conn)?)
}

/// Notes that a request is answered, so that it can be answered again.
pub fn note_traded(conn: &mut PgConnection, wave: i32, mark: &Hash) -> Result<(), StoreError> {
    let row = (blind_traded::mark.eq(mark.as_slice()), blind_traded::wave.eq(wave));
    diesel::insert_into(blind_traded::table).values(row).execute(conn)?;
    Ok(())
}

/// Spends tokens for the waves beside them, and gives those that were unspent. Whoever spends one of them at the same
/// time waits until this transaction ends; in one order, so that nobody locks up.
pub(super) fn claim(
    conn: &mut PgConnection,
    tokens: &BTreeSet<(&[u8], i32)>,
) -> Result<BTreeSet<Vec<u8>>, StoreError> {
    if tokens.is_empty() {
        return Ok(BTreeSet::new());
    }
    let (nonces, waves) = tokens.iter().copied().unzip();
    Ok(Claim { nonces, waves }.load::<Vec<u8>>(conn)?.into_iter().collect())
}

/// Takes back what [`claim`] has spent for nothing.
pub(super) fn give_back<'a>(
    conn: &mut PgConnection,
    nonces: impl Iterator<Item = &'a [u8]>,
) -> Result<(), StoreError> {
    let nonces: Vec<&[u8]> = nonces.collect();
    if !nonces.is_empty() {
        diesel::delete(blind_spent::table.filter(blind_spent::nonce.eq_any(nonces))).execute(conn)?;
    }
    Ok(())
}

/// Forgets what is kept for a wave that takes no more answers.
pub(super) fn forget(conn: &mut PgConnection, wave: i32) -> Result<(), StoreError> {
    diesel::delete(blind_traded::table.filter(blind_traded::wave.eq(wave))).execute(conn)?;
    diesel::delete(blind_spent::table.filter(blind_spent::wave.eq(wave))).execute(conn)?;
    Ok(())
}

/// A statement of the writer: prepared once per connection.
struct Claim<'a> {
    nonces: Vec<&'a [u8]>,
    waves: Vec<i32>,
}

impl QueryId for Claim<'_> {
    type QueryId = Claim<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl Query for Claim<'_> {
    type SqlType = Binary;
}

impl RunQueryDsl<PgConnection> for Claim<'_> {}

impl QueryFragment<Pg> for Claim<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("INSERT INTO blind_spent (nonce, wave) SELECT t.nonce, t.wave FROM unnest(");
        out.push_bind_param::<Array<Binary>, _>(&self.nonces)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Integer>, _>(&self.waves)?;
        out.push_sql(") AS t (nonce, wave) ORDER BY t.nonce ON CONFLICT DO NOTHING RETURNING nonce");
        Ok(())
    }
}
