//! `/api/v1/imports`: responses, scores, dossiers, margins and units from CSV.

#![expect(unused_qualifications, reason = "utoipa names the type of the query once more")]

use std::sync::Arc;

use actix_web::web::{Data, Path, Payload, Query};
use actix_web::{HttpRequest, Responder};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::json::private;
use crate::domain::batch::hex;
use crate::domain::instrument::SwitchSetting;
use crate::domain::wave::Mode;
use crate::importing::{Done, InWave, Into, Step, Target};
use crate::web::imports::{FILE_LIMIT, import};
use crate::web::input;
use crate::web::principal::Staff;
use crate::web::problem::Problem;
use crate::web::state::AppState;

/// Media type of a file.
const CSV: &str = "text/csv";

/// Where a file goes.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ImportQuery {
    /// True to look only: nothing is stored, and the answer says what would be.
    #[serde(default)]
    preview: bool,
    /// The wave; made when it is new. Not for units.
    wave: Option<String>,
    /// Instrument of a new wave.
    instrument: Option<String>,
    /// Period of a new wave, when the file does not say.
    period: Option<String>,
    /// How respondents were found, for a new wave: desk or sample (the default).
    mode: Option<String>,
}

/// What was stored, or would be.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportReport {
    /// Whether it is stored.
    stored: bool,
    /// Rows of the file.
    rows: u64,
    /// Rows that were not there before.
    new: u64,
    /// Rows that replace others.
    changed: u64,
    /// Units the rows belong to; absent for units themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    units: Option<usize>,
    /// The wave.
    #[serde(skip_serializing_if = "Option::is_none")]
    wave: Option<String>,
    /// Whether the wave is made by it.
    new_wave: bool,
    /// Items without a column: nobody answered them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    absent_items: Vec<String>,
    /// Hash of the publication that was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
}

impl ImportReport {
    fn of(done: &Done, stored: bool) -> Self {
        let empty = Self {
            stored,
            rows: 0,
            new: 0,
            changed: 0,
            units: None,
            wave: None,
            new_wave: false,
            absent_items: Vec::new(),
            published: None,
        };
        match done {
            Done::Units(written) => Self {
                rows: (written.inserted + written.updated + written.unchanged) as u64,
                new: written.inserted as u64,
                changed: written.updated as u64,
                ..empty
            },
            Done::Responses(wave, report) => Self {
                rows: report.rows,
                new: report.rows,
                units: Some(report.units),
                wave: Some(wave.id.to_string()),
                new_wave: wave.new,
                absent_items: report.absent_items.clone(),
                ..empty
            },
            Done::Dossiers(wave, report) => {
                empty.values(wave, [report.rows, report.new, report.changed], report.rows)
            }
            Done::Margins(wave, report) => {
                empty.values(wave, [report.rows, report.new, report.changed], report.units)
            }
            Done::Scores(wave, report) => Self {
                new_wave: wave.new,
                published: wave.published.as_ref().map(hex),
                ..empty.values(wave, [report.rows, report.new, report.changed], report.units)
            },
        }
    }

    /// With values of units of a wave, of which some are new and some replace others.
    fn values(self, wave: &InWave, [rows, new, changed]: [usize; 3], units: usize) -> Self {
        let (rows, new, changed) = (rows as u64, new as u64, changed as u64);
        Self { rows, new, changed, units: Some(units), wave: Some(wave.id.to_string()), ..self }
    }
}

impl ImportQuery {
    fn target(self, kind: &str) -> Result<Target, Problem> {
        let wave = || {
            let text = self.wave.as_deref().unwrap_or_default();
            text.parse().map_err(|_| Problem::import_field("wave"))
        };
        match kind {
            "units" => return Ok(Target::Units),
            "dossiers" => return Ok(Target::Dossiers(wave()?)),
            "margins" => return Ok(Target::Margins(wave()?)),
            _ => {}
        }
        let make = match kind {
            "responses" => Target::Responses,
            "scores" => Target::Scores,
            _ => return Err(Problem::unknown_address()),
        };
        let mode = match self.mode.as_deref() {
            None => None,
            Some("desk") => Some(Mode::Desk),
            Some("sample") => Some(Mode::Sample),
            Some(_) => return Err(Problem::import_field("mode")),
        };
        let period = self.period.as_deref().map(str::parse).transpose();
        Ok(make(Into {
            wave: wave()?,
            instrument: self.instrument,
            period: period.map_err(|_| Problem::import_field("period"))?,
            mode,
            k: None,
            settings: SwitchSetting::new(),
        }))
    }
}

/// Brings in a file of responses, scores, dossiers, margins or units: whole or not at all. Its columns are those of `hailong import`.
/// The right is needed at every unit of the wave and of the file; a wave that is made on the way also needs
/// `manage_waves`. At most 16 MiB.
#[utoipa::path(
    post, path = "/api/v1/imports/{kind}", tag = "staff", operation_id = "importFile",
    params(("kind" = String, Path, description = "responses, scores, dossiers, margins or units"), ImportQuery),
    request_body(content = String, content_type = "text/csv", description = "UTF-8, with a header"),
    responses(
        (status = 200, description = "It is stored, or would be", body = ImportReport),
        (status = 403, description = "right_needed: the token does not give the right at every unit of the wave"),
        (status = 404, description = "unknown_wave or unknown_address"),
        (status = 413, description = "too_large"),
        (status = 422, description = "file_wrong: every mistake by line and column; import_...: why it does not fit \
            the wave"),
    ),
    security(("token" = ["import"])),
)]
pub async fn send(
    request: HttpRequest,
    kind: Path<String>,
    query: Query<ImportQuery>,
    payload: Payload,
    who: Staff,
    state: Data<AppState>,
) -> Result<impl Responder, Problem> {
    let query = query.into_inner();
    let step = if query.preview { Step::Look } else { Step::Store };
    let target = query.target(&kind)?;
    let body = input::read_slowly(&request, payload, CSV, FILE_LIMIT).await?;
    let what = (target, Arc::from(&body[..]));
    let done = import(&state, (*who.0).clone(), what, step, |_| {}).await?;
    let done = done.map_err(|fault| Problem::import_refused(&fault))?;
    Ok(private(ImportReport::of(&done, step == Step::Store)))
}
