//! `/api/v1/waves…`: creating, changing, opening, closing, publishing, copying and discarding waves.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, Responder};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::json::{Body, private};
use crate::domain::batch::hex;
use crate::web::principal::Staff;
use crate::web::problem::Problem;
use crate::web::settings::Settings;
use crate::web::state::AppState;
use crate::web::waves::{self, NewPool, NewWave, Refusal, WaveChange, name};

/// Longest body: the codes of all communes, twice over.
const LIMIT: usize = 64 * 1024;

/// The wave just created.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaveName {
    /// Name.
    id: String,
}

/// What a copy is to be called.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CopyBody {
    /// Name of the new wave.
    #[schema(example = "mot-cua-2027-q1")]
    id: String,
}

/// A planned copy.
#[derive(Debug, Serialize, ToSchema)]
pub struct CopyInfo {
    /// Name.
    id: String,
    /// Its period: the one after that of the wave copied.
    period: String,
    /// Codes of units that no longer exist then and are left out.
    gone: Vec<String>,
}

/// What closing came to.
#[derive(Debug, Serialize, ToSchema)]
pub struct CloseInfo {
    /// Hash of the current publication; none where there was nothing to publish.
    publication: Option<String>,
}

fn done(outcome: Result<(), Refusal>) -> Result<HttpResponse, Problem> {
    outcome.map_err(|refusal| refusal.problem())?;
    Ok(HttpResponse::NoContent().finish())
}

/// Plans or opens a wave.
#[utoipa::path(
    post, path = "/api/v1/waves", tag = "waves", operation_id = "createWave",
    request_body = NewWave,
    responses(
        (status = 201, description = "It is planned, or open", body = WaveName),
        (status = 403, description = "right_needed: the token does not give the right at every unit of the wave"),
        (status = 422, description = "violations: every word that is none of those known, else the first broken rule"),
    ),
    security(("token" = ["manage_waves"])),
)]
pub async fn create(
    Body(body): Body<NewWave, LIMIT>,
    who: Staff,
    state: Data<AppState>,
    settings: Data<Settings>,
) -> Result<HttpResponse, Problem> {
    let created = waves::create(&state, &who, body, settings.outdated_forms.clone()).await?;
    let faults = |refusals: Vec<Refusal>| refusals.iter().map(Refusal::fault).collect();
    let id = created.map_err(|refusals| Problem::violations(faults(refusals)))?.wave.id.to_string();
    Ok(HttpResponse::build(StatusCode::CREATED)
        .insert_header(("Location", format!("/api/v1/waves/{id}")))
        .insert_header(("Cache-Control", "no-store"))
        .json(WaveName { id }))
}

/// Changes a wave, as far as its state lets it be changed: all that is asked for, or nothing.
#[utoipa::path(
    post, path = "/api/v1/waves/{wave}", tag = "waves", operation_id = "changeWave",
    params(("wave" = String, Path, description = "Name of the wave")),
    request_body = WaveChange,
    responses(
        (status = 204, description = "It is changed"),
        (status = 403, description = "right_needed: the token does not give the right at every unit of the wave"),
        (status = 404, description = "unknown_wave"),
        (status = 422, description = "violations: the broken rule; wave_fixed_opened and wave_fixed_closed where it is too late"),
    ),
    security(("token" = ["manage_waves"])),
)]
pub async fn change(
    wave: Path<String>,
    Body(body): Body<WaveChange, LIMIT>,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    done(waves::change(&state, &who, name(&wave)?, body).await?)
}

/// Takes a wave away that is only planned.
#[utoipa::path(
    delete, path = "/api/v1/waves/{wave}", tag = "waves", operation_id = "discardWave",
    params(("wave" = String, Path, description = "Name of the wave")),
    responses(
        (status = 204, description = "It is gone"),
        (status = 403, description = "right_needed: the token does not give the right at every unit of the wave"),
        (status = 404, description = "unknown_wave"),
        (status = 409, description = "wave_is_open, wave_is_closed"),
    ),
    security(("token" = ["manage_waves"])),
)]
pub async fn discard(wave: Path<String>, who: Staff, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    done(waves::discard(&state, &who, name(&wave)?).await?)
}

/// Lets a planned wave take answers.
#[utoipa::path(
    post, path = "/api/v1/waves/{wave}/open", tag = "waves", operation_id = "openWave",
    params(("wave" = String, Path, description = "Name of the wave")),
    responses(
        (status = 204, description = "It is open"),
        (status = 403, description = "right_needed: the token does not give the right at every unit of the wave"),
        (status = 404, description = "unknown_wave"),
        (status = 409, description = "wave_is_open, wave_is_closed"),
        (status = 422, description = "violations: wave_outdated, wave_closing_day"),
    ),
    security(("token" = ["manage_waves"])),
)]
pub async fn open(
    wave: Path<String>,
    who: Staff,
    state: Data<AppState>,
    settings: Data<Settings>,
) -> Result<HttpResponse, Problem> {
    done(waves::open(&state, &who, name(&wave)?, settings.outdated_forms.clone()).await?)
}

