//! `/quan-tri/mo-may`: a clerk's second device, which opens one form at a kiosk. It shows nothing of what becomes of it.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::form::Sent;
use super::layout::{Input, StaffPage, Wrong, send};
use super::units;
use crate::domain::access::Right;
use crate::domain::unlock::{MOST_CLOSED, Source};
use crate::web::language;
use crate::web::principal::Staff;
use crate::web::problem::Problem;
use crate::web::routes::see_other;
use crate::web::state::AppState;
use crate::web::unlock::{close, desk, open};

/// Where the page is.
pub(super) const UNLOCK: &str = "/quan-tri/mo-may";

/// The desk.
#[derive(Debug, Default, Deserialize)]
pub(super) struct DeskQuery {
    #[serde(default)]
    unit: String,
}

#[derive(Template)]
#[template(path = "staff/unlock.html", config = "src/web/askama.toml")]
struct UnlockPage {
    page: StaffPage,
    /// The desk, where one is chosen.
    desk: Option<String>,
    unit: Input,
    closed: Input,
}

pub(super) async fn show(
    request: HttpRequest,
    query: Query<DeskQuery>,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let mut grants = who.0.grants.iter().filter(|grant| grant.role.rights().has(Right::UnlockKiosk));
    let own = || grants.find_map(|grant| grant.unit()).map(|key| key.code.to_string());
    let asked = units::meant(&state, &who, Right::UnlockKiosk, query.unit.trim()).await?;
    let Some(unit) = Some(asked).filter(|unit| !unit.is_empty()).or_else(own) else {
        return unlock_page(&request, (&state, &who), None, "", None).await;
    };
    match desk(&state, &who, &unit).await {
        Ok(_) => unlock_page(&request, (&state, &who), Some(&unit), &unit, None).await,
        Err(problem) => unlock_page(&request, (&state, &who), None, &unit, Some(("unit", problem))).await,
    }
}

async fn unlock_page(
    request: &HttpRequest,
    (state, who): (&AppState, &Staff),
    desk: Option<&str>,
    typed: &str,
    wrong: Option<(&'static str, Problem)>,
) -> Result<HttpResponse, Problem> {
    let mut page = StaffPage::new(request, &who.0, "staff-place-unlock");
    let language = page.language.clone();
    page.units = units::offered(state, who, Right::UnlockKiosk).await?;
    let mut status = StatusCode::OK;
    let mut retry = None;
    if let Some((field, problem)) = wrong {
        if !problem.status.is_client_error() {
            return Err(problem);
        }
        page.wrong.push(Wrong { field, text: problem.detail(&language) });
        retry = problem.headers().next().map(|(name, value)| (name.clone(), value.clone()));
        status = problem.status;
    }
    let unlock = UnlockPage {
        desk: desk.map(str::to_owned),
        unit: page
            .input("unit", "text")
            .value(typed)
            .hint(page.text("staff-unlock-unit-hint"))
            .required()
            .unit(),
        closed: page.input("closed", "number").hint(page.text("staff-unlock-closed-hint")).required(),
        page,
    };
    let mut response = send(status, &language, &unlock)?;
    if let Some((name, value)) = retry {
        response.headers_mut().insert(name, value);
    }
    Ok(response)
}

/// Opens a form, or takes the number of dossiers.
pub(super) async fn act(form: Sent, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let Sent { request, who, fields } = form;
    let typed = units::meant(&state, &who, Right::UnlockKiosk, fields.text("unit")).await?;
    let unit = match desk(&state, &who, &typed).await {
        Ok(unit) => unit,
        Err(problem) => {
            return unlock_page(&request, (&state, &who), None, &typed, Some(("unit", problem))).await;
        }
    };
    let act = fields.text("act");
    let (field, done) = match act {
        "mo" => ("open", open(&state, &unit)),
        "so" => match fields.text("closed").parse::<u32>().ok().filter(|count| *count <= MOST_CLOSED) {
            Some(count) => ("closed", close(&state, &unit, count, Source::Clerk)),
            None => ("closed", Err(Problem::unprocessable("closed_count"))),
        },
        _ => return Err(Problem::bad_form()),
    };
    match done {
        Ok(()) => {
            let tongue = language::own(&request);
            Ok(see_other(&format!("{UNLOCK}?lang={tongue}&unit={unit}&da={act}-may")))
        }
        Err(problem) => {
            unlock_page(&request, (&state, &who), Some(&typed), &typed, Some((field, problem))).await
        }
    }
}
