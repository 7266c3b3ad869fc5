//! Opening forms at kiosks for pages and the interface: who may, and what is said.

use actix_web::http::header::{HeaderValue, RETRY_AFTER};

use super::principal::Staff;
use super::problem::Problem;
use super::state::AppState;
use crate::domain::access::Right;
use crate::domain::unit::UnitCode;
use crate::domain::unlock::{FromProgram, Shut, Source};
use crate::sealing::today_in_viet_nam;
use crate::store::units;

/// The unit of this code, where `who` may open kiosks.
pub(super) async fn desk(state: &AppState, who: &Staff, code: &str) -> Result<UnitCode, Problem> {
    let code: UnitCode = code.parse().map_err(|_| Problem::unknown_unit())?;
    let (asked, today) = (code.clone(), today_in_viet_nam());
    let place = state.db(move |connection| units::place(connection, &asked, today)).await?;
    let place = place.ok_or_else(Problem::unknown_unit)?;
    if who.0.powers.may(Right::UnlockKiosk, &place.path) {
        Ok(code)
    } else {
        Err(Problem::right_needed(Right::UnlockKiosk))
    }
}

/// Opens one form at the kiosk of the unit. Nothing is noted down.
pub(super) fn open(state: &AppState, unit: &UnitCode) -> Result<(), Problem> {
    state.unlocked().open(unit).map_err(|shut| match shut {
        Shut::NoNumber => Problem::conflict("unlock_no_number"),
        Shut::UsedUp => Problem::conflict("unlock_used_up"),
        Shut::TooSoon(wait) => {
            // A begun second is a second.
            let seconds = wait.as_secs() + 1;
            Problem::too_soon("unlock_too_soon")
                .with_value("seconds", &seconds)
                .with_header(RETRY_AFTER, HeaderValue::from(seconds))
        }
    })
}

/// Says how many dossiers the unit has closed so far today.
pub(super) fn close(state: &AppState, unit: &UnitCode, count: u32, source: Source) -> Result<(), Problem> {
    state
        .unlocked()
        .close(unit, count, source)
        .map_err(|FromProgram| Problem::conflict("unlock_from_program"))
}
