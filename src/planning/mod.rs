//! Waves as staff manage them: the command line, the pages and the interface do it through this room.
//!
//! | file | what it does |
//! |---|---|
//! | `refused` | why something is not done |
//! | `create` | rules of a new wave: title, instrument, units, closing day; the copy for the next period |
//! | `key` | the key of a wave with envelopes |
//! | `manage` | opening, changing, publishing and closing |
//! | `pool` | a year made from its quarters |
//! | `remarks` | reading what people wrote before anybody else does |
//! | `erase` | deleting everything of a wave |
//! | `quarantine` | batches that look stuffed |
//!
//! Whoever manages a wave holds [`Right::ManageWaves`] at every unit of it. Everything that is done is in the audit
//! log, in the same transaction, at the lowest unit above all units of the wave.

mod create;
mod erase;
mod key;
mod manage;
mod pool;
mod quarantine;
mod refused;
pub mod remarks;

use crate::domain::access::{Action, NewEntry, Right, path_of, top_of};
use crate::domain::unit::{Unit, UnitCode, UnitTree};
use crate::domain::wave::{State, Wave, WaveId};
use crate::identity::Principal;
use crate::store::waves::StoredWave;
use crate::store::{self, Connection, StoreError};

use key::provide_key;

pub use create::{Copied, Created, Start, Wanted, copy, create, desks_or_communes};
pub use erase::{Erasure, erase, erasure};
pub use key::{lose_key, make_key};
pub use manage::{Change, Closed, change, close, discard, open, publish};
pub use pool::{Pool, PooledWave, Unpoolable, pool};
pub use quarantine::{HeldBatch, decide, held_batches};
pub use refused::Refused;

/// Done, or why not.
pub type Answer<T> = Result<Result<T, Refused>, StoreError>;

/// A wave that somebody may manage, with what is needed to do so.
#[derive(Debug)]
pub struct Managed {
    /// The wave.
    pub stored: StoredWave,
    /// Its units with their keys, by code.
    pub units: Vec<(i32, Unit)>,
    /// All units of its period.
    pub tree: UnitTree,
}

impl Managed {
    /// An entry of the audit log about the wave.
    fn entry(&self, by: &Principal, action: Action) -> NewEntry {
        let codes = self.units.iter().map(|(_, unit)| &unit.code);
        by.entry(action).to(self.stored.wave.id.as_str()).at(top_of(&self.tree, codes))
    }
}

/// The tree of all units on the first day of the wave's period.
fn tree_of(conn: &mut Connection, wave: &Wave) -> Result<(Vec<(i32, Unit)>, UnitTree), StoreError> {
    let day = wave.period.first();
    let all = store::units::units_at(conn, day)?;
    let tree = UnitTree::at(all.iter().map(|(_, unit)| unit.clone()), day);
    Ok((all, tree))
}

/// Whether waves may be managed at every one of the units; without any, whether everywhere.
fn may_manage<'a>(
    by: &Principal,
    tree: &UnitTree,
    mut codes: impl Iterator<Item = &'a UnitCode>,
    none: bool,
) -> bool {
    if none {
        return by.powers.may_everywhere(Right::ManageWaves);
    }
    codes.all(|code| by.powers.may(Right::ManageWaves, &path_of(tree, code)))
}

/// The wave, if there is one and the principal may manage it. One they have nothing to do with, and that not
/// everybody may know of, looks like none.
pub fn managed(conn: &mut Connection, by: &Principal, id: &WaveId) -> Answer<Managed> {
    let Some(stored) = store::waves::find(conn, id)? else {
        return Ok(Err(Refused::UnknownWave(id.clone())));
    };
    let units = store::waves::units(conn, stored.number)?;
    let (_, tree) = tree_of(conn, &stored.wave)?;
    let codes = || units.iter().map(|(_, unit)| &unit.code);
    if may_manage(by, &tree, codes(), units.is_empty()) {
        return Ok(Ok(Managed { stored, units, tree }));
    }
    let wave = &stored.wave;
    let known = wave.state != State::Planned && (wave.public || wave.access.is_answered());
    let some = codes().any(|code| by.powers.may(Right::ManageWaves, &path_of(&tree, code)));
    let refused =
        if known || some { Refused::Right(Right::ManageWaves) } else { Refused::UnknownWave(id.clone()) };
    Ok(Err(refused))
}
