//! Who may use a data folder: one owner, who runs the server, and any number of guests, who are
//! one-off commands that found it running.
//!
//! Both are advisory locks that the kernel drops when a process ends in whatever way. The owner
//! holds `postgres.lock`; guests share `postgres.guests`. An owner that is about to end takes
//! `postgres.guests` for itself, which works only when nobody is attached; from then on nobody
//! attaches, and whoever comes waits to become the next owner.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Seek, SeekFrom, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::Purpose;
use super::error::Error;
use super::layout::Layout;
use super::privileges::user_name;

const POLL: Duration = Duration::from_millis(20);

/// A service that is just being stopped needs a moment to end its server.
const PATIENCE_WITH_SERVICE: Duration = Duration::from_secs(2);
/// A one-off command ends by itself.
const PATIENCE_WITH_COMMAND: Duration = Duration::from_secs(30);
/// The owner may be creating its cluster or replaying its log.
const PATIENCE_OF_GUEST: Duration = Duration::from_secs(60);

/// Held by the process that runs the server.
#[derive(Debug)]
pub(super) struct Ownership {
    _lock: File,
    guests: File,
}

/// Held by a process that uses the server of another.
#[derive(Debug)]
pub(super) struct Attachment {
    _guests: File,
}

/// The outcome of asking for a data folder.
#[derive(Debug)]
pub(super) enum Claim<G> {
    /// Nobody runs a server here: the caller does.
    Owner(Ownership),
    /// Somebody does, and the caller may use it; carries what the look at it brought.
    Guest(Attachment, G),
}

/// Becomes owner, or — for a command — guest of a running server for which `look` returns something.
pub(super) fn claim<G>(
    layout: &Layout,
    purpose: Purpose,
    mut look: impl FnMut() -> Option<G>,
) -> Result<Claim<G>, Error> {
    let start = Instant::now();
    loop {
        if let Some(ownership) = try_own(layout, purpose)? {
            return Ok(Claim::Owner(ownership));
        }
        let (holder, patience) = if purpose == Purpose::Command {
            if let Some((attachment, seen)) = try_attach(layout, &mut look)? {
                return Ok(Claim::Guest(attachment, seen));
            }
            (read_holder(&layout.lock), PATIENCE_OF_GUEST)
        } else {
            let holder = read_holder(&layout.lock);
            let is_command = holder.as_ref().is_some_and(|(purpose, _)| purpose == "command");
            (holder, if is_command { PATIENCE_WITH_COMMAND } else { PATIENCE_WITH_SERVICE })
        };
        if start.elapsed() > patience {
            return Err(refusal(layout, purpose, holder, patience));
        }
        sleep(POLL);
    }
}

fn refusal(layout: &Layout, purpose: Purpose, holder: Option<(String, String)>, waited: Duration) -> Error {
    let data = layout.data.clone();
    let holder = holder.map(|(what, pid)| format!(" ({what}, process {pid})")).unwrap_or_default();
    if purpose == Purpose::Command {
        Error::Unreachable { data, holder, seconds: waited.as_secs() }
    } else {
        Error::InUse { data, holder }
    }
}

fn try_own(layout: &Layout, purpose: Purpose) -> Result<Option<Ownership>, Error> {
    let mut lock = open(&layout.lock, layout)?;
    if !locked(lock.try_lock(), &layout.lock)? {
        return Ok(None);
    }
    let guests = open(&layout.guests, layout)?;
    // Only for the message of whoever comes second: the lock itself is the truth.
    let note = format!("{} {}\n", purpose.name(), std::process::id());
    let written = lock.set_len(0).and_then(|()| lock.seek(SeekFrom::Start(0)));
    written
        .and_then(|_| lock.write_all(note.as_bytes()))
        .map_err(Error::io(format!("write {}", layout.lock.display())))?;
    Ok(Some(Ownership { _lock: lock, guests }))
}

fn try_attach<G>(
    layout: &Layout,
    look: &mut impl FnMut() -> Option<G>,
) -> Result<Option<(Attachment, G)>, Error> {
    let guests = open(&layout.guests, layout)?;
    // First the lock, then the look: what was seen under the lock stays until it is released,
    // as far as it is for the owner to decide.
    if !locked(guests.try_lock_shared(), &layout.guests)? {
        return Ok(None);
    }
    Ok(look().map(|seen| (Attachment { _guests: guests }, seen)))
}

impl Ownership {
    /// Waits up to `patience` for a moment without guests, and lets nobody in from then on.
    /// Returns whether there was one. Calls `before_waiting` once if there is somebody to wait for.
    pub fn await_guests(&self, patience: Duration, before_waiting: impl FnOnce()) -> bool {
        let free = || !matches!(self.guests.try_lock(), Err(TryLockError::WouldBlock));
        if free() {
            return true;
        }
        if patience.is_zero() {
            return false;
        }
        before_waiting();
        let start = Instant::now();
        while start.elapsed() < patience {
            sleep(POLL);
            if free() {
                return true;
            }
        }
        false
    }
}

fn open(path: &Path, layout: &Layout) -> Result<File, Error> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false).mode(0o600);
    options.open(path).map_err(|error| match fs::metadata(&layout.data) {
        Ok(data) if error.kind() == io::ErrorKind::PermissionDenied => {
            Error::ForeignOwner { cluster: layout.cluster.clone(), owner: user_name(data.uid()) }
        }
        _ => Error::io(format!("open {}", path.display()))(error),
    })
}

fn locked(outcome: Result<(), TryLockError>, path: &Path) -> Result<bool, Error> {
    match outcome {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(Error::io(format!("lock {}", path.display()))(error)),
    }
}

/// Purpose and process number as the owner noted them.
fn read_holder(lock: &Path) -> Option<(String, String)> {
    let text = fs::read_to_string(lock).ok()?;
    let (purpose, pid) = text.trim().split_once(' ')?;
    Some((purpose.to_owned(), pid.to_owned()))
}
