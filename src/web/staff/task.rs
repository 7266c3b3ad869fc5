//! `/quan-tri/nhiem-vu/moi` and `/quan-tri/nhiem-vu/{id}`: setting a task, and one task.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use super::form::Sent;
use super::layout::{Input, StaffPage, Wrong, back, send};
use super::select::{Choice, Select};
use super::task_fields::{FieldInputs, Typed, wrong};
use super::tasks::{TASKS, TaskView};
use super::units;
use crate::domain::access::Right;
use crate::domain::period::Period;
use crate::domain::publication::PublishedKind;
use crate::domain::task::Task;
use crate::domain::unit::UnitCode;
use crate::domain::wave::Wave;
use crate::export::tasks::day as written_day;
use crate::locale;
use crate::store;
use crate::tasks::{self, NewTask, Refused};
use crate::web::language;
use crate::web::principal::{Staff, now, require};
use crate::web::problem::Problem;
use crate::web::results::{Wish, read};
use crate::web::state::AppState;
use crate::web::tasks::{add as set, find, standings};

/// The scorecard that a task is to be attached to.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Scorecard {
    #[serde(default)]
    wave: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    node: String,
}

#[derive(Template)]
#[template(path = "staff/task_new.html", config = "src/web/askama.toml")]
struct NewPage {
    page: StaffPage,
    /// Waves with results.
    waves: Select,
    unit: Input,
    /// Once the scorecard is known.
    nodes: Option<Select>,
    at: Scorecard,
    fields: FieldInputs,
}

#[derive(Template)]
#[template(path = "staff/task.html", config = "src/web/askama.toml")]
struct TaskPage {
    page: StaffPage,
    task: TaskView,
    action: String,
    begun: String,
    ended: Option<String>,
    /// Where the one who looks may change it.
    fields: Option<FieldInputs>,
}

pub(super) async fn show_new(
    request: HttpRequest,
    query: Query<Scorecard>,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let mut at = query.into_inner();
    at.unit = units::meant(&state, &who, Right::ManageTasks, at.unit.trim()).await?;
    new_page(&request, &who, &state, at, &Typed::default(), Vec::new()).await
}

async fn new_page(
    request: &HttpRequest,
    who: &Staff,
    state: &AppState,
    at: Scorecard,
    typed: &Typed,
    wrong: Vec<Wrong>,
) -> Result<HttpResponse, Problem> {
    let mut page = StaffPage::new(request, &who.0, "staff-task-new");
    page.wrong = wrong;
    page.units = units::offered(state, who, Right::ManageTasks).await?;
    let language = page.language.clone();
    let asked = !at.wave.is_empty() && !at.unit.is_empty();
    let found = if asked && page.error("wave").is_none() && page.error("unit").is_none() {
        nodes(state, who, &at, &language).await
    } else {
        Ok(Vec::new())
    };
    let nodes = match found {
        Ok(nodes) => nodes,
        Err(problem) if problem.status.is_client_error() => {
            let of_unit = problem.code == "unknown_unit" || problem.is_missing_right();
            let field = if of_unit { "unit" } else { "wave" };
            page.wrong.push(Wrong { field, text: problem.detail(&language) });
            Vec::new()
        }
        Err(problem) => return Err(problem),
    };
    let status = if page.wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let new = NewPage {
        waves: Select::new(&page, "wave", published_waves(state, &at.wave, &language).await?),
        unit: page.input("unit", "text").value(&at.unit).required().unit(),
        fields: typed.inputs(&page),
        nodes: (!nodes.is_empty()).then(|| Select::of("node", page.text("staff-task-node"), nodes)),
        at,
        page,
    };
    send(status, &language, &new)
}

/// The waves that have results, the latest first.
async fn published_waves(state: &AppState, chosen: &str, language: &str) -> Result<Vec<Choice>, Problem> {
    let found = state.db(|connection| {
        let mut published = Vec::new();
        for stored in store::waves::list(connection)? {
            if store::publications::latest_key(connection, stored.number)?.is_some() {
                published.push(stored.wave);
            }
        }
        Ok(published)
    });
    let choice = |wave: Wave| Choice {
        chosen: wave.id.as_str() == chosen,
        label: format!("{} – {} ({})", wave.title.get(language), wave.period, wave.id),
        value: wave.id.to_string(),
    };
    Ok(found.await?.into_iter().map(choice).collect())
}

