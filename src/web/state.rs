//! What every handler shares.

use std::io;
use std::num::NonZero;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::available_parallelism;
use std::time::{Duration, Instant};

use actix_web::body::BoxBody;
use actix_web::rt::time::timeout;
use actix_web::web;
use tokio::sync::Semaphore;

use super::guesses::Guesses;
use super::imports::Board;
use super::outgoing::{Outgoing, outgoing};
use super::problem::Problem;
use super::publication_cache::PublicationCache;
use super::registry::{Registry, Waves};
use super::unlocked::Unlocked;
use crate::envelopes::Keys;
use crate::identity::Key;
use crate::ingest::extras::Extras;
use crate::ingest::writer::Writer;
use crate::sealing::Bursts;
use crate::store::{Connection, Pool, StoreError};

/// How long a visitor waits for a turn at work that takes long.
const TURN: Duration = Duration::from_secs(10);

/// Files on their way at once: each may hold the table it is made from.
const PLACES: usize = 16;

/// Who may read and delete answers: sealing, closing, importing, deciding, erasing.
#[derive(Debug, Clone)]
pub enum Tally {
    /// The role of the service itself.
    Same,
    /// Another role.
    Own(Pool),
    /// Another program.
    Elsewhere,
}

/// What every handler shares. Cheap to clone.
#[derive(Clone)]
pub struct AppState {
    shared: Arc<Shared>,
}

struct Shared {
    pool: Pool,
    tally: Tally,
    writer: Writer,
    registry: Registry,
    publications: PublicationCache,
    extras: Arc<Extras>,
    imports: Board,
    guesses: Guesses,
    unlocked: Unlocked,
    bursts: Arc<Bursts>,
    /// Turns for work that takes long.
    turns: Arc<Semaphore>,
    /// Places for files on their way to somebody.
    places: Arc<Semaphore>,
    /// The turn for passwords.
    password: Semaphore,
    /// False while stopping: balancers then send nobody here any more.
    accepting: AtomicBool,
    started: Instant,
    /// Encrypts the second factors of the staff.
    key: Key,
    /// Where private keys of waves with envelopes are.
    keys: Keys,
}

impl AppState {
    /// Reads the waves and keeps them fresh from then on.
    ///
    /// # Errors
    /// When the database cannot be read or the system gives no thread.
    pub fn new(pool: Pool, writer: Writer, key: Key) -> io::Result<Self> {
        Self::with_extras(pool, writer, key, Arc::default())
    }

    /// As [`AppState::new`], with translations and recordings of the forms.
    ///
    /// # Errors
    /// When the database cannot be read or the system gives no thread.
    pub fn with_extras(pool: Pool, writer: Writer, key: Key, extras: Arc<Extras>) -> io::Result<Self> {
        Self::with_roles((pool, Tally::Same), writer, key, extras, Keys::none())
    }

