//! Sealing the pools of one wave.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::PgConnection;
use rand::CryptoRng;
use rand::seq::SliceRandom;

use super::batch::{Job, Kind, Place, Undo, spend_ids, unless_held};
use super::close::finish;
use super::pool::{Reader, Taken};
use super::report::LevelCount;
use super::{Aids, SealError, SealReport, remarks, visits};
use crate::domain::batch::{SampleCell, sample_batches};
use crate::domain::instrument::Instrument;
use crate::domain::unit::Unit;
use crate::domain::wave::{Mode, State};
use crate::envelopes::Keys;
use crate::store::responses::Pending;
use crate::store::units;
use crate::store::waves::{self, StoredWave};

/// Seals every pool of the wave that may be sealed, one transaction per unit, so that memory holds
/// one pool and a crash loses nothing. `epoch` is the day of the sealing epoch; `rng` decides the
/// order in which answers are kept and must not be guessable.
///
/// - An open wave of mode desk: each pool of at least k becomes a batch, unless it is unanimously
///   dissatisfied with something.
/// - An open wave of mode sample: nothing, it is released once when it is closed.
/// - A closed wave: whatever an interrupted [`close_wave`](super::close_wave) left is finished.
///
/// What was deleted stays in the files of the database until [`traces::clear`](crate::store::traces::clear), which
/// whoever seals calls once, after all waves.
///
/// # Errors
/// When the database fails or stored answers do not fit the instrument; the units sealed before
/// stay sealed. Also inside a transaction: it makes its own.
pub fn seal_wave(
    conn: &mut PgConnection,
    wave: &StoredWave,
    instrument: &Instrument,
    epoch: NaiveDate,
    rng: &mut dyn CryptoRng,
) -> Result<SealReport, SealError> {
    seal_wave_with(conn, wave, instrument, epoch, rng, &Keys::none())
}

/// Like [`seal_wave`], where private keys are: envelopes are opened with them. Without the key of its wave an envelope
/// waits.
///
/// # Errors
/// As [`seal_wave`], and when a key cannot be read or destroyed.
pub fn seal_wave_with(
    conn: &mut PgConnection,
    wave: &StoredWave,
    instrument: &Instrument,
    epoch: NaiveDate,
    rng: &mut dyn CryptoRng,
    keys: &Keys,
) -> Result<SealReport, SealError> {
    seal_watched(conn, (wave, instrument), epoch, rng, Aids { keys, bursts: None })
}

/// [`seal_wave_with`] with what is known of how responses followed one another.
pub(super) fn seal_watched(
    conn: &mut PgConnection,
    (wave, instrument): (&StoredWave, &Instrument),
    epoch: NaiveDate,
    rng: &mut dyn CryptoRng,
    Aids { keys, bursts }: Aids<'_>,
) -> Result<SealReport, SealError> {
    let job = Job { bursts, ..Job::new(conn, wave, instrument, epoch)? };
    let reader = Reader::of(conn, &job, keys)?;
    let now = waves::by_number(conn, wave.number)?.ok_or(SealError::NoWave(wave.number))?.wave;
    match (now.state, now.mode) {
        (State::Planned, _) => Ok(SealReport::default()),
        (State::Closed, _) => finish(conn, (&job, &reader, keys), rng),
        (State::Open, Mode::Sample) => {
            let waiting_units = reader.pending_counts(conn, wave.number)?.len();
            Ok(SealReport { waiting_units, ..SealReport::default() })
        }
        (State::Open, Mode::Desk) => {
            let mut report = SealReport::default();
            seal_own_pools(conn, (&job, &reader), rng, &mut report)?;
            remarks::hand_over(conn, &job)?;
            Ok(report)
        }
    }
}

/// The units that exist on the wave's first day, by key.
pub(super) fn units_of(conn: &mut PgConnection, wave: &StoredWave) -> Result<BTreeMap<i32, Unit>, SealError> {
    Ok(units::units_at(conn, wave.wave.period.first())?.into_iter().collect())
}

