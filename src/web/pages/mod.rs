//! Pages for people. They work without scripts, in Vietnamese and English, and need no cookie.

mod accessibility;
mod choose;
mod condition;
mod fields;
mod figures;
mod form;
mod home;
mod layout;
mod manner;
mod message;
mod period;
mod questions;
mod results;

use actix_web::web::{self, ServiceConfig};

use super::api::{read, reading};

pub(super) use message::problem_page;

/// Every page.
pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(read("/", home::show))
        .service(
            web::resource("/khao-sat/{wave}")
                .route(reading().to(form::show))
                .route(web::post().to(form::send)),
        )
        .service(read("/khao-sat/{wave}/cam-on", form::thanks))
        .service(read("/ket-qua/{wave}", results::show))
        .service(read(accessibility::PATH, accessibility::show));
}
