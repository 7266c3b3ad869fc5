//! From sealed batches and given scores to a publication.

mod breakdowns;
mod calibrated;
mod clusters;
mod evidence;
mod figures;
mod release;
mod totals;

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use self::breakdowns::published_breakdowns;
pub use self::breakdowns::{Step, steps};
use self::calibrated::Calibrated;
use self::clusters::{Clusters, of_node};
pub use self::evidence::{Evidence, Totals, evidence};
use self::figures::row_of_figures;
use self::release::released;
use self::totals::{strata, unit_totals};
use super::batch::{Batch, Hash, hex};
use super::coarse;
use super::instrument::Instrument;
use super::publication::{
    Basis, Figure, LEVEL, METHOD, Pooled, Publication, PublishedMargin, PublishedNode, PublishedRaking,
    PublishedUnit, PublishedWave, RakedUnit, Withheld,
};
use super::raking::Raking;
use super::score::{BatchColumns, Model, ModelNode, Source, Stat, benchmarks_of, evaluate};
use super::wave::Wave;

/// Everything a publication depends on.
#[derive(Debug, Clone)]
pub struct PublishInput<'a> {
    /// The wave.
    pub wave: &'a Wave,
    /// Its instrument with all switches settled.
    pub instrument: &'a Instrument,
    /// SHA-256 of the instrument file.
    pub instrument_sha256: Hash,
    /// The wave's units and all units above them, parents first.
    pub units: Vec<PublishedUnit>,
    /// The batches of the wave that count, in the order in which they came to do so.
    pub batches: Vec<PlacedBatch<'a>>,
    /// The batches that were held back.
    pub withheld: Withheld,
    /// Hash of the last batch.
    pub chain: Option<Hash>,
    /// Given scores.
    pub scores: Vec<GivenScore>,
    /// Of a pooled wave, what it is made from.
    pub pooled: Option<Pooling>,
}

/// What a pooled wave is made from.
#[derive(Debug, Clone)]
pub struct Pooling {
    /// What the publication tells of it.
    pub pooled: Pooled,
    /// Units and nodes whose given scores could not be pooled.
    pub unpooled: BTreeSet<(usize, String)>,
}

impl PublishInput<'_> {
    /// Smallest number of people that totals of this batch may be about: what held when they were published.
    fn k_of(&self, placed: &PlacedBatch<'_>) -> u32 {
        let sources = self.pooled.as_ref().map(|pooling| &pooling.pooled.sources);
        sources.and_then(|sources| sources.get(placed.source)).map_or(self.wave.k, |source| source.k)
    }

    /// Whether a given score could not be pooled.
    fn is_unpooled(&self, unit: usize, node: &str) -> bool {
        self.pooled.as_ref().is_some_and(|pooling| pooling.unpooled.contains(&(unit, node.to_owned())))
    }
}

/// A batch and the position of its unit.
#[derive(Debug, Clone, Copy)]
pub struct PlacedBatch<'a> {
    /// Position in the list of units.
    pub unit: usize,
    /// The batch.
    pub batch: &'a Batch,
    /// Of a pooled wave, the position of the wave it belongs to; else 0. Nothing waits across waves: what is released
    /// of each is what it has published itself.
    pub source: usize,
}

/// A given score.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenScore {
    /// Position in the list of units.
    pub unit: usize,
    /// Id of the node.
    pub node: String,
    /// The score.
    pub value: f64,
}

/// Computes the publication. The same input gives the same bytes.
pub fn compute(input: &PublishInput) -> Publication {
    let model = Model::new(input.instrument);
    Publication {
        method: METHOD.to_owned(),
        level: LEVEL,
        wave: published_wave(input),
        basis: basis(input),
        nodes: model.nodes.iter().map(|node| published_node(input.instrument, &model, node)).collect(),
        units: input.units.clone(),
        figures: figures(input, &model),
        breakdowns: published_breakdowns(input, &model),
    }
}

