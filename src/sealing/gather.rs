//! Everything a publication of a wave depends on, read from the database.

use std::collections::{BTreeMap, BTreeSet};
use std::iter;

use diesel::PgConnection;

use super::SealError;
use super::judge::withheld;
use super::pooled::{self, Part};
use super::seal::units_of;
use crate::domain::batch::Hash;
use crate::domain::instrument::{Instrument, Text};
use crate::domain::publication::{Publication, PublishedUnit, Withheld};
use crate::domain::publish::{GivenScore, PlacedBatch, PublishInput, compute};
use crate::domain::response::layout;
use crate::domain::unit::{Unit, UnitCode, UnitTree};
use crate::domain::wave::Access;
use crate::store::batches::{self, StoredBatch};
use crate::store::instruments;
use crate::store::quality;
use crate::store::scores::{self, StoredScore};
use crate::store::waves::{self, StoredWave};

/// What the results of one wave are computed from.
#[derive(Debug, Clone, PartialEq)]
pub struct Gathered {
    /// The wave.
    pub wave: StoredWave,
    /// Its instrument with all switches settled.
    pub instrument: Instrument,
    /// SHA-256 of the instrument file.
    pub instrument_sha256: Hash,
    /// The wave's units and all units above them: by level, highest first, then by code.
    pub units: Vec<PublishedUnit>,
    /// Position of each unit in the list, by its key in this database.
    pub positions: BTreeMap<i32, usize>,
    /// All batches in the order of the chain.
    pub batches: Vec<StoredBatch>,
    /// Those of them that were held back.
    pub withheld: Withheld,
    /// The given scores.
    pub scores: Vec<StoredScore>,
    /// Of a pooled wave, what it is made from, by period. It has no batches of its own.
    pub parts: Vec<Part>,
    /// Units and nodes whose given scores could not be pooled.
    pub unpooled: BTreeSet<(i32, String)>,
}

/// Reads what the results of the wave are computed from.
///
/// # Errors
/// When the database fails, the instrument is missing or the wave's settings do not fit it.
pub fn gather(conn: &mut PgConnection, wave: &StoredWave) -> Result<Gathered, SealError> {
    let mut gathered = gather_own(conn, wave)?;
    if wave.wave.access == Access::Pooled {
        let published = pooled::latest(conn, wave)?;
        pooled::complete(conn, &mut gathered, published)?;
    }
    Ok(gathered)
}

/// [`gather`] without what a pooled wave is made from.
pub(super) fn gather_own(conn: &mut PgConnection, wave: &StoredWave) -> Result<Gathered, SealError> {
    let stored = instruments::find(conn, &wave.wave.instrument)?;
    let stored = stored.ok_or_else(|| SealError::NoInstrument {
        wave: wave.wave.id.to_string(),
        instrument: wave.wave.instrument.clone(),
    })?;
    let instrument = stored.instrument.settle(&wave.wave.switches)?;
    let (units, positions) = published_units(conn, wave)?;
    let batches = batches::of_wave(conn, wave.number, &layout(&instrument))?;
    Ok(Gathered {
        withheld: withheld(&quality::held_back(conn, wave.number)?, &batches),
        batches,
        scores: scores::of_wave(conn, wave.number)?,
        wave: wave.clone(),
        instrument_sha256: stored.sha256,
        instrument,
        units,
        positions,
        parts: Vec::new(),
        unpooled: BTreeSet::new(),
    })
}

