//! Batches that look stuffed: who sees them, and who decides.
//!
//! Nobody but the tests holds a batch back, and nobody can leave out a batch that the tests let through. Whoever
//! decides holds [`Right::DecideQuarantine`] at the unit, which its own managers do not.

use std::collections::BTreeMap;

use super::{Refused, tree_of};
use crate::domain::access::{Action, Right, path_of};
use crate::domain::instrument::Text;
use crate::domain::quality::Reason;
use crate::domain::unit::{Unit, UnitTree};
use crate::domain::wave::WaveId;
use crate::identity::{Moment, Principal};
use crate::sealing::{self, Published, SealError};
use crate::store::quality::{self, Decision, Quarantined};
use crate::store::waves::{self, StoredWave};
use crate::store::{Connection, StoreError, audit, batches, together};

/// Longest reason for a decision, in characters.
const MAX_WHY: usize = 500;

/// A batch that was held back, as somebody of the staff sees it.
#[derive(Debug, Clone)]
pub struct HeldBatch {
    /// The wave.
    pub wave: WaveId,
    /// Its title.
    pub title: Text,
    /// The unit.
    pub unit: Unit,
    /// Responses in it.
    pub responses: i64,
    /// What the tests found and what was decided.
    pub held: Quarantined,
    /// Whether the one who looks may decide.
    pub may_decide: bool,
}

/// The batches held back at units where `by` may see batches: latest wave first, in it by position.
pub fn held_batches(conn: &mut Connection, by: &Principal) -> Result<Vec<HeldBatch>, StoreError> {
    let mut seen = Vec::new();
    let mut known: BTreeMap<WaveId, Grounds> = BTreeMap::new();
    for (id, held) in quality::all_held_back(conn)? {
        if !known.contains_key(&id) {
            let Some(grounds) = Grounds::of(conn, &id)? else { continue };
            known.insert(id.clone(), grounds);
        }
        if let Some(batch) = known.get(&id).and_then(|grounds| grounds.seen(by, &held)) {
            seen.push(batch);
        }
    }
    Ok(seen)
}

/// What is needed to tell what somebody sees of the batches of a wave.
struct Grounds {
    stored: StoredWave,
    units: BTreeMap<i32, Unit>,
    tree: UnitTree,
    sizes: BTreeMap<i32, i64>,
}

impl Grounds {
    fn of(conn: &mut Connection, id: &WaveId) -> Result<Option<Self>, StoreError> {
        let Some(stored) = waves::find(conn, id)? else { return Ok(None) };
        let (units, tree) = tree_of(conn, &stored.wave)?;
        let sizes = batches::sizes(conn, stored.number)?;
        Ok(Some(Self { stored, units: units.into_iter().collect(), tree, sizes }))
    }

    fn seen(&self, by: &Principal, held: &Quarantined) -> Option<HeldBatch> {
        let unit = self.units.get(&held.unit_id)?;
        let path = path_of(&self.tree, &unit.code);
        if !by.powers.may(Right::SeeBatches, &path) {
            return None;
        }
        Some(HeldBatch {
            wave: self.stored.wave.id.clone(),
            title: self.stored.wave.title.clone(),
            unit: unit.clone(),
            responses: self.sizes.get(&held.seq).copied().unwrap_or_default(),
            held: held.clone(),
            may_decide: held.decision == Decision::Waiting && by.powers.may(Right::DecideQuarantine, &path),
        })
    }
}

/// Decides that a batch counts, or that it never does, for good, and publishes.
///
/// # Errors
/// When the database fails or the wave does not fit its instrument; the decision stands where it was made.
pub fn decide(
    conn: &mut Connection,
    by: &Principal,
    (id, seq): (&WaveId, i32),
    (counts, why): (bool, &str),
    now: Moment,
) -> Result<Result<Option<Published>, Refused>, SealError> {
    let Some(grounds) = Grounds::of(conn, id)? else {
        return Ok(Err(Refused::UnknownWave(id.clone())));
    };
    let wave = &grounds.stored;
    let held = quality::held_back(conn, wave.number)?.into_iter().find(|held| held.seq == seq);
    let Some(batch) = held.and_then(|held| grounds.seen(by, &held)) else {
        return Ok(Err(Refused::NotHeldBack(seq)));
    };
    if !by.powers.may(Right::DecideQuarantine, &path_of(&grounds.tree, &batch.unit.code)) {
        return Ok(Err(Refused::Right(Right::DecideQuarantine)));
    }
    let why = why.trim();
    if why.is_empty() || why.chars().count() > MAX_WHY {
        return Ok(Err(Refused::BadWhy));
    }
    let (decision, action) = if counts {
        (Decision::Released, Action::BatchReleased)
    } else {
        (Decision::Discarded, Action::BatchDiscarded)
    };
    let decided = together(conn, |conn| {
        let decided = quality::decide(conn, (wave.number, seq), decision, (&by.actor, why))?;
        if decided {
            let signs: Vec<&str> = batch.held.reasons.iter().map(Reason::sign).collect();
            let entry = by.entry(action).to(id.as_str()).at(Some(batch.unit.code.clone()));
            let entry = entry.with("batch", &seq).with("signs", &signs.join(" ")).with("why", &why);
            audit::append(conn, entry, now.at, now.day)?;
        }
        Ok(decided)
    })?;
    if !decided {
        return Ok(Err(Refused::Decided(seq)));
    }
    Ok(Ok(sealing::publish(conn, wave)?))
}
