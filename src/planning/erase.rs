//! Erasing a closed wave: everything of it, in all tables. The audit log keeps that it was there and who erased it.

use super::{Answer, Refused, tree_of};
use crate::domain::access::{Action, Right, path_of, top_of};
use crate::domain::batch::hex;
use crate::domain::unit::{Unit, UnitTree};
use crate::domain::wave::{State, WaveId};
use crate::envelopes::Keys;
use crate::identity::{Moment, Principal};
use crate::store::waves::{self, StoredWave};
use crate::store::{
    Connection, audit, envelopes, erase as store_erase, publications, sources, together, traces,
};

/// A wave that can be erased.
#[derive(Debug)]
pub struct Erasure {
    /// The wave.
    pub stored: StoredWave,
    /// Its units with their keys, by code.
    pub units: Vec<(i32, Unit)>,
    tree: UnitTree,
}

/// The wave, if `by` may erase it: closed, and the right held at every unit of it.
pub fn erasure(conn: &mut Connection, by: &Principal, id: &WaveId) -> Answer<Erasure> {
    let Some(stored) = waves::find(conn, id)? else {
        return Ok(Err(Refused::UnknownWave(id.clone())));
    };
    let units = waves::units(conn, stored.number)?;
    let (_, tree) = tree_of(conn, &stored.wave)?;
    let may = |unit: &Unit| by.powers.may(Right::EraseWaves, &path_of(&tree, &unit.code));
    let all = if units.is_empty() {
        by.powers.may_everywhere(Right::EraseWaves)
    } else {
        units.iter().all(|(_, unit)| may(unit))
    };
    if !all {
        return Ok(Err(Refused::Right(Right::EraseWaves)));
    }
    if stored.wave.state != State::Closed {
        return Ok(Err(Refused::State(stored.wave.state)));
    }
    if let Some(pooled) = sources::pooled_in(conn, stored.number)?.first()
        && let Some(pooled) = waves::by_number(conn, *pooled)?
    {
        return Ok(Err(Refused::PooledIn(pooled.wave.id)));
    }
    Ok(Ok(Erasure { stored, units, tree }))
}

/// Erases the wave whose name was typed once more as `again`, and clears what that leaves in the files of the server.
/// A private key of its envelopes that is on this machine is destroyed, so that backups of the database become
/// unreadable too.
pub fn erase(
    conn: &mut Connection,
    by: &Principal,
    id: &WaveId,
    again: &str,
    keys: &Keys,
    now: Moment,
) -> Answer<()> {
    let Erasure { stored, units, tree } = match erasure(conn, by, id)? {
        Ok(erasure) => erasure,
        Err(refused) => return Ok(Err(refused)),
    };
    if again.trim() != id.as_str() {
        return Ok(Err(Refused::NotSure(id.clone())));
    }
    let last = publications::latest_key(conn, stored.number)?;
    let tables = store_erase::tables_of_waves(conn)?;
    let key = envelopes::key_of(conn, stored.number)?;
    together(conn, |conn| {
        store_erase::erase(conn, stored.number, id)?;
        let top = top_of(&tree, units.iter().map(|(_, unit)| &unit.code));
        let entry = by.entry(Action::WaveErased).to(id.as_str()).at(top);
        let entry = entry.with("instrument", &stored.wave.instrument).with("period", &stored.wave.period);
        let entry = match last {
            Some(key) => entry.with("publication", &hex(&key.hash)),
            None => entry,
        };
        audit::append(conn, entry, now.at, now.day)
    })?;
    if let Some(key) = key
        && let Err(fault) = keys.erase(id, &key.name).and_then(|()| keys.remove(id, &key.name))
    {
        return Ok(Err(Refused::NoKey(fault.to_string())));
    }
    traces::clear_tables(conn, &tables)?;
    Ok(Ok(()))
}
