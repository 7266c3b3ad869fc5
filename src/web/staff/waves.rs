//! `/quan-tri/dot`: the waves one has to do with, planned ones too.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::layout::{StaffPage, send};
use crate::domain::access::{Powers, Right};
use crate::domain::wave::State;
use crate::export::tasks::day as written_day;
use crate::locale::period;
use crate::store::waves::StoredWave;
use crate::store::{Connection, StoreError, publications, units, waves};
use crate::web::principal::Staff;
use crate::web::problem::Problem;
use crate::web::state::AppState;
use crate::web::waves::Theirs;

/// Where the list is.
pub(super) const WAVES: &str = "/quan-tri/dot";

#[derive(Template)]
#[template(path = "staff/waves.html", config = "src/web/askama.toml")]
struct WavesPage {
    page: StaffPage,
    rows: Vec<Row>,
}

/// A wave in the list.
struct Row {
    name: String,
    id: String,
    period: String,
    state: String,
    closes: Option<String>,
    units: String,
    public: bool,
    /// Where it is managed, by those who may at every unit of it.
    manage: Option<String>,
    /// Where its results are, once there are any and for those who may see them.
    results: Option<String>,
    /// Where it is answered.
    survey: Option<String>,
}

/// What the list is made of.
struct Known {
    waves: Vec<StoredWave>,
    theirs: Theirs,
    counts: BTreeMap<i32, i64>,
    managed: BTreeSet<i32>,
    seen: Theirs,
    published: Vec<i32>,
}

impl Known {
    fn read(connection: &mut Connection, powers: &Powers) -> Result<Self, StoreError> {
        let waves = waves::list(connection)?;
        // The door lets in nobody who manages no unit.
        let managed = match units::within(connection, &powers.places(Right::ManageWaves))? {
            None => waves.iter().map(|stored| stored.number).collect(),
            Some(units) => waves::only_at(connection, &units)?,
        };
        Ok(Self {
            waves,
            theirs: Theirs::read(connection, powers)?,
            counts: waves::unit_counts(connection)?,
            managed,
            seen: Theirs::by(connection, powers, &[Right::SeeResults])?,
            published: publications::published_waves(connection)?,
        })
    }
}

pub(super) async fn list(
    request: HttpRequest,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let page = StaffPage::new(&request, &who.0, "staff-place-waves");
    let powers = who.0.powers.clone();
    let known = state.db(move |connection| Known::read(connection, &powers)).await?;
    let row = |stored: &StoredWave| {
        let (wave, number) = (&stored.wave, stored.number);
        let open = wave.state == State::Open && wave.access.is_answered();
        Row {
            name: wave.title.get(&page.language).to_owned(),
            id: wave.id.to_string(),
            period: period::spoken(wave.period.as_str(), &page.language),
            state: page.text(&format!("staff-wave-state-{}", wave.state.as_str())),
            closes: stored.closes_on.map(|day| written_day(&page.language, day)),
            units: known.counts.get(&number).copied().unwrap_or_default().to_string(),
            public: wave.public,
            manage: known.managed.contains(&number).then(|| page.link(&format!("{WAVES}/{}", wave.id))),
            results: (known.seen.has(number) && known.published.binary_search(&number).is_ok())
                .then(|| page.link(&format!("/quan-tri/ket-qua/{}", wave.id))),
            survey: open.then(|| page.link(&format!("/khao-sat/{}", wave.id))),
        }
    };
    let rows = known.waves.iter().filter(|stored| known.theirs.has(stored.number)).map(row).collect();
    let language = page.language.clone();
    send(StatusCode::OK, &language, &WavesPage { page, rows })
}
