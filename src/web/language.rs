//! The language of an answer: `?lang=`, else `Accept-Language`, else Vietnamese.

use actix_web::HttpRequest;
use actix_web::http::header::{ACCEPT_LANGUAGE, HeaderMap};
use actix_web::web::Query;

use crate::locale;

/// The language asked for in the query: `lang=en`.
pub(super) fn wished(query: &str) -> Option<String> {
    let pairs = Query::<Vec<(String, String)>>::from_query(query).ok()?.into_inner();
    pairs.into_iter().find(|(name, _)| name == "lang").map(|(_, value)| value)
}

/// The one of `available` for a request with this query and these headers.
pub(super) fn of_parts(query: &str, headers: &HeaderMap, available: &[&str]) -> String {
    if let Some(wish) = wished(query)
        && let Some(found) = available.iter().find(|tag| tag.eq_ignore_ascii_case(&wish))
    {
        return (*found).to_owned();
    }
    locale::negotiate(headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()), available)
}

/// The one of `available` for this request.
pub(super) fn of(request: &HttpRequest, available: &[&str]) -> String {
    of_parts(request.query_string(), request.headers(), available)
}

/// The language of the program's own texts for this request.
pub(super) fn own(request: &HttpRequest) -> String {
    of(request, &locale::languages())
}
