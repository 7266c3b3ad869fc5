//! `/quan-tri/thiet-lap/{secret}`: a one-time link, by which the owner of an account chooses a password.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::layout::{Input, StaffPage, send as send_page};
use super::{cookies, form, password, sign_in};
use crate::identity::set_up;
use crate::store::accounts::Account;
use crate::web::language;
use crate::web::principal::{STAFF, now};
use crate::web::problem::Problem;
use crate::web::state::AppState;

#[derive(Template)]
#[template(path = "staff/set_up.html", config = "src/web/askama.toml")]
struct SetUpPage {
    page: StaffPage,
    full_name: String,
    name: String,
    fields: [Input; 2],
    action: String,
}

async fn owner(state: &AppState, secret: &str) -> Result<Account, Problem> {
    let secret = secret.to_owned();
    let found = state.db(move |connection| set_up::account(connection, &secret, now())).await?;
    found.ok_or_else(Problem::link_gone)
}

pub(super) async fn show(
    request: HttpRequest,
    secret: Path<String>,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let account = owner(&state, &secret).await?;
    page(&request, &account, None)
}

fn page(
    request: &HttpRequest,
    account: &Account,
    wrong: Option<(&'static str, String)>,
) -> Result<HttpResponse, Problem> {
    let language = language::own(request);
    let mut page = StaffPage::open(&language, "staff-set-up").with_languages(request.path());
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    if let Some((field, key)) = wrong {
        page = page.with_wrong(field, &key);
    }
    let set_up = SetUpPage {
        full_name: account.full_name.clone(),
        name: account.name.clone(),
        fields: password::fields(&page),
        action: page.link(request.path()),
        page,
    };
    send_page(status, &language, &set_up)
}

pub(super) async fn send(
    request: HttpRequest,
    secret: Path<String>,
    payload: Payload,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let fields = form::read_open(&request, payload).await?;
    let account = owner(&state, &secret).await?;
    let typed = (fields.secret("new"), fields.secret("again"));
    let (phc, new) = match password::chosen(&state, &account, typed).await? {
        Ok(chosen) => chosen,
        Err(wrong) => return page(&request, &account, Some(wrong)),
    };
    let (secret, device) = (secret.into_inner(), cookies::device(&request));
    let chosen = state
        .db(move |connection| set_up::choose(connection, &secret, (&phc, &new), device.as_deref(), now()));
    let cookies = chosen.await?.ok_or_else(Problem::link_gone)?;
    Ok(sign_in::go_on(&request, &cookies, STAFF))
}
