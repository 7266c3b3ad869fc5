//! `/quan-tri/cach-ly`: batches that look stuffed, why, and the decision about them.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::form::Sent;
use super::layout::{StaffPage, Wrong, back, send};
use crate::locale::text;
use crate::planning::HeldBatch;
use crate::store::quality::Decision;
use crate::web::language::own;
use crate::web::open_wave::unit_name;
use crate::web::principal::Staff;
use crate::web::problem::Problem;
use crate::web::quarantine;
use crate::web::state::AppState;

/// Where the page is.
pub(super) const QUARANTINE: &str = "/quan-tri/cach-ly";

#[derive(Template)]
#[template(path = "staff/quarantine.html", config = "src/web/askama.toml")]
struct QuarantinePage {
    page: StaffPage,
    waiting: Vec<BatchView>,
    decided: Vec<BatchView>,
}

struct BatchView {
    wave: String,
    id: String,
    batch: i32,
    unit: String,
    responses: String,
    signs: Vec<String>,
    state: String,
    /// Who decided and why.
    decided: Option<(String, String)>,
    may_decide: bool,
    /// What was typed into the form of this batch that came back.
    why: String,
    error: bool,
}

impl BatchView {
    fn new(page: &StaffPage, batch: &HeldBatch) -> Self {
        let language = &page.language;
        Self {
            wave: batch.title.get(language).to_owned(),
            id: batch.wave.to_string(),
            batch: batch.held.seq,
            unit: unit_name(&batch.unit, language).to_owned(),
            responses: page.text_with("quarantine-responses", "count", &batch.responses.to_string()),
            signs: batch.held.reasons.iter().map(|reason| quarantine::sentence(language, reason)).collect(),
            state: page.text(&format!("quarantine-state-{}", batch.held.decision.as_str())),
            decided: batch.held.decided.clone(),
            may_decide: batch.may_decide,
            why: String::new(),
            error: false,
        }
    }
}

pub(super) async fn show(
    request: HttpRequest,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    page(&request, &who, &state, None).await
}

/// The page; `sent` is the batch, the reason and what is wrong in a form that came back.
async fn page(
    request: &HttpRequest,
    who: &Staff,
    state: &AppState,
    sent: Option<((String, i32), String, Wrong)>,
) -> Result<HttpResponse, Problem> {
    let batches = quarantine::seen(state, who).await?;
    let mut page = StaffPage::new(request, &who.0, "staff-place-quarantine");
    let language = page.language.clone();
    let (waiting, decided): (Vec<&HeldBatch>, Vec<&HeldBatch>) =
        batches.iter().partition(|batch| batch.held.decision == Decision::Waiting);
    let view =
        |batches: Vec<&HeldBatch>| batches.into_iter().map(|batch| BatchView::new(&page, batch)).collect();
    let (mut waiting, decided): (Vec<BatchView>, Vec<BatchView>) = (view(waiting), view(decided));
    let mut status = StatusCode::OK;
    if let Some(((wave, batch), why, wrong)) = sent {
        status = StatusCode::UNPROCESSABLE_ENTITY;
        for view in waiting.iter_mut().filter(|view| view.id == wave && view.batch == batch) {
            view.why.clone_from(&why);
            view.error = true;
        }
        page.wrong.push(wrong);
    }
    send(status, &language, &QuarantinePage { page, waiting, decided })
}

pub(super) async fn decide(form: Sent, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let Sent { request, who, fields } = form;
    let (wave, why) = (fields.text("wave").to_owned(), fields.text("why").to_owned());
    let batch: i32 = fields.text("batch").parse().map_err(|_| Problem::bad_form())?;
    let counts = match fields.text("decision") {
        "release" => true,
        "discard" => false,
        _ => return Err(Problem::bad_form()),
    };
    let decided = quarantine::decide(&state, &who, (&wave, batch), counts, why.clone()).await?;
    if decided.is_ok() {
        return Ok(back(&request, QUARANTINE, if counts { "cho-tinh" } else { "loai-bo" }));
    }
    let wrong = Wrong { field: "why", text: text(&own(&request), "violation-quarantine-why") };
    page(&request, &who, &state, Some(((wave, batch), why, wrong))).await
}
