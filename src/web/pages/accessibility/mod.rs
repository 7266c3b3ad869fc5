//! `/tro-nang`: for whom the pages work, how far the rules of WCAG 2.2 are met, and what nobody has checked yet.
//!
//! Nothing here is claimed by hand alone: a criterion that programs measure names the checks, and a test finds
//! each of them in the record of the walk through all pages.

mod criteria;
mod record;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use self::criteria::{Criterion, Known, Status, known};
use self::record::{Record, record};
use super::layout::{Page, send};
use crate::locale;
use crate::web::language;
use crate::web::problem::Problem;

/// Where the page is.
pub(super) const PATH: &str = "/tro-nang";

/// What works, as the last parts of messages.
const WORKS: [&str; 11] =
    ["keyboard", "reader", "zoom", "colour", "time", "listen", "plain", "touch", "calm", "scripts", "paper"];

#[derive(Template)]
#[template(path = "accessibility.html", config = "src/web/askama.toml")]
struct Statement {
    page: Page,
    works: Vec<String>,
    /// How many criteria are met.
    sum: String,
    principles: Vec<Principle>,
    done: Vec<String>,
    not_done: Vec<String>,
    machine: String,
    checks: Vec<String>,
}

/// One of the four parts of WCAG.
struct Principle {
    number: char,
    name: String,
    rows: Vec<Row>,
}

/// A criterion as people read it.
struct Row {
    number: String,
    name: String,
    /// Its name in the recommendation, where the page is in another language.
    original: Option<String>,
    level: String,
    result: String,
    how: String,
    /// Whether somebody still has something to do.
    open: bool,
}

/// The page.
pub(super) async fn show(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let language = language::own(&request);
    let known = known().map_err(|cause| Problem::internal(&cause))?;
    let record = record().map_err(|cause| Problem::internal(&cause))?;
    let text = |key: &str| locale::text(&language, key);
    let people = |done: bool| {
        let tasks = known.people.iter().filter(|task| task.done == done);
        tasks.map(|task| text(&format!("access-people-{}", task.id))).collect()
    };
    let statement = Statement {
        page: Page::new(&language, text("access-title")).with_languages(&locale::languages(), PATH, &[]),
        works: WORKS.iter().map(|what| text(&format!("access-works-{what}"))).collect(),
        sum: sum(&known, &language),
        principles: ('1'..='4').map(|number| principle(number, &known, &language)).collect(),
        done: people(true),
        not_done: people(false),
        machine: machine(&record, &language),
        checks: record.checks().into_iter().map(|check| text(&format!("check-{check}"))).collect(),
    };
    send(StatusCode::OK, &language, &statement)
}

fn sum(known: &Known, language: &str) -> String {
    let count = |status: Status| known.criteria.iter().filter(|one| one.status == status).count();
    let values = [
        ("all", known.criteria.len().into()),
        ("tested", count(Status::Tested).into()),
        ("inspected", count(Status::Inspected).into()),
        ("partly", count(Status::Partly).into()),
        ("not-applicable", count(Status::NotApplicable).into()),
        ("open", count(Status::Open).into()),
    ];
    locale::text_with(language, "access-status-sum", &values)
}

fn principle(number: char, known: &Known, language: &str) -> Principle {
    let rows = known.criteria.iter().filter(|criterion| criterion.id.starts_with(number));
    Principle {
        number,
        name: locale::text(language, &format!("access-principle-{number}")),
        rows: rows.map(|criterion| row(criterion, language)).collect(),
    }
}

fn row(criterion: &Criterion, language: &str) -> Row {
    let key = format!("wcag-{}", criterion.id.replace('.', "-"));
    let name = locale::text(language, &key);
    Row {
        number: criterion.id.clone(),
        original: Some(locale::text("en", &key)).filter(|original| *original != name),
        name,
        level: locale::text_with(language, "access-level", &[("level", criterion.level.as_str().into())]),
        result: locale::text(language, criterion.status.key()),
        how: locale::text(language, &format!("{key}-how")),
        open: matches!(criterion.status, Status::Partly | Status::Open),
    }
}

fn machine(record: &Record, language: &str) -> String {
    let values = [
        ("states", record.states.len().into()),
        ("axe", record.axe.as_str().into()),
        ("looks", record.looks().into()),
        ("rules", record.axe_rules.len().into()),
    ];
    locale::text_with(language, "access-machine-text", &values)
}
