//! The JSON interface.

mod accounts;
mod audit;
mod body;
mod envelope;
pub(super) mod form;
mod imports;
mod instruments;
mod json;
mod kiosk;
mod me;
mod openapi;
mod operations;
mod publications;
mod quarantine;
mod refusals;
mod remarks;
mod responses;
pub(super) mod results;
pub(super) mod series;
mod tasks;
mod tickets;
mod tokens;
mod unlock;
mod visits;
mod wave_acts;
mod waves;

use super::routes::{Door, Entry};
use crate::domain::access::Right;

pub use openapi::openapi_json;

/// Every address of the interface. Routes are tried in this order, and most requests are answers.
pub(super) const ROUTES: &[Entry] = &[
    Entry::post("/api/v1/waves/{wave}/responses", Door::Everybody, |route| route.to(responses::send)),
    Entry::read("/api/v1/instruments", Door::Everybody, |route| route.to(instruments::list)),
    Entry::read("/api/v1/instruments/{id}", Door::Everybody, |route| route.to(instruments::show)),
    Entry::read("/api/v1/waves", Door::Public(Right::SeeResults), |route| route.to(waves::list)),
    Entry::read("/api/v1/waves/{wave}", Door::Public(Right::SeeResults), |route| route.to(waves::show)),
    Entry::post("/api/v1/waves", Door::Right(Right::ManageWaves), |route| route.to(wave_acts::create)),
    Entry::post("/api/v1/waves/{wave}", Door::Right(Right::ManageWaves), |route| route.to(wave_acts::change)),
    Entry::delete("/api/v1/waves/{wave}", Door::Right(Right::ManageWaves), |route| {
        route.to(wave_acts::discard)
    }),
    Entry::post("/api/v1/waves/{wave}/open", Door::Right(Right::ManageWaves), |route| {
        route.to(wave_acts::open)
    }),
    Entry::post("/api/v1/waves/{wave}/close", Door::Right(Right::ManageWaves), |route| {
        route.to(wave_acts::close)
    }),
    Entry::post("/api/v1/waves/{wave}/publish", Door::Right(Right::ManageWaves), |route| {
        route.to(wave_acts::publish)
    }),
    Entry::post("/api/v1/waves/{wave}/hide", Door::Right(Right::ManageWaves), |route| {
        route.to(wave_acts::hide)
    }),
    Entry::post("/api/v1/waves/{wave}/copy", Door::Right(Right::ManageWaves), |route| {
        route.to(wave_acts::copy)
    }),
    Entry::post("/api/v1/waves/{wave}/pool", Door::Right(Right::ManageWaves), |route| {
        route.to(wave_acts::pool)
    }),
    Entry::post("/api/v1/waves/{wave}/erase", Door::Right(Right::EraseWaves), |route| {
        route.to(quarantine::erase)
    }),
    Entry::read("/api/v1/quarantine", Door::Right(Right::SeeBatches), |route| route.to(quarantine::list)),
    Entry::post("/api/v1/waves/{wave}/quarantine/{batch}", Door::Right(Right::DecideQuarantine), |route| {
        route.to(quarantine::decide)
    }),
    Entry::read("/api/v1/waves/{wave}/form", Door::Everybody, |route| route.to(form::show)),
    Entry::post("/api/v1/waves/{wave}/responses:batch", Door::Everybody, |route| {
        route.to(responses::send_list)
    }),
    Entry::read("/api/v1/waves/{wave}/results", Door::Public(Right::SeeResults), |route| {
        route.to(results::show)
    }),
    Entry::read("/api/v1/waves/{wave}/results.{format}", Door::Public(Right::Download), |route| {
        route.to(results::download)
    }),
    Entry::read("/api/v1/results.{format}", Door::Public(Right::Download), |route| {
        route.to(series::download)
    }),
    Entry::post("/api/v1/waves/{wave}/remarks", Door::Everybody, |route| route.to(remarks::send)),
    Entry::read("/api/v1/waves/{wave}/remarks", Door::Public(Right::SeeResults), |route| {
        route.to(remarks::list)
    }),
    Entry::read("/api/v1/waves/{wave}/remarks/waiting", Door::Right(Right::ManageWaves), |route| {
        route.to(remarks::waiting)
    }),
    Entry::post("/api/v1/remarks/{id}", Door::Right(Right::ManageWaves), |route| route.to(remarks::decide)),
    Entry::read("/api/v1/waves/{wave}/visits", Door::Right(Right::SeeResults), |route| {
        route.to(visits::list)
    }),
    Entry::read("/api/v1/waves/{wave}/tokens", Door::Everybody, |route| route.to(tokens::show)),
    Entry::post("/api/v1/waves/{wave}/tokens", Door::Everybody, |route| route.to(tokens::trade)),
    Entry::post("/api/v1/waves/{wave}/tickets", Door::Right(Right::IssueTickets), |route| {
        route.to(tickets::make)
    }),
    Entry::read("/api/v1/kiosk", Door::Device, |route| route.to(kiosk::show)),
    Entry::post("/api/v1/kiosk/counts", Door::Device, |route| route.to(kiosk::send_counts)),
    Entry::post("/api/v1/kiosk/permit", Door::Device, |route| route.to(unlock::permit)),
    Entry::post("/api/v1/units/{unit}/unlock", Door::Right(Right::UnlockKiosk), |route| {
        route.to(unlock::unlock)
    }),
    Entry::post("/api/v1/units/{unit}/dossiers", Door::Right(Right::UnlockKiosk), |route| {
        route.to(unlock::send_dossiers)
    }),
    Entry::read("/api/v1/publications/{hash}", Door::Public(Right::Download), |route| {
        route.to(publications::show)
    }),
    Entry::read("/api/v1/me", Door::SignedIn, |route| route.to(me::show)),
    Entry::read("/api/v1/accounts", Door::Right(Right::ManageAccounts), |route| route.to(accounts::list)),
    Entry::post("/api/v1/accounts", Door::Right(Right::ManageAccounts), |route| route.to(accounts::add)),
    Entry::read("/api/v1/accounts/{name}", Door::Right(Right::ManageAccounts), |route| {
        route.to(accounts::show)
    }),
    Entry::post("/api/v1/accounts/{name}/roles", Door::Right(Right::ManageAccounts), |route| {
        route.to(accounts::give_role)
    }),
    Entry::delete("/api/v1/accounts/{name}/roles/{id}", Door::Right(Right::ManageAccounts), |route| {
        route.to(accounts::take_role)
    }),
    Entry::post("/api/v1/accounts/{name}/disable", Door::Right(Right::ManageAccounts), |route| {
        route.to(accounts::disable)
    }),
    Entry::post("/api/v1/accounts/{name}/enable", Door::Right(Right::ManageAccounts), |route| {
        route.to(accounts::enable)
    }),
    Entry::post("/api/v1/accounts/{name}/link", Door::Right(Right::ManageAccounts), |route| {
        route.to(accounts::make_link)
    }),
    Entry::read("/api/v1/audit", Door::Right(Right::ReadAudit), |route| route.to(audit::list)),
    Entry::read("/api/v1/audit.{format}", Door::Right(Right::ReadAudit), |route| route.to(audit::export)),
    Entry::read("/api/v1/tasks", Door::Right(Right::SeeResults), |route| route.to(tasks::list)),
    Entry::post("/api/v1/tasks", Door::Right(Right::ManageTasks), |route| route.to(tasks::add)),
    Entry::read("/api/v1/tasks/{id}", Door::Right(Right::SeeResults), |route| route.to(tasks::show)),
    Entry::post("/api/v1/tasks/{id}", Door::Right(Right::ManageTasks), |route| route.to(tasks::change)),
    Entry::post("/api/v1/imports/{kind}", Door::Right(Right::Import), |route| route.to(imports::send)),
    Entry::read("/openapi.json", Door::Everybody, |route| route.to(openapi::show)),
    Entry::read("/health/live", Door::Everybody, |route| route.to(operations::live)),
    Entry::read("/health/ready", Door::Everybody, |route| route.to(operations::ready)),
    Entry::read("/version", Door::Everybody, |route| route.to(operations::version)),
    Entry::read("/metrics", Door::Everybody, |route| route.to(operations::metrics)),
];