/// Seals each pool at its own unit where the rule allows, and counts those that wait.
pub(super) fn seal_own_pools(
    conn: &mut PgConnection,
    (job, reader): (&Job<'_>, &Reader),
    rng: &mut dyn CryptoRng,
    report: &mut SealReport,
) -> Result<(), SealError> {
    if matches!(reader, Reader::Elsewhere) {
        report.key_elsewhere = true;
        for (unit_id, _) in reader.pending_counts(conn, job.wave.number)? {
            report.waiting_units += 1;
            reader.shuffle(conn, job.wave.number, unit_id)?;
        }
        return Ok(());
    }
    let units = units_of(conn, job.wave)?;
    for (unit_id, count) in reader.pending_counts(conn, job.wave.number)? {
        if count < i64::from(job.wave.wave.k) {
            report.waiting_units += 1;
            reader.shuffle(conn, job.wave.number, unit_id)?;
            continue;
        }
        let wave = job.wave.wave.id.to_string();
        let unit = units.get(&unit_id).ok_or(SealError::NoUnit { wave, what: "responses", unit_id })?;
        let place = Place::of(unit_id, unit);
        let sealed =
            conn.build_transaction().read_committed().run(|conn| seal_pool(conn, (job, reader), &place, rng));
        if let Some((count, unopened)) = unless_held(sealed)? {
            report.add(place.level, count);
            report.unopened += unopened;
        } else {
            report.waiting_units += 1;
            reader.shuffle(conn, job.wave.number, unit_id)?;
        }
    }
    Ok(())
}

/// Takes one unit's pool out and puts it into batches; or undoes that when the rule holds it.
fn seal_pool(
    conn: &mut PgConnection,
    (job, reader): (&Job<'_>, &Reader),
    place: &Place,
    rng: &mut dyn CryptoRng,
) -> Result<(LevelCount, usize), Undo> {
    let state = job.lock(conn)?;
    let Taken { rows, ids, unopened } = reader.take(conn, job, &[place.unit_id])?;
    job.judge(&rows)?;
    let responses = rows.len();
    // Ids of files were made here and are never sent again.
    if state == State::Open && job.wave.wave.access.is_answered() {
        spend_ids(conn, job.wave.number, ids, rng)?;
    }
    let groups = match job.wave.wave.mode {
        Mode::Desk => vec![(None, rows)],
        Mode::Sample => joined_where_unanimous(job, sample_groups(rows, job.wave.wave.k, rng))?,
    };
    let batches = groups.len();
    for (stratum, rows) in groups {
        job.seal(conn, place, Kind { residual: false, stratum }, rows, rng)?;
    }
    visits::release_own(conn, job, place.unit_id)?;
    Ok((LevelCount { batches, responses }, unopened))
}

/// Responses that become a batch, and their stratum.
type Group = (Option<String>, Vec<Pending>);

/// Joins groups that would be unanimously dissatisfied with something to the next one, the last to the one before: a
/// batch can be told apart from the others of its unit by its totals or solved for by a standard error. The whole pool
/// is not unanimous, so this ends.
fn joined_where_unanimous(job: &Job<'_>, groups: Vec<Group>) -> Result<Vec<Group>, Undo> {
    let mut joined: Vec<Group> = Vec::with_capacity(groups.len());
    let mut open: Option<Group> = None;
    for (stratum, rows) in groups {
        let (stratum, mut all) = open.take().unwrap_or((stratum, Vec::new()));
        all.extend(rows);
        match job.judge(&all) {
            Ok(()) => joined.push((stratum, all)),
            Err(Undo::Held) => open = Some((stratum, all)),
            Err(fault) => return Err(fault),
        }
    }
    while let Some((stratum, mut rows)) = open.take() {
        match joined.pop() {
            None => joined.push((stratum, rows)),
            Some((stratum, before)) => {
                rows.extend(before);
                // Two together may still not do where one was held by one question and one passed with another.
                match job.judge(&rows) {
                    Ok(()) => joined.push((stratum, rows)),
                    Err(Undo::Held) => open = Some((stratum, rows)),
                    Err(fault) => return Err(fault),
                }
            }
        }
    }
    Ok(joined)
}

/// The batches of one unit of a designed sample: its clusters, or random groups.
fn sample_groups(mut rows: Vec<Pending>, k: u32, rng: &mut dyn CryptoRng) -> Vec<Group> {
    rows.shuffle(rng);
    let cells: Vec<SampleCell> =
        rows.iter().map(|row| SampleCell { stratum: row.stratum.clone(), psu: row.psu.clone() }).collect();
    let mut rows: Vec<Option<Pending>> = rows.into_iter().map(Some).collect();
    let groups = sample_batches(&cells, k).unwrap_or_default();
    groups
        .into_iter()
        .map(|group| {
            let members = group.members.iter().filter_map(|member| rows[*member].take()).collect();
            (group.stratum, members)
        })
        .collect()
}
