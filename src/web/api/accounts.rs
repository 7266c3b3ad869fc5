//! `/api/v1/accounts`: accounts of the staff, for those who manage them.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, Responder};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::json::{Body, private};
use super::me::RoleInfo;
use crate::domain::access::{Role, UnknownRole};
use crate::identity::accounts::{self, Answer, Listed, NewAccount};
use crate::identity::{Principal, set_up};
use crate::store::Connection;
use crate::web::principal::{Staff, now};
use crate::web::problem::{Place, Problem};
use crate::web::state::AppState;

/// Longest body: a few names.
const LIMIT: usize = 4 * 1024;

/// Accounts somebody may manage.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountList {
    /// By name.
    accounts: Vec<AccountInfo>,
}

/// An account.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountInfo {
    /// Name to sign in with.
    #[schema(example = "lan.nguyen@laocai.gov.vn")]
    name: String,
    /// Name of the person.
    full_name: String,
    /// Its roles.
    roles: Vec<RoleInfo>,
    /// Whether its owner has chosen a password.
    set_up: bool,
    /// Whether it has a second factor.
    second_factor: bool,
    /// Whether nobody may sign in.
    disabled: bool,
}

impl AccountInfo {
    fn of(listed: &Listed) -> Self {
        let account = &listed.account;
        Self {
            name: account.name.clone(),
            full_name: account.full_name.clone(),
            roles: listed.grants.iter().map(RoleInfo::of).collect(),
            set_up: account.password.is_some(),
            second_factor: account.totp.is_some(),
            disabled: account.disabled,
        }
    }
}

/// An account to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountBody {
    /// Name to sign in with: 2 to 64 of `a-z 0-9 . _ @ -`.
    name: String,
    /// Name of the person.
    full_name: String,
    /// viewer, clerk, manager, analyst, auditor or administrator.
    #[schema(example = "manager")]
    role: String,
    /// Code of the unit at and below which; absent for everywhere.
    #[schema(example = "19")]
    unit: Option<String>,
}

/// A role and where it holds.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleFields {
    /// viewer, clerk, manager, analyst, auditor or administrator.
    #[schema(example = "manager")]
    role: String,
    /// Code of the unit at and below which; absent for everywhere.
    #[schema(example = "19")]
    unit: Option<String>,
}

/// A one-time link.
#[derive(Debug, Serialize, ToSchema)]
pub struct LinkInfo {
    /// Path of the page on which the owner chooses a password. Shown once.
    path: String,
}

fn role(word: &str) -> Result<Role, Problem> {
    word.parse().map_err(|fault: UnknownRole| {
        let (pointer, reason) = ("/role".to_owned(), fault.to_string());
        Problem::unreadable("invalid_shape", Place { pointer, line: None, column: None, reason })
    })
}

/// Does something as the one who asks.
async fn act<T: Send + 'static>(
    state: &AppState,
    who: &Staff,
    work: impl FnOnce(&mut Connection, &Principal) -> Answer<T> + Send + 'static,
) -> Result<T, Problem> {
    let principal = (*who.0).clone();
    let done = state.db(move |connection| work(connection, &principal)).await?;
    done.map_err(|refused| Problem::refused(&refused))
}

/// The accounts the token's bearer may manage: those whose every right is also theirs, at the same units.
#[utoipa::path(
    get, path = "/api/v1/accounts", tag = "staff", operation_id = "listAccounts",
    responses(
        (status = 200, description = "The accounts", body = AccountList),
    ),
    security(("token" = ["manage_accounts"])),
)]
pub async fn list(who: Staff, state: Data<AppState>) -> Result<impl Responder, Problem> {
    let principal = (*who.0).clone();
    let listed = state.db(move |connection| accounts::list(connection, &principal, now())).await?;
    Ok(private(AccountList { accounts: listed.iter().map(AccountInfo::of).collect() }))
}

/// One account. One the bearer may not manage looks like none.
#[utoipa::path(
    get, path = "/api/v1/accounts/{name}", tag = "staff", operation_id = "getAccount",
    params(("name" = String, Path, description = "Sign-in name")),
    responses(
        (status = 200, description = "The account", body = AccountInfo),
        (status = 404, description = "unknown_account"),
    ),
    security(("token" = ["manage_accounts"])),
)]
pub async fn show(name: Path<String>, who: Staff, state: Data<AppState>) -> Result<impl Responder, Problem> {
    let listed =
        act(&state, &who, move |connection, by| accounts::find(connection, by, &name, now())).await?;
    Ok(private(AccountInfo::of(&listed)))
}

