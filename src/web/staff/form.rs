//! The fields of a form of the staff pages, after it is sure that the form was ours.
//!
//! Two checks, each of which would do: a browser says where the form stood (`Sec-Fetch-Site`, or `Origin` where
//! that is not sent), and the form carries a token that belongs to the session and that no other site can read.
//! The token is SHA-256 over the session's secret, so the server keeps nothing for it. Pages that nobody is signed
//! in to (sign-in, one-time link) have the first check alone.

use std::collections::BTreeMap;
use std::pin::Pin;

use actix_web::http::header::{HOST, ORIGIN};
use actix_web::web::{Data, Payload, Query};
use actix_web::{FromRequest, HttpRequest, dev};
use sha2::{Digest, Sha256};

use crate::domain::batch::{hex, parse_hash};
use crate::identity::Principal;
use crate::web::input;
use crate::web::principal::Staff;
use crate::web::problem::Problem;
use crate::web::settings::Settings;

/// Media type of a posted form.
const FORM: &str = "application/x-www-form-urlencoded";
/// Longest form: names, passwords, a few choices.
const LIMIT: usize = 16 * 1024;

/// The fields of a form.
pub(super) struct Fields(BTreeMap<String, Vec<String>>);

impl Fields {
    /// The fields by name.
    pub(super) fn of(pairs: Vec<(String, String)>) -> Self {
        let mut fields = BTreeMap::<String, Vec<String>>::new();
        for (name, value) in pairs {
            fields.entry(name).or_default().push(value);
        }
        Self(fields)
    }

    /// The value of a field, without blanks around it; empty where it is missing.
    pub(super) fn text(&self, name: &str) -> &str {
        self.secret(name).trim()
    }

    /// The value as it was typed: blanks belong to a password.
    pub(super) fn secret(&self, name: &str) -> &str {
        self.0.get(name).and_then(|values| values.first()).map_or("", String::as_str)
    }

    /// All values of a field.
    pub(super) fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }
}

/// The token of the session's forms.
pub(super) fn token(who: &Principal) -> String {
    let secret = who.session.as_ref().map_or("", |held| &held.secret);
    hex(&Sha256::digest(format!("hailong form {secret}")).into())
}

/// A form of the signed-in pages that was sent, and by whom.
pub(super) struct Sent {
    /// The request.
    pub request: HttpRequest,
    /// Who sent it.
    pub who: Staff,
    /// Its fields.
    pub fields: Fields,
}

impl FromRequest for Sent {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let arriving = arriving(request, payload);
        Box::pin(async move {
            let (request, who, payload) = arriving.await?;
            let fields = read(&request, payload, &who.0).await?;
            Ok(Self { request, who, fields })
        })
    }
}

/// A request of the signed-in pages with its body, and by whom it was sent.
pub(super) fn arriving(
    request: &HttpRequest,
    payload: &mut dev::Payload,
) -> impl Future<Output = Result<(HttpRequest, Staff, Payload), Problem>> + use<> {
    let who = Staff::from_request(request, payload);
    let payload = Payload::from_request(request, payload);
    let request = request.clone();
    async move { Ok((request, who.await?, payload.await.map_err(|_| Problem::bad_form())?)) }
}

/// Reads a form of the signed-in pages.
pub(super) async fn read(
    request: &HttpRequest,
    payload: Payload,
    who: &Principal,
) -> Result<Fields, Problem> {
    let fields = read_open(request, payload).await?;
    check(&fields, who)?;
    Ok(fields)
}

/// Refuses a form that does not belong to the session.
pub(super) fn check(fields: &Fields, who: &Principal) -> Result<(), Problem> {
    // Hashes of hashes: a comparison that stops early tells nothing.
    let digest = |token: &str| parse_hash(token).map(Sha256::digest);
    if who.session.is_none() || digest(fields.text("csrf")) != digest(&token(who)) {
        return Err(Problem::form_expired());
    }
    Ok(())
}

/// Reads a form of a page that nobody is signed in to.
pub(super) async fn read_open(request: &HttpRequest, payload: Payload) -> Result<Fields, Problem> {
    if is_foreign(request) {
        return Err(Problem::cross_site());
    }
    let body = input::read(request, payload, FORM, LIMIT).await?;
    let text = std::str::from_utf8(&body).map_err(|_| Problem::bad_form())?;
    let pairs = Query::<Vec<(String, String)>>::from_query(text).map_err(|_| Problem::bad_form())?;
    Ok(Fields::of(pairs.into_inner()))
}

/// Whether a browser says that the form stood on another site.
pub(super) fn is_foreign(request: &HttpRequest) -> bool {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = header("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    // Our pages send no referrer, and with it browsers write "null": that says nothing.
    let Some(origin) = header(ORIGIN.as_str()).filter(|origin| *origin != "null") else { return false };
    let at = |url: &str| url.split_once("://").map(|(_, rest)| rest.trim_end_matches('/').to_owned());
    let public =
        request.app_data::<Data<Settings>>().and_then(|settings| at(settings.public_url.as_deref()?));
    let from = at(origin);
    from != public && from.as_deref() != header(HOST.as_str())
}
