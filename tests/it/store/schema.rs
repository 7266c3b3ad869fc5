//! The schema itself: reversible, commented, and as the program describes it.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use diesel_migrations::MigrationHarness;
use hailong::store::{MIGRATIONS, migrate};

use crate::support::cluster::fresh_database;

#[derive(QueryableByName, Debug)]
struct Described {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Nullable<Text>)]
    comment: Option<String>,
}

const TABLES: &str = "SELECT c.relname::text AS name, obj_description(c.oid, 'pg_class') AS comment \
     FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' \
     AND c.relname NOT LIKE '\\_\\_%'";
const COLUMNS: &str = "SELECT c.relname || '.' || a.attname AS name, \
     col_description(c.oid, a.attnum) AS comment FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid \
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname NOT LIKE '\\_\\_%' \
     AND a.attnum > 0 AND NOT a.attisdropped";

fn described(conn: &mut PgConnection, sql: &str) -> BTreeMap<String, Option<String>> {
    let rows: Vec<Described> = diesel::sql_query(sql).load(conn).unwrap();
    rows.into_iter().map(|row| (row.name, row.comment)).collect()
}

#[test]
fn migrations_can_be_taken_back_and_applied_again() {
    let database = fresh_database();
    let mut conn = database.connect();
    let applied = migrate(&mut conn).unwrap();
    assert!(applied.len() >= 13, "{applied:?}");
    let before = described(&mut conn, COLUMNS);
    conn.revert_all_migrations(MIGRATIONS).unwrap();
    assert_eq!(described(&mut conn, TABLES), BTreeMap::new());
    assert_eq!(migrate(&mut conn).unwrap(), applied);
    assert_eq!(described(&mut conn, COLUMNS), before);
    assert_eq!(migrate(&mut conn).unwrap(), Vec::<String>::new());
}

#[test]
fn every_table_and_column_says_what_it_means() {
    let database = fresh_database();
    let mut conn = database.connect();
    migrate(&mut conn).unwrap();
    let mut all = described(&mut conn, TABLES);
    all.extend(described(&mut conn, COLUMNS));
    assert!(all.len() > 60, "{all:?}");
    let silent: Vec<&String> =
        all.iter().filter(|(_, comment)| comment.is_none()).map(|(name, _)| name).collect();
    assert_eq!(silent, Vec::<&String>::new());
}

#[test]
fn the_description_in_the_program_is_that_of_the_database() {
    let database = fresh_database();
    let mut conn = database.connect();
    migrate(&mut conn).unwrap();
    let mut described = described(&mut conn, TABLES);
    described.extend(self::described(&mut conn, COLUMNS));
    let schema = include_str!("../../../src/store/schema.rs");
    let mut found = BTreeMap::new();
    let (mut table, mut comment) = (String::new(), None);
    for line in schema.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("/// ") {
            comment = Some(text.to_owned());
        } else if let Some((name, _)) = line.split_once(" (").filter(|_| line.ends_with('{')) {
            table = name.to_owned();
            found.insert(table.clone(), comment.take());
        } else if let Some((column, _)) = line.split_once(" -> ").filter(|_| line.ends_with(',')) {
            found.insert(format!("{table}.{column}"), comment.take());
        }
    }
    assert_eq!(found, described);
}

#[test]
fn nothing_about_a_response_tells_when_or_from_where() {
    let database = fresh_database();
    let mut conn = database.connect();
    migrate(&mut conn).unwrap();
    let columns = described(&mut conn, COLUMNS);
    let of = |table: &str| -> BTreeSet<&str> {
        columns.keys().filter_map(|name| name.strip_prefix(table)?.strip_prefix('.')).collect()
    };
    assert_eq!(
        of("response"),
        ["answers", "channel", "id", "psu", "stratum", "unit_id", "wave", "weight"].into()
    );
    assert_eq!(of("sealed_response"), ["answers", "batch", "unit_id", "wave", "weight"].into());
    assert_eq!(of("spent_id"), ["id", "unit_id", "wave"].into());
}
