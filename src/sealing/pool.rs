//! Pools, whatever they hold: responses as they were sent, or envelopes that are opened in memory while they are sealed.

use std::collections::BTreeMap;

use chrono::Utc;
use diesel::PgConnection;
use uuid::Uuid;

use super::SealError;
use super::batch::Job;
use super::run::entry;
use crate::domain::access::Action;
use crate::domain::batch::Hash;
use crate::domain::envelope::{Envelope, Place, PrivateKey};
use crate::domain::wave::Protection;
use crate::envelopes::{Found, Keys, note_destroyed};
use crate::store::envelopes::{self, Waiting, WaveKey};
use crate::store::responses::{self, Pending};
use crate::store::{instruments, waves};

/// Who destroys keys in the audit log.
const SEALING: &str = "sealing";

/// How the pools of a wave are read.
pub(super) enum Reader {
    /// They hold responses.
    Plain,
    /// They hold envelopes, and the key is here.
    Key {
        private: PrivateKey,
        name: String,
        /// SHA-256 of the instrument's file.
        instrument: Hash,
        /// Codes of the wave's units, by key.
        units: BTreeMap<i32, String>,
    },
    /// They hold envelopes, and the key is on another machine. They wait.
    Elsewhere,
    /// They hold envelopes that nobody can open any more.
    Lost,
}

/// Pools that were taken out.
pub(super) struct Taken {
    /// What is to be sealed.
    pub rows: Vec<Pending>,
    /// Unit and id of everything that was there.
    pub ids: Vec<(i32, Uuid)>,
    /// Envelopes that did not open, or held no response.
    pub unopened: usize,
}

impl Reader {
    /// How the pools of the job's wave are read with these keys.
    pub fn of(conn: &mut PgConnection, job: &Job<'_>, keys: &Keys) -> Result<Self, SealError> {
        let wave = &job.wave.wave;
        let Protection { envelope: true, .. } = wave.protection else { return Ok(Self::Plain) };
        let key = match envelopes::key_of(conn, job.wave.number)? {
            Some(WaveKey { destroyed: true, .. }) => return Ok(Self::Lost),
            // Opened by no way that this program has.
            None => return Ok(Self::Elsewhere),
            Some(key) => key,
        };
        let private = match keys.find(&wave.id, &key.name)? {
            Found::Here(private) => private,
            Found::Erased => return Ok(Self::Lost),
            Found::Absent => return Ok(Self::Elsewhere),
        };
        let stored = instruments::find(conn, &wave.instrument)?.ok_or_else(|| SealError::NoInstrument {
            wave: wave.id.to_string(),
            instrument: wave.instrument.clone(),
        })?;
        let units = waves::units(conn, job.wave.number)?;
        let units = units.into_iter().map(|(number, unit)| (number, unit.code.to_string())).collect();
        Ok(Self::Key { private, name: key.name, instrument: stored.sha256, units })
    }

    /// Number of responses in each pool that is not empty, by key of the unit.
    pub fn pending_counts(&self, conn: &mut PgConnection, wave: i32) -> Result<Vec<(i32, i64)>, SealError> {
        match self {
            Self::Plain => Ok(responses::pending_counts(conn, wave)?),
            _ => Ok(envelopes::pending_counts(conn, wave)?),
        }
    }

    /// Writes the pool of a unit anew in random order.
    pub fn shuffle(&self, conn: &mut PgConnection, wave: i32, unit_id: i32) -> Result<(), SealError> {
        match self {
            Self::Plain => Ok(responses::shuffle(conn, wave, unit_id)?),
            _ => Ok(envelopes::shuffle(conn, wave, unit_id)?),
        }
    }

    /// Takes the pools of these units out and opens what is in them; the transaction must put it into a batch or be
    /// rolled back.
    pub fn take(&self, conn: &mut PgConnection, job: &Job<'_>, at: &[i32]) -> Result<Taken, SealError> {
        if matches!(self, Self::Plain) {
            let rows = responses::take_pools(conn, job.wave.number, at)?;
            let ids = rows.iter().map(|row| (row.unit_id, row.id)).collect();
            return Ok(Taken { rows, ids, unopened: 0 });
        }
        let waiting = envelopes::take_pools(conn, job.wave.number, at)?;
        let ids: Vec<_> = waiting.iter().map(|one| (one.unit_id, one.id)).collect();
        let rows: Vec<Pending> = waiting.into_iter().filter_map(|one| self.open(job, &one)).collect();
        let unopened = ids.len() - rows.len();
        Ok(Taken { rows, ids, unopened })
    }

    fn open(&self, job: &Job<'_>, waiting: &Waiting) -> Option<Pending> {
        let Self::Key { private, name, instrument, units } = self else { return None };
        let (unit_id, id) = (waiting.unit_id, waiting.id);
        let unit = units.get(&unit_id)?;
        let place = Place { wave: job.wave.wave.id.as_str(), unit, instrument, key: name, id };
        let envelope = Envelope { enc: &waiting.enc, sealed: &waiting.sealed };
        // Why one counts for nothing is not told: it could only be told of somebody.
        let answers = private.response(&place, envelope, job.instrument).ok()?.into_bytes();
        let channel = waiting.channel.clone();
        Some(Pending { unit_id, id, answers, weight: None, stratum: None, psu: None, channel })
    }
}

/// Destroys the private key of a finished wave and notes it down. Zeros first, then the note, then the file: whatever is
/// interrupted is done again, and the note is never ahead of the deed.
pub(super) fn destroy_key(conn: &mut PgConnection, job: &Job<'_>, keys: &Keys) -> Result<(), SealError> {
    let id = &job.wave.wave.id;
    let Some(key) = envelopes::key_of(conn, job.wave.number)? else { return Ok(()) };
    keys.erase(id, &key.name)?;
    if !key.destroyed {
        let entry = entry(conn, job.wave, SEALING, Action::WaveKeyDestroyed)?.with("key", &key.name);
        diesel::Connection::transaction(conn, |conn| {
            note_destroyed(conn, job.wave.number, entry, (Utc::now(), job.epoch))
        })?;
    }
    Ok(keys.remove(id, &key.name)?)
}
