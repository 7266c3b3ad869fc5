//! The units that ship, in memory and in a database.

mod import;
mod list;
mod store;

use diesel::{Connection, PgConnection};
use hailong::store::migrate;
use hailong::store::units::seed_units;

use crate::support::cluster::{TestDatabase, fresh_database_from};

/// A database with the schema.
pub fn migrated() -> TestDatabase {
    fresh_database_from("migrated", |url| {
        migrate(&mut PgConnection::establish(url).unwrap()).unwrap();
    })
}

/// A database with the shipped units.
pub fn seeded() -> TestDatabase {
    fresh_database_from("seeded", |url| {
        let mut conn = PgConnection::establish(url).unwrap();
        migrate(&mut conn).unwrap();
        seed_units(&mut conn).unwrap();
    })
}
