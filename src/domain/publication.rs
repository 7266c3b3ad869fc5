//! A publication (công bố): the immutable table of scorecards of a wave, with its hash.
//!
//! It is a pure function of the instrument version, the wave's settings, the sealed batches and the
//! given scores. Its hash is SHA-256 over its canonical text ([`Publication::canonical`]).

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::batch::{Hash, hex};
use super::instrument::{Display, NodeKind, SwitchSetting, Text};

/// Version of the method: changes whenever the same batches would give another figure.
pub const METHOD: &str = "hailong-3";
/// Confidence level of every interval.
pub const LEVEL: f64 = 0.95;

/// The results of one wave at one moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publication {
    /// Version of the method, [`METHOD`].
    pub method: String,
    /// Confidence level of the intervals.
    pub level: f64,
    /// The wave.
    pub wave: PublishedWave,
    /// What the figures rest on.
    pub basis: Basis,
    /// Nodes in the order of the instrument; distributions are followed by their options.
    pub nodes: Vec<PublishedNode>,
    /// Units, parents first, by code.
    pub units: Vec<PublishedUnit>,
    /// One row per unit, one figure per node.
    pub figures: Vec<Vec<Figure>>,
    /// The same by category, where the wave has declared breakdowns.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub breakdowns: Vec<PublishedBreakdown>,
}

/// The figures of a wave by one breakdown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedBreakdown {
    /// Code of the item, or `channel`.
    pub id: String,
    /// Text of the item; none for `channel`.
    pub label: Option<Text>,
    /// Number of steps by which it has advanced.
    pub steps: usize,
    /// Number of batches in them, of those of the wave.
    pub batches: usize,
    /// Positions of the units that have figures by category: those above communes.
    pub units: Vec<usize>,
    /// The categories.
    pub categories: Vec<PublishedCategory>,
}

/// The figures of one category.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedCategory {
    /// Code of the option; of those who gave no answer `no_answer`; `kiosk`, `own` or `file`.
    pub id: String,
    /// Text of the option; none where it is none of the instrument.
    pub label: Option<Text>,
    /// One row per unit of the breakdown, one figure per node.
    pub figures: Vec<Vec<Figure>>,
}

/// The wave as it stood when the results were computed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedWave {
    /// Name.
    pub id: String,
    /// Title.
    pub title: Text,
    /// Instrument version.
    pub instrument: String,
    /// SHA-256 of the instrument file.
    pub instrument_sha256: String,
    /// Period.
    pub period: String,
    /// `desk` or `sample`.
    pub mode: String,
    /// Smallest batch.
    pub k: u32,
    /// Whether the responses are invented.
    pub demo: bool,
    /// How open questions of method were settled.
    pub switches: SwitchSetting,
}

/// What the figures rest on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// Number of batches.
    pub batches: usize,
    /// Hash of the last batch of the wave's chain; it covers all before it.
    pub chain: Option<String>,
    /// Number of given scores.
    pub scores: usize,
    /// SHA-256 over the given scores.
    pub scores_sha256: Option<String>,
    /// Batches that were held back because they look stuffed.
    #[serde(skip_serializing_if = "Withheld::is_empty", default)]
    pub withheld: Withheld,
    /// What a pooled wave is made from.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub pooled: Option<Pooled>,
    /// To what the weights are raked.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub raking: Option<PublishedRaking>,
}

/// What the publication of a pooled wave is made from: publications of other waves, and nothing that they do not
/// rest on. Then `chain` of the basis is [`Pooled::chain`] and the positions of withheld batches count on from one wave
/// to the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pooled {
    /// By period.
    pub sources: Vec<PooledSource>,
    /// Parts of the period that nothing is published about.
    pub missing: Vec<String>,
}

/// A wave in a pooled one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PooledSource {
    /// Name.
    pub wave: String,
    /// Period.
    pub period: String,
    /// Smallest batch.
    pub k: u32,
    /// Hash of its publication.
    pub publication: String,
    /// Number of batches in that.
    pub batches: usize,
    /// Hash of the last of them.
    pub chain: Option<String>,
    /// Positions of the units of the pooled wave that nothing is published of in it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub absent: Vec<usize>,
}

impl Pooled {
    /// SHA-256 over the names, publications and chains of the sources.
    pub fn chain(&self) -> Hash {
        let line = |source: &PooledSource| {
            let chain = source.chain.as_deref().unwrap_or("-");
            format!("{} {} {chain}\n", source.wave, source.publication)
        };
        let lines: String = self.sources.iter().map(line).collect();
        Sha256::digest(format!("hailong pooled 1\n{lines}").as_bytes()).into()
    }
}

