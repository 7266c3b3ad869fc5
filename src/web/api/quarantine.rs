//! `/api/v1/quarantine`: batches that look stuffed and are held back whole; and erasing waves.

use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, Responder};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::json::{Body, private};
use crate::domain::quality::{Reason, Share};
use crate::planning::HeldBatch;
use crate::web::principal::Staff;
use crate::web::problem::Problem;
use crate::web::quarantine;
use crate::web::state::AppState;

/// Longest body.
const LIMIT: usize = 16 * 1024;

/// Batches that were held back.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuarantineList {
    /// Latest wave first, in it by position.
    batches: Vec<HeldBatchInfo>,
}

/// A batch that was held back. It stays in the chain of its wave whatever is decided.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeldBatchInfo {
    /// The wave.
    wave: String,
    /// Position in the wave's chain.
    batch: i32,
    /// Code of the unit.
    unit: String,
    /// Responses in it.
    responses: i64,
    /// waiting, released (it counts) or discarded (it never counts).
    #[schema(example = "waiting")]
    state: &'static str,
    /// What the tests found.
    signs: Vec<SignInfo>,
    /// Who decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    decided_by: Option<String>,
    /// Why, in their words.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

/// What a test has found.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignInfo {
    /// straight (one and the same option everywhere), repeated (answers that repeat another person's), quick (less
    /// than 40 seconds after the one before), channel (praise at the kiosk and on own devices farther apart than
    /// elsewhere) or dossiers (more responses than dossiers closed).
    #[schema(example = "straight")]
    sign: &'static str,
    /// Of the sign channel, who praises more: kiosk or own.
    #[serde(skip_serializing_if = "Option::is_none")]
    channel: Option<&'static str>,
    /// How many responses; of the sign channel those of this channel that praise.
    count: i64,
    /// Of how many; of dossiers the number closed.
    of: i64,
    /// Share expected after the other units.
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<f64>,
    /// Probability of so many by chance, adjusted after Benjamini and Hochberg.
    #[serde(skip_serializing_if = "Option::is_none")]
    p: Option<f64>,
}

/// What becomes of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It counts from now on.
    Release,
    /// It never counts.
    Discard,
}

/// A decision, for good.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionBody {
    /// What becomes of the batch.
    decision: Verdict,
    /// Why: 1 to 500 characters. Staff and the audit log show it.
    why: String,
}

/// Erasing, asked twice.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EraseBody {
    /// The name of the wave once more.
    wave: String,
}

impl HeldBatchInfo {
    fn of(batch: HeldBatch) -> Self {
        let (decided_by, why) = batch.held.decided.unzip();
        Self {
            wave: batch.wave.to_string(),
            batch: batch.held.seq,
            unit: batch.unit.code.to_string(),
            responses: batch.responses,
            state: batch.held.decision.as_str(),
            signs: batch.held.reasons.iter().map(SignInfo::of).collect(),
            decided_by,
            why,
        }
    }
}

impl SignInfo {
    fn of(reason: &Reason) -> Self {
        let (sign, channel) = (reason.sign(), None);
        let compared = |share: &Share| Self {
            sign,
            channel,
            count: share.count.into(),
            of: share.of.into(),
            expected: Some(share.expected),
            p: Some(share.p),
        };
        match reason {
            Reason::Straight(share) | Reason::Repeated(share) | Reason::Quick(share) => compared(share),
            Reason::Channel { better, share } => Self { channel: Some(better.as_str()), ..compared(share) },
            Reason::Dossiers { responses, dossiers } => {
                Self { sign, channel, count: *responses, of: *dossiers, expected: None, p: None }
            }
        }
    }
}

/// Batches that look stuffed, of units whose batches the token shows: waiting ones and those decided about.
#[utoipa::path(
    get, path = "/api/v1/quarantine", tag = "quarantine", operation_id = "listQuarantine",
    responses((status = 200, description = "The batches", body = QuarantineList)),
    security(("token" = ["see_batches"])),
)]
pub async fn list(who: Staff, state: Data<AppState>) -> Result<impl Responder, Problem> {
    let batches = quarantine::seen(&state, &who).await?;
    Ok(private(QuarantineList { batches: batches.into_iter().map(HeldBatchInfo::of).collect() }))
}

/// Decides about a batch that is held back, and publishes. Only what the tests have found can be left out.
#[utoipa::path(
    post, path = "/api/v1/waves/{wave}/quarantine/{batch}", tag = "quarantine", operation_id = "decideQuarantine",
    params(
        ("wave" = String, Path, description = "Name of the wave"),
        ("batch" = i32, Path, description = "Position in the chain"),
    ),
    request_body = DecisionBody,
    responses(
        (status = 204, description = "It is decided and published"),
        (status = 403, description = "right_needed: the token does not give the right at the unit"),
        (status = 404, description = "unknown_wave, not_held_back"),
        (status = 409, description = "decided_already"),
        (status = 422, description = "violations: quarantine_why"),
    ),
    security(("token" = ["decide_quarantine"])),
)]
pub async fn decide(
    path: Path<(String, i32)>,
    Body(body): Body<DecisionBody, LIMIT>,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let (wave, batch) = path.into_inner();
    let counts = body.decision == Verdict::Release;
    let decided = quarantine::decide(&state, &who, (&wave, batch), counts, body.why).await?;
    decided.map_err(|refusal| refusal.problem())?;
    Ok(HttpResponse::NoContent().finish())
}

/// Erases a closed wave with its responses, batches and publications, in all tables, for good. The audit log keeps
/// that it was there.
#[utoipa::path(
    post, path = "/api/v1/waves/{wave}/erase", tag = "waves", operation_id = "eraseWave",
    params(("wave" = String, Path, description = "Name of the wave")),
    request_body = EraseBody,
    responses(
        (status = 204, description = "Nothing of it is left"),
        (status = 403, description = "right_needed: the token does not give the right at every unit of the wave"),
        (status = 404, description = "unknown_wave"),
        (status = 409, description = "wave_is_open, wave_is_planned"),
        (status = 422, description = "violations: erase_not_sure"),
    ),
    security(("token" = ["erase_waves"])),
)]
pub async fn erase(
    wave: Path<String>,
    Body(body): Body<EraseBody, LIMIT>,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let erased = quarantine::erase(&state, &who, &wave, body.wave).await?;
    erased.map_err(|refusal| refusal.problem())?;
    Ok(HttpResponse::NoContent().finish())
}
