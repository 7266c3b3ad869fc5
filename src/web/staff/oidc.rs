//! `/quan-tri/dang-nhap/oidc` and `/quan-tri/toi/oidc`: to the provider of `OpenID` Connect; `/quan-tri/oidc`: back.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, LOCATION, SET_COOKIE};
use actix_web::web::{Data, Query, block};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use data_encoding::BASE64URL_NOPAD;
use serde::Deserialize;

use super::cookies;
use super::form::Sent;
use super::layout::{StaffPage, account, back, send};
use super::sign_in::{After, after, go_on};
use crate::identity::oidc::{self, Entered, Fault, Flow, Identity, Linked, Provider, Purpose};
use crate::web::principal::{self, Staff, now};
use crate::web::problem::Problem;
use crate::web::settings::Settings;
use crate::web::state::AppState;

/// The page of the own account.
const OWN: &str = "/quan-tri/toi";

/// What an identity that waits for a word is called when it is sealed.
fn sealed_as(account: i32) -> String {
    format!("oidc identity for {account}")
}

/// The provider, where one is set.
pub(super) fn provider(request: &HttpRequest) -> Option<Arc<Provider>> {
    request.app_data::<Data<Settings>>()?.oidc.clone()
}

fn needed(request: &HttpRequest) -> Result<Arc<Provider>, Problem> {
    provider(request).ok_or_else(Problem::unknown_address)
}

/// What the provider could not do, as a problem.
fn failed(fault: &Fault) -> Problem {
    match fault {
        Fault::Down(why) => {
            tracing::warn!("{why}");
            Problem::new(StatusCode::BAD_GATEWAY, "oidc_down")
        }
        Fault::Code => Problem::new(StatusCode::BAD_REQUEST, "oidc_again"),
        Fault::Token(why) => {
            tracing::warn!("a token of the provider of OpenID Connect is not believed: {why}");
            Problem::new(StatusCode::FORBIDDEN, "oidc_not_believed")
        }
    }
}

/// Asks the provider on a thread for blocking work.
async fn asked<T: Send + 'static>(
    provider: &Arc<Provider>,
    work: impl FnOnce(&Provider) -> Result<T, Fault> + Send + 'static,
) -> Result<T, Problem> {
    let provider = Arc::clone(provider);
    let done = block(move || work(&provider)).await.map_err(|cause| Problem::internal(&cause))?;
    done.map_err(|fault| failed(&fault))
}

async fn go(request: &HttpRequest, state: &AppState, flow: Flow) -> Result<HttpResponse, Problem> {
    let provider = needed(request)?;
    let sealed = flow.sealed(state.key());
    let address = asked(&provider, move |provider| provider.address(&flow)).await?;
    let mut response = HttpResponse::SeeOther();
    response.insert_header((LOCATION, address)).insert_header((CACHE_CONTROL, "no-store"));
    response.append_header((SET_COOKIE, cookies::flow_cookie(request, Some(&sealed))));
    Ok(response.finish())
}

pub(super) async fn begin(
    request: HttpRequest,
    query: Query<After>,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let to = after(query.sau.as_deref().unwrap_or_default());
    go(&request, &state, Flow::begin(Purpose::SignIn, &to, now().at)).await
}

pub(super) async fn begin_link(
    request: HttpRequest,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let purpose = Purpose::Link(account(&who.0)?.id);
    go(&request, &state, Flow::begin(purpose, OWN, now().at)).await
}

/// How the provider sends somebody back.
#[derive(Debug, Deserialize)]
pub(super) struct Answered {
    #[serde(default)]
    state: String,
    code: Option<String>,
    error: Option<String>,
    /// Which provider it is (RFC 9207).
    iss: Option<String>,
}

