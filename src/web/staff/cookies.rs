//! The two cookies of the staff pages: the session, and the secret by which a browser is known.
//!
//! Both are `HttpOnly`, `SameSite=Lax` (a link in a mail leads to a signed-in page, a form on another site does not) and
//! sent to `/quan-tri` alone. Behind HTTPS they are Secure and named `__Secure-…`. The stricter prefix `__Host-`
//! would force the path `/`: then the browser would send the cookie along with citizens' answers given on the same
//! machine, and "no cookie on citizens' pages" would not be true. What `__Host-` keeps away, a cookie planted by a
//! neighbouring domain, is worth nothing here: a session is replaced at sign-in, and form tokens belong to it.

use actix_web::HttpRequest;
use actix_web::http::header::{COOKIE, HeaderValue, SET_COOKIE};
use actix_web::web::Data;
use actix_web::{HttpResponse, HttpResponseBuilder};

use crate::identity::oidc::LASTS;
use crate::identity::session::{Cookies, DEVICE};
use crate::web::principal::STAFF;
use crate::web::settings::Settings;

/// Digits of a secret.
const LENGTH: usize = 64;

fn is_secure(request: &HttpRequest) -> bool {
    request.app_data::<Data<Settings>>().is_some_and(|settings| settings.is_secure())
}

fn name(request: &HttpRequest, device: bool) -> &'static str {
    match (is_secure(request), device) {
        (true, false) => "__Secure-hailong",
        (true, true) => "__Secure-hailong-device",
        (false, false) => "hailong",
        (false, true) => "hailong-device",
    }
}

/// The value of a cookie that can be a secret of ours.
fn value(request: &HttpRequest, name: &str) -> Option<String> {
    let value = any_value(request, name)?;
    let good = value.len() == LENGTH && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    good.then(|| value.to_owned())
}

fn any_value<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    let headers = request.headers().get_all(COOKIE).filter_map(|header| header.to_str().ok());
    let mut pairs =
        headers.flat_map(|header| header.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(found, _)| *found == name).map(|(_, value)| value)
}

/// Secret of the session.
pub(in crate::web) fn session(request: &HttpRequest) -> Option<String> {
    value(request, name(request, false))
}

/// Secret by which the browser is known.
pub(super) fn device(request: &HttpRequest) -> Option<String> {
    value(request, name(request, true))
}

fn cookie(request: &HttpRequest, device: bool, value: &str, age: Option<i64>) -> String {
    let secure = if is_secure(request) { "; Secure" } else { "" };
    let age = age.map_or_else(String::new, |seconds| format!("; Max-Age={seconds}"));
    format!("{}={value}; Path={STAFF}; HttpOnly; SameSite=Lax{age}{secure}", name(request, device))
}

/// Longest sealed flow.
const FLOW: usize = 4096;

fn flow_name(request: &HttpRequest) -> &'static str {
    if is_secure(request) { "__Secure-hailong-oidc" } else { "hailong-oidc" }
}

/// What was kept between going to the provider of `OpenID` Connect and coming back.
pub(super) fn flow(request: &HttpRequest) -> Option<String> {
    any_value(request, flow_name(request)).filter(|value| value.len() <= FLOW).map(str::to_owned)
}

/// Lets the browser keep it, or forget it.
pub(super) fn flow_cookie(request: &HttpRequest, sealed: Option<&str>) -> String {
    let secure = if is_secure(request) { "; Secure" } else { "" };
    let age = sealed.map_or(0, |_| LASTS.num_seconds());
    let (name, value) = (flow_name(request), sealed.unwrap_or_default());
    format!("{name}={value}; Path={STAFF}; HttpOnly; SameSite=Lax; Max-Age={age}{secure}")
}

/// Lets the browser keep what a sign-in gave.
pub(super) fn keep(request: &HttpRequest, response: &mut HttpResponseBuilder, cookies: &Cookies) {
    response.append_header((SET_COOKIE, cookie(request, false, &cookies.session, None)));
    if let Some(secret) = &cookies.device {
        response.append_header((SET_COOKIE, cookie(request, true, secret, Some(DEVICE.num_seconds()))));
    }
}

/// Lets the browser keep the session that replaces the one it has.
pub(super) fn replace(request: &HttpRequest, response: &mut HttpResponse, secret: &str) {
    if let Ok(value) = HeaderValue::from_str(&cookie(request, false, secret, None)) {
        response.headers_mut().append(SET_COOKIE, value);
    }
}

/// Lets the browser forget the session.
pub(super) fn forget(request: &HttpRequest, response: &mut HttpResponseBuilder) {
    response.append_header((SET_COOKIE, cookie(request, false, "", Some(0))));
}
