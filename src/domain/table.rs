//! The table of results: one row per unit and node. Every download and page is rendered from it.

use std::borrow::Cow;
use std::io;

use serde::Serialize;

use super::publication::{Disclosure, PrecisionState, PublishedKind, PublishedRaking, Withheld};
use super::statistics::rankset::RankSet;

/// Columns of the long form, in the order of every CSV file. Other programs rely on the names.
pub const COLUMNS: [&str; 27] = [
    "wave",
    "instrument",
    "period",
    "unit",
    "unit_name",
    "node",
    "node_kind",
    "node_name",
    "value",
    "ci_low",
    "ci_high",
    "level",
    "n",
    "n_eff",
    "df",
    "nonresponse",
    "precision",
    "disclosure",
    "rank",
    "ranked",
    "group",
    "change",
    "change_ci_low",
    "change_ci_high",
    "change_p",
    "batches",
    "publication",
];

/// Columns of a table that is broken down, behind all others.
pub const BREAKDOWN_COLUMNS: [&str; 3] = ["breakdown", "category", "category_name"];

/// Results of one wave, possibly compared with an earlier one, in one language.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    /// What stands above the rows.
    pub head: Head,
    /// One per unit and node: units parents first, nodes in the order of the instrument.
    pub rows: Vec<Row>,
}

/// Rows one after the other: of a large table no more than one needs to be in memory.
pub trait Rows {
    /// What stands above them.
    fn head(&self) -> &Head;

    /// The rows in order.
    fn rows(&self) -> Box<dyn Iterator<Item = Cow<'_, Row>> + '_>;

    /// How many there are.
    fn count(&self) -> usize;

    /// How certain the rank and the group of a row are; none where that is not known. Ranks among thousands of units take
    /// a moment: it is for documents, which ask for few.
    fn standing(&self, _row: &Row) -> Option<Standing> {
        None
    }

    /// What the unit of a row does worst; none where that is not known, or fewer than two nodes can be compared.
    fn lowest(&self, _row: &Row) -> Option<LowestNodes> {
        None
    }

    /// All of them at once.
    fn whole(&self) -> Cow<'_, Table> {
        Cow::Owned(Table { head: self.head().clone(), rows: self.rows().map(Cow::into_owned).collect() })
    }
}

impl Rows for Table {
    fn head(&self) -> &Head {
        &self.head
    }

    fn rows(&self) -> Box<dyn Iterator<Item = Cow<'_, Row>> + '_> {
        Box::new(self.rows.iter().map(Cow::Borrowed))
    }

    fn count(&self) -> usize {
        self.rows.len()
    }

    fn whole(&self) -> Cow<'_, Table> {
        Cow::Borrowed(self)
    }
}

/// Tables of several waves, one after the other: no more than one of them needs to be in memory.
pub trait Waves {
    /// How many there are.
    fn count(&self) -> usize;

    /// Lets `read` look at each of them in order. Fails when that does, or when a table cannot be had.
    fn each(&self, read: &mut dyn FnMut(&dyn Rows) -> io::Result<()>) -> io::Result<()>;
}

/// The table of one wave, for what can read several.
pub struct One<'a>(pub &'a dyn Rows);

impl Waves for One<'_> {
    fn count(&self) -> usize {
        1
    }

    fn each(&self, read: &mut dyn FnMut(&dyn Rows) -> io::Result<()>) -> io::Result<()> {
        read(self.0)
    }
}

/// What stands above the rows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Head {
    /// Hash that names this table: of the publication, or of the comparison.
    pub publication: String,
    /// Hash of the wave's own publication.
    pub wave_publication: String,
    /// Hash of the earlier publication it is compared with.
    pub compared_with: Option<String>,
    /// Wave.
    pub wave: String,
    /// Title of the wave.
    pub title: String,
    /// Earlier wave.
    pub compared_wave: Option<String>,
    /// Period of the earlier wave.
    pub compared_period: Option<String>,
    /// Why the two waves are not compared at all or at some nodes.
    pub compare_notes: Vec<String>,
    /// Instrument version.
    pub instrument: String,
    /// SHA-256 of the instrument file.
    pub instrument_sha256: String,
    /// Title of the instrument.
    pub instrument_title: String,
    /// Period.
    pub period: String,
    /// `desk` or `sample`.
    pub mode: String,
    /// Smallest batch.
    pub k: u32,
    /// Whether the responses are invented.
    pub demo: bool,
    /// Version of the method.
    pub method: String,
    /// Confidence level.
    pub level: f64,
    /// Number of batches.
    pub batches: usize,
    /// Hash of the last batch of the chain.
    pub chain: Option<String>,
    /// Batches that were held back because they look stuffed.
    pub withheld: Withheld,
    /// To what weights are raked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raking: Option<PublishedRaking>,
    /// Number of given scores.
    pub scores: usize,
    /// Open questions of method and how they were settled: switch label, choice label, verified.
    pub settings: Vec<(String, String, bool)>,
    /// Documents the instrument is taken from.
    pub sources: Vec<String>,
    /// What could not be verified.
    pub unverified: Vec<String>,
    /// Language of names and labels.
    pub language: String,
    /// What the rows are broken down by, where they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub breakdown: Option<BrokenDown>,
    /// What a pooled wave is made from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pooled: Option<PooledFrom>,
}

