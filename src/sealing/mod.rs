//! From pools to publications: seals pools into batches at fixed epochs, closes waves, publishes,
//! and recomputes what was published.
//!
//! Every step is a transaction that takes whole pools out and puts whole batches in, under the wave's
//! lock. So a crash at any moment leaves each response either in its pool or in exactly one batch,
//! and two instances that seal at once take turns: what comes after the lock was granted sees what
//! was committed until then, at the isolation level these transactions ask for.

mod batch;
mod bursts;
mod close;
mod error;
mod evidence;
mod gather;
mod judge;
mod ladder;
mod pool;
mod pooled;
mod publish;
mod raking;
mod remarks;
mod report;
pub mod results;
mod run;
mod scheduler;
mod seal;
pub mod series;
mod verify;
pub mod visits;

/// What this machine has besides the database.
#[derive(Clone, Copy)]
struct Aids<'a> {
    /// Private keys of waves with envelopes.
    keys: &'a Keys,
    /// How responses followed one another.
    bursts: Option<&'a Bursts>,
}

use crate::envelopes::Keys;

pub use bursts::Bursts;
pub use close::{close_wave, close_wave_as, close_wave_with};
pub use error::SealError;
pub use evidence::evidence;
pub use gather::{Gathered, gather};
pub use pooled::Part;
pub use publish::{Published, publish};
pub use report::{LevelCount, SealReport};
pub use run::{WaveRun, seal_all, seal_all_with, seal_due};
pub use scheduler::{Schedule, Scheduler, today_in_viet_nam};
pub use seal::{seal_wave, seal_wave_with};
pub use verify::{ChainFault, Recomputed, Recount, Verification, recompute, recount};
