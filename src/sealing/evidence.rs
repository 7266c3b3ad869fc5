//! The totals a publication rests on, read from the database.

use diesel::PgConnection;

use super::SealError;
use super::verify::as_published;
use crate::domain::publication::Publication;
use crate::domain::publish::{self, Evidence};
use crate::domain::wave::NotAWaveId;
use crate::store::waves;

/// What may be given away of the batches this publication was computed from; see
/// [`publish::evidence`](crate::domain::publish::evidence).
///
/// # Errors
/// When the database fails or the wave no longer fits its instrument.
pub fn evidence(conn: &mut PgConnection, published: &Publication) -> Result<Evidence, SealError> {
    let id = published.wave.id.parse().map_err(|NotAWaveId(id)| SealError::UnknownWave(id))?;
    let wave = waves::find(conn, &id)?.ok_or_else(|| SealError::UnknownWave(id.to_string()))?;
    let (gathered, _) = as_published(conn, &wave, published)?;
    Ok(publish::evidence(&gathered.input()?))
}