pub(super) async fn come_back(
    request: HttpRequest,
    query: Query<Answered>,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let provider = needed(&request)?;
    let again = || Problem::new(StatusCode::BAD_REQUEST, "oidc_again");
    let kept = cookies::flow(&request).ok_or_else(again)?;
    let flow = Flow::open(state.key(), &kept, &query.state, now().at).ok_or_else(again)?;
    if query.iss.as_ref().is_some_and(|iss| iss != provider.issuer()) {
        return Err(again());
    }
    let Answered { code, error, .. } = query.into_inner();
    let (Some(code), None) = (code, error) else {
        return Err(Problem::new(StatusCode::FORBIDDEN, "oidc_denied"));
    };
    let redeemed = flow.clone();
    let identity = asked(&provider, move |provider| provider.redeem(&redeemed, &code, now().at)).await?;
    let mut response = match flow.purpose {
        Purpose::SignIn => enter(&request, &state, identity, &flow.after).await?,
        Purpose::Link(id) => confirm(&request, &state, &provider, (id, identity)).await?,
    };
    // It has been used.
    let gone = cookies::flow_cookie(&request, None).parse().map_err(|_| Problem::internal(&"cookie"))?;
    response.headers_mut().append(SET_COOKIE, gone);
    Ok(response)
}

async fn enter(
    request: &HttpRequest,
    state: &AppState,
    identity: Identity,
    to: &str,
) -> Result<HttpResponse, Problem> {
    let device = cookies::device(request);
    let entered =
        state.db(move |connection| oidc::sign_in(connection, &identity, device.as_deref(), now())).await?;
    match entered {
        Entered::Begun(cookies) => Ok(go_on(request, &cookies, to)),
        Entered::Nobody => Err(Problem::new(StatusCode::FORBIDDEN, "oidc_unknown_account")),
    }
}

#[derive(Template)]
#[template(path = "staff/oidc.html", config = "src/web/askama.toml")]
struct ConfirmPage {
    page: StaffPage,
    provider: String,
    name: String,
    sealed: String,
}

/// Asks before linking: somebody else may have signed in at the provider in this browser, or sent its owner here.
async fn confirm(
    request: &HttpRequest,
    state: &AppState,
    provider: &Provider,
    (id, identity): (i32, Identity),
) -> Result<HttpResponse, Problem> {
    let who = principal::find(request, state).await?.ok_or_else(Problem::token_needed)?;
    if who.account.as_ref().is_none_or(|account| account.id != id) {
        return Err(Problem::new(StatusCode::BAD_REQUEST, "oidc_again"));
    }
    let until = (now().at + oidc::LASTS).timestamp();
    let plain = serde_json::to_vec(&(&identity.subject, &identity.name, until))
        .map_err(|cause| Problem::internal(&cause))?;
    let page = StaffPage::new(request, &who, "staff-oidc-link").with_languages(OWN);
    let language = page.language.clone();
    let shown = ConfirmPage {
        provider: provider.name().to_owned(),
        name: identity.name,
        sealed: BASE64URL_NOPAD.encode(&state.key().seal(&plain, &sealed_as(id))),
        page,
    };
    send(StatusCode::OK, &language, &shown)
}

pub(super) async fn link(form: Sent, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let Sent { request, who, fields } = form;
    let provider = needed(&request)?;
    let again = || Problem::new(StatusCode::BAD_REQUEST, "oidc_again");
    let sealed = BASE64URL_NOPAD.decode(fields.text("sealed").as_bytes()).map_err(|_| again())?;
    let plain = state.key().open(&sealed, &sealed_as(account(&who.0)?.id)).ok_or_else(again)?;
    let (subject, name, until): (String, String, i64) =
        serde_json::from_slice(&plain).map_err(|_| again())?;
    if now().at.timestamp() >= until {
        return Err(again());
    }
    let identity = Identity { issuer: provider.issuer().to_owned(), subject, name, multi_factor: false };
    let principal = (*who.0).clone();
    match state.db(move |connection| oidc::link(connection, &principal, &identity, now())).await? {
        Linked::Done => Ok(back(&request, OWN, "noi-oidc")),
        Linked::Taken => Err(Problem::new(StatusCode::CONFLICT, "oidc_taken")),
    }
}

pub(super) async fn unlink(form: Sent, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let Sent { request, who, .. } = form;
    let issuer = needed(&request)?.issuer().to_owned();
    let principal = (*who.0).clone();
    state.db(move |connection| oidc::unlink(connection, &principal, &issuer, now())).await?;
    Ok(back(&request, OWN, "bo-oidc"))
}
