//! Gives every error its document or page.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::Next;
use actix_web::{Error, HttpRequest, HttpResponse};

use super::{Problem, document};
use crate::web::language;
use crate::web::pages;
use crate::web::principal::is_staff_page;
use crate::web::staff;

/// What decides how an error looks.
#[derive(Debug)]
struct Asked {
    language: String,
    page: bool,
    /// Whether it is a page of the staff's side.
    staff: bool,
    /// What stands behind the `?`, where asking again in another language repeats nothing but the question.
    again: Option<String>,
    /// Whether the device stands at a desk.
    kiosk: bool,
}

impl Asked {
    fn of(request: &HttpRequest) -> Self {
        let accepts = |text: &str| {
            let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
            accept.is_some_and(|accept| accept.contains(text))
        };
        let program = ["/api/", "/health/", "/static/"].iter().any(|start| request.path().starts_with(start));
        Self {
            language: language::of_parts(
                request.query_string(),
                request.headers(),
                &crate::locale::languages(),
            ),
            page: !program && accepts("text/html"),
            staff: is_staff_page(request.path()),
            again: request.method().is_safe().then(|| request.query_string().to_owned()),
            kiosk: request.query_string().split('&').any(|part| part.starts_with("kiosk")),
        }
    }
}

/// The middleware. A response that carries an error, or an error status without any body of its own, is
/// replaced; pages that come back with such a status by themselves are left alone.
pub(in crate::web) async fn dress(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let response = next.call(request).await?.map_into_boxed_body();
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return Ok(response);
    }
    let asked = Asked::of(response.request());
    let mut dressed = match response.response().error() {
        Some(error) => match error.as_error::<Problem>() {
            Some(problem) => respond(problem, &asked),
            None => respond(&Problem::of_status(status), &asked),
        },
        None if response.headers().contains_key(header::CONTENT_TYPE) => return Ok(response),
        None => respond(&Problem::of_status(status), &asked),
    };
    for name in [header::ALLOW, header::CONTENT_RANGE] {
        if let Some(value) = response.headers().get(&name) {
            dressed.headers_mut().insert(name, value.clone());
        }
    }
    Ok(response.into_response(dressed))
}

/// The problem as the visitor can read it.
fn respond(problem: &Problem, asked: &Asked) -> HttpResponse {
    let mut response = if asked.page && asked.staff {
        staff::problem_page(problem, &asked.language)
    } else if asked.page {
        pages::problem_page(problem, &asked.language, asked.again.as_deref(), asked.kiosk)
    } else {
        document::respond(problem, &asked.language)
    };
    for (name, value) in &problem.details.headers {
        response.headers_mut().insert(name.clone(), value.clone());
    }
    response
}
