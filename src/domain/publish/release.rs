//! Which totals of a batch may be published: of every item, whole groups of at least k people asked.
//!
//! A batch has at least k people, but routing may have led only some of them to an item. Published
//! batch by batch, such totals could be subtracted from one another (a unit from its parent, today
//! from yesterday) until single answers are left. So the totals of an item are a family of their own:
//! they wait, per unit, until the batches since the last release hold at least k people asked who did
//! not all choose a dissatisfied option.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::PublishInput;
use crate::domain::batch::{Batch, WeightedTally, all_unfavourable};
use crate::domain::instrument::{Item, ItemKind, Scale};
use crate::domain::tally::{ItemTotals, Tally, WEIGHT_UNIT};

/// What is released.
pub struct Release<'a> {
    /// The batches with the totals that may be published; what waits counts as nobody asked.
    pub batches: Vec<Cow<'a, Batch>>,
    /// What was released together. Variances take such batches for one, or a standard error could be solved for the
    /// few people asked in one of two batches.
    pub together: Together,
}

/// By item, for each batch the first one of those that were released with it; only where that is not each alone.
pub type Together = BTreeMap<usize, Vec<usize>>;

/// Batches of one unit whose totals of one item wait.
#[derive(Clone, Default)]
struct Waiting {
    batches: Vec<usize>,
    sum: ItemTotals,
}

impl Waiting {
    fn push(&mut self, place: usize, totals: &ItemTotals) {
        if totals.reached == 0 {
            return;
        }
        self.batches.push(place);
        self.sum.reached += totals.reached;
        self.sum.options.resize(totals.options.len(), 0);
        for (sum, more) in self.sum.options.iter_mut().zip(&totals.options) {
            *sum += more;
        }
    }
}

/// What of the batches may be published.
///
/// Where some responses of a wave have weights, those without count with weight 1.
pub fn released<'a>(input: &PublishInput<'a>) -> Release<'a> {
    let mut batches: Vec<Cow<'a, Batch>> =
        input.batches.iter().map(|placed| Cow::Borrowed(placed.batch)).collect();
    let (waiting, together) = waiting(input);
    for (place, item) in waiting {
        let batch = batches[place].to_mut();
        forget(&mut batch.tally, item);
        if let Some(weighted) = &mut batch.weighted {
            forget(&mut weighted.sums, item);
        }
        let calibrations = batch.calibration.iter_mut().flat_map(|calibration| calibration.0.values_mut());
        for tally in calibrations.flat_map(|part| &mut part.base) {
            forget(tally, item);
        }
    }
    if batches.iter().any(|batch| batch.weighted.is_some()) {
        for batch in batches.iter_mut().filter(|batch| batch.weighted.is_none()) {
            let weighted = with_weight_one(&batch.tally);
            batch.to_mut().weighted = Some(weighted);
        }
    }
    Release { batches, together }
}

/// (batch, item) whose totals wait at the end of the chain, and what was released together.
fn waiting(input: &PublishInput) -> (Vec<(usize, usize)>, Together) {
    let guards: Vec<Guard<'_>> = input.instrument.items().map(|item| Guard::new(input, item)).collect();
    let mut together = Together::new();
    let mut open: BTreeMap<(usize, usize), Vec<Waiting>> = BTreeMap::new();
    for (place, placed) in input.batches.iter().enumerate() {
        let items = &placed.batch.tally.items;
        let k = i64::from(input.k_of(placed));
        let of_unit = open.entry((placed.source, placed.unit));
        let of_unit = of_unit.or_insert_with(|| vec![Waiting::default(); items.len()]);
        for (item, ((waiting, totals), guard)) in of_unit.iter_mut().zip(items).zip(&guards).enumerate() {
            waiting.push(place, totals);
            if !guard.passes(&waiting.sum, k) {
                continue;
            }
            let released = std::mem::take(waiting).batches;
            if let [first, _, ..] = released[..] {
                let firsts = together.entry(item).or_insert_with(|| (0..input.batches.len()).collect());
                for place in released {
                    firsts[place] = first;
                }
            }
        }
    }
    let mut found = Vec::new();
    for (item, waiting) in open.into_values().flat_map(|items| items.into_iter().enumerate()) {
        found.extend(waiting.batches.into_iter().map(|place| (place, item)));
    }
    (found, together)
}

/// What the totals of an item must fulfil.
struct Guard<'a> {
    /// Kind and scale of an item that not everybody is asked. An item that everybody is asked was looked at when the
    /// batch was sealed. Where every option is a dissatisfied one, having been asked says as much.
    of_some: Option<(ItemKind, &'a Scale)>,
}

impl<'a> Guard<'a> {
    fn new(input: &PublishInput<'a>, item: &'a Item) -> Self {
        let scale = input.instrument.questionnaire.scale_of(item);
        let says_more =
            |scale: &&Scale| scale.options.iter().any(|option| option.counted && !option.unfavourable);
        let of_some = scale.filter(|scale| item.ask_if.is_some() && says_more(scale));
        Self { of_some: of_some.map(|scale| (item.kind, scale)) }
    }

    fn passes(&self, sum: &ItemTotals, k: i64) -> bool {
        let unanimous = |(kind, scale): (ItemKind, &Scale)| all_unfavourable(kind, scale, sum, sum.reached);
        sum.reached >= k && !self.of_some.is_some_and(unanimous)
    }
}

/// Takes the totals of an item out.
pub(super) fn forget(tally: &mut Tally, item: usize) {
    let options = tally.items[item].options.len();
    tally.items[item] = ItemTotals { reached: 0, answered: 0, options: vec![0; options] };
}

fn with_weight_one(tally: &Tally) -> WeightedTally {
    let flat = |item: &ItemTotals| ItemTotals {
        reached: item.reached * WEIGHT_UNIT,
        answered: item.answered * WEIGHT_UNIT,
        options: item.options.iter().map(|count| count * WEIGHT_UNIT).collect(),
    };
    let sums = Tally { n: tally.n * WEIGHT_UNIT, items: tally.items.iter().map(flat).collect() };
    WeightedTally { sums, squares: tally.n as f64 }
}
