use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::{Array, Date, Double, Nullable, Text};

use super::read::all_units;
use super::shipped::shipped;
use super::write::{Written, lock_units, put};
use crate::domain::unit::{Lineage, Unit, UnitCode};
use crate::store::StoreError;

/// What seeding did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seeded {
    /// What became of the units that ship.
    pub units: Written,
    /// Units that ship but were left out, because an imported unit bears the code at that time.
    pub skipped: usize,
    /// Steps of lineage that were not there.
    pub lineage: usize,
}

/// Brings the units and the lineage that ship with the program into the database. Again at every
/// start: what is there stays, except that a name that differs from the shipped one is corrected
/// and a period that has ended since is closed. Level, parent and first day stay as an import left them.
///
/// # Errors
/// When the database fails or the shipped list contradicts imported units; nothing is written then.
pub fn seed_units(conn: &mut PgConnection) -> Result<Seeded, StoreError> {
    let shipped = shipped()?;
    conn.transaction(|conn| {
        lock_units(conn)?;
        let before = all_units(conn)?;
        let (wanted, skipped) = reconcile(&before, shipped.units);
        let units = put(conn, &before, &wanted)?;
        let lineage = insert_lineage(conn, &shipped.lineage)?;
        Ok(Seeded { units, skipped, lineage })
    })
}

/// The shipped units as they are to stand beside the present ones, and how many have no place.
fn reconcile(before: &[(i32, Unit)], shipped: Vec<Unit>) -> (Vec<Unit>, usize) {
    let mut present: BTreeMap<&UnitCode, Vec<&Unit>> = BTreeMap::new();
    for (_, unit) in before {
        present.entry(&unit.code).or_default().push(unit);
    }
    let mut wanted = Vec::with_capacity(shipped.len());
    let mut skipped = 0;
    for unit in shipped {
        let bearers = present.get(&unit.code).map_or(&[][..], Vec::as_slice);
        if let Some(known) = bearers.iter().find(|known| known.valid_from == unit.valid_from) {
            wanted.push(corrected(known, unit));
        } else if bearers.iter().any(|other| other.overlaps(&unit)) {
            skipped += 1;
        } else {
            wanted.push(unit);
        }
    }
    (wanted, skipped)
}

/// The present unit with the shipped name. An English name given by an import survives as long as the
/// Vietnamese one it goes with.
fn corrected(known: &Unit, shipped: Unit) -> Unit {
    let keeps_english = known.name == shipped.name && known.name_en.is_some();
    Unit {
        name_en: if keeps_english { known.name_en.clone() } else { shipped.name_en },
        name: shipped.name,
        valid_to: known.valid_to.or(shipped.valid_to),
        ..known.clone()
    }
}

fn insert_lineage(conn: &mut PgConnection, steps: &[Lineage]) -> Result<usize, StoreError> {
    let inserted = diesel::sql_query(
        "INSERT INTO unit_lineage (old_unit, new_unit, share) \
         SELECT o.id, n.id, r.share \
         FROM unnest($1, $2, $3, $4, $5) AS r (old_code, old_from, new_code, new_from, share) \
         JOIN unit o ON o.code = r.old_code AND o.valid_from = r.old_from \
         JOIN unit n ON n.code = r.new_code AND n.valid_from = r.new_from \
         ON CONFLICT DO NOTHING",
    )
    .bind::<Array<Text>, _>(steps.iter().map(|step| step.old.code.as_str()).collect::<Vec<_>>())
    .bind::<Array<Date>, _>(steps.iter().map(|step| step.old.valid_from).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(steps.iter().map(|step| step.new.code.as_str()).collect::<Vec<_>>())
    .bind::<Array<Date>, _>(steps.iter().map(|step| step.new.valid_from).collect::<Vec<_>>())
    .bind::<Array<Nullable<Double>>, _>(steps.iter().map(|step| step.share).collect::<Vec<_>>())
    .execute(conn)?;
    Ok(inserted)
}
