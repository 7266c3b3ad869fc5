//! Publishing: the results of a wave become an immutable document.

use diesel::PgConnection;

use super::SealError;
use super::gather::gather;
use super::judge::judge;
use super::pooled;
use crate::domain::batch::Hash;
use crate::domain::wave::Access;
use crate::store::publications;
use crate::store::waves::{self, StoredWave};

/// What publishing came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    /// Hash of the current publication.
    pub hash: Hash,
    /// Place among the publications of the wave, from 1.
    pub number: i32,
    /// Whether it is new.
    pub new: bool,
}

/// Computes the results of a wave and stores them, unless they are the current publication already.
/// `None` while the wave has neither batches nor given scores. Batches that were not judged yet are judged first;
/// what looks stuffed is held back.
///
/// Runs under the wave's lock, so that of two instances the one that read less does not come last.
///
/// # Errors
/// When the database fails or the wave does not fit its instrument. Also inside a transaction: it
/// makes its own.
pub fn publish(conn: &mut PgConnection, wave: &StoredWave) -> Result<Option<Published>, SealError> {
    // What is read after the lock was granted must hold what was committed until then.
    conn.build_transaction().read_committed().run(|conn| {
        waves::lock(conn, wave.number)?;
        if wave.wave.access == Access::Pooled {
            pooled::take_units(conn, wave)?;
        }
        let mut gathered = gather(conn, wave)?;
        gathered.withheld = judge(conn, &gathered)?;
        if gathered.is_empty() {
            return Ok(None);
        }
        let stored = publications::insert(conn, wave.number, &gathered.publication()?)?;
        Ok(Some(Published { hash: stored.hash, number: stored.number, new: stored.new }))
    })
}
