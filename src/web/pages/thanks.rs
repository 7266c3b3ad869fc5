//! `/khao-sat/{wave}/cam-on`: thanks, and what happens next. Nothing on it or in its address is about the
//! answers. The form carries the same words, so that they can be said without a network.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::form::PlaceQuery;
use super::kiosk::Start;
use super::layout::{Page, address, send};
use super::manner::{Manner, Wanted};
use super::remark::RemarkForm;
use crate::domain::instrument::Text;
use crate::domain::unit::Unit;
use crate::locale;
use crate::web::language;
use crate::web::open_wave::OpenWave;
use crate::web::problem::Problem;
use crate::web::registry::open_wave;
use crate::web::state::AppState;

/// What is said after the answers were received.
pub(super) struct Thanks {
    /// The words of the instrument.
    pub own: Option<String>,
    /// How many responses are put together before anything is seen.
    pub pooled: String,
    /// What becomes of them.
    pub index: String,
    /// Where results will be, for those who may see them on a device of their own.
    pub results: Option<String>,
    /// Whether everybody will see the results.
    pub public: bool,
    /// In which a remark can be written.
    pub remark: Option<RemarkForm>,
    /// Whether one was sent.
    pub remark_sent: bool,
    /// To an empty form; none where the device returns to its start by itself.
    pub again: Option<String>,
}

impl Thanks {
    /// What is said to somebody who answered at `unit`.
    pub(super) fn new(wave: &OpenWave, unit: Option<&Unit>, wanted: Wanted, language: &str) -> Self {
        let own_device = wanted.manner != Manner::Kiosk;
        let id = &wave.wave.id;
        let text = |text: &Text| text.get(language).to_owned();
        // Names of indices are official and not translated into every language of a form.
        let index = wave.instrument.root().map(|root| &root.label).filter(|label| label.has(language));
        let said =
            |key: &str, name: &str, value: String| locale::text_with(language, key, &[(name, value.into())]);
        let place = unit.map(|unit| unit.code.as_str());
        let again = place.map_or_else(Vec::new, |code| wanted.at(code));
        Self {
            own: wave.instrument.questionnaire.thanks.as_ref().map(text),
            pooled: said("thanks-pooled", "k", wave.wave.k.to_string()),
            index: match index {
                Some(index) => said("thanks-index", "index", text(index)),
                None => locale::text(language, "thanks-index-unnamed"),
            },
            results: (wanted.manner.is_link() && wave.wave.public)
                .then(|| address(&format!("/ket-qua/{id}"), &[], language)),
            public: wave.wave.public,
            remark: unit.and_then(|unit| RemarkForm::new(wave, unit, wanted, language)),
            remark_sent: false,
            again: own_device.then(|| address(&wanted.manner.path(id), &again, language)),
        }
    }
}

#[derive(Template)]
#[template(path = "thanks.html", config = "src/web/askama.toml")]
struct ThanksPage {
    page: Page,
    manner: Manner,
    /// On a kiosk the way back.
    start: Option<Start>,
    wave: String,
    thanks: Thanks,
}

/// The page.
pub(super) async fn show(
    request: HttpRequest,
    wave: Path<String>,
    query: Query<PlaceQuery>,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let wave = open_wave(&state, &wave)?;
    let language = language::of(&request, &wave.languages());
    let wanted = query.wanted();
    let unit = query.unit.as_deref().and_then(|code| wave.places.taking(code)).map(|(_, unit)| unit);
    let (sent, remark) =
        (query.remark.is_some(), unit.and_then(|unit| RemarkForm::new(&wave, unit, wanted, &language)));
    let remark = remark.filter(|_| !sent);
    thanks_page(&wave, unit, wanted, &language, (StatusCode::OK, remark, sent))
}

/// What is seen after a preview was filled in without scripts.
pub(in crate::web) fn preview(wave: &OpenWave, language: &str) -> Result<HttpResponse, Problem> {
    let wanted = Wanted { manner: Manner::Preview, plain: false };
    thanks_page(wave, None, wanted, language, (StatusCode::OK, None, false))
}

/// The page, with the form for a remark and whether one was sent.
pub(super) fn thanks_page(
    wave: &OpenWave,
    unit: Option<&Unit>,
    wanted: Wanted,
    language: &str,
    (status, remark, remark_sent): (StatusCode, Option<RemarkForm>, bool),
) -> Result<HttpResponse, Problem> {
    let path = format!("/khao-sat/{}/cam-on", wave.wave.id);
    let title = format!("{} – {}", locale::text(language, "thanks-title"), wave.wave.title.get(language));
    let mut page = Page::new(language, title).with_demo(wave.wave.demo);
    page.preview = wanted.manner.is_preview().then(|| wave.wave.id.to_string());
    let at = unit.map(|unit| wanted.at(unit.code.as_str())).unwrap_or_default();
    let thanks = ThanksPage {
        page: if wanted.manner.is_preview() {
            page
        } else {
            page.with_languages(&wave.languages(), &path, &at)
        },
        manner: wanted.manner,
        start: unit
            .filter(|_| wanted.manner.is_kiosk())
            .map(|unit| Start::new(wave, unit.code.as_str(), language, false)),
        wave: wave.wave.title.get(language).to_owned(),
        thanks: Thanks { remark, remark_sent, ..Thanks::new(wave, unit, wanted, language) },
    };
    send(status, language, &thanks)
}
