//! Wrong passwords and codes in a row.

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;

use super::StoreError;
use super::schema::sign_in_failure;
use crate::domain::access::{CLOSED_AFTER, Wait, wait_after};

/// How long failures are remembered after the last one. Those that closed an account stay until it is opened.
const MEMORY: Duration = Duration::days(7);
/// What a visitor is told to wait when guesses are not looked at any more: a day, and then the same again.
const CLOSED_WAIT: Duration = Duration::days(1);

/// What came of asking for a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// The try may be made; it is counted as the failure of this number until [`forgive`] is called.
    Taken(u32),
    /// Not before this time has passed.
    Wait(Duration),
}

/// Asks for a try. Counting comes before looking, so that a thousand tries sent at once are one and 999 refusals.
pub fn take_turn(conn: &mut PgConnection, subject: &[u8], now: DateTime<Utc>) -> Result<Turn, StoreError> {
    conn.transaction(|conn| {
        let old = sign_in_failure::last.le(now - MEMORY);
        let closed = i32::try_from(CLOSED_AFTER).unwrap_or(i32::MAX);
        diesel::delete(sign_in_failure::table.filter(old.and(sign_in_failure::failures.lt(closed))))
            .execute(conn)?;
        let first = (
            sign_in_failure::subject.eq(subject),
            sign_in_failure::failures.eq(1),
            sign_in_failure::last.eq(now),
        );
        let added = diesel::insert_into(sign_in_failure::table)
            .values(first)
            .on_conflict_do_nothing()
            .execute(conn)?;
        if added == 1 {
            return Ok(Turn::Taken(1));
        }
        let (failures, last): (i32, DateTime<Utc>) = sign_in_failure::table
            .find(subject)
            .select((sign_in_failure::failures, sign_in_failure::last))
            .for_update()
            .first(conn)?;
        let failures = u32::try_from(failures).unwrap_or(0);
        let wait = match wait_after(failures) {
            Wait::For(wait) => {
                last + Duration::seconds(wait.as_secs().try_into().unwrap_or(i64::MAX / 1000)) - now
            }
            Wait::Closed => CLOSED_WAIT,
        };
        if wait > Duration::zero() {
            return Ok(Turn::Wait(wait));
        }
        diesel::update(sign_in_failure::table.find(subject))
            .set((sign_in_failure::failures.eq(sign_in_failure::failures + 1), sign_in_failure::last.eq(now)))
            .execute(conn)?;
        Ok(Turn::Taken(failures + 1))
    })
}

/// Forgets the failures of the subject.
pub fn forgive(conn: &mut PgConnection, subject: &[u8]) -> Result<(), StoreError> {
    diesel::delete(sign_in_failure::table.find(subject)).execute(conn)?;
    Ok(())
}
