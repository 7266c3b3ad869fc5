//! `/quan-tri/nhiem-vu`: what is to be done about which node, what is overdue, and how the nodes have moved.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use super::layout::{Input, StaffPage, send};
use crate::domain::access::Right;
use crate::domain::instrument::Display;
use crate::domain::task::{Due, Movement, Standing, Task};
use crate::locale::{self, number};
use crate::sealing::today_in_viet_nam;
use crate::tasks::{self, Refused};
use crate::web::principal::{Staff, now};
use crate::web::problem::Problem;
use crate::web::state::AppState;
use crate::web::tasks::standings;

/// Where the list is.
pub(super) const TASKS: &str = "/quan-tri/nhiem-vu";

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
pub(super) struct TaskQuery {
    /// Code of the unit at and below which.
    #[serde(default)]
    unit: String,
}

#[derive(Template)]
#[template(path = "staff/tasks.html", config = "src/web/askama.toml")]
struct TasksPage {
    page: StaffPage,
    unit: Input,
    groups: Vec<Group>,
    /// Whether the one who looks may set tasks.
    manages: bool,
}

/// Tasks that stand equally in time.
struct Group {
    id: &'static str,
    title: String,
    rows: Vec<TaskView>,
}

/// A task as people read it.
pub(super) struct TaskView {
    pub href: String,
    pub what: String,
    pub unit: String,
    pub node: String,
    pub responsible: String,
    pub due: String,
    pub status: String,
    pub evidence: Option<String>,
    pub since: String,
    pub movement: String,
}

/// A day as people write it.
pub(super) fn written_day(language: &str, day: NaiveDate) -> String {
    let shape = if language.starts_with("en") { "%Y-%m-%d" } else { "%-d/%-m/%Y" };
    day.format(shape).to_string()
}

impl TaskView {
    pub(super) fn new(page: &StaffPage, task: &Task, standing: &Standing) -> Self {
        let language = page.language.as_str();
        let fields = &task.fields;
        let node = standing.node.as_ref();
        Self {
            href: page.link(&format!("{TASKS}/{}", task.id)),
            what: fields.what.clone(),
            unit: format!("{} ({})", task.unit_name, task.unit.code),
            node: node.map_or_else(|| task.node.clone(), |node| node.label.get(language).to_owned()),
            responsible: fields.responsible.clone(),
            due: written_day(language, fields.due),
            status: page.text(&format!("staff-task-status-{}", fields.status)),
            evidence: fields.evidence.clone(),
            since: page.text_with("staff-task-since", "wave", task.wave.as_str()),
            movement: match (&standing.movement, node) {
                (Some(movement), Some(node)) => moved(language, movement, &node.display),
                _ => page.text("staff-task-not-yet"),
            },
        }
    }
}

/// The movement in words: how far, between which ends, and whether that is more than noise.
fn moved(language: &str, movement: &Movement, display: &Display) -> String {
    let signed = |value: f64, decimals| {
        let sign = if value > 0.0 { "+" } else { "" };
        format!("{sign}{}", number(language, value, decimals))
    };
    let change = movement.change.change.unwrap_or_default();
    let mut values =
        vec![("change", signed(change, display.decimals).into()), ("wave", movement.wave.to_string().into())];
    let Some([low, high]) = movement.change.ci else {
        return locale::text_with(language, "staff-task-moved", &values);
    };
    let end = |value| signed(value, display.decimals + 1);
    values.push(("low", end(low).into()));
    values.push(("high", end(high).into()));
    let key = if low > 0.0 {
        "staff-task-moved-up"
    } else if high < 0.0 {
        "staff-task-moved-down"
    } else {
        "staff-task-moved-within-noise"
    };
    locale::text_with(language, key, &values)
}

pub(super) async fn list(
    request: HttpRequest,
    query: Query<TaskQuery>,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let mut page = StaffPage::new(&request, &who.0, "staff-place-tasks");
    let (principal, code) = ((*who.0).clone(), query.unit.trim().to_owned());
    let found = state.db(move |connection| {
        let unit = Some(code.as_str()).filter(|code| !code.is_empty());
        tasks::list(connection, &principal, unit, now())
    });
    let (status, found) = match found.await? {
        Ok(found) => (StatusCode::OK, found),
        Err(Refused::UnknownUnit | Refused::Right(_)) => {
            page = page.with_wrong("unit", "staff-refused-unknown-account-unit");
            (StatusCode::UNPROCESSABLE_ENTITY, Vec::new())
        }
        Err(refused) => return Err(Problem::task_refused(&refused)),
    };
    let (today, language) = (today_in_viet_nam(), page.language.clone());
    let found = standings(&state, found).await?;
    let group = |due: Due| Group {
        id: due.as_str(),
        title: page.text(&format!("staff-tasks-{}", due.as_str())),
        rows: found
            .iter()
            .filter(|(task, _)| task.due_on(today) == due)
            .map(|(task, standing)| TaskView::new(&page, task, standing))
            .collect(),
    };
    let groups = [Due::Overdue, Due::Soon, Due::Later, Due::Ended].map(group);
    let tasks = TasksPage {
        groups: groups.into_iter().filter(|group| !group.rows.is_empty()).collect(),
        unit: page.input("unit", "text").value(&query.unit).hint(page.text("staff-tasks-unit-hint")),
        manages: who.0.powers.may_somewhere(Right::ManageTasks),
        page,
    };
    send(status, &language, &tasks)
}
