//! When the sealing epochs are, and the thread that keeps them.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveTime, Offset, TimeZone, Utc};
use diesel::PgConnection;

use super::run::{WaveRun, seal_due_with};
use super::{Aids, Bursts, SealError};
use crate::envelopes::Keys;
use crate::store::{Pool, StoreError};

/// Longest sleep before the clock is looked at again, because it may be set or the machine suspended.
const NAP: Duration = Duration::from_secs(60);
/// After how long an epoch is tried again that failed.
const RETRY: Duration = Duration::from_secs(600);

/// The sealing epochs: once a day at a fixed time, so that the moment of sealing tells nothing
/// about who has just answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    /// Time of day.
    pub at: NaiveTime,
    /// Offset from UTC of the place whose time it is; without summer time.
    pub offset: FixedOffset,
}

impl Schedule {
    /// The first epoch after `now`.
    pub fn next(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let last = self.last(now);
        self.epoch_on(self.day(last) + Days::new(1))
    }

    /// The last epoch not after `now`.
    pub fn last(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let today = now.with_timezone(&self.offset).date_naive();
        let epoch = self.epoch_on(today);
        if epoch <= now { epoch } else { self.epoch_on(today - Days::new(1)) }
    }

    /// The day an epoch is named after.
    pub fn day(&self, epoch: DateTime<Utc>) -> NaiveDate {
        epoch.with_timezone(&self.offset).date_naive()
    }

    fn epoch_on(&self, day: NaiveDate) -> DateTime<Utc> {
        let local = day.and_time(self.at);
        let utc = local - chrono::Duration::seconds(i64::from(self.offset.fix().local_minus_utc()));
        Utc.from_utc_datetime(&utc)
    }
}

impl Default for Schedule {
    /// Two in the morning in Viet Nam, when the desks are closed.
    fn default() -> Self {
        let offset = FixedOffset::east_opt(7 * 3600).unwrap_or(Utc.fix());
        Self { at: NaiveTime::from_hms_opt(2, 0, 0).unwrap_or_default(), offset }
    }
}

/// The date in Viet Nam at this moment, whatever the machine's own time zone is.
pub fn today_in_viet_nam() -> NaiveDate {
    Schedule::default().day(Utc::now())
}

/// A thread that seals and publishes all open waves at every epoch.
#[derive(Debug)]
pub struct Scheduler {
    stopped: Arc<(Mutex<bool>, Condvar)>,
    thread: JoinHandle<()>,
}

impl Scheduler {
    /// Starts the thread. If the last epoch was missed, because no instance was running then, it is
    /// caught up with at once.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(pool: Pool, schedule: Schedule) -> std::io::Result<Self> {
        Self::start_watching(pool, schedule, Arc::default(), Keys::none())
    }

    /// [`Scheduler::start`] with what is known of how responses follow one another, and where private keys are.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start_watching(
        pool: Pool,
        schedule: Schedule,
        bursts: Arc<Bursts>,
        keys: Keys,
    ) -> std::io::Result<Self> {
        let stopped = Arc::new((Mutex::new(false), Condvar::new()));
        let of_thread = Arc::clone(&stopped);
        let thread = std::thread::Builder::new().name("sealing".to_owned()).spawn(move || {
            loop {
                let aids = Aids { keys: &keys, bursts: Some(&bursts) };
                let kept = keep_epoch(&pool, schedule.day(schedule.last(Utc::now())), aids);
                let now = Utc::now();
                let wake = if kept { schedule.next(now) } else { now + RETRY };
                if !sleep_until(wake, &of_thread) {
                    return;
                }
            }
        })?;
        Ok(Self { stopped, thread })
    }

    /// Ends the thread; a run that has begun is finished first.
    pub fn stop(self) {
        *self.stopped.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.stopped.1.notify_all();
        if self.thread.join().is_err() {
            tracing::error!("the sealing thread has panicked");
        }
    }
}

/// Waits; false when told to stop.
fn sleep_until(epoch: DateTime<Utc>, stopped: &(Mutex<bool>, Condvar)) -> bool {
    let mut stop = stopped.0.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        if *stop {
            return false;
        }
        let left = epoch - Utc::now();
        let Ok(left) = left.to_std() else { return true };
        let waited = stopped.1.wait_timeout(stop, left.min(NAP));
        stop = waited.unwrap_or_else(PoisonError::into_inner).0;
    }
}

/// Seals what is due; false when something failed.
fn keep_epoch(pool: &Pool, day: NaiveDate, aids: Aids<'_>) -> bool {
    let connection = pool.get().map_err(|fault| SealError::from(StoreError::from(fault)));
    let kept = connection.and_then(|mut conn| seal(&mut conn, day, aids));
    kept.unwrap_or_else(|fault| {
        tracing::error!(%day, %fault, "the pools could not be sealed at this epoch");
        false
    })
}

fn seal(conn: &mut PgConnection, day: NaiveDate, aids: Aids<'_>) -> Result<bool, SealError> {
    let mut kept = true;
    for WaveRun { wave, outcome } in seal_due_with(conn, day, &mut rand::rng(), aids)? {
        match outcome {
            Ok((report, published)) => {
                let batches: usize = report.sealed.values().map(|level| level.batches).sum();
                let new = published.is_some_and(|published| published.new);
                tracing::info!(%wave, %day, batches, published = new, "sealed the pools of a wave");
                if report.key_elsewhere {
                    tracing::info!(%wave, "its envelopes wait for the machine that has the private key");
                }
                if report.unopened > 0 {
                    let unopened = report.unopened;
                    tracing::warn!(%wave, unopened, "envelopes did not open and count for nothing");
                }
            }
            Err(fault) => {
                tracing::error!(%wave, %day, %fault, "the pools of a wave could not be sealed");
                kept = false;
            }
        }
    }
    Ok(kept)
}
