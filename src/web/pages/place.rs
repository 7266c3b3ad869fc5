//! `/d/{unit}`: the address of a place that stays true from one survey to the next. It leads to the form that
//! takes answers there at this moment.

use std::collections::BTreeMap;
use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, LOCATION};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::home::Entry;
use super::layout::{Page, send};
use super::preselected::Preselected;
use crate::domain::unit::{Unit, UnitCode};
use crate::locale;
use crate::sealing::today_in_viet_nam;
use crate::store::units;
use crate::web::language;
use crate::web::open_wave::{OpenWave, Place, Places, unit_name};
use crate::web::problem::Problem;
use crate::web::registry::Waves;
use crate::web::state::AppState;

/// A place, and the waves that take answers at it or below it.
pub(super) struct Found {
    /// The place.
    pub unit: Unit,
    waves: Vec<Arc<OpenWave>>,
}

#[derive(Template)]
#[template(path = "place.html", config = "src/web/askama.toml")]
struct PlacePage {
    page: Page,
    unit_name: String,
    /// Waves to choose from; none where none is open.
    open: Vec<Entry>,
}

/// Goes on to the form, or shows what there is to choose from, or says that there is nothing now.
pub(super) async fn show(
    request: HttpRequest,
    code: Path<String>,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let found = find(&state, &code).await?;
    if let [wave] = found.waves.as_slice() {
        let mut response = HttpResponse::SeeOther();
        response.insert_header((LOCATION, way(wave, &found.unit.code, request.query_string())));
        // Tomorrow it may lead to another survey.
        return Ok(response.insert_header((CACHE_CONTROL, "no-store")).finish());
    }
    let language = language::own(&request);
    let name = unit_name(&found.unit, &language);
    let key = if found.waves.is_empty() { "place-none-title" } else { "place-several-title" };
    let query = request.query_string();
    let entry = |wave: &Arc<OpenWave>| Entry::new(&wave.wave, &language, way(wave, &found.unit.code, query));
    let page = PlacePage {
        page: in_other_languages(&found, query, Page::new(&language, locale::text(&language, key))),
        unit_name: name.to_owned(),
        open: found.waves.iter().map(entry).collect(),
    };
    send(StatusCode::OK, &language, &page)
}

/// The page with the same choice in other languages, and what the link comes with.
fn in_other_languages(found: &Found, query: &str, page: Page) -> Page {
    let links: Vec<Preselected> =
        found.waves.iter().map(|wave| Preselected::of(query, &wave.instrument)).collect();
    let along: BTreeMap<String, &str> = links.iter().flat_map(Preselected::parameters).collect();
    let along: Vec<(&str, &str)> = along.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    page.with_languages(&locale::languages(), &format!("/d/{}", found.unit.code), &along)
}

/// The place with this code. Upper and lower case are told apart only where two places need it.
pub(super) async fn find(state: &AppState, code: &str) -> Result<Found, Problem> {
    let code: UnitCode = code.parse().map_err(|_| Problem::unknown_place())?;
    let waves = state.waves();
    if let Some(found) = open_at(&waves, &code) {
        return Ok(found);
    }
    let day = today_in_viet_nam();
    let asked = code.clone();
    let today = state.db(move |connection| units::spelled_like(connection, &asked, day)).await?;
    let mut spellings: BTreeMap<UnitCode, Unit> =
        today.into_iter().map(|unit| (unit.code.clone(), unit)).collect();
    for wave in waves.open() {
        for unit in wave.places.spelled_like(&code) {
            spellings.entry(unit.code.clone()).or_insert_with(|| unit.clone());
        }
    }
    let exact = spellings.remove(&code);
    let unit = match (exact, spellings.len()) {
        (Some(unit), _) => unit,
        (None, 1) => spellings.into_values().next().ok_or_else(Problem::unknown_place)?,
        (None, _) => return Err(Problem::unknown_place()),
    };
    Ok(open_at(&waves, &unit.code).unwrap_or(Found { unit, waves: Vec::new() }))
}

/// The place in the waves that take answers at it or below it.
fn open_at(waves: &Waves, code: &UnitCode) -> Option<Found> {
    let there = |wave: &&Arc<OpenWave>| wave.places.get(code.as_str()).is_some();
    let found: Vec<Arc<OpenWave>> = waves.open().filter(there).map(Arc::clone).collect();
    let unit = found.first()?.places.get(code.as_str())?.unit.clone();
    Some(Found { unit, waves: found })
}

/// Where the wave is answered from this place: the form, or the choice of places below. What the link asks for,
/// language and options chosen already, goes along; nothing else does.
fn way(wave: &OpenWave, code: &UnitCode, query: &str) -> String {
    let target = wave.places.get(code.as_str()).map(|place| target(place, &wave.places));
    let (parameter, code) = target.unwrap_or(("unit", code));
    let link = Preselected::of(query, &wave.instrument);
    let mut along = vec![format!("{parameter}={code}")];
    along.extend(link.parameters().into_iter().map(|(name, value)| format!("{name}={value}")));
    let wish = language::wished(query).unwrap_or_default();
    let mut languages = wave.languages().into_iter();
    along.extend(languages.find(|tag| tag.eq_ignore_ascii_case(&wish)).map(|tag| format!("lang={tag}")));
    format!("/khao-sat/{}?{}", wave.wave.id, along.join("&"))
}

/// The place itself where answers are taken at it, the only one below where there is just one, else the choice.
fn target<'a>(place: &'a Place, places: &'a Places) -> (&'static str, &'a UnitCode) {
    let mut here = place;
    while here.taking.is_none() {
        match places.below(Some(&here.unit.code)).first() {
            Some(below) if place.total == 1 => here = below,
            _ => return ("in", &place.unit.code),
        }
    }
    ("unit", &here.unit.code)
}
