//! Which totals of a batch may be published: of every item, whole groups of at least k people asked.
//!
//! A batch has at least k people, but routing may have led only some of them to an item. Published
//! batch by batch, such totals could be subtracted from one another (a unit from its parent, today
//! from yesterday) until single answers are left. So the totals of an item are a family of their own:
//! they wait, per unit, until the batches since the last release hold at least k people asked.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::PublishInput;
use crate::domain::batch::{Batch, WeightedTally};
use crate::domain::tally::{ItemTotals, Tally, WEIGHT_UNIT};

/// Batches of one unit whose totals of one item wait.
#[derive(Clone, Default)]
struct Waiting {
    batches: Vec<usize>,
    asked: i64,
}

/// The batches with the totals that may be published; what waits counts as nobody asked.
///
/// Where some responses of a wave have weights, those without count with weight 1.
pub fn released<'a>(input: &PublishInput<'a>) -> Vec<Cow<'a, Batch>> {
    let mut batches: Vec<Cow<'a, Batch>> =
        input.batches.iter().map(|placed| Cow::Borrowed(placed.batch)).collect();
    for (place, item) in waiting(input) {
        let batch = batches[place].to_mut();
        forget(&mut batch.tally, item);
        if let Some(weighted) = &mut batch.weighted {
            forget(&mut weighted.sums, item);
        }
    }
    if batches.iter().any(|batch| batch.weighted.is_some()) {
        for batch in batches.iter_mut().filter(|batch| batch.weighted.is_none()) {
            let weighted = with_weight_one(&batch.tally);
            batch.to_mut().weighted = Some(weighted);
        }
    }
    batches
}

/// (batch, item) whose totals wait, at the end of the chain.
fn waiting(input: &PublishInput) -> Vec<(usize, usize)> {
    let k = i64::from(input.wave.k);
    let mut open: BTreeMap<usize, Vec<Waiting>> = BTreeMap::new();
    for (place, placed) in input.batches.iter().enumerate() {
        let items = &placed.batch.tally.items;
        let of_unit = open.entry(placed.unit).or_insert_with(|| vec![Waiting::default(); items.len()]);
        for (waiting, totals) in of_unit.iter_mut().zip(items) {
            waiting.asked += totals.reached;
            if waiting.asked >= k {
                *waiting = Waiting::default();
            } else if totals.reached > 0 {
                waiting.batches.push(place);
            }
        }
    }
    let mut found = Vec::new();
    for (item, waiting) in open.into_values().flat_map(|items| items.into_iter().enumerate()) {
        found.extend(waiting.batches.into_iter().map(|place| (place, item)));
    }
    found
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
