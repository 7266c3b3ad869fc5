//! The way of leftovers up the tree of units when a wave is closed.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::SealError;
use super::batch::{Job, Place};
use crate::domain::unit::{Unit, UnitCode, UnitTree};

/// What is done with leftovers on their way up.
pub(super) trait Climb {
    /// What they are, for an error.
    const WHAT: &'static str;

    /// Releases what is left at `sources` as one at `place`; false where the rule holds it back.
    fn release(&mut self, place: &Place, sources: &[i32]) -> Result<bool, SealError>;

    /// Takes out what cannot be released even at the top.
    fn give_up(&mut self, top: &Place, sources: &[i32]) -> Result<(), SealError>;
}

/// The units of the wave's first day and what is above what.
pub(super) struct Ladder<'a> {
    units: &'a BTreeMap<i32, Unit>,
    keys: BTreeMap<&'a UnitCode, i32>,
    tree: UnitTree,
    wave: String,
}

/// A unit in the order of the work: the deepest first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Step {
    depth: Reverse<usize>,
    code: UnitCode,
}

impl<'a> Ladder<'a> {
    pub fn new(units: &'a BTreeMap<i32, Unit>, job: &Job<'_>) -> Self {
        let tree = UnitTree::at(units.values().cloned(), job.wave.wave.period.first());
        let keys = units.iter().map(|(unit_id, unit)| (&unit.code, *unit_id)).collect();
        Self { units, keys, tree, wave: job.wave.wave.id.to_string() }
    }

    /// Joins what is left at these units, from the lowest ones up, until all is released or given up.
    pub fn climb<C: Climb>(&self, left: &[i32], climber: &mut C) -> Result<(), SealError> {
        // Each step takes the lowest unit that holds leftovers, so all units below it are done.
        let mut holding: BTreeMap<Step, Vec<i32>> = BTreeMap::new();
        for unit_id in left {
            let unit = self.units.get(unit_id).ok_or_else(|| self.no_unit(C::WHAT, *unit_id))?;
            holding.entry(self.step(&unit.code)).or_default().push(*unit_id);
        }
        while let Some((step, sources)) = holding.pop_first() {
            let place = self.place(&step.code, C::WHAT)?;
            if climber.release(&place, &sources)? {
                continue;
            }
            match self.tree.parent(&step.code) {
                Some(above) => holding.entry(self.step(&above.code)).or_default().extend(sources),
                None => climber.give_up(&place, &sources)?,
            }
        }
        Ok(())
    }

    fn step(&self, code: &UnitCode) -> Step {
        Step { depth: Reverse(self.tree.ancestors(code).len()), code: code.clone() }
    }

    fn place(&self, code: &UnitCode, what: &'static str) -> Result<Place, SealError> {
        let unit_id = *self.keys.get(code).ok_or_else(|| self.no_unit(what, 0))?;
        let unit = self.units.get(&unit_id).ok_or_else(|| self.no_unit(what, unit_id))?;
        Ok(Place::of(unit_id, unit))
    }

    fn no_unit(&self, what: &'static str, unit_id: i32) -> SealError {
        SealError::NoUnit { wave: self.wave.clone(), what, unit_id }
    }
}
