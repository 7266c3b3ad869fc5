//! The index tree: how answers become values, values are combined, judged and compared.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::questionnaire::Code;
use super::text::Text;

/// One index (chỉ số) of the tree: either measured from one item (`measure`) or combined from its
/// children (`combine`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Node {
    /// Name used in files and addresses, unique in the instrument, e.g. `1.2`.
    pub id: String,
    /// Place in the hierarchy.
    pub kind: NodeKind,
    /// The node it belongs to; absent for a root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Official name.
    pub label: Text,
    /// How the value comes from answers or from elsewhere; leaves only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<Measure>,
    /// How the value comes from the children; inner nodes only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub combine: Option<Combine>,
    /// Linear change of scale after measuring or combining.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<Scaling>,
    /// Weight among its siblings, for weighted combinations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
    /// Decimals the value is rounded to (half up) before it is used further, where the rule
    /// demands it (Circular 01/2018: one). Absent: rounding happens on display only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round: Option<u32>,
    /// Least and greatest possible value. A given score outside it is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<[f64; 2]>,
    /// How the value is shown.
    #[serde(default)]
    pub display: Display,
}

/// Place of a node in the hierarchy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NodeKind {
    /// The overall index (chỉ số tổng hợp).
    Index,
    /// Dimension (chỉ số nội dung).
    Dimension,
    /// Sub-dimension (chỉ số nội dung thành phần).
    SubDimension,
    /// Indicator (tiêu chí), measured from one item or given.
    Indicator,
}

impl NodeKind {
    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Index => "index",
            Self::Dimension => "dimension",
            Self::SubDimension => "sub_dimension",
            Self::Indicator => "indicator",
        }
    }
}

/// How a leaf's value comes from the answers to one item. Options that are not counted
/// (`counted: false`, or `null` in `recode`) leave numerator and denominator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "stat", rename_all = "snake_case", deny_unknown_fields)]
pub enum Measure {
    /// Mean score of the counted answers. The score of an option is its number code, or what
    /// `recode` says.
    Mean {
        /// Item code.
        item: String,
        /// Option code (as text) to score; `null`: not counted. Codes not named keep their own.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        recode: BTreeMap<String, Option<f64>>,
    },
    /// Share (0 to 1) of the counted answers that chose one of `codes`.
    Share {
        /// Item code.
        item: String,
        /// Codes that count as chosen. At a multiple-choice item exactly one.
        codes: Vec<Code>,
        /// Codes left out of the denominator, besides the options that are never counted.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        not_counted: Vec<Code>,
    },
    /// Share of positive minus share of negative answers (-1 to 1).
    NetShare {
        /// Item code.
        item: String,
        /// Codes that count +1.
        positive: Vec<Code>,
        /// Codes that count -1.
        negative: Vec<Code>,
    },
    /// Answers with a code in `good` per answer with a code in `total`.
    Ratio {
        /// Item code.
        item: String,
        /// Codes of the numerator.
        good: Vec<Code>,
        /// Codes of the denominator; includes those of the numerator.
        total: Vec<Code>,
    },
    /// Share of each option; the node itself has no value. A scale of the node is applied to every
    /// share.
    Distribution {
        /// Item code.
        item: String,
    },
    /// Imported from elsewhere (`import scores`).
    Given,
    /// As the wave's setting of a switch says, applied to this item.
    Switch {
        /// Id of the switch.
        switch: String,
        /// Item code.
        item: String,
    },
}

impl Measure {
    /// The item it looks at, if any.
    pub fn item(&self) -> Option<&str> {
        match self {
            Self::Mean { item, .. }
            | Self::Share { item, .. }
            | Self::NetShare { item, .. }
            | Self::Ratio { item, .. }
            | Self::Distribution { item }
            | Self::Switch { item, .. } => Some(item),
            Self::Given => None,
        }
    }
}

/// How an inner node's value comes from other nodes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Combine {
    /// The operation.
    pub op: CombineOp,
    /// What is combined.
    #[serde(default)]
    pub over: Over,
    /// What happens when one of them has no value. A missing value is never taken as zero.
    #[serde(default)]
    pub missing: Missing,
    /// Id of the switch that decides `op`, `over` and `missing` instead of the values here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub switch: Option<String>,
}

