//! `/ket-qua/feed.xml`: what is published, for readers of feeds.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::RESULTS;
use crate::domain::batch::hex;
use crate::export::feed::{Entry, Feed, atom};
use crate::locale::{self, period};
use crate::store::{publications, waves};
use crate::web::etag::{ASK_AGAIN, Tagged, of_text};
use crate::web::language;
use crate::web::pages::layout::address;
use crate::web::problem::Problem;
use crate::web::settings::{PublicAddress, Settings};
use crate::web::state::AppState;

/// The feed: the current publication of every public wave, the latest period first.
pub(in crate::web) async fn show(
    request: HttpRequest,
    state: Data<AppState>,
    settings: Data<Settings>,
    public: Data<PublicAddress>,
) -> Result<HttpResponse, Problem> {
    let base = public.seen_by(&request)?;
    let language = language::own(&request);
    let read = state.db(|connection| {
        let mut found = Vec::new();
        for stored in waves::list(connection)?.into_iter().filter(|stored| stored.wave.public) {
            if let Some(key) = publications::latest_key(connection, stored.number)? {
                found.push((stored, key));
            }
        }
        Ok(found)
    });
    let entries = read.await?.into_iter().map(|(stored, key)| {
        let wave = &stored.wave;
        let path = address(&format!("{RESULTS}/{}", wave.id), &[], &language);
        let values = [
            ("period", period::spoken(wave.period.as_str(), &language).into()),
            ("number", key.number.into()),
        ];
        Entry {
            title: wave.title.get(&language).to_owned(),
            summary: locale::text_with(&language, "feed-summary", &values),
            address: format!("{base}{path}"),
            id: format!("urn:sha256:{}", hex(&key.hash)),
            // The day up to which answers were counted is all that is kept.
            day: stored.sealed_on.unwrap_or_else(|| wave.period.last()),
        }
    });
    let own = address(&format!("{RESULTS}/feed.xml"), &[], &language);
    let feed = Feed {
        title: locale::text(&language, "feed-title"),
        author: locale::text(&language, "site-name"),
        language: language.clone(),
        address: format!("{base}{own}"),
        page: format!("{base}{}", address("/", &[], &language)),
        rights: settings.licence.name().to_owned(),
        entries: entries.collect(),
    };
    let text = atom(&feed);
    let tagged = Tagged {
        tag: of_text(text.as_bytes()),
        media: "application/atom+xml; charset=utf-8",
        language: Some(language),
        cache: ASK_AGAIN,
        file: None,
    };
    Ok(tagged.respond(&request, text))
}
