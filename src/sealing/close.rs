//! Closing a wave: what is left in the pools goes up until it can be released.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::PgConnection;
use rand::CryptoRng;
use rand::seq::SliceRandom;

use super::batch::{Job, Kind, Place, Undo};
use super::ladder::{Climb, Ladder};
use super::report::LevelCount;
use super::seal::{seal_own_pools, units_of};
use super::{SealError, SealReport, remarks, visits};
use crate::domain::access::NewEntry;
use crate::domain::instrument::Instrument;
use crate::store::sealed::{self, UNPUBLISHED};
use crate::store::waves::{self, StoredWave};
use crate::store::{audit, responses, tickets};

/// Closes a wave for ever: takes no more answers, seals the pools, and passes what is left upwards.
///
/// Pools that cannot be sealed at their own unit (fewer than k, or unanimously dissatisfied) are
/// joined at the unit above, together with that unit's own leftover, and sealed there as a residual
/// batch if they are at least k from at least two units and not unanimous; else one level up, and
/// so on. They are never added to a batch that exists. What cannot be released even at the top is
/// in no batch and never published: its answers are kept without id and without their unit (or not at
/// all where the wave keeps totals alone), and the report says how many there are. The counts of kiosks go the same way. Last, the ids of sealed
/// responses are forgotten.
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

/// Like [`close_wave`], for somebody of the staff: the entry is in the audit log if it was they who closed it.
///
/// # Errors
/// As [`close_wave`].
pub fn close_wave_as(
    conn: &mut PgConnection,
    (wave, instrument): (&StoredWave, &Instrument),
    (entry, at): (NewEntry, DateTime<Utc>),
    epoch: NaiveDate,
    rng: &mut dyn CryptoRng,
) -> Result<SealReport, SealError> {
    waves::close_with(conn, wave.number, |conn| audit::append(conn, entry, at, epoch))?;
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
    visits::finish(conn, job)?;
    remarks::finish(conn, job)?;
    conn.build_transaction().read_committed().run(|conn| {
        job.lock(conn)?;
        sealed::forget_ids(conn, job.wave.number)?;
        tickets::forget(conn, job.wave.number)?;
        Ok::<(), SealError>(())
    })?;
    responses::vacuum(conn)?;
    sealed::vacuum_ids(conn)?;
    tickets::vacuum(conn)?;
    Ok(report)
}

/// Joins the pools that are left, from the lowest units up.
fn pass_upwards(
    conn: &mut PgConnection,
    job: &Job<'_>,
    rng: &mut dyn CryptoRng,
    report: &mut SealReport,
) -> Result<(), SealError> {
    let left: Vec<i32> =
        responses::pending_counts(conn, job.wave.number)?.into_iter().map(|(unit_id, _)| unit_id).collect();
    if left.is_empty() {
        return Ok(());
    }
    let units = units_of(conn, job.wave)?;
    Ladder::new(&units, job).climb(&left, &mut Leftovers { conn, job, rng, report })
}

struct Leftovers<'a> {
    conn: &'a mut PgConnection,
    job: &'a Job<'a>,
    rng: &'a mut dyn CryptoRng,
    report: &'a mut SealReport,
}

impl Climb for Leftovers<'_> {
    const WHAT: &'static str = "responses";

    fn release(&mut self, place: &Place, sources: &[i32]) -> Result<bool, SealError> {
        let (job, rng) = (self.job, &mut *self.rng);
        let sealed = self
            .conn
            .build_transaction()
            .read_committed()
            .run(|conn| seal_residual(conn, job, place, sources, rng));
        match sealed {
            Ok(count) => {
                self.report.add(place.level, count);
                Ok(true)
            }
            Err(Undo::Held) => Ok(false),
            Err(Undo::Fault(fault)) => Err(fault),
        }
    }

    fn give_up(&mut self, top: &Place, sources: &[i32]) -> Result<(), SealError> {
        self.report.unpublished += give_up(self.conn, self.job, top, sources, self.rng)?;
        Ok(())
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
        job.keep_answers(conn, top.unit_id, UNPUBLISHED, &rows)?;
        Ok(rows.len())
    })
}
