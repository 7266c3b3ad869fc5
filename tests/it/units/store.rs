//! The units in a database: migrating, seeding, reading.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel_migrations::MigrationHarness;
use hailong::domain::unit::{Unit, UnitLevel, UnitTree, successors};
use hailong::store::units::{
    Seeded, Written, all_units, import_units, lineage, lineage_of, seed_units, shipped, unit_id, units_at,
};
use hailong::store::{MIGRATIONS, migrate, pool};

use super::list::{code, day};
use super::{migrated, seeded};
use crate::support::cluster::fresh_database;

#[derive(QueryableByName, Debug, PartialEq)]
struct Line {
    #[diesel(sql_type = Text)]
    text: String,
}

fn lines(conn: &mut PgConnection, sql: &str) -> Vec<String> {
    let lines: Vec<Line> = diesel::sql_query(sql).load(conn).unwrap();
    lines.into_iter().map(|line| line.text).collect()
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

fn number(conn: &mut PgConnection, sql: &str) -> i64 {
    diesel::sql_query(sql).get_result::<Number>(conn).unwrap().number
}

/// Tables, columns, constraints and indexes, as text to compare.
const SCHEMA: &str = "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS text \
     FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '__diesel_schema_migrations' \
     UNION ALL SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint \
     WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> '__diesel_schema_migrations' \
     UNION ALL SELECT indexdef FROM pg_indexes \
     WHERE schemaname = 'public' AND tablename <> '__diesel_schema_migrations' ORDER BY 1";

#[test]
fn migrations_go_up_down_and_up_again() {
    let database = fresh_database();
    let mut conn = database.connect();
    let first = migrate(&mut conn).unwrap();
    assert!(first.contains(&"20260101000100".to_owned()), "{first:?}");
    assert!(first.is_sorted());
    let schema = lines(&mut conn, SCHEMA);
    assert!(schema.iter().any(|line| line.starts_with("unit_lineage.share double precision")), "{schema:?}");
    assert_eq!(migrate(&mut conn).unwrap(), Vec::<String>::new());
    assert_eq!(conn.revert_all_migrations(MIGRATIONS).unwrap().len(), first.len());
    assert_eq!(lines(&mut conn, SCHEMA), Vec::<String>::new());
    assert_eq!(migrate(&mut conn).unwrap(), first);
    assert_eq!(lines(&mut conn, SCHEMA), schema);
}

#[test]
fn every_table_and_column_says_what_it_is() {
    let database = migrated();
    let mut conn = database.connect();
    let silent = lines(
        &mut conn,
        "SELECT c.relname || coalesce('.' || a.attname, '') AS text FROM pg_class c \
         LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
         WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') \
         AND c.relname <> '__diesel_schema_migrations' \
         AND (obj_description(c.oid) IS NULL OR col_description(c.oid, a.attnum) IS NULL) ORDER BY 1",
    );
    assert_eq!(silent, Vec::<String>::new());
}

#[test]
fn several_processes_may_migrate_at_once() {
    let database = fresh_database();
    let applied: Vec<usize> = std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..4).map(|_| scope.spawn(|| migrate(&mut database.connect()).unwrap().len())).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(applied.iter().filter(|count| **count > 0).count(), 1, "{applied:?}");
    let conn = &mut database.connect();
    let held = "SELECT count(*) AS number FROM pg_locks JOIN pg_database d ON d.oid = database \
                WHERE locktype = 'advisory' AND datname = current_database()";
    assert_eq!(number(conn, held), 0);
}

