//! The JSON interface.

mod body;
pub(super) mod form;
mod instruments;
mod json;
mod kiosk;
mod openapi;
mod operations;
mod publications;
mod responses;
mod results;
mod visits;
mod waves;

use actix_web::guard::{Any, Get, Head};
use actix_web::web::{self, ServiceConfig};
use actix_web::{Handler, Resource, Responder, Route};

pub use openapi::openapi_json;

/// The route of everything that is read: GET, and HEAD for the same without a body.
pub(super) fn reading() -> Route {
    web::route().guard(Any(Get()).or(Head()))
}

/// A resource that is only read.
pub(super) fn read<F, Args>(path: &str, handler: F) -> Resource
where
    F: Handler<Args>,
    Args: actix_web::FromRequest + 'static,
    F::Output: Responder + 'static,
{
    web::resource(path).route(reading().to(handler))
}

/// Every address of the interface.
pub(super) fn routes(config: &mut ServiceConfig) {
    config
        // Routes are tried in this order, and most requests are answers.
        .service(web::resource("/api/v1/waves/{wave}/responses").route(web::post().to(responses::send)))
        .service(read("/api/v1/instruments", instruments::list))
        .service(read("/api/v1/instruments/{id}", instruments::show))
        .service(read("/api/v1/waves", waves::list))
        .service(read("/api/v1/waves/{wave}", waves::show))
        .service(read("/api/v1/waves/{wave}/form", form::show))
        .service(
            web::resource("/api/v1/waves/{wave}/responses:batch").route(web::post().to(responses::send_list)),
        )
        .service(read("/api/v1/waves/{wave}/results", results::show))
        .service(read("/api/v1/waves/{wave}/results.{format}", results::download))
        .service(read("/api/v1/waves/{wave}/visits", visits::list))
        .service(read("/api/v1/kiosk", kiosk::show))
        .service(web::resource("/api/v1/kiosk/counts").route(web::post().to(kiosk::send_counts)))
        .service(read("/api/v1/publications/{hash}", publications::show))
        .service(read("/openapi.json", openapi::show))
        .service(read("/health/live", operations::live))
        .service(read("/health/ready", operations::ready))
        .service(read("/version", operations::version))
        .service(read("/metrics", operations::metrics));
}
