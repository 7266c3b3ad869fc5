//! `/quan-tri/toi/xac-thuc`: setting up the second factor and taking it away.

use std::fmt::Write as _;

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use data_encoding::HEXLOWER;
use fast_qr::QRBuilder;

use super::cookies;
use super::form::Sent;
use super::layout::{Input, StaffPage, account, back, send};
use super::own::{confirmed, page as own_page};
use crate::domain::access::{CODE_DIGITS, PERIOD_SECONDS};
use crate::identity::{owner, secret};
use crate::store::accounts::Account;
use crate::web::principal::{Staff, now};
use crate::web::problem::Problem;
use crate::web::routes::see_other;
use crate::web::state::AppState;

/// Modules of white around a QR code (ISO/IEC 18004).
const QUIET: usize = 4;

#[derive(Template)]
#[template(path = "staff/factor.html", config = "src/web/askama.toml")]
struct FactorPage {
    page: StaffPage,
    /// Whether nothing else is open before this is done.
    must: bool,
    qr: Qr,
    /// The secret in groups of four.
    typed: String,
    /// The secret encrypted, to come back with the code.
    sealed: String,
    code: Input,
}

#[derive(Template)]
#[template(path = "staff/codes.html", config = "src/web/askama.toml")]
struct CodesPage {
    page: StaffPage,
    codes: Vec<String>,
}

/// A QR code as a picture: one path of unit squares.
struct Qr {
    size: usize,
    path: String,
}

impl Qr {
    fn of(text: &str) -> Result<Self, Problem> {
        let code = QRBuilder::new(text).build().map_err(|_| Problem::internal(&"a QR code is too small"))?;
        let mut path = String::new();
        for row in 0..code.size {
            for column in 0..code.size {
                if code[row][column].value() {
                    // A text takes everything that is written to it.
                    let _ = write!(path, "M{} {}h1v1h-1z", column + QUIET, row + QUIET);
                }
            }
        }
        Ok(Self { size: code.size + 2 * QUIET, path })
    }
}

/// The address by which apps take over the secret (the key URI format that all of them read).
fn key_uri(account: &Account, typed: &str) -> String {
    // A sign-in name has no character but `@` that would have to be escaped.
    let name = account.name.replace('@', "%40");
    format!(
        "otpauth://totp/Hailong:{name}?secret={typed}&issuer=Hailong&algorithm=SHA1&digits={CODE_DIGITS}&period={PERIOD_SECONDS}"
    )
}

fn grouped(typed: &str) -> String {
    let signs: Vec<char> = typed.chars().collect();
    signs.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

pub(super) async fn show(
    request: HttpRequest,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let account = account(&who.0)?;
    if account.totp.is_some() {
        return Ok(see_other("/quan-tri/toi"));
    }
    factor_page(&request, &who, &owner::propose_factor(state.key(), &account), false)
}

fn factor_page(
    request: &HttpRequest,
    who: &Staff,
    proposal: &owner::Proposal,
    wrong: bool,
) -> Result<HttpResponse, Problem> {
    let account = account(&who.0)?;
    let mut page = StaffPage::new(request, &who.0, "staff-factor-title");
    if wrong {
        page = page.with_wrong("code", "staff-wrong-code");
    }
    let typed = secret::typed(&proposal.secret);
    let language = page.language.clone();
    let factor = FactorPage {
        must: who.0.must_add_factor(),
        qr: Qr::of(&key_uri(&account, &typed))?,
        typed: grouped(&typed),
        sealed: HEXLOWER.encode(&proposal.sealed),
        code: page.input("code", "text").autocomplete("one-time-code").required().digits(),
        page,
    };
    let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    send(status, &language, &factor)
}

pub(super) async fn add(form: Sent, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let Sent { request, who, fields } = form;
    let account = account(&who.0)?;
    let sealed = HEXLOWER.decode(fields.text("sealed").as_bytes()).map_err(|_| Problem::bad_form())?;
    let proposal = owner::proposed_factor(state.key(), &account, sealed).ok_or_else(Problem::bad_form)?;
    let (principal, key, code) = ((*who.0).clone(), state.key().clone(), fields.text("code").to_owned());
    let (added, proposal) = state
        .db(move |connection| {
            let added = owner::add_factor(connection, &key, &principal, (&proposal, &code), now())?;
            Ok((added, proposal))
        })
        .await?;
    let Some((codes, session)) = added else { return factor_page(&request, &who, &proposal, true) };
    let mut response = codes_page(&request, &who, codes, Some(&session))?;
    cookies::replace(&request, &mut response, &session);
    Ok(response)
}

/// The recovery codes, shown once. `session`: the secret that replaces the one of the session.
fn codes_page(
    request: &HttpRequest,
    who: &Staff,
    codes: Vec<String>,
    session: Option<&str>,
) -> Result<HttpResponse, Problem> {
    let mut principal = (*who.0).clone();
    if let (Some(held), Some(secret)) = (&mut principal.session, session) {
        // The forms of this page belong to the session the browser has from now on.
        secret.clone_into(&mut held.secret);
    }
    let page = StaffPage::new(request, &principal, "staff-codes-title").with_languages("/quan-tri/toi");
    let language = page.language.clone();
    send(StatusCode::OK, &language, &CodesPage { page, codes })
}

pub(super) async fn new_codes(form: Sent, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let Sent { request, who, fields } = form;
    if let Some(wrong) = confirmed(&request, &who, &state, (&fields, "password")).await? {
        return own_page(&request, &who, &state, Some(wrong)).await;
    }
    let (principal, key) = ((*who.0).clone(), state.key().clone());
    let codes = state.db(move |connection| owner::new_codes(connection, &key, &principal, now())).await?;
    codes_page(&request, &who, codes, None)
}

pub(super) async fn remove(form: Sent, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let Sent { request, who, fields } = form;
    if let Some(wrong) = confirmed(&request, &who, &state, (&fields, "password")).await? {
        return own_page(&request, &who, &state, Some(wrong)).await;
    }
    let principal = (*who.0).clone();
    let removed = state.db(move |connection| owner::remove_factor(connection, &principal, now())).await?;
    Ok(back(&request, "/quan-tri/toi", if removed { "bo-xac-thuc" } else { "can-xac-thuc" }))
}