#[test]
fn seeding_twice_changes_nothing() {
    let database = migrated();
    let mut conn = database.connect();
    let inserted = 1 + 63 + 696 + 10_035 + 34 + 3_321;
    let first = seed_units(&mut conn).unwrap();
    assert_eq!(
        first,
        Seeded { units: Written { inserted, ..Written::default() }, skipped: 0, lineage: 10_602 }
    );
    let units = all_units(&mut conn).unwrap();
    let second = seed_units(&mut conn).unwrap();
    let unchanged = Written { unchanged: inserted, ..Written::default() };
    assert_eq!(second, Seeded { units: unchanged, skipped: 0, lineage: 0 });
    assert_eq!(all_units(&mut conn).unwrap(), units);
    // No id was burnt either: they stay compact.
    let ids = number(&mut conn, "SELECT nextval(pg_get_serial_sequence('unit', 'id')) AS number");
    assert_eq!(ids, i64::try_from(inserted).unwrap() + 1);
}

#[test]
fn the_database_gives_back_the_shipped_list() {
    let database = seeded();
    let mut conn = database.connect();
    let mut list = shipped().unwrap();
    list.units.sort_by_key(Unit::key);
    let units: Vec<_> = all_units(&mut conn).unwrap().into_iter().map(|(_, unit)| unit).collect();
    assert_eq!(units, list.units);
    list.lineage.sort_by(|a, b| (&a.old, &a.new).cmp(&(&b.old, &b.new)));
    assert_eq!(lineage(&mut conn).unwrap(), list.lineage);
}

#[test]
fn units_are_those_of_the_day() {
    let database = seeded();
    let mut conn = database.connect();
    let mut tree = |text: &str| {
        let units = units_at(&mut conn, day(text)).unwrap();
        assert!(units.is_sorted_by(|a, b| a.1.code < b.1.code), "one unit per code, in order");
        UnitTree::at(units.into_iter().map(|(_, unit)| unit), day(text))
    };
    let (before, after) = (tree("2020-06-01"), tree("2026-06-01"));
    assert!(tree("2000-01-01").is_empty());
    assert_eq!((before.len(), after.len()), (1 + 63 + 696 + 10_035, 1 + 34 + 3_321));
    assert_eq!(before.get(&code("06")).unwrap().name, "Tỉnh Bắc Kạn");
    assert_eq!(after.get(&code("06")), None);
    let path: Vec<_> = before.path(&code("02020")).iter().map(|unit| unit.code.to_string()).collect();
    assert_eq!(path, ["VN", "06", "064", "02020"]);
    let lineage = lineage(&mut conn).unwrap();
    assert_eq!(successors(&lineage, &before, &code("064")).len(), 8);

    let old = unit_id(&mut conn, &code("02020"), day("2025-06-30")).unwrap();
    let new = unit_id(&mut conn, &code("02020"), day("2025-07-01")).unwrap();
    assert!(old.is_some() && new.is_some() && old != new);
    assert_eq!(unit_id(&mut conn, &code("06"), day("2026-01-01")).unwrap(), None);
    assert_eq!(unit_id(&mut conn, &code("no-such"), day("2026-01-01")).unwrap(), None);
}

#[test]
fn lineage_of_a_code_goes_both_ways() {
    let database = seeded();
    let mut conn = database.connect();
    let steps = lineage_of(&mut conn, &code("02020")).unwrap();
    let steps: Vec<(&str, &str)> =
        steps.iter().map(|step| (step.old.code.as_str(), step.new.code.as_str())).collect();
    // Bằng Lũng and three neighbours made Chợ Đồn.
    assert_eq!(steps.iter().filter(|(old, _)| *old == "02020").collect::<Vec<_>>(), [&("02020", "02020")]);
    assert!(steps.len() > 1 && steps.iter().all(|(_, new)| *new == "02020"), "{steps:?}");
    assert_eq!(lineage_of(&mut conn, &code("no-such")).unwrap(), []);
}

