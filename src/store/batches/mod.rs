//! Batches: the chain of a wave.

mod calibrations;
mod parts;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::schema::{batch, unit};
use super::{StoreError, read};
use crate::domain::batch::{Batch, Hash, WeightedTally};
use crate::domain::breakdown::Breakdowns;
use crate::domain::raking::Calibration;
use crate::domain::response::ItemShape;
use crate::domain::tally::Tally;

/// A batch as it stands in the chain.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredBatch {
    /// Key of the unit.
    pub unit_id: i32,
    /// The batch.
    pub batch: Batch,
    /// Hash of the batch before; zeros in the first.
    pub previous: Hash,
    /// Hash over the content and the hash before, as it was stored when the batch was sealed.
    pub hash: Hash,
}

/// Hash before the first batch of a wave.
pub const CHAIN_START: Hash = [0; 32];

/// All batches of a wave in the order of the chain. `layout` is that of the wave's instrument.
pub fn of_wave(
    conn: &mut PgConnection,
    wave: i32,
    layout: &[ItemShape],
) -> Result<Vec<StoredBatch>, StoreError> {
    let rows: Vec<Row> = batch::table
        .inner_join(unit::table)
        .filter(batch::wave.eq(wave))
        .order(batch::seq)
        .select(Row::as_select())
        .load(conn)?;
    let mut breakdowns = parts::of_wave(conn, wave, layout)?;
    let mut calibrations = calibrations::of_wave(conn, wave, layout)?;
    let stored = rows.into_iter().map(|row| {
        let kept = (breakdowns.remove(&row.seq), calibrations.remove(&row.seq));
        row.into_stored(layout, kept)
    });
    stored.collect()
}

/// Responses in each batch of a wave, by position.
pub fn sizes(conn: &mut PgConnection, wave: i32) -> Result<BTreeMap<i32, i64>, StoreError> {
    let rows: Vec<(i32, Vec<i64>)> =
        batch::table.filter(batch::wave.eq(wave)).select((batch::seq, batch::tally)).load(conn)?;
    Ok(rows.into_iter().filter_map(|(seq, tally)| Some((seq, *tally.first()?))).collect())
}

/// Position and hash of the last batch of a wave; 0 and [`CHAIN_START`] before the first.
pub fn head(conn: &mut PgConnection, wave: i32) -> Result<(i32, Hash), StoreError> {
    let last: Option<(i32, Vec<u8>)> = batch::table
        .filter(batch::wave.eq(wave))
        .order(batch::seq.desc())
        .select((batch::seq, batch::hash))
        .first(conn)
        .optional()?;
    let Some((seq, hash)) = last else { return Ok((0, CHAIN_START)) };
    Ok((seq, read::hash("batch", &hash)?))
}

/// Adds a batch to the end of the chain. The caller holds the wave's lock, so that `previous` is
/// the hash of the head and `batch.seq` the number after it.
pub fn insert(conn: &mut PgConnection, wave: i32, new: &StoredBatch) -> Result<(), StoreError> {
    let content = &new.batch;
    let weighted = content.weighted.as_ref();
    diesel::insert_into(batch::table)
        .values((
            batch::unit_id.eq(new.unit_id),
            batch::wave.eq(wave),
            batch::seq.eq(content.seq),
            batch::epoch.eq(content.epoch),
            batch::residual.eq(content.residual),
            batch::stratum.eq(content.stratum.as_deref()),
            batch::tally.eq(content.tally.flat()),
            batch::weighted.eq(weighted.map(|weighted| weighted.sums.flat())),
            batch::weight_squares.eq(weighted.map(|weighted| weighted.squares)),
            batch::previous.eq(new.previous.as_slice()),
            batch::hash.eq(new.hash.as_slice()),
        ))
        .execute(conn)?;
    let key = (new.unit_id, wave, content.seq);
    if let Some(breakdowns) = &content.breakdowns {
        parts::insert(conn, key, breakdowns)?;
    }
    if let Some(calibration) = &content.calibration {
        calibrations::insert(conn, key, calibration)?;
    }
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = batch, check_for_backend(diesel::pg::Pg))]
struct Row {
    unit_id: i32,
    seq: i32,
    epoch: NaiveDate,
    residual: bool,
    stratum: Option<String>,
    tally: Vec<i64>,
    weighted: Option<Vec<i64>>,
    weight_squares: Option<f64>,
    previous: Vec<u8>,
    hash: Vec<u8>,
    #[diesel(select_expression = unit::code)]
    code: String,
}

impl Row {
    fn into_stored(
        self,
        layout: &[ItemShape],
        (breakdowns, calibration): (Option<Breakdowns>, Option<Calibration>),
    ) -> Result<StoredBatch, StoreError> {
        let totals = |flat: &[i64]| {
            Tally::from_flat(flat, layout).ok_or_else(|| {
                let what = format!("batch {} of {} totals", self.seq, flat.len());
                read::unreadable("batch", &what, "the totals do not fit the instrument version")
            })
        };
        let weighted = match (&self.weighted, self.weight_squares) {
            (Some(sums), Some(squares)) => Some(WeightedTally { sums: totals(sums)?, squares }),
            _ => None,
        };
        Ok(StoredBatch {
            unit_id: self.unit_id,
            previous: read::hash("batch", &self.previous)?,
            hash: read::hash("batch", &self.hash)?,
            batch: Batch {
                tally: totals(&self.tally)?,
                weighted,
                breakdowns,
                calibration,
                unit: self.code,
                seq: self.seq,
                epoch: self.epoch,
                residual: self.residual,
                stratum: self.stratum,
            },
        })
    }
}
