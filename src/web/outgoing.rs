//! A file that goes out while it is made: a thread writes it into a short queue, the connection empties the queue.
//! So memory holds a few pieces of a large file, and whoever breaks the connection stops the thread.

use std::io::{self, Write};
use std::pin::Pin;
use std::sync::Arc;
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

/// Bytes of a piece.
const PIECE: usize = 64 * 1024;
/// Pieces that wait for the connection.
const QUEUE: usize = 8;
/// Pieces of a file that is sent as a whole, with its length.
const SMALL: usize = 16;
/// How long a connection may take no piece.
const PATIENCE: Duration = Duration::from_secs(60);

type Piece = io::Result<Bytes>;

/// What a file is written to.
pub(super) struct Outgoing {
    piece: BytesMut,
    queue: Sender<Piece>,
    turns: Arc<Semaphore>,
    /// The turn at the processors; given back while the connection is slow.
    turn: Option<OwnedSemaphorePermit>,
    runtime: Handle,
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
        self.turn = None;
        let sent = self.runtime.block_on(timeout(PATIENCE, self.queue.send(piece)));
        match sent {
            Ok(Ok(())) => {}
            Ok(Err(_)) => return Err(io::ErrorKind::BrokenPipe.into()),
            Err(_) => return Err(io::ErrorKind::TimedOut.into()),
        }
        let turn = self.runtime.block_on(Arc::clone(&self.turns).acquire_owned());
        self.turn = Some(turn.map_err(io::Error::other)?);
        Ok(())
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
        turns,
        turn: Some(turn),
        runtime: Handle::current(),
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
