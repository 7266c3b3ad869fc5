//! One sealing epoch over all waves.

use chrono::{NaiveDate, Utc};
use diesel::PgConnection;
use rand::CryptoRng;

use super::close::shut;
use super::publish::{Published, publish};
use super::seal::seal_watched;
use super::{Aids, SealError, SealReport};
use crate::domain::access::{Action, NewEntry, top_of};
use crate::domain::unit::UnitTree;
use crate::domain::wave::{Access, State, WaveId};
use crate::envelopes::Keys;
use crate::store::waves::{self, StoredWave};
use crate::store::{instruments, traces, units};

/// Who closes a wave in the audit log when its last day is over.
const SCHEDULE: &str = "schedule";

/// What became of one wave.
#[derive(Debug)]
pub struct WaveRun {
    /// The wave.
    pub wave: WaveId,
    /// What was sealed, and the current publication if there is anything to publish.
    pub outcome: Result<(SealReport, Option<Published>), SealError>,
}

/// Closes the waves whose last day is over, seals and publishes all open ones, and finishes closed ones whose closing was interrupted. A
/// failure in one wave does not keep the others from it.
///
/// # Errors
/// When the waves cannot be listed.
pub fn seal_all(
    conn: &mut PgConnection,
    epoch: NaiveDate,
    rng: &mut dyn CryptoRng,
) -> Result<Vec<WaveRun>, SealError> {
    seal_all_with(conn, epoch, rng, &Keys::none())
}

/// Like [`seal_all`], where private keys are.
///
/// # Errors
/// When the waves cannot be listed.
pub fn seal_all_with(
    conn: &mut PgConnection,
    epoch: NaiveDate,
    rng: &mut dyn CryptoRng,
    keys: &Keys,
) -> Result<Vec<WaveRun>, SealError> {
    run(conn, epoch, rng, Aids { keys, bursts: None }, |_| true)
}

/// Like [`seal_all`], without the waves that were gone through at this epoch or a later one: what
/// an instance does that was down at the epoch, or comes second.
///
/// # Errors
/// When the waves cannot be listed.
pub fn seal_due(
    conn: &mut PgConnection,
    epoch: NaiveDate,
    rng: &mut dyn CryptoRng,
) -> Result<Vec<WaveRun>, SealError> {
    seal_due_with(conn, epoch, rng, Aids { keys: &Keys::none(), bursts: None })
}

/// [`seal_due`] with what this machine has besides the database.
pub(super) fn seal_due_with(
    conn: &mut PgConnection,
    epoch: NaiveDate,
    rng: &mut dyn CryptoRng,
    aids: Aids<'_>,
) -> Result<Vec<WaveRun>, SealError> {
    run(conn, epoch, rng, aids, |wave| wave.sealed_on.is_none_or(|sealed_on| sealed_on < epoch))
}

fn run(
    conn: &mut PgConnection,
    epoch: NaiveDate,
    rng: &mut dyn CryptoRng,
    aids: Aids<'_>,
    due: impl Fn(&StoredWave) -> bool,
) -> Result<Vec<WaveRun>, SealError> {
    let unfinished = waves::unfinished(conn)?;
    let mut runs = Vec::new();
    let mut all = waves::list(conn)?;
    // Those that are made from others come after them.
    all.sort_by_key(|wave| wave.wave.access == Access::Pooled);
    for wave in all {
        let wanted = match (wave.wave.access, wave.wave.state) {
            (_, State::Planned) => false,
            (Access::Pooled, _) => due(&wave),
            (_, State::Open) => due(&wave) || is_over(&wave, epoch),
            (_, State::Closed) => unfinished.contains(&wave.number),
        };
        if wanted {
            let outcome = seal_and_publish(conn, &wave, epoch, rng, aids);
            runs.push(WaveRun { wave: wave.wave.id, outcome });
        }
    }
    if !runs.is_empty() {
        traces::clear(conn)?;
    }
    Ok(runs)
}

/// Whether the last day on which the wave takes answers is over.
fn is_over(wave: &StoredWave, epoch: NaiveDate) -> bool {
    wave.wave.state == State::Open && wave.closes_on.is_some_and(|last| last < epoch)
}

/// An entry of the audit log about a wave, at the lowest unit above all units of it.
pub(super) fn entry(
    conn: &mut PgConnection,
    wave: &StoredWave,
    actor: &str,
    action: Action,
) -> Result<NewEntry, SealError> {
    let first = wave.wave.period.first();
    let tree = UnitTree::at(units::units_at(conn, first)?.into_iter().map(|(_, unit)| unit), first);
    let taking = waves::units(conn, wave.number)?;
    let top = top_of(&tree, taking.iter().map(|(_, unit)| &unit.code));
    Ok(NewEntry::new(actor, action).to(wave.wave.id.as_str()).at(top))
}

fn seal_and_publish(
    conn: &mut PgConnection,
    wave: &StoredWave,
    epoch: NaiveDate,
    rng: &mut dyn CryptoRng,
    aids: Aids<'_>,
) -> Result<(SealReport, Option<Published>), SealError> {
    if wave.wave.access == Access::Pooled {
        let published = publish(conn, wave)?;
        waves::set_sealed_on(conn, wave.number, epoch)?;
        return Ok((SealReport::default(), published));
    }
    let stored = instruments::find(conn, &wave.wave.instrument)?;
    let stored = stored.ok_or_else(|| SealError::NoInstrument {
        wave: wave.wave.id.to_string(),
        instrument: wave.wave.instrument.clone(),
    })?;
    if is_over(wave, epoch) {
        let entry = entry(conn, wave, SCHEDULE, Action::WaveClosed)?;
        // What is left is finished below, as after every closing that was interrupted.
        shut((conn, wave, &stored.instrument), (entry, Utc::now()), epoch)?;
    }
    let report = seal_watched(conn, (wave, &stored.instrument), epoch, rng, aids)?;
    let published = publish(conn, wave)?;
    // Last, so that a wave whose run failed or died on the way is due again.
    waves::set_sealed_on(conn, wave.number, epoch)?;
    Ok((report, published))
}
