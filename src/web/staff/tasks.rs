//! `/quan-tri/nhiem-vu`: what is to be done about which node, what is overdue, and how the nodes have moved.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::layout::{Input, StaffPage, send};
use super::units;
use crate::domain::access::Right;
use crate::domain::task::{Due, Standing, Task};
use crate::export::tasks::TaskLine;
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

/// A task as its page and the list show it.
pub(super) struct TaskView {
    pub href: String,
    pub line: TaskLine,
    pub evidence: Option<String>,
    pub since: String,
}

impl TaskView {
    pub(super) fn new(page: &StaffPage, task: &Task, standing: &Standing) -> Self {
        Self {
            href: page.link(&format!("{TASKS}/{}", task.id)),
            line: TaskLine::of(&page.language, task, standing),
            evidence: task.fields.evidence.clone(),
            since: page.text_with("staff-task-since", "wave", task.wave.as_str()),
        }
    }
}

pub(super) async fn list(
    request: HttpRequest,
    query: Query<TaskQuery>,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let mut page = StaffPage::new(&request, &who.0, "staff-place-tasks");
    page.units = units::offered(&state, &who, Right::SeeResults).await?;
    let code = units::meant(&state, &who, Right::SeeResults, query.unit.trim()).await?;
    let principal = (*who.0).clone();
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
        unit: page.input("unit", "text").value(&query.unit).hint(page.text("staff-tasks-unit-hint")).unit(),
        manages: who.0.powers.may_somewhere(Right::ManageTasks),
        page,
    };
    send(status, &language, &tasks)
}
