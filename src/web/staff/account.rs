//! `/quan-tri/tai-khoan/{name}`: one account: its roles, and what can be done to it.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::accounts::{AccountView, RoleChoice, link_page, role_choices, typed_unit, view, wrong_field};
use super::form::{Fields, Sent};
use super::home::spoken_role;
use super::layout::{Input, StaffPage, Wrong, back, send};
use super::units;
use crate::domain::access::{Right, Role};
use crate::identity::accounts::{self, Listed, Refused};
use crate::web::language;
use crate::web::principal::{Staff, now};
use crate::web::problem::Problem;
use crate::web::state::AppState;

#[derive(Template)]
#[template(path = "staff/account.html", config = "src/web/askama.toml")]
struct AccountPage {
    page: StaffPage,
    account: AccountView,
    disabled: bool,
    has_factor: bool,
    /// Whether it is the account of the one who looks.
    own: bool,
    grants: Vec<GrantView>,
    unit: Input,
    roles: Vec<RoleChoice>,
}

struct GrantView {
    id: i32,
    text: String,
}

async fn find(state: &AppState, who: &Staff, name: &str) -> Result<Listed, Problem> {
    let (principal, name) = ((*who.0).clone(), name.to_owned());
    let found = state.db(move |connection| accounts::find(connection, &principal, &name, now())).await?;
    found.map_err(|refused| Problem::refused(&refused))
}

pub(super) async fn show(
    request: HttpRequest,
    name: Path<String>,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let listed = find(&state, &who, &name).await?;
    page(&request, &who, &state, &listed, ("", ""), None).await
}

async fn page(
    request: &HttpRequest,
    who: &Staff,
    state: &AppState,
    listed: &Listed,
    (role, unit): (&str, &str),
    wrong: Option<Wrong>,
) -> Result<HttpResponse, Problem> {
    let mut page = StaffPage::new(request, &who.0, "staff-account-title");
    listed.account.full_name.clone_into(&mut page.title);
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page.wrong.extend(wrong);
    page.units = units::offered(state, who, Right::ManageAccounts).await?;
    let language = page.language.clone();
    let grants = listed.grants.iter();
    let account = AccountPage {
        account: view(&page, listed),
        disabled: listed.account.disabled,
        has_factor: listed.account.totp.is_some(),
        own: who.0.account.as_ref().is_some_and(|own| own.id == listed.account.id),
        grants: grants.map(|grant| GrantView { id: grant.id, text: spoken_role(grant, &language) }).collect(),
        unit: page.input("unit", "text").value(unit).hint(page.text("staff-unit-hint")).unit(),
        roles: role_choices(&language, role),
        page,
    };
    send(status, &language, &account)
}

/// What the forms of the page do, by the name of their button.
pub(super) async fn change(
    form: Sent,
    name: Path<String>,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let Sent { request, who, fields } = form;
    let path = format!("/quan-tri/tai-khoan/{name}");
    let principal = (*who.0).clone();
    let named = name.clone();
    let act = fields.text("act").to_owned();
    let done = match act.as_str() {
        "give" => return give(&request, &name, &fields, &who, &state).await,
        "take" => {
            let grant = fields.text("grant").parse().map_err(|_| Problem::bad_form())?;
            state
                .db(move |connection| accounts::take_role(connection, &principal, &named, grant, now()))
                .await?
        }
        "disable" | "enable" => {
            let disabled = act == "disable";
            let changed = state.db(move |connection| {
                accounts::set_disabled(connection, &principal, &named, disabled, now())
            });
            changed.await?
        }
        "link" | "link-without-factor" => {
            let drop_factor = act != "link";
            let made = state
                .db(move |connection| accounts::reset(connection, &principal, &named, drop_factor, now()));
            let secret = made.await?.map_err(|refused| Problem::refused(&refused))?;
            return link_page(&request, &who, &name, &secret);
        }
        _ => return Err(Problem::bad_form()),
    };
    done.map_err(|refused| Problem::refused(&refused))?;
    Ok(back(&request, &path, &act))
}

async fn give(
    request: &HttpRequest,
    name: &str,
    fields: &Fields,
    who: &Staff,
    state: &AppState,
) -> Result<HttpResponse, Problem> {
    let language = language::own(request);
    let word = fields.text("role").to_owned();
    let unit = units::meant(state, who, Right::ManageAccounts, fields.text("unit")).await?;
    let given = match word.parse::<Role>() {
        Ok(role) => {
            let (principal, named, unit) = ((*who.0).clone(), name.to_owned(), unit.clone());
            let given = state.db(move |connection| {
                accounts::give_role(connection, &principal, &named, (role, typed_unit(&unit)), now())
            });
            given.await?
        }
        Err(_) => Err(Refused::UnknownRole),
    };
    let wrong = match given {
        Ok(()) => return Ok(back(request, &format!("/quan-tri/tai-khoan/{name}"), "give")),
        Err(Refused::UnknownRole) => {
            Wrong { field: "role", text: crate::locale::text(&language, "staff-refused-no-role") }
        }
        Err(refused) => wrong_field(&refused, &language)?,
    };
    let listed = find(state, who, name).await?;
    page(request, who, state, &listed, (&word, &unit), Some(wrong)).await
}
