//! A pooled wave: a year made from what its quarters have published, and from nothing else.
//!
//! Every source is taken as its publication names it: the batches up to its last one without those that were held
//! back then, released item by item as that publication released them. So a pooled figure is a sum of what was
//! published already; whoever knows the publications of the sources learns nothing from it, and nobody can subtract
//! more finely with it than without.

use std::collections::{BTreeMap, BTreeSet};

use diesel::PgConnection;

use super::SealError;
use super::gather::{Gathered, gather_own};
use super::verify::{ChainFault, place_as_published, restrict};
use crate::domain::batch::{Hash, hex, parse_hash};
use crate::domain::pooling::{GivenIn, given};
use crate::domain::publication::{Pooled, PooledSource, Publication, Withheld, WithheldBatch};
use crate::domain::publish::Pooling;
use crate::store::publications::{self, StoredPublication};
use crate::store::scores::StoredScore;
use crate::store::waves::{self, StoredWave};
use crate::store::{dossiers, sources, units};

/// A source of a pooled wave, as one publication names it.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Hash of the publication.
    pub publication: Hash,
    /// What that was computed from.
    pub gathered: Gathered,
}

/// The current publications of the sources, by period. Those that have none yet are left out.
pub(super) fn latest(
    conn: &mut PgConnection,
    wave: &StoredWave,
) -> Result<Vec<StoredPublication>, SealError> {
    let mut found = Vec::new();
    for source in sources::of_wave(conn, wave.number)? {
        found.extend(publications::latest(conn, source)?);
    }
    Ok(found)
}

/// Lets the units of all sources take part, as far as they exist on the first day of the pooled wave.
pub(super) fn take_units(conn: &mut PgConnection, wave: &StoredWave) -> Result<(), SealError> {
    let mut taking: BTreeSet<i32> = BTreeSet::new();
    for source in sources::of_wave(conn, wave.number)? {
        taking.extend(waves::unit_ids(conn, source)?);
    }
    let there = units::units_at(conn, wave.wave.period.first())?;
    let there: Vec<i32> =
        there.into_iter().map(|(unit_id, _)| unit_id).filter(|unit_id| taking.contains(unit_id)).collect();
    waves::add_units(conn, wave.number, &there)?;
    Ok(())
}

/// Completes what is gathered of a pooled wave from these publications, and tells what is wrong with the chains.
pub(super) fn complete(
    conn: &mut PgConnection,
    gathered: &mut Gathered,
    published: Vec<StoredPublication>,
) -> Result<Vec<ChainFault>, SealError> {
    let mut faults = Vec::new();
    for StoredPublication { hash, wave, publication, .. } in published {
        let source = waves::by_number(conn, wave)?.ok_or(SealError::NoWave(wave))?;
        let mut part = gather_own(conn, &source)?;
        let found = restrict(conn, &mut part, &publication)?;
        let id = source.wave.id;
        faults.extend(found.into_iter().map(|fault| ChainFault::InSource(id.to_string(), Box::new(fault))));
        gathered.parts.push(Part { publication: hash, gathered: part });
    }
    let waves = || gathered.parts.iter().map(|part| &part.gathered.wave.wave);
    let k = waves().map(|wave| wave.k).max();
    // Where the waves have declared different breakdowns there are none of all of them.
    let breakdowns: BTreeSet<_> = waves().map(|wave| &wave.protection.breakdowns).collect();
    let breakdowns = if breakdowns.len() == 1 { breakdowns.first().copied().cloned() } else { None };
    let (pooled, unpooled) = pooled_scores(conn, &gathered.parts)?;
    let wave = &mut gathered.wave.wave;
    wave.k = k.unwrap_or(wave.k);
    wave.protection.breakdowns = breakdowns.unwrap_or_default();
    // What was given for the year itself stands before what follows from the quarters.
    let own: BTreeSet<(i32, &str)> =
        gathered.scores.iter().map(|score| (score.unit_id, score.node.as_str())).collect();
    let more = pooled.into_iter().filter(|score| !own.contains(&(score.unit_id, score.node.as_str())));
    let more: Vec<StoredScore> = more.collect();
    gathered.unpooled =
        unpooled.into_iter().filter(|(unit_id, node)| !own.contains(&(*unit_id, node.as_str()))).collect();
    gathered.scores.extend(more);
    Ok(faults)
}

/// What a pooled publication was computed from, and what is wrong with it.
pub(super) fn as_published(
    conn: &mut PgConnection,
    wave: &StoredWave,
    (published, pooled): (&Publication, &Pooled),
) -> Result<(Gathered, Vec<ChainFault>), SealError> {
    let mut faults = Vec::new();
    let mut found = Vec::new();
    for source in &pooled.sources {
        let stored = match parse_hash(&source.publication) {
            Some(hash) => publications::by_hash(conn, &hash)?,
            None => None,
        };
        match stored {
            None => faults.push(ChainFault::NoSource(source.wave.clone())),
            Some(stored) => {
                if !stored.publication.hash().is_ok_and(|hash| hash == stored.hash) {
                    faults.push(ChainFault::ChangedSource(source.wave.clone()));
                }
                found.push(stored);
            }
        }
    }
    let mut gathered = gather_own(conn, wave)?;
    place_as_published(conn, &mut gathered, published)?;
    faults.extend(complete(conn, &mut gathered, found)?);
    let positions = &gathered.positions;
    gathered.scores.retain(|score| positions.contains_key(&score.unit_id));
    Ok((gathered, faults))
}

