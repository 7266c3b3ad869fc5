//! A task (nhiệm vụ, giải pháp): what a unit does about a node of its scorecard, until when, and whether the node
//! has moved since.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use uuid::Uuid;

use super::compare::Change;
use super::publication::PublishedNode;
use super::unit::UnitKey;
use super::wave::WaveId;

/// Days before its last day from which a task is due soon.
pub const SOON_DAYS: i64 = 14;
/// Longest text of what is to be done, in characters.
pub const MAX_WHAT: usize = 500;
/// Longest name of who is responsible, in characters.
pub const MAX_RESPONSIBLE: usize = 200;
/// Longest address of evidence, in bytes.
pub const MAX_EVIDENCE: usize = 500;

/// How far a task has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TaskStatus {
    /// Not begun.
    Planned,
    /// Begun.
    UnderWay,
    /// Done.
    Done,
    /// Given up, or no longer needed.
    Dropped,
}

/// A text that is no status.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no status of a task; there are: planned, under_way, done, dropped")]
pub struct UnknownStatus(pub String);

impl TaskStatus {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Planned, Self::UnderWay, Self::Done, Self::Dropped];

    /// The word used in the database and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::UnderWay => "under_way",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }

    /// Whether nothing more is to be done.
    pub fn is_ended(self) -> bool {
        matches!(self, Self::Done | Self::Dropped)
    }
}

impl fmt::Display for TaskStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for TaskStatus {
    type Err = UnknownStatus;

    fn from_str(text: &str) -> Result<Self, UnknownStatus> {
        let found = Self::ALL.into_iter().find(|status| status.as_str() == text);
        found.ok_or_else(|| UnknownStatus(text.chars().take(40).collect()))
    }
}

/// What can be changed about a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskFields {
    /// What is to be done.
    pub what: String,
    /// Who is responsible: an office or a post.
    pub responsible: String,
    /// Last day by which it is to be done.
    pub due: NaiveDate,
    /// How far it has come.
    pub status: TaskStatus,
    /// Address of what shows that it was done.
    pub evidence: Option<String>,
}

/// A field that cannot be taken as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskFault {
    /// What is to be done has 1 to [`MAX_WHAT`] characters.
    What,
    /// Who is responsible has 1 to [`MAX_RESPONSIBLE`] characters.
    Responsible,
    /// A task cannot be due before it was set.
    DueBeforeBegun,
    /// Evidence is an address beginning with `https://` or `http://`, of at most [`MAX_EVIDENCE`] bytes.
    Evidence,
}

impl TaskFault {
    /// Stable word of the fault, and the field it is about.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::What => ("task_what", "what"),
            Self::Responsible => ("task_responsible", "responsible"),
            Self::DueBeforeBegun => ("task_due", "due"),
            Self::Evidence => ("task_evidence", "evidence"),
        }
    }
}

impl TaskFields {
    /// Everything that is wrong, for a task that was set on the day `begun`.
    pub fn faults(&self, begun: NaiveDate) -> Vec<TaskFault> {
        let readable = |text: &str, most: usize| {
            let text = text.trim();
            !text.is_empty() && text.chars().count() <= most && !text.chars().any(char::is_control)
        };
        let address = |text: &String| {
            let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
            text.len() <= MAX_EVIDENCE
                && rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
                && !text.chars().any(char::is_control)
        };
        let rules = [
            (readable(&self.what, MAX_WHAT), TaskFault::What),
            (readable(&self.responsible, MAX_RESPONSIBLE), TaskFault::Responsible),
            (self.due >= begun, TaskFault::DueBeforeBegun),
            (self.evidence.as_ref().is_none_or(address), TaskFault::Evidence),
        ];
        rules.into_iter().filter(|(kept, _)| !kept).map(|(_, fault)| fault).collect()
    }
}