/// The figures of all batches: one row per unit, one figure per node.
fn figures(input: &PublishInput, model: &Model) -> Vec<Vec<Figure>> {
    let release = released(input);
    let columns: Vec<BatchColumns> = release
        .batches
        .iter()
        .map(|batch| model.columns.iter().map(|column| column.of_batch(batch)).collect())
        .collect();
    let units = unit_totals(input, &release.batches, model);
    let cells = evaluate(model, &units, input.wave.k);
    let strata = strata(input);
    let calibrated = Calibrated::new(input, &release.batches, model);
    let clusters = Clusters::new(&units, &strata, &columns, calibrated.as_ref());
    let mut figures: Vec<Vec<Figure>> = vec![Vec::with_capacity(model.nodes.len()); units.len()];
    for (node, row) in model.nodes.iter().zip(&cells) {
        let clusters = of_node(&clusters, model, node, &release.together);
        for (unit, figure) in row_of_figures(input, node, row, &units, &clusters).into_iter().enumerate() {
            figures[unit].push(figure);
        }
    }
    figures
}

fn published_wave(input: &PublishInput) -> PublishedWave {
    PublishedWave {
        id: input.wave.id.to_string(),
        title: input.wave.title.clone(),
        instrument: input.instrument.id.clone(),
        instrument_sha256: hex(&input.instrument_sha256),
        period: input.wave.period.to_string(),
        mode: input.wave.mode.as_str().to_owned(),
        k: input.wave.k,
        demo: input.wave.demo,
        switches: input.wave.switches.clone(),
    }
}

fn basis(input: &PublishInput) -> Basis {
    Basis {
        batches: input.batches.len() + input.withheld.batches.len(),
        chain: input.chain.as_ref().map(hex),
        scores: input.scores.len(),
        scores_sha256: (!input.scores.is_empty()).then(|| scores_hash(input)),
        withheld: input.withheld.clone(),
        pooled: input.pooled.as_ref().map(|pooling| pooling.pooled.clone()),
        raking: raking(input),
    }
}

/// To what the weights are raked, and how far: no number of a category.
fn raking(input: &PublishInput) -> Option<PublishedRaking> {
    let calibrations = input.batches.iter().filter_map(|placed| placed.batch.calibration.as_ref());
    let rakings: BTreeMap<&str, &Raking> =
        calibrations.flat_map(|found| &found.0).map(|(unit, part)| (unit.as_str(), &part.raking)).collect();
    if rakings.is_empty() {
        return None;
    }
    let item = |code: &String| input.instrument.items().find(|item| item.code == *code);
    let margin =
        |code: &String| item(code).map(|item| PublishedMargin { id: code.clone(), label: item.text.clone() });
    let unit = |(place, unit): (usize, &PublishedUnit)| {
        let raking = rakings.get(unit.code.as_str())?;
        Some(RakedUnit {
            unit: place,
            smallest: coarse::significant(raking.smallest),
            greatest: coarse::significant(raking.greatest),
            deff_before: coarse::significant(raking.deff_before),
            deff: coarse::significant(raking.deff),
        })
    };
    Some(PublishedRaking {
        margins: input.wave.margins.iter().filter_map(margin).collect(),
        units: input.units.iter().enumerate().filter_map(unit).collect(),
    })
}

/// SHA-256 over the given scores, one `unit,node,value` line each, sorted.
fn scores_hash(input: &PublishInput) -> String {
    let line = |score: &GivenScore| {
        let unit = &input.units[score.unit];
        format!("{},{},{},{}\n", unit.code, unit.valid_from, score.node, score.value)
    };
    let mut lines: Vec<String> = input.scores.iter().map(line).collect();
    lines.sort();
    hex(&Sha256::digest(lines.concat().as_bytes()).into())
}

fn published_node(instrument: &Instrument, model: &Model, node: &ModelNode) -> PublishedNode {
    let (_, groups) = benchmarks_of(instrument, &node.id);
    PublishedNode {
        id: node.id.clone(),
        kind: node.kind,
        parent: node.parent.map(|parent| model.nodes[parent].id.clone()),
        label: node.label.clone(),
        range: node.range,
        display: node.display.clone(),
        share: matches!(node.source, Source::Column { stat: Stat::Share, .. }),
        groups: groups.map_or_else(Vec::new, |rule| {
            rule.groups().iter().map(|group| (group.id.clone(), group.label.clone())).collect()
        }),
    }
}
