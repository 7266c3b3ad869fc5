//! All formats say the same, figure by figure.

use calamine::{Data, Range};
use hailong::domain::publication::{Disclosure, PrecisionState, PublishedKind};
use hailong::domain::table::{COLUMNS, Row, Table};
use hailong::export::Format;
use proptest::prelude::*;
use serde_json::Value;

use super::support::{at, bare, csv_records, full, head, ods_sheet, rendered, sheet, table};

/// What a cell says, whatever the format.
#[derive(Debug, PartialEq)]
enum Said {
    Nothing,
    Text(String),
    /// Bits, so that agreement means the very same number.
    Number(u64),
}

fn number(value: f64) -> Said {
    Said::Number((value + 0.0).to_bits())
}

const NUMBERS: [&str; 15] = [
    "value",
    "ci_low",
    "ci_high",
    "level",
    "n",
    "n_eff",
    "df",
    "nonresponse",
    "rank",
    "ranked",
    "change",
    "change_ci_low",
    "change_ci_high",
    "change_p",
    "batches",
];

fn in_csv(column: &str, cell: &str) -> Said {
    if cell.is_empty() {
        return Said::Nothing;
    }
    if NUMBERS.contains(&column) {
        return number(cell.parse().unwrap_or_else(|_| panic!("{column} is {cell:?}")));
    }
    // The apostrophe of a defused text.
    Said::Text(cell.strip_prefix('\'').unwrap_or(cell).to_owned())
}

fn in_json(document: &Value, row: &Value, column: &str) -> Said {
    match row.get(column).unwrap_or(&document["head"][column]) {
        Value::Null => Said::Nothing,
        Value::String(text) if text.is_empty() => Said::Nothing,
        Value::String(text) => Said::Text(text.strip_prefix('\'').unwrap_or(text).to_owned()),
        Value::Number(value) => number(value.as_f64().unwrap()),
        other => panic!("{column} is {other}"),
    }
}

fn in_sheet(range: &Range<Data>, row: usize, column: usize) -> Said {
    match at(range, u32::try_from(row + 1).unwrap(), u32::try_from(column).unwrap()) {
        Data::Empty => Said::Nothing,
        Data::String(text) => Said::Text(text.strip_prefix('\'').unwrap_or(&text).to_owned()),
        Data::Float(value) => number(value),
        other => panic!("row {row}, column {column} is {other:?}"),
    }
}

fn all_say_the_same(table: &Table) {
    let records = csv_records(table);
    let document: Value = serde_json::from_slice(&rendered(table, Format::Json)).unwrap();
    let range = sheet(&rendered(table, Format::Xlsx), "Số liệu đầy đủ");
    let open = ods_sheet(&rendered(table, Format::Ods), "Số liệu đầy đủ");
    let rows = document["rows"].as_array().unwrap();
    assert_eq!((records.len() - 1, rows.len()), (table.rows.len(), table.rows.len()));
    for (place, row) in rows.iter().enumerate() {
        for (column, name) in COLUMNS.iter().enumerate() {
            let csv = in_csv(name, &records[place + 1][column]);
            assert_eq!(csv, in_json(&document, row, name), "CSV and JSON, row {place}, {name}");
            assert_eq!(csv, in_sheet(&range, place, column), "CSV and XLSX, row {place}, {name}");
            assert_eq!(csv, in_sheet(&open, place, column), "CSV and ODS, row {place}, {name}");
        }
    }
}

#[test]
fn the_awkward_table_is_the_same_in_all_formats() {
    all_say_the_same(&table());
}

#[test]
fn the_further_columns_of_the_workbook_agree_with_json() {
    let table = table();
    let document: Value = serde_json::from_slice(&rendered(&table, Format::Json)).unwrap();
    let range = sheet(&rendered(&table, Format::Xlsx), "Số liệu đầy đủ");
    for (place, row) in document["rows"].as_array().unwrap().iter().enumerate() {
        for column in COLUMNS.len()..COLUMNS.len() + 7 {
            let column = u32::try_from(column).unwrap();
            let name = at(&range, 0, column).to_string();
            let here = at(&range, u32::try_from(place + 1).unwrap(), column);
            let there = row.get(&name).unwrap_or_else(|| panic!("JSON has no {name}"));
            let same = match &here {
                Data::Empty => there.is_null(),
                Data::String(text) => there == text,
                Data::Float(value) => there.as_f64() == Some(*value),
                Data::Bool(flag) => there == flag,
                other => panic!("{name} is {other:?}"),
            };
            assert!(same, "row {place}: {name} is {here:?} and {there}");
        }
    }
}

fn figure() -> impl Strategy<Value = Option<f64>> {
    prop_oneof![
        Just(None),
        Just(Some(0.0)),
        (-1e3..1e3_f64).prop_map(Some),
        any::<f64>().prop_map(Some),
        (0.0..1.0_f64).prop_map(|value| Some(value * 1e-9)),
    ]
}

fn row() -> impl Strategy<Value = Row> {
    let texts = ("[0-9A-Z]{1,6}", "[^\\x00-\\x1f\\x7f\u{fffe}\u{ffff}']{1,30}", "[a-z0-9.=]{1,9}");
    let figures = prop::array::uniform9(figure());
    let counts = (any::<Option<u32>>(), any::<Option<u32>>(), any::<Option<u32>>(), any::<bool>(), 0..9_u32);
    (texts, figures, counts).prop_map(|((unit, name, node), figures, counts)| {
        let (n, rank, batches, first, decimals) = counts;
        let [value, ci_low, ci_high, se, n_eff, df, change, change_p, change_percent] = figures;
        let kind = if first { PublishedKind::Index } else { PublishedKind::Option };
        Row {
            unit_name: name.clone(),
            node_name: name,
            value,
            ci_low,
            ci_high,
            se,
            n: n.map(i64::from),
            n_eff,
            df,
            rank,
            precision: first.then_some(PrecisionState::NotReliable),
            disclosure: Disclosure::SmallBase,
            group: first.then(|| "=low".to_owned()),
            change,
            change_p,
            change_percent,
            batches,
            decimals,
            ..bare(&unit, if first { "province" } else { "commune" }, &node, kind)
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_table_is_the_same_in_all_formats(rows in prop::collection::vec(row(), 0..12), demo: bool) {
        let mut table = Table { head: head(), rows };
        table.head.demo = demo;
        all_say_the_same(&table);
    }
}

#[test]
fn the_smallest_and_the_greatest_numbers_survive() {
    let extremes = [f64::MIN_POSITIVE, 5e-324, f64::MAX, f64::MIN, 0.1 + 0.2, 1.0 / 3.0, f64::EPSILON];
    let row = |value: &f64| full("1", "desk", "total", PublishedKind::Index, *value);
    all_say_the_same(&Table { head: head(), rows: extremes.iter().map(row).collect() });
}

/// Large sheets of a workbook are written through a temporary file, by other code of the library.
#[test]
fn a_large_table_is_the_same_in_all_formats() {
    let small = table();
    let rows: Vec<Row> = (0..80)
        .flat_map(|copy| {
            small.rows.iter().cloned().map(move |row| Row { unit: format!("{copy:02}{}", row.unit), ..row })
        })
        .collect();
    assert!(rows.len() * 34 > 100_000);
    all_say_the_same(&Table { head: head(), rows });
}
