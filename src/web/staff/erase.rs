//! `/quan-tri/dot/{wave}/xoa`: erasing a closed wave, asked twice: on this page, and by its name typed once more.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::form::Sent;
use super::layout::{Input, StaffPage, back, send};
use super::waves::WAVES;
use crate::domain::access::Right;
use crate::planning;
use crate::web::principal::Staff;
use crate::web::problem::Problem;
use crate::web::quarantine;
use crate::web::state::AppState;
use crate::web::waves::{manage, name};

#[derive(Template)]
#[template(path = "staff/erase.html", config = "src/web/askama.toml")]
struct ErasePage {
    page: StaffPage,
    id: String,
    wave: String,
    units: usize,
    action: String,
    again: Input,
}

/// Where a wave is erased.
pub(super) fn address(wave: &str) -> String {
    format!("{WAVES}/{wave}/xoa")
}

pub(super) async fn show(
    request: HttpRequest,
    path: Path<String>,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    page(&request, &path, &who, &state, None).await
}

async fn page(
    request: &HttpRequest,
    path: &str,
    who: &Staff,
    state: &AppState,
    typed: Option<&str>,
) -> Result<HttpResponse, Problem> {
    let id = name(path)?;
    let erasure = manage(state, who, move |connection, by| planning::erasure(connection, by, &id));
    let erasure = erasure.await?.map_err(|refusal| refusal.problem())?;
    let mut page = StaffPage::new(request, &who.0, "erase-title");
    let mut status = StatusCode::OK;
    if typed.is_some() {
        page = page.with_wrong("name-again", "violation-erase-not-sure");
        status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    let language = page.language.clone();
    let wave = &erasure.stored.wave;
    let shown = ErasePage {
        id: wave.id.to_string(),
        wave: wave.title.get(&language).to_owned(),
        units: erasure.units.len(),
        action: page.link(&address(wave.id.as_str())),
        again: page
            .input("name-again", "text")
            .value(typed.unwrap_or_default())
            .hint(page.text_with("erase-again-hint", "wave", wave.id.as_str()))
            .autocomplete("off")
            .required(),
        page,
    };
    send(status, &language, &shown)
}

pub(super) async fn erase(
    form: Sent,
    path: Path<String>,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let Sent { request, who, fields } = form;
    let again = fields.text("name-again").to_owned();
    match quarantine::erase(&state, &who, &path, again.clone()).await? {
        Ok(()) if who.0.powers.may_somewhere(Right::ManageWaves) => Ok(back(&request, WAVES, "xoa-dot")),
        Ok(()) => Ok(back(&request, "/quan-tri", "xoa-dot")),
        Err(_) => page(&request, &path, &who, &state, Some(&again)).await,
    }
}
