//! `GET /api/v1/publications/{hash}`: a publication as it was hashed.

use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use crate::domain::batch::{hex, parse_hash};
use crate::store::{publications, waves};
use crate::web::etag::{self, Tagged};
use crate::web::problem::{Problem, ProblemDocument};
use crate::web::staff::is_staff;
use crate::web::state::AppState;

/// The canonical text of a publication. SHA-256 over the body is its name: it never changes.
#[utoipa::path(
    get, path = "/api/v1/publications/{hash}", tag = "results", operation_id = "getPublication",
    params(("hash" = String, Path, description = "SHA-256 in 64 hexadecimal digits")),
    responses(
        (status = 200, description = "The publication", body = Object),
        (status = 304, description = "The client has it"),
        (status = 401, description = "token_needed: the wave is not public, or there is no such publication", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "unknown_publication", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 503, description = "database_unavailable or overloaded", body = ProblemDocument, content_type = "application/problem+json"),
    ),
    security((), ("token" = [])),
)]
pub async fn show(
    request: HttpRequest,
    hash: Path<String>,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let staff = is_staff(&request, &state).await?;
    let hidden = || if staff { Problem::unknown_publication() } else { Problem::token_needed() };
    let hash = parse_hash(&hash).ok_or_else(hidden)?;
    let found = state.db(move |connection| {
        let Some(stored) = publications::by_hash(connection, &hash)? else { return Ok(None) };
        let wave = waves::by_number(connection, stored.wave)?;
        Ok(wave.map(|wave| (wave.wave.public, stored.publication)))
    });
    let (_, publication) = found.await?.filter(|(public, _)| staff || *public).ok_or_else(hidden)?;
    let tagged = Tagged {
        tag: hex(&hash),
        media: "application/json",
        language: None,
        cache: etag::ASK_AGAIN,
        file: None,
    };
    if tagged.is_known(&request) {
        return Ok(tagged.not_modified());
    }
    let text =
        state.aside(move || publication.canonical().map_err(|cause| Problem::internal(&cause))).await?;
    Ok(tagged.send(Bytes::from(text)))
}
