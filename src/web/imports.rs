//! Files that staff have sent and that are being looked at, wait for a word, or are being stored.
//!
//! Between the look and the word a file is kept in memory and nowhere else, only when it has no mistake (so when it
//! holds what would be stored and nothing more), bound to the session that sent it, for [`LIFE`] at most; then, or
//! when the service ends, it is gone. To have it sent a second time would make people choose the same file twice and
//! would prove nothing that the memory does not. Storing is one transaction: a service that is killed leaves nothing.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use actix_web::rt;
use actix_web::web::Bytes;
use uuid::Uuid;

use super::principal::now;
use super::problem::Problem;
use super::state::AppState;
use crate::identity::Principal;
use crate::identity::secret::secret_hash;
use crate::importing::{self, Done, Fault, Source, Step, Target, Told};

/// Longest file.
pub(super) const FILE_LIMIT: usize = 16 * 1024 * 1024;
/// All files together.
const ALL: usize = 4 * FILE_LIMIT;
/// How long something is kept after the last step.
const LIFE: Duration = Duration::from_secs(600);

/// How far a file has come.
#[derive(Clone)]
pub(super) enum Stage {
    /// Somebody reads it, to look or to store.
    Busy(Step),
    /// It can be stored; this is what would happen.
    Ready(Arc<Done>),
    /// It is stored.
    Stored(Arc<Done>),
    /// Nothing is stored, because of this.
    Refused(Arc<Fault>),
    /// Nothing is stored, because the service was short of something.
    Failed,
}

/// A file.
#[derive(Clone)]
pub(super) struct Job {
    owner: [u8; 32],
    /// What it holds and where it goes.
    pub target: Target,
    bytes: Option<Arc<[u8]>>,
    /// Rows below the header that are not empty.
    pub rows: u64,
    size: u64,
    read: Arc<AtomicU64>,
    /// How far it has come.
    pub stage: Stage,
    since: Instant,
}

impl Job {
    /// About how many rows are read: the share of the file that is done with, in rows.
    pub(super) fn rows_read(&self) -> u64 {
        let read = self.read.load(Ordering::Relaxed).min(self.size);
        let share = u128::from(self.rows) * u128::from(read) / u128::from(self.size.max(1));
        u64::try_from(share).unwrap_or(self.rows)
    }
}

/// The files that were sent.
#[derive(Default)]
pub(super) struct Board(Mutex<BTreeMap<Uuid, Job>>);

impl Board {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<Uuid, Job>> {
        let mut jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.retain(|_, job| job.since.elapsed() < LIFE || matches!(job.stage, Stage::Busy(Step::Store)));
        jobs
    }

    /// The session's file of this key.
    pub(super) fn find(&self, who: &Principal, key: &str) -> Result<(Uuid, Job), Problem> {
        let id: Uuid = key.parse().map_err(|_| Problem::unknown_import())?;
        let job = self.lock().get(&id).cloned().filter(|job| Some(job.owner) == owner(who));
        job.map(|job| (id, job)).ok_or_else(Problem::unknown_import)
    }

    /// Forgets a file, unless it is being stored.
    pub(super) fn drop_file(&self, id: Uuid) {
        let mut jobs = self.lock();
        if jobs.get(&id).is_some_and(|job| !matches!(job.stage, Stage::Busy(Step::Store))) {
            jobs.remove(&id);
        }
    }

    /// Forgets the files of a session that ends.
    pub(super) fn forget(&self, who: &Principal) {
        let owner = owner(who);
        self.lock().retain(|_, job| Some(job.owner) != owner || matches!(job.stage, Stage::Busy(_)));
    }

    /// Keeps a file that was sent; an earlier one of the same session, with which nobody went on, is forgotten.
    fn add(&self, who: &Principal, target: Target, bytes: &Bytes) -> Result<Uuid, Problem> {
        let owner = owner(who).ok_or_else(Problem::token_needed)?;
        let mut jobs = self.lock();
        jobs.retain(|_, job| job.owner != owner || matches!(job.stage, Stage::Busy(_)));
        let kept: usize = jobs.values().filter_map(|job| job.bytes.as_ref()).map(|bytes| bytes.len()).sum();
        if kept.saturating_add(bytes.len()) > ALL {
            return Err(Problem::busy("overloaded"));
        }
        let lines = bytes.split(|byte| matches!(byte, b'\n' | b'\r'));
        let filled = lines.filter(|line| !line.trim_ascii().is_empty()).count();
        let id = Uuid::new_v4();
        let job = Job {
            owner,
            target,
            bytes: Some(Arc::from(&bytes[..])),
            rows: filled.saturating_sub(1) as u64,
            size: bytes.len() as u64,
            read: Arc::default(),
            stage: Stage::Busy(Step::Look),
            since: Instant::now(),
        };
        jobs.insert(id, job);
        Ok(id)
    }

