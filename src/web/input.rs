//! Reading a request body: the right type, not too long, not too slow.

use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use actix_web::rt::time::timeout;
use actix_web::web::{Bytes, Payload};

use super::problem::Problem;

/// Longest body with one response. Five hundred answers with long codes stay below 40 KiB.
pub(super) const RESPONSE_LIMIT: usize = 64 * 1024;
/// Longest body with a list of responses.
pub(super) const BATCH_LIMIT: usize = 2 * 1024 * 1024;
/// How long a body may take to arrive: a slow phone needs a second, a client that never ends holds a place.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long a file of the staff may take.
const PATIENCE_WITH_FILES: Duration = Duration::from_secs(180);

/// Reads a body of the type `expected`, at most `limit` bytes.
pub(super) async fn read(
    request: &HttpRequest,
    payload: Payload,
    expected: &'static str,
    limit: usize,
) -> Result<Bytes, Problem> {
    read_within(request, payload, (expected, limit), PATIENCE).await
}

/// As [`read`], for files that staff send: they may take longer.
pub(super) async fn read_slowly(
    request: &HttpRequest,
    payload: Payload,
    expected: &'static str,
    limit: usize,
) -> Result<Bytes, Problem> {
    read_within(request, payload, (expected, limit), PATIENCE_WITH_FILES).await
}

async fn read_within(
    request: &HttpRequest,
    payload: Payload,
    (expected, limit): (&'static str, usize),
    patience: Duration,
) -> Result<Bytes, Problem> {
    if !is_of_type(request, expected) || request.headers().contains_key(CONTENT_ENCODING) {
        return Err(Problem::wrong_type(expected));
    }
    let announced = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: u64| length > limit as u64) {
        return Err(Problem::too_large(limit));
    }
    match timeout(patience, payload.to_bytes_limited(limit)).await {
        Ok(Ok(Ok(body))) => Ok(body),
        Ok(Ok(Err(_broken_off))) => Err(Problem::incomplete()),
        Ok(Err(_longer)) => Err(Problem::too_large(limit)),
        Err(_elapsed) => Err(Problem::too_slow()),
    }
}

/// Whether the body says to be of this type, in UTF-8 where it names a character set.
fn is_of_type(request: &HttpRequest, expected: &str) -> bool {
    let Some(Ok(given)) = request.headers().get(CONTENT_TYPE).map(|value| value.to_str()) else {
        return false;
    };
    let mut parts = given.split(';').map(str::trim);
    let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(expected));
    let utf8 = |parameter: &str| {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        !name.eq_ignore_ascii_case("charset") || value.trim_matches('"').eq_ignore_ascii_case("utf-8")
    };
    named && parts.all(utf8)
}
