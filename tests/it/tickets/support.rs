//! A survey whose waves ask for tickets.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use hailong::domain::ticket::TicketCode;
use hailong::domain::unit::UnitCode;
use hailong::domain::wave::{Access, WaveId};
use hailong::identity::{Key, Moment, Principal};
use hailong::store::responses::NewResponse;
use hailong::store::waves::StoredWave;
use hailong::tickets::{self, Issued};

use crate::support::survey::Survey;

/// A survey with waves by ticket, and the key that is not in its database.
pub struct Ticketed {
    pub survey: Survey,
    pub key: Key,
}

impl Ticketed {
    pub fn new() -> Self {
        let survey = Survey::new();
        Self { survey, key: Key::parse(&"5".repeat(64)).unwrap() }
    }

    /// A wave by ticket at these units.
    pub fn wave(&mut self, id: &str, at: &[&str]) -> StoredWave {
        self.survey.wave_like(id, at, |wave| wave.access = Access::Ticket)
    }

    pub fn issue(&mut self, wave: &WaveId, unit: &str, count: u32) -> Issued {
        let by = Principal::command_line();
        let issued =
            tickets::issue(&mut self.survey.conn, (&by, &self.key), (wave, &code(unit)), count, moment());
        issued.unwrap().unwrap()
    }

    /// A response with a ticket.
    pub fn response(&mut self, wave: &StoredWave, unit: &str, q1: i32, ticket: &TicketCode) -> NewResponse {
        let unit_id = self.survey.unit(unit);
        let mut response = self.survey.response(wave, unit_id, &[q1]);
        response.pass = tickets::pass(&self.key, &wave.wave.id, &code(unit), ticket);
        response
    }

    /// Tickets that are left.
    pub fn unspent(&mut self) -> i64 {
        count(&mut self.survey.conn, "SELECT count(*) AS n FROM ticket_unspent")
    }
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// The number a query gives as `n`.
pub fn count(conn: &mut PgConnection, sql: &str) -> i64 {
    diesel::sql_query(sql).get_result::<Count>(conn).unwrap().n
}

pub fn code(unit: &str) -> UnitCode {
    unit.parse().unwrap()
}

pub fn moment() -> Moment {
    Moment { at: "2026-08-01T03:00:00Z".parse().unwrap(), day: "2026-08-01".parse().unwrap() }
}
