//! Pages for people. They work without scripts, in Vietnamese and English, and need no cookie.

mod choose;
mod condition;
mod fields;
mod figures;
mod form;
mod home;
mod layout;
mod manner;
mod message;
mod period;
mod questions;
mod results;

use super::routes::{Door, Entry};
use crate::domain::access::Right;

pub(super) use message::problem_page;

/// Every page.
pub(super) const ROUTES: &[Entry] = &[
    Entry::read("/", Door::Everybody, |route| route.to(home::show)),
    Entry::read("/khao-sat/{wave}", Door::Everybody, |route| route.to(form::show)),
    Entry::post("/khao-sat/{wave}", Door::Everybody, |route| route.to(form::send)),
    Entry::read("/khao-sat/{wave}/cam-on", Door::Everybody, |route| route.to(form::thanks)),
    Entry::read("/ket-qua/{wave}", Door::Public(Right::SeeResults), |route| route.to(results::show)),
];
