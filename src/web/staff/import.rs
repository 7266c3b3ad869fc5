//! `/quan-tri/nhap`: a file is chosen, looked at, and stored after a word.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::form::{Fields, Sent};
use super::import_view::{Fact, MistakeRow, Outcome};
use super::layout::{Input, StaffPage, send};
use super::select::{Choice, Select};
use super::upload::Upload;
use crate::domain::instrument::SwitchSetting;
use crate::importing::{self, Into, Step, Target};
use crate::store;
use crate::web::imports::{self, Job, Stage};
use crate::web::language;
use crate::web::principal::Staff;
use crate::web::problem::Problem;
use crate::web::routes::see_other;
use crate::web::state::AppState;

/// Where files are brought in.
pub(super) const IMPORTS: &str = "/quan-tri/nhap";
/// What can be brought in.
const KINDS: [&str; 5] = ["responses", "scores", "dossiers", "margins", "units"];

#[derive(Template)]
#[template(path = "staff/import.html", config = "src/web/askama.toml")]
struct StartPage {
    page: StaffPage,
    kinds: Vec<Choice>,
    wave: String,
    waves: Vec<String>,
    instrument: Select,
    period: Input,
}

pub(super) async fn show(
    request: HttpRequest,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let page = StaffPage::new(&request, &who.0, "staff-place-imports");
    start_page(page, &who, &state, &Fields::of(Vec::new())).await
}

async fn start_page(
    page: StaffPage,
    who: &Staff,
    state: &AppState,
    typed: &Fields,
) -> Result<HttpResponse, Problem> {
    let principal = (*who.0).clone();
    let (waves, instruments) = state
        .db(move |connection| {
            Ok((importing::waves(connection, &principal)?, store::instruments::list(connection)?))
        })
        .await?;
    let status = if page.wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let language = page.language.clone();
    let chosen = KINDS.iter().find(|kind| typed.text("kind") == **kind).unwrap_or(&KINDS[0]);
    let kinds = KINDS.iter().map(|kind| Choice {
        value: (*kind).to_owned(),
        label: page.text(&format!("staff-import-kind-{kind}")),
        chosen: kind == chosen,
    });
    let instruments = instruments.into_iter().map(|stored| Choice {
        label: format!("{} ({})", stored.instrument.title.get(&language), stored.instrument.id),
        chosen: stored.instrument.id == typed.text("instrument"),
        value: stored.instrument.id,
    });
    let as_wave = Choice { value: String::new(), label: page.text("staff-import-as-wave"), chosen: false };
    let instruments = std::iter::once(as_wave).chain(instruments).collect();
    let start = StartPage {
        kinds: kinds.collect(),
        wave: typed.text("wave").to_owned(),
        waves: waves.iter().map(ToString::to_string).collect(),
        instrument: Select::of("instrument", page.text("staff-import-instrument"), instruments)
            .hint(page.text("staff-import-instrument-hint")),
        period: page
            .input("period", "text")
            .value(typed.text("period"))
            .hint(page.text("staff-import-period-hint")),
        page,
    };
    send(status, &language, &start)
}

/// Where the file goes, or the field that is wrong with the message about it.
fn target(fields: &Fields) -> Result<Target, (&'static str, &'static str)> {
    let wave = || fields.text("wave").parse().map_err(|_| ("wave", "staff-import-bad-wave"));
    let make = match fields.text("kind") {
        "units" => return Ok(Target::Units),
        "dossiers" => return Ok(Target::Dossiers(wave()?)),
        "margins" => return Ok(Target::Margins(wave()?)),
        "responses" => Target::Responses,
        "scores" => Target::Scores,
        _ => return Err(("kind", "staff-import-no-kind")),
    };
    let given = |name: &str| Some(fields.text(name)).filter(|text| !text.is_empty());
    let period = given("period").map(str::parse).transpose();
    Ok(make(Into {
        wave: wave()?,
        instrument: given("instrument").map(str::to_owned),
        period: period.map_err(|_| ("period", "staff-import-bad-period"))?,
        mode: None,
        k: None,
        settings: SwitchSetting::new(),
    }))
}

pub(super) async fn begin(upload: Upload, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let Upload { request, who, fields, file } = upload;
    let target = match target(&fields) {
        Ok(_) if file.is_empty() => Err(("file", "staff-import-no-file")),
        found => found,
    };
    match target {
        Ok(target) => {
            let id = imports::take(&state, &who.0, target, &file)?;
            drop(file);
            imports::settled(&state, id).await;
            Ok(see_other(&format!("{IMPORTS}/{id}?lang={}", language::own(&request))))
        }
        Err((field, key)) => {
            let page = StaffPage::new(&request, &who.0, "staff-place-imports").with_wrong(field, key);
            start_page(page, &who, &state, &fields).await
        }
    }
}

#[derive(Template)]
#[template(path = "staff/import_file.html", config = "src/web/askama.toml")]
struct FilePage {
    page: StaffPage,
    /// What is going on, or came of it.
    lead: String,
    /// Address of this page.
    here: String,
    /// Rows read, and rows of the file, while somebody reads it.
    progress: Option<(u64, u64, String)>,
    facts: Vec<Fact>,
    /// The table's caption.
    caption: String,
    mistakes: Vec<MistakeRow>,
    /// Whether it can be stored now.
    ready: bool,
    stored: bool,
    busy: bool,
}

pub(super) async fn follow(
    request: HttpRequest,
    id: Path<String>,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let (id, job) = state.imports().find(&who.0, &id)?;
    let page = StaffPage::new(&request, &who.0, title(&job));
    let language = page.language.clone();
    let here = page.link(&format!("{IMPORTS}/{id}"));
    let Outcome { lead, facts, caption, mistakes } = Outcome::of(&page, &job)?;
    let busy = matches!(job.stage, Stage::Busy(_));
    let read = job.rows_read();
    let said = crate::locale::text_with(
        &language,
        "staff-import-rows-read",
        &[("read", read.to_string().into()), ("rows", job.rows.to_string().into())],
    );
    let shown = FilePage {
        progress: busy.then_some((read, job.rows.max(1), said)),
        ready: matches!(job.stage, Stage::Ready(_)),
        stored: matches!(job.stage, Stage::Stored(_)),
        lead,
        here,
        facts,
        caption,
        mistakes,
        busy,
        page,
    };
    send(StatusCode::OK, &language, &shown)
}

fn title(job: &Job) -> &'static str {
    match &job.stage {
        Stage::Busy(Step::Look) => "staff-import-looking",
        Stage::Busy(Step::Store) => "staff-import-storing",
        Stage::Ready(_) => "staff-import-ready",
        Stage::Stored(_) => "staff-import-stored",
        Stage::Refused(_) | Stage::Failed => "staff-import-refused",
    }
}

pub(super) async fn decide(
    id: Path<String>,
    sent: Sent,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let Sent { request, who, fields } = sent;
    let (id, _) = state.imports().find(&who.0, &id)?;
    let tongue = language::own(&request);
    if fields.text("act") != "store" {
        state.imports().drop_file(id);
        return Ok(see_other(&format!("{IMPORTS}?lang={tongue}&da=bo-tep")));
    }
    imports::store(&state, &who.0, id);
    imports::settled(&state, id).await;
    Ok(see_other(&format!("{IMPORTS}/{id}?lang={tongue}")))
}
