//! What those who run the service look at: health, version, metrics. Nothing here counts responses: watched
//! closely, a counter tells who has just answered.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Json};
use actix_web::{HttpResponse, Responder};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::publication::METHOD;
use crate::store::health;
use crate::web::metrics;
use crate::web::problem::Problem;
use crate::web::state::AppState;

/// How the process is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// `ok` or `unavailable`.
    #[schema(example = "ok")]
    status: &'static str,
    /// What was looked at.
    checks: Vec<Check>,
}

/// One thing the service needs.
#[derive(Debug, Serialize, ToSchema)]
pub struct Check {
    /// What it is.
    #[schema(example = "database")]
    name: &'static str,
    /// Whether it is as it should be.
    ok: bool,
}

/// What runs here.
#[derive(Debug, Serialize, ToSchema)]
pub struct Version {
    /// Name of the program.
    name: &'static str,
    /// Version of the program.
    #[serde(rename = "version")]
    program: &'static str,
    /// Version of the method: the same batches give other figures only under another one.
    method: &'static str,
}

impl Health {
    fn respond(checks: Vec<Check>) -> HttpResponse {
        let ok = checks.iter().all(|check| check.ok);
        let (code, status) =
            if ok { (StatusCode::OK, "ok") } else { (StatusCode::SERVICE_UNAVAILABLE, "unavailable") };
        HttpResponse::build(code).insert_header(("Cache-Control", "no-store")).json(Self { status, checks })
    }
}

/// The process runs.
#[utoipa::path(
    get, path = "/health/live", tag = "operations", operation_id = "isLive",
    responses((status = 200, description = "It runs", body = Health)),
)]
pub async fn live() -> HttpResponse {
    Health::respond(Vec::new())
}

/// The service can take answers: database reachable, schema current, writer alive, not stopping.
#[utoipa::path(
    get, path = "/health/ready", tag = "operations", operation_id = "isReady",
    responses(
        (status = 200, description = "It can", body = Health),
        (status = 503, description = "It cannot; the failing checks say why", body = Health),
    ),
)]
pub async fn ready(state: Data<AppState>) -> HttpResponse {
    let pending = state.db(health::pending_migrations).await;
    let check = |name, ok| Check { name, ok };
    Health::respond(vec![
        check("database", pending.is_ok()),
        check("migrations", pending.is_ok_and(|pending| pending.is_empty())),
        check("writer", state.writer().is_alive()),
        check("accepting", state.is_accepting()),
    ])
}

/// What runs here.
#[utoipa::path(
    get, path = "/version", tag = "operations", operation_id = "getVersion",
    responses((status = 200, description = "The version", body = Version)),
)]
pub async fn version() -> impl Responder {
    Json(Version { name: env!("CARGO_PKG_NAME"), program: env!("CARGO_PKG_VERSION"), method: METHOD })
}

/// Figures for Prometheus.
#[utoipa::path(
    get, path = "/metrics", tag = "operations", operation_id = "getMetrics",
    responses((status = 200, description = "Text format 0.0.4", body = String, content_type = "text/plain")),
)]
pub async fn metrics(state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let text = metrics::text(&state).map_err(|cause| Problem::internal(&cause))?;
    Ok(HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4")
        .insert_header(("Cache-Control", "no-store"))
        .body(text))
}
