//! The JSON file, read back by a JSON reader.

use hailong::domain::publication::{Disclosure, PrecisionState, PublishedKind};
use hailong::domain::table::{COLUMNS, Table};
use hailong::export::Format;
use serde_json::{Value, json};

use super::support::{bare, csv_records, full, head, rendered, table};

const ONLY_IN_HEAD: [&str; 5] = ["wave", "instrument", "period", "level", "publication"];

fn read(table: &Table) -> Value {
    serde_json::from_slice(&rendered(table, Format::Json)).unwrap()
}

#[test]
fn every_row_has_every_field_and_absent_is_null() {
    let document = read(&table());
    for row in document["rows"].as_array().unwrap() {
        let row = row.as_object().unwrap();
        for column in COLUMNS.iter().filter(|column| !ONLY_IN_HEAD.contains(column)) {
            assert!(row.contains_key(*column), "{column}");
        }
        for extra in [
            "unit_level",
            "group_name",
            "se",
            "change_percent",
            "notable",
            "rank_before",
            "group_before",
            "decimals",
        ] {
            assert!(row.contains_key(extra), "{extra}");
        }
    }
    let waiting = &document["rows"][2];
    assert_eq!(waiting["value"], Value::Null);
    assert_eq!(waiting["rank"], Value::Null);
    assert_eq!(waiting["precision"], Value::Null);
    assert_eq!(waiting["disclosure"], "waiting");
}

#[test]
fn the_head_says_once_what_holds_for_all_rows() {
    let document = read(&table());
    let records = csv_records(&table());
    for name in ONLY_IN_HEAD {
        let place = COLUMNS.iter().position(|column| *column == name).unwrap();
        let here = &document["head"][name];
        assert_eq!(here.as_str().map_or_else(|| here.to_string(), str::to_owned), records[1][place]);
    }
    assert_eq!(document["head"]["demo"], true);
    assert_eq!(
        document["head"]["settings"][0],
        json!({"switch": "Thống kê của tiêu chí", "choice": "Điểm trung bình", "verified": false})
    );
}

#[test]
fn texts_stay_as_they_are() {
    let table = table();
    let document = read(&table);
    for (row, read) in table.rows.iter().zip(document["rows"].as_array().unwrap()) {
        assert_eq!(read["unit_name"], row.unit_name);
        assert_eq!(read["unit"], row.unit);
    }
}

#[test]
fn a_table_without_rows_is_still_a_document() {
    let document = read(&Table { head: head(), rows: Vec::new() });
    assert_eq!(document["rows"], json!([]));
}

/// The words in CSV and XLSX are written by hand; JSON takes them from the types.
#[test]
fn the_words_for_states_are_the_same_in_csv() {
    let precisions = [
        PrecisionState::Reliable,
        PrecisionState::Review,
        PrecisionState::NotReliable,
        PrecisionState::Unknown,
        PrecisionState::Reliable,
    ];
    let disclosures = [
        Disclosure::Shown,
        Disclosure::Given,
        Disclosure::Waiting,
        Disclosure::SmallBase,
        Disclosure::NoValue,
    ];
    let kinds = [
        PublishedKind::Index,
        PublishedKind::Dimension,
        PublishedKind::SubDimension,
        PublishedKind::Indicator,
        PublishedKind::Option,
    ];
    let mut rows = Vec::new();
    for ((precision, disclosure), kind) in precisions.into_iter().zip(disclosures).zip(kinds) {
        let mut row = full("1", "desk", "a", kind, 1.0);
        row.precision = Some(precision);
        row.disclosure = disclosure;
        rows.push(row);
    }
    rows.push(bare("2", "desk", "a", PublishedKind::Index));
    let table = Table { head: head(), rows };
    let document = read(&table);
    for (record, row) in csv_records(&table)[1..].iter().zip(document["rows"].as_array().unwrap()) {
        for name in ["precision", "disclosure", "node_kind"] {
            let place = COLUMNS.iter().position(|column| *column == name).unwrap();
            assert_eq!(record[place], row[name].as_str().unwrap_or_default(), "{name}");
        }
    }
}
