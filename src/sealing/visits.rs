//! Releasing the counts of kiosks: how many people began, answered and left, in sums of at least k.
//!
//! A device counts by itself, adds up and reports about once a day at a random moment. What is reported joins one
//! sum per unit and wave and waits there; nothing of a single report stays but its random id, which is forgotten
//! when the wave is closed. A unit's sum is released together with a batch of the same unit, in the same
//! transaction, when it counts at least k people asked; else it waits. When the wave is closed, what is left goes
//! up the tree like a pool: released at its own unit from k people on, else joined with what is left of other
//! units at the unit above, and dropped where even that is too few.
//!
//! What others could learn from it:
//!
//! - **A clerk at the desk** sees on the device how many responses wait for a network, which anybody knows who
//!   watched people answer; the counts themselves are not shown on the device. What staff read changes only when
//!   a batch is sealed, at night, and then by at least k people at once: not whether the last person answered.
//! - **Staff with all downloads** can subtract two of them, or the units below from the unit above. Every
//!   difference is again a sum over at least k people asked. Beside the published number of answers a count
//!   tells how many came by kiosk and how many by link, perhaps that one did; it never tells what any of them
//!   said, because answers are only published in batches. That all of those asked answered, or none, can be
//!   seen; unlike a dissatisfied answer it tells nothing about anybody that was not seen at the counter.
//! - **Somebody with a copy of the database** finds the waiting sum of a unit, hence about how many people used
//!   its kiosks since the last release, but not which device, which day or which response: a response names no
//!   device, a report carries no ids of responses, and the moment of a report is random. Copies taken all the
//!   time would show each report as it arrives: a day of a device. They would show each response as well, so the
//!   counts add nothing to what such a person has.
//! - **The holder of a device's secret** can report any number for its own desk and read which waves are open
//!   there, and nothing else.

use std::collections::BTreeMap;

use diesel::PgConnection;

use super::SealError;
use super::batch::{Job, Place, Undo, unless_held};
use super::ladder::{Climb, Ladder};
use super::seal::units_of;
use crate::domain::unit::{Unit, UnitCode, UnitTree};
use crate::domain::visits::{Visits, summed};
use crate::store::waves::StoredWave;
use crate::store::{StoreError, units, visits};

/// What is released of a wave: every unit that has visits at or below itself, by code, with the sum of them. With
/// `within` only that unit and those below it; `None` when no such unit exists on the wave's first day.
///
/// # Errors
/// When the database fails.
pub fn released(
    conn: &mut PgConnection,
    wave: &StoredWave,
    within: Option<&UnitCode>,
) -> Result<Option<Vec<(Unit, Visits)>>, StoreError> {
    let units: BTreeMap<i32, Unit> = units::units_at(conn, wave.wave.period.first())?.into_iter().collect();
    let tree = UnitTree::at(units.values().cloned(), wave.wave.period.first());
    if within.is_some_and(|code| tree.get(code).is_none()) {
        return Ok(None);
    }
    let own = visits::released(conn, wave.number)?;
    let own = own.into_iter().filter_map(|(unit_id, own)| Some((units.get(&unit_id)?.code.clone(), own)));
    let inside =
        |code: &UnitCode| within.is_none_or(|top| tree.path(code).iter().any(|unit| unit.code == *top));
    let sums = summed(&own.collect(), &tree).into_iter().filter(|(code, _)| inside(code));
    Ok(Some(sums.filter_map(|(code, sum)| Some((tree.get(&code)?.clone(), sum))).collect()))
}

/// Releases what waits at a unit whose batch was just sealed in this transaction, if it is enough.
pub(super) fn release_own(conn: &mut PgConnection, job: &Job<'_>, unit_id: i32) -> Result<(), SealError> {
    let (wave, k) = (job.wave.number, i64::from(job.wave.wave.k));
    for (unit_id, enough) in visits::take(conn, wave, &[unit_id], k)? {
        visits::release(conn, wave, unit_id, enough)?;
    }
    Ok(())
}

/// Releases what is left of a closed wave, from the lowest units up; repeatable.
pub(super) fn finish(conn: &mut PgConnection, job: &Job<'_>) -> Result<(), SealError> {
    let left = visits::waiting_units(conn, job.wave.number)?;
    if !left.is_empty() {
        let units = units_of(conn, job.wave)?;
        Ladder::new(&units, job).climb(&left, &mut Leftovers { conn, job })?;
    }
    conn.build_transaction().read_committed().run(|conn| {
        job.lock(conn)?;
        visits::forget_reports(conn, job.wave.number)?;
        Ok(())
    })
}

struct Leftovers<'a> {
    conn: &'a mut PgConnection,
    job: &'a Job<'a>,
}

impl Climb for Leftovers<'_> {
    const WHAT: &'static str = "visits";

    fn release(&mut self, place: &Place, sources: &[i32]) -> Result<bool, SealError> {
        let job = self.job;
        let released = self.conn.build_transaction().read_committed().run(|conn| {
            job.lock(conn)?;
            release_joined(conn, job, place.unit_id, sources)
        });
        Ok(unless_held(released)?.is_some())
    }

    fn give_up(&mut self, _: &Place, sources: &[i32]) -> Result<(), SealError> {
        let job = self.job;
        self.conn.build_transaction().read_committed().run(|conn| {
            job.lock(conn)?;
            visits::take(conn, job.wave.number, sources, 0)?;
            Ok(())
        })
    }
}

/// Releases what waits at `sources` at one unit, or undoes that.
fn release_joined(conn: &mut PgConnection, job: &Job<'_>, unit_id: i32, sources: &[i32]) -> Result<(), Undo> {
    let taken = visits::take(conn, job.wave.number, sources, 0)?;
    let own = taken.iter().any(|(source, _)| *source == unit_id);
    let sum = taken.iter().fold(Visits::default(), |sum, (_, visits)| sum.plus(*visits));
    match taken.len() {
        // Another instance that closes the same wave was faster.
        0 => Ok(()),
        // Those of a single unit would be its own under another name.
        1 if !own => Err(Undo::Held),
        _ if sum.asked < i64::from(job.wave.wave.k) => Err(Undo::Held),
        _ => Ok(visits::release(conn, job.wave.number, unit_id, sum)?),
    }
}