/// A task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Random key.
    pub id: Uuid,
    /// The unit whose scorecard it is about.
    pub unit: UnitKey,
    /// Name of that unit in Vietnamese.
    pub unit_name: String,
    /// The wave whose scorecard it was attached to.
    pub wave: WaveId,
    /// Id of the node.
    pub node: String,
    /// Day on which it was set.
    pub begun: NaiveDate,
    /// Day on which it was done or dropped.
    pub ended: Option<NaiveDate>,
    /// What can be changed.
    pub fields: TaskFields,
}

/// Where a task stands in time. The order is that of lists: what is most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Due {
    /// Its last day has passed.
    Overdue,
    /// Its last day is today or at most [`SOON_DAYS`] away.
    Soon,
    /// There is time.
    Later,
    /// Nothing more is to be done.
    Ended,
}

impl Due {
    /// The word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Soon => "soon",
            Self::Later => "later",
            Self::Ended => "ended",
        }
    }
}

impl Task {
    /// Where it stands on the day.
    pub fn due_on(&self, today: NaiveDate) -> Due {
        let left = (self.fields.due - today).num_days();
        match left {
            _ if self.fields.status.is_ended() => Due::Ended,
            ..0 => Due::Overdue,
            0..=SOON_DAYS => Due::Soon,
            _ => Due::Later,
        }
    }
}

/// Where the node of a task stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The node, as it was published with the wave the task was attached to.
    pub node: Option<PublishedNode>,
    /// How it has moved since; nothing before there are later results.
    pub movement: Option<Movement>,
}

/// How the node of a task has moved since the wave the task was attached to.
#[derive(Debug, Clone, PartialEq)]
pub struct Movement {
    /// The latest later wave whose results can be compared.
    pub wave: WaveId,
    /// Its period.
    pub period: String,
    /// The node's value at the unit then.
    pub value: Option<f64>,
    /// The change, with its interval and p.
    pub change: Change,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn fields() -> TaskFields {
        TaskFields {
            what: "Niêm yết công khai phí, lệ phí".to_owned(),
            responsible: "Văn phòng HĐND và UBND".to_owned(),
            due: day("2026-12-31"),
            status: TaskStatus::Planned,
            evidence: None,
        }
    }

    #[test]
    fn every_fault_is_named_at_once() {
        assert_eq!(fields().faults(day("2026-12-31")), []);
        let bad = TaskFields {
            what: " ".to_owned(),
            responsible: "x".repeat(MAX_RESPONSIBLE + 1),
            evidence: Some("javascript:alert(1)".to_owned()),
            ..fields()
        };
        let all = [TaskFault::What, TaskFault::Responsible, TaskFault::DueBeforeBegun, TaskFault::Evidence];
        assert_eq!(bad.faults(day("2027-01-01")), all);
        for (address, good) in
            [("https://lang.gov.vn/vb/12", true), ("https://", false), ("http://a b", false)]
        {
            let with = TaskFields { evidence: Some(address.to_owned()), ..fields() };
            assert_eq!(with.faults(day("2026-01-01")).is_empty(), good, "{address}");
        }
    }

    #[test]
    fn a_task_is_due_soon_for_two_weeks_and_overdue_after_its_last_day() {
        let task = |status| Task {
            id: Uuid::nil(),
            unit: UnitKey { code: "01001".parse().unwrap(), valid_from: day("2025-07-01") },
            unit_name: "Xã Một".to_owned(),
            wave: "mo".parse().unwrap(),
            node: "1".to_owned(),
            begun: day("2026-10-01"),
            ended: None,
            fields: TaskFields { status, ..fields() },
        };
        let on = |status, text| task(status).due_on(day(text));
        assert_eq!(on(TaskStatus::Planned, "2026-12-16"), Due::Later);
        assert_eq!(on(TaskStatus::Planned, "2026-12-17"), Due::Soon);
        assert_eq!(on(TaskStatus::UnderWay, "2026-12-31"), Due::Soon);
        assert_eq!(on(TaskStatus::UnderWay, "2027-01-01"), Due::Overdue);
        assert_eq!(on(TaskStatus::Done, "2027-01-01"), Due::Ended);
    }
}
