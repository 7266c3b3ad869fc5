//! What lets a response in, by the kind of its wave.

use super::open_wave::OpenWave;
use super::problem::{Fault, Problem};
use super::state::AppState;
use super::unlocked::Spent;
use crate::domain::ticket::TicketCode;
use crate::domain::unit::UnitCode;
use crate::domain::wave::Access;
use crate::store::responses::Pass;
use crate::tickets;
use crate::tickets::blind::{BlindKey, BlindPlace, Token};

/// Where the code stands in a response (JSON pointer).
pub(super) const TICKET: &str = "/ticket";

/// What was shown to be let in, as far as it can be judged before the answers are.
pub(super) enum Shown<'a> {
    /// What it is to the writer.
    Pass(Pass),
    /// The permit of a kiosk.
    Permit(&'a str),
}

/// Looks at what was shown. Nothing here tells whether a ticket exists: that is found out by the writer alone.
pub(super) fn look<'a>(
    state: &AppState,
    wave: &OpenWave,
    unit: &UnitCode,
    shown: Option<&'a str>,
) -> Result<Shown<'a>, Fault> {
    match wave.wave.access {
        Access::Ticket => {
            let code: Result<TicketCode, _> = shown.unwrap_or_default().parse();
            let code = code.map_err(|wrong| fault(wrong.as_str()))?;
            Ok(Shown::Pass(tickets::pass(state.key(), &wave.wave.id, unit, &code)))
        }
        Access::Blind => {
            let shown = shown.unwrap_or_default();
            // A ticket itself does not let in: whoever took it would know it together with the answers.
            let wrong = if shown.trim().is_empty() { "ticket_missing" } else { "token_needed" };
            let token: Token = shown.parse().map_err(|_| fault(wrong))?;
            let place = BlindPlace { number: wave.number, wave: &wave.wave.id, unit };
            Ok(Shown::Pass(BlindKey::of(state.key(), place).map_or(Pass::None, |key| key.pass(&token))))
        }
        Access::Unlock => Ok(Shown::Permit(shown.unwrap_or_default())),
        Access::Link | Access::Import | Access::Pooled if shown.is_some() => Err(fault("ticket_not_asked")),
        Access::Link => Ok(Shown::Pass(Pass::Open)),
        // Waves of this kind take no answers by this way.
        Access::Import | Access::Pooled => Ok(Shown::Pass(Pass::None)),
    }
}

impl Shown<'_> {
    /// What it is to the writer; a permit is spent now.
    pub(super) fn spend(self, state: &AppState, unit: &UnitCode) -> (Pass, Option<Spent>) {
        match self {
            Self::Pass(pass) => (pass, None),
            Self::Permit(permit) => {
                let spent = state.unlocked().spend(unit, permit);
                (if spent.is_some() { Pass::Open } else { Pass::None }, spent)
            }
        }
    }
}

/// Why somebody is not let in, by the kind of the wave.
pub(super) fn refusal(access: Access) -> Problem {
    if access == Access::Unlock { Problem::no_permit() } else { Problem::not_let_in() }
}

/// Without what was found: a code is repeated nowhere.
fn fault(code: &str) -> Fault {
    Fault { pointer: TICKET.to_owned(), code: code.to_owned(), item: None, found: None }
}
