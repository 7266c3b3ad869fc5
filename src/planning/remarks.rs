//! Remarks as staff read them: released, perhaps without what tells who is meant, or withheld.
//!
//! Whoever manages waves at a unit decides about its remarks. How many were withheld is said beside those released, so
//! that what is unwelcome cannot disappear without a trace; the text itself goes, because it may name somebody.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{Answer, Refused, tree_of};
use crate::domain::access::{Action, Right, path_of};
use crate::domain::remark::cleaned;
use crate::domain::unit::{Unit, UnitCode};
use crate::domain::wave::WaveId;
use crate::identity::{Moment, Principal};
use crate::store::remarks::{self, State};
use crate::store::waves::StoredWave;
use crate::store::{self, Connection, StoreError, audit, together};

/// Most remarks that are read at a time.
const MOST: i64 = 50;
/// Most released remarks that are shown of a unit.
const SHOWN: i64 = 500;

/// A remark that waits for somebody to read it.
#[derive(Debug, Clone)]
pub struct ToRead {
    /// Its key.
    pub id: Uuid,
    /// The unit it was sent to, or the one above that took it.
    pub unit: Unit,
    /// The text.
    pub text: String,
}

/// Remarks of a wave that somebody decides about.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Those that wait, in random order; at most fifty.
    pub waiting: Vec<ToRead>,
    /// How many there are, by state.
    pub counts: BTreeMap<String, i64>,
}

/// What of a wave waits to be read at the units where the principal manages waves.
///
/// # Errors
/// When the database fails.
pub fn to_read(conn: &mut Connection, by: &Principal, id: &WaveId) -> Answer<Reading> {
    let Some(stored) = store::waves::find(conn, id)? else {
        return Ok(Err(Refused::UnknownWave(id.clone())));
    };
    let (all, tree) = tree_of(conn, &stored.wave)?;
    // A remark is at a unit that takes part, or above one.
    let taking = store::waves::units(conn, stored.number)?;
    let places: BTreeSet<&UnitCode> =
        taking.iter().flat_map(|(_, unit)| tree.path(&unit.code)).map(|unit| &unit.code).collect();
    let mine = |unit: &Unit| {
        places.contains(&unit.code) && by.powers.may(Right::ManageWaves, &path_of(&tree, &unit.code))
    };
    let units: BTreeMap<i32, Unit> = all.into_iter().filter(|(_, unit)| mine(unit)).collect();
    if units.is_empty() {
        return Ok(Err(Refused::UnknownWave(id.clone())));
    }
    let keys: Vec<i32> = units.keys().copied().collect();
    let counts = remarks::counts(conn, stored.number, &keys)?;
    let waiting = remarks::list(conn, stored.number, &keys, State::Waiting, MOST)?;
    let to_read = |remark: remarks::Remark| {
        let unit = units.get(&remark.unit_id)?.clone();
        Some(ToRead { id: remark.id, unit, text: remark.text? })
    };
    Ok(Ok(Reading { waiting: waiting.into_iter().filter_map(to_read).collect(), counts }))
}

/// Releases a remark with the text as staff left it, or withholds it.
///
/// # Errors
/// When the database fails.
pub fn decide(
    conn: &mut Connection,
    by: &Principal,
    id: Uuid,
    released: Option<&str>,
    now: Moment,
) -> Answer<()> {
    let released = match released.map(cleaned).transpose() {
        Ok(released) => released,
        Err(unfit) => return Ok(Err(Refused::BadRemark(unfit))),
    };
    together(conn, |conn| {
        let Some(remark) = remarks::waiting(conn, id)? else { return Ok(Err(Refused::UnknownRemark)) };
        let Some(stored) = store::waves::by_number(conn, remark.wave)? else {
            return Ok(Err(Refused::UnknownRemark));
        };
        let (all, tree) = tree_of(conn, &stored.wave)?;
        let unit = all.into_iter().find(|(key, _)| *key == remark.unit_id).map(|(_, unit)| unit);
        let Some(unit) = unit else { return Ok(Err(Refused::UnknownRemark)) };
        if !by.powers.may(Right::ManageWaves, &path_of(&tree, &unit.code)) {
            return Ok(Err(Refused::UnknownRemark));
        }
        remarks::decide(conn, id, released.as_deref())?;
        let changed = released.is_some() && released != remark.text;
        let action = if released.is_some() { Action::RemarkReleased } else { Action::RemarkWithheld };
        let entry = by.entry(action).to(stored.wave.id.as_str()).at(Some(unit.code));
        audit::append(conn, entry.with("changed", &changed), now.at, now.day)?;
        Ok(Ok(()))
    })
}

/// What everybody who may see the results may read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// The remarks with the codes of their units, in random order.
    pub remarks: Vec<(UnitCode, String)>,
    /// How many staff withheld.
    pub withheld: i64,
    /// How many nobody has read yet.
    pub waiting: i64,
}

/// The released remarks of a wave at a unit and below it, or of all units.
///
/// # Errors
/// When the database fails.
pub fn told(conn: &mut Connection, wave: &StoredWave, within: Option<&str>) -> Result<Told, StoreError> {
    let (all, tree) = tree_of(conn, &wave.wave)?;
    let inside = |unit: &Unit| {
        within.is_none_or(|top| tree.path(&unit.code).iter().any(|above| above.code.as_str() == top))
    };
    let units: BTreeMap<i32, Unit> = all.into_iter().filter(|(_, unit)| inside(unit)).collect();
    let keys: Vec<i32> = units.keys().copied().collect();
    let counts = remarks::counts(conn, wave.number, &keys)?;
    let count = |state: State| counts.get(state.as_str()).copied().unwrap_or_default();
    let released = remarks::list(conn, wave.number, &keys, State::Released, SHOWN)?;
    let told = |remark: remarks::Remark| Some((units.get(&remark.unit_id)?.code.clone(), remark.text?));
    Ok(Told {
        remarks: released.into_iter().filter_map(told).collect(),
        withheld: count(State::Withheld),
        waiting: count(State::Waiting),
    })
}
