//! Verifying: the figures of a publication computed again from its batches.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::PgConnection;

use super::SealError;
use super::gather::{Gathered, gather, gather_own};
use super::pooled;
use crate::domain::batch::{Hash, WeightedTally};
use crate::domain::breakdown::Counted;
use crate::domain::publication::{Publication, compared_hash};
use crate::domain::quality::channel::praise;
use crate::domain::quality::{Counts, counts};
use crate::domain::response::layout;
use crate::domain::tally::Tally;
use crate::domain::wave::Retention;
use crate::store::batches::{CHAIN_START, StoredBatch};
use crate::store::publications::{self, StoredPublication};
use crate::store::quality;
use crate::store::sealed::{self, SealedAnswers, UNPUBLISHED};
use crate::store::units;
use crate::store::waves::{self, StoredWave};

/// What a hash names, stored and computed again.
#[derive(Debug, Clone, PartialEq)]
pub struct Verification {
    /// The publication; of a comparison the later one.
    pub publication: Recomputed,
    /// The earlier publication, where the hash names a comparison.
    pub compared_with: Option<Recomputed>,
}

/// One publication as it was stored and as it is computed now from the same batches.
#[derive(Debug, Clone, PartialEq)]
pub struct Recomputed {
    /// The wave.
    pub wave: StoredWave,
    /// What was published.
    pub stored: StoredPublication,
    /// Whether the stored document still has the hash it is stored under.
    pub intact: bool,
    /// The same computed from the batches it rests on.
    pub recomputed: Publication,
    /// What is wrong in the chain of those batches.
    pub chain: Vec<ChainFault>,
    /// Whether other given scores were imported since; figures that rest on them differ then.
    pub scores_changed: bool,
}

impl Recomputed {
    /// Whether everything agrees to the last digit.
    pub fn agrees(&self) -> bool {
        self.intact && self.chain.is_empty() && self.recomputed == self.stored.publication
    }
}

/// What can be wrong with the chain of batches.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChainFault {
    /// There are fewer batches than were published.
    #[error("batch {0} is missing")]
    Missing(i32),
    /// The batch does not name the hash of the one before.
    #[error("batch {0} does not continue the batch before it")]
    Broken(i32),
    /// The hash of the batch is not that of its content.
    #[error("batch {0} was changed after it was sealed")]
    Changed(i32),
    /// The batch belongs to a unit that is not in the publication.
    #[error("batch {0} belongs to a unit that was not published")]
    StrangeUnit(i32),
    /// The publication leaves a batch out that no test has found suspicious.
    #[error("batch {0} is left out although no test has found anything")]
    NotHeldBack(i32),
    /// A publication that a pooled wave is made from is gone.
    #[error("the publication of {0} that it is made from is missing")]
    NoSource(String),
    /// A publication that a pooled wave is made from is no longer what its hash says.
    #[error("the publication of {0} that it is made from was changed after it was published")]
    ChangedSource(String),
    /// Something is wrong with the chain of a wave that a pooled one is made from.
    #[error("in {0}: {1}")]
    InSource(String, Box<ChainFault>),
}

/// Computes again what `hash` names: a publication, or the comparison of two. `None` if nothing
/// here has this hash.
///
/// # Errors
/// When the database fails or the wave no longer fits its instrument.
pub fn recompute(conn: &mut PgConnection, hash: &Hash) -> Result<Option<Verification>, SealError> {
    if let Some(stored) = publications::by_hash(conn, hash)? {
        let publication = recompute_one(conn, stored)?;
        return Ok(Some(Verification { publication, compared_with: None }));
    }
    let Some((later, earlier)) = compared_pair(conn, hash)? else { return Ok(None) };
    let mut recomputed = Vec::with_capacity(2);
    for hash in [later, earlier] {
        let Some(stored) = publications::by_hash(conn, &hash)? else { return Ok(None) };
        recomputed.push(recompute_one(conn, stored)?);
    }
    let earlier = recomputed.pop();
    let Some(publication) = recomputed.pop() else { return Ok(None) };
    Ok(Some(Verification { publication, compared_with: earlier }))
}

