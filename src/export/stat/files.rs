//! Which CSV files there are, and what stands in their columns.

use std::io;

use super::{Matter, rows};
use crate::domain::table::COLUMNS;
use crate::export::cell::{Cell, ColumnType, EXTRA_COLUMNS, column_type};
use crate::export::csv::written;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Results,
    Batches,
    Units,
    Nodes,
    Scores,
    Components,
}

const BATCHES: [(&str, bool); 9] = [
    ("unit", true),
    ("batch", false),
    ("stratum", false),
    ("people", false),
    ("item", true),
    ("asked", false),
    ("answered", false),
    ("option", true),
    ("count", false),
];
const UNITS: [(&str, bool); 4] =
    [("unit", true), ("parent", true), ("unit_level", true), ("unit_name", true)];
const NODES: [(&str, bool); 20] = [
    ("node", true),
    ("parent", true),
    ("node_kind", true),
    ("source", true),
    ("stat", true),
    ("item", true),
    ("per_answer", false),
    ("op", true),
    ("needs_all", false),
    ("scale", true),
    ("from_low", false),
    ("from_high", false),
    ("to_low", false),
    ("to_high", false),
    ("clamp", false),
    ("round", false),
    ("least", false),
    ("most", false),
    ("parts", false),
    ("node_name", true),
];
const SCORES: [(&str, bool); 4] = [("node", true), ("item", true), ("option", true), ("score", false)];
const COMPONENTS: [(&str, bool); 3] = [("node", true), ("component", true), ("weight", false)];
impl Kind {
    const ALL: [Self; 6] =
        [Self::Results, Self::Batches, Self::Units, Self::Nodes, Self::Scores, Self::Components];

    /// Name without ending.
    pub fn stem(self) -> &'static str {
        match self {
            Self::Results => "results",
            Self::Batches => "batches",
            Self::Units => "units",
            Self::Nodes => "nodes",
            Self::Scores => "scores",
            Self::Components => "components",
        }
    }

    /// Message that says what the file is.
    pub fn key(self) -> &'static str {
        match self {
            Self::Results => "stat-file-results",
            Self::Batches => "stat-file-batches",
            Self::Units => "stat-file-units",
            Self::Nodes => "stat-file-nodes",
            Self::Scores => "stat-file-scores",
            Self::Components => "stat-file-components",
        }
    }

    fn columns(self) -> Vec<(&'static str, bool)> {
        match self {
            Self::Results => COLUMNS
                .into_iter()
                .chain(EXTRA_COLUMNS)
                .map(|name| (name, matches!(column_type(name), ColumnType::Text | ColumnType::Flag)))
                .collect(),
            Self::Batches => BATCHES.to_vec(),
            Self::Units => UNITS.to_vec(),
            Self::Nodes => NODES.to_vec(),
            Self::Scores => SCORES.to_vec(),
            Self::Components => COMPONENTS.to_vec(),
        }
    }
}

/// One file with its size.
pub(super) struct DataFile {
    pub kind: Kind,
    pub variables: Vec<Variable>,
    /// Lines below the line of names.
    pub rows: usize,
}

/// One column.
pub(super) struct Variable {
    pub name: &'static str,
    /// Bytes of the longest text; `None` for numbers.
    pub width: Option<usize>,
}

impl DataFile {
    /// All files, measured.
    pub fn all(matter: &Matter<'_>) -> io::Result<Vec<Self>> {
        Kind::ALL.into_iter().map(|kind| Self::measured(matter, kind)).collect()
    }

    fn measured(matter: &Matter<'_>, kind: Kind) -> io::Result<Self> {
        let variable = |(name, is_text): (&'static str, bool)| Variable { name, width: is_text.then_some(1) };
        let mut variables: Vec<Variable> = kind.columns().into_iter().map(variable).collect();
        let mut rows = 0;
        rows::each(matter, kind, &mut |cells| {
            rows += 1;
            for (variable, cell) in variables.iter_mut().zip(cells) {
                if let (Some(width), Cell::Text(_) | Cell::Flag(_)) = (&mut variable.width, cell) {
                    *width = (*width).max(written(*cell).len());
                }
            }
            Ok(())
        })?;
        Ok(Self { kind, variables, rows })
    }

    pub fn name(&self) -> String {
        format!("{}.csv", self.kind.stem())
    }
}

impl Variable {
    /// Message that says what the column is.
    pub fn key(&self, kind: Kind) -> String {
        let name = self.name.replace('_', "-");
        let is_of_results = COLUMNS.into_iter().chain(EXTRA_COLUMNS).any(|column| column == self.name);
        if kind == Kind::Results || is_of_results {
            format!("export-column-{name}")
        } else {
            format!("stat-column-{name}")
        }
    }
}
