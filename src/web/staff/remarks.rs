//! `/quan-tri/dot/{wave}/y-kien`: what people wrote, to be read before anybody else reads it.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use uuid::Uuid;

use super::form::Sent;
use super::layout::{StaffPage, back, send};
use super::waves::WAVES;
use crate::domain::remark::flags;
use crate::planning::remarks::{self, Reading, ToRead};
use crate::store::remarks::State;
use crate::web::language;
use crate::web::open_wave::unit_name;
use crate::web::principal::{Staff, now};
use crate::web::problem::Problem;
use crate::web::state::AppState;
use crate::web::waves::{manage, name};

#[derive(Template)]
#[template(path = "staff/remarks.html", config = "src/web/askama.toml")]
struct RemarksPage {
    page: StaffPage,
    wave: String,
    action: String,
    counts: Vec<(String, i64)>,
    rows: Vec<Row>,
}

/// A remark to be read.
struct Row {
    id: String,
    unit: String,
    parts: Vec<Part>,
    text: String,
    /// What was found in it, in words.
    found: Vec<String>,
}

/// A part of a text, and whether it may tell who is meant.
struct Part {
    text: String,
    flagged: bool,
}

pub(super) async fn show(
    request: HttpRequest,
    path: Path<String>,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let page = StaffPage::new(&request, &who.0, "staff-remarks");
    remarks_page(page, &path, &who, &state, None).await
}

async fn remarks_page(
    page: StaffPage,
    path: &str,
    who: &Staff,
    state: &AppState,
    sent: Option<(Uuid, &str)>,
) -> Result<HttpResponse, Problem> {
    let id = name(path)?;
    let wave = id.clone();
    let reading = manage(state, who, move |connection, by| remarks::to_read(connection, by, &wave)).await?;
    let Reading { waiting, counts } = reading.map_err(|refusal| refusal.problem())?;
    let count = |state: State| {
        let label = page.text(&format!("staff-remarks-{}", state.as_str()));
        (label, counts.get(state.as_str()).copied().unwrap_or_default())
    };
    let kept = |id: Uuid| sent.filter(|(kept, _)| *kept == id).map(|(_, text)| text.to_owned());
    let row = |remark: ToRead| Row {
        id: remark.id.to_string(),
        unit: unit_name(&remark.unit, &page.language).to_owned(),
        parts: parts(&remark.text),
        found: found(&page, &remark.text),
        text: kept(remark.id).unwrap_or(remark.text),
    };
    let rows = waiting.into_iter().map(row).collect();
    let status = if page.wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let language = page.language.clone();
    let shown = RemarksPage {
        wave: page.link(&format!("{WAVES}/{id}")),
        action: page.link(&format!("{WAVES}/{id}/y-kien")),
        counts: State::ALL.map(count).into(),
        rows,
        page,
    };
    send(status, &language, &shown)
}

/// The text in parts, those apart that may tell who is meant.
fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut done = 0;
    for flag in flags(text) {
        parts.push(Part { text: text[done..flag.at.start].to_owned(), flagged: false });
        parts.push(Part { text: text[flag.at.clone()].to_owned(), flagged: true });
        done = flag.at.end;
    }
    parts.push(Part { text: text[done..].to_owned(), flagged: false });
    parts
}

fn found(page: &StaffPage, text: &str) -> Vec<String> {
    let mut kinds: Vec<String> = flags(text)
        .iter()
        .map(|flag| page.text(&format!("staff-remarks-flag-{}", flag.kind.as_str())))
        .collect();
    kinds.dedup();
    kinds
}

pub(super) async fn decide(
    form: Sent,
    path: Path<String>,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let Sent { request, who, fields } = form;
    let id: Uuid = fields.text("id").parse().map_err(|_| Problem::unknown_remark())?;
    let text = fields.text("text").to_owned();
    let released = match fields.text("act") {
        "cong-bo" => Some(text.clone()),
        "giu-lai" => None,
        _ => return Err(Problem::bad_form()),
    };
    let act = if released.is_some() { "cong-bo-y-kien" } else { "giu-lai-y-kien" };
    let done = manage(&state, &who, move |connection, by| {
        remarks::decide(connection, by, id, released.as_deref(), now())
    });
    match done.await? {
        Ok(()) => Ok(back(&request, &format!("{WAVES}/{}/y-kien", path.as_str()), act)),
        Err(refusal) => {
            let mut page = StaffPage::new(&request, &who.0, "staff-remarks");
            page.wrong.push(super::wave_fields::wrong(&refusal, &language::own(&request)));
            remarks_page(page, &path, &who, &state, Some((id, &text))).await
        }
    }
}
