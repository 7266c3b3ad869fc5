//! `/rieng-tu`: what is done with answers, in short for those who answer, and the threat model for those who want to
//! be sure.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::layout::{Page, send};
use crate::locale;
use crate::web::language;
use crate::web::problem::Problem;

/// Where the page is.
pub(super) const PATH: &str = "/rieng-tu";

/// Sentences of the notice, as the last parts of messages.
const NOTICE: [&str; 8] = ["1", "2", "3", "4", "5", "6", "7", "8"];
/// Who could want to know something.
const WHO: [&str; 7] = ["clerk", "head", "dba", "network", "vendor", "stuffer", "law"];
/// What is said about each.
const ABOUT: [&str; 4] = ["wants", "learns", "stops", "accepted"];

#[derive(Template)]
#[template(path = "privacy.html", config = "src/web/askama.toml")]
struct PrivacyPage {
    page: Page,
    notice: Vec<String>,
    columns: Vec<String>,
    rows: Vec<Row>,
}

/// Somebody, and what is said about them.
struct Row {
    name: String,
    cells: Vec<String>,
}

/// The page.
pub(super) async fn show(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let language = language::own(&request);
    let text = |part: &str| locale::text(&language, &format!("privacy-{part}"));
    let row = |who: &&str| Row {
        name: text(who),
        cells: ABOUT.iter().map(|about| text(&format!("{who}-{about}"))).collect(),
    };
    let page = PrivacyPage {
        page: Page::new(&language, text("title")).with_languages(&locale::languages(), PATH, &[]),
        notice: NOTICE.iter().map(|part| text(part)).collect(),
        columns: ABOUT.iter().map(|about| text(about)).collect(),
        rows: WHO.iter().map(row).collect(),
    };
    send(StatusCode::OK, &language, &page)
}
