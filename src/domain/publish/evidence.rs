//! The totals a publication rests on, as far as they may be given away with it, so that others can compute its
//! figures again.
//!
//! A batch is the unit of privacy: what it adds to a figure is what the difference of two publications tells. So the
//! option totals of whole batches may go out, under four conditions:
//!
//! - **Nothing orders batches in time.** They are numbered within their unit by what is in them, not by the chain.
//! - **Nobody is alone with a question.** Where a batch holds answers of fewer than k people to a question that
//!   not everybody was asked, or of people who were all dissatisfied with something, all batches of its unit go out
//!   as one sum, as they stand in the publication (see `release`).
//! - **Nothing but what was published.** Questions that feed no node, such as those about the person, stay behind.
//! - **No weights.** A weight can be as good as a name: the options chosen by the person with a rare one could be
//!   put together again from totals by weight. Of a wave with weights no totals go out.

use std::collections::BTreeSet;

use super::PublishInput;
use super::release::{forget, released};
use super::totals::strata;
use crate::domain::batch::is_unanimous;
use crate::domain::instrument::Instrument;
use crate::domain::publication::PublishedUnit;
use crate::domain::score::Model;
use crate::domain::tally::Tally;

/// What others need besides a publication to compute it again.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// The instrument with all switches settled.
    pub instrument: Instrument,
    /// The units of the publication.
    pub units: Vec<PublishedUnit>,
    /// Whether responses have weights; there are no totals then.
    pub weighted: bool,
    /// The totals, by unit and number.
    pub totals: Vec<Totals>,
}

/// Option totals of one batch, or of all batches of a unit together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    /// Position of the unit.
    pub unit: usize,
    /// Number within the unit, from 1, without any meaning; 0 for the sum of all of them.
    pub number: u32,
    /// Number of the stratum; of the first one for a sum.
    pub stratum: u32,
    /// How often each option was chosen; nobody was asked what feeds no node.
    pub tally: Tally,
}

/// The evidence of the publication that [`compute`](super::compute) makes of the same input.
pub fn evidence(input: &PublishInput) -> Evidence {
    let weighted = input.batches.iter().any(|placed| placed.batch.weighted.is_some());
    let mut of_unit: Vec<Vec<(u32, Tally)>> = vec![Vec::new(); input.units.len()];
    let mut only_sums: BTreeSet<usize> = BTreeSet::new();
    if !weighted {
        let columns = Model::new(input.instrument).columns;
        let published: BTreeSet<usize> = columns.into_iter().map(|column| column.item).collect();
        let release = released(input);
        for (_, firsts) in release.together.iter().filter(|(item, _)| published.contains(item)) {
            let parted = firsts.iter().enumerate().filter(|(place, first)| place != *first);
            only_sums.extend(parted.map(|(place, _)| input.batches[place].unit));
        }
        let batches = input.batches.iter().zip(release.batches).zip(strata(input));
        for ((placed, batch), stratum) in batches {
            let mut tally = batch.into_owned().tally;
            for item in (0..tally.items.len()).filter(|item| !published.contains(item)) {
                forget(&mut tally, item);
            }
            if alone(&tally, i64::from(input.wave.k)) || is_unanimous(&tally, input.instrument).is_some() {
                only_sums.insert(placed.unit);
            }
            of_unit[placed.unit].push((stratum, tally));
        }
    }
    let of_units = of_unit.into_iter().enumerate();
    let totals = of_units.flat_map(|(unit, batches)| totals(unit, batches, only_sums.contains(&unit)));
    Evidence {
        instrument: input.instrument.clone(),
        units: input.units.clone(),
        weighted,
        totals: totals.collect(),
    }
}

/// Whether fewer than k people were asked something.
fn alone(tally: &Tally, k: i64) -> bool {
    tally.items.iter().any(|item| (1..k).contains(&item.reached))
}

fn totals(unit: usize, mut batches: Vec<(u32, Tally)>, only_sum: bool) -> Vec<Totals> {
    if only_sum {
        let sum = batches.into_iter().reduce(|(stratum, mut sum), (_, more)| {
            sum.merge(&more);
            (stratum, sum)
        });
        return sum.map(|(stratum, tally)| Totals { unit, number: 0, stratum, tally }).into_iter().collect();
    }
    batches.sort_by_cached_key(|(stratum, tally)| (*stratum, tally.flat()));
    let number = |((stratum, tally), number)| Totals { unit, number, stratum, tally };
    batches.into_iter().zip(1..).map(number).collect()
}
