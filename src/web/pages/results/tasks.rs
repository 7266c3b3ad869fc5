//! What is to be done soon, for staff.

use crate::domain::publication::Publication;
use crate::domain::task::{Due, Task};
use crate::export::tasks::day;
use crate::locale;
use crate::sealing::today_in_viet_nam;
use crate::web::pages::layout::address;
use crate::web::principal::Visitor;
use crate::web::problem::Problem;
use crate::web::state::AppState;
use crate::web::tasks::seen;

/// Tasks named; the rest is a number.
const NAMED: usize = 5;

/// What is overdue or due soon.
pub(super) struct TasksView {
    pub rows: Vec<TaskLine>,
    /// How many more there are, in a sentence.
    pub more: Option<String>,
    /// The list of all of them.
    pub href: String,
}

pub(super) struct TaskLine {
    pub what: String,
    pub href: String,
    pub node: String,
    pub due: String,
    pub overdue: bool,
}

/// The tasks at and below the unit that are overdue or due soon; none for citizens.
pub(super) async fn due(
    state: &AppState,
    visitor: &Visitor,
    unit: Option<&str>,
) -> Result<Vec<Task>, Problem> {
    let today = today_in_viet_nam();
    let mut found = seen(state, visitor, unit).await?;
    found.retain(|task| matches!(task.due_on(today), Due::Overdue | Due::Soon));
    Ok(found)
}

/// The tasks as they are read; none where nothing is due.
pub(super) fn view(
    found: &[Task],
    publication: &Publication,
    unit: Option<&str>,
    language: &str,
) -> Option<TasksView> {
    if found.is_empty() {
        return None;
    }
    let today = today_in_viet_nam();
    let query: Vec<(&str, &str)> = unit.map(|unit| ("unit", unit)).into_iter().collect();
    let line = |task: &Task| {
        let node = publication.nodes.iter().find(|node| node.id == task.node);
        TaskLine {
            what: task.fields.what.clone(),
            href: address(&format!("/quan-tri/nhiem-vu/{}", task.id), &[], language),
            node: node.map_or_else(|| task.node.clone(), |node| node.label.get(language).to_owned()),
            due: day(language, task.fields.due),
            overdue: task.due_on(today) == Due::Overdue,
        }
    };
    let more = found.len().saturating_sub(NAMED);
    Some(TasksView {
        rows: found.iter().take(NAMED).map(line).collect(),
        more: (more > 0).then(|| locale::text_with(language, "board-tasks-more", &[("count", more.into())])),
        href: address("/quan-tri/nhiem-vu", &query, language),
    })
}
