//! Closing a wave: what is left in the pools goes up until it can be released.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::PgConnection;
use rand::CryptoRng;
use rand::seq::SliceRandom;

use super::batch::{Job, Kind, Place, Undo, unless_held};
use super::ladder::{Climb, Ladder};
use super::pool::{Reader, Taken, destroy_key};
use super::raking::rake;
use super::report::LevelCount;
use super::seal::{seal_own_pools, units_of};
use super::{SealError, SealReport, remarks, visits};
use crate::domain::access::NewEntry;
use crate::domain::instrument::Instrument;
use crate::envelopes::Keys;
use crate::store::sealed::{self, UNPUBLISHED};
use crate::store::waves::{self, StoredWave};
use crate::store::{audit, tickets};

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
/// What was deleted stays in the files until [`traces::clear`](crate::store::traces::clear), as after
/// [`seal_wave`](super::seal_wave).
///
/// Interrupted at any point it can be called again, as can [`seal_wave`](super::seal_wave).
///
/// The weights of a designed sample with margins are raked first.
///
/// # Errors
/// When the database fails, stored answers do not fit the instrument or the sample cannot be raked; the wave then
/// stays open. Also inside a transaction: it makes its own.
pub fn close_wave(
    conn: &mut PgConnection,
    wave: &StoredWave,
    instrument: &Instrument,
    epoch: NaiveDate,
    rng: &mut dyn CryptoRng,
) -> Result<SealReport, SealError> {
    close_wave_with(conn, wave, instrument, epoch, rng, &Keys::none())
}

/// Like [`close_wave`], where private keys are. When everything is sealed, that of the wave is destroyed.
///
/// # Errors
/// As [`close_wave`], and when a key cannot be read or destroyed.
pub fn close_wave_with(
    conn: &mut PgConnection,
    wave: &StoredWave,
    instrument: &Instrument,
    epoch: NaiveDate,
    rng: &mut dyn CryptoRng,
    keys: &Keys,
) -> Result<SealReport, SealError> {
    waves::close_with(conn, wave.number, |conn| rake(conn, wave, instrument))?;
    let job = Job::new(conn, wave, instrument, epoch)?;
    finish_with(conn, &job, rng, keys)
}

/// Like [`close_wave_with`], for somebody of the staff: the entry is in the audit log if it was they who closed it.
///
/// # Errors
/// As [`close_wave`].
pub fn close_wave_as(
    conn: &mut PgConnection,
    (wave, instrument): (&StoredWave, &Instrument),
    (entry, at): (NewEntry, DateTime<Utc>),
    epoch: NaiveDate,
    rng: &mut dyn CryptoRng,
    keys: &Keys,
) -> Result<SealReport, SealError> {
    shut((conn, wave, instrument), (entry, at), epoch)?;
    let job = Job::new(conn, wave, instrument, epoch)?;
    finish_with(conn, &job, rng, keys)
}

/// Lets nobody answer any more, rakes the sample and notes who closed it, all or nothing. What is left is to be sealed.
pub(super) fn shut(
    (conn, wave, instrument): (&mut PgConnection, &StoredWave, &Instrument),
    (entry, at): (NewEntry, DateTime<Utc>),
    epoch: NaiveDate,
) -> Result<(), SealError> {
    waves::close_with(conn, wave.number, |conn| {
        rake(conn, wave, instrument)?;
        Ok::<_, SealError>(audit::append(conn, entry, at, epoch)?)
    })?;
    Ok(())
}

fn finish_with(
    conn: &mut PgConnection,
    job: &Job<'_>,
    rng: &mut dyn CryptoRng,
    keys: &Keys,
) -> Result<SealReport, SealError> {
    let reader = Reader::of(conn, job, keys)?;
    finish(conn, (job, &reader, keys), rng)
}