/// To what the weights of a designed sample are raked, and how far. Nothing by category: neither people nor factors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedRaking {
    /// The questions whose answers are known of everybody.
    pub margins: Vec<PublishedMargin>,
    /// The units whose people they are known of.
    pub units: Vec<RakedUnit>,
}

/// A question to whose known answers weights are raked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedMargin {
    /// Code of the item.
    pub id: String,
    /// Text of the item.
    pub label: Text,
}

/// How far the weights of one unit are raked, to two significant digits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RakedUnit {
    /// Position of the unit.
    pub unit: usize,
    /// Smallest factor of a weight, relative to the average one.
    pub smallest: f64,
    /// Greatest factor of a weight, relative to the average one.
    pub greatest: f64,
    /// Kish's design effect of the weights as they were drawn.
    pub deff_before: f64,
    /// Kish's design effect of the raked weights.
    pub deff: f64,
}

/// Batches that were held back; all of them stay in the chain.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withheld {
    /// Those that the figures do not rest on, by position.
    pub batches: Vec<WithheldBatch>,
    /// Those that were released later.
    pub late: Vec<LateBatch>,
}

/// A batch that the figures do not rest on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WithheldBatch {
    /// Position in the chain.
    pub batch: i32,
    /// Responses in it.
    pub responses: i64,
    /// Whether it was decided that it never counts; otherwise nobody has decided yet.
    pub discarded: bool,
    /// What the tests found: words of `quality::Reason`.
    pub signs: Vec<String>,
}

/// A batch that was held back and counts since it was released.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LateBatch {
    /// Position in the chain.
    pub batch: i32,
    /// Position of the batch behind which it counts: what was published before rests on those up to there without it.
    pub after: i32,
}

impl Withheld {
    /// Whether no batch was ever held back.
    pub fn is_empty(&self) -> bool {
        self.batches.is_empty() && self.late.is_empty()
    }

    /// Where a batch stands in the order in which batches came to count; none for one that does not. What counts
    /// once keeps its place, so that groups of people that were published stay whole.
    pub fn place_of(&self, batch: i32) -> Option<(i32, i32)> {
        if self.batches.iter().any(|withheld| withheld.batch == batch) {
            return None;
        }
        let late = self.late.iter().find(|late| late.batch == batch);
        Some(late.map_or((batch, 0), |late| (late.after, batch)))
    }

    /// Numbers of batches that wait for a decision and of those discarded.
    pub fn counts(&self) -> (usize, usize) {
        let discarded = self.batches.iter().filter(|batch| batch.discarded).count();
        (self.batches.len() - discarded, discarded)
    }
}

/// A node as published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedNode {
    /// Id; an option of a distribution is `<node>=<code>`.
    pub id: String,
    /// Place in the hierarchy.
    pub kind: PublishedKind,
    /// Parent node.
    pub parent: Option<String>,
    /// Name.
    pub label: Text,
    /// Least and greatest possible value.
    pub range: Option<[f64; 2]>,
    /// How the value is shown.
    pub display: Display,
    /// Whether the figure is a share between 0 and 1 brought to a scale, so that differences use
    /// the intervals' own asymmetry.
    pub share: bool,
    /// The groups a unit may be put in, lowest first.
    pub groups: Vec<(String, Text)>,
}

/// [`NodeKind`] including options.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublishedKind {
    /// See [`NodeKind::Index`].
    Index,
    /// See [`NodeKind::Dimension`].
    Dimension,
    /// See [`NodeKind::SubDimension`].
    SubDimension,
    /// See [`NodeKind::Indicator`].
    Indicator,
    /// One option of a distribution.
    Option,
}

impl From<NodeKind> for PublishedKind {
    fn from(kind: NodeKind) -> Self {
        match kind {
            NodeKind::Index => Self::Index,
            NodeKind::Dimension => Self::Dimension,
            NodeKind::SubDimension => Self::SubDimension,
            NodeKind::Indicator => Self::Indicator,
        }
    }
}

impl PublishedKind {
    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Index => "index",
            Self::Dimension => "dimension",
            Self::SubDimension => "sub_dimension",
            Self::Indicator => "indicator",
            Self::Option => "option",
        }
    }
}

/// A unit as published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedUnit {
    /// Code.
    pub code: String,
    /// First day of the unit with this code; codes are used again.
    pub valid_from: chrono::NaiveDate,
    /// `nation`, `province`, `district`, `commune` or `desk`.
    pub level: String,
    /// Position of the parent in the list of units.
    pub parent: Option<usize>,
    /// Name.
    pub name: Text,
}

