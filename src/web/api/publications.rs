//! `GET /api/v1/publications/{hash}`: a publication as it was hashed.

use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use crate::domain::access::Right;
use crate::domain::batch::{hex, parse_hash};
use crate::domain::unit::UnitCode;
use crate::store::units::Place;
use crate::store::{publications, units, waves};
use crate::web::etag::{self, Tagged};
use crate::web::principal::Visitor;
use crate::web::problem::Problem;
use crate::web::state::AppState;

/// The canonical text of a publication. SHA-256 over the body is its name: it never changes.
#[utoipa::path(
    get, path = "/api/v1/publications/{hash}", tag = "results", operation_id = "getPublication",
    params(("hash" = String, Path, description = "SHA-256 in 64 hexadecimal digits")),
    responses(
        (status = 200, description = "The publication", body = Object),
        (status = 304, description = "The client has it"),
        (status = 401, description = "token_needed: the wave is not public, or there is no such publication"),
        (status = 403, description = "right_needed: the token does not give the right at all units"),
        (status = 404, description = "unknown_publication"),
        (status = 503, description = "database_unavailable or overloaded"),
    ),
    security((), ("token" = [])),
)]
pub async fn show(
    request: HttpRequest,
    hash: Path<String>,
    visitor: Visitor,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let hidden = || if visitor.is_staff() { Problem::unknown_publication() } else { Problem::token_needed() };
    let hash = parse_hash(&hash).ok_or_else(hidden)?;
    let found = state.db(move |connection| {
        let Some(stored) = publications::by_hash(connection, &hash)? else { return Ok(None) };
        let Some(wave) = waves::by_number(connection, stored.wave)? else { return Ok(None) };
        let tops = stored.publication.units.iter().filter(|unit| unit.parent.is_none());
        let tops: Vec<UnitCode> = tops.filter_map(|unit| unit.code.parse().ok()).collect();
        let places = units::places(connection, &tops, wave.wave.period.first())?;
        let whole = places.len() == tops.len();
        Ok(Some((wave.wave.public, whole.then_some(places), stored.publication)))
    });
    let (public, tops, publication) = found.await?.ok_or_else(hidden)?;
    if !public {
        // A publication cannot be cut: whoever gets it gets all of its units.
        let who = visitor.0.as_ref().ok_or_else(hidden)?;
        let right = Right::Download;
        let covers = |tops: &Vec<Place>| tops.iter().all(|top| who.powers.may(right, &top.path));
        if !who.powers.may_everywhere(right) && !tops.as_ref().is_some_and(covers) {
            return Err(Problem::right_needed(right));
        }
    }
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
