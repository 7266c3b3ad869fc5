//! `/quan-tri/gop-dot`: a year made from its quarters.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::form::{Fields, Sent};
use super::layout::{Input, StaffPage, Wrong, back, send};
use super::select::Choice;
use super::wave_fields::wrong;
use super::waves::WAVES;
use crate::domain::access::{Powers, Right};
use crate::domain::wave::{Access, Mode, State, Wave};
use crate::locale::period;
use crate::store::{Connection, StoreError, units, waves};
use crate::web::language;
use crate::web::principal::Staff;
use crate::web::problem::Problem;
use crate::web::state::AppState;
use crate::web::waves::{self as acts, NewPool, Refusal};

/// Where the page is.
pub(super) const POOL: &str = "/quan-tri/gop-dot";

/// The pooled wave that waves are to be added to.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    id: String,
}

#[derive(Template)]
#[template(path = "staff/wave_pool.html", config = "src/web/askama.toml")]
struct PoolPage {
    page: StaffPage,
    id: Input,
    period: Input,
    title: Input,
    title_en: Input,
    /// Waves that can be pooled, the latest first.
    sources: Vec<Choice>,
}

/// What was typed.
#[derive(Debug, Default)]
struct Typed {
    id: String,
    period: String,
    title: String,
    title_en: String,
    sources: Vec<String>,
}

impl Typed {
    fn of(fields: &Fields) -> Self {
        let text = |name: &str| fields.text(name).to_owned();
        Self {
            id: text("id"),
            period: text("period"),
            title: text("title"),
            title_en: text("title_en"),
            sources: fields.all("sources").to_vec(),
        }
    }
}

/// Waves whose answers are at a desk, that were opened, and that are managed by whoever has these powers.
fn poolable(connection: &mut Connection, powers: &Powers) -> Result<Vec<Wave>, StoreError> {
    let managed = units::within(connection, &powers.places(Right::ManageWaves))?;
    let managed = managed.map(|units| waves::only_at(connection, &units)).transpose()?;
    let mut found = Vec::new();
    for stored in waves::list(connection)? {
        let wave = stored.wave;
        let fits = wave.mode == Mode::Desk && wave.state != State::Planned && wave.access != Access::Pooled;
        if fits && managed.as_ref().is_none_or(|managed| managed.contains(&stored.number)) {
            found.push(wave);
        }
    }
    Ok(found)
}

pub(super) async fn show(
    request: HttpRequest,
    asked: Query<Asked>,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let typed = Typed { id: asked.into_inner().id, ..Typed::default() };
    pool_page(&request, &who, &state, &typed, Vec::new()).await
}

async fn pool_page(
    request: &HttpRequest,
    who: &Staff,
    state: &AppState,
    typed: &Typed,
    wrong: Vec<Wrong>,
) -> Result<HttpResponse, Problem> {
    let mut page = StaffPage::new(request, &who.0, "staff-wave-pool");
    page.wrong = wrong;
    let status = if page.wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let powers = who.0.powers.clone();
    let waves = state.db(move |connection| poolable(connection, &powers)).await?;
    let language = page.language.clone();
    let choice = |wave: Wave| Choice {
        label: format!(
            "{} – {} ({})",
            period::spoken(wave.period.as_str(), &language),
            wave.title.get(&language),
            wave.id
        ),
        chosen: typed.sources.iter().any(|id| id == wave.id.as_str()),
        value: wave.id.to_string(),
    };
    let field = |name, value: &str| page.input(name, "text").value(value);
    let one = PoolPage {
        id: field("id", &typed.id).hint(page.text("staff-wave-pool-id-hint")).required(),
        period: field("period", &typed.period).hint(page.text("staff-wave-pool-period-hint")),
        title: field("title", &typed.title),
        title_en: field("title_en", &typed.title_en),
        sources: waves.into_iter().map(choice).collect(),
        page,
    };
    send(status, &language, &one)
}

pub(super) async fn pool(form: Sent, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let Sent { request, who, fields } = form;
    let typed = Typed::of(&fields);
    let filled = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let new = NewPool {
        sources: typed.sources.clone(),
        period: filled(&typed.period),
        title: filled(&typed.title),
        title_en: filled(&typed.title_en),
        earlier: None,
    };
    let pooled = match typed.id.parse() {
        Ok(id) => acts::pool(&state, &who, id, new).await?,
        Err(_) => Err(Refusal::of("id", "wave_id", Some(typed.id.clone()))),
    };
    match pooled {
        Ok(pooled) => Ok(back(&request, &format!("{WAVES}/{}", pooled.wave.wave.id), "gop-dot")),
        Err(refusal) => {
            let wrong = vec![wrong(&refusal, &language::own(&request))];
            pool_page(&request, &who, &state, &typed, wrong).await
        }
    }
}
