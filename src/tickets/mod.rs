//! Tickets: codes that let somebody answer once.
//!
//! The database has nothing but a keyed hash of each unspent one. A code is made, shown once and forgotten; when it
//! comes back with a response, its hash goes away in the transaction that stores the response
//! ([`store::responses::insert`](crate::store::responses::insert) with a [`Pass::Ticket`]).
//!
//! | function | what it does |
//! |---|---|
//! | [`issue`] | makes tickets of a unit and notes down how many |
//! | [`pass`] | what a typed code is to the writer of responses |
//! | [`trade_in`] | spends one by itself, for something that is worth as much |
//! | [`trade`] | spends one for a token that nobody can link to it ([`blind`]) |

pub mod blind;
mod refused;

use std::collections::BTreeSet;

use rand::RngExt as _;

use crate::domain::access::{Action, Right, path_of};
use crate::domain::batch::Hash;
use crate::domain::ticket::{BYTES, TicketCode};
use crate::domain::unit::{Unit, UnitCode, UnitTree};
use crate::domain::wave::{Access, State, WaveId};
use crate::identity::{Key, Moment, Principal};
use crate::store::responses::Pass;
use crate::store::waves::StoredWave;
use crate::store::{self, Connection, StoreError, audit, together, waves};

pub use blind::trade;
pub use refused::Refused;

/// Most tickets made at once: five hundred sheets.
pub const MOST: u32 = 5000;

/// Done, or why not.
pub type Answer<T> = Result<Result<T, Refused>, StoreError>;

/// Tickets that were just made. Nobody can make this list again.
#[derive(Debug)]
pub struct Issued {
    /// The wave they are for.
    pub wave: StoredWave,
    /// The unit they are for.
    pub unit: Unit,
    /// The unit above.
    pub above: Option<Unit>,
    /// The codes, in no order.
    pub codes: Vec<TicketCode>,
}

/// A wave and one of its units, for somebody who may issue tickets there.
#[derive(Debug)]
pub struct Place {
    /// The wave.
    pub wave: StoredWave,
    /// The unit.
    pub unit: Unit,
    /// The unit above.
    pub above: Option<Unit>,
}

/// Whether people need a ticket to answer a wave of this kind.
pub fn are_needed(access: Access) -> bool {
    matches!(access, Access::Ticket | Access::Blind)
}

/// What is kept of a ticket: HMAC-SHA-256 of wave, unit and code, so that a ticket is worth nothing elsewhere.
pub fn mac(key: &Key, wave: &WaveId, unit: &UnitCode, code: &TicketCode) -> Hash {
    // Neither names of waves nor codes of units can hold a bar.
    key.mark_ticket(&format!("{wave}|{unit}|{}", code.compact()))
}

/// What a code is to the writer of responses.
pub fn pass(key: &Key, wave: &WaveId, unit: &UnitCode, code: &TicketCode) -> Pass {
    Pass::Ticket(mac(key, wave, unit, code))
}

/// Spends a ticket in the transaction of the caller, who gives something of the same worth for it. Whether it was
/// there; if not, nobody knows whether it was wrong, used, or for another wave or unit.
pub fn trade_in(
    conn: &mut Connection,
    key: &Key,
    (wave, unit): (&WaveId, &UnitCode),
    code: &TicketCode,
) -> Result<bool, StoreError> {
    store::tickets::spend_one(conn, &mac(key, wave, unit, code))
}

/// Where tickets may be issued. A wave or unit that somebody has nothing to do with looks like none.
pub fn place(conn: &mut Connection, by: &Principal, wave: &WaveId, unit: &UnitCode) -> Answer<Place> {
    let Some(stored) = waves::find(conn, wave)? else { return Ok(Err(Refused::UnknownWave(wave.clone()))) };
    let units = waves::units(conn, stored.number)?;
    let day = stored.wave.period.first();
    let all = store::units::units_at(conn, day)?;
    let tree = UnitTree::at(all.into_iter().map(|(_, unit)| unit), day);
    let may = |code: &UnitCode| by.powers.may(Right::IssueTickets, &path_of(&tree, code));
    if !units.iter().any(|(_, unit)| may(&unit.code)) {
        let known = stored.wave.state != State::Planned;
        let missing = Refused::Right(Right::IssueTickets);
        return Ok(Err(if known { missing } else { Refused::UnknownWave(wave.clone()) }));
    }
    let Some((_, found)) = units.into_iter().find(|(_, found)| found.code == *unit) else {
        return Ok(Err(Refused::UnknownUnit(unit.clone())));
    };
    if !may(&found.code) {
        return Ok(Err(Refused::Right(Right::IssueTickets)));
    }
    if !are_needed(stored.wave.access) {
        return Ok(Err(Refused::NoTickets(wave.clone())));
    }
    let above = tree.parent(unit).cloned();
    Ok(Ok(Place { wave: stored, unit: found, above }))
}

/// Makes tickets and notes down how many; which, nobody can say afterwards.
pub fn issue(
    conn: &mut Connection,
    (by, key): (&Principal, &Key),
    (wave, unit): (&WaveId, &UnitCode),
    count: u32,
    now: Moment,
) -> Answer<Issued> {
    if !(1..=MOST).contains(&count) {
        return Ok(Err(Refused::Count));
    }
    let Place { wave: stored, unit, above } = match place(conn, by, wave, unit)? {
        Ok(place) => place,
        Err(refused) => return Ok(Err(refused)),
    };
    let codes: Vec<TicketCode> = (0..count).map(|_| new_code()).collect();
    let macs: BTreeSet<Hash> = codes.iter().map(|code| mac(key, wave, &unit.code, code)).collect();
    together(conn, |conn| {
        // The state is read again under a lock: somebody may be closing the wave.
        let held = waves::hold_for_change(conn, stored.number)?;
        if held.is_none_or(|held| held.wave.state == State::Closed) {
            return Ok(Err(Refused::Closed(wave.clone())));
        }
        store::tickets::add(conn, stored.number, &macs.iter().copied().collect::<Vec<_>>())?;
        let entry = by.entry(Action::TicketsIssued).to(wave.as_str()).at(Some(unit.code.clone()));
        audit::append(conn, entry.with("count", &count), now.at, now.day)?;
        Ok(Ok(Issued { wave: stored, unit, above, codes }))
    })
}

fn new_code() -> TicketCode {
    TicketCode::of(rand::rng().random::<[u8; BYTES]>())
}
