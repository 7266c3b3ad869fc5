//! Parquet, read back by its own library: the same figures as the JSON, in columns of the right type.

use bytes::Bytes;
use hailong::domain::table::{COLUMNS, Table};
use hailong::export::{EXTRA_COLUMNS, Format};
use parquet::basic::Type;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};
use serde_json::Value;

use super::support::{head, rendered, table};

fn reader(table: &Table) -> SerializedFileReader<Bytes> {
    SerializedFileReader::new(Bytes::from(rendered(table, Format::Parquet))).unwrap()
}

fn rows(table: &Table) -> Vec<Row> {
    reader(table).get_row_iter(None).unwrap().map(Result::unwrap).collect()
}

fn as_json(field: &Field) -> Value {
    match field {
        Field::Null => Value::Null,
        Field::Str(text) => text.as_str().into(),
        Field::Double(number) => (*number).into(),
        Field::Long(number) => (*number).into(),
        Field::Bool(flag) => (*flag).into(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_cell_is_that_of_the_json() {
    let table = table();
    let document: Value = serde_json::from_slice(&rendered(&table, Format::Json)).unwrap();
    let expected = document["rows"].as_array().unwrap();
    let rows = rows(&table);
    assert_eq!(rows.len(), expected.len());
    for (row, expected) in rows.iter().zip(expected) {
        let mut names = Vec::new();
        for (name, field) in row.get_column_iter() {
            names.push(name.as_str());
            let wanted = expected.get(name).unwrap_or(&document["head"][name]);
            assert_eq!(as_json(field), *wanted, "{} {} {name}", expected["unit"], expected["node"]);
        }
        assert!(names.iter().eq(COLUMNS.iter().chain(&EXTRA_COLUMNS)), "{names:?}");
    }
}

#[test]
fn columns_have_types_and_the_head_goes_with_them() {
    let table = table();
    let reader = reader(&table);
    let metadata = reader.metadata().file_metadata();
    let schema = metadata.schema_descr();
    let physical = |name: &str| {
        let found = schema.columns().iter().find(|column| column.name() == name);
        found.unwrap_or_else(|| panic!("no {name}")).physical_type()
    };
    for (name, expected) in [
        ("unit", Type::BYTE_ARRAY),
        ("value", Type::DOUBLE),
        ("df", Type::DOUBLE),
        ("n", Type::INT64),
        ("rank", Type::INT64),
        ("notable", Type::BOOLEAN),
    ] {
        assert_eq!(physical(name), expected, "{name}");
    }
    let pairs = metadata.key_value_metadata().unwrap();
    let written = pairs.iter().find(|pair| pair.key == "head").unwrap().value.as_ref().unwrap();
    let written: Value = serde_json::from_str(written).unwrap();
    let document: Value = serde_json::from_slice(&rendered(&table, Format::Json)).unwrap();
    assert_eq!(written, document["head"]);
    assert_eq!(written["publication"], head().publication);
}

#[test]
fn a_large_table_goes_out_in_groups_and_an_empty_one_is_still_a_file() {
    let small = table();
    let rows: Vec<_> = small.rows.iter().cycle().take(70_000).cloned().collect();
    let large = Table { head: head(), rows };
    let reader = reader(&large);
    assert_eq!((reader.num_row_groups(), reader.metadata().file_metadata().num_rows()), (5, 70_000));
    let last = reader.get_row_iter(None).unwrap().last().unwrap().unwrap();
    let name = last.get_column_iter().find(|(name, _)| *name == "node").unwrap().1;
    assert_eq!(as_json(name), large.rows[69_999].node.as_str());
    let empty = Table { head: head(), rows: Vec::new() };
    assert!(self::rows(&empty).is_empty());
}
