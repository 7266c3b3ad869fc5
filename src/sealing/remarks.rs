//! Remarks reach staff when at least k people of a unit have written, and never one by one.
//!
//! They wait like responses and take the same way when a wave is closed: what is left of a unit is joined with what is
//! left of others at the unit above. They are counted by themselves: how many wrote says nothing about how many
//! answered, and a remark has neither an id nor a place in common with answers.

use diesel::PgConnection;

use super::SealError;
use super::batch::{Job, Place, Undo, unless_held};
use super::ladder::{Climb, Ladder};
use super::seal::units_of;
use crate::store::remarks;

/// Hands over what waits at units with at least k remarks.
pub(super) fn hand_over(conn: &mut PgConnection, job: &Job<'_>) -> Result<(), SealError> {
    let (wave, k) = (job.wave.number, i64::from(job.wave.wave.k));
    let waiting = remarks::waiting_counts(conn, wave)?;
    if waiting.is_empty() {
        return Ok(());
    }
    for unit_id in waiting.iter().filter(|(_, count)| **count >= k).map(|(unit_id, _)| *unit_id) {
        conn.build_transaction().read_committed().run(|conn| {
            job.lock(conn)?;
            remarks::hand_over(conn, wave, &[unit_id], unit_id)?;
            Ok::<(), SealError>(())
        })?;
    }
    Ok(())
}

/// Hands over what waits in a closed wave, from the lowest units up; repeatable.
pub(super) fn finish(conn: &mut PgConnection, job: &Job<'_>) -> Result<(), SealError> {
    let left: Vec<i32> = remarks::waiting_counts(conn, job.wave.number)?.into_keys().collect();
    if left.is_empty() {
        return Ok(());
    }
    let units = units_of(conn, job.wave)?;
    Ladder::new(&units, job).climb(&left, &mut Leftovers { conn, job })
}

struct Leftovers<'a> {
    conn: &'a mut PgConnection,
    job: &'a Job<'a>,
}

impl Climb for Leftovers<'_> {
    const WHAT: &'static str = "remarks";

    fn release(&mut self, place: &Place, sources: &[i32]) -> Result<bool, SealError> {
        let (job, k) = (self.job, usize::try_from(self.job.wave.wave.k).unwrap_or(usize::MAX));
        let done = self.conn.build_transaction().read_committed().run(|conn| {
            job.lock(conn)?;
            let (from, count) = remarks::hand_over(conn, job.wave.number, sources, place.unit_id)?;
            // Those of a single unit would be its own under another name.
            let alone = from.len() == 1 && !from.contains(&place.unit_id);
            // None: another instance that closes the same wave was faster.
            if count > 0 && (alone || count < k) { Err(Undo::Held) } else { Ok(()) }
        });
        Ok(unless_held(done)?.is_some())
    }

    fn give_up(&mut self, _: &Place, sources: &[i32]) -> Result<(), SealError> {
        let job = self.job;
        self.conn.build_transaction().read_committed().run(|conn| {
            job.lock(conn)?;
            remarks::drop_waiting(conn, job.wave.number, sources)?;
            Ok(())
        })
    }
}
