//! `/`: what this is, and which waves take answers.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::layout::{Page, address, send};
use crate::domain::wave::Wave;
use crate::locale;
use crate::locale::period;
use crate::web::language;
use crate::web::problem::Problem;
use crate::web::state::AppState;

#[derive(Template)]
#[template(path = "home.html", config = "src/web/askama.toml")]
struct Home {
    page: Page,
    /// Waves that take answers.
    open: Vec<Entry>,
    /// Waves with results.
    published: Vec<Entry>,
}

/// A wave to choose.
pub(super) struct Entry {
    pub title: String,
    pub period: String,
    pub demo: bool,
    pub href: String,
}

impl Entry {
    pub(super) fn new(wave: &Wave, language: &str, href: String) -> Self {
        Self {
            title: wave.title.get(language).to_owned(),
            period: period::spoken(wave.period.as_str(), language),
            demo: wave.demo,
            href,
        }
    }
}

pub(super) async fn show(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let language = language::own(&request);
    let waves = state.waves();
    let entry = |wave: &Wave, path: &str| {
        Entry::new(wave, &language, address(&format!("/{path}/{}", wave.id), &[], &language))
    };
    let title = locale::text(&language, "home-title");
    let page = Page::new(&language, title).with_languages(&locale::languages(), "/", &[]);
    let home = Home {
        page,
        open: waves.open().map(|open| entry(&open.wave, "khao-sat")).collect(),
        published: waves.public().iter().map(|wave| entry(wave, "ket-qua")).collect(),
    };
    send(StatusCode::OK, &language, &home)
}
