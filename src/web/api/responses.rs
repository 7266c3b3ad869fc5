//! `POST /api/v1/waves/{wave}/responses`: one response, or a list of them.

use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::body::ResponseBody;
use super::envelope::SentBody;
use super::json;
use crate::web::input::{self, BATCH_LIMIT, RESPONSE_LIMIT};
use crate::web::language;
use crate::web::open_wave::OpenWave;
use crate::web::problem::{Problem, ProblemDocument, TICKET_REFUSED};
use crate::web::record::{HandIn, OnItsWay, Recorded, SealedHandIn, hand_in, hand_in_sealed};
use crate::web::registry::open_wave;
use crate::web::state::AppState;

/// Media type of all bodies.
pub(super) const JSON: &str = "application/json";
/// Most responses in one list.
const MAX_LIST: usize = 200;

/// What became of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Stored now.
    Recorded,
    /// Stored before: the same response was sent again. Once a response is sealed, its id is no longer linked to
    /// its answers, so any answers under its id are taken for the same.
    AlreadyRecorded,
}

/// The answer to an accepted response. It tells neither time nor number.
#[derive(Debug, Serialize, ToSchema)]
pub struct Receipt {
    /// What became of it.
    pub(super) outcome: Outcome,
}

/// What became of each response of a list, in the order of the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Receipts {
    /// One per response.
    results: Vec<ReceiptOfOne>,
}

/// What became of one response of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceiptOfOne {
    /// The id that was sent, where it could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Uuid>,
    /// The status it would have had alone.
    #[schema(example = 201)]
    status: u16,
    /// What became of it, where it was accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<Outcome>,
    /// What was wrong with it, otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<ProblemDocument>,
}

impl ReceiptOfOne {
    fn is_wrong_ticket(&self) -> bool {
        self.problem.as_ref().is_some_and(|problem| problem.code() == TICKET_REFUSED)
    }
}

impl From<Recorded> for Outcome {
    fn from(recorded: Recorded) -> Self {
        match recorded {
            Recorded::New => Self::Recorded,
            Recorded::Already => Self::AlreadyRecorded,
        }
    }
}

/// Send one response. Sending the same response again, with the same id, changes nothing.
///
/// An id is good for one response about a unit, in whatever wave. Sent again with other answers it is answered
/// 409, until the response is sealed: from then on it is answered 200 whatever the answers are, because the link
/// between id and answers is gone by design. The answers stored first are the ones that count.
#[utoipa::path(
    post, path = "/api/v1/waves/{wave}/responses", tag = "answer", operation_id = "sendResponse",
    params(("wave" = String, Path, description = "Name of the wave")),
    request_body(content = SentBody, content_type = "application/json"),
    responses(
        (status = 201, description = "Stored and committed", body = Receipt),
        (status = 200, description = "Stored before; after sealing whatever the answers are", body = Receipt),
        (status = 404, description = "unknown_wave or unknown_unit"),
        (status = 409, description = "id_used: the id was used at this unit for other answers or in another wave; \
            ticket_refused: the ticket is unknown, was used, or is for another wave or unit, nobody knows which"),
        (status = 410, description = "wave_closed"),
        (status = 413, description = "too_large: the body is longer than 64 KiB"),
        (status = 422, description = "violations: every broken rule is listed; envelope_required: the wave takes envelopes only"),
        (status = 503, description = "queue_full or database_unavailable; send it again after Retry-After seconds"),
    ),
)]
pub async fn send(
    request: HttpRequest,
    wave: Path<String>,
    payload: Payload,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let wave = open_wave(&state, &wave)?;
    let body = input::read(&request, payload, JSON, RESPONSE_LIMIT).await?;
    let on_its_way = hand_in_sent(&state, &wave, SentBody::read(&wave, &body)?)?;
    let recorded = on_its_way.recorded_alone(&state).await;
    if recorded.as_ref().is_err_and(Problem::is_wrong_ticket) {
        state.guesses().slow(1).await;
    }
    let recorded = recorded?;
    Ok(HttpResponse::build(recorded.status())
        .insert_header(("Cache-Control", "no-store"))
        .json(Receipt { outcome: recorded.into() }))
}

