//! What an earlier run left behind: processes that are still ending, and files that name processes.
//!
//! PostgreSQL guards a cluster by the process number in `postmaster.pid` and refuses to start while
//! that number is taken, by whomever: in a container, or after a reboot, often by a stranger. Here
//! the owner's lock is held already, so no other instance of this service runs, and a process counts
//! as a server of this cluster only when its working directory is the cluster's folder. Nothing is
//! removed while such a process lives: two servers on the same files would destroy them.

use std::fs;
use std::io;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::config::PORT;
use super::error::Error;
use super::layout::Layout;
use super::process::{self, Signal};

const POLL: Duration = Duration::from_millis(10);

/// How long an orphan may take to shut down, which includes writing all changed pages.
const PATIENCE_WITH_SERVER: Duration = Duration::from_secs(60);
/// Backends whose postmaster is gone end as soon as they notice.
const PATIENCE_WITH_BACKENDS: Duration = Duration::from_secs(2);
const PATIENCE_AFTER_IMMEDIATE: Duration = Duration::from_secs(15);
const PATIENCE_AFTER_KILL: Duration = Duration::from_secs(5);

/// A process that uses the cluster, or may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Process {
    pid: u32,
    /// Its working directory was seen to be the cluster's folder. Otherwise it is a PostgreSQL
    /// process of the cluster's owner whose working directory we may not read.
    certain: bool,
}

/// Waits until no process uses the existing cluster any more, and helps it end. Then removes a
/// `postmaster.pid` that would keep PostgreSQL from starting. Returns whether that is certain.
pub(super) fn settle(layout: &Layout) -> Result<bool, Error> {
    let pid_file = layout.cluster.join("postmaster.pid");
    let named = first_number(&pid_file);
    wait_for_all(layout, named)?;
    if !processes_using(&layout.cluster, named).is_empty() {
        // Not certain: PostgreSQL's own check decides.
        return Ok(false);
    }
    if named.is_some_and(process::exists) {
        tracing::info!("removing {}: its process does not use this cluster", pid_file.display());
        remove(&pid_file)?;
    }
    Ok(true)
}

/// Removes a socket that nobody listens on, and the lock beside it, which PostgreSQL would believe.
pub(super) fn clear_socket(layout: &Layout) -> Result<(), Error> {
    remove(&layout.sockets.join(format!(".s.PGSQL.{PORT}")))?;
    remove(&layout.sockets.join(format!(".s.PGSQL.{PORT}.lock")))
}

fn remove(file: &Path) -> Result<(), Error> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Error::io(format!("remove {}", file.display()))(error))
        }
        _ => Ok(()),
    }
}

fn wait_for_all(layout: &Layout, named: Option<u32>) -> Result<(), Error> {
    let stages = [
        (None, Duration::ZERO),
        (Some(Signal::Fast), PATIENCE_WITH_SERVER),
        (Some(Signal::Immediate), PATIENCE_AFTER_IMMEDIATE),
        (Some(Signal::Kill), PATIENCE_AFTER_KILL),
    ];
    for (signal, patience) in stages {
        let start = Instant::now();
        let mut signalled = signal.is_none();
        loop {
            let waited_for = relevant(processes_using(&layout.cluster, named), named);
            if waited_for.is_empty() {
                return Ok(());
            }
            if !signalled && let Some(signal) = signal {
                end(&waited_for, signal, named);
                signalled = true;
            }
            let has_postmaster = waited_for.iter().any(|process| Some(process.pid) == named);
            let patience = if has_postmaster { patience } else { patience.min(PATIENCE_WITH_BACKENDS) };
            if start.elapsed() >= patience {
                break;
            }
            sleep(POLL);
        }
    }
    match relevant(processes_using(&layout.cluster, named), named).first() {
        Some(process) => Err(Error::Orphan { pid: process.pid, cluster: layout.cluster.clone() }),
        None => Ok(()),
    }
}

/// The uncertain ones count only when `postmaster.pid` names them.
fn relevant(processes: Vec<Process>, named: Option<u32>) -> Vec<Process> {
    processes.into_iter().filter(|process| process.certain || Some(process.pid) == named).collect()
}

fn end(processes: &[Process], signal: Signal, named: Option<u32>) {
    for process in processes.iter().filter(|process| process.certain) {
        // The postmaster passes a shutdown on; a backend takes SIGINT for "cancel the statement".
        if signal == Signal::Fast && Some(process.pid) != named {
            continue;
        }
        tracing::info!("ending PostgreSQL process {} of an earlier run ({signal:?})", process.pid);
        // It may have ended since it was seen.
        let _ = process::send(process.pid, signal);
    }
}

fn first_number(file: &Path) -> Option<u32> {
    fs::read_to_string(file).ok()?.lines().next()?.trim().parse().ok()
}

/// Zombies have no working directory and do not count.
#[cfg(target_os = "linux")]
fn processes_using(cluster: &Path, _named: Option<u32>) -> Vec<Process> {
    use std::os::unix::fs::MetadataExt;

    let Ok(folder) = fs::metadata(cluster) else { return Vec::new() };
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    let mut found = Vec::new();
    for entry in entries.filter_map(Result::ok) {
        let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        let name = fs::read_to_string(entry.path().join("comm")).unwrap_or_default();
        // Somebody's shell may stand in the folder too.
        if !name.contains("postgres") && name.trim() != "postmaster" {
            continue;
        }
        match fs::metadata(entry.path().join("cwd")) {
            Ok(seen) if (seen.dev(), seen.ino()) == (folder.dev(), folder.ino()) => {
                found.push(Process { pid, certain: true });
            }
            // Root without the right to look into other users' processes, as in many containers.
            Err(error)
                if error.kind() == io::ErrorKind::PermissionDenied
                    && entry.metadata().is_ok_and(|process| process.uid() == folder.uid()) =>
            {
                found.push(Process { pid, certain: false });
            }
            _ => {}
        }
    }
    found
}

/// Without /proc only the postmaster can be found; its backends end after it.
#[cfg(not(target_os = "linux"))]
fn processes_using(_cluster: &Path, named: Option<u32>) -> Vec<Process> {
    let Some(pid) = named else { return Vec::new() };
    let output =
        std::process::Command::new("ps").args(["-o", "stat=,comm=", "-p", &pid.to_string()]).output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    let alive = text.contains("postgres") && !text.trim_start().starts_with('Z');
    if alive { vec![Process { pid, certain: true }] } else { Vec::new() }
}
