//! The group-commit writer: threads with connections of their own put many responses into one
//! transaction, so that a commit's trip to the disk is shared, and answer after the commit.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use diesel::prelude::*;
use tokio::sync::oneshot;

use crate::store::responses::{self, NewResponse, Stored};
use crate::store::{StoreError, wait_for_disk};

/// Most responses in one transaction: enough to make the commit's cost vanish, few enough that the
/// last one does not wait long.
const GROUP: usize = 2048;

/// Threads that write: while one waits for the disk, the other takes what arrives.
const THREADS: usize = 2;

/// Responses for which a second thread begins while another writes. Fewer wait for that one to end: two groups
/// cost twice what one costs, and one goes to disk hundreds of times a second.
const SECOND: usize = 512;

/// Takes responses from many threads and writes them in groups. Clones share the writing threads.
#[derive(Clone)]
pub struct Writer {
    shared: Arc<Shared>,
    threads: Arc<Mutex<Vec<JoinHandle<()>>>>,
}

/// Where to wait for what became of a response.
pub type Receipt = oneshot::Receiver<Result<Stored, WriteError>>;

/// The queue holds as many responses as it may: come back in a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many responses wait to be written")]
pub struct QueueFull;

/// Why it is not known that a response is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// The database failed or cannot be reached, or the writer was stopped. The response may be
    /// stored nevertheless; sending it again with the same id tells.
    #[error("the response could not be written")]
    Unavailable,
}

/// The writer could not be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// There is no usable connection.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The system gave no thread.
    #[error("cannot start the writer's thread: {0}")]
    Thread(#[from] std::io::Error),
}

impl Writer {
    /// Connects to the database at `url` and starts the threads. At most `capacity` responses wait.
    ///
    /// # Errors
    /// When the database cannot be reached or the system gives no thread.
    pub fn start(url: &str, capacity: usize) -> Result<Self, StartError> {
        let sessions = (0..THREADS).map(|_| Session::open(url)).collect::<Result<Vec<_>, _>>()?;
        let shared = Arc::new(Shared {
            queue: Mutex::new(Queue { waiting: VecDeque::new(), writing: 0, stopped: false }),
            filled: Condvar::new(),
            capacity,
        });
        let writer = Self { shared, threads: Arc::default() };
        for session in sessions {
            if let Err(fault) = writer.run(session) {
                writer.stop();
                return Err(fault.into());
            }
        }
        Ok(writer)
    }

    fn run(&self, mut session: Session) -> std::io::Result<()> {
        let shared = Arc::clone(&self.shared);
        let thread = std::thread::Builder::new().name("writer".to_owned()).spawn(move || {
            let leaving = Leaving(shared);
            while let Some(group) = leaving.0.next_group() {
                session.write(group);
                leaving.0.written();
            }
        })?;
        self.running().push(thread);
        Ok(())
    }

    /// Queues a response. The receipt yields after the commit.
    ///
    /// # Errors
    /// When the queue is full; nothing was queued then.
    pub fn submit(&self, response: NewResponse) -> Result<Receipt, QueueFull> {
        let (sender, receipt) = oneshot::channel();
        let mut queue = self.shared.lock();
        if queue.stopped {
            // The receiver is in our hands, so this cannot fail.
            let _ = sender.send(Err(WriteError::Unavailable));
            return Ok(receipt);
        }
        if queue.waiting.len() >= self.shared.capacity {
            return Err(QueueFull);
        }
        queue.waiting.push_back(Request { response, sender });
        let begins = queue.is_group();
        drop(queue);
        if begins {
            self.shared.filled.notify_one();
        }
        Ok(receipt)
    }

    /// Most responses that wait to be written.
    pub fn capacity(&self) -> usize {
        self.shared.capacity
    }

    /// Whether the threads run and take responses.
    pub fn is_alive(&self) -> bool {
        !self.running().iter().any(JoinHandle::is_finished) && !self.shared.lock().stopped
    }

