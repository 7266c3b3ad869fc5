//! `GET /api/v1/waves[/{wave}]`: which waves there are.

use std::collections::BTreeSet;

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::access::{Powers, Right};
use crate::domain::instrument::SwitchSetting;
use crate::domain::wave::{Access, State, Wave, WaveId};
use crate::store::{Connection, StoreError, units, waves};
use crate::web::language;
use crate::web::principal::Visitor;
use crate::web::problem::Problem;
use crate::web::state::AppState;

/// Waves.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaveList {
    /// Latest period first.
    waves: Vec<WaveInfo>,
}

/// A wave.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaveInfo {
    /// Name in addresses and files.
    #[schema(example = "mot-cua-2026-q3")]
    id: String,
    /// Title.
    title: String,
    /// Instrument version.
    instrument: String,
    /// Period the results are about.
    #[schema(example = "2026-Q3")]
    period: String,
    /// `desk`: voluntary, at the counter; `sample`: a designed sample.
    #[schema(example = "desk")]
    mode: &'static str,
    /// `link`: anybody with the link may answer; `import`: answers come from files only.
    #[schema(example = "link")]
    access: &'static str,
    /// `planned` (only staff see it), `open` or `closed`.
    #[schema(example = "open")]
    state: &'static str,
    /// Fewest responses that are ever counted together.
    k: u32,
    /// Whether everybody may see the results.
    public: bool,
    /// Whether the responses are invented to try the program.
    demo: bool,
    /// How open questions of method are settled; for staff only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<std::collections::BTreeMap<String, String>>)]
    switches: Option<SwitchSetting>,
}

impl WaveInfo {
    fn new(wave: &Wave, language: &str, staff: bool) -> Self {
        Self {
            id: wave.id.to_string(),
            title: wave.title.get(language).to_owned(),
            instrument: wave.instrument.clone(),
            period: wave.period.to_string(),
            mode: wave.mode.as_str(),
            access: wave.access.as_str(),
            state: wave.state.as_str(),
            k: wave.k,
            public: wave.public,
            demo: wave.demo,
            switches: staff.then(|| wave.switches.clone()),
        }
    }
}

/// Whether everybody may know of the wave.
fn is_shown(wave: &Wave) -> bool {
    match wave.state {
        State::Planned => false,
        State::Open => wave.public || wave.access == Access::Link,
        State::Closed => wave.public,
    }
}

/// Rights that have to do with waves: whoever holds one at a unit of a wave may know of the wave.
const ABOUT_WAVES: [Right; 5] =
    [Right::SeeResults, Right::SeeBatches, Right::ManageWaves, Right::IssueTickets, Right::UnlockKiosk];

/// The waves somebody of the staff has to do with.
struct Theirs {
    all: bool,
    numbers: BTreeSet<i32>,
}

impl Theirs {
    fn read(connection: &mut Connection, powers: &Powers) -> Result<Self, StoreError> {
        let mut theirs = Self { all: false, numbers: BTreeSet::new() };
        for right in ABOUT_WAVES.into_iter().filter(|right| powers.may_somewhere(*right)) {
            match units::within(connection, &powers.places(right))? {
                None => theirs.all = true,
                Some(units) => theirs.numbers.append(&mut waves::with_units(connection, &units)?),
            }
        }
        Ok(theirs)
    }

    fn has(&self, wave: i32) -> bool {
        self.all || self.numbers.contains(&wave)
    }
}

/// Everybody sees the waves that can be answered by a link and those with public results; staff those of their units, too.
#[utoipa::path(
    get, path = "/api/v1/waves", tag = "answer", operation_id = "listWaves",
    responses(
        (status = 200, description = "The waves", body = WaveList),
    ),
    security((), ("token" = [])),
)]
pub async fn list(
    request: HttpRequest,
    visitor: Visitor,
    state: Data<AppState>,
) -> Result<impl Responder, Problem> {
    let language = language::own(&request);
    let powers = visitor.powers();
    let (all, theirs) = state
        .db(move |connection| Ok((waves::list(connection)?, Theirs::read(connection, &powers)?)))
        .await?;
    let shown = all.iter().map(|stored| (&stored.wave, theirs.has(stored.number)));
    let shown = shown.filter(|(wave, theirs)| *theirs || is_shown(wave));
    let waves = shown.map(|(wave, theirs)| WaveInfo::new(wave, &language, theirs)).collect();
    Ok(Json(WaveList { waves }).customize().insert_header(("Vary", "Accept-Language, Authorization")))
}

/// One wave. Those that only staff may know of look like none to others.
#[utoipa::path(
    get, path = "/api/v1/waves/{wave}", tag = "answer", operation_id = "getWave",
    params(("wave" = String, Path, description = "Name of the wave")),
    responses(
        (status = 200, description = "The wave", body = WaveInfo),
        (status = 404, description = "unknown_wave"),
    ),
    security((), ("token" = [])),
)]
pub async fn show(
    request: HttpRequest,
    wave: Path<String>,
    visitor: Visitor,
    state: Data<AppState>,
) -> Result<impl Responder, Problem> {
    let id: WaveId = wave.parse().map_err(|_| Problem::unknown_wave())?;
    let powers = visitor.powers();
    let (found, theirs) = state
        .db(move |connection| Ok((waves::find(connection, &id)?, Theirs::read(connection, &powers)?)))
        .await?;
    let stored = found.ok_or_else(Problem::unknown_wave)?;
    let theirs = theirs.has(stored.number);
    if !theirs && !is_shown(&stored.wave) {
        return Err(Problem::unknown_wave());
    }
    let info = WaveInfo::new(&stored.wave, &language::own(&request), theirs);
    Ok(Json(info).customize().insert_header(("Vary", "Accept-Language, Authorization")))
}
