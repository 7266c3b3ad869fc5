//! `/ket-qua/{wave}/y-kien`: the remarks that staff have released.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::place::Address;
use super::{Matter, RESULTS, STAFF_RESULTS};
use crate::locale;
use crate::locale::period;
use crate::planning::remarks::Told;
use crate::web::language;
use crate::web::pages::layout::{Page, address, send};
use crate::web::principal::{Visitor, is_staff_page};
use crate::web::problem::Problem;
use crate::web::results;
use crate::web::state::AppState;

/// Whose remarks are looked at.
#[derive(Debug, Deserialize)]
pub(in crate::web) struct RemarksQuery {
    /// Code of a unit.
    unit: Option<String>,
}

#[derive(Template)]
#[template(path = "remarks.html", config = "src/web/askama.toml")]
struct RemarksPage {
    page: Page,
    wave: String,
    period: String,
    back: String,
    told: Told,
}

/// The page.
pub(in crate::web) async fn show(
    request: HttpRequest,
    wave: Path<String>,
    query: Query<RemarksQuery>,
    visitor: Visitor,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let unit = query.unit.as_deref();
    let (stored, told) = results::remarks(&state, &wave, unit, &visitor).await?;
    let language = language::own(&request);
    let base = if is_staff_page(request.path()) { STAFF_RESULTS } else { RESULTS };
    let title = stored.wave.title.get(&language);
    let asked: Vec<(&str, &str)> = unit.map(|unit| ("unit", unit)).into_iter().collect();
    let window = locale::text_with(&language, "remarks-window", &[("title", title.into())]);
    let page = RemarksPage {
        page: Page::new(&language, window)
            .with_languages(&locale::languages(), request.path(), &asked)
            .with_demo(stored.wave.demo),
        wave: title.to_owned(),
        period: period::spoken(stored.wave.period.as_str(), &language),
        back: address(&format!("{base}/{}", stored.wave.id), &asked, &language),
        told,
    };
    send(StatusCode::OK, &language, &page)
}

/// Where the remarks of the unit looked at are, if the wave takes any.
pub(super) fn link(matter: &Matter, place: &Address) -> Option<String> {
    let unit = matter.query.unit.as_deref();
    let asked: Vec<(&str, &str)> = unit.map(|unit| ("unit", unit)).into_iter().collect();
    let takes = matter.shown.wave.wave.protection.remarks;
    takes.then(|| address(&format!("{}/y-kien", place.path), &asked, place.language))
}
