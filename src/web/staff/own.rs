//! `/quan-tri/toi`: one's own account: password, second factor, sessions.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::form::{Fields, Sent};
use super::home::spoken_roles;
use super::layout::{Input, StaffPage, Wrong, account, back, send, written};
use super::sign_in::wait_text;
use super::{cookies, password};
use crate::identity::{oidc, owner, session};
use crate::store::accounts;
use crate::web::principal::{Staff, now};
use crate::web::problem::Problem;
use crate::web::state::AppState;

#[derive(Template)]
#[template(path = "staff/own.html", config = "src/web/askama.toml")]
struct OwnPage {
    page: StaffPage,
    name: String,
    roles: Vec<String>,
    old: Input,
    fields: [Input; 2],
    has_factor: bool,
    /// Whether the password is too short to stand alone.
    short: bool,
    codes_left: i64,
    factor_password: Input,
    sessions: Vec<SessionView>,
    provider: Option<ProviderView>,
}

/// The provider of `OpenID` Connect, where one is set.
struct ProviderView {
    name: String,
    /// Name of the identity that is linked.
    linked: Option<String>,
}

struct SessionView {
    name: String,
    begun: String,
    seen: String,
    /// Whether it is the one that asks.
    this: bool,
}

/// The page, perhaps with what is wrong with a form on it.
pub(super) async fn page(
    request: &HttpRequest,
    who: &Staff,
    state: &AppState,
    wrong: Option<Wrong>,
) -> Result<HttpResponse, Problem> {
    let account = account(&who.0)?;
    let id = account.id;
    let provider = super::oidc::provider(request);
    let issuer = provider.as_ref().map(|provider| provider.issuer().to_owned());
    let (sessions, codes_left, linked) = state
        .db(move |connection| {
            let linked = match &issuer {
                Some(issuer) => oidc::linked(connection, id, issuer)?,
                None => None,
            };
            Ok((session::own(connection, id, now())?, accounts::count_codes(connection, id)?, linked))
        })
        .await?;
    let mut page = StaffPage::new(request, &who.0, "staff-place-own");
    // A form that came back was sent to an address below the page.
    page = page.with_languages("/quan-tri/toi");
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page.wrong.extend(wrong);
    let language = page.language.clone();
    let held = who.0.session.as_ref();
    let view = |own: &crate::store::sessions::Session| SessionView {
        name: session::public_name(own),
        begun: written(&language, own.begun),
        seen: written(&language, own.seen),
        this: held.is_some_and(|held| held.session.hash == own.hash),
    };
    let own = OwnPage {
        name: account.name.clone(),
        roles: spoken_roles(&who.0, &language),
        old: page.input("old", "password").autocomplete("current-password").required(),
        fields: password::fields(&page),
        has_factor: account.totp.is_some(),
        short: account.password_short,
        codes_left,
        factor_password: page.input("password", "password").autocomplete("current-password").required(),
        sessions: sessions.iter().map(view).collect(),
        provider: provider.map(|provider| ProviderView { name: provider.name().to_owned(), linked }),
        page,
    };
    send(status, &language, &own)
}

pub(super) async fn show(
    request: HttpRequest,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    page(&request, &who, &state, None).await
}

/// Whether the password of the one who asks stands in the field; else what is wrong with it.
pub(super) async fn confirmed(
    request: &HttpRequest,
    who: &Staff,
    state: &AppState,
    (fields, field): (&Fields, &'static str),
) -> Result<Option<Wrong>, Problem> {
    let language = crate::web::language::own(request);
    let account = account(&who.0)?;
    let asked = account.clone();
    let wait = state.db(move |connection| owner::ask_again(connection, &asked, now())).await?;
    if let Some(wait) = wait {
        return Ok(Some(Wrong { field, text: wait_text(&language, wait) }));
    }
    let typed = fields.secret(field).to_owned();
    let right = state.alone(move || Ok(owner::is_password(&account, &typed))).await?;
    let text = || crate::locale::text(&language, "staff-wrong-password");
    Ok((!right).then(|| Wrong { field, text: text() }))
}

pub(super) async fn change_password(form: Sent, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let Sent { request, who, fields } = form;
    if let Some(wrong) = confirmed(&request, &who, &state, (&fields, "old")).await? {
        return page(&request, &who, &state, Some(wrong)).await;
    }
    let typed = (fields.secret("new"), fields.secret("again"));
    let (phc, new) = match password::chosen(&state, &account(&who.0)?, typed).await? {
        Ok(chosen) => chosen,
        Err((field, key)) => {
            let text = crate::locale::text(&crate::web::language::own(&request), &key);
            return page(&request, &who, &state, Some(Wrong { field, text })).await;
        }
    };
    let principal = (*who.0).clone();
    let changed =
        state.db(move |connection| owner::change_password(connection, &principal, (&phc, &new), now()));
    let secret = changed.await?;
    let mut response = back(&request, "/quan-tri/toi", "mat-khau");
    if let Some(secret) = secret {
        cookies::replace(&request, &mut response, &secret);
    }
    Ok(response)
}

pub(super) async fn end_sessions(form: Sent, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let Sent { request, who, fields } = form;
    let principal = (*who.0).clone();
    let which = Some(fields.text("which").to_owned()).filter(|which| which != "others");
    state.db(move |connection| session::end_own(connection, &principal, which.as_deref(), now())).await?;
    Ok(back(&request, "/quan-tri/toi", "phien"))
}
