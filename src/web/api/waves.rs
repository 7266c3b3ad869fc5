//! `GET /api/v1/waves[/{wave}]`: which waves there are.

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::instrument::SwitchSetting;
use crate::domain::wave::WaveId;
use crate::store::waves::{self, StoredWave};
use crate::web::language;
use crate::web::principal::Visitor;
use crate::web::problem::Problem;
use crate::web::state::AppState;
use crate::web::waves::{Theirs, is_shown};

/// Waves.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaveList {
    /// Latest period first.
    waves: Vec<WaveInfo>,
}

/// A wave.
#[derive(Debug, Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
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
    /// `link`: anybody with the link may answer; `ticket`: once per ticket; `blind`: once per ticket that nobody can
    /// recognise; `unlock`: a clerk opens each form; `import`: answers come from files only; `pooled`: nobody answers, the
    /// results are made from what other waves have published.
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
    /// Tags of the languages in which the form is offered; all there are when empty.
    languages: Vec<String>,
    /// Last day on which answers are taken; none: until somebody closes the wave.
    #[schema(value_type = Option<String>, format = Date)]
    closes_on: Option<NaiveDate>,
    /// Wave that results are compared with where nobody asks for another; for staff only.
    #[serde(skip_serializing_if = "Option::is_none")]
    earlier: Option<String>,
    /// Whether answers are encrypted on the device and opened only when they are sealed.
    envelope: bool,
    /// What is kept of sealed answers: `rows` (without ids, in random order) or `totals`.
    retention: &'static str,
    /// What results are also given by: codes of questions, or `channel`.
    breakdowns: Vec<String>,
    /// Whether people may write a remark, which is kept apart from their answers.
    remarks: bool,
    /// What the weights of a designed sample are raked to: codes of questions.
    margins: Vec<String>,
}

impl WaveInfo {
    fn new(stored: &StoredWave, language: &str, staff: bool) -> Self {
        let wave = &stored.wave;
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
            languages: wave.languages.clone(),
            closes_on: stored.closes_on,
            earlier: wave.earlier.as_ref().filter(|_| staff).map(WaveId::to_string),
            envelope: wave.protection.envelope,
            retention: wave.protection.retention.as_str(),
            breakdowns: wave.protection.breakdowns.clone(),
            remarks: wave.protection.remarks,
            margins: wave.margins.clone(),
        }
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
    let shown = all.iter().map(|stored| (stored, theirs.has(stored.number)));
    let shown = shown.filter(|(stored, theirs)| *theirs || is_shown(&stored.wave));
    let waves = shown.map(|(stored, theirs)| WaveInfo::new(stored, &language, theirs)).collect();
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
    let info = WaveInfo::new(&stored, &language::own(&request), theirs);
    Ok(Json(info).customize().insert_header(("Vary", "Accept-Language, Authorization")))
}
