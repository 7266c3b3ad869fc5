//! `/api/v1/tasks`: tasks attached to nodes of scorecards, with the movement of their nodes.

#![expect(unused_qualifications, reason = "utoipa names the type of the list's query once more")]

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpResponse, Responder};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::json::{Body, private};
use crate::domain::task::{Movement, Standing, Task, TaskFields, UnknownStatus};
use crate::sealing::today_in_viet_nam;
use crate::tasks::{self, NewTask};
use crate::web::principal::{Staff, now};
use crate::web::problem::{Fault, Problem};
use crate::web::state::AppState;
use crate::web::tasks::{add as set, find, key, standings};

/// Longest body: the longest texts in three bytes a character, twice over.
const LIMIT: usize = 16 * 1024;

/// Tasks.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskList {
    /// What is due first comes first.
    tasks: Vec<TaskInfo>,
}

/// A task.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskInfo {
    /// Key.
    id: Uuid,
    /// Code of the unit.
    #[schema(example = "01906")]
    unit: String,
    /// The wave whose scorecard it was attached to.
    wave: String,
    /// Id of the node.
    node: String,
    /// Day on which it was set.
    #[schema(value_type = String, format = Date)]
    begun: NaiveDate,
    /// Day on which it was done or dropped.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    ended: Option<NaiveDate>,
    /// overdue, soon (14 days or less are left), later or ended.
    #[schema(example = "soon")]
    state: &'static str,
    /// What can be changed.
    #[serde(flatten)]
    fields: TaskBody,
    /// How the node has moved since; absent before there are later results to compare with.
    #[serde(skip_serializing_if = "Option::is_none")]
    movement: Option<MovementInfo>,
}

/// What can be changed about a task.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskBody {
    /// What is to be done: 1 to 500 characters.
    what: String,
    /// Who is responsible, an office or a post: 1 to 200 characters.
    responsible: String,
    /// Last day by which it is to be done.
    #[schema(value_type = String, format = Date)]
    due: NaiveDate,
    /// planned, `under_way`, done or dropped.
    #[schema(example = "planned")]
    status: String,
    /// Address of what shows that it was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "https://example.vn/van-ban/12")]
    evidence: Option<String>,
}

/// A task to set, and where.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTaskBody {
    /// The wave with the scorecard.
    wave: String,
    /// Code of the unit.
    unit: String,
    /// Id of the node.
    node: String,
    /// The rest.
    task: TaskBody,
}

/// How a node has moved.
#[derive(Debug, Serialize, ToSchema)]
pub struct MovementInfo {
    /// The latest later wave that can be compared.
    wave: String,
    /// Its period.
    period: String,
    /// The value then.
    value: Option<f64>,
    /// Later minus earlier value.
    change: Option<f64>,
    /// 95% interval of the change, where both values rest on answers.
    change_ci: Option<[f64; 2]>,
    /// p of a change at least as large if nothing changed, adjusted by Holm over the units of the level.
    change_p: Option<f64>,
}

/// The task just set.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskKey {
    /// Key.
    id: Uuid,
}

/// What may be asked of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TaskQuery {
    /// Only this unit and those below it.
    unit: Option<String>,
}

impl TaskBody {
    fn read(self) -> Result<TaskFields, Problem> {
        let status = self.status.parse().map_err(|_: UnknownStatus| {
            let (pointer, code) = ("/status".to_owned(), "task_status".to_owned());
            Problem::violations(vec![Fault { pointer, code, item: None, found: None }])
        })?;
        let Self { what, responsible, due, evidence, .. } = self;
        Ok(TaskFields { what, responsible, due, status, evidence })
    }
}

impl TaskInfo {
    fn of(task: Task, standing: Standing) -> Self {
        let state = task.due_on(today_in_viet_nam()).as_str();
        let TaskFields { what, responsible, due, status, evidence } = task.fields;
        Self {
            id: task.id,
            unit: task.unit.code.to_string(),
            wave: task.wave.to_string(),
            node: task.node,
            begun: task.begun,
            ended: task.ended,
            state,
            fields: TaskBody { what, responsible, due, status: status.to_string(), evidence },
            movement: standing.movement.map(MovementInfo::of),
        }
    }
}