/// Send up to 200 responses, e.g. what a tablet collected while it was offline. Each is judged alone.
#[utoipa::path(
    post, path = "/api/v1/waves/{wave}/responses:batch", tag = "answer", operation_id = "sendResponses",
    params(("wave" = String, Path, description = "Name of the wave")),
    request_body(content = Vec<SentBody>, content_type = "application/json"),
    responses(
        (status = 200, description = "What became of each", body = Receipts),
        (status = 400, description = "invalid_json or invalid_shape: no list"),
        (status = 404, description = "unknown_wave"),
        (status = 410, description = "wave_closed"),
        (status = 413, description = "too_large: the body is longer than 2 MiB; too_many: more than 200 responses"),
    ),
)]
pub async fn send_list(
    request: HttpRequest,
    wave: Path<String>,
    payload: Payload,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let wave = open_wave(&state, &wave)?;
    let body = input::read(&request, payload, JSON, BATCH_LIMIT).await?;
    let elements = json::elements(&body, MAX_LIST)?.ok_or_else(|| Problem::too_many(MAX_LIST))?;
    let language = language::own(&request);
    // All are handed in before the first is waited for, so that they share the writer's transaction.
    let handed_in: Vec<_> =
        elements.into_iter().map(|element| OneOfList::hand_in(&state, &wave, element)).collect();
    let mut results = Vec::with_capacity(handed_in.len());
    // A browser sends what it has as a list: a single one came by itself, several have been waiting.
    let alone = (handed_in.len() == 1).then_some(&**state);
    for one in handed_in {
        results.push(one.receipt(&language, alone).await);
    }
    let wrong = results.iter().filter(|one| one.is_wrong_ticket()).count();
    if wrong > 0 {
        // At most as many as a list has.
        state.guesses().slow(u32::try_from(wrong).unwrap_or(u32::MAX)).await;
    }
    Ok(HttpResponse::Ok().insert_header(("Cache-Control", "no-store")).json(Receipts { results }))
}

/// One response of a list between being handed in and being committed.
struct OneOfList {
    id: Option<Uuid>,
    state: Result<OnItsWay, Problem>,
}

impl OneOfList {
    fn hand_in(state: &AppState, wave: &OpenWave, element: &[u8]) -> Self {
        match SentBody::read(wave, element) {
            Ok(body) => Self { id: Some(body.id()), state: hand_in_sent(state, wave, body) },
            Err(problem) => Self { id: None, state: Err(problem) },
        }
    }

    async fn receipt(self, language: &str, alone: Option<&AppState>) -> ReceiptOfOne {
        let recorded = match (self.state, alone) {
            (Ok(on_its_way), Some(state)) => on_its_way.recorded_alone(state).await,
            (Ok(on_its_way), None) => on_its_way.recorded().await,
            (Err(problem), _) => Err(problem),
        };
        let status = recorded.as_ref().map_or_else(|problem| problem.status, |recorded| recorded.status());
        ReceiptOfOne {
            id: self.id,
            status: status.as_u16(),
            outcome: recorded.as_ref().ok().map(|recorded| (*recorded).into()),
            problem: recorded.err().map(|problem| problem.document(language)),
        }
    }
}

fn hand_in_sent(state: &AppState, wave: &OpenWave, body: SentBody) -> Result<OnItsWay, Problem> {
    match body {
        SentBody::Plain(body) => hand_in_body(state, wave, body),
        SentBody::Sealed(body) => {
            let unit = wave.places.taking(&body.unit).ok_or_else(Problem::unknown_unit)?;
            let (id, channel, ticket) = (body.id, body.channel.into(), body.ticket.as_deref());
            let sealed = body.bytes();
            hand_in_sealed(state, wave, SealedHandIn { id, unit, sealed, channel, ticket })
        }
    }
}

fn hand_in_body(state: &AppState, wave: &OpenWave, body: ResponseBody) -> Result<OnItsWay, Problem> {
    let unit = wave.places.taking(&body.unit).ok_or_else(Problem::unknown_unit)?;
    let (id, channel, ticket) = (body.id, body.channel(), body.ticket.clone());
    let submission = body.into_submission();
    hand_in(state, wave, &HandIn { id, unit, channel, submission: &submission, ticket: ticket.as_deref() })
}
