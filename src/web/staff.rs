//! Staff show a bearer token; citizens show nothing.

use actix_web::HttpRequest;
use actix_web::http::header::AUTHORIZATION;
use sha2::{Digest, Sha256};

use super::problem::Problem;
use super::state::AppState;
use crate::domain::batch::Hash;
use crate::sealing::today_in_viet_nam;
use crate::store::tokens;

/// Longest token that is looked at.
const MAX_TOKEN: usize = 256;

/// What is kept of a token: SHA-256 of its text. The text itself is shown once, when it is made.
pub fn token_hash(token: &str) -> Hash {
    Sha256::digest(token.trim().as_bytes()).into()
}

/// The token that came along.
pub(super) fn bearer(request: &HttpRequest) -> Option<&str> {
    let (scheme, token) = request.headers().get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty() && token.len() <= MAX_TOKEN).then_some(token)
}

/// Whether the request carries a valid token.
pub(super) async fn is_staff(request: &HttpRequest, state: &AppState) -> Result<bool, Problem> {
    let Some(token) = bearer(request) else { return Ok(false) };
    let (hash, today) = (token_hash(token), today_in_viet_nam());
    let name = state.db(move |connection| tokens::name_of(connection, &hash, today)).await?;
    Ok(name.is_some())
}
