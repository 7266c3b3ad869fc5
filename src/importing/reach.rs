//! For which units somebody may bring something in.

use std::collections::BTreeSet;

use super::Fault;
use crate::domain::access::{Powers, Right, path_of};
use crate::domain::unit::{Unit, UnitCode, UnitKey, UnitTree};
use crate::domain::wave::{State, Wave, WaveId};
use crate::identity::Principal;
use crate::store::waves::StoredWave;
use crate::store::{self, Connection, StoreError};

/// A wave something may be brought into, or one that is made on the way.
pub(super) struct WaveReach {
    /// The wave, if it is there.
    pub known: Option<StoredWave>,
}

impl WaveReach {
    /// Finds the wave. One the principal has nothing to do with, and that not everybody may know of, looks like none
    /// that could be made.
    pub fn of(conn: &mut Connection, by: &Principal, id: &WaveId) -> Result<Self, Fault> {
        let Some(stored) = store::waves::find(conn, id)? else { return Ok(Self { known: None }) };
        let tree = tree_at(conn, &stored.wave)?;
        let units = store::waves::units(conn, stored.number)?;
        let may = |(_, unit): &(i32, Unit)| by.powers.may(Right::Import, &path_of(&tree, &unit.code));
        let all =
            if units.is_empty() { by.powers.may_everywhere(Right::Import) } else { units.iter().all(may) };
        let wave = &stored.wave;
        let open = wave.state != State::Planned && (wave.public || wave.access.is_answered());
        match all {
            true => Ok(Self { known: Some(stored) }),
            false if open || units.iter().any(may) => Err(Fault::Right(Right::Import)),
            false => Err(Fault::UnknownWave(id.clone())),
        }
    }

    /// The tree of the wave's units.
    #[expect(clippy::unused_self, reason = "the tree belongs to the wave that is reached")]
    pub fn tree(&self, conn: &mut Connection, wave: &Wave) -> Result<UnitTree, StoreError> {
        tree_at(conn, wave)
    }

    /// Whether something may be brought in for the unit.
    pub fn may(&self, by: &Principal, tree: &UnitTree, code: &UnitCode) -> bool {
        let path = path_of(tree, code);
        let makes = self.known.is_none();
        by.powers.may(Right::Import, &path) && (!makes || by.powers.may(Right::ManageWaves, &path))
    }
}

fn tree_at(conn: &mut Connection, wave: &Wave) -> Result<UnitTree, StoreError> {
    let day = wave.period.first();
    let all = store::units::units_at(conn, day)?;
    Ok(UnitTree::at(all.into_iter().map(|(_, unit)| unit), day))
}

/// Those of the units that whoever has the powers may neither add nor change: they are not below a unit at which
/// the right is held, before and after the change. `tree` is that of today and `known` all codes of all times: what
/// is no unit today has no place in the tree, and only who may do so everywhere changes it.
pub(super) fn units_beyond(
    powers: &Powers,
    tree: &UnitTree,
    known: &BTreeSet<UnitCode>,
    units: &[Unit],
) -> Vec<UnitKey> {
    if powers.may_everywhere(Right::Import) {
        return Vec::new();
    }
    let held = |code: &UnitCode| powers.may(Right::Import, &path_of(tree, code));
    let may = |unit: &Unit| {
        let before = match tree.parent(&unit.code) {
            Some(parent) => held(&parent.code),
            None => !known.contains(&unit.code),
        };
        // A new unit may stand below another new one; the chain ends at a unit of today.
        let mut above = unit.parent.as_ref();
        for _ in 0..units.len() {
            match above {
                Some(code) if !known.contains(code) => {
                    let other = units.iter().find(|other| other.code == *code);
                    above = other.and_then(|other| other.parent.as_ref());
                }
                _ => break,
            }
        }
        before && above.is_some_and(|code| tree.get(code).is_some() && held(code))
    };
    units.iter().filter(|unit| !may(unit)).map(Unit::key).collect()
}