/// The two publications whose comparison has this hash.
fn compared_pair(conn: &mut PgConnection, hash: &Hash) -> Result<Option<(Hash, Hash)>, SealError> {
    let all: Vec<Hash> = publications::hashes(conn)?.into_iter().map(|key| key.hash).collect();
    for later in &all {
        for earlier in &all {
            if compared_hash(later, earlier) == *hash {
                return Ok(Some((*later, *earlier)));
            }
        }
    }
    Ok(None)
}

fn recompute_one(conn: &mut PgConnection, stored: StoredPublication) -> Result<Recomputed, SealError> {
    let wave = waves::by_number(conn, stored.wave)?.ok_or(SealError::NoWave(stored.wave))?;
    let published = &stored.publication;
    let (gathered, chain) = as_published(conn, &wave, published)?;
    let recomputed = gathered.publication()?;
    Ok(Recomputed {
        intact: published.hash().is_ok_and(|hash| hash == stored.hash),
        scores_changed: recomputed.basis.scores_sha256 != published.basis.scores_sha256,
        wave,
        stored,
        recomputed,
        chain,
    })
}

/// What a publication of the wave was computed from, and what is wrong with the chain of its batches.
pub(super) fn as_published(
    conn: &mut PgConnection,
    wave: &StoredWave,
    published: &Publication,
) -> Result<(Gathered, Vec<ChainFault>), SealError> {
    if let Some(pooled) = &published.basis.pooled {
        return pooled::as_published(conn, wave, (published, pooled));
    }
    let mut gathered = gather_own(conn, wave)?;
    let faults = restrict(conn, &mut gathered, published)?;
    Ok((gathered, faults))
}

/// Leaves only what the publication was computed from, and tells what is wrong with the chain of its batches.
pub(super) fn restrict(
    conn: &mut PgConnection,
    gathered: &mut Gathered,
    published: &Publication,
) -> Result<Vec<ChainFault>, SealError> {
    gathered.batches.truncate(published.basis.batches);
    let suspicious = quality::held_back(conn, gathered.wave.number)?;
    gathered.withheld.clone_from(&published.basis.withheld);
    place_as_published(conn, gathered, published)?;
    let mut chain = chain_faults(gathered, published.basis.batches);
    let positions = &gathered.positions;
    let strange = gathered.batches.iter().filter(|stored| !positions.contains_key(&stored.unit_id));
    chain.extend(strange.map(|stored| ChainFault::StrangeUnit(stored.batch.seq)));
    let left_out = published.basis.withheld.batches.iter().map(|withheld| withheld.batch);
    let unfounded = left_out.filter(|seq| !suspicious.iter().any(|held| held.seq == *seq));
    chain.extend(unfounded.map(ChainFault::NotHeldBack));
    gathered.batches.retain(|stored| positions.contains_key(&stored.unit_id));
    gathered.scores.retain(|score| positions.contains_key(&score.unit_id));
    Ok(chain)
}

/// Takes the units as they were published: names and later additions are not in question here.
pub(super) fn place_as_published(
    conn: &mut PgConnection,
    gathered: &mut Gathered,
    published: &Publication,
) -> Result<(), SealError> {
    let places: BTreeMap<(&str, NaiveDate), usize> = published
        .units
        .iter()
        .enumerate()
        .map(|(place, unit)| ((unit.code.as_str(), unit.valid_from), place))
        .collect();
    gathered.positions = units::all_units(conn)?
        .iter()
        .filter_map(|(unit_id, unit)| {
            let place = places.get(&(unit.code.as_str(), unit.valid_from))?;
            Some((*unit_id, *place))
        })
        .collect();
    gathered.units.clone_from(&published.units);
    Ok(())
}

