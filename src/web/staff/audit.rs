//! `/quan-tri/nhat-ky`: the audit log, as far as somebody may see it.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::form::Sent;
use super::layout::{Input, StaffPage, send, written};
use super::select::{Choice, Select};
use crate::domain::access::{Action, Entry};
use crate::domain::batch::hex;
use crate::identity::audit;
use crate::locale;
use crate::store;
use crate::web::audit_file::{self, Asked};
use crate::web::principal::{Staff, now};
use crate::web::problem::Problem;
use crate::web::state::AppState;

/// Entries on one page.
const PAGE: i64 = 100;

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
pub(super) struct AuditQuery {
    #[serde(flatten)]
    asked: Asked,
    /// Number of the entry before which the page begins.
    before: Option<i64>,
}

#[derive(Template)]
#[template(path = "staff/audit.html", config = "src/web/askama.toml")]
struct AuditPage {
    page: StaffPage,
    rows: Vec<Row>,
    actor: Input,
    subject: Input,
    from: Input,
    until: Input,
    action: Select,
    /// Address of the next page.
    older: Option<String>,
    asked: Asked,
}

struct Row {
    number: i64,
    at: String,
    actor: String,
    action: String,
    subject: String,
    unit: String,
    details: String,
    hash: String,
}

pub(super) async fn show(
    request: HttpRequest,
    query: Query<AuditQuery>,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let AuditQuery { asked, before } = query.into_inner();
    let (principal, filter) = ((*who.0).clone(), asked.filter());
    let entries = state.db(move |connection| {
        let filter = audit::visible(connection, &principal, filter)?;
        store::audit::list(connection, &filter, before, PAGE + 1)
    });
    let mut entries = entries.await?;
    let more = i64::try_from(entries.len()).unwrap_or(i64::MAX) > PAGE;
    entries.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let page = StaffPage::new(&request, &who.0, "staff-place-audit");
    let language = page.language.clone();
    let last = entries.last().map(|(entry, _)| entry.number).filter(|_| more);
    let action = asked.action.clone().unwrap_or_default();
    let choice = |known: &Action| Choice {
        value: known.as_str().to_owned(),
        label: action_name(&language, known.as_str()),
        chosen: known.as_str() == action,
    };
    let any = Choice { value: String::new(), label: page.text("staff-audit-any"), chosen: false };
    let actions = std::iter::once(any).chain(Action::ALL.iter().map(choice)).collect();
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let audit = AuditPage {
        rows: entries.iter().map(|(entry, hash)| row(&language, entry, &hex(hash))).collect(),
        actor: page.input("actor", "text").value(&text(&asked.actor)),
        subject: page.input("subject", "text").value(&text(&asked.subject)),
        from: page.input("from", "date").value(&text(&asked.from)),
        until: page.input("until", "date").value(&text(&asked.until)),
        action: Select::new(&page, "action", actions),
        older: last.map(|last| format!("/quan-tri/nhat-ky?{}before={last}&lang={language}", asked.query())),
        asked,
        page,
    };
    send(StatusCode::OK, &language, &audit)
}

/// The action in words; the word of the log where this program does not know it.
fn action_name(language: &str, word: &str) -> String {
    let key = format!("staff-action-{}", word.replace('_', "-"));
    locale::text_or(language, &key, word)
}

/// A detail in words; those of the log where this program does not know them.
fn detail(language: &str, name: &str, value: &str) -> String {
    let known = |key: String, word: &str| locale::text_or(language, &key, word);
    let label = known(format!("staff-audit-detail-{}", name.replace('_', "-")), name);
    let value = match name {
        "role" => known(format!("staff-role-{value}"), value),
        "status" => known(format!("staff-task-status-{value}"), value),
        "rights" => {
            let words = value.split(' ').map(|word| known(format!("staff-right-{word}"), word));
            words.collect::<Vec<_>>().join(", ")
        }
        _ => value.to_owned(),
    };
    format!("{label}: {value}")
}

fn row(language: &str, entry: &Entry, hash: &str) -> Row {
    let detail = |(name, value): (&String, &String)| detail(language, name, value);
    Row {
        number: entry.number,
        at: written(language, entry.at),
        actor: entry.actor.clone(),
        action: action_name(language, &entry.action),
        subject: entry.subject.clone().unwrap_or_default(),
        unit: entry.unit.clone().unwrap_or_default(),
        details: entry.details.iter().map(detail).collect::<Vec<_>>().join("; "),
        hash: hash.chars().take(12).collect(),
    }
}

/// The file. It is asked for by a form, because the export itself is noted down.
pub(super) async fn export(
    form: Sent,
    format: Path<String>,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let Sent { who, fields, .. } = form;
    let format = audit_file::Format::read(&format)?;
    let text = |name: &str| Some(fields.text(name).to_owned());
    let asked = Asked {
        actor: text("actor"),
        action: text("action"),
        subject: text("subject"),
        from: text("from"),
        until: text("until"),
    };
    let (principal, filter) = ((*who.0).clone(), asked.filter());
    let entries = state.db(move |connection| audit::export(connection, &principal, filter, now())).await?;
    audit_file::respond(&entries, format)
}