/// The wave's units and all above them on its first day, and where each stands.
fn published_units(
    conn: &mut PgConnection,
    wave: &StoredWave,
) -> Result<(Vec<PublishedUnit>, BTreeMap<i32, usize>), SealError> {
    let units = units_of(conn, wave)?;
    let tree = UnitTree::at(units.values().cloned(), wave.wave.period.first());
    let mut taking_part: BTreeSet<UnitCode> = BTreeSet::new();
    for unit_id in waves::unit_ids(conn, wave.number)? {
        let no_unit = || SealError::NoUnit { wave: wave.wave.id.to_string(), what: "an entry", unit_id };
        let unit = units.get(&unit_id).ok_or_else(no_unit)?;
        taking_part.insert(unit.code.clone());
        taking_part.extend(tree.ancestors(&unit.code).into_iter().map(|above| above.code.clone()));
    }
    let mut listed: Vec<(&i32, &Unit)> =
        units.iter().filter(|(_, unit)| taking_part.contains(&unit.code)).collect();
    listed.sort_by_key(|(_, unit)| (unit.level, &unit.code));
    let places: BTreeMap<&UnitCode, usize> =
        listed.iter().enumerate().map(|(place, (_, unit))| (&unit.code, place)).collect();
    let published = listed.iter().map(|(_, unit)| PublishedUnit {
        code: unit.code.to_string(),
        valid_from: unit.valid_from,
        level: unit.level.as_str().to_owned(),
        parent: tree.parent(&unit.code).and_then(|parent| places.get(&parent.code).copied()),
        name: name_of(unit),
    });
    let positions = listed.iter().enumerate().map(|(place, (unit_id, _))| (**unit_id, place)).collect();
    Ok((published.collect(), positions))
}

fn name_of(unit: &Unit) -> Text {
    let english = unit.name_en.iter().map(|name| ("en".to_owned(), name.clone()));
    Text(iter::once(("vi".to_owned(), unit.name.clone())).chain(english).collect())
}

impl Gathered {
    /// The results over all batches.
    pub fn publication(&self) -> Result<Publication, SealError> {
        Ok(compute(&self.input()?))
    }

    /// What they are computed from.
    pub(super) fn input(&self) -> Result<PublishInput<'_>, SealError> {
        let placed = |what, unit_id: i32| {
            let wave = self.wave.wave.id.to_string();
            self.positions.get(&unit_id).copied().ok_or(SealError::NoUnit { wave, what, unit_id })
        };
        // A wave has either batches or parts.
        let own = iter::once((0, self)).filter(|_| self.parts.is_empty());
        let parts = self.parts.iter().map(|part| &part.gathered).enumerate();
        let mut batches = Vec::new();
        for (source, gathered) in own.chain(parts) {
            for stored in gathered.counting() {
                let unit = placed("a batch", stored.unit_id)?;
                batches.push(PlacedBatch { unit, batch: &stored.batch, source });
            }
        }
        let mut scores = Vec::with_capacity(self.scores.len());
        for score in &self.scores {
            let unit = placed("a score", score.unit_id)?;
            scores.push(GivenScore { unit, node: score.node.clone(), value: score.value });
        }
        let is_pooled = self.wave.wave.access == Access::Pooled;
        let pooled = is_pooled.then(|| self.pooling());
        let chain = match &pooled {
            Some((pooling, _)) => Some(pooling.pooled.chain()),
            None => self.batches.last().map(|stored| stored.hash),
        };
        let (pooled, withheld) = pooled
            .map_or_else(|| (None, self.withheld.clone()), |(pooling, withheld)| (Some(pooling), withheld));
        Ok(PublishInput {
            wave: &self.wave.wave,
            instrument: &self.instrument,
            instrument_sha256: self.instrument_sha256,
            units: self.units.clone(),
            batches,
            withheld,
            chain,
            scores,
            pooled,
        })
    }

    /// The batches that count, in the order in which they came to do so.
    pub(super) fn counting(&self) -> Vec<&StoredBatch> {
        let mut counting: Vec<((i32, i32), &StoredBatch)> = self
            .batches
            .iter()
            .filter_map(|stored| Some((self.withheld.place_of(stored.batch.seq)?, stored)))
            .collect();
        counting.sort_by_key(|(place, _)| *place);
        counting.into_iter().map(|(_, stored)| stored).collect()
    }

    /// Whether there is anything to publish.
    pub fn is_empty(&self) -> bool {
        self.batches.is_empty() && self.scores.is_empty() && self.parts.is_empty()
    }
}
