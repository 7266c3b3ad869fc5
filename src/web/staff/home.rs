//! `/quan-tri`: where everything else is found.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::layout::{StaffPage, account, send};
use crate::identity::Principal;
use crate::locale;
use crate::store::accounts::Grant;
use crate::web::principal::Staff;
use crate::web::problem::Problem;

#[derive(Template)]
#[template(path = "staff/home.html", config = "src/web/askama.toml")]
struct Home {
    page: StaffPage,
    /// Roles of whoever is signed in, in words.
    roles: Vec<String>,
    /// Whether a second factor is set up.
    has_factor: bool,
}

/// A role with its place, in words.
pub(super) fn spoken_role(grant: &Grant, language: &str) -> String {
    let role = locale::text(language, &format!("staff-role-{}", grant.role));
    match (grant.unit(), &grant.unit_name) {
        (Some(key), Some(name)) => {
            let values =
                [("role", role.into()), ("unit", name.clone().into()), ("code", key.code.to_string().into())];
            locale::text_with(language, "staff-role-at", &values)
        }
        _ => locale::text_with(language, "staff-role-everywhere", &[("role", role.into())]),
    }
}

/// Roles in words.
pub(super) fn spoken_roles(who: &Principal, language: &str) -> Vec<String> {
    who.grants.iter().map(|grant| spoken_role(grant, language)).collect()
}

pub(super) async fn show(request: HttpRequest, who: Staff) -> Result<HttpResponse, Problem> {
    let page = StaffPage::new(&request, &who.0, "staff-home-title");
    let language = page.language.clone();
    let has_factor = account(&who.0)?.totp.is_some();
    send(StatusCode::OK, &language, &Home { roles: spoken_roles(&who.0, &language), has_factor, page })
}
