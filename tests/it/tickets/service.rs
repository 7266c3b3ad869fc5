//! A service with waves by ticket.

use hailong::domain::ticket::TicketCode;
use hailong::domain::wave::{Access, Wave};
use hailong::identity::Principal;
use hailong::store::waves;
use hailong::tickets;
use serde_json::{Value, json};
use uuid::Uuid;

use super::support::{code, moment};
use crate::web::support::{Answer, DESK, TestServer, key, start, unit_id, wait_until, wave};

pub const OTHER_DESK: &str = "01001-2";

/// A service with the waves `ve` and `ve-khac`, which ask for tickets.
pub fn service() -> TestServer {
    let server = start();
    add_waves(&server, Access::Ticket, &["ve", "ve-khac"]);
    server
}

/// Adds waves at two desks and waits until the service has noticed.
pub fn add_waves(server: &TestServer, access: Access, names: &[&str]) {
    let mut conn = server.connect();
    let desks = [DESK, OTHER_DESK].map(|desk| unit_id(&mut conn, desk));
    for name in names {
        waves::create(&mut conn, &Wave { access, public: false, ..wave(name) }, &desks).unwrap();
    }
    for name in names {
        let form = format!("/api/v1/waves/{name}/form");
        wait_until("the new wave", || server.get(&form).status == 200);
    }
}

/// Makes tickets of a desk.
pub fn issue(server: &TestServer, wave: &str, desk: &str, count: u32) -> Vec<TicketCode> {
    let by = Principal::command_line();
    let place = (&wave.parse().unwrap(), &code(desk));
    tickets::issue(&mut server.connect(), (&by, &key()), place, count, moment()).unwrap().unwrap().codes
}

/// A response with a ticket.
pub fn body(ticket: &str) -> Value {
    json!({"id": Uuid::new_v4(), "unit": DESK, "answers": {"q1": 4, "q2": "no"}, "ticket": ticket})
}

pub fn send(server: &TestServer, wave: &str, body: &Value) -> Answer {
    let path = format!("/api/v1/waves/{wave}/responses");
    server.post(&path, "application/json", body.to_string().as_bytes())
}
