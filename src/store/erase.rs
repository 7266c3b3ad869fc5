//! Deleting everything of a wave, in whatever table it is.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel::sql_types::{Integer, Text};

use super::schema::wave;
use super::{StoreError, waves};
use crate::domain::wave::WaveId;

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(QueryableByName)]
struct Reference {
    #[diesel(sql_type = Text)]
    referring: String,
    #[diesel(sql_type = Text)]
    referred: String,
}

/// Every table with a column `wave`, those that refer to another one before it. They are read from the database
/// itself, so that none is forgotten that a later release adds.
pub fn tables_of_waves(conn: &mut PgConnection) -> Result<Vec<String>, StoreError> {
    let tables: Vec<Named> = diesel::sql_query(
        "SELECT c.relname::text AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid \
         WHERE c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'wave'::regclass) \
         AND c.relkind IN ('r', 'p') AND a.attname = 'wave' AND NOT a.attisdropped ORDER BY 1",
    )
    .load(conn)?;
    let references: Vec<Reference> = diesel::sql_query(
        "SELECT f.relname::text AS referring, t.relname::text AS referred FROM pg_constraint k \
         JOIN pg_class f ON f.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid WHERE k.contype = 'f'",
    )
    .load(conn)?;
    let mut left: BTreeSet<String> = tables.into_iter().map(|table| table.name).collect();
    let mut order = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let is_referred_to = |table: &String| {
            references
                .iter()
                .any(|key| key.referred == *table && key.referring != *table && left.contains(&key.referring))
        };
        let free: Vec<String> = left.iter().filter(|table| !is_referred_to(table)).cloned().collect();
        // Tables that refer to one another in a ring: the database says what is wrong with that.
        let next = if free.is_empty() { left.iter().cloned().collect() } else { free };
        for table in next {
            left.remove(&table);
            order.push(table);
        }
    }
    Ok(order)
}

/// Deletes the wave and everything that belongs to it. Other waves that were to be compared with it are compared
/// with none. The caller makes the transaction, and afterwards clears the traces ([`super::traces`]).
pub fn erase(conn: &mut PgConnection, number: i32, id: &WaveId) -> Result<(), StoreError> {
    waves::lock(conn, number)?;
    for table in tables_of_waves(conn)? {
        // The names are those of the catalogue.
        diesel::sql_query(format!("DELETE FROM \"{table}\" WHERE wave = $1"))
            .bind::<Integer, _>(number)
            .execute(conn)?;
    }
    let compared = wave::table.filter(wave::earlier.eq(id.as_str()));
    diesel::update(compared).set(wave::earlier.eq(None::<String>)).execute(conn)?;
    diesel::delete(wave::table.find(number)).execute(conn)?;
    Ok(())
}
