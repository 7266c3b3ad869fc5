//! `/quan-tri/dang-nhap`: name and password; `/quan-tri/ma-xac-thuc`: the code.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, LOCATION, RETRY_AFTER};
use actix_web::web::{Data, Payload, Query};
use actix_web::{HttpRequest, HttpResponse, rt};
use askama::Template;
use chrono::Duration;
use serde::Deserialize;

use super::cookies;
use super::form::{self, Fields, Sent};
use super::layout::{Input, StaffPage, send as send_page, spoken};
use crate::identity::session::{self, Cookies};
use crate::identity::sign_in::{self, Asked, Outcome};
use crate::locale;
use crate::store::sessions::Stage;
use crate::web::language;
use crate::web::principal::{STAFF, Staff, is_staff_page, now};
use crate::web::problem::Problem;
use crate::web::routes::{in_a_query, in_language};
use crate::web::state::AppState;

/// Where to go afterwards.
#[derive(Debug, Deserialize)]
pub(super) struct After {
    pub(super) sau: Option<String>,
}

#[derive(Template)]
#[template(path = "staff/sign_in.html", config = "src/web/askama.toml")]
struct SignInPage {
    page: StaffPage,
    name: Input,
    password: Input,
    after: String,
    action: String,
    /// Name and address of another way in.
    provider: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "staff/code.html", config = "src/web/askama.toml")]
struct CodePage {
    page: StaffPage,
    code: Input,
    after: String,
    action: String,
    sign_out: String,
}

/// Why a form comes back.
enum Back {
    Wrong,
    Wait(Duration),
}

/// A page of the staff's side to go to, and nothing else.
pub(super) fn after(wish: &str) -> String {
    let path = wish.split('?').next().unwrap_or_default();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._@-%?&=+".contains(&byte);
    if is_staff_page(path) && !path.contains("//") && wish.bytes().all(plain) { wish } else { STAFF }
        .to_owned()
}

/// The status and headers of a form that comes back, and what it says.
fn came_back(
    mut page: StaffPage,
    back: Option<&Back>,
    wrong: &str,
    field: &'static str,
) -> (StatusCode, StaffPage) {
    match back {
        None => (StatusCode::OK, page),
        Some(Back::Wrong) => (StatusCode::UNPROCESSABLE_ENTITY, page.with_wrong(field, wrong)),
        Some(Back::Wait(wait)) => {
            let text = page.text_with("staff-wait", "wait", &spoken(&page.language, *wait));
            page.wrong.push(super::layout::Wrong { field, text });
            (StatusCode::TOO_MANY_REQUESTS, page)
        }
    }
}

/// Says how long to wait to programs, too.
fn with_retry(mut response: HttpResponse, back: Option<&Back>) -> HttpResponse {
    if let Some(Back::Wait(wait)) = back {
        response.headers_mut().insert(RETRY_AFTER, wait.num_seconds().max(1).into());
    }
    response
}

pub(super) async fn show(request: HttpRequest, query: Query<After>) -> Result<HttpResponse, Problem> {
    sign_in_page(&request, &after(query.sau.as_deref().unwrap_or_default()), "", None)
}

fn sign_in_page(
    request: &HttpRequest,
    after: &str,
    name: &str,
    back: Option<&Back>,
) -> Result<HttpResponse, Problem> {
    let language = language::own(request);
    let page = StaffPage::open(&language, "staff-sign-in").in_others(request);
    let (status, page) = came_back(page, back, "staff-wrong", "name");
    let sign_in = SignInPage {
        name: page.input("name", "text").value(name).autocomplete("username").required(),
        password: page.input("password", "password").autocomplete("current-password").required(),
        after: after.to_owned(),
        action: page.link("/quan-tri/dang-nhap"),
        provider: super::oidc::provider(request).map(|provider| {
            let address = page.link("/quan-tri/dang-nhap/oidc");
            (
                page.text_with("staff-oidc-sign-in", "provider", provider.name()),
                format!("{address}&sau={}", in_a_query(after)),
            )
        }),
        page,
    };
    Ok(with_retry(send_page(status, &language, &sign_in)?, back))
}

pub(super) async fn send(
    request: HttpRequest,
    payload: Payload,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let fields = form::read_open(&request, payload).await?;
    let (name, to) = (fields.text("name").to_owned(), after(fields.text("sau")));
    let device = cookies::device(&request);
    match try_password(&state, &fields, device).await? {
        Outcome::Begun(cookies) => Ok(go_on(&request, &cookies, &to)),
        Outcome::Wrong => sign_in_page(&request, &to, &name, Some(&Back::Wrong)),
        Outcome::Wait(wait) => sign_in_page(&request, &to, &name, Some(&Back::Wait(wait))),
    }
}