/// The nodes of the unit's scorecard.
async fn nodes(
    state: &AppState,
    who: &Staff,
    at: &Scorecard,
    language: &str,
) -> Result<Vec<Choice>, Problem> {
    let wish = Wish { wave: &at.wave, earlier: None, unit: Some(&at.unit), right: Right::SeeResults };
    let results = read(state, &wish, &who.visitor()).await?;
    let publication = &results.now.publication;
    let unit = publication.units.iter().position(|unit| unit.code == at.unit);
    let row = unit.and_then(|unit| publication.figures.get(unit)).ok_or_else(Problem::unknown_unit)?;
    let first = publication.wave.period.parse::<Period>().map_err(|fault| Problem::internal(&fault))?.first();
    check_right(state, who, at, first).await?;
    let nodes = publication.nodes.iter().zip(row);
    let of_tree = nodes.filter(|(node, _)| node.kind != PublishedKind::Option);
    let choice = of_tree.map(|(node, figure)| {
        let name = node.label.get(language);
        let value = figure.value.map(|value| locale::number(language, value, node.display.decimals));
        Choice {
            value: node.id.clone(),
            label: value.map_or_else(|| name.to_owned(), |value| format!("{name}: {value}")),
            chosen: node.id == at.node,
        }
    });
    Ok(choice.collect())
}

/// Refuses a unit at which no tasks may be set before anything is typed about one.
async fn check_right(state: &AppState, who: &Staff, at: &Scorecard, day: NaiveDate) -> Result<(), Problem> {
    let code: UnitCode = at.unit.parse().map_err(|_| Problem::unknown_unit())?;
    let place = state.db(move |connection| store::units::place(connection, &code, day)).await?;
    require(&who.0, Right::ManageTasks, &place.ok_or_else(Problem::unknown_unit)?.path)
}

pub(super) async fn add(form: Sent, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let Sent { request, who, fields: sent } = form;
    let text = |name: &str| sent.text(name).to_owned();
    let at = Scorecard { wave: text("wave"), unit: text("unit"), node: text("node") };
    let (typed, language) = (Typed::of(&sent), language::own(&request));
    let Some(fields) = typed.read() else {
        let wrong = vec![Wrong { field: "due", text: locale::text(&language, "staff-task-no-day") }];
        return new_page(&request, &who, &state, at, &typed, wrong).await;
    };
    let added = match at.wave.parse() {
        Ok(wave) => {
            let new = NewTask { wave, unit: at.unit.clone(), node: at.node.clone(), fields };
            set(&state, &who, new).await?
        }
        Err(_) => Err(Refused::UnknownWave),
    };
    match added {
        Ok(id) => Ok(back(&request, &format!("{TASKS}/{id}"), "giao-nhiem-vu")),
        Err(refused) => {
            let wrong = wrong(&refused, &language)?;
            new_page(&request, &who, &state, at, &typed, wrong).await
        }
    }
}

pub(super) async fn show(
    request: HttpRequest,
    id: Path<String>,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let task = find(&state, &who, &id).await?;
    let typed = Typed::of_task(&task);
    task_page(&request, &who, &state, task, &typed, Vec::new()).await
}

async fn task_page(
    request: &HttpRequest,
    who: &Staff,
    state: &AppState,
    task: Task,
    typed: &Typed,
    wrong: Vec<Wrong>,
) -> Result<HttpResponse, Problem> {
    let mut page = StaffPage::new(request, &who.0, "staff-task-title");
    page.wrong = wrong;
    let language = page.language.clone();
    let status = if page.wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let Some((task, standing)) = standings(state, vec![task]).await?.pop() else {
        return Err(Problem::unknown_task());
    };
    let view = TaskView::new(&page, &task, &standing);
    let one = TaskPage {
        action: view.href.clone(),
        begun: written_day(&language, task.begun),
        ended: task.ended.map(|day| written_day(&language, day)),
        fields: who.0.powers.may_somewhere(Right::ManageTasks).then(|| typed.inputs(&page)),
        task: view,
        page,
    };
    send(status, &language, &one)
}

pub(super) async fn change(
    form: Sent,
    id: Path<String>,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let Sent { request, who, fields: sent } = form;
    let task = find(&state, &who, &id).await?;
    let (typed, language) = (Typed::of(&sent), language::own(&request));
    let wrong = match typed.read() {
        None => vec![Wrong { field: "due", text: locale::text(&language, "staff-task-no-day") }],
        Some(fields) => {
            let (principal, key) = ((*who.0).clone(), task.id);
            let changed =
                state.db(move |connection| tasks::change(connection, &principal, key, &fields, now()));
            match changed.await? {
                Ok(()) => return Ok(back(&request, &format!("{TASKS}/{}", task.id), "sua-nhiem-vu")),
                Err(refused) => wrong(&refused, &language)?,
            }
        }
    };
    task_page(&request, &who, &state, task, &typed, wrong).await
}
