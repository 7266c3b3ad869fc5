//! The index tree made ready for evaluation.

use std::collections::BTreeMap;

use super::column::Column;
use crate::domain::instrument::{
    Choice, Code, Combine, CombineOp, Display, Instrument, Item, ItemKind, Measure, Node, Scaling, Text,
};
use crate::domain::publication::PublishedKind;

/// The nodes of an instrument in evaluation form; options of distributions are nodes of their own.
#[derive(Debug, Clone)]
pub struct Model {
    /// Nodes in publication order: as in the file, a distribution followed by its options.
    pub nodes: Vec<ModelNode>,
    /// The linear statistics that the measured leaves are ratios of.
    pub columns: Vec<Column>,
    /// Positions of the nodes, children before parents.
    pub order: Vec<usize>,
}

/// One node in evaluation form.
#[derive(Debug, Clone)]
pub struct ModelNode {
    /// Id, for an option `<node>=<code>`.
    pub id: String,
    /// Place in the hierarchy.
    pub kind: PublishedKind,
    /// Name.
    pub label: Text,
    /// How the value is shown.
    pub display: Display,
    /// Position of the parent.
    pub parent: Option<usize>,
    /// Positions of the children, without options.
    pub children: Vec<usize>,
    /// Positions of the measured or given leaves below, without options.
    pub leaves: Vec<usize>,
    /// Whether answers feed it, itself or through a leaf below.
    pub measured: bool,
    /// Where the value comes from.
    pub source: Source,
    /// Change of scale.
    pub scale: Option<Scaling>,
    /// Weight among siblings; 1 when the file gives none.
    pub weight: f64,
    /// Decimals of rounding before further use.
    pub round: Option<u32>,
    /// Least and greatest possible value.
    pub range: Option<[f64; 2]>,
}

/// Where a node's value comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    /// The ratio of a column.
    Column {
        /// Position of the column.
        column: usize,
        /// How its variance between respondents behaves.
        stat: Stat,
    },
    /// An imported score.
    Given,
    /// Other nodes.
    Combined(Combine),
    /// Nothing: a heading.
    Heading,
}

/// What kind of ratio a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stat {
    /// A share between 0 and 1: Wilson's interval applies.
    Share,
    /// Any other mean of scores.
    Mean,
}

impl Model {
    /// Makes an instrument whose switches are settled and that passed the check ready.
    pub fn new(instrument: &Instrument) -> Self {
        let mut model = Self { nodes: Vec::new(), columns: Vec::new(), order: Vec::new() };
        let mut places = BTreeMap::new();
        for node in &instrument.index {
            places.insert(node.id.as_str(), model.nodes.len());
            model.push(instrument, node);
        }
        for node in &instrument.index {
            let Some(parent) = node.parent.as_deref().and_then(|parent| places.get(parent)) else { continue };
            let place = places[node.id.as_str()];
            model.nodes[place].parent = Some(*parent);
            model.nodes[*parent].children.push(place);
        }
        for place in 0..model.nodes.len() {
            if model.nodes[place].parent.is_none() {
                model.visit(place);
            }
        }
        model
    }

    fn push(&mut self, instrument: &Instrument, node: &Node) {
        let source = match (&node.measure, &node.combine) {
            (Some(Measure::Given), _) => Source::Given,
            (Some(measure), _) => self.measured(instrument, measure),
            (None, Some(combine)) if combine.op != CombineOp::None => Source::Combined(combine.clone()),
            (None, _) => Source::Heading,
        };
        let place = self.nodes.len();
        self.nodes.push(ModelNode {
            id: node.id.clone(),
            kind: node.kind.into(),
            label: node.label.clone(),
            display: node.display.clone(),
            parent: None,
            children: Vec::new(),
            leaves: Vec::new(),
            measured: false,
            source,
            scale: node.scale.clone(),
            weight: node.weight.unwrap_or(1.0),
            round: node.round,
            range: node.range,
        });
        if let Some(Measure::Distribution { item }) = &node.measure {
            self.push_options(instrument, node, place, item);
        }
    }

    fn measured(&mut self, instrument: &Instrument, measure: &Measure) -> Source {
        let found = measure.item().and_then(|code| find(instrument, code));
        let Some((position, item, options)) = found else { return Source::Heading };
        let (column, stat) = match measure {
            Measure::Mean { recode, .. } => (Column::mean(position, options, recode), Stat::Mean),
            Measure::Share { codes, not_counted, .. } => {
                (share(position, item, options, codes, not_counted), Stat::Share)
            }
            Measure::NetShare { positive, negative, .. } => {
                (Column::net(position, options, positive, negative), Stat::Mean)
            }
            Measure::Ratio { good, total, .. } => {
                (Column::ratio(position, options, good, total), Stat::Share)
            }
            Measure::Distribution { .. } | Measure::Given | Measure::Switch { .. } => return Source::Heading,
        };
        self.columns.push(column);
        Source::Column { column: self.columns.len() - 1, stat }
    }

    fn push_options(&mut self, instrument: &Instrument, node: &Node, parent: usize, item: &str) {
        let Some((position, item, options)) = find(instrument, item) else { return };
        for option in options.iter().filter(|option| option.counted) {
            let column = share(position, item, options, std::slice::from_ref(&option.code), &[]);
            self.columns.push(column);
            self.nodes.push(ModelNode {
                id: format!("{}={}", node.id, option.code),
                kind: PublishedKind::Option,
                label: option.label.clone(),
                display: node.display.clone(),
                parent: Some(parent),
                children: Vec::new(),
                leaves: Vec::new(),
                measured: true,
                source: Source::Column { column: self.columns.len() - 1, stat: Stat::Share },
                scale: node.scale.clone(),
                weight: 1.0,
                round: node.round,
                range: node.range,
            });
            self.order.push(self.nodes.len() - 1);
        }
    }

    /// Depth first, children before the node; gathers the leaves on the way.
    fn visit(&mut self, place: usize) {
        let mut leaves = Vec::new();
        for child in self.nodes[place].children.clone() {
            self.visit(child);
            leaves.extend(self.nodes[child].leaves.iter().copied());
        }
        if matches!(self.nodes[place].source, Source::Column { .. } | Source::Given) {
            leaves.push(place);
        }
        let is_measured = |leaf: &usize| matches!(self.nodes[*leaf].source, Source::Column { .. });
        self.nodes[place].measured = leaves.iter().any(is_measured);
        self.nodes[place].leaves = leaves;
        if self.nodes[place].kind != PublishedKind::Option {
            self.order.push(place);
        }
    }
}

fn find<'a>(instrument: &'a Instrument, code: &str) -> Option<(usize, &'a Item, &'a [Choice])> {
    let (position, item) = instrument.items().enumerate().find(|(_, item)| item.code == code)?;
    let scale = instrument.questionnaire.scale_of(item)?;
    Some((position, item, &scale.options))
}

fn share(place: usize, item: &Item, options: &[Choice], codes: &[Code], not_counted: &[Code]) -> Column {
    match item.kind {
        ItemKind::Single => Column::share(place, options, codes, not_counted),
        ItemKind::Multiple => Column::chosen(place, options, codes),
    }
}
