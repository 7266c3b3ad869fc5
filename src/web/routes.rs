//! The one list of addresses, each with its door: who gets through. Routes are mounted from it and in no other way (a
//! test looks), and another test walks it with every role, inside and outside of its units.

use std::rc::Rc;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::guard::{Any, Delete, Get, Head, Post};
use actix_web::http::header::{CACHE_CONTROL, LOCATION};
use actix_web::middleware::{Next, from_fn};
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{Error, HttpMessage as _, HttpResponse, Resource, Route};

use super::principal::{self, STAFF, is_staff_page};
use super::problem::Problem;
use super::state::AppState;
use super::{api, assets, device, language, pages, staff};
use crate::domain::access::Right;
use crate::identity::Principal;
use crate::store::sessions::Stage;

/// Who gets through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Everybody.
    Everybody,
    /// Everybody, as far as a wave is public; beyond that those who hold the right at its units.
    Public(Right),
    /// Kiosks that were set up at a desk.
    Device,
    /// Whoever gave the right password and owes the code.
    Arriving,
    /// Whoever is signed in, about the own account, even where a second factor has to be set up first.
    Own,
    /// Whoever is signed in, or bears a token.
    SignedIn,
    /// Whoever holds the right somewhere; the handler looks at which unit.
    Right(Right),
}

/// How an address is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// GET, and HEAD for the same without a body.
    Read,
    /// POST.
    Post,
    /// DELETE.
    Delete,
}

/// An address.
#[derive(Clone, Copy)]
pub struct Entry {
    /// How it is asked.
    pub method: Method,
    /// Pattern of the path, with variables in braces.
    pub path: &'static str,
    /// Who gets through.
    pub door: Door,
    handle: fn(Route) -> Route,
}

impl Entry {
    /// Something to read.
    pub(super) const fn read(path: &'static str, door: Door, handle: fn(Route) -> Route) -> Self {
        Self { method: Method::Read, path, door, handle }
    }

    /// Something to send.
    pub(super) const fn post(path: &'static str, door: Door, handle: fn(Route) -> Route) -> Self {
        Self { method: Method::Post, path, door, handle }
    }

    /// Something to take away.
    pub(super) const fn delete(path: &'static str, door: Door, handle: fn(Route) -> Route) -> Self {
        Self { method: Method::Delete, path, door, handle }
    }

    fn route(&self) -> Route {
        let route = match self.method {
            Method::Read => web::route().guard(Any(Get()).or(Head())),
            Method::Post => web::route().guard(Post()),
            Method::Delete => web::route().guard(Delete()),
        };
        let route = (self.handle)(route);
        let door = self.door;
        match door {
            // Most requests are answers of citizens: they pass no door at all.
            Door::Everybody => route,
            _ => route.wrap(from_fn(move |request, next| pass(door, request, next))),
        }
    }
}

/// Every address, in the order in which they are tried.
pub fn routes() -> impl Iterator<Item = &'static Entry> {
    // Most requests are answers: the interface comes first.
    [api::ROUTES, assets::ROUTES, pages::ROUTES, staff::ROUTES].into_iter().flatten()
}

/// Mounts every address.
pub(super) fn mount(config: &mut ServiceConfig) {
    let mut paths: Vec<&str> = Vec::new();
    for entry in routes() {
        if !paths.contains(&entry.path) {
            paths.push(entry.path);
        }
    }
    for path in paths {
        let of_path = routes().filter(|entry| entry.path == path);
        let resource: Resource = of_path.fold(web::resource(path), |all, entry| all.route(entry.route()));
        config.service(resource);
    }
}

/// The door: finds out who asks, and lets them through, or not.
async fn pass(
    door: Door,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    match admit(door, &request).await {
        Ok(None) => Ok(next.call(request).await?.map_into_boxed_body()),
        Ok(Some(elsewhere)) => Ok(request.into_response(elsewhere)),
        // A response and no error: an error would pass by the layer that gives problems their page.
        Err(problem) => Ok(request.error_response(problem)),
    }
}

/// Notes who asks; gives where they go instead, if they are not let through.
async fn admit(door: Door, request: &ServiceRequest) -> Result<Option<HttpResponse>, Problem> {
    let Some(state) = request.app_data::<Data<AppState>>() else {
        return Err(Problem::internal(&"no state"));
    };
    if door == Door::Device {
        let device = Rc::new(device::find(request.request(), state).await?);
        request.extensions_mut().insert(device);
        return Ok(None);
    }
    let who = principal::find(request.request(), state).await?.map(Rc::new);
    if let Some(who) = &who {
        request.extensions_mut().insert(Rc::clone(who));
    }
    turned_away(door, who.as_deref(), request)
}

/// Where somebody goes who is not let through, where that helps; nothing for those who are.
fn turned_away(
    door: Door,
    who: Option<&Principal>,
    request: &ServiceRequest,
) -> Result<Option<HttpResponse>, Problem> {
    let page = is_staff_page(request.path());
    if matches!(door, Door::Everybody | Door::Public(_) | Door::Device) {
        return Ok(None);
    }
    let Some(who) = who else {
        if !page {
            return Err(Problem::token_needed());
        }
        return Ok(Some(to_sign_in(request)));
    };
    let tongue = language::own(request.request());
    let go = |path: &str| Ok(Some(see_other(&format!("{STAFF}{path}?lang={tongue}"))));
    let stage = who.session.as_ref().map(|held| held.session.stage);
    match (door, stage) {
        (Door::Arriving, Some(Stage::Code)) | (Door::Own, Some(Stage::Full)) => return Ok(None),
        (Door::Arriving, _) => return go(""),
        (_, Some(Stage::Code)) => return go("/ma-xac-thuc"),
        _ => {}
    }
    if page && who.must_add_factor() {
        return go("/toi/xac-thuc");
    }
    match door {
        Door::Right(right) if !who.powers.may_somewhere(right) => Err(Problem::right_needed(right)),
        Door::Own if stage.is_none() => Err(Problem::token_needed()),
        _ => Ok(None),
    }
}

/// To the sign-in page, and back here afterwards.
fn to_sign_in(request: &ServiceRequest) -> HttpResponse {
    let tongue = language::own(request.request());
    let mut address = format!("{STAFF}/dang-nhap?lang={tongue}");
    if request.method() == actix_web::http::Method::GET && request.path() != STAFF {
        let query = without(request.query_string(), "lang");
        let asked = if query.is_empty() { String::new() } else { format!("?{query}") };
        address.push_str("&sau=");
        address.push_str(&in_a_query(&format!("{}{asked}", request.path())));
    }
    see_other(&address)
}

/// A query without its parts of this name.
pub(super) fn without(query: &str, name: &str) -> String {
    let parts = query.split('&').filter(|part| part.split('=').next() != Some(name) && !part.is_empty());
    parts.collect::<Vec<_>>().join("&")
}

/// An address as the value of a part of a query: what has a meaning there is written as a number.
pub(super) fn in_a_query(address: &str) -> String {
    address.replace('%', "%25").replace('&', "%26").replace('+', "%2B").replace('#', "%23")
}

/// An address in this language, whatever it is in so far.
pub(super) fn in_language(address: &str, language: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    match without(query, "lang").as_str() {
        "" => format!("{path}?lang={language}"),
        rest => format!("{path}?{rest}&lang={language}"),
    }
}

/// Goes on to another address.
pub(super) fn see_other(address: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((LOCATION, address))
        .insert_header((CACHE_CONTROL, "no-store"))
        .finish()
}
