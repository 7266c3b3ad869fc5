//! Signs that a batch was stuffed: what is counted when it is sealed, and when the counts are suspicious.
//!
//! Only these numbers survive sealing, never a word about a single response. A suspicious batch is held back
//! **whole**, before it is published, until somebody with a name decides about it; single responses are never
//! dropped. Nothing but these tests can hold a batch back, so that holding back is no way to lose an unwelcome one.
//!
//! | sign | what is compared |
//! |---|---|
//! | straight | share of people who chose one and the same option at all of at least [`LONG`] questions of a scale, against the other units of the wave |
//! | repeated | people whose answers repeat somebody else's of the batch to the last question, without being straight, against how often two people of other units agree |
//! | quick | share of responses that came less than [`QUICK_SECONDS`] after the one before them at the unit, against the other units |
//! | channel | people who praise nearly everything at the kiosk and on their own devices, against how far the two lie apart at the other units: see [`channel`] |
//! | dossiers | more responses than dossiers were closed at the unit |
//!
//! The first three are one-sided binomial tests, adjusted over the batches judged together by Benjamini and
//! Hochberg, and count only where the share lies at least [`MARGIN`] above that of the others: offices differ, and
//! satisfied people do tick one column. The fourth is adjusted likewise, the last needs no test.

pub mod channel;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use self::channel::{Channels, Rated};
use super::breakdown::{Channel, Counted};
use super::instrument::{Instrument, ItemKind};
use super::response::{Answer, Response, Unreadable, layout};
use super::statistics::excess::{benjamini_hochberg, binomial_at_least};

/// Questions of one scale that must be answered before answering all alike means anything.
pub const LONG: usize = 8;
/// Seconds within which a person at one device can hardly have read, answered and left.
pub const QUICK_SECONDS: u64 = 40;
/// Share of wrong findings among those of one kind that is accepted on average.
pub const FALSE_FINDINGS: f64 = 0.01;
/// How far the share must lie above that of the other units, besides being no chance.
pub const MARGIN: f64 = 0.25;
/// Cases of other units without which nothing is compared with them.
pub const PEERS: u32 = 50;

/// What is counted of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Responses with at least [`LONG`] answers on one scale.
    pub long: u32,
    /// Those of them with one and the same option at all questions of that scale.
    pub straight: u32,
    /// Those of the other ones whose answers are those of another such response, beyond the first of each kind.
    pub repeated: u32,
    /// Pairs of such responses that are alike.
    pub twins: u32,
    /// Responses that were seen arriving one by one since the last batch of the unit.
    pub arrivals: u32,
    /// Those of them that came less than [`QUICK_SECONDS`] after the one before.
    pub quick: u32,
    /// How people judged at the kiosk and on their own devices.
    pub channels: Channels,
}

impl Counts {
    /// Responses with many answers that are not straight.
    pub fn varied(&self) -> u32 {
        self.long - self.straight
    }

    /// Whether this may have been counted of people of whom the answers alone give `signs`, and that so many rated
    /// enough and so many of those praise.
    pub fn could_be(&self, signs: &Self, praise: (u32, u32)) -> bool {
        let of_answers = |counts: &Self| (counts.long, counts.straight, counts.repeated, counts.twins);
        of_answers(self) == of_answers(signs) && self.channels.could_be(praise)
    }

    fn pairs(&self) -> u32 {
        self.varied() * self.varied().saturating_sub(1) / 2
    }
}

/// Counts the answers of one batch; arrivals are not in them.
///
/// # Errors
/// When answers do not fit the instrument.
pub fn counts<'a>(
    people: impl Iterator<Item = Counted<'a>>,
    instrument: &Instrument,
) -> Result<Counts, Unreadable> {
    let shapes = layout(instrument);
    let rated = Rated::of(instrument);
    let scales: Vec<Option<&str>> = instrument
        .items()
        .map(|item| (item.kind == ItemKind::Single).then_some(item.scale.as_str()))
        .collect();
    let mut counts = Counts::default();
    let mut alike: BTreeMap<&[u8], u32> = BTreeMap::new();
    for one in people {
        let answers = Response::from_bytes(one.answers.to_vec()).unpack(&shapes)?;
        if let (Some(channel), Some(praises)) = (one.channel, rated.praises(&answers)) {
            counts.channels.add(channel, praises);
        }
        match straightness(&answers, &scales) {
            None => continue,
            Some(true) => counts.straight += 1,
            Some(false) => *alike.entry(one.answers).or_default() += 1,
        }
        counts.long += 1;
    }
    for times in alike.into_values() {
        counts.repeated += times - 1;
        counts.twins += times * (times - 1) / 2;
    }
    counts.channels = counts.channels.if_enough();
    Ok(counts)
}

/// Whether all answers on the scale that was used most are alike; `None` where too few are given.
fn straightness(answers: &[Answer], scales: &[Option<&str>]) -> Option<bool> {
    let mut of_scale: BTreeMap<&str, Vec<u8>> = BTreeMap::new();
    for (answer, scale) in answers.iter().zip(scales) {
        if let (Answer::Single(option), Some(scale)) = (answer, scale) {
            of_scale.entry(scale).or_default().push(*option);
        }
    }
    let chosen = of_scale.into_values().max_by_key(Vec::len).filter(|chosen| chosen.len() >= LONG)?;
    Some(chosen.windows(2).all(|pair| pair.first() == pair.last()))
}

/// A batch as the tests see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Key of the unit.
    pub unit: i32,
    /// Responses in it.
    pub n: i64,
    /// What was counted.
    pub counts: Counts,
    /// Dossiers closed at the unit in the period; none where nobody said.
    pub dossiers: Option<i64>,
    /// Whether it is judged now; the others are there to be compared with.
    pub fresh: bool,
}

