//! What units do about their nodes: tasks, each with the movement of its node since it was set.
//!
//! Whoever may see the results of a unit sees its tasks; whoever manages tasks there sets and changes them. Every
//! change is written into the audit log in the same transaction.

mod movement;

use std::sync::Arc;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::domain::access::{Action, Right};
use crate::domain::publication::PublishedKind;
use crate::domain::task::{Task, TaskFault, TaskFields};
use crate::domain::unit::UnitCode;
use crate::domain::wave::WaveId;
use crate::identity::{Moment, Principal};
use crate::sealing::results::Published;
use crate::store::tasks::Place;
use crate::store::{Connection, StoreError, audit, tasks, together, units, waves};

pub use movement::standings;

/// Why something was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// The right is not held at the unit.
    Right(Right),
    /// There is no such wave.
    UnknownWave,
    /// The wave has no results yet, and so no scorecards to attach anything to.
    NotPublished,
    /// The results have no such unit.
    UnknownUnit,
    /// The scorecard has no such node.
    UnknownNode,
    /// There is no such task, or not for the one who asks.
    UnknownTask,
    /// Fields that cannot be taken.
    Wrong(Vec<TaskFault>),
}

/// What was done, or why not; the outer error is one of the database.
pub type Answer<T> = Result<Result<T, Refused>, StoreError>;

/// A task that is to be set.
#[derive(Debug, Clone)]
pub struct NewTask {
    /// The wave with the scorecard.
    pub wave: WaveId,
    /// Code of the unit.
    pub unit: String,
    /// Id of the node.
    pub node: String,
    /// The rest.
    pub fields: TaskFields,
}

/// Sets a task and gives its key. `published`: the current results of a wave by its key.
pub fn add(
    conn: &mut Connection,
    by: &Principal,
    new: &NewTask,
    published: impl FnOnce(&mut Connection, i32) -> Result<Option<Arc<Published>>, StoreError>,
    now: Moment,
) -> Answer<Uuid> {
    let Some(wave) = waves::find(conn, &new.wave)? else { return Ok(Err(Refused::UnknownWave)) };
    let Ok(code) = new.unit.parse::<UnitCode>() else { return Ok(Err(Refused::UnknownUnit)) };
    let place = units::place(conn, &code, wave.wave.period.first())?;
    let Some(place) = place else { return Ok(Err(Refused::UnknownUnit)) };
    if !by.powers.may(Right::ManageTasks, &place.path) {
        return Ok(Err(Refused::Right(Right::ManageTasks)));
    }
    let Some(published) = published(conn, wave.number)? else { return Ok(Err(Refused::NotPublished)) };
    if !published.publication.units.iter().any(|unit| unit.code == new.unit) {
        return Ok(Err(Refused::UnknownUnit));
    }
    let mut nodes = published.publication.nodes.iter();
    if !nodes.any(|node| node.id == new.node && node.kind != PublishedKind::Option) {
        return Ok(Err(Refused::UnknownNode));
    }
    let faults = new.fields.faults(now.day);
    if !faults.is_empty() {
        return Ok(Err(Refused::Wrong(faults)));
    }
    let id = Uuid::new_v4();
    together(conn, |conn| {
        let at = Place { unit_id: place.id, wave: wave.number, node: &new.node };
        tasks::add(conn, id, &at, &new.fields, now.day)?;
        let entry = by.entry(Action::TaskSet).to(&id.to_string()).at(Some(code));
        let entry = entry.with("wave", &new.wave).with("node", &new.node).with("due", &new.fields.due);
        audit::append(conn, entry, now.at, now.day)
    })?;
    Ok(Ok(id))
}

/// Changes a task.
pub fn change(
    conn: &mut Connection,
    by: &Principal,
    id: Uuid,
    fields: &TaskFields,
    now: Moment,
) -> Answer<()> {
    let (unit_id, task) = match known(conn, by, id)? {
        Ok(found) => found,
        Err(refused) => return Ok(Err(refused)),
    };
    if !reaches(conn, by, Right::ManageTasks, unit_id)? {
        return Ok(Err(Refused::Right(Right::ManageTasks)));
    }
    let faults = fields.faults(task.begun);
    if !faults.is_empty() {
        return Ok(Err(Refused::Wrong(faults)));
    }
    if task.fields == *fields {
        return Ok(Ok(()));
    }
    together(conn, |conn| {
        tasks::change(conn, id, fields, ended(&task, fields, now.day))?;
        let entry = by.entry(Action::TaskChanged).to(&id.to_string()).at(Some(task.unit.code.clone()));
        let entry = entry.with("status", &fields.status).with("due", &fields.due);
        audit::append(conn, entry, now.at, now.day)
    })?;
    Ok(Ok(()))
}

/// The day on which the task ended: once it has, that day stays.
fn ended(before: &Task, fields: &TaskFields, today: NaiveDate) -> Option<NaiveDate> {
    fields.status.is_ended().then(|| before.ended.unwrap_or(today))
}

/// A task that the one who asks may see.
pub fn find(conn: &mut Connection, by: &Principal, id: Uuid) -> Answer<Task> {
    Ok(known(conn, by, id)?.map(|(_, task)| task))
}

/// The tasks that the one who asks may see, what is due first. `unit`: only those of the unit and the units below.
pub fn list(conn: &mut Connection, by: &Principal, unit: Option<&str>, now: Moment) -> Answer<Vec<Task>> {
    let mut wanted = by.powers.places(Right::SeeResults);
    if let Some(code) = unit {
        let Ok(code) = code.parse::<UnitCode>() else { return Ok(Err(Refused::UnknownUnit)) };
        let Some(place) = units::place(conn, &code, now.day)? else { return Ok(Err(Refused::UnknownUnit)) };
        if !by.powers.may(Right::SeeResults, &place.path) {
            return Ok(Err(Refused::Right(Right::SeeResults)));
        }
        wanted.push(place.path.last().into_iter().cloned().collect());
    }
    let ids = units::within(conn, &wanted)?;
    Ok(Ok(tasks::list(conn, ids.as_deref())?))
}

fn known(conn: &mut Connection, by: &Principal, id: Uuid) -> Answer<(i32, Task)> {
    let Some(found) = tasks::find(conn, id)? else { return Ok(Err(Refused::UnknownTask)) };
    // A task of a unit that is none of theirs looks like none.
    let seen = reaches(conn, by, Right::SeeResults, found.0)?;
    Ok(if seen { Ok(found) } else { Err(Refused::UnknownTask) })
}

fn reaches(conn: &mut Connection, by: &Principal, right: Right, unit_id: i32) -> Result<bool, StoreError> {
    if !by.powers.may_somewhere(right) {
        return Ok(false);
    }
    let ids = units::within(conn, &by.powers.places(right))?;
    Ok(ids.is_none_or(|ids| ids.contains(&unit_id)))
}