/// What a pooled wave is made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PooledFrom {
    /// The waves, by period.
    pub waves: Vec<PooledWave>,
    /// Parts of the period that nothing is published about.
    pub missing: Vec<String>,
    /// Units of the table that nothing is published of in some of the waves.
    pub partial: Vec<PartialUnit>,
}

/// A wave in a pooled one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PooledWave {
    /// Name.
    pub wave: String,
    /// Period.
    pub period: String,
    /// Hash of its publication.
    pub publication: String,
    /// Number of batches.
    pub batches: usize,
}

/// A unit that nothing is published of in some waves of a pooled one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartialUnit {
    /// Code.
    pub unit: String,
    /// Name.
    pub unit_name: String,
    /// Periods of the waves.
    pub missing: Vec<String>,
}

/// By what a table is broken down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BrokenDown {
    /// Code of the item, or `channel`.
    pub id: String,
    /// Its text.
    pub name: String,
    /// Number of batches whose figures by category are published, of those of the wave.
    pub batches: usize,
}

/// One figure with everything that belongs beside it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Category of a table that is broken down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category_name: Option<String>,
    /// Unit code.
    pub unit: String,
    /// Unit name.
    pub unit_name: String,
    /// `nation`, `province`, `district`, `commune` or `desk`.
    pub unit_level: String,
    /// Node id.
    pub node: String,
    /// Place of the node in the hierarchy.
    pub node_kind: PublishedKind,
    /// Node name.
    pub node_name: String,
    /// Unrounded value.
    pub value: Option<f64>,
    /// Confidence interval.
    pub ci_low: Option<f64>,
    /// Confidence interval.
    pub ci_high: Option<f64>,
    /// Standard error.
    pub se: Option<f64>,
    /// Answers counted.
    pub n: Option<i64>,
    /// Effective number of answers.
    pub n_eff: Option<f64>,
    /// Degrees of freedom.
    pub df: Option<f64>,
    /// Item non-response, 0 to 1.
    pub nonresponse: Option<f64>,
    /// How far it can be relied on.
    pub precision: Option<PrecisionState>,
    /// Why it is shown or not.
    pub disclosure: Disclosure,
    /// Rank among the units of the same level.
    pub rank: Option<u32>,
    /// Number of units ranked.
    pub ranked: Option<u32>,
    /// Group id.
    pub group: Option<String>,
    /// Group name.
    pub group_name: Option<String>,
    /// Change since the earlier wave.
    pub change: Option<f64>,
    /// Confidence interval of the change.
    pub change_ci_low: Option<f64>,
    /// Confidence interval of the change.
    pub change_ci_high: Option<f64>,
    /// p of the change, adjusted by Holm over the units of the same level at the node.
    pub change_p: Option<f64>,
    /// Change in percent of the earlier value.
    pub change_percent: Option<f64>,
    /// Whether the change in percent reaches what the instrument calls notable.
    pub notable: Option<bool>,
    /// Rank in the earlier wave.
    pub rank_before: Option<u32>,
    /// Group in the earlier wave.
    pub group_before: Option<String>,
    /// Batches behind the figure.
    pub batches: Option<u32>,
    /// Components without a value that were left out.
    pub missing: Option<u32>,
    /// Decimals to show.
    pub decimals: u32,
    /// Sign behind the value, e.g. `%`.
    pub sign: Option<String>,
    /// Maximum shown beside the value ("of 80").
    pub of: Option<f64>,
}

/// What is known of a unit at a node beyond the figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The ranks it may truly have; none where it is not ranked or nobody knows.
    pub ranks: Option<RankSet>,
    /// Names of the lowest and the highest group it may truly be in; none where it is in none or nobody knows.
    pub groups: Option<[String; 2]>,
}

/// The lowest nodes of a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct LowestNodes {
    /// Their ids, the lowest first, and whether each is lower than the average by more than chance, where that is known.
    pub nodes: Vec<(String, Option<bool>)>,
    /// How many were compared.
    pub compared: usize,
    /// How many were left out because they are not reliable.
    pub left_out: usize,
}