#[test]
fn seeding_corrects_names_and_leaves_the_rest_to_the_import() {
    let database = seeded();
    let mut conn = database.connect();
    let edit = |conn: &mut PgConnection, sql: &str| diesel::sql_query(sql).execute(conn).unwrap();
    edit(&mut conn, "UPDATE unit SET name = 'Tỉnh Đồng Nai', name_en = 'old' WHERE code = '75'");
    edit(&mut conn, "UPDATE unit SET name_en = 'Cho Don' WHERE code = '02020'");
    edit(&mut conn, "UPDATE unit SET name_en = NULL WHERE code = '02026'");
    edit(&mut conn, "UPDATE unit SET valid_to = '2030-01-01' WHERE code = '02038' AND valid_to IS NULL");
    let seeded = seed_units(&mut conn).unwrap();
    // Đồng Nai, and Nam Cường before and after July 2025.
    assert_eq!((seeded.units.inserted, seeded.units.updated, seeded.lineage), (0, 3, 0));
    let tree =
        UnitTree::at(all_units(&mut conn).unwrap().into_iter().map(|(_, unit)| unit), day("2026-12-01"));
    let dong_nai = tree.get(&code("75")).unwrap();
    assert_eq!(
        (dong_nai.name.as_str(), dong_nai.name_en.as_deref()),
        ("Thành phố Đồng Nai", Some("Dong Nai city"))
    );
    assert_eq!(tree.get(&code("02020")).unwrap().name_en.as_deref(), Some("Cho Don"));
    assert_eq!(tree.get(&code("02026")).unwrap().name_en.as_deref(), Some("Nam Cuong commune"));
    assert_eq!(tree.get(&code("02038")).unwrap().valid_to, Some(day("2030-01-01")));
}

#[test]
fn seeding_makes_room_for_imported_units() {
    let database = migrated();
    let mut conn = database.connect();
    let mut own = shipped().unwrap().units.remove(0);
    own.code = code("02020");
    own.level = UnitLevel::Commune;
    own.valid_from = day("2026-01-01");
    import_units(&mut conn, &[own.clone()]).unwrap();
    let seeded = seed_units(&mut conn).unwrap();
    // The old Bằng Lũng ended before; only the Chợ Đồn of July 2025 has no place.
    assert_eq!(seeded.skipped, 1);
    let bearers: Vec<_> = all_units(&mut conn)
        .unwrap()
        .into_iter()
        .map(|(_, unit)| unit)
        .filter(|unit| unit.code == own.code)
        .collect();
    assert_eq!(bearers.len(), 2);
    assert_eq!(bearers[1], own);
    assert!(seeded.lineage < 10_602);
}

#[test]
fn several_processes_may_seed_at_once() {
    let database = migrated();
    let inserted: usize = std::thread::scope(|scope| {
        let seed = || seed_units(&mut database.connect()).unwrap().units.inserted;
        let threads: Vec<_> = (0..3).map(|_| scope.spawn(seed)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!(inserted, 1 + 63 + 696 + 10_035 + 34 + 3_321);
}

#[test]
fn the_database_refuses_what_the_program_never_writes() {
    let database = migrated();
    let mut conn = database.connect();
    for values in [
        "('a b', '2000-01-01', NULL, 'desk', 'A', NULL)",
        "('a', '2000-01-01', '2000-01-01', 'desk', 'A', NULL)",
        "('a', '2000-01-01', NULL, 'village', 'A', NULL)",
        "('a', '2000-01-01', NULL, 'desk', '', NULL)",
        "('a', '2000-01-01', NULL, 'desk', 'A', '')",
    ] {
        let sql =
            format!("INSERT INTO unit (code, valid_from, valid_to, level, name, name_en) VALUES {values}");
        assert!(diesel::sql_query(sql).execute(&mut conn).is_err(), "{values}");
    }
}

#[test]
fn a_pool_hands_out_connections() {
    let database = fresh_database();
    let pool = pool(&database.url(), 2).unwrap();
    let (mut one, mut two) = (pool.get().unwrap(), pool.get().unwrap());
    migrate(&mut one).unwrap();
    assert_eq!(number(&mut two, "SELECT count(*) AS number FROM unit"), 0);
    assert_eq!(seed_units(&mut one).unwrap().skipped, 0);
    assert_eq!(number(&mut two, "SELECT count(*) AS number FROM unit_lineage"), 10_602);
}
