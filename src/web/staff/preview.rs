//! `/quan-tri/dot/{wave}/xem-thu`: the form of a wave as citizens will see it. Nothing that is filled in is read.

use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use crate::planning;
use crate::web::language;
use crate::web::open_wave::OpenWave;
use crate::web::pages;
use crate::web::principal::Staff;
use crate::web::problem::Problem;
use crate::web::registry::read_wave;
use crate::web::state::AppState;
use crate::web::waves::{manage, name};

/// What is looked at.
#[derive(Debug, Deserialize)]
pub(super) struct PreviewQuery {
    /// Code of a unit; the first one when absent.
    unit: Option<String>,
    /// Present where questions are wanted in plain language.
    #[serde(rename = "de-hieu")]
    plain: Option<String>,
}

async fn wave(state: &AppState, who: &Staff, wave: &str) -> Result<OpenWave, Problem> {
    let (id, shared) = (name(wave)?, state.clone());
    let found = manage(state, who, move |connection, by| {
        let managed = match planning::managed(connection, by, &id)? {
            Ok(managed) => managed,
            Err(refused) => return Ok(Err(refused)),
        };
        read_wave(connection, shared.extras(), &managed.stored).map(Ok)
    });
    found.await?.map_err(|refusal| refusal.problem())
}

pub(super) async fn show(
    request: HttpRequest,
    path: Path<String>,
    query: Query<PreviewQuery>,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let wave = wave(&state, &who, &path).await?;
    let language = language::of(&request, &wave.languages());
    pages::preview_form(&wave, (query.unit.as_deref(), query.plain.is_some()), &language)
}

/// Where the form leads in a browser without scripts.
pub(super) async fn done(
    request: HttpRequest,
    path: Path<String>,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let wave = wave(&state, &who, &path).await?;
    let language = language::of(&request, &wave.languages());
    pages::preview_thanks(&wave, &language)
}
