//! What every address may answer when it does not do what was asked, written into the description once.
//!
//! An operation's own list names what is special about it. Everything that follows from its kind is added here: a
//! token that is needed, a body that has to be read, a database that has to be there.

use utoipa::Modify;
use utoipa::openapi::path::Operation;
use utoipa::openapi::{ContentBuilder, OpenApi, PathItem, Ref, RefOr, Response, ResponseBuilder};

/// Statuses and descriptions.
type Refusals = &'static [(&'static str, &'static str)];

const READING_A_BODY: Refusals = &[
    ("400", "invalid_json or invalid_shape"),
    ("408", "too_slow"),
    ("413", "too_large"),
    ("415", "wrong_type"),
];
const AT_A_DESK: Refusals = &[("401", "device_needed: no token, or one that has expired or was taken away")];
const WITH_A_TOKEN: Refusals = &[("401", "token_needed")];
const WITH_A_RIGHT: Refusals = &[("403", "right_needed")];
const FROM_THE_DATABASE: Refusals = &[("503", "database_unavailable")];

/// Completes the description.
pub(super) struct Completed;

impl Modify for Completed {
    fn modify(&self, api: &mut OpenApi) {
        for (path, item) in &mut api.paths.paths {
            for operation in operations(item) {
                for (status, description) in that_follow(path, operation).into_iter().flatten() {
                    let responses = &mut operation.responses.responses;
                    responses.entry((*status).to_owned()).or_insert_with(|| {
                        RefOr::T(ResponseBuilder::new().description(*description).build())
                    });
                }
                for (status, response) in &mut operation.responses.responses {
                    if let RefOr::T(response) = response
                        && status.as_str() >= "400"
                    {
                        with_document(response);
                    }
                }
            }
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let PathItem { get, put, post, delete, patch, .. } = item;
    [get, put, post, delete, patch].into_iter().filter_map(Option::as_mut)
}

/// The refusals that follow from what kind of operation it is.
fn that_follow(path: &str, operation: &Operation) -> Vec<Refusals> {
    // What a requirement says can be read from its JSON only.
    let security = serde_json::to_value(&operation.security).unwrap_or_default();
    let asked: Vec<_> = security.as_array().into_iter().flatten().collect();
    // An empty requirement says that one may come without.
    let optional = asked.iter().any(|one| one.as_object().is_some_and(serde_json::Map::is_empty));
    let needed = |name: &str| asked.iter().filter(|_| !optional).find_map(|one| one.get(name));
    let mut all = Vec::new();
    if operation.request_body.is_some() {
        all.push(READING_A_BODY);
    }
    if needed("device").is_some() {
        all.push(AT_A_DESK);
    }
    if let Some(rights) = needed("token").and_then(|rights| rights.as_array()) {
        all.push(WITH_A_TOKEN);
        if !rights.is_empty() {
            all.push(WITH_A_RIGHT);
        }
    }
    // Forms are kept in memory.
    if path.starts_with("/api/") && !path.ends_with("/form") {
        all.push(FROM_THE_DATABASE);
    }
    all
}

/// Gives a refusal its problem document, unless it says itself what it holds.
fn with_document(response: &mut Response) {
    if response.content.is_empty() {
        let document = ContentBuilder::new().schema(Some(Ref::from_schema_name("ProblemDocument"))).build();
        response.content.insert("application/problem+json".to_owned(), document.into());
    }
}
