//! What pooled waves are made from.

use diesel::prelude::*;

use super::StoreError;
use super::schema::{wave, wave_source};

/// Keys of the waves pooled in one, by their periods; none where the wave is not pooled.
pub fn of_wave(conn: &mut PgConnection, number: i32) -> Result<Vec<i32>, StoreError> {
    let sources = wave_source::table.filter(wave_source::wave.eq(number)).select(wave_source::source);
    let sources = wave::table
        .filter(wave::number.eq_any(sources))
        .order((wave::first_day, wave::number))
        .select(wave::number)
        .load(conn)?;
    Ok(sources)
}

/// Keys of the waves that one is pooled in, ascending.
pub fn pooled_in(conn: &mut PgConnection, source: i32) -> Result<Vec<i32>, StoreError> {
    let waves = wave_source::table
        .filter(wave_source::source.eq(source))
        .order(wave_source::wave)
        .select(wave_source::wave)
        .load(conn)?;
    Ok(waves)
}

/// Pools more waves in one; those already there stay.
pub fn add(conn: &mut PgConnection, number: i32, sources: &[i32]) -> Result<(), StoreError> {
    let rows: Vec<_> = sources
        .iter()
        .map(|source| (wave_source::wave.eq(number), wave_source::source.eq(*source)))
        .collect();
    diesel::insert_into(wave_source::table).values(rows).on_conflict_do_nothing().execute(conn)?;
    Ok(())
}
