//! Why no tickets are made.

use super::MOST;
use crate::domain::access::Right;
use crate::domain::unit::UnitCode;
use crate::domain::wave::WaveId;

/// Why no tickets are made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The right is not held, or not at this unit.
    #[error("this needs the right {0} at the unit")]
    Right(Right),
    /// There is no such wave, or nobody but its managers may know.
    #[error("there is no wave {0}; `hailong wave list` shows them")]
    UnknownWave(WaveId),
    /// The unit takes no part in the wave.
    #[error("{0} takes no part in this wave; `hailong wave list` shows how many units do")]
    UnknownUnit(UnitCode),
    /// Nobody needs a ticket.
    #[error("{0} asks nobody for a ticket; plan a wave with --access ticket")]
    NoTickets(WaveId),
    /// The wave takes no more answers.
    #[error("{0} is closed")]
    Closed(WaveId),
    /// None, or too many at once.
    #[error("between 1 and {MOST} tickets at once")]
    Count,
}
