//! Tickets nobody has used yet: nothing but a keyed hash of each.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, Binary};

use super::schema::ticket_unspent;
use super::{StoreError, blind};
use crate::domain::batch::Hash;

/// Tickets in one statement.
const GROUP: usize = 1000;

/// Adds tickets of a wave, in the order of their hashes, which says nothing about the order in which they were
/// printed. All must be new.
pub fn add(conn: &mut PgConnection, wave: i32, macs: &[Hash]) -> Result<(), StoreError> {
    let mut sorted: Vec<&[u8]> = macs.iter().map(Hash::as_slice).collect();
    sorted.sort_unstable();
    for group in sorted.chunks(GROUP) {
        let rows: Vec<_> =
            group.iter().map(|mac| (ticket_unspent::mac.eq(*mac), ticket_unspent::wave.eq(wave))).collect();
        diesel::insert_into(ticket_unspent::table).values(rows).execute(conn)?;
    }
    Ok(())
}

/// Spends a ticket by itself, in the transaction of the caller. Gives whether it was there.
pub fn spend_one(conn: &mut PgConnection, mac: &Hash) -> Result<bool, StoreError> {
    Ok(diesel::delete(ticket_unspent::table.find(mac.as_slice())).execute(conn)? == 1)
}

/// Those of the tickets that are unspent. They stay so until the transaction ends, or are spent by it. In one order,
/// so that two transactions wait for each other instead of locking up.
pub(super) fn hold(conn: &mut PgConnection, macs: &[&[u8]]) -> Result<Vec<Vec<u8>>, StoreError> {
    Ok(Hold(macs).load::<Vec<u8>>(conn)?)
}

/// Spends tickets that [`hold`] has found.
pub(super) fn spend(conn: &mut PgConnection, macs: &[&[u8]]) -> Result<(), StoreError> {
    if !macs.is_empty() {
        Spend(macs).execute(conn)?;
    }
    Ok(())
}

/// Forgets the tickets of a wave that are left, and what is kept of those that were traded in.
pub fn forget(conn: &mut PgConnection, wave: i32) -> Result<(), StoreError> {
    diesel::delete(ticket_unspent::table.filter(ticket_unspent::wave.eq(wave))).execute(conn)?;
    blind::forget(conn, wave)
}

/// Statements of the writer: prepared once per connection.
struct Hold<'a>(&'a [&'a [u8]]);

impl QueryId for Hold<'_> {
    type QueryId = Hold<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl Query for Hold<'_> {
    type SqlType = Binary;
}

impl RunQueryDsl<PgConnection> for Hold<'_> {}

impl QueryFragment<Pg> for Hold<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("SELECT mac FROM ticket_unspent WHERE mac = ANY(");
        out.push_bind_param::<Array<Binary>, _>(&self.0)?;
        out.push_sql(") ORDER BY mac FOR UPDATE");
        Ok(())
    }
}

struct Spend<'a>(&'a [&'a [u8]]);

impl QueryId for Spend<'_> {
    type QueryId = Spend<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl RunQueryDsl<PgConnection> for Spend<'_> {}

impl QueryFragment<Pg> for Spend<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("DELETE FROM ticket_unspent WHERE mac = ANY(");
        out.push_bind_param::<Array<Binary>, _>(&self.0)?;
        out.push_sql(")");
        Ok(())
    }
}
