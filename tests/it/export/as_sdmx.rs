//! SDMX-CSV, read back by the rules of the format and compared with the JSON.

use std::collections::{HashMap, HashSet};

use hailong::domain::publication::{Disclosure, PublishedKind};
use hailong::domain::table::{Row, Table};
use hailong::export::Format;
use serde_json::Value;

use super::support::{bare, full, head, rendered, table};

type Observation = HashMap<String, String>;

fn observations(table: &Table) -> Vec<Observation> {
    let bytes = rendered(table, Format::Sdmx);
    csv::Reader::from_reader(bytes.as_slice()).deserialize().map(Result::unwrap).collect()
}

fn is_code(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|sign| sign.is_ascii_alphanumeric() || "_@$-".contains(sign))
}

#[test]
fn every_observation_has_a_key_of_its_own_and_the_figures_of_the_json() {
    let table = table();
    let document: Value = serde_json::from_slice(&rendered(&table, Format::Json)).unwrap();
    let expected = document["rows"].as_array().unwrap();
    let found = observations(&table);
    assert_eq!(found.len(), expected.len());
    let mut keys = HashSet::new();
    for (observation, row) in found.iter().zip(expected) {
        assert_eq!(observation["STRUCTURE"], "dataflow");
        assert_eq!(observation["STRUCTURE_ID"], "HAILONG:SIPAS-2023(1.0.0)");
        assert_eq!((observation["FREQ"].as_str(), observation["TIME_PERIOD"].as_str()), ("Q", "2026-Q3"));
        assert!(is_code(&observation["REF_AREA"]) && is_code(&observation["INDICATOR"]), "{observation:?}");
        assert!(keys.insert((observation["REF_AREA"].clone(), observation["INDICATOR"].clone())), "twice");
        assert_eq!(observation["REF_AREA"], row["unit"]);
        for (column, field) in
            [("OBS_VALUE", "value"), ("CI_LOW", "ci_low"), ("SE", "se"), ("CHANGE_P", "change_p")]
        {
            assert_eq!(observation[column].parse::<f64>().ok(), row[field].as_f64(), "{column}");
        }
        assert_eq!(observation["PUBLICATION"], head().publication);
    }
    let header = String::from_utf8(rendered(&table, Format::Sdmx)).unwrap();
    assert!(
        header.starts_with("STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE,")
    );
}

#[test]
fn a_missing_or_weak_value_has_its_code() {
    let mut table = table();
    table.rows.truncate(4);
    let codes = |table: &Table| -> Vec<String> {
        observations(table).iter().map(|observation| observation["OBS_STATUS"].clone()).collect()
    };
    assert_eq!(codes(&table), ["A", "U", "Q", "A"]);
    table.rows[2].disclosure = Disclosure::NoValue;
    assert_eq!(codes(&table)[2], "M");
}

#[test]
fn codes_are_legal_and_stay_different() {
    let option = |node: &str| bare("06", "province", node, PublishedKind::Option);
    let again =
        Row { unit_name: "khác".to_owned(), ..full("06", "province", "1.2", PublishedKind::Index, 1.0) };
    let rows = vec![option("1.2"), option("1_2"), option("q2=tv"), option("đ"), again];
    let found = observations(&Table { head: head(), rows });
    let codes: Vec<(&str, &str)> = found
        .iter()
        .map(|observation| (observation["REF_AREA"].as_str(), observation["INDICATOR"].as_str()))
        .collect();
    assert_eq!(codes, [("06", "1_2"), ("06", "1_2@2"), ("06", "q2$tv"), ("06", "_"), ("06@2", "1_2")]);
}

#[test]
fn periods_are_written_as_sdmx_does() {
    for (period, frequency, written) in [
        ("2020", "A", "2020"),
        ("2026-H1", "S", "2026-S1"),
        ("2026-Q3", "Q", "2026-Q3"),
        ("2026-07", "M", "2026-07"),
        ("2026-07-01/2026-09-15", "_O", "2026-07-01/P77D"),
    ] {
        let mut table = table();
        period.clone_into(&mut table.head.period);
        let first = &observations(&table)[0];
        assert_eq!((first["FREQ"].as_str(), first["TIME_PERIOD"].as_str()), (frequency, written));
    }
}
