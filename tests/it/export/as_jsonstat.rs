//! The JSON-stat dataset, read back by its own rules: the place of a value follows from the sizes of the dimensions.

use hailong::domain::publication::PublishedKind;
use hailong::domain::table::Table;
use hailong::export::Format;
use serde_json::Value;

use super::support::{full, head, rendered, table};

/// A dataset as JSON-stat 2.0 describes it.
struct Dataset(Value);

impl Dataset {
    fn of(table: &Table) -> Self {
        Self(serde_json::from_slice(&rendered(table, Format::JsonStat)).unwrap())
    }

    /// Where a category stands in its dimension.
    fn place(&self, dimension: &str, category: &str) -> usize {
        let index = self.0["dimension"][dimension]["category"]["index"].as_array().unwrap();
        index.iter().position(|id| id == category).unwrap_or_else(|| panic!("{dimension} has no {category}"))
    }

    fn at(&self, wanted: [&str; 4]) -> usize {
        let ids = self.0["id"].as_array().unwrap();
        let sizes = self.0["size"].as_array().unwrap();
        ids.iter().zip(sizes).zip(wanted).fold(0, |at, ((id, size), category)| {
            at * usize::try_from(size.as_u64().unwrap()).unwrap() + self.place(id.as_str().unwrap(), category)
        })
    }

    fn value(&self, wanted: [&str; 4]) -> &Value {
        &self.0["value"][self.at(wanted)]
    }
}

#[test]
fn every_figure_of_the_json_stands_at_its_place() {
    let table = table();
    let dataset = Dataset::of(&table);
    let document: Value = serde_json::from_slice(&rendered(&table, Format::Json)).unwrap();
    let figures = dataset.0["dimension"]["figure"]["category"]["index"].as_array().unwrap();
    let mut seen = 0;
    for row in document["rows"].as_array().unwrap() {
        for figure in figures.iter().map(|figure| figure.as_str().unwrap()) {
            let (unit, node) = (row["unit"].as_str().unwrap(), row["node"].as_str().unwrap());
            let found = dataset.value([&table.head.wave, unit, node, figure]);
            assert_eq!(
                found.as_f64().map(f64::to_bits),
                row[figure].as_f64().map(f64::to_bits),
                "{unit} {node} {figure}"
            );
            seen += 1;
        }
    }
    let sizes: u64 =
        dataset.0["size"].as_array().unwrap().iter().map(|size| size.as_u64().unwrap()).product();
    assert_eq!(seen, sizes);
    assert_eq!(dataset.0["value"].as_array().unwrap().len() as u64, sizes);
}

#[test]
fn what_is_missing_or_weak_says_why() {
    let table = table();
    let dataset = Dataset::of(&table);
    let status = |node: &str| {
        let at = dataset.at([&table.head.wave, "06", node, "value"]).to_string();
        dataset.0["status"][at].as_str()
    };
    assert_eq!((status("total"), status("d1"), status("q1")), (None, Some("not_reliable"), Some("waiting")));
    let words = dataset.0["extension"]["status"]["label"].as_object().unwrap();
    assert!(words["waiting"].as_str().unwrap().starts_with("Chưa đủ người"), "{words:?}");
    assert!(words.values().all(|meaning| !meaning.as_str().unwrap().starts_with("export-")), "{words:?}");
}

#[test]
fn a_reader_is_told_what_it_needs() {
    let dataset = Dataset::of(&table()).0;
    assert_eq!((&dataset["version"], &dataset["class"]), (&"2.0".into(), &"dataset".into()));
    assert_eq!(dataset["role"]["geo"][0], "unit");
    assert_eq!(dataset["dimension"]["wave"]["category"]["label"]["hai-long-2026-q3"], "quý III năm 2026");
    assert_eq!(dataset["extension"]["head"]["publication"], head().publication);
    assert!(dataset["note"][0].as_str().unwrap().starts_with("DỮ LIỆU GIẢ ĐỊNH"));
    for (id, dimension) in dataset["dimension"].as_object().unwrap() {
        assert!(!dimension["label"].as_str().unwrap().contains("export-"), "{id}");
        let index = dimension["category"]["index"].as_array().unwrap();
        let labels = dimension["category"]["label"].as_object().unwrap();
        assert!(index.iter().all(|id| labels.contains_key(id.as_str().unwrap())), "{id}");
        assert_eq!(labels.len(), index.len(), "{id}");
    }
}

#[test]
fn a_code_that_was_used_again_is_two_units() {
    let row = |name: &str, value| {
        let row = full("01", "commune", "total", PublishedKind::Index, value);
        hailong::domain::table::Row { unit_name: name.to_owned(), ..row }
    };
    let dataset =
        Dataset::of(&Table { head: head(), rows: vec![row("Xã cũ", 1.0), row("Xã mới", 2.0)] });
    let wave = head().wave;
    assert_eq!(dataset.value([&wave, "01", "total", "value"]), 1.0);
    assert_eq!(dataset.value([&wave, "01#2", "total", "value"]), 2.0);
}

#[test]
fn a_table_without_rows_is_still_a_dataset() {
    let dataset = Dataset::of(&Table { head: head(), rows: Vec::new() });
    assert_eq!(dataset.0["value"], Value::Array(Vec::new()));
}
