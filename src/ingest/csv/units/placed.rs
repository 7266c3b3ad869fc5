//! Units that have to stay where they are: figures by category of a wave were counted there.
//!
//! Such figures are sums of batches of the same province (see [`advance`](crate::domain::breakdown::advance)). If a
//! commune could be put below another unit on a day that has long begun, the same batches would be added up in other
//! groups, and what was published before could be subtracted from that: down to the one woman of a batch. A change
//! from a later day on is a new row and touches no wave that began before.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::PgConnection;

use crate::domain::unit::{Unit, UnitCode, UnitKey, UnitLevel, UnitTree};
use crate::domain::wave::{State, WaveId};
use crate::store::StoreError;
use crate::store::waves;

/// A unit of the file and the first wave whose figures by category it would move.
pub(super) type Moved = BTreeMap<UnitKey, WaveId>;

/// The units of the file that would move others, or themselves, under a wave with figures by category that was opened.
pub(super) fn moved(conn: &mut PgConnection, before: &[Unit], file: &[Unit]) -> Result<Moved, StoreError> {
    let known: BTreeMap<UnitKey, &Unit> = before.iter().map(|unit| (unit.key(), unit)).collect();
    let changed: BTreeSet<UnitKey> =
        file.iter().filter(|unit| known.get(&unit.key()) != Some(unit)).map(Unit::key).collect();
    let mut found = Moved::new();
    if changed.is_empty() {
        return Ok(found);
    }
    let written: BTreeSet<UnitKey> = file.iter().map(Unit::key).collect();
    let kept = before.iter().filter(|unit| !written.contains(&unit.key()));
    let after: Vec<Unit> = kept.chain(file).cloned().collect();
    let mut trees: BTreeMap<NaiveDate, [UnitTree; 2]> = BTreeMap::new();
    for stored in waves::list(conn)? {
        let wave = &stored.wave;
        if wave.state == State::Planned || wave.protection.breakdowns.is_empty() {
            continue;
        }
        let day = wave.period.first();
        let at = |units: &[Unit]| UnitTree::at(units.iter().cloned(), day);
        let [old, new] = trees.entry(day).or_insert_with(|| [at(before), at(&after)]);
        for (_, unit) in waves::units(conn, stored.number)? {
            let (was, will_be) = (place(old, &unit.code), place(new, &unit.code));
            if was != will_be {
                let at_fault = was.into_iter().chain(will_be).map(|(key, _)| key);
                for key in at_fault.filter(|key| changed.contains(key)) {
                    found.entry(key).or_insert_with(|| wave.id.clone());
                }
            }
        }
    }
    Ok(found)
}

/// The unit and all above it, with their levels: these decide where figures by category are added up.
fn place(tree: &UnitTree, code: &UnitCode) -> Vec<(UnitKey, UnitLevel)> {
    tree.path(code).into_iter().map(|unit| (unit.key(), unit.level)).collect()
}
