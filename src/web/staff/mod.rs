//! The staff's side: pages under `/quan-tri`, each behind its door.
//!
//! One more page: a handler in a file here, a line in [`ROUTES`] with the right it needs and, if people are to find
//! it by themselves, a line in `layout::PLACES`. Forms go through [`form`], which checks that they are ours; what a
//! form does is a function of `identity` (or another room), which checks the rights at the unit and writes the
//! audit log.

mod account;
mod accounts;
mod audit;
pub(super) mod cookies;
mod erase;
mod factor;
mod form;
mod home;
mod import;
mod import_view;
mod layout;
mod oidc;
mod own;
mod password;
mod preview;
mod quarantine;
mod remarks;
mod results;
mod select;
mod set_up;
mod sign_in;
mod task;
mod task_fields;
mod tasks;
mod tickets;
mod tokens;
mod units;
mod unlock;
mod upload;
mod wave;
mod wave_fields;
mod wave_new;
mod wave_pool;
mod wave_protection;
mod waves;

use super::api::results as results_files;
use super::api::series;
use super::pages::results as results_pages;
use super::routes::{Door, Entry};
use crate::domain::access::Right;

pub(super) use layout::problem_page;

/// Every page of the staff's side.
pub(super) const ROUTES: &[Entry] = &[
    Entry::read("/quan-tri", Door::SignedIn, |route| route.to(home::show)),
    Entry::read("/quan-tri/dang-nhap", Door::Everybody, |route| route.to(sign_in::show)),
    Entry::post("/quan-tri/dang-nhap", Door::Everybody, |route| route.to(sign_in::send)),
    Entry::read("/quan-tri/dang-nhap/oidc", Door::Everybody, |route| route.to(oidc::begin)),
    Entry::read("/quan-tri/oidc", Door::Everybody, |route| route.to(oidc::come_back)),
    Entry::read("/quan-tri/toi/oidc", Door::Own, |route| route.to(oidc::begin_link)),
    Entry::post("/quan-tri/toi/oidc", Door::Own, |route| route.to(oidc::link)),
    Entry::post("/quan-tri/toi/oidc/bo", Door::Own, |route| route.to(oidc::unlink)),
    Entry::read("/quan-tri/ma-xac-thuc", Door::Arriving, |route| route.to(sign_in::show_code)),
    Entry::post("/quan-tri/ma-xac-thuc", Door::Arriving, |route| route.to(sign_in::send_code)),
    Entry::post("/quan-tri/dang-xuat", Door::Own, |route| route.to(sign_in::sign_out)),
    Entry::read("/quan-tri/thiet-lap/{secret}", Door::Everybody, |route| route.to(set_up::show)),
    Entry::post("/quan-tri/thiet-lap/{secret}", Door::Everybody, |route| route.to(set_up::send)),
    Entry::read("/quan-tri/toi", Door::Own, |route| route.to(own::show)),
    Entry::post("/quan-tri/toi/mat-khau", Door::Own, |route| route.to(own::change_password)),
    Entry::post("/quan-tri/toi/phien", Door::SignedIn, |route| route.to(own::end_sessions)),
    Entry::read("/quan-tri/toi/xac-thuc", Door::Own, |route| route.to(factor::show)),
    Entry::post("/quan-tri/toi/xac-thuc", Door::Own, |route| route.to(factor::add)),
    Entry::post("/quan-tri/toi/xac-thuc/bo", Door::SignedIn, |route| route.to(factor::remove)),
    Entry::post("/quan-tri/toi/ma-du-phong", Door::SignedIn, |route| route.to(factor::new_codes)),
    Entry::read("/quan-tri/toi/ma-truy-cap", Door::Right(Right::MakeTokens), |route| route.to(tokens::show)),
    Entry::post("/quan-tri/toi/ma-truy-cap", Door::Right(Right::MakeTokens), |route| route.to(tokens::make)),
    Entry::post("/quan-tri/toi/ma-truy-cap/bo", Door::SignedIn, |route| route.to(tokens::revoke)),
    Entry::read("/quan-tri/tai-khoan", Door::Right(Right::ManageAccounts), |route| route.to(accounts::list)),
    Entry::post("/quan-tri/tai-khoan", Door::Right(Right::ManageAccounts), |route| route.to(accounts::add)),
    Entry::read("/quan-tri/tai-khoan/{name}", Door::Right(Right::ManageAccounts), |route| {
        route.to(account::show)
    }),
    Entry::post("/quan-tri/tai-khoan/{name}", Door::Right(Right::ManageAccounts), |route| {
        route.to(account::change)
    }),
    Entry::read("/quan-tri/dot", Door::Right(Right::ManageWaves), |route| route.to(waves::list)),
    Entry::read("/quan-tri/lap-dot", Door::Right(Right::ManageWaves), |route| route.to(wave_new::show)),
    Entry::post("/quan-tri/lap-dot", Door::Right(Right::ManageWaves), |route| route.to(wave_new::create)),
    Entry::read(wave_pool::POOL, Door::Right(Right::ManageWaves), |route| route.to(wave_pool::show)),
    Entry::post(wave_pool::POOL, Door::Right(Right::ManageWaves), |route| route.to(wave_pool::pool)),
    Entry::read("/quan-tri/dot/{wave}", Door::Right(Right::ManageWaves), |route| route.to(wave::show)),
    Entry::post("/quan-tri/dot/{wave}", Door::Right(Right::ManageWaves), |route| route.to(wave::act)),
    Entry::read("/quan-tri/dot/{wave}/xem-thu", Door::Right(Right::ManageWaves), |route| {
        route.to(preview::show)
    }),
    Entry::read("/quan-tri/dot/{wave}/xem-thu/xong", Door::Right(Right::ManageWaves), |route| {
        route.to(preview::done)
    }),
    Entry::read("/quan-tri/dot/{wave}/xoa", Door::Right(Right::EraseWaves), |route| route.to(erase::show)),
    Entry::post("/quan-tri/dot/{wave}/xoa", Door::Right(Right::EraseWaves), |route| route.to(erase::erase)),
    Entry::read("/quan-tri/cach-ly", Door::Right(Right::SeeBatches), |route| route.to(quarantine::show)),
    Entry::post("/quan-tri/cach-ly", Door::Right(Right::DecideQuarantine), |route| {
        route.to(quarantine::decide)
    }),
    Entry::read(results::RESULTS, Door::Right(Right::SeeResults), |route| route.to(results::list)),
    Entry::read("/quan-tri/ket-qua/{wave}", Door::Right(Right::SeeResults), |route| {
        route.to(results_pages::show)
    }),
    Entry::read("/quan-tri/ket-qua/{wave}/y-kien", Door::Right(Right::SeeResults), |route| {
        route.to(results_pages::show_remarks)
    }),
    Entry::read("/quan-tri/dot/{wave}/y-kien", Door::Right(Right::ManageWaves), |route| {
        route.to(remarks::show)
    }),
    Entry::post("/quan-tri/dot/{wave}/y-kien", Door::Right(Right::ManageWaves), |route| {
        route.to(remarks::decide)
    }),
    Entry::read("/quan-tri/ket-qua/{wave}/results.{format}", Door::Right(Right::Download), |route| {
        route.to(results_files::download)
    }),
    Entry::read("/quan-tri/ket-qua-cac-dot.{format}", Door::Right(Right::Download), |route| {
        route.to(series::download)
    }),
    Entry::read("/quan-tri/nhiem-vu", Door::Right(Right::SeeResults), |route| route.to(tasks::list)),
    Entry::read("/quan-tri/nhiem-vu/moi", Door::Right(Right::ManageTasks), |route| route.to(task::show_new)),
    Entry::post("/quan-tri/nhiem-vu/moi", Door::Right(Right::ManageTasks), |route| route.to(task::add)),
    Entry::read("/quan-tri/nhiem-vu/{id}", Door::Right(Right::SeeResults), |route| route.to(task::show)),
    Entry::post("/quan-tri/nhiem-vu/{id}", Door::Right(Right::ManageTasks), |route| route.to(task::change)),
    Entry::read(tickets::TICKETS, Door::Right(Right::IssueTickets), |route| route.to(tickets::show)),
    Entry::post(tickets::TICKETS, Door::Right(Right::IssueTickets), |route| route.to(tickets::make)),
    Entry::read(unlock::UNLOCK, Door::Right(Right::UnlockKiosk), |route| route.to(unlock::show)),
    Entry::post(unlock::UNLOCK, Door::Right(Right::UnlockKiosk), |route| route.to(unlock::act)),
    Entry::read("/quan-tri/nhap", Door::Right(Right::Import), |route| route.to(import::show)),
    Entry::post("/quan-tri/nhap", Door::Right(Right::Import), |route| route.to(import::begin)),
    Entry::read("/quan-tri/nhap/{id}", Door::Right(Right::Import), |route| route.to(import::follow)),
    Entry::post("/quan-tri/nhap/{id}", Door::Right(Right::Import), |route| route.to(import::decide)),
    Entry::read("/quan-tri/nhat-ky", Door::Right(Right::ReadAudit), |route| route.to(audit::show)),
    Entry::post("/quan-tri/nhat-ky/{format}", Door::Right(Right::ReadAudit), |route| route.to(audit::export)),
];
