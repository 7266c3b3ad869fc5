//! `/api/v1/waves/{wave}/tokens`: blind tickets are traded in here for tokens that nobody can link to them.

use actix_web::web::{Data, Path, Query};
use actix_web::{HttpResponse, Responder};
use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::json::{Body, private};
use crate::domain::ticket::TicketCode;
use crate::domain::wave::Access;
use crate::tickets;
use crate::tickets::blind::{BlindKey, BlindPlace, Blinded};
use crate::web::admission::TICKET;
use crate::web::open_wave::OpenWave;
use crate::web::problem::{Fault, Problem};
use crate::web::registry::open_wave;
use crate::web::state::AppState;

/// Longest body.
const LIMIT: usize = 1024;

/// Where somebody wants to answer.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct KeyQuery {
    /// Code of the unit.
    unit: String,
}

/// The key by which tokens of a unit are made.
#[derive(Serialize, ToSchema)]
pub struct TokenKey {
    /// Code of the unit.
    #[schema(example = "02020-1")]
    unit: String,
    /// The public half: a point of ristretto255, in base64url without padding. The same for everybody; whoever gets
    /// another one is being told apart.
    #[schema(min_length = 43, max_length = 43)]
    key: String,
}

/// A ticket, and a number that only its sender knows.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TradeBody {
    /// Code of the unit the ticket is for.
    #[schema(example = "02020-1")]
    unit: String,
    /// The code of the ticket, however it is typed.
    #[schema(max_length = 64, example = "7K3M-9QXT-2B4D-HW8RC")]
    ticket: String,
    /// Blinded element of RFC 9497 (VOPRF, ristretto255-SHA512) of 32 random bytes, in base64url without padding.
    #[schema(min_length = 43, max_length = 43)]
    blinded: String,
}

/// What a token is made of.
#[derive(Serialize, ToSchema)]
pub struct Traded {
    /// Evaluated element, in base64url without padding.
    #[schema(min_length = 43, max_length = 43)]
    element: String,
    /// Proof that it was evaluated with the unit's key, in base64url without padding. Whoever does not check it can
    /// be told apart by a key of their own.
    #[schema(min_length = 86, max_length = 86)]
    proof: String,
}

/// The key by which tokens of a unit are made.
///
/// A page has it already; here it can be compared with what others get.
#[utoipa::path(
    get, path = "/api/v1/waves/{wave}/tokens", tag = "answer", operation_id = "getTokenKey",
    params(("wave" = String, Path, description = "Name of the wave")),
    responses(
        (status = 200, description = "The key", body = TokenKey),
        (status = 400, description = "bad_request: no unit is named"),
        (status = 404, description = "unknown_wave or unknown_unit"),
        (status = 409, description = "not_blind: the wave has no blind tickets"),
        (status = 410, description = "wave_closed"),
    ),
)]
pub async fn show(
    wave: Path<String>,
    query: Query<KeyQuery>,
    state: Data<AppState>,
) -> Result<impl Responder, Problem> {
    let wave = blind_wave(&state, &wave)?;
    let key = key(&state, place(&wave, &query.unit)?)?;
    Ok(private(TokenKey { unit: query.into_inner().unit, key: key.public() }))
}

/// Trade a ticket in for a token that nobody can link to it.
///
/// The answer is evaluated blindly: what is made of it, the token, lets one response in as its `ticket`, written
/// `number.token`, both in base64url without padding. Neither whoever issued the ticket nor whoever takes the response
/// can tell which belongs to which. The same request may be sent again when its answer was lost.
#[utoipa::path(
    post, path = "/api/v1/waves/{wave}/tokens", tag = "answer", operation_id = "tradeTicket",
    params(("wave" = String, Path, description = "Name of the wave")),
    request_body = TradeBody,
    responses(
        (status = 200, description = "The ticket is spent; this is what a token is made of", body = Traded),
        (status = 404, description = "unknown_wave or unknown_unit"),
        (status = 409, description = "ticket_refused: the ticket is unknown, was used, or is for another wave or unit, \
            nobody knows which; not_blind: the wave has no blind tickets"),
        (status = 410, description = "wave_closed"),
        (status = 422, description = "violations: every broken rule is listed"),
        (status = 503, description = "database_unavailable; send it again after Retry-After seconds"),
    ),
)]
pub async fn trade(
    wave: Path<String>,
    Body(body): Body<TradeBody, LIMIT>,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let wave = blind_wave(&state, &wave)?;
    let key = key(&state, place(&wave, &body.unit)?)?;
    let (code, blinded) = body.read()?;
    let (asked, with, shared) = (blinded.clone(), state.key().clone(), wave);
    let traded = state.db(move |connection| match place(&shared, &body.unit) {
        Ok(place) => tickets::trade(connection, &with, place, &code, &asked),
        Err(_) => Ok(Some(false)),
    });
    match traded.await? {
        Some(true) => {}
        Some(false) => {
            state.guesses().slow(1).await;
            return Err(Problem::not_let_in());
        }
        None => return Err(Problem::closed()),
    }
    let done = key.evaluate(&blinded);
    let text = |bytes: &[u8]| BASE64URL_NOPAD.encode(bytes);
    let traded = Traded { element: text(&done.element), proof: text(&done.proof) };
    Ok(HttpResponse::Ok().insert_header(("Cache-Control", "no-store")).json(traded))
}

impl TradeBody {
    fn read(&self) -> Result<(TicketCode, Blinded), Problem> {
        let fault = |pointer: &str, code: &str| {
            let (pointer, code) = (pointer.to_owned(), code.to_owned());
            Fault { pointer, code, item: None, found: None }
        };
        let ticket = self.ticket.parse::<TicketCode>().map_err(|wrong| fault(TICKET, wrong.as_str()));
        let blinded = self.blinded.parse::<Blinded>().map_err(|_| fault("/blinded", "blinded_malformed"));
        match (ticket, blinded) {
            (Ok(ticket), Ok(blinded)) => Ok((ticket, blinded)),
            (ticket, blinded) => {
                Err(Problem::violations(ticket.err().into_iter().chain(blinded.err()).collect()))
            }
        }
    }
}

fn blind_wave(state: &AppState, name: &str) -> Result<std::sync::Arc<OpenWave>, Problem> {
    let wave = open_wave(state, name)?;
    if wave.wave.access == Access::Blind { Ok(wave) } else { Err(Problem::not_blind()) }
}

fn place<'a>(wave: &'a OpenWave, unit: &str) -> Result<BlindPlace<'a>, Problem> {
    let (_, unit) = wave.places.taking(unit).ok_or_else(Problem::unknown_unit)?;
    Ok(BlindPlace { number: wave.number, wave: &wave.wave.id, unit: &unit.code })
}

fn key(state: &AppState, place: BlindPlace<'_>) -> Result<BlindKey, Problem> {
    BlindKey::of(state.key(), place).map_err(|cause| Problem::internal(&cause))
}