/// The given scores of all parts as one each, and units and nodes for which there is none although some part has one.
type PooledScores = (Vec<StoredScore>, BTreeSet<(i32, String)>);

fn pooled_scores(conn: &mut PgConnection, parts: &[Part]) -> Result<PooledScores, SealError> {
    let mut closed = Vec::with_capacity(parts.len());
    let mut scores: Vec<BTreeMap<(i32, &str), f64>> = Vec::with_capacity(parts.len());
    for part in parts {
        closed.push(closed_in(conn, &part.gathered)?);
        let of_part = part.gathered.scores.iter();
        scores.push(of_part.map(|score| ((score.unit_id, score.node.as_str()), score.value)).collect());
    }
    let keys: BTreeSet<(i32, &str)> = scores.iter().flat_map(BTreeMap::keys).copied().collect();
    let (mut pooled, mut unpooled) = (Vec::new(), BTreeSet::new());
    for (unit_id, node) in keys {
        let takes_part = |part: &Part| part.gathered.positions.contains_key(&unit_id);
        let waves: Vec<GivenIn> = (0..parts.len())
            .filter(|place| takes_part(&parts[*place]))
            .map(|place| GivenIn {
                value: scores[place].get(&(unit_id, node)).copied(),
                closed: closed[place].get(&unit_id).copied(),
            })
            .collect();
        match given(&waves) {
            Some(value) => pooled.push(StoredScore { unit_id, node: node.to_owned(), value }),
            None => {
                unpooled.insert((unit_id, node.to_owned()));
            }
        }
    }
    Ok((pooled, unpooled))
}

/// Dossiers closed per unit: its own number, or the sum of those of all units below it where each has one.
fn closed_in(conn: &mut PgConnection, part: &Gathered) -> Result<BTreeMap<i32, i64>, SealError> {
    let own = dossiers::of_wave(conn, part.wave.number)?;
    let mut known: Vec<Option<i64>> = vec![None; part.units.len()];
    for (unit_id, place) in &part.positions {
        known[*place] = own.get(unit_id).copied();
    }
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); part.units.len()];
    for (place, unit) in part.units.iter().enumerate() {
        if let Some(parent) = unit.parent {
            below[parent].push(place);
        }
    }
    // Units stand behind those above them.
    for place in (0..known.len()).rev() {
        if known[place].is_none() && !below[place].is_empty() {
            known[place] = below[place].iter().map(|other| known[*other]).sum();
        }
    }
    let of_unit = |(unit_id, place): (&i32, &usize)| Some((*unit_id, known[*place]?));
    Ok(part.positions.iter().filter_map(of_unit).collect())
}

impl Gathered {
    /// What a publication tells of the parts of a pooled wave, and of the batches that were held back in them.
    pub(super) fn pooling(&self) -> (Pooling, Withheld) {
        let mut withheld = Withheld::default();
        let mut before = 0;
        for Part { gathered, .. } in &self.parts {
            withheld.batches.extend(
                gathered
                    .withheld
                    .batches
                    .iter()
                    .map(|held| WithheldBatch { batch: before + held.batch, ..held.clone() }),
            );
            before += i32::try_from(gathered.batches.len()).unwrap_or(i32::MAX);
        }
        let periods: Vec<_> = self.parts.iter().map(|part| part.gathered.wave.wave.period.clone()).collect();
        let missing = self.wave.wave.period.gaps(&periods);
        let pooled = Pooled {
            sources: self.parts.iter().map(|part| self.source(part)).collect(),
            missing: missing.iter().map(ToString::to_string).collect(),
        };
        let unpooled = self.unpooled.iter();
        let unpooled =
            unpooled.filter_map(|(unit_id, node)| Some((*self.positions.get(unit_id)?, node.clone())));
        (Pooling { pooled, unpooled: unpooled.collect() }, withheld)
    }

    fn source(&self, Part { publication, gathered }: &Part) -> PooledSource {
        let batches = gathered.counting().into_iter().map(|stored| stored.unit_id);
        let scores = gathered.scores.iter().map(|score| score.unit_id);
        let mut present: BTreeSet<usize> = BTreeSet::new();
        for unit_id in batches.chain(scores) {
            let own = self.positions.get(&unit_id).copied();
            present.extend(std::iter::successors(own, |place| self.units[*place].parent));
        }
        PooledSource {
            wave: gathered.wave.wave.id.to_string(),
            period: gathered.wave.wave.period.to_string(),
            k: gathered.wave.wave.k,
            publication: hex(publication),
            batches: gathered.batches.len(),
            chain: gathered.batches.last().map(|stored| hex(&stored.hash)),
            absent: (0..self.units.len()).filter(|place| !present.contains(place)).collect(),
        }
    }
}