    /// Takes no more responses, writes and answers those that wait, and ends the threads.
    pub fn stop(&self) {
        self.shared.lock().stopped = true;
        self.shared.filled.notify_all();
        for thread in self.running().drain(..) {
            if thread.join().is_err() {
                tracing::error!("a thread of the writer has panicked");
            }
        }
    }

    fn running(&self) -> MutexGuard<'_, Vec<JoinHandle<()>>> {
        self.threads.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Writer {
    // Without the queue: how many wait tells who has just answered.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").field("capacity", &self.shared.capacity).finish_non_exhaustive()
    }
}

struct Request {
    response: NewResponse,
    sender: oneshot::Sender<Result<Stored, WriteError>>,
}

struct Queue {
    waiting: VecDeque<Request>,
    /// Threads that are writing a group.
    writing: usize,
    stopped: bool,
}

impl Queue {
    /// Whether what waits is to be written now.
    fn is_group(&self) -> bool {
        let enough = if self.writing == 0 || self.stopped { 1 } else { SECOND };
        self.waiting.len() >= enough
    }
}

struct Shared {
    queue: Mutex<Queue>,
    filled: Condvar,
    capacity: usize,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for responses and takes up to [`GROUP`] of them; `None` once stopped and empty.
    fn next_group(&self) -> Option<Vec<Request>> {
        let mut queue = self.lock();
        while !queue.is_group() {
            if queue.stopped {
                return None;
            }
            queue = self.filled.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
        let size = queue.waiting.len().min(GROUP);
        queue.writing += 1;
        Some(queue.waiting.drain(..size).collect())
    }

    /// A group is written, or known not to be.
    fn written(&self) {
        self.lock().writing -= 1;
    }
}

/// However a thread ends, nobody is left waiting for it.
struct Leaving(Arc<Shared>);

impl Drop for Leaving {
    fn drop(&mut self) {
        let mut queue = self.0.lock();
        queue.stopped = true;
        self.0.filled.notify_all();
        for request in queue.waiting.drain(..) {
            let _ = request.sender.send(Err(WriteError::Unavailable));
        }
    }
}

/// A thread's own connection; none after a failure.
struct Session {
    url: String,
    connection: Option<PgConnection>,
}

impl Session {
    fn open(url: &str) -> Result<Self, ConnectError> {
        Ok(Self { url: url.to_owned(), connection: Some(connect(url)?) })
    }

    fn write(&mut self, group: Vec<Request>) {
        let (responses, senders): (Vec<NewResponse>, Vec<_>) =
            group.into_iter().map(|request| (request.response, request.sender)).unzip();
        let outcomes = match self.insert(&responses) {
            Ok(stored) => stored.into_iter().map(Ok).collect(),
            Err(fault) => {
                tracing::error!(%fault, "a group of responses could not be written");
                vec![Err(WriteError::Unavailable); senders.len()]
            }
        };
        for (sender, outcome) in senders.into_iter().zip(outcomes) {
            // Whoever has gone away meanwhile sends again with the same id.
            let _ = sender.send(outcome);
        }
    }

    fn insert(&mut self, responses: &[NewResponse]) -> Result<Vec<Stored>, InsertError> {
        let connection = match &mut self.connection {
            Some(connection) => connection,
            none => none.insert(connect(&self.url)?),
        };
        let stored = responses::insert(connection, responses);
        if stored.is_err() {
            // A new connection is cheap beside finding out what became of this one.
            self.connection = None;
        }
        Ok(stored?)
    }
}

/// A connection whose commits wait for the disk.
fn connect(url: &str) -> Result<PgConnection, ConnectError> {
    let mut connection = PgConnection::establish(url)?;
    wait_for_disk(&mut connection)?;
    Ok(connection)
}

/// There is no usable connection.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The database cannot be reached.
    #[error("cannot connect to the database: {0}")]
    Reach(#[from] ConnectionError),
    /// The database refused the session's settings.
    #[error("cannot prepare the writer's session: {0}")]
    Prepare(#[from] StoreError),
}

#[derive(Debug, thiserror::Error)]
enum InsertError {
    #[error(transparent)]
    Connect(#[from] ConnectError),
    #[error(transparent)]
    Store(#[from] StoreError),
}
