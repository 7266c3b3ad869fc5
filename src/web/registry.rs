//! The waves in memory, so that showing a form and checking a response ask the database nothing.
//!
//! A thread of its own looks for changes every second; what it finds replaces the whole picture at once. The
//! database has the last word anyway: the writer stores nothing into a closed wave.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, PoisonError, RwLock};
use std::thread;
use std::time::{Duration, Instant};

use super::open_wave::{OpenWave, WaveEnvelope};
use super::problem::Problem;
use super::state::AppState;
use super::wording;
use crate::domain::wave::{Access, State, Wave};
use crate::ingest::extras::Extras;
use crate::store::waves::StoredWave;
use crate::store::{Connection, Pool, StoreError, envelopes, instruments, publications, units, waves};

/// How old the picture may get.
const PERIOD: Duration = Duration::from_secs(1);
/// After this time a wave is read again although nothing seems changed: units may have got other names.
const REREAD: Duration = Duration::from_secs(300);

/// The waves everybody may know of, at one moment.
#[derive(Default)]
pub(super) struct Waves {
    open: BTreeMap<String, Kept>,
    /// Names of the waves whose link is closed.
    closed: BTreeSet<String>,
    /// Waves with results for everybody, the latest period first.
    public: Vec<Wave>,
}

struct Kept {
    wave: Arc<OpenWave>,
    stored: StoredWave,
    units: i64,
    read: Instant,
}

/// What a visitor finds under the name of a wave.
pub(super) enum Found {
    /// It takes answers.
    Open(Arc<OpenWave>),
    /// It took answers, and no longer does.
    Closed,
    /// Nobody answers it by a link.
    Unknown,
}

impl Waves {
    /// The wave of this name.
    pub(super) fn find(&self, id: &str) -> Found {
        if let Some(kept) = self.open.get(id) {
            return Found::Open(Arc::clone(&kept.wave));
        }
        if self.closed.contains(id) { Found::Closed } else { Found::Unknown }
    }

    /// The waves that take answers, by name.
    pub(super) fn open(&self) -> impl Iterator<Item = &Arc<OpenWave>> {
        self.open.values().map(|kept| &kept.wave)
    }

    /// The waves with results for everybody, the latest period first.
    pub(super) fn public(&self) -> &[Wave] {
        &self.public
    }

    /// The picture after this one. What did not change is taken over.
    fn next(&self, connection: &mut Connection, extras: &Extras) -> Result<Self, StoreError> {
        let mut next = Self::default();
        let counts = waves::unit_counts(connection)?;
        let published = publications::published_waves(connection)?;
        for stored in waves::list(connection)? {
            let id = stored.wave.id.as_str().to_owned();
            if stored.wave.public && published.binary_search(&stored.number).is_ok() {
                next.public.push(wording::titled(stored.wave.clone(), extras));
            }
            match (stored.wave.access, stored.wave.state) {
                (_, State::Planned) | (Access::Import | Access::Pooled, _) => {}
                (Access::Link | Access::Ticket | Access::Blind | Access::Unlock, State::Closed) => {
                    next.closed.insert(id);
                }
                (Access::Link | Access::Ticket | Access::Blind | Access::Unlock, State::Open) => {
                    let count = counts.get(&stored.number).copied().unwrap_or_default();
                    let kept = self.open.get(&id).filter(|kept| kept.is_current(&stored, count));
                    let kept = match kept {
                        Some(kept) => kept.clone(),
                        None => Kept::read(connection, extras, stored, count)?,
                    };
                    next.open.insert(id, kept);
                }
            }
        }
        Ok(next)
    }
}

impl Clone for Kept {
    fn clone(&self) -> Self {
        let (wave, stored) = (Arc::clone(&self.wave), self.stored.clone());
        Self { wave, stored, units: self.units, read: self.read }
    }
}

impl Kept {
    fn is_current(&self, stored: &StoredWave, count: i64) -> bool {
        self.stored.wave == stored.wave && self.units == count && self.read.elapsed() < REREAD
    }

    fn read(
        connection: &mut Connection,
        extras: &Extras,
        stored: StoredWave,
        count: i64,
    ) -> Result<Self, StoreError> {
        let wave = read_wave(connection, extras, &stored)?;
        Ok(Self { wave: Arc::new(wave), stored, units: count, read: Instant::now() })
    }
}

/// The wave with everything its form needs, whether it takes answers or not.
pub(super) fn read_wave(
    connection: &mut Connection,
    extras: &Extras,
    stored: &StoredWave,
) -> Result<OpenWave, StoreError> {
    let id = &stored.wave.instrument;
    let instrument = instruments::find(connection, id)?.ok_or_else(|| StoreError::Unreadable {
        table: "wave",
        value: id.clone(),
        reason: "there is no such instrument".to_owned(),
    })?;
    let key =
        if stored.wave.protection.envelope { envelopes::key_of(connection, stored.number)? } else { None };
    let envelope = key.map(|key| WaveEnvelope::new(key, &instrument));
    let taking = waves::units(connection, stored.number)?;
    let all = units::units_at(connection, stored.wave.period.first())?;
    let (number, wave) = (stored.number, stored.wave.clone());
    Ok(OpenWave::new((number, wave, envelope), instrument.instrument, extras, &taking, all))
}

/// The open wave of this name: 404 where there is none, 410 where it is closed.
pub(super) fn open_wave(state: &AppState, id: &str) -> Result<Arc<OpenWave>, Problem> {
    match state.waves().find(id) {
        Found::Open(wave) => Ok(wave),
        Found::Closed => Err(Problem::closed()),
        Found::Unknown => Err(Problem::unknown_wave()),
    }
}

/// Keeps the picture fresh until it is dropped.
pub(super) struct Registry {
    current: Arc<RwLock<Arc<Waves>>>,
    /// Dropping it ends the thread.
    _alive: Sender<()>,
}

impl Registry {
    /// Reads the waves once and then every second.
    pub(super) fn start(pool: Pool, extras: Arc<Extras>) -> io::Result<Self> {
        let first = pool
            .get()
            .map_err(StoreError::from)
            .and_then(|mut connection| Waves::default().next(&mut connection, &extras));
        let first = first.map_err(io::Error::other)?;
        let current = Arc::new(RwLock::new(Arc::new(first)));
        let (alive, dropped) = channel();
        let shared = Arc::clone(&current);
        let keep_fresh = move || {
            let mut failing = false;
            while dropped.recv_timeout(PERIOD) == Err(RecvTimeoutError::Timeout) {
                failing = refresh(&pool, &extras, &shared, failing);
            }
        };
        thread::Builder::new().name("waves".to_owned()).spawn(keep_fresh)?;
        Ok(Self { current, _alive: alive })
    }

    /// The latest picture.
    pub(super) fn current(&self) -> Arc<Waves> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Replaces the picture; tells whether that failed. The first of a row of failures is logged.
fn refresh(pool: &Pool, extras: &Extras, shared: &RwLock<Arc<Waves>>, was_failing: bool) -> bool {
    let before = Arc::clone(&shared.read().unwrap_or_else(PoisonError::into_inner));
    let read =
        pool.get().map_err(StoreError::from).and_then(|mut connection| before.next(&mut connection, extras));
    match read {
        Ok(next) => {
            *shared.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
            if was_failing {
                tracing::info!("the waves can be read again");
            }
            false
        }
        Err(cause) => {
            if !was_failing {
                tracing::error!("cannot read the waves, the last known ones stay: {cause}");
            }
            true
        }
    }
}