    /// As [`AppState::with_extras`], where another role of the database may read and delete answers, and where private
    /// keys of waves with envelopes are to be kept.
    ///
    /// # Errors
    /// When the database cannot be read or the system gives no thread.
    pub fn with_roles(
        (pool, tally): (Pool, Tally),
        writer: Writer,
        key: Key,
        extras: Arc<Extras>,
        keys: Keys,
    ) -> io::Result<Self> {
        let registry = Registry::start(pool.clone(), Arc::clone(&extras))?;
        let shared = Shared {
            pool,
            tally,
            writer,
            registry,
            publications: PublicationCache::default(),
            extras,
            imports: Board::default(),
            guesses: Guesses::default(),
            unlocked: Unlocked::default(),
            bursts: Arc::default(),
            turns: Arc::new(Semaphore::new(available_parallelism().map_or(1, NonZero::get))),
            places: Arc::new(Semaphore::new(PLACES)),
            password: Semaphore::new(1),
            accepting: AtomicBool::new(true),
            started: Instant::now(),
            key,
            keys,
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Where private keys of waves with envelopes are.
    pub(super) fn keys(&self) -> &Keys {
        &self.shared.keys
    }

    /// The door to the database: runs `work` on a thread for blocking work with a connection of the pool.
    ///
    /// Without a connection in time the visitor is asked to come back (503).
    pub(super) async fn db<T, F>(&self, work: F) -> Result<T, Problem>
    where
        F: FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
        T: Send + 'static,
    {
        let pool = self.shared.pool.clone();
        let done = web::block(move || {
            let mut connection = pool.get()?;
            work(&mut connection)
        });
        match done.await {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(cause)) if cause.is_unavailable() => {
                tracing::warn!("the database is not available: {cause}");
                Err(Problem::busy("database_unavailable"))
            }
            Ok(Err(cause)) => Err(Problem::internal(&cause)),
            Err(cause) => Err(Problem::internal(&cause)),
        }
    }

    /// Runs work that takes long on a thread for blocking work, no more of it at once than there are processors:
    /// otherwise a few people with large downloads keep everybody else from answering.
    pub(super) async fn aside<T, F>(&self, work: F) -> Result<T, Problem>
    where
        F: FnOnce() -> Result<T, Problem> + Send + 'static,
        T: Send + 'static,
    {
        in_turn(&self.shared.turns, work).await
    }

    /// As [`Self::aside`], for work that writes a file: it goes out while it is made. A turn is held while there is
    /// work, not while the reader is slow.
    pub(super) async fn sending<F>(&self, work: F) -> Result<BoxBody, Problem>
    where
        F: FnOnce(&mut Outgoing) -> io::Result<()> + Send + 'static,
    {
        let places = Arc::clone(&self.shared.places);
        let turns = Arc::clone(&self.shared.turns);
        let wait = async { (places.acquire_owned().await, Arc::clone(&turns).acquire_owned().await) };
        let Ok((Ok(place), Ok(turn))) = timeout(TURN, wait).await else {
            return Err(Problem::busy("overloaded"));
        };
        outgoing((turns, turn), place, work).await
    }

    /// Runs work that is slow on purpose, one after the other: whoever guesses passwords takes one processor at most
    /// and nobody's turn at downloads.
    pub(super) async fn alone<T, F>(&self, work: F) -> Result<T, Problem>
    where
        F: FnOnce() -> Result<T, Problem> + Send + 'static,
        T: Send + 'static,
    {
        in_turn(&self.shared.password, work).await
    }

    /// The waves as they were at most a moment ago.
    pub(super) fn waves(&self) -> Arc<Waves> {
        self.shared.registry.current()
    }

    pub(super) fn writer(&self) -> &Writer {
        &self.shared.writer
    }

    pub(super) fn publications(&self) -> &PublicationCache {
        &self.shared.publications
    }

    pub(super) fn key(&self) -> &Key {
        &self.shared.key
    }

    pub(super) fn extras(&self) -> &Extras {
        &self.shared.extras
    }

    /// How responses follow one another, for sealing.
    pub fn bursts(&self) -> &Arc<Bursts> {
        &self.shared.bursts
    }

    /// Files that staff have sent.
    pub(super) fn imports(&self) -> &Board {
        &self.shared.imports
    }

    /// Wrong tickets of late.
    pub(super) fn guesses(&self) -> &Guesses {
        &self.shared.guesses
    }

    /// Forms that clerks have opened at kiosks.
    pub(super) fn unlocked(&self) -> &Unlocked {
        &self.shared.unlocked
    }

    pub(super) fn pool(&self) -> &Pool {
        &self.shared.pool
    }

    /// Connections of the role that seals, closes, imports, decides and erases; a problem where that is done
    /// elsewhere.
    pub(super) fn tally_pool(&self) -> Result<Pool, Problem> {
        match &self.shared.tally {
            Tally::Same => Ok(self.shared.pool.clone()),
            Tally::Own(pool) => Ok(pool.clone()),
            Tally::Elsewhere => Err(Problem::sealing_elsewhere()),
        }
    }

    pub(super) fn started(&self) -> Instant {
        self.shared.started
    }

    /// Whether new visitors are welcome.
    pub(super) fn is_accepting(&self) -> bool {
        self.shared.accepting.load(Ordering::Relaxed)
    }

    pub(super) fn stop_accepting(&self) {
        self.shared.accepting.store(false, Ordering::Relaxed);
        self.shared.unlocked.wake();
    }
}

/// Waits for a turn and runs the work on a thread for blocking work.
async fn in_turn<T, F>(turns: &Semaphore, work: F) -> Result<T, Problem>
where
    F: FnOnce() -> Result<T, Problem> + Send + 'static,
    T: Send + 'static,
{
    let Ok(Ok(_turn)) = timeout(TURN, turns.acquire()).await else {
        return Err(Problem::busy("overloaded"));
    };
    web::block(work).await.unwrap_or_else(|cause| Err(Problem::internal(&cause)))
}