async fn try_password(
    state: &Data<AppState>,
    fields: &Fields,
    device: Option<String>,
) -> Result<Outcome, Problem> {
    let (name, password) = (fields.text("name").to_owned(), fields.secret("password").to_owned());
    let known = device.clone();
    let asked = state.db(move |connection| sign_in::ask(connection, &name, known.as_deref(), now())).await?;
    let attempt = match asked {
        Asked::Try(attempt) => attempt,
        Asked::Wait(wait) => return Ok(Outcome::Wait(wait)),
    };
    let tried = attempt.clone();
    let right = state.alone(move || Ok(tried.check(&password))).await?;
    if !right && attempt.is_worth_noting() {
        let (state, attempt) = (state.clone(), attempt.clone());
        // The answer does not wait for it.
        rt::spawn(async move {
            // A failure is logged where it happens.
            let _ = state.db(move |connection| sign_in::note_guesses(connection, &attempt, now())).await;
        });
    }
    state.db(move |connection| sign_in::conclude(connection, &attempt, right, device.as_deref(), now())).await
}

/// To where somebody wanted to go, or to the code first.
pub(super) fn go_on(request: &HttpRequest, cookies: &Cookies, to: &str) -> HttpResponse {
    let language = language::own(request);
    let address = match cookies.stage {
        Stage::Full => in_language(to, &language),
        Stage::Code => format!("{STAFF}/ma-xac-thuc?lang={language}&sau={}", in_a_query(to)),
    };
    let mut response = HttpResponse::SeeOther();
    response.insert_header((LOCATION, address)).insert_header((CACHE_CONTROL, "no-store"));
    cookies::keep(request, &mut response, cookies);
    response.finish()
}

pub(super) async fn show_code(
    request: HttpRequest,
    query: Query<After>,
    who: Staff,
) -> Result<HttpResponse, Problem> {
    code_page(&request, &who, &after(query.sau.as_deref().unwrap_or_default()), None)
}

fn code_page(
    request: &HttpRequest,
    who: &Staff,
    after: &str,
    back: Option<&Back>,
) -> Result<HttpResponse, Problem> {
    let language = language::own(request);
    let mut page = StaffPage::open(&language, "staff-code-title").in_others(request);
    page.csrf = form::token(&who.0);
    let (status, page) = came_back(page, back, "staff-wrong-code", "code");
    let code = CodePage {
        code: page.input("code", "text").autocomplete("one-time-code").required().digits(),
        after: after.to_owned(),
        action: page.link("/quan-tri/ma-xac-thuc"),
        sign_out: page.link("/quan-tri/dang-nhap"),
        page,
    };
    Ok(with_retry(send_page(status, &language, &code)?, back))
}

pub(super) async fn send_code(form: Sent, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let Sent { request, who, fields } = form;
    let (to, code) = (after(fields.text("sau")), fields.text("code").to_owned());
    let (device, key) = (cookies::device(&request), state.key().clone());
    let principal = (*who.0).clone();
    let outcome = state.db(move |connection| {
        sign_in::second_factor(connection, &key, &principal, &code, device.as_deref(), now())
    });
    match outcome.await? {
        Outcome::Begun(cookies) => Ok(go_on(&request, &cookies, &to)),
        Outcome::Wrong => code_page(&request, &who, &to, Some(&Back::Wrong)),
        Outcome::Wait(wait) => code_page(&request, &who, &to, Some(&Back::Wait(wait))),
    }
}

pub(super) async fn sign_out(form: Sent, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let Sent { request, who, .. } = form;
    let principal = (*who.0).clone();
    state.imports().forget(&principal);
    state.db(move |connection| session::end(connection, &principal, now())).await?;
    let language = language::own(&request);
    let mut response = HttpResponse::SeeOther();
    response
        .insert_header((LOCATION, format!("{STAFF}/dang-nhap?lang={language}")))
        .insert_header((CACHE_CONTROL, "no-store"));
    cookies::forget(&request, &mut response);
    Ok(response.finish())
}

/// The text of a wait beside the field it concerns.
pub(super) fn wait_text(language: &str, wait: Duration) -> String {
    locale::text_with(language, "staff-wait", &[("wait", spoken(language, wait).into())])
}
