//! The keys of waves with envelopes: one pair per wave, whose public half is in the database and whose private half is
//! in a folder that no copy of the database holds.
//!
//! The folder may be on another machine than the service: then the service takes envelopes and cannot open them, and
//! `hailong seal` on that machine does. When the wave is closed and everything in it sealed, the private half is
//! destroyed; what copies of the database, write-ahead logs and backups still hold is unreadable from then on.

mod folder;

use chrono::{DateTime, NaiveDate, Utc};

pub use folder::{Found, Keys, KeysError};

use crate::domain::access::NewEntry;
use crate::domain::wave::WaveId;
use crate::store::envelopes::{self, WaveKey};
use crate::store::{Connection, StoreError, audit};

/// Gives a wave its key, unless it has one: makes the pair, keeps the private half in the folder, and the public half
/// with the wave, in the transaction of the caller. A transaction that is rolled back leaves a private half behind that
/// opens nothing.
///
/// # Errors
/// When the folder cannot be written or the database fails.
pub fn provide(
    conn: &mut Connection,
    keys: &Keys,
    (number, wave): (i32, &WaveId),
) -> Result<Result<WaveKey, KeysError>, StoreError> {
    if let Some(there) = envelopes::key_of(conn, number)? {
        return Ok(Ok(there));
    }
    let (name, public) = match keys.make(wave) {
        Ok(made) => made,
        Err(fault) => return Ok(Err(fault)),
    };
    envelopes::set_key(conn, number, &name, &public)?;
    Ok(Ok(WaveKey { name, public, destroyed: false }))
}

/// Notes that the private half of a wave's key is gone for good, in the audit log too. Gives whether that was news.
///
/// # Errors
/// When the database fails.
pub fn note_destroyed(
    conn: &mut Connection,
    number: i32,
    entry: NewEntry,
    (at, day): (DateTime<Utc>, NaiveDate),
) -> Result<bool, StoreError> {
    let news = envelopes::mark_destroyed(conn, number)?;
    if news {
        audit::append(conn, entry, at, day)?;
    }
    Ok(news)
}