/// How far a figure can be relied on (NCHS Series 2 No. 175; domain docs of `statistics`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrecisionState {
    /// May be quoted.
    Reliable,
    /// Fewer than 8 degrees of freedom: quote with its interval.
    Review,
    /// Too few answers or too wide an interval: shown greyed. Ranking and quantile groups ask for
    /// less, see `statistics::precision::can_be_ranked`.
    NotReliable,
    /// The value was given from elsewhere; its precision is not known here.
    Unknown,
}

/// Why a figure is shown or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disclosure {
    /// Rests on whole batches.
    Shown,
    /// Imported, no responses behind it.
    Given,
    /// Not enough people have answered yet for a batch.
    Waiting,
    /// Fewer than k of the people in the batches were asked this.
    SmallBase,
    /// A component without a value, or a heading.
    NoValue,
    /// By category: not yet enough people in every category and cell.
    WaitingGroups,
    /// By category: a question that not everybody is asked is not broken down.
    Filtered,
    /// By category: units of this level are not broken down.
    NotAtLevel,
    /// In a pooled wave: given for some of the waves pooled, but not for all in which the unit takes part, or the
    /// number of dossiers by which they would be weighted is not known for all.
    NotPooled,
}

/// One figure of a scorecard. Missing values are absent, never zero.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// Unrounded value, unless the instrument rounds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub value: Option<f64>,
    /// Confidence interval, to the place of the second significant digit of its width.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ci: Option<[f64; 2]>,
    /// Standard error to two significant digits.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub se: Option<f64>,
    /// Answers counted; at a combined node the smallest number among its measured components.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub n: Option<i64>,
    /// Effective number of answers, to two significant digits.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub n_eff: Option<f64>,
    /// Degrees of freedom of the standard error.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub df: Option<f64>,
    /// Share of those asked who gave no counted answer.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub nonresponse: Option<f64>,
    /// How far it can be relied on.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub precision: Option<PrecisionState>,
    /// Why it is shown or not.
    pub disclosure: Disclosure,
    /// Competition rank among the units of the same level, 1 the greatest.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rank: Option<u32>,
    /// Number of units ranked.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ranked: Option<u32>,
    /// Id of the group.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub group: Option<String>,
    /// Batches behind it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub batches: Option<u32>,
    /// Components that had no value and were left out, where there are any: the value is then not
    /// the same index as that of a unit with all of them.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub missing: Option<u32>,
}

impl Figure {
    /// A figure without a value.
    pub fn absent(disclosure: Disclosure) -> Self {
        Self {
            value: None,
            ci: None,
            se: None,
            n: None,
            n_eff: None,
            df: None,
            nonresponse: None,
            precision: None,
            disclosure,
            rank: None,
            ranked: None,
            group: None,
            batches: None,
            missing: None,
        }
    }
}

impl Publication {
    /// Position of the overall index: the first node under no other.
    pub fn overall_index(&self) -> Option<usize> {
        self.nodes.iter().position(|node| node.parent.is_none() && node.kind == PublishedKind::Index)
    }

    /// What it says of these units at one node, by their positions, without how the units stand to one another. It is
    /// no publication of its own, but can be compared with others like it.
    #[must_use]
    pub fn narrowed(&self, units: &[usize], node: usize) -> Self {
        let unit = |place: &usize| PublishedUnit { parent: None, ..self.units[*place].clone() };
        Self {
            method: self.method.clone(),
            level: self.level,
            wave: self.wave.clone(),
            basis: self.basis.clone(),
            nodes: vec![self.nodes[node].clone()],
            units: units.iter().map(unit).collect(),
            figures: units.iter().map(|place| vec![self.figures[*place][node].clone()]).collect(),
            breakdowns: Vec::new(),
        }
    }

    /// The text the hash is taken over: JSON without blanks, fields in the order of this file.
    ///
    /// Fails only if a figure is not a finite number, which the evaluator never produces.
    pub fn canonical(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// SHA-256 of the canonical text.
    pub fn hash(&self) -> Result<Hash, serde_json::Error> {
        Ok(Sha256::digest(self.canonical()?.as_bytes()).into())
    }
}

/// Hash that names a table in which `publication` is compared with an earlier `other`.
pub fn compared_hash(publication: &Hash, other: &Hash) -> Hash {
    let text = format!("hailong comparison 1\n{}\n{}", hex(publication), hex(other));
    Sha256::digest(text.as_bytes()).into()
}