/// Why a batch is suspicious.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "sign", rename_all = "snake_case", deny_unknown_fields)]
pub enum Reason {
    /// Too many people answered all alike.
    Straight(Share),
    /// Too many responses repeat another one.
    Repeated(Share),
    /// Too many responses came right after another one.
    Quick(Share),
    /// People at the kiosk, or on their own devices, praise far more often than the others of the unit do, and more so
    /// than elsewhere.
    Channel {
        /// Who does.
        better: Channel,
        /// How many; expected after the others of the unit so far and how far the two lie apart elsewhere.
        share: Share,
    },
    /// More responses than visits.
    Dossiers {
        /// Responses of the unit in its batches.
        responses: i64,
        /// Dossiers closed.
        dossiers: i64,
    },
}

/// How many, and what is usual elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// How many.
    pub count: u32,
    /// Of how many.
    pub of: u32,
    /// Share expected after the other units.
    pub expected: f64,
    /// Adjusted probability of so many by chance.
    pub p: f64,
}

impl Reason {
    /// The word of its sign.
    pub fn sign(&self) -> &'static str {
        match self {
            Self::Straight(_) => "straight",
            Self::Repeated(_) => "repeated",
            Self::Quick(_) => "quick",
            Self::Channel { .. } => "channel",
            Self::Dossiers { .. } => "dossiers",
        }
    }
}

/// The signs of every fresh batch, in the order given; nothing for the others.
pub fn suspicions(batches: &[Seen]) -> Vec<Vec<Reason>> {
    let mut found: Vec<Vec<Reason>> = vec![Vec::new(); batches.len()];
    for kind in [Kind::Straight, Kind::Repeated, Kind::Quick] {
        for (place, share) in excesses(batches, kind) {
            found[place].push(kind.reason(share));
        }
    }
    for (place, reason) in channel::differing(batches) {
        found[place].push(reason);
    }
    let mut responses: BTreeMap<i32, i64> = BTreeMap::new();
    for (batch, found) in batches.iter().zip(&mut found) {
        let responses = responses.entry(batch.unit).or_default();
        *responses += batch.n;
        if let Some(dossiers) = batch.dossiers.filter(|dossiers| batch.fresh && *responses > *dossiers) {
            found.push(Reason::Dossiers { responses: *responses, dossiers });
        }
    }
    found
}

#[derive(Clone, Copy)]
enum Kind {
    /// See [`Reason::Straight`].
    Straight,
    Repeated,
    Quick,
}

impl Kind {
    fn reason(self, share: Share) -> Reason {
        match self {
            Self::Straight => Reason::Straight(share),
            Self::Repeated => Reason::Repeated(share),
            Self::Quick => Reason::Quick(share),
        }
    }

    /// Cases of a batch, and what they are cases of.
    fn cases(self, counts: &Counts) -> (u32, u32) {
        match self {
            Self::Straight => (counts.straight, counts.long),
            Self::Repeated => (counts.repeated, counts.varied()),
            Self::Quick => (counts.quick, counts.arrivals),
        }
    }

    /// The same of batches that are compared with: of repeated answers the pairs, whose share does not depend on
    /// the size of a batch.
    fn reference(self, counts: &Counts) -> (u32, u32) {
        match self {
            Self::Repeated => (counts.twins, counts.pairs()),
            _ => self.cases(counts),
        }
    }

    /// The share to expect in a batch after the reference. One case is added to the reference, so that what was
    /// never seen elsewhere is not impossible. A response is repeated where any of the others is its twin.
    fn expected(self, (cases, of): (u32, u32), own: u32) -> f64 {
        let rate = (f64::from(cases) + 1.0) / (f64::from(of) + 2.0);
        match self {
            Self::Repeated => 1.0 - (1.0 - rate).powf(f64::from(own.saturating_sub(1))),
            _ => rate,
        }
    }
}

/// Fresh batches with too many cases of a kind.
fn excesses(batches: &[Seen], kind: Kind) -> Vec<(usize, Share)> {
    let add = |a: (u32, u32), b: (u32, u32)| (a.0.saturating_add(b.0), a.1.saturating_add(b.1));
    let mut of_unit: BTreeMap<i32, (u32, u32)> = BTreeMap::new();
    for batch in batches {
        let sum = of_unit.entry(batch.unit).or_default();
        *sum = add(*sum, kind.reference(&batch.counts));
    }
    let all = of_unit.values().fold((0, 0), |sum, more| add(sum, *more));
    let mut tested: Vec<(usize, Share)> = Vec::new();
    for (place, batch) in batches.iter().enumerate().filter(|(_, batch)| batch.fresh) {
        let (count, of) = kind.cases(&batch.counts);
        let own = of_unit.get(&batch.unit).copied().unwrap_or_default();
        let others = (all.0 - own.0, all.1 - own.1);
        if of == 0 || others.1 < PEERS {
            continue;
        }
        let expected = kind.expected(others, of);
        tested.push((place, Share { count, of, expected, p: binomial_at_least(count, of, expected) }));
    }
    let adjusted = benjamini_hochberg(&tested.iter().map(|(_, share)| share.p).collect::<Vec<_>>());
    for ((_, share), p) in tested.iter_mut().zip(adjusted) {
        share.p = p;
    }
    let far = |share: &Share| f64::from(share.count) / f64::from(share.of) >= share.expected + MARGIN;
    tested.retain(|(_, share)| share.p <= FALSE_FINDINGS && far(share));
    tested
}
