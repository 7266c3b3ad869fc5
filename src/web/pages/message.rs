//! A page that says what is wrong and what can be done.

use actix_web::HttpResponse;
use askama::Template;

use super::kiosk::Start;
use super::layout::{Page, send};
use crate::locale;
use crate::web::problem::Problem;

#[derive(Template)]
#[template(path = "message.html", config = "src/web/askama.toml")]
struct Message {
    page: Page,
    detail: String,
    advice: Option<String>,
    /// On a kiosk the way back.
    start: Option<Start>,
}

/// The problem as a page. `again`: the query of the address, where the page can be had in another language by
/// asking again. `kiosk`: whether the device stands at a desk; it goes back by itself, because nobody may be there.
pub(in crate::web) fn problem_page(
    problem: &Problem,
    language: &str,
    again: Option<&str>,
    kiosk: bool,
) -> HttpResponse {
    let text = |part: &str| {
        let key = format!("{part}-{}", problem.code.replace('_', "-"));
        let text = locale::text(language, &key);
        (text != key).then_some(text)
    };
    let title = text("heading").unwrap_or_else(|| problem.title(language));
    let page = Page::new(language, title);
    let message = Message {
        page: match again {
            Some(query) => page.with_languages_here(query),
            None => page,
        },
        detail: problem.detail(language),
        advice: text("advice"),
        start: kiosk.then(|| Start::to_setup(language)),
    };
    // Why there is no page is logged already; an answer without one is still an answer.
    send(problem.status, language, &message).unwrap_or_else(|_| HttpResponse::build(problem.status).finish())
}
