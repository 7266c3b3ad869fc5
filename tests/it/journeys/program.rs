//! Running the program as a person would.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, Output};

use crate::support::cluster::TestDatabase;
use crate::units::seeded;

/// The program with a database of its own.
pub struct Program {
    database: TestDatabase,
}

/// Cells of one row of a CSV file by column.
pub type Row = BTreeMap<String, String>;

impl Program {
    /// With a new database that holds the shipped units.
    pub fn new() -> Self {
        Self { database: seeded() }
    }

    /// Address of its database.
    pub fn url(&self) -> String {
        self.database.url()
    }

    /// Runs the program.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// The program with these arguments, not yet running.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hailong"));
        command
            .args(arguments)
            .env("DATABASE_URL", self.database.url())
            .current_dir(env!("CARGO_MANIFEST_DIR"));
        command
    }

    /// Runs the program, which must succeed, and gives what it printed.
    #[track_caller]
    pub fn done(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {errors}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs the program, which must fail, and gives what it printed.
    #[track_caller]
    pub fn refused(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(!output.status.success(), "{arguments:?} succeeded");
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
    }

    /// Results as rows by (unit, node).
    #[track_caller]
    pub fn results(&self, arguments: &[&str]) -> BTreeMap<(String, String), Row> {
        let csv = self.done(&[&["results", "--format", "csv"], arguments].concat());
        let csv = csv.strip_prefix('\u{feff}').expect("a byte order mark, so that Excel reads Vietnamese");
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let rows = reader.deserialize().map(|row| row.unwrap());
        rows.map(|row: Row| ((row["unit"].clone(), row["node"].clone()), row)).collect()
    }
}

/// A file of the tests' own data.
pub fn data(name: &str) -> String {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "data", name].iter().collect();
    path.to_str().unwrap().to_owned()
}

/// The cell as a number.
#[track_caller]
pub fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} is {:?}", row[column]))
}
