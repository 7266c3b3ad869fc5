//! Kiosks that a clerk opens for one form at a time.

use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::json::Body;
use crate::domain::unlock::{MOST_CLOSED, Source};
use crate::web::device::Kiosk;
use crate::web::principal::Staff;
use crate::web::problem::{Fault, Problem};
use crate::web::state::AppState;
use crate::web::unlock::{close, desk, open};

/// Longest body.
const LIMIT: usize = 256;
/// How long a kiosk waits for one answer: below the patience of proxies.
const PATIENCE: Duration = Duration::from_secs(20);

/// How many dossiers were closed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClosedBody {
    /// So far today, all together.
    #[schema(minimum = 0, maximum = 100_000, example = 37)]
    closed: u32,
}

/// What a kiosk got.
#[derive(Serialize, ToSchema)]
pub struct Permit {
    /// To be sent as the `ticket` of one response within ten minutes; null where no form was opened meanwhile: ask
    /// again.
    permit: Option<String>,
}

/// Opens one form at a kiosk of the unit, for whoever was just served: at most one in 40 seconds, and no more in a day
/// than dossiers were closed. Nobody writes down that it was opened.
#[utoipa::path(
    post, path = "/api/v1/units/{unit}/unlock", tag = "kiosk", operation_id = "unlockKiosk",
    params(("unit" = String, Path, description = "Code of the unit at which the kiosk stands")),
    responses(
        (status = 204, description = "One form is open"),
        (status = 403, description = "right_needed"),
        (status = 404, description = "unknown_unit"),
        (status = 409, description = "unlock_no_number: nobody has said how many dossiers were closed today; unlock_used_up: all of them have had their form"),
        (status = 429, description = "unlock_too_soon; again after Retry-After seconds"),
    ),
    security(("token" = ["unlock_kiosk"])),
)]
pub async fn unlock(unit: Path<String>, who: Staff, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let unit = desk(&state, &who, &unit).await?;
    open(&state, &unit)?;
    Ok(HttpResponse::NoContent().finish())
}

/// Says how many dossiers a unit has closed so far today. The one-stop software sends it as often as it likes; the
/// number is kept in memory until the end of the day, and clerks cannot overrule it.
#[utoipa::path(
    post, path = "/api/v1/units/{unit}/dossiers", tag = "kiosk", operation_id = "sendDossiers",
    params(("unit" = String, Path, description = "Code of the unit")),
    request_body = ClosedBody,
    responses(
        (status = 204, description = "Taken note of"),
        (status = 403, description = "right_needed"),
        (status = 404, description = "unknown_unit"),
        (status = 422, description = "violations: not_a_count"),
    ),
    security(("token" = ["unlock_kiosk"])),
)]
pub async fn send_dossiers(
    unit: Path<String>,
    Body(body): Body<ClosedBody, LIMIT>,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let unit = desk(&state, &who, &unit).await?;
    if body.closed > MOST_CLOSED {
        let (pointer, code) = ("/closed".to_owned(), "closed_count".to_owned());
        return Err(Problem::violations(vec![Fault { pointer, code, item: None, found: None }]));
    }
    close(&state, &unit, body.closed, Source::Program)?;
    Ok(HttpResponse::NoContent().finish())
}

/// Waits up to 20 seconds for a clerk to open a form at the device's desk.
#[utoipa::path(
    post, path = "/api/v1/kiosk/permit", tag = "kiosk", operation_id = "takePermit",
    responses((status = 200, description = "A permit, or none", body = Permit)),
    security(("device" = [])),
)]
pub async fn permit(kiosk: Kiosk, state: Data<AppState>) -> HttpResponse {
    let permit = state.unlocked().take(&kiosk.0.unit, PATIENCE, || state.is_accepting()).await;
    HttpResponse::Ok().insert_header(("Cache-Control", "no-store")).json(Permit { permit })
}
