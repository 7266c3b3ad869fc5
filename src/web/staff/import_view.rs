//! What came of a file, as people read it.

use std::collections::BTreeSet;

use super::layout::StaffPage;
use crate::importing::{Done, Fault, InWave, Step, Told};
use crate::ingest::csv::Mistakes;
use crate::web::imports::{Job, Stage};
use crate::web::problem::Problem;

/// A fact with its name.
pub(super) struct Fact {
    pub name: String,
    pub value: String,
}

/// Something wrong in the file.
pub(super) struct MistakeRow {
    pub line: u64,
    pub column: String,
    pub value: String,
    pub what: String,
}

/// What came of a file.
pub(super) struct Outcome {
    pub lead: String,
    pub facts: Vec<Fact>,
    pub caption: String,
    pub mistakes: Vec<MistakeRow>,
}

impl Outcome {
    pub(super) fn of(page: &StaffPage, job: &Job) -> Result<Self, Problem> {
        let plain = |key: &str| Self {
            lead: page.text(key),
            facts: Vec::new(),
            caption: String::new(),
            mistakes: Vec::new(),
        };
        Ok(match &job.stage {
            Stage::Busy(Step::Look) => plain("staff-import-looking-text"),
            Stage::Busy(Step::Store) => plain("staff-import-storing-text"),
            Stage::Ready(done) => Self { facts: facts(page, done), ..plain("staff-import-ready-text") },
            Stage::Stored(done) => {
                let next = match &**done {
                    Done::Units(_) => "staff-import-stored-units",
                    Done::Responses(..) => "staff-import-stored-responses",
                    Done::Scores(..) => "staff-import-stored-scores",
                    Done::Dossiers(..) => "staff-import-stored-dossiers",
                    Done::Margins(..) => "staff-import-stored-margins",
                };
                Self { facts: facts(page, done), ..plain(next) }
            }
            Stage::Failed => plain("staff-import-failed"),
            Stage::Refused(fault) => refused(page, job, fault)?,
        })
    }
}

/// What is wrong, each at its cell, and how many rows are fine.
fn refused(page: &StaffPage, job: &Job, fault: &Fault) -> Result<Outcome, Problem> {
    let Told::Mistakes(mistakes, stopped) = fault.told() else {
        let problem = Problem::import_refused(fault);
        if problem.status.is_server_error() {
            return Err(problem);
        }
        let lead = problem.detail(&page.language);
        return Ok(Outcome { lead, facts: Vec::new(), caption: String::new(), mistakes: Vec::new() });
    };
    let rows = mistakes.list().iter().map(|mistake| MistakeRow {
        line: mistake.line,
        column: mistake.column.clone().unwrap_or_default(),
        value: mistake.why.value().unwrap_or_default().to_owned(),
        what: mistake.why.sentence(&page.language),
    });
    let fact = |key: &str, value: u64| Fact { name: page.text(key), value: value.to_string() };
    let mut facts = vec![fact("staff-import-rows", job.rows)];
    if let Some(fine) = fine(job, mistakes, stopped) {
        facts.push(fact("staff-import-rows-fine", fine));
    }
    let shown = mistakes.list().len();
    let caption = if stopped || mistakes.left_off() > 0 {
        page.text_with("staff-import-mistakes-first", "count", &shown.to_string())
    } else {
        page.text_with("staff-import-mistakes", "count", &shown.to_string())
    };
    let lead = page.text("staff-import-refused-text");
    Ok(Outcome { lead, facts, caption, mistakes: rows.collect() })
}

/// Rows without a mistake, where the whole file was read.
fn fine(job: &Job, mistakes: &Mistakes, stopped: bool) -> Option<u64> {
    if stopped || mistakes.left_off() > 0 || mistakes.list().iter().any(|mistake| mistake.line <= 1) {
        return None;
    }
    let wrong: BTreeSet<u64> = mistakes.list().iter().map(|mistake| mistake.line).collect();
    job.rows.checked_sub(wrong.len() as u64)
}

/// What is stored, or would be.
fn facts(page: &StaffPage, done: &Done) -> Vec<Fact> {
    let count = |key: &str, value: u64| Fact { name: page.text(key), value: value.to_string() };
    match done {
        Done::Units(written) => vec![
            count("staff-import-units-new", written.inserted as u64),
            count("staff-import-units-changed", written.updated as u64),
            count("staff-import-as-before", written.unchanged as u64),
        ],
        Done::Responses(wave, report) => {
            let mut facts = wave_facts(page, wave);
            facts.push(count("staff-import-responses", report.rows));
            facts.push(count("staff-import-units", report.units as u64));
            if !report.absent_items.is_empty() {
                let value = report.absent_items.join(", ");
                facts.push(Fact { name: page.text("staff-import-absent"), value });
            }
            facts
        }
        Done::Dossiers(wave, report) => {
            let mut facts = wave_facts(page, wave);
            let before = report.rows.saturating_sub(report.new + report.changed);
            facts.push(count("staff-import-dossiers-new", report.new as u64));
            facts.push(count("staff-import-dossiers-changed", report.changed as u64));
            facts.push(count("staff-import-as-before", before as u64));
            facts
        }
        Done::Margins(wave, report) => {
            let mut facts = wave_facts(page, wave);
            let before = report.rows.saturating_sub(report.new + report.changed);
            facts.push(count("staff-import-units", report.units as u64));
            facts.push(count("staff-import-margins-new", report.new as u64));
            facts.push(count("staff-import-margins-changed", report.changed as u64));
            facts.push(count("staff-import-as-before", before as u64));
            facts
        }
        Done::Scores(wave, report) => {
            let mut facts = wave_facts(page, wave);
            let before = report.rows.saturating_sub(report.new + report.changed);
            facts.push(count("staff-import-scores-new", report.new as u64));
            facts.push(count("staff-import-scores-changed", report.changed as u64));
            facts.push(count("staff-import-as-before", before as u64));
            facts.push(count("staff-import-units", report.units as u64));
            facts
        }
    }
}

fn wave_facts(page: &StaffPage, wave: &InWave) -> Vec<Fact> {
    let key = if wave.new { "staff-import-new-wave" } else { "staff-import-wave" };
    vec![Fact { name: page.text(key), value: wave.id.to_string() }]
}
