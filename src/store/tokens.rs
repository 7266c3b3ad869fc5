//! Tokens of the staff for programs, as digests.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::StoreError;
use super::accounts::Account;
use super::read::unreadable;
use super::schema::{account, api_token, unit};
use crate::domain::access::{Entitlement, Reach, Right, Rights, UnknownRight};
use crate::domain::batch::Hash;
use crate::domain::unit::{UnitCode, UnitCodeError, UnitKey};

/// A token that is to be kept.
#[derive(Debug, Clone)]
pub struct NewToken<'a> {
    /// What it is for.
    pub name: &'a str,
    /// Last day it is accepted.
    pub expires: NaiveDate,
    /// Who makes it; nobody at the command line.
    pub account: Option<i32>,
    /// What it may do.
    pub rights: Rights,
    /// Key of the unit at and below which; none for everywhere.
    pub unit_id: Option<i32>,
}

/// A token.
#[derive(Debug, Clone)]
pub struct Token {
    /// What it is for.
    pub name: String,
    /// Last day it is accepted.
    pub expires: NaiveDate,
    /// What it gives, at most.
    pub gives: Entitlement,
}

/// Adds a token by the SHA-256 of its secret.
///
/// # Errors
/// [`StoreError::Exists`] when the account, or the command line, has a token of this name already.
pub fn add(conn: &mut PgConnection, new: &NewToken, hash: &Hash) -> Result<(), StoreError> {
    let rights: Vec<&str> = new.rights.iter().map(Right::as_str).collect();
    let row = (
        api_token::hash.eq(hash.as_slice()),
        api_token::name.eq(new.name),
        api_token::expires.eq(new.expires),
        api_token::account.eq(new.account),
        api_token::rights.eq(rights),
        api_token::unit_id.eq(new.unit_id),
    );
    let added = diesel::insert_into(api_token::table).values(row).on_conflict_do_nothing().execute(conn)?;
    if added == 0 {
        return Err(StoreError::Exists { what: "staff token", name: new.name.to_owned() });
    }
    Ok(())
}

type UnitColumns = Option<(String, NaiveDate)>;
type Row = (String, NaiveDate, Vec<String>, UnitColumns);

fn read((name, expires, rights, place): Row) -> Result<Token, StoreError> {
    let right = |word: &String| {
        word.parse::<Right>().map_err(|fault: UnknownRight| unreadable("api_token", word, fault))
    };
    let rights = rights.iter().map(right).collect::<Result<Rights, _>>()?;
    let reach = match place {
        None => Reach::Everything,
        Some((code, valid_from)) => {
            let read: Result<UnitCode, UnitCodeError> = code.parse();
            Reach::Under(UnitKey {
                code: read.map_err(|fault| unreadable("unit", &code, fault))?,
                valid_from,
            })
        }
    };
    Ok(Token { name, expires, gives: Entitlement { rights, reach } })
}

/// The token with this digest and the account that made it, unless it has expired or the account is disabled.
pub fn find(
    conn: &mut PgConnection,
    hash: &Hash,
    today: NaiveDate,
) -> Result<Option<(Token, Option<Account>)>, StoreError> {
    let found: Option<(Row, Option<Account>)> = api_token::table
        .left_join(unit::table)
        .left_join(account::table)
        .filter(api_token::hash.eq(hash.as_slice()).and(api_token::expires.ge(today)))
        .select((
            (
                api_token::name,
                api_token::expires,
                api_token::rights,
                (unit::code, unit::valid_from).nullable(),
            ),
            Option::<Account>::as_select(),
        ))
        .first(conn)
        .optional()?;
    match found {
        Some((_, Some(account))) if account.disabled => Ok(None),
        Some((row, account)) => Ok(Some((read(row)?, account))),
        None => Ok(None),
    }
}

/// Tokens of an account, or those made at the command line, by name.
pub fn list(conn: &mut PgConnection, account: Option<i32>) -> Result<Vec<Token>, StoreError> {
    let rows: Vec<Row> = api_token::table
        .left_join(unit::table)
        .filter(api_token::account.is_not_distinct_from(account))
        .order(api_token::name)
        .select((
            api_token::name,
            api_token::expires,
            api_token::rights,
            (unit::code, unit::valid_from).nullable(),
        ))
        .load(conn)?;
    rows.into_iter().map(read).collect()
}

/// Takes away the token of this name; gives whether there was one.
pub fn remove(conn: &mut PgConnection, account: Option<i32>, name: &str) -> Result<bool, StoreError> {
    let named = api_token::name.eq(name).and(api_token::account.is_not_distinct_from(account));
    Ok(diesel::delete(api_token::table.filter(named)).execute(conn)? == 1)
}
