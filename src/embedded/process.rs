//! The only file with `unsafe`: the few system calls for which std has no name.
//!
//! Everything a child does between fork and exec stays within what POSIX allows there
//! (async-signal-safe calls, no allocation, no locks), because other threads of the parent may
//! hold the allocator's lock at the moment of the fork.

#![expect(unsafe_code, reason = "std offers no kill, waitid, prctl, unshare or work between fork and exec")]

use std::io;
use std::mem::MaybeUninit;
use std::os::fd::RawFd;
use std::os::unix::process::CommandExt;
use std::process::Command;

/// The signals that PostgreSQL's postmaster understands, and the one nobody can refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signal {
    /// SIGINT, fast shutdown: open transactions are rolled back, the data is flushed.
    Fast,
    /// SIGQUIT, immediate shutdown: the next start replays the log.
    Immediate,
    /// SIGKILL.
    Kill,
}

impl Signal {
    fn number(self) -> libc::c_int {
        match self {
            Self::Fast => libc::SIGINT,
            Self::Immediate => libc::SIGQUIT,
            Self::Kill => libc::SIGKILL,
        }
    }
}

/// What a child does to itself after the fork (and after std changed its user) and before exec.
pub(super) struct Birth {
    /// Enter a user namespace in which our user and group appear as these numbers.
    pub namespace: Option<InnerIds>,
    /// Descriptors that must stay open across exec, under their own numbers.
    pub keep: Vec<RawFd>,
    /// The signal the kernel sends when the thread that spawned the child ends (Linux only).
    pub at_parent_death: Signal,
}

/// The contents of `uid_map` and `gid_map`, written out before the fork because a forked child of
/// a threaded process must not allocate.
pub(super) struct InnerIds {
    uid_map: Vec<u8>,
    gid_map: Vec<u8>,
}

impl InnerIds {
    /// Maps the present user and group to `inner`.
    pub fn new(inner: u32) -> Self {
        let (uid, gid) = effective_ids();
        Self {
            uid_map: format!("{inner} {uid} 1").into_bytes(),
            gid_map: format!("{inner} {gid} 1").into_bytes(),
        }
    }
}

/// Makes every child spawned from `command` go through `birth`.
///
/// The death signal follows the *thread* that spawns: spawn from a thread that outlives the child.
pub(super) fn prepare(command: &mut Command, birth: Birth) {
    let parent = std::process::id();
    // SAFETY: `apply` runs in the forked child and makes only async-signal-safe calls; it neither
    // allocates nor takes a lock, and reads nothing but the values moved into the closure.
    unsafe { command.pre_exec(move || birth.apply(parent)) };
}

impl Birth {
    fn apply(&self, parent: u32) -> io::Result<()> {
        if let Some(ids) = &self.namespace {
            enter_namespace(ids)?;
        }
        for descriptor in &self.keep {
            // SAFETY: F_SETFD only changes a flag of a descriptor that this process owns.
            check(unsafe { libc::fcntl(*descriptor, libc::F_SETFD, 0) })?;
        }
        for signal in [libc::SIGINT, libc::SIGQUIT] {
            // A shell ignores these two for its background jobs, and that would be inherited:
            // the death signal must work even before PostgreSQL has installed its handlers.
            // SAFETY: SIG_DFL is a valid disposition for both signals.
            if unsafe { libc::signal(signal, libc::SIG_DFL) } == libc::SIG_ERR {
                return Err(io::Error::last_os_error());
            }
        }
        // Last, because the kernel forgets it whenever the user changes.
        end_with_parent(self.at_parent_death.number(), parent)
    }
}

#[cfg(target_os = "linux")]
fn end_with_parent(signal: libc::c_int, parent: u32) -> io::Result<()> {
    // SAFETY: PR_SET_PDEATHSIG takes one integer argument and touches no memory of ours.
    check(unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, signal) })?;
    // SAFETY: getppid has no preconditions.
    if u32::try_from(unsafe { libc::getppid() }) != Ok(parent) {
        // The parent died before the line above: nobody would ever end this child.
        return Err(io::Error::from_raw_os_error(libc::ESRCH));
    }
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn end_with_parent(_signal: libc::c_int, _parent: u32) -> io::Result<()> {
    // No such thing elsewhere: an orphan is found and stopped by the next start.
    Ok(())
}

