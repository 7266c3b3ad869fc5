//! Pages for people. They work without scripts, in every language there is, and need no cookie.

mod accessibility;
mod audio;
mod button;
mod choose;
mod condition;
mod fields;
mod form;
mod home;
mod kiosk;
mod layout;
mod manner;
mod message;
mod place;
mod preselected;
mod privacy;
mod questions;
mod remark;
pub(super) mod results;
mod thanks;

use super::routes::{Door, Entry};
use crate::domain::access::Right;

pub(super) use form::preview as preview_form;
pub(super) use message::problem_page;
pub(super) use thanks::preview as preview_thanks;

/// Every page.
pub(super) const ROUTES: &[Entry] = &[
    Entry::read("/", Door::Everybody, |route| route.to(home::show)),
    Entry::read("/khao-sat/{wave}", Door::Everybody, |route| route.to(form::show)),
    Entry::post("/khao-sat/{wave}", Door::Everybody, |route| route.to(form::send)),
    Entry::read("/khao-sat/{wave}/cam-on", Door::Everybody, |route| route.to(thanks::show)),
    Entry::post("/khao-sat/{wave}/y-kien", Door::Everybody, |route| route.to(remark::send)),
    Entry::read(kiosk::SETUP, Door::Everybody, |route| route.to(kiosk::show)),
    Entry::read("/d/{unit}", Door::Everybody, |route| route.to(place::show)),
    Entry::read("/d/{unit}/nut", Door::Everybody, |route| route.to(button::show)),
    Entry::read("/d/{unit}/nut.svg", Door::Everybody, |route| route.to(button::image)),
    Entry::read("/khao-sat/{wave}/am-thanh/{language}/{item}", Door::Everybody, |route| {
        route.to(audio::show)
    }),
    Entry::read("/ket-qua/feed.xml", Door::Everybody, |route| route.to(results::show_feed)),
    Entry::read("/ket-qua/{wave}", Door::Public(Right::SeeResults), |route| route.to(results::show)),
    Entry::read("/ket-qua/{wave}/du-lieu", Door::Everybody, |route| route.to(results::show_data)),
    Entry::read("/ket-qua/{wave}/y-kien", Door::Public(Right::SeeResults), |route| {
        route.to(results::show_remarks)
    }),
    Entry::read("/ket-qua/{wave}/nhung", Door::Everybody, |route| route.to(results::show_widget)),
    Entry::read(privacy::PATH, Door::Everybody, |route| route.to(privacy::show)),
    Entry::read(accessibility::PATH, Door::Everybody, |route| route.to(accessibility::show)),
];
