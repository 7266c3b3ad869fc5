//! Roles of accounts at units.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::domain::access::{Entitlement, Reach, Role, UnknownRole};
use crate::domain::unit::{UnitCode, UnitCodeError, UnitKey};
use crate::store::StoreError;
use crate::store::read::unreadable;
use crate::store::schema::{account_grant, unit};

/// A role somebody has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Key in this database.
    pub id: i32,
    /// The role.
    pub role: Role,
    /// Where.
    pub reach: Reach,
    /// Vietnamese name of the unit, where it is one.
    pub unit_name: Option<String>,
}

impl Grant {
    /// What it gives.
    pub fn entitlement(&self) -> Entitlement {
        Entitlement::of_role(self.role, self.reach.clone())
    }

    /// The unit, where it is one.
    pub fn unit(&self) -> Option<&UnitKey> {
        match &self.reach {
            Reach::Everything => None,
            Reach::Under(key) => Some(key),
        }
    }
}

type UnitColumns = (String, NaiveDate, String);
type Row = (i32, i32, String, Option<UnitColumns>);

fn grant((id, account, role, place): Row) -> Result<(i32, Grant), StoreError> {
    let role = role.parse().map_err(|fault: UnknownRole| unreadable("account_grant", &role, fault))?;
    let (reach, unit_name) = match place {
        None => (Reach::Everything, None),
        Some((code, valid_from, name)) => {
            let read: Result<UnitCode, UnitCodeError> = code.parse();
            let code = read.map_err(|fault| unreadable("unit", &code, fault))?;
            (Reach::Under(UnitKey { code, valid_from }), Some(name))
        }
    };
    Ok((account, Grant { id, role, reach, unit_name }))
}

/// Roles of one account, or of all, in the order they were given.
fn rows(conn: &mut PgConnection, of: Option<i32>) -> Result<Vec<Row>, StoreError> {
    let mut wanted = account_grant::table
        .left_join(unit::table)
        .order(account_grant::id)
        .select((
            account_grant::id,
            account_grant::account,
            account_grant::role,
            (unit::code, unit::valid_from, unit::name).nullable(),
        ))
        .into_boxed();
    if let Some(account) = of {
        wanted = wanted.filter(account_grant::account.eq(account));
    }
    Ok(wanted.load(conn)?)
}

/// Roles of one account, in the order they were given.
pub fn grants_of(conn: &mut PgConnection, account: i32) -> Result<Vec<Grant>, StoreError> {
    rows(conn, Some(account))?.into_iter().map(|row| grant(row).map(|(_, grant)| grant)).collect()
}

/// Roles by account.
pub fn all_grants(conn: &mut PgConnection) -> Result<BTreeMap<i32, Vec<Grant>>, StoreError> {
    let mut all: BTreeMap<i32, Vec<Grant>> = BTreeMap::new();
    for row in rows(conn, None)? {
        let (account, grant) = grant(row)?;
        all.entry(account).or_default().push(grant);
    }
    Ok(all)
}

/// Gives a role at a unit (its key), or everywhere; `false` when the account had it already.
pub fn add_grant(
    conn: &mut PgConnection,
    account: i32,
    role: Role,
    unit_id: Option<i32>,
) -> Result<bool, StoreError> {
    let row = (
        account_grant::account.eq(account),
        account_grant::role.eq(role.as_str()),
        account_grant::unit_id.eq(unit_id),
    );
    let added =
        diesel::insert_into(account_grant::table).values(row).on_conflict_do_nothing().execute(conn)?;
    Ok(added == 1)
}

/// Takes a role away.
pub fn remove_grant(conn: &mut PgConnection, account: i32, id: i32) -> Result<bool, StoreError> {
    let of_account = account_grant::table.find(id).filter(account_grant::account.eq(account));
    Ok(diesel::delete(of_account).execute(conn)? == 1)
}