/// Adds an account.
#[utoipa::path(
    post, path = "/api/v1/accounts", tag = "staff", operation_id = "addAccount",
    request_body = AccountBody,
    responses(
        (status = 201, description = "It is added; its owner chooses a password by the link", body = LinkInfo),
        (status = 403, description = "right_needed: nobody gives away what they do not hold there"),
        (status = 409, description = "name_taken"),
        (status = 422, description = "bad_name, bad_full_name or unknown_account_unit"),
    ),
    security(("token" = ["manage_accounts"])),
)]
pub async fn add(
    Body(body): Body<AccountBody, LIMIT>,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let role = role(&body.role)?;
    let secret = act(&state, &who, move |connection, by| {
        let unit = body.unit.as_deref();
        let new = NewAccount { name: &body.name, full_name: &body.full_name, role, unit };
        accounts::add(connection, by, &new, now())
    });
    Ok(link(StatusCode::CREATED, &secret.await?))
}

fn link(status: StatusCode, secret: &str) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header(("Cache-Control", "no-store"))
        .json(LinkInfo { path: set_up::path(secret) })
}

/// Gives a role.
#[utoipa::path(
    post, path = "/api/v1/accounts/{name}/roles", tag = "staff", operation_id = "giveRole",
    params(("name" = String, Path, description = "Sign-in name")),
    request_body = RoleFields,
    responses(
        (status = 204, description = "The account has it; its sessions have ended"),
        (status = 403, description = "right_needed: nobody gives away what they do not hold there"),
        (status = 404, description = "unknown_account"),
        (status = 422, description = "unknown_account_unit"),
    ),
    security(("token" = ["manage_accounts"])),
)]
pub async fn give_role(
    name: Path<String>,
    Body(body): Body<RoleFields, LIMIT>,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let role = role(&body.role)?;
    let given = act(&state, &who, move |connection, by| {
        accounts::give_role(connection, by, &name, (role, body.unit.as_deref()), now())
    });
    given.await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Takes a role away.
#[utoipa::path(
    delete, path = "/api/v1/accounts/{name}/roles/{id}", tag = "staff", operation_id = "takeRole",
    params(
        ("name" = String, Path, description = "Sign-in name"),
        ("id" = i32, Path, description = "Key of the role, as the account lists it"),
    ),
    responses(
        (status = 204, description = "It is taken away; the account's sessions have ended"),
        (status = 404, description = "unknown_account or unknown_account_role"),
        (status = 409, description = "last_role or yourself"),
    ),
    security(("token" = ["manage_accounts"])),
)]
pub async fn take_role(
    path: Path<(String, String)>,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let (name, id) = path.into_inner();
    // No role has a key that is not a number.
    let id = id.parse().unwrap_or(0);
    act(&state, &who, move |connection, by| accounts::take_role(connection, by, &name, id, now())).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Lets nobody sign in to an account any more.
#[utoipa::path(
    post, path = "/api/v1/accounts/{name}/disable", tag = "staff", operation_id = "disableAccount",
    params(("name" = String, Path, description = "Sign-in name")),
    responses(
        (status = 204, description = "Its sessions have ended and its tokens are worthless"),
        (status = 404, description = "unknown_account"),
        (status = 409, description = "yourself"),
    ),
    security(("token" = ["manage_accounts"])),
)]
pub async fn disable(name: Path<String>, who: Staff, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    set_disabled(name, who, state, true).await
}

/// Lets a disabled account be used again.
#[utoipa::path(
    post, path = "/api/v1/accounts/{name}/enable", tag = "staff", operation_id = "enableAccount",
    params(("name" = String, Path, description = "Sign-in name")),
    responses(
        (status = 204, description = "People can sign in again"),
        (status = 404, description = "unknown_account"),
    ),
    security(("token" = ["manage_accounts"])),
)]
pub async fn enable(name: Path<String>, who: Staff, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    set_disabled(name, who, state, false).await
}

async fn set_disabled(
    name: Path<String>,
    who: Staff,
    state: Data<AppState>,
    disabled: bool,
) -> Result<HttpResponse, Problem> {
    act(&state, &who, move |connection, by| accounts::set_disabled(connection, by, &name, disabled, now()))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Makes a one-time link for an account whose password is lost or not chosen yet.
#[utoipa::path(
    post, path = "/api/v1/accounts/{name}/link", tag = "staff", operation_id = "makeLink",
    params(("name" = String, Path, description = "Sign-in name")),
    responses(
        (status = 201, description = "The link; an earlier one is worthless", body = LinkInfo),
        (status = 404, description = "unknown_account"),
    ),
    security(("token" = ["manage_accounts"])),
)]
pub async fn make_link(
    name: Path<String>,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let made = act(&state, &who, move |connection, by| accounts::reset(connection, by, &name, false, now()));
    Ok(link(StatusCode::CREATED, &made.await?))
}
