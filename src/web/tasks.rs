//! Tasks as pages and the interface show and set them.

use uuid::Uuid;

use super::principal::{Staff, Visitor, now};
use super::problem::Problem;
use super::state::AppState;
use crate::domain::task::{Standing, Task};
use crate::export::tasks::TaskLine;
use crate::store::waves;
use crate::tasks::{self, NewTask, Refused};

/// Reads where the nodes of the tasks stand.
pub(super) async fn standings(state: &AppState, tasks: Vec<Task>) -> Result<Vec<(Task, Standing)>, Problem> {
    let shared = state.clone();
    let read = state.db(move |connection| {
        let standings = tasks::standings(connection, &tasks, |connection, wave| {
            shared.publications().latest(connection, wave)
        })?;
        Ok(tasks.into_iter().zip(standings).collect())
    });
    read.await
}

/// The tasks at and below the unit; none for citizens and for whoever may not see them.
pub(super) async fn seen(
    state: &AppState,
    visitor: &Visitor,
    unit: Option<&str>,
) -> Result<Vec<Task>, Problem> {
    let Some(who) = &visitor.0 else { return Ok(Vec::new()) };
    let (principal, code) = ((**who).clone(), unit.map(str::to_owned));
    let found = state.db(move |connection| tasks::list(connection, &principal, code.as_deref(), now()));
    Ok(found.await?.unwrap_or_default())
}

/// Those of [`seen`] that are about results of this instrument, in words.
pub(super) async fn lines(
    state: &AppState,
    visitor: &Visitor,
    (instrument, unit): (&str, Option<&str>),
    language: &str,
) -> Result<Vec<TaskLine>, Problem> {
    let mut found = seen(state, visitor, unit).await?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let waves = state.db(waves::list).await?;
    found.retain(|task| {
        waves.iter().any(|stored| stored.wave.id == task.wave && stored.wave.instrument == instrument)
    });
    let found = standings(state, found).await?;
    Ok(found.iter().map(|(task, standing)| TaskLine::of(language, task, standing)).collect())
}

/// Sets a task.
pub(super) async fn add(
    state: &AppState,
    who: &Staff,
    new: NewTask,
) -> Result<Result<Uuid, Refused>, Problem> {
    let (principal, shared) = ((*who.0).clone(), state.clone());
    let added = state.db(move |connection| {
        let published = |connection: &mut _, wave| shared.publications().latest(connection, wave);
        tasks::add(connection, &principal, &new, published, now())
    });
    added.await
}

/// The task of this key, if the one who asks may see it.
pub(super) async fn find(state: &AppState, who: &Staff, key: &str) -> Result<Task, Problem> {
    let (principal, id) = ((*who.0).clone(), self::key(key)?);
    let found = state.db(move |connection| tasks::find(connection, &principal, id)).await?;
    found.map_err(|refused| Problem::task_refused(&refused))
}

/// The key of a task. No task has one that is no UUID.
pub(super) fn key(text: &str) -> Result<Uuid, Problem> {
    text.parse().map_err(|_| Problem::unknown_task())
}
