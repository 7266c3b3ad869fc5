use std::collections::BTreeMap;

use crate::domain::unit::UnitLevel;

/// What a sealing run did to one wave. Totals per level only: a count per unit would tell who has
/// answered there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SealReport {
    /// What was sealed, highest level first.
    pub sealed: BTreeMap<UnitLevel, LevelCount>,
    /// Units whose pool keeps waiting.
    pub waiting_units: usize,
    /// Whether the wave has envelopes and its private key is not on this machine: nothing was opened.
    pub key_elsewhere: bool,
    /// Envelopes that did not open or held no response. They count for nothing.
    pub unopened: usize,
    /// Responses of a closed wave that can never be published, because too few were left.
    pub unpublished: usize,
}

/// What was sealed at the units of one level.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LevelCount {
    /// Batches.
    pub batches: usize,
    /// Responses in them.
    pub responses: usize,
}

impl SealReport {
    /// Whether any batch was made.
    pub fn any_sealed(&self) -> bool {
        !self.sealed.is_empty()
    }

    pub(super) fn add(&mut self, level: UnitLevel, count: LevelCount) {
        if count.batches > 0 {
            let total = self.sealed.entry(level).or_default();
            total.batches += count.batches;
            total.responses += count.responses;
        }
    }
}
