//! What lets a response in, by the kind of its wave.

use super::open_wave::OpenWave;
use super::problem::Fault;
use super::state::AppState;
use crate::domain::ticket::TicketCode;
use crate::domain::unit::UnitCode;
use crate::domain::wave::Access;
use crate::store::responses::Pass;
use crate::tickets;
use crate::tickets::blind::{BlindKey, BlindPlace, Token};

/// Where the code stands in a response (JSON pointer).
pub(super) const TICKET: &str = "/ticket";

/// What was shown is to the writer, or what is wrong with it. Nothing here tells whether a ticket exists: that is found
/// out by the writer alone.
pub(super) fn pass(
    state: &AppState,
    wave: &OpenWave,
    unit: &UnitCode,
    shown: Option<&str>,
) -> Result<Pass, Fault> {
    match wave.wave.access {
        Access::Ticket => {
            let code: Result<TicketCode, _> = shown.unwrap_or_default().parse();
            let code = code.map_err(|wrong| fault(wrong.as_str()))?;
            Ok(tickets::pass(state.key(), &wave.wave.id, unit, &code))
        }
        Access::Blind => {
            let shown = shown.unwrap_or_default();
            // A ticket itself does not let in: whoever took it would know it together with the answers.
            let wrong = if shown.trim().is_empty() { "ticket_missing" } else { "token_needed" };
            let token: Token = shown.parse().map_err(|_| fault(wrong))?;
            let place = BlindPlace { number: wave.number, wave: &wave.wave.id, unit };
            Ok(BlindKey::of(state.key(), place).map_or(Pass::None, |key| key.pass(&token)))
        }
        Access::Link | Access::Unlock | Access::Import if shown.is_some() => Err(fault("ticket_not_asked")),
        Access::Link => Ok(Pass::Open),
        // Waves of these kinds take no answers by this way.
        Access::Unlock | Access::Import => Ok(Pass::None),
    }
}

/// Without what was found: a code is repeated nowhere.
fn fault(code: &str) -> Fault {
    Fault { pointer: TICKET.to_owned(), code: code.to_owned(), item: None, found: None }
}
