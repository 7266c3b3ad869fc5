//! Importing units from a file into a database with the shipped list.

use diesel::prelude::*;
use hailong::domain::unit::{Unit, UnitCode, UnitProblem, UnitTree};
use hailong::ingest::csv::units::{UnitImportError, import_units_file, parse_units};
use hailong::store::StoreError;
use hailong::store::schema::unit;
use hailong::store::units::{Written, all_units, import_units, unit_id, units_at};

use super::list::{code, day};
use super::seeded;

const HEADER: &str = "code,name,name_en,level,parent,valid_from,valid_to\n";

/// Parses a sound file against what the database holds.
fn parse(conn: &mut PgConnection, text: &str) -> Vec<Unit> {
    let units = all_units(conn).unwrap();
    let known = |code: &UnitCode| {
        units.iter().filter(|(_, unit)| unit.code == *code).map(|(_, unit)| unit.clone()).collect()
    };
    parse_units(text.as_bytes(), &known).unwrap()
}

fn tree(conn: &mut PgConnection, text: &str) -> UnitTree {
    UnitTree::at(units_at(conn, day(text)).unwrap().into_iter().map(|(_, unit)| unit), day(text))
}

#[test]
fn a_file_can_be_imported_again_and_corrected() {
    let database = seeded();
    let mut conn = database.connect();
    let text = format!(
        "{HEADER}02020-1,Quầy 1,Desk 1,desk,02020,,\nkc,Kansas City,,province,,,\nkc-1,Quận 1,,district,kc,,\n"
    );
    let import = |conn: &mut PgConnection, text: &str| import_units_file(conn, text.as_bytes()).unwrap();
    assert_eq!(import(&mut conn, &text), Written { inserted: 3, updated: 0, unchanged: 0 });
    let before = all_units(&mut conn).unwrap();
    assert_eq!(import(&mut conn, &text), Written { inserted: 0, updated: 0, unchanged: 3 });
    assert_eq!(all_units(&mut conn).unwrap(), before);

    let id = unit_id(&mut conn, &code("02020-1"), day("2026-01-01")).unwrap();
    let moved = text.replace("Quầy 1,Desk 1,desk,02020", "Quầy số 1,,desk,02026");
    assert_eq!(import(&mut conn, &moved), Written { inserted: 0, updated: 1, unchanged: 2 });
    let tree = tree(&mut conn, "2026-01-01");
    let path: Vec<&str> = tree.path(&code("02020-1")).iter().map(|unit| unit.code.as_str()).collect();
    assert_eq!(path, ["VN", "19", "02026", "02020-1"]);
    let desk = tree.get(&code("02020-1")).unwrap();
    assert_eq!((desk.name.as_str(), desk.name_en.as_deref()), ("Quầy số 1", None));
    // What hangs on the unit stays with it.
    assert_eq!(unit_id(&mut conn, &code("02020-1"), day("2026-01-01")).unwrap(), id);
}

#[test]
fn a_unit_can_be_closed_and_its_code_given_again() {
    let database = seeded();
    let mut conn = database.connect();
    let text = format!(
        "{HEADER}19,Tỉnh Thái Nguyên,,province,VN,2025-07-01,2027-01-01\n\
         19,Thành phố Thái Nguyên,,province,VN,2027-01-01,\n"
    );
    let written = import_units_file(&mut conn, text.as_bytes()).unwrap();
    assert_eq!(written, Written { inserted: 1, updated: 1, unchanged: 0 });
    for (text, province) in [("2026-12-31", "Tỉnh Thái Nguyên"), ("2027-01-01", "Thành phố Thái Nguyên")]
    {
        assert_eq!(tree(&mut conn, text).parent(&code("02020")).unwrap().name, province);
    }
    // Its communes hang on the latest row.
    let parents: Vec<Option<i32>> = unit::table
        .filter(unit::code.eq("02020").and(unit::valid_to.is_null()))
        .select(unit::parent_id)
        .load(&mut conn)
        .unwrap();
    assert_eq!(parents, [unit_id(&mut conn, &code("19"), day("2027-01-01")).unwrap()]);
}

#[test]
fn a_file_with_a_mistake_stores_nothing() {
    let database = seeded();
    let mut conn = database.connect();
    let before = all_units(&mut conn).unwrap();
    let text = format!("{HEADER}ok,Ok,,desk,02020,,\nbad,Bad,,desk,2020,,\n");
    let Err(UnitImportError::File(mistakes)) = import_units_file(&mut conn, text.as_bytes()) else {
        panic!("must be refused")
    };
    assert_eq!(
        mistakes.to_string(),
        "line 3, column parent: its parent 2020 does not exist (but 02020 does: did the spreadsheet drop its zeros?)"
    );
    assert_eq!(all_units(&mut conn).unwrap(), before);
}

#[test]
fn an_import_that_came_in_between_is_noticed() {
    let database = seeded();
    let mut conn = database.connect();
    let text = format!("{HEADER}new,New,,desk,02020,2026-01-01,\nlate,Late,,desk,02020,2026-01-01,\n");
    let units = parse(&mut conn, &text);
    let other = parse(&mut conn, &format!("{HEADER}late,Other,,desk,02020,2025-12-01,\n"));
    import_units(&mut conn, &other).unwrap();
    let before = all_units(&mut conn).unwrap();
    let Err(StoreError::Units(faults)) = import_units(&mut conn, &units) else { panic!("must be refused") };
    let [fault] = &faults[..] else { panic!("{faults:?}") };
    assert!(matches!(fault.problem, UnitProblem::Overlap { .. }), "{fault}");
    assert_eq!(all_units(&mut conn).unwrap(), before);
}

#[test]
fn a_unit_that_has_others_below_cannot_sink_beneath_them() {
    let database = seeded();
    let mut conn = database.connect();
    let before = all_units(&mut conn).unwrap();
    let text = format!("{HEADER}19,Tỉnh Thái Nguyên,,desk,VN,2025-07-01,\n");
    let fault = import_units_file(&mut conn, text.as_bytes()).unwrap_err().to_string();
    assert!(fault.contains("level commune must be below the level desk of its parent 19"), "{fault}");
    assert_eq!(all_units(&mut conn).unwrap(), before);
}

#[test]
fn importing_nothing_does_nothing() {
    let database = seeded();
    assert_eq!(import_units(&mut database.connect(), &[]).unwrap(), Written::default());
}
