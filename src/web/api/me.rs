//! `GET /api/v1/me`: whom a token stands for and what it may do.

use actix_web::Responder;
use serde::Serialize;
use utoipa::ToSchema;

use super::json::private;
use crate::domain::access::{Right, Role};
use crate::store::accounts::Grant;
use crate::web::principal::Staff;

/// Whom a token stands for.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    /// Name in the audit log.
    #[schema(example = "lan.nguyen / token bao-cao")]
    actor: String,
    /// Sign-in name of the account that made the token; absent for one made at the command line.
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    /// Rights the token gives.
    rights: Vec<&'static str>,
    /// Where each right holds: codes of units, at or below one of each list; no list stands for everywhere.
    places: std::collections::BTreeMap<&'static str, Vec<Vec<String>>>,
    /// Roles of the account.
    roles: Vec<RoleInfo>,
}

/// A role somebody has.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoleInfo {
    /// Key by which the role is taken away.
    id: i32,
    /// viewer, clerk, manager, analyst, auditor or administrator.
    #[schema(example = "manager")]
    role: &'static str,
    /// Code of the unit at and below which; absent for everywhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "19")]
    unit: Option<String>,
}

impl RoleInfo {
    /// The grant as it is shown.
    pub(super) fn of(grant: &Grant) -> Self {
        let role: Role = grant.role;
        Self { id: grant.id, role: role.as_str(), unit: grant.unit().map(|key| key.code.to_string()) }
    }
}

/// Whom a token stands for and what it may do.
#[utoipa::path(
    get, path = "/api/v1/me", tag = "staff", operation_id = "getMe",
    responses(
        (status = 200, description = "Whom the token stands for", body = Me),
    ),
    security(("token" = [])),
)]
pub async fn show(who: Staff) -> impl Responder {
    let who = &who.0;
    let rights = who.powers.rights();
    let places = |right: Right| {
        let lists = who.powers.places(right).into_iter();
        lists.map(|keys| keys.into_iter().map(|key| key.code.to_string()).collect()).collect()
    };
    private(Me {
        actor: who.actor.clone(),
        account: who.account.as_ref().map(|account| account.name.clone()),
        rights: rights.iter().map(Right::as_str).collect(),
        places: rights.iter().map(|right| (right.as_str(), places(right))).collect(),
        roles: who.grants.iter().map(RoleInfo::of).collect(),
    })
}