impl MovementInfo {
    fn of(movement: Movement) -> Self {
        Self {
            wave: movement.wave.to_string(),
            period: movement.period,
            value: movement.value,
            change: movement.change.change,
            change_ci: movement.change.ci,
            change_p: movement.change.p,
        }
    }
}

/// The tasks of the units whose results the token shows.
#[utoipa::path(
    get, path = "/api/v1/tasks", tag = "tasks", operation_id = "listTasks", params(TaskQuery),
    responses(
        (status = 200, description = "The tasks", body = TaskList),
        (status = 404, description = "unknown_unit"),
    ),
    security(("token" = ["see_results"])),
)]
pub async fn list(
    who: Staff,
    query: Query<TaskQuery>,
    state: Data<AppState>,
) -> Result<impl Responder, Problem> {
    let (principal, unit) = ((*who.0).clone(), query.into_inner().unit);
    let found = state.db(move |connection| tasks::list(connection, &principal, unit.as_deref(), now()));
    let found = found.await?.map_err(|refused| Problem::task_refused(&refused))?;
    let tasks = standings(&state, found).await?.into_iter();
    Ok(private(TaskList { tasks: tasks.map(|(task, standing)| TaskInfo::of(task, standing)).collect() }))
}

/// One task. One of a unit whose results the token does not show looks like none.
#[utoipa::path(
    get, path = "/api/v1/tasks/{id}", tag = "tasks", operation_id = "getTask",
    params(("id" = String, Path, description = "Key of the task")),
    responses(
        (status = 200, description = "The task", body = TaskInfo),
        (status = 404, description = "unknown_task"),
    ),
    security(("token" = ["see_results"])),
)]
pub async fn show(id: Path<String>, who: Staff, state: Data<AppState>) -> Result<impl Responder, Problem> {
    let found = find(&state, &who, &id).await?;
    let found = standings(&state, vec![found]).await?.pop().ok_or_else(Problem::unknown_task)?;
    Ok(private(TaskInfo::of(found.0, found.1)))
}

/// Sets a task at a node of a unit's scorecard.
#[utoipa::path(
    post, path = "/api/v1/tasks", tag = "tasks", operation_id = "setTask",
    request_body = NewTaskBody,
    responses(
        (status = 201, description = "It is set", body = TaskKey),
        (status = 403, description = "right_needed: the token does not give the right at the unit"),
        (status = 404, description = "unknown_wave, unknown_unit, unknown_node or nothing_published"),
        (status = 422, description = "violations: every broken rule is listed"),
    ),
    security(("token" = ["manage_tasks"])),
)]
pub async fn add(
    Body(body): Body<NewTaskBody, LIMIT>,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let NewTaskBody { wave, unit, node, task } = body;
    let wave = wave.parse().map_err(|_| Problem::unknown_wave())?;
    let new = NewTask { wave, unit, node, fields: task.read()? };
    let id = set(&state, &who, new).await?.map_err(|refused| Problem::task_refused(&refused))?;
    Ok(HttpResponse::build(StatusCode::CREATED)
        .insert_header(("Location", format!("/api/v1/tasks/{id}")))
        .insert_header(("Cache-Control", "no-store"))
        .json(TaskKey { id }))
}

/// Changes a task: all of it that can be changed.
#[utoipa::path(
    post, path = "/api/v1/tasks/{id}", tag = "tasks", operation_id = "changeTask",
    params(("id" = String, Path, description = "Key of the task")),
    request_body = TaskBody,
    responses(
        (status = 204, description = "It is changed"),
        (status = 403, description = "right_needed: the token does not give the right at the unit"),
        (status = 404, description = "unknown_task"),
        (status = 422, description = "violations: every broken rule is listed"),
    ),
    security(("token" = ["manage_tasks"])),
)]
pub async fn change(
    id: Path<String>,
    Body(body): Body<TaskBody, LIMIT>,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let (principal, id, fields) = ((*who.0).clone(), key(&id)?, body.read()?);
    let changed = state.db(move |connection| tasks::change(connection, &principal, id, &fields, now()));
    changed.await?.map_err(|refused| Problem::task_refused(&refused))?;
    Ok(HttpResponse::NoContent().finish())
}
