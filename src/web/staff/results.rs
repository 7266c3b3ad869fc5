//! `/quan-tri/ket-qua`: the waves whose results whoever is signed in may see, public or not.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::layout::{StaffPage, send};
use crate::domain::access::{Powers, Right};
use crate::domain::publication::Publication;
use crate::locale::period;
use crate::store::{publications, waves};
use crate::web::pages::results::STAFF_RESULTS;
use crate::web::principal::Staff;
use crate::web::problem::Problem;
use crate::web::state::AppState;

/// Where the list is.
pub(super) const RESULTS: &str = STAFF_RESULTS;

#[derive(Template)]
#[template(path = "staff/results.html", config = "src/web/askama.toml")]
struct ResultsList {
    page: StaffPage,
    waves: Vec<WaveLine>,
}

/// A wave, and the units of it that may be seen.
struct WaveLine {
    title: String,
    period: String,
    public: bool,
    demo: bool,
    units: Vec<UnitLink>,
}

struct UnitLink {
    name: String,
    href: String,
}

pub(super) async fn list(
    request: HttpRequest,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let page = StaffPage::new(&request, &who.0, "staff-place-results");
    let cache = state.clone();
    let found = state.db(move |connection| {
        let published = publications::published_waves(connection)?;
        let mut found = Vec::new();
        for stored in waves::list(connection)? {
            if published.binary_search(&stored.number).is_err() {
                continue;
            }
            if let Some(index) = cache.publications().index(connection, stored.number)? {
                found.push((stored, index));
            }
        }
        Ok(found)
    });
    let line = |(stored, index): (waves::StoredWave, std::sync::Arc<Publication>)| {
        let wave = &stored.wave;
        let units = links(&page, &who.0.powers, &index, wave.public);
        WaveLine {
            title: wave.title.get(&page.language).to_owned(),
            period: period::spoken(wave.period.as_str(), &page.language),
            public: wave.public,
            demo: wave.demo,
            units,
        }
    };
    let waves = found.await?.into_iter().map(line).filter(|wave| !wave.units.is_empty()).collect();
    let language = page.language.clone();
    send(StatusCode::OK, &language, &ResultsList { page, waves })
}

/// The places at which somebody holds the right, as far as they take part; the whole wave where that is everywhere,
/// or for everybody.
fn links(page: &StaffPage, powers: &Powers, index: &Publication, public: bool) -> Vec<UnitLink> {
    let path = format!("{RESULTS}/{}", index.wave.id);
    if public || powers.may_everywhere(Right::SeeResults) {
        return vec![UnitLink { name: page.text("staff-results-all"), href: page.link(&path) }];
    }
    let places = powers.places(Right::SeeResults);
    let Some((first, rest)) = places.split_first() else { return Vec::new() };
    let allowed = first.iter().filter(|key| rest.iter().all(|other| other.contains(key)));
    let link = |key: &crate::domain::unit::UnitKey| {
        let known = |unit: &&crate::domain::publication::PublishedUnit| {
            unit.code == key.code.as_str() && unit.valid_from == key.valid_from
        };
        let unit = index.units.iter().find(known)?;
        Some(UnitLink {
            name: unit.name.get(&page.language).to_owned(),
            href: format!("{path}?unit={}&lang={}", unit.code, page.language),
        })
    };
    allowed.filter_map(link).collect()
}
