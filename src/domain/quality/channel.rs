//! The sign `channel`: a kiosk, or a pile of tickets, that was stuffed sets the answers of the two ways apart.
//!
//! Of each person it is counted whether they **praise**: chose the best option at three quarters or more of the
//! questions they rated. People are counted and not answers, because the answers of one person resemble one another.
//!
//! Kiosk and phone are used by different people everywhere, so it is no sign that they differ. Compared is *how far*
//! they lie apart, as an odds ratio, with the other units: what those have in common and how much they differ among
//! themselves. All batches of a unit are taken together, since few people of one batch come by the rarer way; but a
//! batch is only suspicious where the difference shows in it, too, so that an honest batch after a stuffed one is none.
//! The exact test is in [`odds`](super::super::statistics::odds). Staff who stuff both ways alike are not found by it.
//!
//! # What is known for it, and of whom
//!
//! How an answer came is noted while it waits where the answers themselves cannot be read: in waves with envelopes;
//! and in waves that give results by channel anyway. In any other wave it would single out, for whoever reads the
//! database, the one person a clerk saw at the kiosk among the nine who answered at home, so it is not noted, and the
//! test is not made. Nothing of it stays with the sealed answers. What survives are the four numbers of [`Channels`],
//! and of a batch with fewer than [`CELL_FLOOR`] people on either side not even those.

use std::collections::BTreeMap;

use super::{FALSE_FINDINGS, MARGIN, PEERS, Reason, Seen, Share};
use crate::domain::breakdown::Channel;
use crate::domain::breakdown::advance::CELL_FLOOR;
use crate::domain::instrument::{Instrument, ItemKind, Purpose, Scale};
use crate::domain::response::Answer;
use crate::domain::statistics::excess::benjamini_hochberg;
use crate::domain::statistics::odds::{Places, TwoGroups, Usual};

/// Questions that must be rated before praise means anything.
const RATED: usize = 3;
/// Other units without which it is not known how far the ways lie apart.
const PEER_UNITS: u32 = 5;

/// How many people of a batch rated enough questions, and how many of them praise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Channels {
    /// People at the kiosk.
    pub kiosk: u32,
    /// Those of them who praise.
    pub kiosk_praise: u32,
    /// People on devices of their own.
    pub own: u32,
    /// Those of them who praise.
    pub own_praise: u32,
}

impl Channels {
    pub(super) fn add(&mut self, channel: Channel, praises: bool) {
        let (people, praise) = match channel {
            Channel::Kiosk => (&mut self.kiosk, &mut self.kiosk_praise),
            Channel::Own => (&mut self.own, &mut self.own_praise),
        };
        *people += 1;
        *praise += u32::from(praises);
    }

    /// Nothing where either side has so few people that the numbers would speak of somebody.
    pub(super) fn if_enough(self) -> Self {
        if i64::from(self.kiosk.min(self.own)) >= CELL_FLOOR { self } else { Self::default() }
    }

    fn groups(self) -> TwoGroups {
        TwoGroups {
            first: self.kiosk_praise,
            of_first: self.kiosk,
            second: self.own_praise,
            of_second: self.own,
        }
    }
}

/// The best option of every question that is rated, by position: the one farthest from the dissatisfied ones.
pub(super) struct Rated(Vec<Option<u8>>);

impl Rated {
    pub fn of(instrument: &Instrument) -> Self {
        let best = instrument.items().map(|item| {
            let rated = item.kind == ItemKind::Single && item.purpose == Purpose::Opinion;
            instrument.questionnaire.scale_of(item).filter(|_| rated).and_then(best)
        });
        Self(best.collect())
    }

    /// Whether somebody praises; `None` where they rated too few questions.
    pub fn praises(&self, answers: &[Answer]) -> Option<bool> {
        let rated = answers.iter().zip(&self.0).filter_map(|(answer, best)| match (answer, best) {
            (Answer::Single(option), Some(best)) => Some(option == best),
            _ => None,
        });
        let rated: Vec<bool> = rated.collect();
        let praised = rated.iter().filter(|praised| **praised).count();
        (rated.len() >= RATED).then_some(4 * praised >= 3 * rated.len())
    }
}

/// The option at the end of a scale that is not the dissatisfied one; none of a scale that judges nothing.
fn best(scale: &Scale) -> Option<u8> {
    let mut counted = scale.options.iter().enumerate().filter(|(_, option)| option.counted);
    let first = counted.next()?;
    let last = counted.next_back()?;
    match (first.1.unfavourable, last.1.unfavourable) {
        (true, false) => u8::try_from(last.0).ok(),
        (false, true) => u8::try_from(first.0).ok(),
        _ => None,
    }
}

/// Fresh batches of units where the two ways lie farther apart than elsewhere.
pub(super) fn differing(batches: &[Seen]) -> Vec<(usize, Reason)> {
    let mut of_unit: BTreeMap<i32, TwoGroups> = BTreeMap::new();
    for batch in batches {
        let sum = of_unit.entry(batch.unit).or_default();
        *sum = sum.plus(batch.counts.channels.groups());
    }
    let all = of_unit.values().fold(Places::default(), |all, unit| all.with(*unit));
    let mut tested: Vec<(usize, Channel, Share, bool)> = Vec::new();
    for (place, batch) in batches.iter().enumerate().filter(|(_, batch)| batch.fresh) {
        let own = batch.counts.channels.groups();
        let unit = of_unit.get(&batch.unit).copied().unwrap_or_default();
        let others = all.without(unit);
        if own.of_first == 0 || others.count() < PEER_UNITS || others.people() < PEERS {
            continue;
        }
        let usual = others.usual();
        let kiosk = Side { channel: Channel::Kiosk, unit, batch: own, usual };
        let device = Side {
            channel: Channel::Own,
            unit: unit.swapped(),
            batch: own.swapped(),
            usual: usual.swapped(),
        };
        let side = if kiosk.excess(unit) >= device.excess(device.unit) { kiosk } else { device };
        tested.push((place, side.channel, side.share(), side.is_far()));
    }
    let adjusted = benjamini_hochberg(&tested.iter().map(|(_, _, share, _)| share.p).collect::<Vec<_>>());
    let found = tested.into_iter().zip(adjusted).filter(|((_, _, _, far), p)| *far && *p <= FALSE_FINDINGS);
    found
        .map(|((place, better, share, _), p)| {
            (place, Reason::Channel { better, share: Share { p, ..share } })
        })
        .collect()
}

/// A batch seen from one of the two ways, which comes first in all of it.
struct Side {
    channel: Channel,
    /// The unit so far, the batch included.
    unit: TwoGroups,
    batch: TwoGroups,
    usual: Usual,
}

impl Side {
    /// How far the share of praise lies above what is expected.
    fn excess(&self, groups: TwoGroups) -> f64 {
        f64::from(groups.first) / f64::from(groups.of_first) - self.usual.expected(groups)
    }

    fn is_far(&self) -> bool {
        self.excess(self.unit) >= MARGIN && self.excess(self.batch) >= MARGIN
    }

    /// With the probability of both ends, since either way may be the better one. What is not far is not computed:
    /// counted as no sign at all it can only make the others less suspicious.
    fn share(&self) -> Share {
        let p = if self.is_far() { (2.0 * self.usual.at_least(self.unit)).min(1.0) } else { 1.0 };
        let expected = self.usual.expected(self.unit);
        Share { count: self.unit.first, of: self.unit.of_first, expected, p }
    }
}
