//! `/ket-qua/{wave}/du-lieu`: the results as data, with licence, hash and everything published before.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::RESULTS;
use super::dataset::json_ld;
use super::downloads::{Downloads, downloads};
use crate::domain::batch::hex;
use crate::domain::licence::Licence;
use crate::export::Format;
use crate::locale::{self, period};
use crate::store::publications;
use crate::web::language;
use crate::web::pages::layout::{Page, address, send};
use crate::web::problem::Problem;
use crate::web::results::{latest, public_wave};
use crate::web::settings::{PublicAddress, Settings};
use crate::web::state::AppState;

#[derive(Template)]
#[template(path = "data.html", config = "src/web/askama.toml")]
struct DataPage {
    page: Page,
    wave: String,
    period: String,
    instrument: String,
    back: String,
    feed: String,
    downloads: Vec<Downloads>,
    licence_words: String,
    licence_name: &'static str,
    licence_url: &'static str,
    hash: String,
    /// The publications of the wave, the current one first.
    publications: Vec<PublicationRow>,
    json_ld: String,
}

struct PublicationRow {
    number: i32,
    hash: String,
    href: String,
    current: bool,
}

/// The page.
pub(in crate::web) async fn show(
    request: HttpRequest,
    wave: Path<String>,
    state: Data<AppState>,
    settings: Data<Settings>,
    public: Data<PublicAddress>,
) -> Result<HttpResponse, Problem> {
    let stored = public_wave(&state, &wave).await?;
    let now = latest(&state, stored.number).await?;
    let base = public.seen_by(&request)?;
    let language = language::own(&request);
    let number = stored.number;
    let all = state.db(move |connection| publications::of_wave(connection, number)).await?;
    let published = &now.publication.wave;
    let title = published.title.get(&language);
    let path = format!("{RESULTS}/{}/du-lieu", published.id);
    let title_of = locale::text_with(&language, "data-window", &[("title", title.into())]);
    let download =
        |format: Format| address(&format!("/api/v1/waves/{}/results.{format}", published.id), &[], &language);
    let row = |key: publications::PublicationKey| PublicationRow {
        number: key.number,
        hash: hex(&key.hash),
        href: format!("/api/v1/publications/{}", hex(&key.hash)),
        current: key.hash == now.hash,
    };
    let page = DataPage {
        page: Page::new(&language, title_of)
            .with_languages(&locale::languages(), &path, &[])
            .with_demo(published.demo),
        wave: title.to_owned(),
        period: period::spoken(&published.period, &language),
        instrument: now.instrument.title.get(&language).to_owned(),
        back: address(&format!("{RESULTS}/{}", published.id), &[], &language),
        feed: address(&format!("{RESULTS}/feed.xml"), &[], &language),
        downloads: downloads(&language, download),
        licence_words: licence_words(settings.licence, &language),
        licence_name: settings.licence.name(),
        licence_url: settings.licence.url(),
        hash: hex(&now.hash),
        publications: all.into_iter().map(row).collect(),
        json_ld: json_ld(&now, &base, settings.licence, &language),
    };
    send(StatusCode::OK, &language, &page)
}

fn licence_words(licence: Licence, language: &str) -> String {
    let key = match licence {
        Licence::CcBy => "data-licence-cc-by",
        Licence::CcBySa => "data-licence-cc-by-sa",
        Licence::CcZero => "data-licence-cc0",
    };
    locale::text(language, key)
}
