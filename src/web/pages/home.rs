//! `/`: what this is, and which waves take answers.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::layout::{Page, address, send};
use super::period;
use crate::locale;
use crate::web::language;
use crate::web::open_wave::OpenWave;
use crate::web::problem::Problem;
use crate::web::state::AppState;

#[derive(Template)]
#[template(path = "home.html", config = "src/web/askama.toml")]
struct Home {
    page: Page,
    waves: Vec<Entry>,
}

/// A wave that takes answers.
struct Entry {
    title: String,
    instrument: String,
    period: String,
    demo: bool,
    href: String,
}

pub(super) async fn show(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let language = language::own(&request);
    let waves = state.waves();
    let entry = |wave: &OpenWave| Entry {
        title: wave.wave.title.get(&language).to_owned(),
        instrument: wave.instrument.title.get(&language).to_owned(),
        period: period::spoken(wave.wave.period.as_str(), &language),
        demo: wave.wave.demo,
        href: address(&format!("/khao-sat/{}", wave.wave.id), &[], &language),
    };
    let title = locale::text(&language, "home-title");
    let page = Page::new(&language, title).with_languages(&locale::LANGUAGES, "/", &[]);
    let home = Home { page, waves: waves.open().map(|wave| entry(wave)).collect() };
    send(StatusCode::OK, &language, &home)
}
