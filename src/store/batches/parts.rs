//! What batches keep for breakdowns.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use crate::domain::batch::WeightedTally;
use crate::domain::breakdown::{Breakdowns, Category, Division, Part};
use crate::domain::response::ItemShape;
use crate::domain::tally::Tally;
use crate::store::schema::{batch_cell, batch_part, wave};
use crate::store::{StoreError, read};

/// A row of [`batch_part`] without unit and wave.
#[derive(Queryable)]
struct PartRow {
    batch: i32,
    breakdown: i16,
    category: i16,
    tally: Vec<i64>,
    weighted: Option<Vec<i64>>,
    weight_squares: Option<f64>,
}

/// Adds the parts and cells of one batch: unit, wave and position in the chain.
pub(super) fn insert(
    conn: &mut PgConnection,
    (unit_id, wave, seq): (i32, i32, i32),
    new: &Breakdowns,
) -> Result<(), StoreError> {
    let mut parts = Vec::new();
    for (breakdown, division) in (0_i16..).zip(&new.divisions) {
        for (category, part) in &division.parts {
            let weighted = part.weighted.as_ref();
            parts.push((
                batch_part::unit_id.eq(unit_id),
                batch_part::wave.eq(wave),
                batch_part::batch.eq(seq),
                batch_part::breakdown.eq(breakdown),
                batch_part::category.eq(i16::from(*category)),
                batch_part::tally.eq(part.tally.flat()),
                batch_part::weighted.eq(weighted.map(|weighted| weighted.sums.flat())),
                batch_part::weight_squares.eq(weighted.map(|weighted| weighted.squares)),
            ));
        }
    }
    diesel::insert_into(batch_part::table).values(parts).execute(conn)?;
    let cell = |(categories, n): (&Vec<Category>, &i64)| {
        let categories: Vec<i16> = categories.iter().map(|category| i16::from(*category)).collect();
        (
            batch_cell::unit_id.eq(unit_id),
            batch_cell::wave.eq(wave),
            batch_cell::batch.eq(seq),
            batch_cell::categories.eq(categories),
            batch_cell::n.eq(*n),
        )
    };
    let cells: Vec<_> = new.cells.iter().map(cell).collect();
    diesel::insert_into(batch_cell::table).values(cells).execute(conn)?;
    Ok(())
}

/// Parts and cells of all batches of a wave, by position in the chain. A batch without any is not there.
pub(super) fn of_wave(
    conn: &mut PgConnection,
    number: i32,
    layout: &[ItemShape],
) -> Result<BTreeMap<i32, Breakdowns>, StoreError> {
    let codes: String = wave::table.find(number).select(wave::breakdowns).get_result(conn)?;
    let codes: Vec<String> =
        serde_json::from_str(&codes).map_err(|fault| read::unreadable("wave", &codes, fault))?;
    if codes.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<PartRow> = batch_part::table
        .filter(batch_part::wave.eq(number))
        .select((
            batch_part::batch,
            batch_part::breakdown,
            batch_part::category,
            batch_part::tally,
            batch_part::weighted,
            batch_part::weight_squares,
        ))
        .load(conn)?;
    let batches: BTreeSet<i32> = rows.iter().map(|row| row.batch).collect();
    let empty = || Breakdowns {
        divisions: codes
            .iter()
            .map(|code| Division { variable: code.clone(), parts: BTreeMap::new() })
            .collect(),
        cells: BTreeMap::new(),
    };
    let mut found: BTreeMap<i32, Breakdowns> = batches.into_iter().map(|batch| (batch, empty())).collect();
    for row in rows {
        let place = usize::try_from(row.breakdown).unwrap_or(usize::MAX);
        let (category, part) = part(&row, layout)?;
        let division = found.get_mut(&row.batch).and_then(|batch| batch.divisions.get_mut(place));
        let division = division.ok_or_else(|| strange(row.batch, "a breakdown the wave does not have"))?;
        division.parts.insert(category, part);
    }
    let cells: Vec<(i32, Vec<i16>, i64)> = batch_cell::table
        .filter(batch_cell::wave.eq(number))
        .select((batch_cell::batch, batch_cell::categories, batch_cell::n))
        .load(conn)?;
    for (seq, categories, n) in cells {
        let cell: Result<Vec<Category>, _> = categories.into_iter().map(Category::try_from).collect();
        let cell = cell.map_err(|_| strange(seq, "a category that is none"))?;
        let batch = found.get_mut(&seq).ok_or_else(|| strange(seq, "cells without parts"))?;
        batch.cells.insert(cell, n);
    }
    Ok(found)
}

fn part(row: &PartRow, layout: &[ItemShape]) -> Result<(Category, Part), StoreError> {
    let totals = |flat: &[i64]| {
        Tally::from_flat(flat, layout)
            .ok_or_else(|| strange(row.batch, "totals that do not fit the instrument version"))
    };
    let weighted = match (&row.weighted, row.weight_squares) {
        (Some(sums), Some(squares)) => Some(WeightedTally { sums: totals(sums)?, squares }),
        _ => None,
    };
    let category =
        Category::try_from(row.category).map_err(|_| strange(row.batch, "a category that is none"))?;
    Ok((category, Part { tally: totals(&row.tally)?, weighted }))
}

fn strange(batch: i32, what: &str) -> StoreError {
    read::unreadable("batch_part", &format!("batch {batch}"), what)
}
