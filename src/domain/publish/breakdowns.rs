//! The figures of a publication by category.
//!
//! A category is computed like the whole wave, from its copies of the batches, with each step (see
//! [`advance`](crate::domain::breakdown::advance)) for one batch: also the variance is taken between steps, so that
//! nothing of a category finer than a step goes into any figure. Items that not everybody is asked stay away: the
//! numbers of the crossed cells say nothing about who was asked them.

use std::collections::{BTreeMap, BTreeSet};

use super::clusters::items_of;
use super::release::forget;
use super::{PlacedBatch, PublishInput, figures};
use crate::domain::batch::{Batch, WeightedTally};
use crate::domain::breakdown::advance::{self, is_broken_down};
use crate::domain::breakdown::{Breakdowns, Category, Part, Variable, category_ids};
use crate::domain::instrument::{Instrument, Text};
use crate::domain::publication::{Disclosure, Figure, PublishedBreakdown, PublishedCategory};
use crate::domain::response::layout;
use crate::domain::score::{Model, ModelNode};
use crate::domain::tally::Tally;

/// Batches whose breakdowns are published together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Position of the unit at which the step is made.
    pub unit: usize,
    /// Positions of the batches.
    pub batches: Vec<usize>,
}

/// Batches of one unit in one wave by their positions, in the order of the chain.
type Sequence<'a> = Vec<(usize, &'a Breakdowns)>;

/// The steps of all breakdowns of the wave: a pure function of its batches in the order of the chain. More batches
/// add steps and change none.
pub fn steps(input: &PublishInput) -> Vec<Step> {
    let mut sequences: BTreeMap<(u32, usize, usize), Sequence<'_>> = BTreeMap::new();
    for (place, placed) in input.batches.iter().enumerate() {
        let Some(breakdowns) = &placed.batch.breakdowns else { continue };
        let mut above = std::iter::successors(Some(placed.unit), |unit| input.units[*unit].parent);
        if let Some(unit) = above.find(|unit| is_broken_down(&input.units[*unit].level)) {
            let sequence = (input.k_of(placed), placed.source, unit);
            sequences.entry(sequence).or_default().push((place, breakdowns));
        }
    }
    let of_unit = |((k, _, unit), sequence)| {
        let may_advance = |waiting: &advance::Waiting<'_>| waiting.may_advance(input.instrument, k);
        let steps = advance::steps(sequence, may_advance);
        steps.into_iter().map(move |batches| Step { unit, batches }).collect::<Vec<_>>()
    };
    sequences.into_iter().flat_map(of_unit).collect()
}

/// The breakdowns of the publication, as the wave has declared them.
pub(super) fn published_breakdowns(input: &PublishInput, model: &Model) -> Vec<PublishedBreakdown> {
    let codes = &input.wave.protection.breakdowns;
    let Ok(variables) = Variable::all(codes, input.instrument) else { return Vec::new() };
    if variables.is_empty() {
        return Vec::new();
    }
    let steps = steps(input);
    let of_variable = |(place, variable)| breakdown(input, model, &steps, (place, variable));
    variables.iter().enumerate().map(of_variable).collect()
}

fn breakdown(
    input: &PublishInput,
    model: &Model,
    steps: &[Step],
    (place, variable): (usize, &Variable),
) -> PublishedBreakdown {
    let units: Vec<usize> =
        (0..input.units.len()).filter(|unit| is_broken_down(&input.units[*unit].level)).collect();
    let labels = labels(input.instrument, variable);
    let categories = category_ids(variable, input.instrument).into_iter().zip(0..);
    let categories = categories.map(|(id, category)| PublishedCategory {
        label: labels.get(usize::from(category)).cloned(),
        id,
        figures: of_category(input, model, steps, (place, category), &units),
    });
    let item = input.instrument.items().find(|item| item.code == variable.code());
    PublishedBreakdown {
        id: variable.code().to_owned(),
        label: item.map(|item| item.text.clone()),
        steps: steps.len(),
        batches: steps.iter().map(|step| step.batches.len()).sum(),
        categories: categories.collect(),
        units,
    }
}

/// Texts of the options of an item.
fn labels(instrument: &Instrument, variable: &Variable) -> Vec<Text> {
    let item = instrument.items().find(|item| item.code == variable.code());
    let scale = item.and_then(|item| instrument.questionnaire.scale_of(item));
    scale.map_or_else(Vec::new, |scale| scale.options.iter().map(|option| option.label.clone()).collect())
}

