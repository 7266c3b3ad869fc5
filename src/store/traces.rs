//! What deleted rows leave behind in the files of the server, and getting rid of it.
//!
//! A deleted row stays in its page until the space is used again, and in the write-ahead log until a checkpoint lets
//! the log go. Whoever copies the files could read there which answers came one after the other. So after sealing the
//! tables of the pools are written anew, and where this program may, the log that holds their rows is let go.

use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};

use super::StoreError;

/// Tables that hold something of responses before they are sealed, with their rows deleted by sealing; and remarks, whose
/// texts staff withhold.
const POOLS: [&str; 10] = [
    "blind_spent",
    "blind_traded",
    "envelope",
    "remark",
    "remark_pool",
    "response",
    "spent_id",
    "ticket_unspent",
    "visit_pool",
    "visit_report",
];
/// How long to wait for a table that somebody else uses, such as a backup: meanwhile nobody can write into it.
const WAIT: &str = "2s";

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = Bool)]
    yes: bool,
}

/// What could be cleared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cleared {
    /// Every table was written anew; otherwise its space is used again and no more.
    pub tables: bool,
    /// The write-ahead log was let go; otherwise it goes when the server makes its next checkpoint.
    pub log: bool,
}

/// Clears what sealing has left of the pools. Not inside a transaction.
pub fn clear(conn: &mut PgConnection) -> Result<Cleared, StoreError> {
    clear_tables(conn, &POOLS.map(str::to_owned))
}

/// Clears what deleting has left in these tables. Not inside a transaction.
pub fn clear_tables(conn: &mut PgConnection, tables: &[String]) -> Result<Cleared, StoreError> {
    let mut all = true;
    for table in tables {
        all &= write_anew(conn, table)?;
    }
    Ok(Cleared { tables: all, log: let_log_go(conn)? })
}

/// Writes a table and its indexes into new files, or lets its space be used again while somebody else uses it.
fn write_anew(conn: &mut PgConnection, table: &str) -> Result<bool, StoreError> {
    if !asks(
        conn,
        "SELECT pg_has_role(relowner, 'USAGE') AS yes FROM pg_class WHERE oid = $1::regclass",
        table,
    )? {
        return Ok(false);
    }
    diesel::sql_query(format!("SET lock_timeout = '{WAIT}'")).execute(conn)?;
    let whole = diesel::sql_query(format!("VACUUM (FULL) \"{table}\"")).execute(conn);
    diesel::sql_query("RESET lock_timeout").execute(conn)?;
    if whole.is_err() {
        diesel::sql_query(format!("VACUUM \"{table}\"")).execute(conn)?;
    }
    Ok(whole.is_ok())
}

/// Begins a new file of the log and makes a checkpoint, after which the older files are not needed any more.
fn let_log_go(conn: &mut PgConnection) -> Result<bool, StoreError> {
    if !may_checkpoint(conn)? {
        return Ok(false);
    }
    diesel::sql_query("SELECT pg_switch_wal()").execute(conn)?;
    diesel::sql_query("CHECKPOINT").execute(conn)?;
    Ok(true)
}

/// Whether this role may let the log go: a superuser, or one with `pg_checkpoint` (PostgreSQL 15 and newer).
pub fn may_checkpoint(conn: &mut PgConnection) -> Result<bool, StoreError> {
    let may = "SELECT (rolsuper OR (has_function_privilege('pg_switch_wal()', 'EXECUTE') AND EXISTS (\
         SELECT 1 FROM pg_roles c WHERE c.rolname = $1 AND pg_has_role(c.oid, 'USAGE')))) AS yes \
         FROM pg_roles WHERE rolname = current_user";
    asks(conn, may, "pg_checkpoint")
}

fn asks(conn: &mut PgConnection, question: &str, about: &str) -> Result<bool, StoreError> {
    let answer: Answer = diesel::sql_query(question).bind::<Text, _>(about).get_result(conn)?;
    Ok(answer.yes)
}
