//! Reading reference values and keeping the largest deviation from them.

use std::collections::HashMap;
use std::path::Path;

/// One row of a reference file by column name.
pub struct Row(HashMap<String, String>);

impl Row {
    pub fn text(&self, column: &str) -> &str {
        self.0.get(column).unwrap_or_else(|| panic!("no column {column}"))
    }

    pub fn number(&self, column: &str) -> f64 {
        self.text(column)
            .parse()
            .unwrap_or_else(|_| panic!("{column} is not a number: {}", self.text(column)))
    }

    /// `None` for an empty cell.
    pub fn optional(&self, column: &str) -> Option<f64> {
        (!self.text(column).is_empty()).then(|| self.number(column))
    }

    pub fn count(&self, column: &str) -> u64 {
        self.text(column).parse().unwrap_or_else(|_| panic!("{column} is not a count: {}", self.text(column)))
    }
}

/// The rows of a file under tests/data.
pub fn rows(file: &str) -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(file);
    let mut reader = csv::Reader::from_path(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let rows: Vec<Row> = reader.deserialize().map(|row| Row(row.unwrap())).collect();
    assert!(!rows.is_empty(), "{file} has rows");
    rows
}

/// The largest relative deviation seen in one comparison.
pub struct Deviation {
    name: &'static str,
    allowed: f64,
    largest: f64,
    place: String,
    pub count: u32,
}

impl Deviation {
    pub fn new(name: &'static str, allowed: f64) -> Self {
        Self { name, allowed, largest: 0.0, place: String::new(), count: 0 }
    }

    /// Compares relative to the expected value.
    pub fn compare(&mut self, found: f64, expected: f64, place: impl Fn() -> String) {
        self.compare_on_scale(found, expected, expected.abs(), place);
    }

    /// Compares relative to a given size, for expected values that are zero up to rounding.
    pub fn compare_on_scale(&mut self, found: f64, expected: f64, scale: f64, place: impl Fn() -> String) {
        self.count += 1;
        let distance = (found - expected).abs();
        let deviation = if distance > 0.0 { distance / scale } else { 0.0 };
        assert!(!found.is_nan(), "{}: NaN for {expected} at {}", self.name, place());
        if deviation > self.largest {
            self.largest = deviation;
            self.place = place();
        }
    }

    /// Fails if the largest deviation is above the allowed one or fewer than `at_least` values were compared.
    pub fn finish(self, at_least: u32) {
        println!("{}: {:.2e} over {} values, at {}", self.name, self.largest, self.count, self.place);
        assert!(self.count >= at_least, "{}: only {} values compared", self.name, self.count);
        assert!(self.largest <= self.allowed, "{}: {:.3e} at {}", self.name, self.largest, self.place);
    }
}
