//! The sign `channel`: a kiosk, or a pile of tickets, that was stuffed sets the answers of the two ways apart.
//!
//! Of each person it is counted whether they **praise**: chose the best option at three quarters or more of the
//! questions they rated. People are counted and not answers, because the answers of one person resemble one another.
//!
//! Kiosk and phone are used by different people everywhere, so it is no sign that they differ. Compared is *how far*
//! they lie apart, as an odds ratio: the people of the batch who came one way with all people of the unit so far who
//! came the other way, whom the batch alone has too few of. What is usual is what the batches of the other units say,
//! compared likewise: what they have in common, and how much they differ among themselves, by office and by day. The
//! exact test is in [`odds`](super::super::statistics::odds). It counts only where the share lies at least [`MARGIN`]
//! above what is expected after the unit so far *and* after the other way in the batch itself: on a good day both ways
//! are praised. So an honest batch after a stuffed one is none. Only the better way is a sign, and staff who stuff both
//! ways alike are not found by it.
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
use crate::domain::breakdown::advance::CELL_FLOOR;
use crate::domain::breakdown::{Channel, Counted};
use crate::domain::instrument::{Instrument, ItemKind, Purpose, Scale};
use crate::domain::response::{Answer, Response, Unreadable, layout};
use crate::domain::statistics::excess::benjamini_hochberg;
use crate::domain::statistics::odds::{Places, TwoGroups, Usual};

/// Questions that must be rated before praise means anything.
const RATED: usize = 3;
/// Other units without which it is not known how far the ways lie apart.
const PEER_UNITS: usize = 5;

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

    /// Whether they are of so many people, of whom so many praise; those who came in a file are in neither group.
    pub(super) fn could_be(self, (people, praise): (u32, u32)) -> bool {
        let (all, praising) = (self.kiosk + self.own, self.kiosk_praise + self.own_praise);
        praising <= praise && all.saturating_sub(praising) <= people.saturating_sub(praise)
    }

    /// The people of this way as the first group, and those of the other.
    fn seen_from(self, way: Channel) -> TwoGroups {
        let groups = TwoGroups {
            first: self.kiosk_praise,
            of_first: self.kiosk,
            second: self.own_praise,
            of_second: self.own,
        };
        match way {
            Channel::Kiosk => groups,
            Channel::Own => groups.swapped(),
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

/// How many people rated enough questions, and how many of them praise, however they came.
///
/// # Errors
/// When answers do not fit the instrument.
pub fn praise<'a>(
    people: impl Iterator<Item = Counted<'a>>,
    instrument: &Instrument,
) -> Result<(u32, u32), Unreadable> {
    let (shapes, rated) = (layout(instrument), Rated::of(instrument));
    let mut found = (0, 0);
    for one in people {
        let answers = Response::from_bytes(one.answers.to_vec()).unpack(&shapes)?;
        if let Some(praises) = rated.praises(&answers) {
            found = (found.0 + 1, found.1 + u32::from(praises));
        }
    }
    Ok(found)
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

/// Fresh batches in which one way lies farther above the other than elsewhere.
pub(super) fn differing(batches: &[Seen]) -> Vec<(usize, Reason)> {
    let (kiosk, own) = (Survey::of(batches, Channel::Kiosk), Survey::of(batches, Channel::Own));
    let fresh = batches.iter().enumerate().filter(|(_, batch)| batch.fresh);
    let sides = fresh.filter_map(|(place, batch)| {
        let (kiosk, own) = (kiosk.side(batch)?, own.side(batch)?);
        Some((place, if kiosk.excess >= own.excess { kiosk } else { own }))
    });
    let sides: Vec<(usize, Side)> = sides.collect();
    let adjusted = benjamini_hochberg(&sides.iter().map(|(_, side)| side.p()).collect::<Vec<_>>());
    let found =
        sides.into_iter().zip(adjusted).filter(|((_, side), p)| side.is_far() && *p <= FALSE_FINDINGS);
    found.map(|((place, side), p)| (place, side.reason(p))).collect()
}

/// All batches seen from one of the two ways: its people are the first group.
struct Survey {
    way: Channel,
    /// People of each unit.
    people: BTreeMap<i32, TwoGroups>,
    /// People of all units.
    everybody: TwoGroups,
    /// The batches of each unit, each compared with the other way at its unit.
    places: BTreeMap<i32, Places>,
    /// Those of all units.
    all: Places,
}

impl Survey {
    fn of(batches: &[Seen], way: Channel) -> Self {
        let mut people: BTreeMap<i32, TwoGroups> = BTreeMap::new();
        let with_numbers = || batches.iter().filter(|batch| batch.counts.channels.kiosk > 0);
        for batch in with_numbers() {
            let unit = people.entry(batch.unit).or_default();
            *unit = unit.plus(batch.counts.channels.seen_from(way));
        }
        let everybody = people.values().fold(TwoGroups::default(), |all, unit| all.plus(*unit));
        let mut survey = Self { way, people, everybody, places: BTreeMap::new(), all: Places::default() };
        for batch in with_numbers() {
            let place = survey.compared(batch);
            survey.places.entry(batch.unit).or_default().add(place);
            survey.all.add(place);
        }
        survey
    }

    /// The people of a batch who came this way, and all of its unit who came the other way.
    fn compared(&self, batch: &Seen) -> TwoGroups {
        let own = batch.counts.channels.seen_from(self.way);
        let unit = self.people.get(&batch.unit).copied().unwrap_or_default();
        TwoGroups { first: own.first, of_first: own.of_first, ..unit }
    }

    /// What there is to say of a batch; nothing without numbers or without enough others.
    fn side(&self, batch: &Seen) -> Option<Side> {
        let unit = self.people.get(&batch.unit)?;
        let others = |all: u32, own: u32| all.saturating_sub(own) >= PEERS;
        let enough = self.people.len() > PEER_UNITS
            && others(self.everybody.of_first, unit.of_first)
            && others(self.everybody.of_second, unit.of_second);
        if !enough || batch.counts.channels.kiosk == 0 {
            return None;
        }
        let usual = self.all.without(self.places.get(&batch.unit)?).usual();
        let groups = self.compared(batch);
        let above =
            |groups: TwoGroups| f64::from(groups.first) / f64::from(groups.of_first) - usual.expected(groups);
        let excess = above(groups).min(above(batch.counts.channels.seen_from(self.way)));
        Some(Side { way: self.way, groups, usual, excess })
    }
}

/// A batch seen from one of the two ways.
struct Side {
    way: Channel,
    groups: TwoGroups,
    usual: Usual,
    /// How far the share of praise lies above what is expected, after the unit so far or the batch itself, whichever
    /// says less.
    excess: f64,
}

impl Side {
    fn is_far(&self) -> bool {
        self.excess >= MARGIN
    }

    /// Twice the probability of one end, since either way could have been the better one. What is not far is not
    /// computed: counted as no sign at all it can only make the others less suspicious.
    fn p(&self) -> f64 {
        if self.is_far() { (2.0 * self.usual.at_least(self.groups)).min(1.0) } else { 1.0 }
    }

    fn reason(&self, p: f64) -> Reason {
        let expected = self.usual.expected(self.groups);
        let share = Share { count: self.groups.first, of: self.groups.of_first, expected, p };
        Reason::Channel { better: self.way, share }
    }
}
