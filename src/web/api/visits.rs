//! `GET /api/v1/waves/{wave}/visits`: how many people came to the kiosks, for staff.
#![expect(unused_qualifications, reason = "the macro that describes handlers repeats types in full")]

use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpRequest, Responder};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::domain::access::Right;
use crate::domain::unit::UnitCode;
use crate::sealing::visits;
use crate::web::language;
use crate::web::open_wave::unit_name;
use crate::web::principal::Staff;
use crate::web::problem::Problem;
use crate::web::results::wave_for;
use crate::web::state::AppState;

/// Visits to the kiosks of a wave.
#[derive(Debug, Serialize, ToSchema)]
pub struct VisitList {
    /// Name of the wave.
    #[schema(example = "mot-cua-2026-q3")]
    wave: String,
    /// Units with visits at or below themselves, by code.
    units: Vec<UnitVisits>,
}

/// Visits at a unit and all units below it, as far as they were released.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitVisits {
    /// Code of the unit.
    #[schema(example = "02020-1")]
    unit: String,
    /// Name of the unit.
    name: String,
    /// Level of the unit.
    #[schema(example = "desk")]
    level: &'static str,
    /// People who began.
    asked: i64,
    /// Those of them who handed in a response.
    answered: i64,
    /// Those of them who gave an answer and handed in nothing.
    abandoned: i64,
}

/// What may be asked of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct VisitQuery {
    /// Only this unit and those below it.
    unit: Option<String>,
}

/// Visits to kiosks, as far as they were released: in sums of at least k people, together with a batch of the unit
/// or when the wave was closed. For staff.
#[utoipa::path(
    get, path = "/api/v1/waves/{wave}/visits", tag = "results", operation_id = "listVisits",
    params(("wave" = String, Path, description = "Name of the wave"), VisitQuery),
    responses(
        (status = 200, description = "The visits", body = VisitList),
        (status = 403, description = "right_needed: the token does not give the right at the unit, or at all units"),
        (status = 404, description = "unknown_wave or unknown_unit"),
    ),
    security(("token" = ["see_results"])),
)]
pub async fn list(
    request: HttpRequest,
    wave: Path<String>,
    query: Query<VisitQuery>,
    who: Staff,
    state: Data<AppState>,
) -> Result<impl Responder, Problem> {
    let at = (query.unit.as_deref(), Right::SeeResults);
    let stored = wave_for(&state, &wave, at, &who.0).await?;
    let within: Option<UnitCode> = match &query.unit {
        Some(code) => Some(code.parse().map_err(|_| Problem::unknown_unit())?),
        None => None,
    };
    let id = stored.wave.id.to_string();
    let released = state.db(move |connection| visits::released(connection, &stored, within.as_ref())).await?;
    let language = language::own(&request);
    let units = released.ok_or_else(Problem::unknown_unit)?.into_iter().map(|(unit, visits)| UnitVisits {
        unit: unit.code.to_string(),
        name: unit_name(&unit, &language).to_owned(),
        level: unit.level.as_str(),
        asked: visits.asked,
        answered: visits.answered,
        abandoned: visits.abandoned,
    });
    let list = VisitList { wave: id, units: units.collect() };
    Ok(Json(list)
        .customize()
        .insert_header(("Vary", "Accept-Language, Authorization"))
        .insert_header(("Cache-Control", "no-store")))
}