/// Takes no more answers, seals what is left and publishes.
#[utoipa::path(
    post, path = "/api/v1/waves/{wave}/close", tag = "waves", operation_id = "closeWave",
    params(("wave" = String, Path, description = "Name of the wave")),
    responses(
        (status = 200, description = "It is closed, or was", body = CloseInfo),
        (status = 403, description = "right_needed: the token does not give the right at every unit of the wave"),
        (status = 404, description = "unknown_wave"),
        (status = 409, description = "wave_is_planned"),
    ),
    security(("token" = ["manage_waves"])),
)]
pub async fn close(wave: Path<String>, who: Staff, state: Data<AppState>) -> Result<impl Responder, Problem> {
    let closed = waves::close(&state, &who, name(&wave)?).await?.map_err(|refusal| refusal.problem())?;
    Ok(private(CloseInfo { publication: closed.published.map(|published| hex(&published.hash)) }))
}

/// Lets everybody see the results.
#[utoipa::path(
    post, path = "/api/v1/waves/{wave}/publish", tag = "waves", operation_id = "publishWave",
    params(("wave" = String, Path, description = "Name of the wave")),
    responses(
        (status = 204, description = "Everybody may see them"),
        (status = 403, description = "right_needed: the token does not give the right at every unit of the wave"),
        (status = 404, description = "unknown_wave"),
        (status = 422, description = "violations: pool_hidden, where a wave it is made from is for staff only"),
    ),
    security(("token" = ["manage_waves"])),
)]
pub async fn publish(wave: Path<String>, who: Staff, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    done(waves::publish(&state, &who, name(&wave)?, true).await?)
}

/// Lets only staff see the results again.
#[utoipa::path(
    post, path = "/api/v1/waves/{wave}/hide", tag = "waves", operation_id = "hideWave",
    params(("wave" = String, Path, description = "Name of the wave")),
    responses(
        (status = 204, description = "Only staff may see them"),
        (status = 403, description = "right_needed: the token does not give the right at every unit of the wave"),
        (status = 404, description = "unknown_wave"),
        (status = 422, description = "violations: pool_part, where a wave made from it is for everybody"),
    ),
    security(("token" = ["manage_waves"])),
)]
pub async fn hide(wave: Path<String>, who: Staff, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    done(waves::publish(&state, &who, name(&wave)?, false).await?)
}

/// Plans the same wave for the next period.
#[utoipa::path(
    post, path = "/api/v1/waves/{wave}/copy", tag = "waves", operation_id = "copyWave",
    params(("wave" = String, Path, description = "Name of the wave")),
    request_body = CopyBody,
    responses(
        (status = 201, description = "It is planned", body = CopyInfo),
        (status = 403, description = "right_needed: the token does not give the right at every unit of the wave"),
        (status = 404, description = "unknown_wave"),
        (status = 422, description = "violations: wave_id, wave_taken, wave_no_next_period, wave_no_units"),
    ),
    security(("token" = ["manage_waves"])),
)]
pub async fn copy(
    wave: Path<String>,
    Body(body): Body<CopyBody, LIMIT>,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let copied = waves::copy(&state, &who, name(&wave)?, body.id).await?;
    let copied = copied.map_err(|refusal| refusal.problem())?;
    let info = CopyInfo {
        id: copied.wave.id.to_string(),
        period: copied.wave.period.to_string(),
        gone: copied.gone.iter().map(ToString::to_string).collect(),
    };
    Ok(HttpResponse::build(StatusCode::CREATED)
        .insert_header(("Location", format!("/api/v1/waves/{}", info.id)))
        .insert_header(("Cache-Control", "no-store"))
        .json(info))
}

/// A pooled wave.
#[derive(Debug, Serialize, ToSchema)]
pub struct PoolInfo {
    /// Name.
    id: String,
    /// Period.
    period: String,
    /// Hash of its publication; none while none of its waves has one.
    publication: Option<String>,
}

/// Makes the results of a year from what its quarters have published, under a new name, or adds waves to a pooled
/// wave of this name.
#[utoipa::path(
    post, path = "/api/v1/waves/{wave}/pool", tag = "waves", operation_id = "poolWaves",
    params(("wave" = String, Path, description = "Name of the pooled wave")),
    request_body = NewPool,
    responses(
        (status = 200, description = "Waves are added to it", body = PoolInfo),
        (status = 201, description = "It is made and published", body = PoolInfo),
        (status = 403, description = "right_needed: the token does not give the right at every unit of the waves"),
        (status = 404, description = "unknown_wave: the address holds no name of a wave"),
        (status = 422, description = "violations: wave_taken, wave_period, wave_title, wave_earlier; pool_none, pool_unknown, \
            pool_planned, pool_sample, pool_pooled, pool_instrument, pool_settings, pool_outside, pool_overlap, pool_units \
            and pool_hidden with the wave that cannot be pooled"),
    ),
    security(("token" = ["manage_waves"])),
)]
pub async fn pool(
    wave: Path<String>,
    Body(body): Body<NewPool, LIMIT>,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let pooled = waves::pool(&state, &who, name(&wave)?, body).await?;
    let pooled = pooled.map_err(|refusal| refusal.problem())?;
    let status = if pooled.new { StatusCode::CREATED } else { StatusCode::OK };
    let info = PoolInfo {
        id: pooled.wave.wave.id.to_string(),
        period: pooled.wave.wave.period.to_string(),
        publication: pooled.published.map(|published| hex(&published.hash)),
    };
    Ok(HttpResponse::build(status)
        .insert_header(("Location", format!("/api/v1/waves/{}", info.id)))
        .insert_header(("Cache-Control", "no-store"))
        .json(info))
}
