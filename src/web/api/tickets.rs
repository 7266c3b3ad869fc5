//! `POST /api/v1/waves/{wave}/tickets`: tickets for whoever prints them.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::json::Body;
use crate::domain::ticket::TicketCode;
use crate::domain::unit::UnitCode;
use crate::web::principal::Staff;
use crate::web::problem::Problem;
use crate::web::settings::PublicAddress;
use crate::web::state::AppState;
use crate::web::tickets::{issue, problem, sheet};
use crate::web::waves::name;

/// Longest body.
const LIMIT: usize = 1024;

/// How many tickets for which unit.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketsBody {
    /// Code of the unit where people are served.
    #[schema(example = "02020-1")]
    unit: String,
    /// How many.
    #[schema(minimum = 1, maximum = 5000)]
    count: u32,
}

/// Tickets just made; they are kept nowhere and can never be had again.
#[derive(Serialize, ToSchema)]
pub struct Tickets {
    /// One per ticket, in no order.
    tickets: Vec<TicketInfo>,
}

/// A ticket.
#[derive(Serialize, ToSchema)]
pub struct TicketInfo {
    /// The code, to be read aloud and typed.
    #[schema(example = "7K3M-9QXT-2B4D-HW8RC")]
    code: String,
    /// The form with the code, for a QR code. The code stands in the fragment, which browsers do not send.
    #[schema(
        example = "https://khaosat.example.gov.vn/khao-sat/mot-cua-2026-q4?unit=02020-1#7K3M9QXT2B4DHW8RC"
    )]
    link: String,
}

/// Make tickets, each good for one response.
///
/// Whoever prints a ticket on a receipt knows who got it. What was answered with it nobody learns; that it was used can
/// be found out by somebody who has that list, the database and its key together. Waves with `blind` tickets rule out
/// even that.
#[utoipa::path(
    post, path = "/api/v1/waves/{wave}/tickets", tag = "answer", operation_id = "makeTickets",
    params(("wave" = String, Path, description = "Name of the wave")),
    request_body = TicketsBody,
    responses(
        (status = 201, description = "The tickets, this once", body = Tickets),
        (status = 403, description = "right_needed"),
        (status = 404, description = "unknown_wave or unknown_unit"),
        (status = 409, description = "no_tickets: the wave uses none; wave_is_closed"),
        (status = 422, description = "violations: ticket_count"),
    ),
    security(("token" = ["issue_tickets"])),
)]
pub async fn make(
    request: HttpRequest,
    wave: Path<String>,
    Body(body): Body<TicketsBody, LIMIT>,
    who: Staff,
    state: Data<AppState>,
    public: Data<PublicAddress>,
) -> Result<HttpResponse, Problem> {
    let unit: UnitCode = body.unit.parse().map_err(|_| Problem::unknown_unit())?;
    let address = public.seen_by(&request)?;
    let issued = issue(&state, &who, (name(&wave)?, unit), body.count).await?;
    let issued = issued.map_err(|refused| problem(&refused))?;
    let sheet = sheet(&issued, address);
    let ticket = |code: &TicketCode| TicketInfo { code: code.grouped(), link: sheet.link(code) };
    let tickets = Tickets { tickets: issued.codes.iter().map(ticket).collect() };
    Ok(HttpResponse::build(StatusCode::CREATED).insert_header(("Cache-Control", "no-store")).json(tickets))
}