#[cfg(target_os = "linux")]
fn enter_namespace(ids: &InnerIds) -> io::Result<()> {
    // SAFETY: the forked child has a single thread, as CLONE_NEWUSER demands.
    check(unsafe { libc::unshare(libc::CLONE_NEWUSER) })?;
    // The kernel accepts a gid_map from an unprivileged writer only after this.
    write_whole(c"/proc/self/setgroups", b"deny")?;
    write_whole(c"/proc/self/uid_map", &ids.uid_map)?;
    write_whole(c"/proc/self/gid_map", &ids.gid_map)
}

#[cfg(not(target_os = "linux"))]
fn enter_namespace(ids: &InnerIds) -> io::Result<()> {
    let _ = (&ids.uid_map, &ids.gid_map);
    Err(io::Error::from_raw_os_error(libc::ENOSYS))
}

#[cfg(target_os = "linux")]
fn write_whole(path: &std::ffi::CStr, text: &[u8]) -> io::Result<()> {
    // SAFETY: `path` is NUL-terminated and outlives the call.
    let descriptor = check(unsafe { libc::open(path.as_ptr(), libc::O_WRONLY | libc::O_CLOEXEC) })?;
    // SAFETY: pointer and length describe `text`, which outlives the call.
    let written = unsafe { libc::write(descriptor, text.as_ptr().cast(), text.len()) };
    let outcome = if written < 0 { Err(io::Error::last_os_error()) } else { Ok(()) };
    // SAFETY: the descriptor was opened above and is used nowhere else.
    unsafe { libc::close(descriptor) };
    outcome
}

/// Sends `signal` to one process. The caller makes sure that `pid` still is the process it means.
pub(super) fn send(pid: u32, signal: Signal) -> io::Result<()> {
    // SAFETY: kill has no memory preconditions; `process_number` excludes the values below 2,
    // which would mean whole groups or the machine's first process.
    check(unsafe { libc::kill(process_number(pid)?, signal.number()) }).map(|_| ())
}

/// Whether `pid` is taken by any process at all, a zombie or another user's included.
pub(super) fn exists(pid: u32) -> bool {
    let Ok(pid) = process_number(pid) else { return pid == 1 };
    // SAFETY: signal 0 only asks.
    match check(unsafe { libc::kill(pid, 0) }) {
        Ok(_) => true,
        Err(error) => error.raw_os_error() == Some(libc::EPERM),
    }
}

/// Blocks until the child `pid` has ended, without reaping it: its number stays reserved until
/// the caller reaps it, so a signal sent meanwhile cannot hit a stranger.
pub(super) fn await_end(pid: u32) -> io::Result<()> {
    loop {
        let mut details = MaybeUninit::<libc::siginfo_t>::zeroed();
        // SAFETY: `details` is valid for writes for the whole call; its contents are not read.
        let answer =
            unsafe { libc::waitid(libc::P_PID, pid, details.as_mut_ptr(), libc::WEXITED | libc::WNOWAIT) };
        match check(answer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other.map(|_| ()),
        }
    }
}

/// The effective user and group of this process.
pub(super) fn effective_ids() -> (u32, u32) {
    // SAFETY: neither call has preconditions or can fail.
    unsafe { (libc::geteuid(), libc::getegid()) }
}

fn process_number(pid: u32) -> io::Result<libc::pid_t> {
    match libc::pid_t::try_from(pid) {
        Ok(number) if number > 1 => Ok(number),
        _ => Err(io::Error::from_raw_os_error(libc::ESRCH)),
    }
}

fn check(answer: libc::c_int) -> io::Result<libc::c_int> {
    if answer < 0 { Err(io::Error::last_os_error()) } else { Ok(answer) }
}
