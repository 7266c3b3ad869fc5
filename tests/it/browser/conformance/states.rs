//! Every page and state that a citizen can meet. One more: one line in [`STATES`].

#![expect(
    clippy::redundant_closure_for_method_calls,
    reason = "a method's name fits visits of one lifetime only"
)]

use super::visit::Visit;
use crate::browser::driver::{KIOSK, PHONE, TABLET};

/// A page in one of its states.
#[derive(Clone, Copy)]
pub struct State {
    /// Name in the record.
    pub name: &'static str,
    /// Where one begins.
    pub address: &'static str,
    /// Whether scripts may run.
    pub scripts: bool,
    /// Where it is met.
    pub service: Service,
    /// Sizes of the window in which the page is met.
    pub sizes: &'static [(u32, u32)],
    /// What is done to get from the address to the state.
    pub then: fn(&Visit),
}

/// Services that behave differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    Usual,
    /// It can store nothing now.
    Busy,
    /// Its kiosks wait for a quarter of an hour.
    Patient,
    /// Its kiosks ask after a second whether somebody is still there.
    Doubting,
}

/// A page that is there as soon as one comes to its address.
const fn at(name: &'static str, address: &'static str) -> State {
    let sizes = &[PHONE, TABLET, KIOSK];
    State { name, address, scripts: true, service: Service::Usual, sizes, then: |_| {} }
}

/// A page of a device that stands at a desk.
const fn kiosk(name: &'static str, address: &'static str) -> State {
    State { service: Service::Patient, sizes: &[KIOSK, TABLET], ..at(name, address) }
}

impl State {
    /// In a browser that runs no scripts.
    const fn plain(self) -> Self {
        Self { scripts: false, ..self }
    }

    /// At another service.
    const fn of(self, service: Service) -> Self {
        Self { service, ..self }
    }

    /// After something was done.
    const fn then(self, then: fn(&Visit)) -> Self {
        Self { then, ..self }
    }
}

const FORM: &str = "/khao-sat/mo?unit=01001-1";
const DESK: &str = "/khao-sat/mo?unit=01001-1&kiosk=1";

/// The walk. Addresses go without `lang`, which is added.
pub const STATES: &[State] = &[
    at("home", "/"),
    at("place", "/khao-sat/mo"),
    at("place-below", "/khao-sat/mo?in=01001"),
    at("link-several", "/d/01001-1"),
    at("link-none", "/d/01002-2"),
    at("link-button", "/d/01001-1/nut"),
    at("form", FORM).then(|visit| visit.begin()),
    at("form-later", FORM).then(|visit| visit.to_second_question()),
    at("form-missing", FORM).then(|visit| visit.forget_an_answer()),
    at("form-review", FORM).then(|visit| visit.to_review()),
    at("form-one-stop", "/khao-sat/mot-cua?unit=01001-1").then(|visit| visit.begin()),
    at("form-one-stop-easy", "/khao-sat/mot-cua?unit=01001-1&de-hieu=1").then(|visit| visit.begin()),
    at("form-sipas", "/khao-sat/sipas?unit=01001-1").then(|visit| visit.begin()),
    at("form-sipas-plain", "/khao-sat/sipas?unit=01001-1").plain(),
    at("form-demo", "/khao-sat/thu?unit=01001-1").then(|visit| visit.begin()),
    at("form-plain", FORM).plain(),
    at("form-errors", FORM).plain().then(|visit| visit.press("#send", "#wrong")),
    at("form-busy", FORM).plain().of(Service::Busy).then(|visit| visit.answer_and_send("#wrong")),
    at("form-sent-before", FORM).plain().then(|visit| visit.send_twice()),
    at("form-paper", "/khao-sat/mo?unit=01001-1&giay=1"),
    at("thanks", FORM).then(|visit| visit.send()),
    at("thanks-kept", FORM).of(Service::Busy).then(|visit| visit.send()),
    at("thanks-plain", FORM).plain().then(|visit| visit.answer_and_send(".thanks")),
    at("results", "/ket-qua/mo"),
    at("results-compared", "/ket-qua/mo?unit=01001&compare=mo"),
    at("results-board", "/ket-qua/hl-2026-q2?unit=01001"),
    at("results-units", "/ket-qua/hl-2026-q2"),
    at("results-data", "/ket-qua/hl-2026-q2/du-lieu"),
    at("results-remarks", "/ket-qua/noi/y-kien"),
    at("thanks-remark", "/khao-sat/noi/cam-on?unit=01001-1"),
    at("results-none", "/ket-qua/thu"),
    at("results-not-public", "/ket-qua/rieng"),
    at("wave-closed", "/khao-sat/dong"),
    at("wave-unknown", "/khao-sat/khong"),
    at("place-unknown", "/khao-sat/mo?unit=99"),
    at("address-unknown", "/khong-co"),
    at("accessibility", "/tro-nang"),
    at("privacy", "/rieng-tu"),
    kiosk("kiosk-no-device", DESK).of(Service::Usual).then(|visit| visit.wait("#start:not([hidden])")),
    kiosk("kiosk-set-up", "/kiosk").of(Service::Usual).then(|visit| visit.wait("#unset:not([hidden])")),
    kiosk("kiosk-device", "/kiosk").then(|visit| visit.at_desk("#set:not([hidden])")),
    kiosk("kiosk-start", DESK).then(|visit| visit.at_desk("#start:not([hidden])")),
    kiosk("kiosk-question", DESK).then(|visit| visit.begin_at_desk()),
    kiosk("kiosk-review", DESK).then(|visit| visit.review_at_desk()),
    kiosk("kiosk-thanks", DESK).then(|visit| visit.send_at_desk()),
    kiosk("kiosk-wrong", "/khao-sat/mo?unit=99&kiosk=1"),
    kiosk("kiosk-idle", DESK).of(Service::Doubting).then(|visit| visit.leave_desk_alone()),
];