/// The operation of a combination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CombineOp {
    /// Arithmetic mean.
    Mean,
    /// Mean weighted by `weight`, weights brought to sum 1 over those that have a value.
    WeightedMean,
    /// Sum of value × `weight`, weights as given.
    WeightedSum,
    /// Sum.
    Sum,
    /// All answers below taken together: each measured leaf counts by its number of answers.
    Pool,
    /// No value: the node is only a heading.
    None,
}

/// What a combination runs over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Over {
    /// The direct children.
    #[default]
    Children,
    /// All measured or given leaves below.
    Leaves,
}

/// What happens when a component has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// It is left out.
    Skip,
    /// The combination has no value either.
    #[default]
    Null,
}

/// Linear change of scale from `from` to `to`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scaling {
    /// End points of the value before.
    pub from: ScalingFrom,
    /// End points of the value after.
    pub to: [f64; 2],
    /// Whether the greatest value before becomes the least after.
    #[serde(default)]
    pub reverse: bool,
    /// Whether values outside `from` are brought to its end points first.
    #[serde(default)]
    pub clamp: bool,
}

/// End points of a scale change.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ScalingFrom {
    /// Fixed by the instrument.
    Fixed([f64; 2]),
    /// Taken from the units of the same level.
    Observed(Observed),
}

/// The word `observed`: least and greatest value among the units of the same level in the wave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Observed {
    /// Least and greatest value among the units of the same level in the wave.
    Observed,
}

/// How a value is shown on pages and in spreadsheets; files carry full precision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Display {
    /// Decimals.
    #[serde(default = "two")]
    pub decimals: u32,
    /// Sign behind the number, e.g. `%`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Maximum shown beside it ("of 80"), when it differs from the range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<f64>,
}

impl Default for Display {
    fn default() -> Self {
        Self { decimals: two(), unit: None, of: None }
    }
}

fn two() -> u32 {
    2
}

/// How values are judged, for a set of nodes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Benchmark {
    /// Ids of the nodes it is for; absent: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nodes: Option<Vec<String>>,
    /// Whether the units of the same level are ranked: 1 is the greatest value, equal values share
    /// the better rank (competition ranking).
    #[serde(default)]
    pub rank: bool,
    /// How units are put in groups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub groups: Option<GroupRule>,
}

/// How units are put in groups.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "by", rename_all = "snake_case", deny_unknown_fields)]
pub enum GroupRule {
    /// Cut points are quantiles (linear interpolation, type 7 of Hyndman and Fan 1996, Excel's
    /// `QUARTILE.INC`) over the units of the same level that have a value at the node; a value on
    /// a cut belongs to the upper group.
    Quantile {
        /// Ascending probabilities, e.g. 0.25, 0.5, 0.75.
        cuts: Vec<f64>,
        /// One more than cuts, lowest group first.
        groups: Vec<Group>,
    },
    /// Fixed lower bounds; a value on a bound belongs to the group it opens.
    Bands {
        /// Ascending bounds between the groups.
        bounds: Vec<f64>,
        /// One more than bounds, lowest group first.
        groups: Vec<Group>,
        /// Decimals the value is rounded to before it is compared with the bounds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        round: Option<u32>,
    },
}

/// A group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Name used in files, e.g. `upper_mid`.
    pub id: String,
    /// Official name.
    pub label: Text,
}

impl GroupRule {
    /// The groups, lowest first.
    pub fn groups(&self) -> &[Group] {
        match self {
            Self::Quantile { groups, .. } | Self::Bands { groups, .. } => groups,
        }
    }
}

/// An earlier instrument whose results may be compared with this one's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Comparable {
    /// Id of the earlier (or this very) instrument.
    pub instrument: String,
    /// Relative change, in percent of the earlier value, from which a change is called notable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notable_percent: Option<f64>,
    /// Nodes that mean something else since then and are not compared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub breaks: Vec<ComparableBreak>,
}

/// A break in a series.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ComparableBreak {
    /// Ids of the nodes that are not compared; `*` for all.
    pub nodes: Vec<String>,
    /// Why.
    pub reason: Text,
}
