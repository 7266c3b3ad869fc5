//! A file that goes out while it is made: a thread writes it into a short queue, the connection empties the queue.
//! So memory holds a few pieces of a large file, and whoever breaks the connection stops the thread.

use std::borrow::Cow;
use std::io::{self, Write};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::rt::task::spawn_blocking;
use actix_web::web::{Bytes, BytesMut};
use tokio::runtime::Handle;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use super::problem::Problem;
use crate::domain::table::{Head, LowestNodes, Row, Rows, Standing, Waves};

/// Bytes of a piece.
const PIECE: usize = 64 * 1024;
/// Pieces that wait for the connection.
const QUEUE: usize = 8;
/// Rows that are written in one turn.
const STRETCH: usize = 4_096;
/// Pieces of a file that is sent as a whole, with its length.
const SMALL: usize = 16;
/// How long a connection may take no piece.
const PATIENCE: Duration = Duration::from_secs(60);

type Piece = io::Result<Bytes>;

/// The turn of a file at the processors.
pub(super) struct Pace {
    turns: Arc<Semaphore>,
    /// Given back while the connection is slow.
    turn: Mutex<Option<OwnedSemaphorePermit>>,
    runtime: Handle,
}

impl Pace {
    fn give_back(&self) {
        *self.turn.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Waits for the next turn.
    fn take(&self) -> io::Result<()> {
        let turn =
            self.runtime.block_on(Arc::clone(&self.turns).acquire_owned()).map_err(io::Error::other)?;
        *self.turn.lock().unwrap_or_else(PoisonError::into_inner) = Some(turn);
        Ok(())
    }

    /// Lets everybody go first who waits for a turn: a large file takes minutes, a page some milliseconds.
    fn pass(&self) {
        self.give_back();
        // Turns end with the service alone.
        let _ = self.take();
    }
}

/// The rows of a table, between which others have their turn too.
pub(super) struct PacedRows<'a> {
    pub table: &'a dyn Rows,
    pub pace: Arc<Pace>,
}

impl Rows for PacedRows<'_> {
    fn head(&self) -> &Head {
        self.table.head()
    }

    fn count(&self) -> usize {
        self.table.count()
    }

    fn standing(&self, row: &Row) -> Option<Standing> {
        self.table.standing(row)
    }

    fn lowest(&self, row: &Row) -> Option<LowestNodes> {
        self.table.lowest(row)
    }

    fn rows(&self) -> Box<dyn Iterator<Item = Cow<'_, Row>> + '_> {
        Box::new(self.table.rows().enumerate().map(|(place, row)| {
            if place % STRETCH == STRETCH - 1 {
                self.pace.pass();
            }
            row
        }))
    }
}

/// Several waves, paced in the same way.
pub(super) struct PacedWaves<W> {
    waves: W,
    pace: Arc<Pace>,
}

impl<W: Waves> Waves for PacedWaves<W> {
    fn count(&self) -> usize {
        self.waves.count()
    }

    fn each(&self, read: &mut dyn FnMut(&dyn Rows) -> io::Result<()>) -> io::Result<()> {
        self.waves.each(&mut |table| read(&PacedRows { table, pace: Arc::clone(&self.pace) }))
    }
}

/// What a file is written to.
pub(super) struct Outgoing {
    piece: BytesMut,
    queue: Sender<Piece>,
    pace: Arc<Pace>,
    /// One of the files on their way.
    _place: OwnedSemaphorePermit,
}

impl Outgoing {
    fn send(&mut self, piece: Piece) -> io::Result<()> {
        let piece = match self.queue.try_send(piece) {
            Ok(()) => return Ok(()),
            Err(TrySendError::Closed(_)) => return Err(io::ErrorKind::BrokenPipe.into()),
            Err(TrySendError::Full(piece)) => piece,
        };
        // Others may work while this one waits for its reader.
        self.pace.give_back();
        match self.pace.runtime.block_on(timeout(PATIENCE, self.queue.send(piece))) {
            Ok(Ok(())) => self.pace.take(),
            Ok(Err(_)) => Err(io::ErrorKind::BrokenPipe.into()),
            Err(_) => Err(io::ErrorKind::TimedOut.into()),
        }
    }

    /// The turn of this file.
    pub(super) fn pace(&self) -> Arc<Pace> {
        Arc::clone(&self.pace)
    }

    /// Waves that let others have their turn while they are written.
    pub(super) fn paced<W: Waves>(&self, waves: W) -> PacedWaves<W> {
        PacedWaves { waves, pace: self.pace() }
    }
}

impl Write for Outgoing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = PIECE - self.piece.len();
        let (now, _) = bytes.split_at(bytes.len().min(room));
        self.piece.extend_from_slice(now);
        if self.piece.len() == PIECE {
            let piece = self.piece.split().freeze();
            self.send(Ok(piece))?;
        }
        Ok(now.len())
    }

    /// Short pieces cost more than they bring: what was written goes out when there is enough of it, or at the end.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Lets `work` write a file on a thread for blocking work, and gives the body of the response once its beginning is
/// there: a small file as a whole, of a larger one the rest follows. `turns` limits how many work at once, `places`
/// how many files are on their way.
///
/// What fails at the beginning is a problem; what fails later breaks the connection.
pub(super) async fn outgoing<F>(
    (turns, turn): (Arc<Semaphore>, OwnedSemaphorePermit),
    place: OwnedSemaphorePermit,
    work: F,
) -> Result<BoxBody, Problem>
where
    F: FnOnce(&mut Outgoing) -> io::Result<()> + Send + 'static,
{
    let (queue, pieces) = channel(QUEUE);
    let mut out = Outgoing {
        piece: BytesMut::with_capacity(PIECE),
        queue,
        pace: Arc::new(Pace { turns, turn: Mutex::new(Some(turn)), runtime: Handle::current() }),
        _place: place,
    };
    // It ends by itself: when the file does, or when nobody takes it any more.
    drop(spawn_blocking(move || {
        let done = work(&mut out);
        let rest = out.piece.split().freeze();
        let last = match done {
            Ok(()) if rest.is_empty() => Ok(()),
            Ok(()) => out.send(Ok(rest)),
            Err(fault) if is_gone(&fault) => Ok(()),
            Err(fault) => out.send(Err(fault)),
        };
        if let Err(fault) = last.or_else(|fault| if is_gone(&fault) { Ok(()) } else { Err(fault) }) {
            tracing::warn!("a download was not finished: {fault}");
        }
    }));
    begin(pieces).await
}

/// Whether the reader went away or stopped reading.
fn is_gone(fault: &io::Error) -> bool {
    matches!(fault.kind(), io::ErrorKind::BrokenPipe | io::ErrorKind::TimedOut)
}

/// Waits for the whole of a small file or the beginning of a larger one.
async fn begin(mut pieces: Receiver<Piece>) -> Result<BoxBody, Problem> {
    let mut begun = BytesMut::new();
    for _ in 0..SMALL {
        match pieces.recv().await {
            Some(Ok(piece)) => begun.extend_from_slice(&piece),
            Some(Err(fault)) => return Err(Problem::internal(&fault)),
            None => return Ok(BoxBody::new(begun.freeze())),
        }
    }
    Ok(BoxBody::new(Rest { begun: Some(begun.freeze()), pieces }))
}

/// The body of a large file.
struct Rest {
    begun: Option<Bytes>,
    pieces: Receiver<Piece>,
}

impl MessageBody for Rest {
    type Error = io::Error;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, io::Error>>> {
        if let Some(begun) = self.begun.take() {
            return Poll::Ready(Some(Ok(begun)));
        }
        self.pieces.poll_recv(context)
    }
}
