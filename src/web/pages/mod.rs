//! Pages for people. They work without scripts, in every language there is, and need no cookie.

mod accessibility;
mod audio;
mod button;
mod choose;
mod condition;
mod fields;
mod figures;
mod form;
mod home;
mod kiosk;
mod layout;
mod manner;
mod message;
mod place;
mod preselected;
mod questions;
mod results;
mod thanks;

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
        .service(read("/khao-sat/{wave}/cam-on", thanks::show))
        .service(read(kiosk::SETUP, kiosk::show))
        .service(read("/d/{unit}", place::show))
        .service(read("/d/{unit}/nut", button::show))
        .service(read("/d/{unit}/nut.svg", button::image))
        .service(read("/khao-sat/{wave}/am-thanh/{language}/{item}", audio::show))
        .service(read("/ket-qua/{wave}", results::show))
        .service(read(accessibility::PATH, accessibility::show));
}
