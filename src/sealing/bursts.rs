//! How responses follow one another at a unit: known in memory only, and handed to sealing as two counts.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::domain::quality::QUICK_SECONDS;

/// Counts, per wave and unit, of responses that arrived one by one and of those that came right after another one.
/// Of the moments only the last one of a unit is kept, in memory; nothing of it is ever written or shown. An
/// instance knows what reached it itself, and a restart forgets.
#[derive(Default)]
pub struct Bursts(Mutex<HashMap<(i32, i32), Following>>);

struct Following {
    last: Instant,
    arrivals: u32,
    quick: u32,
}

impl Bursts {
    /// A response has arrived by itself at this unit of this wave.
    pub fn note(&self, wave: i32, unit_id: i32, at: Instant) {
        let mut units = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(following) = units.get_mut(&(wave, unit_id)) else {
            units.insert((wave, unit_id), Following { last: at, arrivals: 1, quick: 0 });
            return;
        };
        let quick = at.saturating_duration_since(following.last) < Duration::from_secs(QUICK_SECONDS);
        following.arrivals = following.arrivals.saturating_add(1);
        following.quick = following.quick.saturating_add(u32::from(quick));
        following.last = at;
    }

    /// Arrivals and quick ones since this was asked last.
    pub fn taken(&self, wave: i32, unit_id: i32) -> (u32, u32) {
        let mut units = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        units.remove(&(wave, unit_id)).map_or((0, 0), |following| (following.arrivals, following.quick))
    }
}

impl fmt::Debug for Bursts {
    // Without the counts: they would tell who has just answered.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bursts").finish_non_exhaustive()
    }
}
