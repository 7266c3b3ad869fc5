//! Kiosks: what the form carries where a device serves one person after the other, and the page that sets one up.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, LOCATION};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::layout::{LanguageLink, Page, address, language_name, send};
use crate::domain::wave::Access;
use crate::locale;
use crate::web::assets;
use crate::web::language;
use crate::web::open_wave::OpenWave;
use crate::web::problem::Problem;
use crate::web::settings::PublicAddress;

/// Address of the page that sets a device up.
pub(super) const SETUP: &str = "/kiosk";
/// Seconds after which a device that was set up begins by itself: after a power cut nobody may be there.
const SECONDS: u32 = 30;

/// What the start screen and the way back to it need to know.
pub(super) struct Start {
    /// The start screen in every language of the form.
    pub languages: Vec<LanguageLink>,
    /// The language it returns to.
    pub language: String,
    /// The start screen in that language.
    pub home: String,
    /// The page for staff.
    pub setup: String,
    /// Name of the wave.
    pub wave: String,
    /// Code of the unit.
    pub unit: String,
    /// Whether a clerk opens each form.
    pub locked: bool,
    /// Whether answers came back to be mended, so that somebody is there.
    pub came_back: bool,
}

impl Start {
    pub(super) fn new(wave: &OpenWave, unit: &str, language: &str, came_back: bool) -> Self {
        let path = format!("/khao-sat/{}", wave.wave.id);
        let at = |tag: &str| address(&path, &[("unit", unit), ("kiosk", "1")], tag);
        let languages = wave.languages();
        let first = languages.first().copied().unwrap_or(locale::DEFAULT);
        let link =
            |tag: &&str| LanguageLink { tag: (*tag).to_owned(), name: language_name(tag), href: at(tag) };
        Self {
            languages: languages.iter().map(link).collect(),
            language: first.to_owned(),
            home: at(first),
            setup: address(SETUP, &[], language),
            wave: wave.wave.id.to_string(),
            unit: unit.to_owned(),
            locked: wave.wave.access == Access::Unlock,
            came_back,
        }
    }

    /// Back to where a device finds its form again, whichever it is.
    pub(super) fn to_setup(language: &str) -> Self {
        let setup = address(SETUP, &[], language);
        Self {
            languages: Vec::new(),
            language: language.to_owned(),
            home: setup.clone(),
            setup,
            wave: String::new(),
            unit: String::new(),
            locked: false,
            came_back: false,
        }
    }
}

#[derive(Template)]
#[template(path = "kiosk.html", config = "src/web/askama.toml")]
struct SetupPage {
    page: Page,
    /// Address of the service as this device sees it.
    origin: String,
    /// Version of the program.
    version: &'static str,
    /// Release of the static files.
    release: &'static str,
    seconds: u32,
}

/// The page that sets a device up. It is the same for everybody: what it shows of a device comes from the device.
pub(super) async fn show(request: HttpRequest, public: Data<PublicAddress>) -> Result<HttpResponse, Problem> {
    let language = language::own(&request);
    let setup = SetupPage {
        page: Page::new(&language, locale::text(&language, "kiosk-title")).with_languages(
            &locale::languages(),
            SETUP,
            &[],
        ),
        origin: public.seen_by(&request)?.to_string(),
        version: env!("CARGO_PKG_VERSION"),
        release: assets::release(),
        seconds: SECONDS,
    };
    send(StatusCode::OK, &language, &setup)
}

/// Where a kiosk goes when its wave is not open any more: it finds the next one there.
pub(super) fn to_setup(language: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((LOCATION, address(SETUP, &[], language)))
        .insert_header((CACHE_CONTROL, "no-store"))
        .finish()
}
