//! `GET /api/v1/instruments[/{id}]`: the instruments, whole and checkable.

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, HttpResponse, Responder};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::batch::hex;
use crate::store::instruments;
use crate::store::instruments::StoredInstrument;
use crate::web::etag::{self, Tagged};
use crate::web::language;
use crate::web::problem::Problem;
use crate::web::state::AppState;

/// Instrument versions.
#[derive(Debug, Serialize, ToSchema)]
pub struct InstrumentList {
    /// By id.
    instruments: Vec<InstrumentInfo>,
}

/// An instrument version.
#[derive(Debug, Serialize, ToSchema)]
pub struct InstrumentInfo {
    /// Name of the version.
    #[schema(example = "sipas-2023")]
    id: String,
    /// Name shared by all versions of the same survey.
    #[schema(example = "sipas")]
    family: String,
    /// Title.
    title: String,
    /// First day in force.
    #[schema(value_type = String, format = Date)]
    valid_from: chrono::NaiveDate,
    /// Last day in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    valid_to: Option<chrono::NaiveDate>,
    /// Languages of its texts.
    languages: Vec<String>,
    /// SHA-256 of the file.
    sha256: String,
}

impl InstrumentInfo {
    fn new(stored: StoredInstrument, language: &str) -> Self {
        let instrument = stored.instrument;
        Self {
            title: instrument.title.get(language).to_owned(),
            id: instrument.id,
            family: instrument.family,
            valid_from: instrument.valid.from,
            valid_to: instrument.valid.to,
            languages: instrument.languages,
            sha256: hex(&stored.sha256),
        }
    }
}

/// All instrument versions.
#[utoipa::path(
    get, path = "/api/v1/instruments", tag = "instruments", operation_id = "listInstruments",
    responses(
        (status = 200, description = "The versions", body = InstrumentList),
    ),
)]
pub async fn list(request: HttpRequest, state: Data<AppState>) -> Result<impl Responder, Problem> {
    let language = language::own(&request);
    let all = state.db(instruments::list).await?;
    let instruments = all.into_iter().map(|stored| InstrumentInfo::new(stored, &language)).collect();
    Ok(Json(InstrumentList { instruments }).customize().insert_header(("Vary", "Accept-Language")))
}

/// The file of one version, byte for byte, so that its SHA-256 can be checked.
#[utoipa::path(
    get, path = "/api/v1/instruments/{id}", tag = "instruments", operation_id = "getInstrument",
    params(("id" = String, Path, description = "Name of the version")),
    responses(
        (status = 200, description = "The file; its format is described in survey-forms/", body = Object),
        (status = 304, description = "The file is still the one whose ETag was sent in If-None-Match"),
        (status = 404, description = "unknown_instrument"),
    ),
)]
pub async fn show(
    request: HttpRequest,
    id: Path<String>,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let id = id.into_inner();
    // The database cannot hold NUL, and does not like to be asked for it.
    if id.contains('\0') {
        return Err(Problem::unknown_instrument());
    }
    let found = state.db(move |connection| instruments::find(connection, &id)).await?;
    let stored = found.ok_or_else(Problem::unknown_instrument)?;
    let tagged = Tagged {
        tag: hex(&stored.sha256),
        media: "application/json",
        language: None,
        cache: etag::ASK_AGAIN,
        file: None,
    };
    Ok(tagged.respond(&request, stored.json))
}