/// Everything after the state has become closed; repeatable.
pub(super) fn finish(
    conn: &mut PgConnection,
    (job, reader, keys): (&Job<'_>, &Reader, &Keys),
    rng: &mut dyn CryptoRng,
) -> Result<SealReport, SealError> {
    let mut report = SealReport::default();
    seal_own_pools(conn, (job, reader), rng, &mut report)?;
    if report.key_elsewhere {
        // Whoever has the key finishes.
        return Ok(report);
    }
    report.waiting_units = 0;
    pass_upwards(conn, (job, reader), rng, &mut report)?;
    visits::finish(conn, job)?;
    remarks::finish(conn, job)?;
    conn.build_transaction().read_committed().run(|conn| {
        job.lock(conn)?;
        sealed::forget_ids(conn, job.wave.number)?;
        tickets::forget(conn, job.wave.number)?;
        Ok::<(), SealError>(())
    })?;
    destroy_key(conn, job, keys)?;
    Ok(report)
}

/// Joins the pools that are left, from the lowest units up.
fn pass_upwards(
    conn: &mut PgConnection,
    (job, reader): (&Job<'_>, &Reader),
    rng: &mut dyn CryptoRng,
    report: &mut SealReport,
) -> Result<(), SealError> {
    let left: Vec<i32> =
        reader.pending_counts(conn, job.wave.number)?.into_iter().map(|(unit_id, _)| unit_id).collect();
    if left.is_empty() {
        return Ok(());
    }
    let units = units_of(conn, job.wave)?;
    Ladder::new(&units, job).climb(&left, &mut Leftovers { conn, job, reader, rng, report })
}

struct Leftovers<'a> {
    conn: &'a mut PgConnection,
    job: &'a Job<'a>,
    reader: &'a Reader,
    rng: &'a mut dyn CryptoRng,
    report: &'a mut SealReport,
}

impl Climb for Leftovers<'_> {
    const WHAT: &'static str = "responses";

    fn release(&mut self, place: &Place, sources: &[i32]) -> Result<bool, SealError> {
        let (what, rng) = ((self.job, self.reader), &mut *self.rng);
        let sealed = self
            .conn
            .build_transaction()
            .read_committed()
            .run(|conn| seal_residual(conn, what, place, sources, rng));
        let Some((count, unopened)) = unless_held(sealed)? else { return Ok(false) };
        self.report.add(place.level, count);
        self.report.unopened += unopened;
        Ok(true)
    }

    fn give_up(&mut self, top: &Place, sources: &[i32]) -> Result<(), SealError> {
        let what = (self.job, self.reader);
        let (unpublished, unopened) = give_up(self.conn, what, top, sources, self.rng)?;
        self.report.unpublished += unpublished;
        self.report.unopened += unopened;
        Ok(())
    }
}

/// Joins the pools of `sources` into a residual batch at `place`, or undoes that.
fn seal_residual(
    conn: &mut PgConnection,
    (job, reader): (&Job<'_>, &Reader),
    place: &Place,
    sources: &[i32],
    rng: &mut dyn CryptoRng,
) -> Result<(LevelCount, usize), Undo> {
    job.lock(conn)?;
    let Taken { rows, unopened, .. } = reader.take(conn, job, sources)?;
    if rows.is_empty() {
        // Another instance that closes the same wave was faster, or nothing opens.
        return Ok((LevelCount::default(), unopened));
    }
    let from: BTreeSet<i32> = rows.iter().map(|row| row.unit_id).collect();
    if from.len() < 2 {
        return Err(Undo::Held);
    }
    job.judge(&rows)?;
    let responses = rows.len();
    job.seal(conn, place, Kind { residual: true, stratum: None }, rows, rng)?;
    Ok((LevelCount { batches: 1, responses }, unopened))
}

/// Takes out what cannot be released even at the top, and forgets ids and units.
fn give_up(
    conn: &mut PgConnection,
    (job, reader): (&Job<'_>, &Reader),
    top: &Place,
    sources: &[i32],
    rng: &mut dyn CryptoRng,
) -> Result<(usize, usize), SealError> {
    conn.build_transaction().read_committed().run(|conn| {
        job.lock(conn)?;
        let Taken { mut rows, unopened, .. } = reader.take(conn, job, sources)?;
        rows.shuffle(rng);
        job.keep_answers(conn, top.unit_id, UNPUBLISHED, &rows)?;
        Ok((rows.len(), unopened))
    })
}
