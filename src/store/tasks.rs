//! Tasks of staff, attached to nodes of scorecards.

use chrono::NaiveDate;
use diesel::prelude::*;
use uuid::Uuid;

use super::StoreError;
use super::read::unreadable;
use super::schema::{task, unit, wave};
use crate::domain::task::{Task, TaskFields, TaskStatus};
use crate::domain::unit::{UnitCode, UnitKey};
use crate::domain::wave::WaveId;

/// Where a new task is attached.
#[derive(Debug, Clone)]
pub struct Place<'a> {
    /// Key of the unit.
    pub unit_id: i32,
    /// Key of the wave.
    pub wave: i32,
    /// Id of the node.
    pub node: &'a str,
}

/// Adds a task that is set on the day.
pub fn add(
    conn: &mut PgConnection,
    id: Uuid,
    place: &Place,
    fields: &TaskFields,
    day: NaiveDate,
) -> Result<(), StoreError> {
    let row = (
        task::id.eq(id),
        task::unit_id.eq(place.unit_id),
        task::wave.eq(place.wave),
        task::node.eq(place.node),
        task::begun.eq(day),
        task::what.eq(&fields.what),
        task::responsible.eq(&fields.responsible),
        task::due.eq(fields.due),
        task::status.eq(fields.status.as_str()),
        task::ended.eq(fields.status.is_ended().then_some(day)),
        task::evidence.eq(&fields.evidence),
    );
    diesel::insert_into(task::table).values(row).execute(conn)?;
    Ok(())
}

/// Changes a task. `ended`: the day on which it was done or dropped.
pub fn change(
    conn: &mut PgConnection,
    id: Uuid,
    fields: &TaskFields,
    ended: Option<NaiveDate>,
) -> Result<(), StoreError> {
    let row = (
        task::what.eq(&fields.what),
        task::responsible.eq(&fields.responsible),
        task::due.eq(fields.due),
        task::status.eq(fields.status.as_str()),
        task::ended.eq(ended),
        task::evidence.eq(&fields.evidence),
    );
    diesel::update(task::table.find(id)).set(row).execute(conn)?;
    Ok(())
}

/// The tasks of these units, or of all: by last day, then by unit.
pub fn list(conn: &mut PgConnection, unit_ids: Option<&[i32]>) -> Result<Vec<Task>, StoreError> {
    let mut wanted = task::table
        .inner_join(unit::table)
        .inner_join(wave::table)
        .order((task::due, unit::code, task::node, task::id))
        .select(Row::as_select())
        .into_boxed();
    if let Some(ids) = unit_ids {
        wanted = wanted.filter(task::unit_id.eq_any(ids));
    }
    let rows: Vec<Row> = wanted.load(conn)?;
    rows.into_iter().map(Row::into_task).collect()
}

/// The task with this key, with the key of its unit.
pub fn find(conn: &mut PgConnection, id: Uuid) -> Result<Option<(i32, Task)>, StoreError> {
    let found: Option<(i32, Row)> = task::table
        .inner_join(unit::table)
        .inner_join(wave::table)
        .filter(task::id.eq(id))
        .select((task::unit_id, Row::as_select()))
        .first(conn)
        .optional()?;
    found.map(|(unit_id, row)| Ok((unit_id, row.into_task()?))).transpose()
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = task)]
struct Row {
    id: Uuid,
    #[diesel(select_expression = (unit::code, unit::valid_from, unit::name))]
    unit: (String, NaiveDate, String),
    #[diesel(select_expression = wave::id)]
    wave: String,
    node: String,
    begun: NaiveDate,
    ended: Option<NaiveDate>,
    what: String,
    responsible: String,
    due: NaiveDate,
    status: String,
    evidence: Option<String>,
}

impl Row {
    fn into_task(self) -> Result<Task, StoreError> {
        let (code, valid_from, unit_name) = self.unit;
        let id = self.id.to_string();
        let parsed: Result<UnitCode, _> = code.parse();
        let code = parsed.map_err(|fault| unreadable("unit", &code, fault))?;
        let wave: Result<WaveId, _> = self.wave.parse();
        let status: Result<TaskStatus, _> = self.status.parse();
        Ok(Task {
            id: self.id,
            unit: UnitKey { code, valid_from },
            unit_name,
            wave: wave.map_err(|fault| unreadable("wave", &self.wave, fault))?,
            node: self.node,
            begun: self.begun,
            ended: self.ended,
            fields: TaskFields {
                what: self.what,
                responsible: self.responsible,
                due: self.due,
                status: status.map_err(|fault| unreadable("task", &id, fault))?,
                evidence: self.evidence,
            },
        })
    }
}
