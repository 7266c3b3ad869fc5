//! Issuing tickets for pages and the interface.

use super::principal::{Staff, now};
use super::problem::{Fault, Problem};
use super::state::AppState;
use super::waves::Theirs;
use crate::domain::access::Right;
use crate::domain::instrument::Text;
use crate::domain::public_url::PublicUrl;
use crate::domain::unit::UnitCode;
use crate::domain::wave::{State, Wave, WaveId};
use crate::export::ticket::Sheet;
use crate::store::waves;
use crate::tickets::{self, Issued, Refused};

/// Makes tickets in the name of `who`.
pub(super) async fn issue(
    state: &AppState,
    who: &Staff,
    (wave, unit): (WaveId, UnitCode),
    count: u32,
) -> Result<Result<Issued, Refused>, Problem> {
    let (principal, key) = ((*who.0).clone(), state.key().clone());
    let made = state
        .db(move |connection| tickets::issue(connection, (&principal, &key), (&wave, &unit), count, now()));
    made.await
}

/// Why no tickets were made, to a program.
pub(super) fn problem(refused: &Refused) -> Problem {
    match refused {
        Refused::Right(right) => Problem::right_needed(*right),
        Refused::UnknownWave(_) => Problem::unknown_wave(),
        Refused::UnknownUnit(_) => Problem::unknown_unit(),
        Refused::NoTickets(_) => Problem::no_tickets(),
        Refused::Closed(_) => Problem::wave_state(State::Closed),
        Refused::Count => {
            let (pointer, code) = ("/count".to_owned(), "ticket_count".to_owned());
            Problem::violations(vec![Fault { pointer, code, item: None, found: None }])
        }
    }
}

/// The waves for which somebody may issue tickets somewhere, the latest first.
pub(super) async fn waves(state: &AppState, who: &Staff) -> Result<Vec<Wave>, Problem> {
    let powers = who.0.powers.clone();
    let read = state.db(move |connection| {
        let theirs = Theirs::by(connection, &powers, &[Right::IssueTickets])?;
        let all = waves::list(connection)?.into_iter();
        let usable = |wave: &Wave| wave.state != State::Closed && tickets::are_needed(wave.access);
        let mut usable: Vec<Wave> =
            all.filter(|stored| theirs.has(stored.number)).map(|stored| stored.wave).filter(usable).collect();
        usable.sort_by_key(|wave| std::cmp::Reverse(wave.period.first()));
        Ok(usable)
    });
    read.await
}

/// What the tickets have in common when they are printed.
pub(super) fn sheet(issued: &Issued, address: PublicUrl) -> Sheet {
    let unit = &issued.unit;
    Sheet {
        wave: issued.wave.wave.id.clone(),
        unit: unit.code.clone(),
        name: Text::new(&unit.name, unit.name_en.as_deref().unwrap_or(&unit.name)),
        address,
    }
}
