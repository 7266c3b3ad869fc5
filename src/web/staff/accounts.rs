//! `/quan-tri/tai-khoan`: the accounts somebody may manage, and adding one.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::form::Sent;
use super::home::spoken_role;
use super::layout::{Input, StaffPage, Wrong, send};
use super::units;
use crate::domain::access::{Right, Role};
use crate::identity::accounts::{self, Listed, NewAccount, Refused};
use crate::identity::set_up;
use crate::locale;
use crate::web::language;
use crate::web::principal::{Staff, now};
use crate::web::problem::Problem;
use crate::web::settings::Settings;
use crate::web::state::AppState;

#[derive(Template)]
#[template(path = "staff/accounts.html", config = "src/web/askama.toml")]
struct AccountsPage {
    page: StaffPage,
    accounts: Vec<AccountView>,
    name: Input,
    full_name: Input,
    unit: Input,
    roles: Vec<RoleChoice>,
}

/// An account in a list.
pub(super) struct AccountView {
    pub name: String,
    pub full_name: String,
    pub href: String,
    pub roles: Vec<String>,
    /// What is to be known about it: not set up yet, disabled, second factor.
    pub state: String,
}

/// A role to choose.
pub(super) struct RoleChoice {
    pub value: &'static str,
    pub label: String,
    pub about: String,
    pub chosen: bool,
}

/// Every role, with what it may do.
pub(super) fn role_choices(language: &str, chosen: &str) -> Vec<RoleChoice> {
    let choice = |role: Role| RoleChoice {
        value: role.as_str(),
        label: locale::text(language, &format!("staff-role-{role}")),
        about: locale::text(language, &format!("staff-role-{role}-about")),
        chosen: role.as_str() == chosen,
    };
    Role::ALL.into_iter().map(choice).collect()
}

/// The account as people read it.
pub(super) fn view(page: &StaffPage, listed: &Listed) -> AccountView {
    let account = &listed.account;
    let state = match (account.disabled, account.password.is_some(), account.totp.is_some()) {
        (true, _, _) => "staff-account-disabled",
        (_, false, _) => "staff-account-waiting",
        (_, _, true) => "staff-account-two-factors",
        (_, _, false) => "staff-account-one-factor",
    };
    AccountView {
        name: account.name.clone(),
        full_name: account.full_name.clone(),
        href: page.link(&format!("/quan-tri/tai-khoan/{}", account.name)),
        roles: listed.grants.iter().map(|grant| spoken_role(grant, &page.language)).collect(),
        state: page.text(state),
    }
}

/// What was typed into the form of a new account.
#[derive(Default)]
struct Typed {
    name: String,
    full_name: String,
    unit: String,
    role: String,
}

pub(super) async fn list(
    request: HttpRequest,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    page(&request, &who, &state, &Typed::default(), None).await
}

async fn page(
    request: &HttpRequest,
    who: &Staff,
    state: &AppState,
    typed: &Typed,
    wrong: Option<Wrong>,
) -> Result<HttpResponse, Problem> {
    let principal = (*who.0).clone();
    let listed = state.db(move |connection| accounts::list(connection, &principal, now())).await?;
    let mut page = StaffPage::new(request, &who.0, "staff-place-accounts");
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page.wrong.extend(wrong);
    page.units = units::offered(state, who, Right::ManageAccounts).await?;
    let language = page.language.clone();
    let list = AccountsPage {
        accounts: listed.iter().map(|listed| view(&page, listed)).collect(),
        name: page
            .input("account-name", "text")
            .value(&typed.name)
            .hint(page.text("staff-account-name-hint"))
            .autocomplete("off")
            .required(),
        full_name: page.input("full-name", "text").value(&typed.full_name).autocomplete("off").required(),
        unit: page.input("unit", "text").value(&typed.unit).hint(page.text("staff-unit-hint")).unit(),
        roles: role_choices(&language, &typed.role),
        page,
    };
    send(status, &language, &list)
}

/// What a refusal has to do with a field of the form, and what it says; a problem where it has to do with none.
pub(super) fn wrong_field(refused: &Refused, language: &str) -> Result<Wrong, Problem> {
    let field = match refused {
        Refused::BadName | Refused::NameTaken => "account-name",
        Refused::BadFullName => "full-name",
        Refused::UnknownUnit => "unit",
        _ => return Err(Problem::refused(refused)),
    };
    let text = locale::text(language, &format!("staff-refused-{}", refused.as_str().replace('_', "-")));
    Ok(Wrong { field, text })
}

/// A unit's code that was typed, or nothing for everywhere.
pub(super) fn typed_unit(text: &str) -> Option<&str> {
    Some(text).filter(|unit| !unit.is_empty())
}

pub(super) async fn add(form: Sent, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let Sent { request, who, fields } = form;
    let text = |name: &str| fields.text(name).to_owned();
    let typed = Typed {
        name: text("account-name"),
        full_name: text("full-name"),
        unit: units::meant(&state, &who, Right::ManageAccounts, fields.text("unit")).await?,
        role: text("role"),
    };
    let language = language::own(&request);
    let Ok(role) = typed.role.parse::<Role>() else {
        let wrong = Wrong { field: "role", text: locale::text(&language, "staff-refused-no-role") };
        return page(&request, &who, &state, &typed, Some(wrong)).await;
    };
    let principal = (*who.0).clone();
    let (name, full_name, unit) = (typed.name.clone(), typed.full_name.clone(), typed.unit.clone());
    let added = state.db(move |connection| {
        let new = NewAccount { name: &name, full_name: &full_name, role, unit: typed_unit(&unit) };
        accounts::add(connection, &principal, &new, now())
    });
    match added.await? {
        Ok(secret) => link_page(&request, &who, &typed.name, &secret),
        Err(refused) => {
            let wrong = wrong_field(&refused, &language)?;
            page(&request, &who, &state, &typed, Some(wrong)).await
        }
    }
}

#[derive(Template)]
#[template(path = "staff/link.html", config = "src/web/askama.toml")]
struct LinkPage {
    page: StaffPage,
    name: String,
    link: String,
    back: String,
}

/// A one-time link, shown once, to be handed to the owner of the account.
pub(super) fn link_page(
    request: &HttpRequest,
    who: &Staff,
    name: &str,
    secret: &str,
) -> Result<HttpResponse, Problem> {
    let name = name.to_ascii_lowercase();
    let page = StaffPage::new(request, &who.0, "staff-link-title").with_languages("/quan-tri/tai-khoan");
    let language = page.language.clone();
    let settings = request.app_data::<Data<Settings>>();
    let public = settings.and_then(|settings| settings.public_url.clone());
    let base = public.unwrap_or_else(|| {
        let info = request.connection_info();
        format!("{}://{}", info.scheme(), info.host())
    });
    let link = format!("{}{}", base.trim_end_matches('/'), set_up::path(secret));
    let back = page.link(&format!("/quan-tri/tai-khoan/{name}"));
    send(StatusCode::OK, &language, &LinkPage { page, name, link, back })
}
