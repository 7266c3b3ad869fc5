//! Closing a wave: what is left in the pools goes up until it can be released.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::PgConnection;
use rand::CryptoRng;
use rand::seq::SliceRandom;

use super::batch::{Job, Kind, Place, Undo, keep_answers};
use super::report::LevelCount;
use super::seal::{seal_own_pools, units_of};
use super::{SealError, SealReport};
use crate::domain::instrument::Instrument;
use crate::domain::unit::{Unit, UnitCode, UnitTree};
use crate::store::responses;
use crate::store::sealed::{self, UNPUBLISHED};
use crate::store::waves::{self, StoredWave};

/// Closes a wave for ever: takes no more answers, seals the pools, and passes what is left upwards.
///
/// Pools that cannot be sealed at their own unit (fewer than k, or unanimously dissatisfied) are
/// joined at the unit above, together with that unit's own leftover, and sealed there as a residual
/// batch if they are at least k from at least two units and not unanimous; else one level up, and
/// so on. They are never added to a batch that exists. What cannot be released even at the top is
/// in no batch and never published: its answers are kept without id and without their unit, and
/// the report says how many there are. Last, the ids of sealed responses are forgotten.
///
/// Interrupted at any point it can be called again, as can [`seal_wave`](super::seal_wave).
///
/// # Errors
/// When the database fails or stored answers do not fit the instrument. Also inside a transaction:
/// it makes its own.
pub fn close_wave(
    conn: &mut PgConnection,
    wave: &StoredWave,
    instrument: &Instrument,
    epoch: NaiveDate,
    rng: &mut dyn CryptoRng,
) -> Result<SealReport, SealError> {
    waves::close(conn, wave.number)?;
    finish(conn, &Job::new(wave, instrument, epoch), rng)
}

/// Everything after the state has become closed; repeatable.
pub(super) fn finish(
    conn: &mut PgConnection,
    job: &Job<'_>,
    rng: &mut dyn CryptoRng,
) -> Result<SealReport, SealError> {
    let mut report = SealReport::default();
    seal_own_pools(conn, job, rng, &mut report)?;
    report.waiting_units = 0;
    pass_upwards(conn, job, rng, &mut report)?;
    conn.build_transaction().read_committed().run(|conn| {
        job.lock(conn)?;
        sealed::forget_ids(conn, job.wave.number)?;
        Ok::<(), SealError>(())
    })?;
    responses::vacuum(conn)?;
    sealed::vacuum_ids(conn)?;
    Ok(report)
}

/// Joins the pools that are left, from the lowest units up.
fn pass_upwards(
    conn: &mut PgConnection,
    job: &Job<'_>,
    rng: &mut dyn CryptoRng,
    report: &mut SealReport,
) -> Result<(), SealError> {
    let left = responses::pending_counts(conn, job.wave.number)?;
    if left.is_empty() {
        return Ok(());
    }
    let units = units_of(conn, job.wave)?;
    let ladder = Ladder::new(&units, job);
    // Each step takes the lowest unit that holds leftovers, so all units below it are done.
    let mut holding: BTreeMap<Step, Vec<i32>> = BTreeMap::new();
    for (unit_id, _) in left {
        holding.entry(ladder.step(unit_id)?).or_default().push(unit_id);
    }
    while let Some((step, sources)) = holding.pop_first() {
        let place = ladder.place(&step.code)?;
        match conn
            .build_transaction()
            .read_committed()
            .run(|conn| seal_residual(conn, job, &place, &sources, rng))
        {
            Ok(count) => report.add(place.level, count),
            Err(Undo::Fault(fault)) => return Err(fault),
            Err(Undo::Held) => match ladder.above(&step.code) {
                Some(above) => holding.entry(above).or_default().extend(sources),
                None => report.unpublished += give_up(conn, job, &place, &sources, rng)?,
            },
        }
    }
    Ok(())
}

/// A unit in the order of the work: the deepest first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Step {
    depth: Reverse<usize>,
    code: UnitCode,
}

/// The units of the wave's first day and what is above what.
struct Ladder<'a> {
    units: &'a BTreeMap<i32, Unit>,
    keys: BTreeMap<&'a UnitCode, i32>,
    tree: UnitTree,
    wave: String,
}

impl<'a> Ladder<'a> {
    fn new(units: &'a BTreeMap<i32, Unit>, job: &Job<'_>) -> Self {
        let tree = UnitTree::at(units.values().cloned(), job.wave.wave.period.first());
        let keys = units.iter().map(|(unit_id, unit)| (&unit.code, *unit_id)).collect();
        Self { units, keys, tree, wave: job.wave.wave.id.to_string() }
    }

    fn no_unit(&self, unit_id: i32) -> SealError {
        SealError::NoUnit { wave: self.wave.clone(), what: "responses", unit_id }
    }

    fn step(&self, unit_id: i32) -> Result<Step, SealError> {
        let unit = self.units.get(&unit_id).ok_or_else(|| self.no_unit(unit_id))?;
        Ok(self.step_of(&unit.code))
    }

    fn step_of(&self, code: &UnitCode) -> Step {
        Step { depth: Reverse(self.tree.ancestors(code).len()), code: code.clone() }
    }

    fn above(&self, code: &UnitCode) -> Option<Step> {
        self.tree.parent(code).map(|parent| self.step_of(&parent.code))
    }

    fn place(&self, code: &UnitCode) -> Result<Place, SealError> {
        let unit_id = *self.keys.get(code).ok_or_else(|| self.no_unit(0))?;
        let unit = self.units.get(&unit_id).ok_or_else(|| self.no_unit(unit_id))?;
        Ok(Place::of(unit_id, unit))
    }
}

/// Joins the pools of `sources` into a residual batch at `place`, or undoes that.
fn seal_residual(
    conn: &mut PgConnection,
    job: &Job<'_>,
    place: &Place,
    sources: &[i32],
    rng: &mut dyn CryptoRng,
) -> Result<LevelCount, Undo> {
    job.lock(conn)?;
    let rows = responses::take_pools(conn, job.wave.number, sources)?;
    if rows.is_empty() {
        // Another instance that closes the same wave was faster.
        return Ok(LevelCount::default());
    }
    let from: BTreeSet<i32> = rows.iter().map(|row| row.unit_id).collect();
    if from.len() < 2 {
        return Err(Undo::Held);
    }
    job.judge(&rows)?;
    let responses = rows.len();
    job.seal(conn, place, Kind { residual: true, stratum: None }, rows, rng)?;
    Ok(LevelCount { batches: 1, responses })
}

/// Takes out what cannot be released even at the top, and forgets ids and units.
fn give_up(
    conn: &mut PgConnection,
    job: &Job<'_>,
    top: &Place,
    sources: &[i32],
    rng: &mut dyn CryptoRng,
) -> Result<usize, SealError> {
    conn.build_transaction().read_committed().run(|conn| {
        job.lock(conn)?;
        let mut rows = responses::take_pools(conn, job.wave.number, sources)?;
        rows.shuffle(rng);
        keep_answers(conn, job.wave.number, top.unit_id, UNPUBLISHED, &rows)?;
        Ok(rows.len())
    })
}
