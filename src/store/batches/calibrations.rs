//! What batches of raked waves keep for standard errors.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::domain::raking::{Calibration, CalibrationPart};
use crate::domain::response::ItemShape;
use crate::domain::tally::Tally;
use crate::store::schema::{batch_calibration, wave};
use crate::store::{StoreError, margins, read};

/// Adds what one batch keeps: unit, wave and position in the chain.
pub(super) fn insert(
    conn: &mut PgConnection,
    (unit_id, wave, seq): (i32, i32, i32),
    new: &Calibration,
) -> Result<(), StoreError> {
    let rakings = margins::rakings(conn, wave)?;
    let key = |code: &str| rakings.iter().find(|(_, raking)| raking.unit == code).map(|(key, _)| *key);
    let mut rows = Vec::with_capacity(new.0.len());
    for (code, part) in &new.0 {
        let raked_at = key(code).ok_or_else(|| strange(seq, "people of a unit whose sample is not raked"))?;
        rows.push((
            batch_calibration::unit_id.eq(unit_id),
            batch_calibration::wave.eq(wave),
            batch_calibration::batch.eq(seq),
            batch_calibration::raked_at.eq(raked_at),
            batch_calibration::raked.eq(&part.raked),
            batch_calibration::base.eq(part.base.iter().flat_map(Tally::flat).collect::<Vec<i64>>()),
        ));
    }
    diesel::insert_into(batch_calibration::table).values(rows).execute(conn)?;
    Ok(())
}

/// What all batches of a wave keep, by position in the chain.
pub(super) fn of_wave(
    conn: &mut PgConnection,
    number: i32,
    layout: &[ItemShape],
) -> Result<BTreeMap<i32, Calibration>, StoreError> {
    let codes: String = wave::table.find(number).select(wave::margins).get_result(conn)?;
    let codes: Vec<String> =
        serde_json::from_str(&codes).map_err(|fault| read::unreadable("wave", &codes, fault))?;
    if codes.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rakings = margins::rakings(conn, number)?;
    let rows: Vec<(i32, i32, Vec<i64>, Vec<i64>)> = batch_calibration::table
        .filter(batch_calibration::wave.eq(number))
        .select((
            batch_calibration::batch,
            batch_calibration::raked_at,
            batch_calibration::raked,
            batch_calibration::base,
        ))
        .load(conn)?;
    let length = Tally::empty(layout).flat().len();
    let mut found: BTreeMap<i32, Calibration> = BTreeMap::new();
    for (seq, raked_at, raked, base) in rows {
        let raking = rakings.get(&raked_at).cloned();
        let raking = raking.ok_or_else(|| strange(seq, "no raking of the unit"))?;
        let base: Option<Vec<Tally>> =
            base.chunks(length).map(|flat| Tally::from_flat(flat, layout)).collect();
        let base = base.filter(|base| base.len() == raked.len());
        let base = base.ok_or_else(|| strange(seq, "totals that do not fit the instrument version"))?;
        let part = CalibrationPart { raking, raked, base };
        found.entry(seq).or_default().0.insert(part.raking.unit.clone(), part);
    }
    Ok(found)
}

fn strange(batch: i32, what: &str) -> StoreError {
    read::unreadable("batch_calibration", &format!("batch {batch}"), what)
}
