//! `/api/v1/waves/{wave}/remarks` and `/api/v1/remarks/{id}`: what people write in their own words.

#![expect(unused_qualifications, reason = "utoipa names the type of the query once more")]

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpResponse, Responder};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::json::{Body, private};
use super::responses::Receipt;
use crate::domain::remark::flags;
use crate::planning::remarks::{self as planning, Reading};
use crate::web::principal::{Staff, Visitor, now};
use crate::web::problem::Problem;
use crate::web::registry::open_wave;
use crate::web::remarks::{REMARK_LIMIT, hand_in};
use crate::web::results;
use crate::web::state::AppState;
use crate::web::waves::{manage, name};

/// A remark to send.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemarkBody {
    /// Made by the client, at random (version 4), another one than that of the response: sending again is harmless.
    id: Uuid,
    /// Code of the unit it is about.
    unit: String,
    /// What is written: 1 to 1000 characters.
    text: String,
}

/// Remarks that everybody who may see the results may read.
#[derive(Debug, Serialize, ToSchema)]
pub struct RemarkList {
    /// In random order.
    remarks: Vec<ReleasedRemark>,
    /// How many staff withheld.
    withheld: i64,
    /// How many nobody has read yet.
    waiting: i64,
}

/// A released remark.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReleasedRemark {
    /// Code of the unit.
    unit: String,
    /// The text, as staff left it.
    text: String,
}

/// Remarks that wait to be read.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaitingRemarks {
    /// In random order; at most fifty.
    remarks: Vec<WaitingRemark>,
    /// How many there are: waiting, released, withheld.
    counts: BTreeMap<String, i64>,
}

/// A remark that waits to be read.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaitingRemark {
    /// Key.
    id: Uuid,
    /// Code of the unit.
    unit: String,
    /// The text.
    text: String,
    /// What may tell who is meant or who wrote.
    flags: Vec<FlagInfo>,
}

/// What may tell who is meant or who wrote.
#[derive(Debug, Serialize, ToSchema)]
pub struct FlagInfo {
    /// name, number or address.
    #[schema(example = "name")]
    kind: &'static str,
    /// The words.
    text: String,
}

/// What becomes of a remark.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemarkDecision {
    /// The text to release; absent to withhold the remark.
    #[serde(default)]
    release: Option<String>,
}

/// Whose remarks are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RemarkQuery {
    /// Only this unit and those below it.
    unit: Option<String>,
}

/// Send a remark, apart from any response. It is read by staff once enough people of the unit have written.
#[utoipa::path(
    post, path = "/api/v1/waves/{wave}/remarks", tag = "answer", operation_id = "sendRemark",
    params(("wave" = String, Path, description = "Name of the wave")),
    request_body(content = RemarkBody, content_type = "application/json"),
    responses(
        (status = 201, description = "It waits", body = Receipt),
        (status = 200, description = "It was sent before", body = Receipt),
        (status = 404, description = "unknown_wave or unknown_unit"),
        (status = 409, description = "no_remarks: the wave takes none"),
        (status = 410, description = "wave_closed"),
        (status = 422, description = "violations: empty or too long"),
        (status = 503, description = "too_many_remarks or database_unavailable"),
    ),
)]
pub async fn send(
    wave: Path<String>,
    body: Body<RemarkBody, REMARK_LIMIT>,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let wave = open_wave(&state, &wave)?;
    let RemarkBody { id, unit, text } = body.0;
    let recorded = hand_in(&state, &wave, &unit, (id, &text)).await?;
    Ok(HttpResponse::build(recorded.status())
        .insert_header(("Cache-Control", "no-store"))
        .json(Receipt { outcome: recorded.into() }))
}

/// The remarks that were released.
#[utoipa::path(
    get, path = "/api/v1/waves/{wave}/remarks", tag = "results", operation_id = "listRemarks",
    params(("wave" = String, Path, description = "Name of the wave"), RemarkQuery),
    responses(
        (status = 200, description = "The remarks", body = RemarkList),
        (status = 404, description = "unknown_wave"),
    ),
    security((), ("token" = ["see_results"])),
)]
pub async fn list(
    wave: Path<String>,
    query: Query<RemarkQuery>,
    visitor: Visitor,
    state: Data<AppState>,
) -> Result<impl Responder, Problem> {
    let told = results::remarks(&state, &wave, query.unit.as_deref(), &visitor).await?.1;
    let remark = |(unit, text): (crate::domain::unit::UnitCode, String)| ReleasedRemark {
        unit: unit.to_string(),
        text,
    };
    Ok(Json(RemarkList {
        remarks: told.remarks.into_iter().map(remark).collect(),
        withheld: told.withheld,
        waiting: told.waiting,
    })
    .customize()
    .insert_header(("Cache-Control", "no-store")))
}

/// The remarks that wait to be read at the units where the bearer manages waves.
#[utoipa::path(
    get, path = "/api/v1/waves/{wave}/remarks/waiting", tag = "staff", operation_id = "listWaitingRemarks",
    params(("wave" = String, Path, description = "Name of the wave")),
    responses(
        (status = 200, description = "The remarks", body = WaitingRemarks),
        (status = 404, description = "unknown_wave"),
    ),
    security(("token" = ["manage_waves"])),
)]
pub async fn waiting(
    wave: Path<String>,
    who: Staff,
    state: Data<AppState>,
) -> Result<impl Responder, Problem> {
    let id = name(&wave)?;
    let reading = manage(&state, &who, move |connection, by| planning::to_read(connection, by, &id)).await?;
    let Reading { waiting, counts } = reading.map_err(|refusal| refusal.problem())?;
    let remarks = waiting.into_iter().map(|remark| WaitingRemark {
        flags: flags(&remark.text)
            .into_iter()
            .map(|flag| FlagInfo { kind: flag.kind.as_str(), text: remark.text[flag.at].to_owned() })
            .collect(),
        id: remark.id,
        unit: remark.unit.code.to_string(),
        text: remark.text,
    });
    Ok(private(WaitingRemarks { remarks: remarks.collect(), counts }))
}

/// Releases a remark, perhaps changed, or withholds it for ever.
#[utoipa::path(
    post, path = "/api/v1/remarks/{id}", tag = "staff", operation_id = "decideRemark",
    params(("id" = Uuid, Path, description = "Key of the remark")),
    request_body(content = RemarkDecision, content_type = "application/json"),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "unknown_remark: none that waits at a unit of the bearer"),
        (status = 422, description = "violations: the text is empty or too long"),
    ),
    security(("token" = ["manage_waves"])),
)]
pub async fn decide(
    id: Path<String>,
    body: Body<RemarkDecision, REMARK_LIMIT>,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let id: Uuid = id.parse().map_err(|_| Problem::unknown_remark())?;
    let released = body.0.release;
    let done = manage(&state, &who, move |connection, by| {
        planning::decide(connection, by, id, released.as_deref(), now())
    });
    done.await?.map_err(|refusal| refusal.problem())?;
    Ok(HttpResponse::build(StatusCode::NO_CONTENT).finish())
}
