//! `/ket-qua/{wave}/nhung`: the index of a unit, made to stand in the page of its own portal. The only page that
//! others may frame: it shows what everybody may see, asks for nothing and runs no script.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue,
};
use actix_web::web::{Data, Path, Query};
use askama::Template;
use serde::Deserialize;

use super::RESULTS;
use super::board::{Board, board, plainly};
use super::figures::View;
use super::place::looked_at;
use crate::domain::public_url::PublicUrl;
use crate::domain::publication::Publication;
use crate::locale::{self, period};
use crate::sealing::results::Published;
use crate::web::language;
use crate::web::pages::layout::{Page, address, send};
use crate::web::problem::Problem;
use crate::web::results::{latest, public_wave};
use crate::web::state::AppState;

/// As for every page, but any site may frame it. Nothing in it can be pressed but a link to the whole page.
const POLICY: &str = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; base-uri 'none'; \
                      form-action 'none'; frame-ancestors *";
/// A portal shows it to many people, and it changes when there is another publication.
const CACHE: &str = "public, max-age=3600";
/// Height of the frame in CSS pixels: enough for a long name on a narrow column.
const HEIGHT: u32 = 420;

/// Which unit.
#[derive(Debug, Deserialize)]
pub(in crate::web) struct WidgetQuery {
    unit: Option<String>,
}

#[derive(Template)]
#[template(path = "widget.html", config = "src/web/askama.toml")]
struct Widget {
    page: Page,
    unit_name: String,
    wave: String,
    period: String,
    plainly: Vec<String>,
    board: Board,
    href: String,
}

/// The HTML that goes into another site. No address of the page it stands on leaves with it.
#[derive(Template)]
#[template(
    source = r#"<iframe src="{{ src }}" title="{{ title }}" width="100%" height="{{ height }}" loading="lazy" referrerpolicy="no-referrer" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>"#,
    ext = "html"
)]
struct Snippet<'a> {
    src: &'a str,
    title: &'a str,
    height: u32,
}

/// The page for frames.
pub(in crate::web) async fn show(
    request: HttpRequest,
    wave: Path<String>,
    query: Query<WidgetQuery>,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let stored = public_wave(&state, &wave).await?;
    let now = latest(&state, stored.number).await?;
    let language = language::own(&request);
    let view = View { now: &now, earlier: None, language: &language };
    let publication = &now.publication;
    let unit = unit_of(publication, query.unit.as_deref())?;
    let root = publication.overall_index().ok_or_else(Problem::nothing_published)?;
    let board = board(&view, unit, root).ok_or_else(Problem::nothing_published)?;
    let unit_name = publication.units[unit].name.get(&language).to_owned();
    let code = publication.units[unit].code.as_str();
    let widget = Widget {
        page: Page::new(&language, title(publication, unit, &language)).with_demo(publication.wave.demo),
        wave: publication.wave.title.get(&language).to_owned(),
        period: period::spoken(&publication.wave.period, &language),
        plainly: plainly(&view, unit, root),
        board,
        href: address(&format!("{RESULTS}/{}", publication.wave.id), &[("unit", code)], &language),
        unit_name,
    };
    let mut response = send(StatusCode::OK, &language, &widget)?;
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(CACHE));
    Ok(response)
}

fn unit_of(publication: &Publication, unit: Option<&str>) -> Result<usize, Problem> {
    looked_at(publication, unit)?.ok_or_else(Problem::unknown_unit)
}

fn title(publication: &Publication, unit: usize, language: &str) -> String {
    let name = publication.units[unit].name.get(language);
    let wave = publication.wave.title.get(language);
    let wave = locale::text_with(language, "results-window", &[("title", wave.into())]);
    format!("{name} – {wave}")
}

/// The HTML to copy.
pub(super) fn snippet(
    base: &PublicUrl,
    now: &Published,
    unit: Option<&str>,
    language: &str,
) -> Result<String, Problem> {
    let publication = &now.publication;
    let unit = unit_of(publication, unit)?;
    let path = format!("{RESULTS}/{}/nhung", publication.wave.id);
    let src = address(&path, &[("unit", publication.units[unit].code.as_str())], language);
    let snippet =
        Snippet { src: &format!("{base}{src}"), title: &title(publication, unit, language), height: HEIGHT };
    snippet.render().map_err(|cause| Problem::internal(&cause))
}
