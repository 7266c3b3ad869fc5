//! The running server: a child process, and the thread that started it and waits for its end.

use std::process::Command;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use super::process::{self, Signal};

/// Fast shutdown writes all changed pages, which takes a while on a slow disk.
const PATIENCE_AFTER_FAST: Duration = Duration::from_secs(60);
const PATIENCE_AFTER_IMMEDIATE: Duration = Duration::from_secs(15);
const PATIENCE_AFTER_KILL: Duration = Duration::from_secs(5);

/// How the server ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// Whether this process had asked it to end.
    pub asked: bool,
    /// What the operating system tells, such as "exit status: 0".
    pub status: String,
}

/// Tells whether the server still runs; may be sent to another thread and outlive the cluster.
#[derive(Clone, Debug)]
pub struct Watch {
    shared: Arc<Shared>,
}

impl Watch {
    /// Blocks until the server has ended.
    pub fn wait(&self) -> Ending {
        let mut state = self.shared.lock();
        loop {
            if let Some(ending) = &state.ending {
                return ending.clone();
            }
            state = self.shared.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// How the server ended, `None` while it runs.
    pub fn ending(&self) -> Option<Ending> {
        self.shared.lock().ending.clone()
    }

    fn wait_for(&self, patience: Duration) -> Option<Ending> {
        let start = Instant::now();
        let mut state = self.shared.lock();
        while state.ending.is_none() {
            let left = patience.checked_sub(start.elapsed())?;
            let (next, _) =
                self.shared.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner);
            state = next;
        }
        state.ending.clone()
    }
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Debug, Default)]
struct State {
    asked: bool,
    ending: Option<Ending>,
}

/// A server started by this process.
#[derive(Debug)]
pub(super) struct Server {
    pid: u32,
    watch: Watch,
}

impl Server {
    /// Spawns `command` from a thread of its own, which lives as long as the server: the kernel
    /// ties the server's death signal to the thread that spawned it, and callers come and go.
    pub fn start(mut command: Command) -> std::io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let watch = Watch { shared: Arc::clone(&shared) };
        let (sender, receiver) = mpsc::channel();
        thread::Builder::new().name("postgres-keeper".to_owned()).spawn(move || {
            let mut child = match command.spawn() {
                Ok(child) => child,
                Err(error) => {
                    let _ = sender.send(Err(error));
                    return;
                }
            };
            // Closes our copy of the log.
            drop(command);
            let _ = sender.send(Ok(child.id()));
            let awaited = process::await_end(child.id());
            // Reaped under the lock: whoever sends a signal under it cannot hit a stranger.
            let mut state = shared.lock();
            let status = match awaited.and_then(|()| child.wait()) {
                Ok(status) => status.to_string(),
                Err(error) => format!("unknown status ({error})"),
            };
            state.ending = Some(Ending { asked: state.asked, status });
            shared.changed.notify_all();
        })?;
        let pid = receiver.recv().map_err(std::io::Error::other)??;
        Ok(Self { pid, watch })
    }

    pub fn watch(&self) -> Watch {
        self.watch.clone()
    }

    /// Asks the server to end, ever more firmly. `None` when even SIGKILL did not end it in time;
    /// an ending that was not asked for when it had ended before.
    pub fn stop(&self) -> Option<Ending> {
        let stages = [
            (Signal::Fast, PATIENCE_AFTER_FAST),
            (Signal::Immediate, PATIENCE_AFTER_IMMEDIATE),
            (Signal::Kill, PATIENCE_AFTER_KILL),
        ];
        for (signal, patience) in stages {
            self.ask(signal);
            if let Some(ending) = self.watch.wait_for(patience) {
                return Some(ending);
            }
            tracing::warn!("PostgreSQL (process {}) did not end after {signal:?}", self.pid);
        }
        None
    }

    fn ask(&self, signal: Signal) {
        let mut state = self.watch.shared.lock();
        if state.ending.is_some() {
            return;
        }
        state.asked = true;
        if let Err(error) = process::send(self.pid, signal) {
            tracing::warn!("could not send {signal:?} to PostgreSQL (process {}): {error}", self.pid);
        }
    }
}
