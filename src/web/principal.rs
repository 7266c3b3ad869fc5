//! Who asks: a session's cookie on the staff pages, a bearer token at the interface, nothing for citizens.
//!
//! The cookie is sent to `/quan-tri` alone, so that citizens' pages, which may be opened on the same machine, never
//! get one; the interface takes tokens only, so that no other site can make a browser call it.

use std::future::{Ready, ready};
use std::rc::Rc;

use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};
use chrono::Utc;

use super::problem::Problem;
use super::staff::cookies;
use super::state::AppState;
use crate::domain::access::{Powers, Right};
use crate::domain::unit::UnitKey;
use crate::identity::{Moment, Principal, by_session, by_token};
use crate::sealing::today_in_viet_nam;

/// Longest secret that is looked at.
const MAX_SECRET: usize = 256;
/// Where the staff pages begin.
pub(super) const STAFF: &str = "/quan-tri";

/// Now.
pub(super) fn now() -> Moment {
    Moment { at: Utc::now(), day: today_in_viet_nam() }
}

/// Whether the address is one of the staff pages.
pub(super) fn is_staff_page(path: &str) -> bool {
    path.strip_prefix(STAFF).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The token that came along.
pub(super) fn bearer(request: &HttpRequest) -> Option<String> {
    let (scheme, token) = request.headers().get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let token = token.trim();
    let good = scheme.eq_ignore_ascii_case("bearer") && !token.is_empty() && token.len() <= MAX_SECRET;
    good.then(|| token.to_owned())
}

/// Whoever shows a valid secret with the request.
pub(super) async fn find(request: &HttpRequest, state: &AppState) -> Result<Option<Principal>, Problem> {
    let now = now();
    if is_staff_page(request.path()) {
        let Some(secret) = cookies::session(request) else { return Ok(None) };
        return state.db(move |connection| by_session(connection, &secret, now)).await;
    }
    let Some(token) = bearer(request) else { return Ok(None) };
    state.db(move |connection| by_token(connection, &token, now.day)).await
}

/// Somebody of the staff, let in by the route's door.
#[derive(Clone)]
pub(super) struct Staff(pub Rc<Principal>);

impl Staff {
    /// The same as somebody who may also be a citizen.
    pub(super) fn visitor(&self) -> Visitor {
        Visitor(Some(Rc::clone(&self.0)))
    }
}

/// Refuses with the name of the right, unless it is held at the unit at the end of this way down.
pub(super) fn require(who: &Principal, right: Right, path: &[UnitKey]) -> Result<(), Problem> {
    if who.powers.may(right, path) { Ok(()) } else { Err(Problem::right_needed(right)) }
}

impl FromRequest for Staff {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        // A route whose door lets nobody in by name has nobody's name: nothing is shown by mistake.
        let found = request.extensions().get::<Rc<Principal>>().cloned();
        ready(found.map(Self).ok_or_else(Problem::token_needed))
    }
}

/// Anybody, perhaps somebody of the staff.
#[derive(Clone)]
pub(super) struct Visitor(pub Option<Rc<Principal>>);

impl Visitor {
    /// Whether this is somebody of the staff.
    pub(super) fn is_staff(&self) -> bool {
        self.0.is_some()
    }

    /// What they may do; nothing for citizens.
    pub(super) fn powers(&self) -> Powers {
        self.0.as_ref().map(|who| who.powers.clone()).unwrap_or_default()
    }
}

impl FromRequest for Visitor {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(request.extensions().get::<Rc<Principal>>().cloned())))
    }
}
