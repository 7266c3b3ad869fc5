//! The forms that clerks have opened at kiosks, in the memory of this process and nowhere else.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use actix_web::rt::time::timeout;
use chrono::NaiveDate;
use tokio::sync::Notify;

use crate::domain::batch::Hash;
use crate::domain::unit::UnitCode;
use crate::domain::unlock::{Desk, FromProgram, Shut, Source};
use crate::identity::secret::{new_secret, secret_hash};
use crate::sealing::today_in_viet_nam;

/// The desks at which forms are opened.
#[derive(Debug)]
pub(super) struct Unlocked {
    begin: Instant,
    desks: Mutex<BTreeMap<UnitCode, Desk>>,
    /// Wakes the kiosks that wait.
    opened: Notify,
}

/// A permit that came with a response and is spent, unless it is given back.
pub(super) struct Spent {
    unit: UnitCode,
    permit: Hash,
    until: Duration,
}

impl Default for Unlocked {
    fn default() -> Self {
        Self { begin: Instant::now(), desks: Mutex::default(), opened: Notify::new() }
    }
}

impl Unlocked {
    fn at<T>(&self, unit: &UnitCode, work: impl FnOnce(&mut Desk, (NaiveDate, Duration)) -> T) -> T {
        let now = (today_in_viet_nam(), self.begin.elapsed());
        let mut desks = self.desks.lock().unwrap_or_else(PoisonError::into_inner);
        work(desks.entry(unit.clone()).or_insert_with(|| Desk::new(now.0)), now)
    }

    /// Says how many dossiers the unit has closed so far today.
    pub(super) fn close(&self, unit: &UnitCode, count: u32, source: Source) -> Result<(), FromProgram> {
        self.at(unit, |desk, now| desk.close(now, count, source))
    }

    /// Opens one form.
    pub(super) fn open(&self, unit: &UnitCode) -> Result<(), Shut> {
        self.at(unit, Desk::open)?;
        self.opened.notify_waiters();
        Ok(())
    }

    /// A permit for the form that is opened at the unit, as soon as it is, or nothing after some time or when
    /// `still_there` says so.
    pub(super) async fn take(
        &self,
        unit: &UnitCode,
        patience: Duration,
        still_there: impl Fn() -> bool,
    ) -> Option<String> {
        let end = Instant::now() + patience;
        loop {
            // Before looking, so that nothing that happens in between is missed.
            let mut opened = std::pin::pin!(self.opened.notified());
            opened.as_mut().enable();
            if !still_there() {
                return None;
            }
            let permit = new_secret();
            if self.at(unit, |desk, now| desk.take(now, secret_hash(&permit))) {
                return Some(permit);
            }
            timeout(end.saturating_duration_since(Instant::now()), opened).await.ok()?;
        }
    }

    /// Lets everybody who waits look up.
    pub(super) fn wake(&self) {
        self.opened.notify_waiters();
    }

    /// Spends the permit that a response came with.
    pub(super) fn spend(&self, unit: &UnitCode, permit: &str) -> Option<Spent> {
        let permit = secret_hash(permit);
        let until = self.at(unit, |desk, now| desk.spend(now, &permit))?;
        Some(Spent { unit: unit.clone(), permit, until })
    }

    /// The response was not stored: its permit is as good as before.
    pub(super) fn give_back(&self, spent: Spent) {
        let Spent { unit, permit, until } = spent;
        self.at(&unit, |desk, _| desk.give_back(permit, until));
    }
}
