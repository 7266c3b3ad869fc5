//! Taking a remark: the one way, for programs and pages alike.

use uuid::Uuid;

use super::open_wave::OpenWave;
use super::problem::{Fault, Problem};
use super::record::Recorded;
use super::state::AppState;
use crate::domain::remark::{Unfit, cleaned};
use crate::store::remarks::{self, Added};

/// Longest body: the longest text with every character written in twelve.
pub(super) const REMARK_LIMIT: usize = 16 * 1024;

/// The rule that an unfit text breaks.
pub(super) fn fault(unfit: Unfit) -> Fault {
    let code = match unfit {
        Unfit::Empty => "remark_empty",
        Unfit::TooLong => "remark_too_long",
    };
    Fault { pointer: "/text".to_owned(), code: code.to_owned(), item: None, found: None }
}

/// Adds a remark to what waits at the unit.
pub(super) async fn hand_in(
    state: &AppState,
    wave: &OpenWave,
    unit: &str,
    (id, text): (Uuid, &str),
) -> Result<Recorded, Problem> {
    if !wave.wave.protection.remarks {
        return Err(Problem::no_remarks());
    }
    let (unit_id, _) = wave.places.taking(unit).ok_or_else(Problem::unknown_unit)?;
    let text = cleaned(text).map_err(|unfit| Problem::violations(vec![fault(unfit)]))?;
    let number = wave.number;
    let added = state.db(move |connection| remarks::add(connection, (number, unit_id), id, &text));
    match added.await? {
        Added::New => Ok(Recorded::New),
        Added::Already => Ok(Recorded::Already),
        Added::WaveClosed => Err(Problem::closed()),
        Added::Full => Err(Problem::busy("too_many_remarks")),
    }
}
