//! The databases that tests of every room use.

use std::sync::atomic::{AtomicU32, Ordering};

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, RunQueryDsl, sql_query};

use super::Number;
use crate::support::cluster::{TestDatabase, fresh_database, fresh_database_from};

static PREPARED: AtomicU32 = AtomicU32::new(0);

fn prepare(url: &str) {
    PREPARED.fetch_add(1, Ordering::Relaxed);
    let mut connection = PgConnection::establish(url).unwrap();
    connection.batch_execute("CREATE TABLE unit AS SELECT generate_series(1, 5) AS n").unwrap();
}

fn count(database: &TestDatabase) -> i64 {
    let query = sql_query("SELECT count(*) AS value FROM unit");
    query.get_result::<Number>(&mut database.connect()).unwrap().value
}

#[test]
fn every_test_gets_its_own_copy_of_what_was_prepared_once() {
    let one = fresh_database_from("units", prepare);
    let other = fresh_database_from("units", prepare);

    one.connect().batch_execute("DELETE FROM unit").unwrap();

    assert_eq!((count(&one), count(&other)), (0, 5));
    assert_eq!(PREPARED.load(Ordering::Relaxed), 1);
}

#[test]
fn a_dropped_database_is_gone_even_while_somebody_is_connected() {
    let database = fresh_database();
    let url = database.url();
    let connected = database.connect();

    drop(database);

    assert!(PgConnection::establish(&url).is_err());
    drop(connected);
}
