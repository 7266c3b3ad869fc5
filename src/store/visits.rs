//! Visits to kiosks: reported ones that wait, and those that were released.

use std::collections::BTreeMap;

use diesel::pg::upsert::excluded;
use diesel::prelude::*;
use uuid::Uuid;

use super::schema::{visit, visit_pool, visit_report};
use super::{StoreError, waves};
use crate::domain::visits::Visits;

/// A report of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Report {
    /// Key of the wave.
    pub wave: i32,
    /// Key of the unit the device stands at.
    pub unit_id: i32,
    /// Random id made by the device; sending the same report again changes nothing.
    pub id: Uuid,
    /// What happened since the last report.
    pub visits: Visits,
}

/// What became of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// It is part of the sum that waits.
    New,
    /// It had been added before.
    Already,
    /// The wave takes no more reports.
    WaveClosed,
}

/// Adds a report to what waits at its unit. The report itself is not kept, only its id, so that nothing tells
/// the devices or the days of a unit apart.
pub fn add(conn: &mut PgConnection, report: &Report) -> Result<Added, StoreError> {
    let Report { wave, unit_id, id, visits } = *report;
    conn.build_transaction().read_committed().run(|conn| {
        if !waves::hold_open(conn, wave)? {
            return Ok(Added::WaveClosed);
        }
        let key = (visit_report::unit_id.eq(unit_id), visit_report::id.eq(id), visit_report::wave.eq(wave));
        let new = diesel::insert_into(visit_report::table).values(key).on_conflict_do_nothing();
        if new.execute(conn)? == 0 {
            return Ok(Added::Already);
        }
        let row = (
            visit_pool::unit_id.eq(unit_id),
            visit_pool::wave.eq(wave),
            visit_pool::asked.eq(visits.asked),
            visit_pool::answered.eq(visits.answered),
            visit_pool::abandoned.eq(visits.abandoned),
        );
        diesel::insert_into(visit_pool::table)
            .values(row)
            .on_conflict((visit_pool::unit_id, visit_pool::wave))
            .do_update()
            .set((
                visit_pool::asked.eq(visit_pool::asked + excluded(visit_pool::asked)),
                visit_pool::answered.eq(visit_pool::answered + excluded(visit_pool::answered)),
                visit_pool::abandoned.eq(visit_pool::abandoned + excluded(visit_pool::abandoned)),
            ))
            .execute(conn)?;
        Ok(Added::New)
    })
}

/// Units of the wave at which visits wait, ascending. For sealing only.
pub fn waiting_units(conn: &mut PgConnection, wave: i32) -> Result<Vec<i32>, StoreError> {
    let units = visit_pool::table
        .filter(visit_pool::wave.eq(wave))
        .order(visit_pool::unit_id)
        .select(visit_pool::unit_id)
        .load(conn)?;
    Ok(units)
}

/// Takes out what waits at those of the units where at least so many people were asked; the transaction must
/// release it or be rolled back. Gives each unit with its visits.
pub fn take(
    conn: &mut PgConnection,
    wave: i32,
    units: &[i32],
    least: i64,
) -> Result<Vec<(i32, Visits)>, StoreError> {
    let pools = visit_pool::table
        .filter(visit_pool::wave.eq(wave).and(visit_pool::unit_id.eq_any(units)))
        .filter(visit_pool::asked.ge(least));
    let taken: Vec<(i32, i64, i64, i64)> = diesel::delete(pools)
        .returning((visit_pool::unit_id, visit_pool::asked, visit_pool::answered, visit_pool::abandoned))
        .load(conn)?;
    let visits = |(unit_id, asked, answered, abandoned)| (unit_id, Visits { asked, answered, abandoned });
    Ok(taken.into_iter().map(visits).collect())
}

/// Adds to what is released at a unit.
pub fn release(conn: &mut PgConnection, wave: i32, unit_id: i32, visits: Visits) -> Result<(), StoreError> {
    let row = (
        visit::unit_id.eq(unit_id),
        visit::wave.eq(wave),
        visit::asked.eq(visits.asked),
        visit::answered.eq(visits.answered),
        visit::abandoned.eq(visits.abandoned),
    );
    diesel::insert_into(visit::table)
        .values(row)
        .on_conflict((visit::unit_id, visit::wave))
        .do_update()
        .set((
            visit::asked.eq(visit::asked + excluded(visit::asked)),
            visit::answered.eq(visit::answered + excluded(visit::answered)),
            visit::abandoned.eq(visit::abandoned + excluded(visit::abandoned)),
        ))
        .execute(conn)?;
    Ok(())
}

/// What is released of a wave, by key of the unit.
pub fn released(conn: &mut PgConnection, wave: i32) -> Result<BTreeMap<i32, Visits>, StoreError> {
    let rows: Vec<(i32, i64, i64, i64)> = visit::table
        .filter(visit::wave.eq(wave))
        .select((visit::unit_id, visit::asked, visit::answered, visit::abandoned))
        .load(conn)?;
    let visits = |(unit_id, asked, answered, abandoned)| (unit_id, Visits { asked, answered, abandoned });
    Ok(rows.into_iter().map(visits).collect())
}

/// Forgets the ids of a closed wave's reports.
pub fn forget_reports(conn: &mut PgConnection, wave: i32) -> Result<usize, StoreError> {
    Ok(diesel::delete(visit_report::table.filter(visit_report::wave.eq(wave))).execute(conn)?)
}
