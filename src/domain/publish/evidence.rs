//! The totals a publication rests on, as far as they may be given away with it, so that others can compute its
//! figures again.
//!
//! A batch is the unit of privacy: what it adds to a figure is what the difference of two publications tells. So the
//! option totals of whole batches may go out, under four conditions:
//!
//! - **Nothing orders batches in time.** They are numbered within their unit by what is in them, not by the chain.
//! - **Nobody is alone with a question.** Where a batch holds answers of fewer than k people to a question that
//!   not everybody was asked, all batches of its unit go out as one sum, as they stand in the publication (see
//!   `release`).
//! - **Nothing but what was published.** Questions that feed no node, such as those about the person, stay behind.
//! - **No weights.** A weight can be as good as a name: the options chosen by the person with a rare one could be
//!   put together again from totals by weight. Of a wave with weights no totals go out.

use std::collections::BTreeSet;

use super::PublishInput;
use super::release::{forget, released};
use super::totals::strata;
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
    if !weighted {
        let columns = Model::new(input.instrument).columns;
        let published: BTreeSet<usize> = columns.into_iter().map(|column| column.item).collect();
        let batches = input.batches.iter().zip(released(input)).zip(strata(input));
        for ((placed, batch), stratum) in batches {
            let mut tally = batch.into_owned().tally;
            for item in (0..tally.items.len()).filter(|item| !published.contains(item)) {
                forget(&mut tally, item);
            }
            of_unit[placed.unit].push((stratum, tally));
        }
    }
    let totals =
        of_unit.into_iter().enumerate().flat_map(|(unit, batches)| totals(unit, batches, input.wave.k));
    Evidence {
        instrument: input.instrument.clone(),
        units: input.units.clone(),
        weighted,
        totals: totals.collect(),
    }
}

fn totals(unit: usize, mut batches: Vec<(u32, Tally)>, k: u32) -> Vec<Totals> {
    let k = i64::from(k);
    let alone = |tally: &Tally| tally.items.iter().any(|item| (1..k).contains(&item.reached));
    if batches.iter().any(|(_, tally)| alone(tally)) {
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