/// Derives every hash again from the content.
fn chain_faults(gathered: &Gathered, expected: usize) -> Vec<ChainFault> {
    let mut faults = Vec::new();
    let mut previous = CHAIN_START;
    let mut seq = 0;
    for stored in &gathered.batches {
        seq += 1;
        while seq < stored.batch.seq {
            faults.push(ChainFault::Missing(seq));
            seq += 1;
        }
        if stored.previous != previous || stored.batch.seq != seq {
            faults.push(ChainFault::Broken(stored.batch.seq));
        }
        if stored.batch.chain_hash(&gathered.wave.wave.id, &stored.previous) != stored.hash {
            faults.push(ChainFault::Changed(stored.batch.seq));
        }
        previous = stored.hash;
    }
    let expected = i32::try_from(expected).unwrap_or(i32::MAX);
    faults.extend((seq + 1..=expected).map(ChainFault::Missing));
    faults
}

/// What counting the kept answers again came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recount {
    /// Batches counted again.
    pub batches: usize,
    /// Positions of batches whose totals are not those of the answers kept, ascending.
    pub differing: Vec<i32>,
    /// Positions of batches of which other signs of stuffing were noted than these answers give, ascending.
    pub misjudged: Vec<i32>,
    /// Answers kept that belong to no batch of the chain although they say so.
    pub strays: usize,
    /// Batches whose answers were dropped at sealing because the wave keeps totals alone: they cannot be counted
    /// again.
    pub dropped: usize,
}

/// Counts the answers kept of every batch of a wave again and compares the totals, and what was noted to find stuffed
/// ones as far as it follows from them: how they came is not kept.
///
/// # Errors
/// When the database fails or kept answers do not fit the instrument.
pub fn recount(conn: &mut PgConnection, wave: &StoredWave) -> Result<Recount, SealError> {
    let gathered = gather(conn, wave)?;
    let layout = layout(&gathered.instrument);
    let noted: BTreeMap<i32, Counts> =
        quality::of_wave(conn, wave.number)?.into_iter().map(|stored| (stored.seq, stored.counts)).collect();
    let mut by_unit: BTreeMap<i32, BTreeMap<i32, &StoredBatch>> = BTreeMap::new();
    for stored in &gathered.batches {
        by_unit.entry(stored.unit_id).or_default().insert(stored.batch.seq, stored);
    }
    let mut recount = Recount::default();
    for (unit_id, batches) in by_unit {
        let mut kept: BTreeMap<i32, Vec<SealedAnswers>> = BTreeMap::new();
        for answers in sealed::of_unit(conn, wave.number, unit_id)? {
            kept.entry(answers.batch).or_default().push(answers);
        }
        for (seq, stored) in &batches {
            let rows = kept.remove(seq).unwrap_or_default();
            if rows.is_empty() && wave.wave.protection.retention == Retention::Totals {
                recount.dropped += 1;
                continue;
            }
            let counted = Tally::of(rows.iter().map(|row| (row.answers.as_slice(), 1)), &layout)?;
            let by_weight =
                WeightedTally::of(rows.iter().map(|row| (row.answers.as_slice(), row.weight)), &layout)?;
            if counted != stored.batch.tally || by_weight != stored.batch.weighted {
                recount.differing.push(*seq);
            }
            let people = || rows.iter().map(|row| Counted::kept(&row.answers));
            let (signs, praise) =
                (counts(people(), &gathered.instrument)?, praise(people(), &gathered.instrument)?);
            if noted.get(seq).is_some_and(|noted| !noted.could_be(&signs, praise)) {
                recount.misjudged.push(*seq);
            }
        }
        let strays = kept.iter().filter(|(batch, _)| **batch != UNPUBLISHED);
        recount.strays += strays.map(|(_, rows)| rows.len()).sum::<usize>();
    }
    recount.differing.sort_unstable();
    recount.misjudged.sort_unstable();
    recount.batches = gathered.batches.len() - recount.dropped;
    Ok(recount)
}
