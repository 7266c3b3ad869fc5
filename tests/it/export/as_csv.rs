//! The CSV file, read back by a CSV reader.

use hailong::domain::table::{COLUMNS, Table};
use hailong::export::{EXTRA_COLUMNS, Format};

use super::support::{AWKWARD, bare, csv_records, full, head, rendered, table};
use hailong::domain::publication::PublishedKind;

fn header() -> Vec<&'static str> {
    COLUMNS.into_iter().chain(EXTRA_COLUMNS).collect()
}

fn column(name: &str) -> usize {
    header().iter().position(|column| *column == name).unwrap()
}

#[test]
fn it_begins_with_the_mark_and_the_columns_and_ends_lines_as_excel_does() {
    let bytes = rendered(&table(), Format::Csv);
    let text = String::from_utf8(bytes).unwrap();
    let first = text.lines().next().unwrap();
    assert_eq!(first, format!("\u{feff}{}", header().join(",")));
    assert!(text.ends_with("\r\n"));
    let empty = Table { head: head(), rows: Vec::new() };
    assert_eq!(rendered(&empty, Format::Csv), format!("\u{feff}{}\r\n", header().join(",")).into_bytes());
}

#[test]
fn every_row_has_every_column_and_absent_is_empty() {
    let table = table();
    let records = csv_records(&table);
    assert_eq!(records.len(), table.rows.len() + 1);
    assert!(records.iter().all(|record| record.len() == header().len()));
    let waiting = &records[3];
    assert_eq!(waiting[column("node")], "q1");
    assert_eq!(waiting[column("disclosure")], "waiting");
    for name in ["value", "ci_low", "n", "precision", "rank", "group", "change", "change_p", "batches"] {
        assert_eq!(waiting[column(name)], "", "{name}");
    }
}

#[test]
fn figures_are_plain_and_unrounded() {
    let records = csv_records(&table());
    let total = &records[1];
    assert_eq!(total[column("unit")], "06");
    assert_eq!(total[column("value")], "42.7229");
    assert_eq!(total[column("change")], "-1.5879");
    assert_eq!(total[column("change_p")], "0.0000001");
    assert_eq!(total[column("n")], "12345");
    assert_eq!(total[column("level")], "0.95");
    assert_eq!(total[column("nonresponse")].parse::<f64>().unwrap().to_bits(), (1.0_f64 / 30.0).to_bits());
    assert_eq!(total[column("precision")], "reliable");
    assert_eq!(total[column("publication")], head().publication);
    assert_eq!(total[column("rank_before")], "1");
}

#[test]
fn texts_that_look_like_formulas_are_defused_and_numbers_are_not() {
    let records = csv_records(&table());
    let names: Vec<&str> = records[5..].iter().step_by(4).map(|record| record[4].as_str()).collect();
    for (name, awkward) in names.iter().zip(AWKWARD).take(7) {
        assert_eq!(*name, format!("'{awkward}"));
    }
    assert_eq!(names[7..], AWKWARD[7..]);
}

#[test]
fn what_is_no_number_is_absent_and_zero_has_no_sign() {
    let mut odd = full("1", "desk", "total", PublishedKind::Index, -0.0);
    odd.se = None;
    odd.ci_low = Some(f64::NAN);
    odd.ci_high = Some(f64::INFINITY);
    odd.change = Some(1e21);
    let other = bare("2", "desk", "total", PublishedKind::Index);
    let records = csv_records(&Table { head: head(), rows: vec![odd, other] });
    assert_eq!(records[1][column("value")], "0");
    assert_eq!(records[1][column("ci_low")], "");
    assert_eq!(records[1][column("ci_high")], "");
    assert_eq!(records[1][column("change")], "1000000000000000000000");
}