    /// Takes the file into hand for storing; false when it is not waiting for that.
    fn begin(&self, id: Uuid) -> bool {
        let mut jobs = self.lock();
        let Some(job) = jobs.get_mut(&id).filter(|job| matches!(job.stage, Stage::Ready(_))) else {
            return false;
        };
        job.read.store(0, Ordering::Relaxed);
        (job.stage, job.since) = (Stage::Busy(Step::Store), Instant::now());
        true
    }

    fn end(&self, id: Uuid, stage: Stage) {
        if let Some(job) = self.lock().get_mut(&id) {
            // Only what is to be stored is still needed.
            if !matches!(stage, Stage::Ready(_)) {
                job.bytes = None;
            }
            (job.stage, job.since) = (stage, Instant::now());
        }
    }
}

fn owner(who: &Principal) -> Option<[u8; 32]> {
    who.session.as_ref().map(|held| secret_hash(&held.secret))
}

/// Takes a file that was sent and begins to look at it.
pub(super) fn take(state: &AppState, who: &Principal, target: Target, file: &Bytes) -> Result<Uuid, Problem> {
    let id = state.imports().add(who, target, file)?;
    run(state, who, id, Step::Look);
    Ok(id)
}

/// Begins to store a file that was looked at.
pub(super) fn store(state: &AppState, who: &Principal, id: Uuid) {
    if state.imports().begin(id) {
        run(state, who, id, Step::Store);
    }
}

/// Waits until nobody reads the file any more, for a moment at most: small files need no page about their progress.
pub(super) async fn settled(state: &AppState, id: Uuid) {
    const TRIES: u32 = 30;
    for _ in 0..TRIES {
        let busy = state.imports().lock().get(&id).is_some_and(|job| matches!(job.stage, Stage::Busy(_)));
        if !busy {
            return;
        }
        rt::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Reads the file aside, whatever becomes of the page that began it.
fn run(state: &AppState, who: &Principal, id: Uuid, step: Step) {
    let (state, who) = (state.clone(), who.clone());
    rt::spawn(async move {
        let found = state.imports().lock().get(&id).cloned();
        let Some(Job { target, bytes: Some(bytes), read, .. }) = found else { return };
        let done = import(&state, who, (target, bytes), step, move |bytes| {
            read.store(bytes, Ordering::Relaxed);
        });
        let stage = match done.await {
            Ok(Ok(done)) if step == Step::Look => Stage::Ready(Arc::new(done)),
            Ok(Ok(done)) => Stage::Stored(Arc::new(done)),
            Ok(Err(fault)) => ended(fault),
            // It was logged where it happened.
            Err(_) => Stage::Failed,
        };
        state.imports().end(id, stage);
        // Nothing is kept longer because nobody comes.
        rt::time::sleep(LIFE).await;
        drop(state.imports().lock());
    });
}

/// What a fault leaves behind.
fn ended(fault: Fault) -> Stage {
    match fault {
        Fault::Publish(done, cause) => {
            tracing::error!("scores are stored, but their results are not made anew: {cause}");
            Stage::Stored(Arc::new(*done))
        }
        fault if matches!(fault.told(), Told::Ours) => {
            tracing::error!("a file is not imported: {fault}");
            Stage::Failed
        }
        fault => Stage::Refused(Arc::new(fault)),
    }
}

/// Looks at a file or stores it, on a thread for work that takes long.
pub(super) async fn import(
    state: &AppState,
    who: Principal,
    (target, bytes): (Target, Arc<[u8]>),
    step: Step,
    progress: impl Fn(u64) + Send + 'static,
) -> Result<Result<Done, Fault>, Problem> {
    let pool = state.tally_pool()?;
    let work = move || {
        let mut connection = pool.get().map_err(|_| Problem::busy("database_unavailable"))?;
        let source = Source::Memory(bytes);
        let (what, how) = ((&target, &source), (step, now()));
        Ok(importing::import(&mut connection, &who, what, how, &mut |bytes| progress(bytes)))
    };
    state.aside(work).await
}
