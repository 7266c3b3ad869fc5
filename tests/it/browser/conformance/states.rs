//! Every page and state that a citizen can meet. One more: one line in [`STATES`].

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
    /// Whether the service can store nothing now.
    pub busy: bool,
    /// Sizes of the window in which the page is met.
    pub sizes: &'static [(u32, u32)],
    /// What is done to get from the address to the state.
    pub then: fn(&Visit),
}

/// A page that is there as soon as one comes to its address.
const fn at(name: &'static str, address: &'static str) -> State {
    let sizes = &[PHONE, TABLET, KIOSK];
    State { name, address, scripts: true, busy: false, sizes, then: |_| {} }
}

impl State {
    /// In a browser that runs no scripts.
    const fn plain(self) -> Self {
        Self { scripts: false, ..self }
    }

    /// Where the service can store nothing now.
    const fn busy(self) -> Self {
        Self { busy: true, ..self }
    }

    /// After something was done.
    const fn then(self, then: fn(&Visit)) -> Self {
        Self { then, ..self }
    }
}

const FORM: &str = "/khao-sat/mo?unit=01001-1";
const SEND: &str = "button[type=submit]";

/// The walk. Addresses go without `lang`, which is added.
pub const STATES: &[State] = &[
    at("home", "/"),
    at("place", "/khao-sat/mo"),
    at("place-below", "/khao-sat/mo?in=01001"),
    at("form", FORM),
    at("form-plain", FORM).plain(),
    at("form-one-stop", "/khao-sat/mot-cua?unit=01001-1"),
    at("form-sipas-plain", "/khao-sat/sipas?unit=01001-1").plain(),
    at("form-demo", "/khao-sat/thu?unit=01001-1"),
    at("form-errors", FORM).plain().then(|visit| {
        visit.click(SEND);
        visit.wait("#wrong");
    }),
    at("form-busy", FORM).plain().busy().then(|visit| visit.answer_and_send("#wrong")),
    at("form-sent-before", FORM).plain().then(|visit| visit.send_twice()),
    at("thanks", FORM).plain().then(|visit| visit.answer_and_send("main:not(:has(form))")),
    at("results", "/ket-qua/mo"),
    at("results-compared", "/ket-qua/mo?unit=01001&compare=mo"),
    at("results-none", "/ket-qua/thu"),
    at("results-not-public", "/ket-qua/rieng"),
    at("wave-closed", "/khao-sat/dong"),
    at("wave-unknown", "/khao-sat/khong"),
    at("place-unknown", "/khao-sat/mo?unit=99"),
    at("address-unknown", "/khong-co"),
    at("accessibility", "/tro-nang"),
];