/// The figures of one category at the units: each step counts as one batch.
fn of_category(
    input: &PublishInput,
    model: &Model,
    steps: &[Step],
    (division, category): (usize, Category),
    units: &[usize],
) -> Vec<Vec<Figure>> {
    let batches: Vec<Batch> = (1..)
        .zip(steps)
        .map(|(seq, step)| {
            let parts = step.batches.iter().filter_map(|place| {
                let breakdowns = input.batches[*place].batch.breakdowns.as_ref()?;
                breakdowns.divisions.get(division)?.parts.get(&category)
            });
            batch_of(input, step, seq, parts)
        })
        .collect();
    let source = |step: &Step| step.batches.first().map_or(0, |place| input.batches[*place].source);
    let placed = steps.iter().zip(&batches).map(|(step, batch)| PlacedBatch {
        unit: step.unit,
        batch,
        source: source(step),
    });
    let part = PublishInput { batches: placed.collect(), chain: None, scores: Vec::new(), ..input.clone() };
    let mut figures = figures(&part, model);
    let asked = asked_of(input.instrument, model);
    let take = |unit: &usize| {
        let row = std::mem::take(&mut figures[*unit]);
        let has_people = row.iter().any(|figure| figure.value.is_some());
        let row = row.into_iter().zip(&asked);
        row.map(|(figure, asked)| explained(figure, *asked, has_people)).collect()
    };
    units.iter().map(take).collect()
}

/// The copies of a step added up.
fn batch_of<'p>(input: &PublishInput, step: &Step, seq: i32, parts: impl Iterator<Item = &'p Part>) -> Batch {
    let layout = layout(input.instrument);
    let mut tally = Tally::empty(&layout);
    let mut weighted: Option<WeightedTally> = None;
    for part in parts {
        tally.merge(&part.tally);
        if let Some(more) = &part.weighted {
            let sum =
                weighted.get_or_insert_with(|| WeightedTally { sums: Tally::empty(&layout), squares: 0.0 });
            sum.sums.merge(&more.sums);
            sum.squares += more.squares;
        }
    }
    for item in routed(input.instrument) {
        forget(&mut tally, item);
        if let Some(weighted) = &mut weighted {
            forget(&mut weighted.sums, item);
        }
    }
    let last = step.batches.last().map(|place| input.batches[*place].batch.epoch);
    Batch {
        unit: input.units[step.unit].code.clone(),
        seq,
        epoch: last.unwrap_or_default(),
        residual: false,
        stratum: None,
        tally,
        weighted,
        breakdowns: None,
        calibration: None,
    }
}

/// Positions of the items that not everybody is asked.
fn routed(instrument: &Instrument) -> impl Iterator<Item = usize> + '_ {
    instrument.items().enumerate().filter(|(_, item)| item.ask_if.is_some()).map(|(place, _)| place)
}

/// Who is asked the items that feed a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// Everybody is asked all of them, or there are none.
    Everybody,
    /// Some of them are asked of some people only.
    Mixed,
    /// All of them are.
    Some,
}

/// Who is asked, by node.
fn asked_of(instrument: &Instrument, model: &Model) -> Vec<Asked> {
    let routed: BTreeSet<usize> = routed(instrument).collect();
    let of = |node: &ModelNode| {
        let items = items_of(model, node);
        if items.is_disjoint(&routed) {
            Asked::Everybody
        } else if items.is_subset(&routed) {
            Asked::Some
        } else {
            Asked::Mixed
        }
    };
    model.nodes.iter().map(of).collect()
}

/// Why a figure by category is not there, where it is for another reason than in the figures of all.
fn explained(figure: Figure, asked: Asked, has_people: bool) -> Figure {
    let disclosure = match (figure.disclosure, asked) {
        (Disclosure::SmallBase | Disclosure::Waiting, Asked::Some) => Disclosure::Filtered,
        (Disclosure::SmallBase, Asked::Mixed) if has_people => Disclosure::Filtered,
        (Disclosure::Waiting, _) => Disclosure::WaitingGroups,
        (other, _) => other,
    };
    Figure { disclosure, ..figure }
}
