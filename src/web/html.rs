//! Sending a page.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::problem::Problem;

/// Sends a page that nobody keeps. `vary`: the request headers that it follows.
pub(super) fn send(
    status: StatusCode,
    language: &str,
    vary: &'static str,
    page: &impl Template,
) -> Result<HttpResponse, Problem> {
    let html = page.render().map_err(|cause| Problem::internal(&cause))?;
    Ok(HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .insert_header(("Content-Language", language.to_owned()))
        .insert_header(("Vary", vary))
        // The next person at the same tablet must not find anything by going back.
        .insert_header(("Cache-Control", "no-store"))
        .body(html))
}
