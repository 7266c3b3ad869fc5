//! `/api/v1/audit`: the audit log, as far as somebody may see it.
#![expect(unused_qualifications, reason = "the macro that describes handlers repeats types in full")]

use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpResponse, Responder};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::identity::audit;
use crate::store;
use crate::web::audit_file::{self, Asked, AuditEntry, Format};
use crate::web::principal::{Staff, now};
use crate::web::problem::Problem;
use crate::web::state::AppState;

/// Entries in one answer.
const PAGE: i64 = 100;

/// Where the answer begins.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Before {
    /// Number of the entry before which it begins; the latest entry when absent.
    before: Option<i64>,
}

/// Entries of the audit log.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditPage {
    /// The latest first.
    entries: Vec<AuditEntry>,
    /// `before` of the next page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<i64>,
}

/// Entries of the audit log about the bearer's units, a hundred at once.
#[utoipa::path(
    get, path = "/api/v1/audit", tag = "staff", operation_id = "listAudit",
    params(Asked, Before),
    responses(
        (status = 200, description = "The entries", body = AuditPage),
        (status = 400, description = "bad_request: a parameter makes no sense"),
    ),
    security(("token" = ["read_audit"])),
)]
pub async fn list(
    asked: Query<Asked>,
    before: Query<Before>,
    who: Staff,
    state: Data<AppState>,
) -> Result<impl Responder, Problem> {
    let (principal, filter, before) = ((*who.0).clone(), asked.filter(), before.before);
    let entries = state.db(move |connection| {
        let filter = audit::visible(connection, &principal, filter)?;
        store::audit::list(connection, &filter, before, PAGE)
    });
    let entries: Vec<AuditEntry> = entries.await?.iter().map(AuditEntry::of).collect();
    let whole = i64::try_from(entries.len()).is_ok_and(|count| count == PAGE);
    let next = entries.last().filter(|_| whole).map(AuditEntry::number);
    Ok(Json(AuditPage { entries, next }).customize().insert_header(("Cache-Control", "no-store")))
}

/// All entries that match, the earliest first, as a file. The export itself is noted down.
#[utoipa::path(
    get, path = "/api/v1/audit.{format}", tag = "staff", operation_id = "exportAudit",
    params(("format" = String, Path, description = "csv or json"), Asked),
    responses(
        (status = 200, description = "The file", content((String = "text/csv"), (Vec<AuditEntry> = "application/json"))),
        (status = 404, description = "unknown_format"),
    ),
    security(("token" = ["read_audit"])),
)]
pub async fn export(
    format: Path<String>,
    asked: Query<Asked>,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let format = Format::read(&format)?;
    let (principal, filter) = ((*who.0).clone(), asked.filter());
    let entries = state.db(move |connection| audit::export(connection, &principal, filter, now())).await?;
    audit_file::respond(&entries, format)
}
