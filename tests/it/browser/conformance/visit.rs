//! Getting to a state.

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde_json::json;

use super::check;
use super::ground::Ground;
use super::states::{Service, State};
use crate::browser::desk;
use crate::browser::driver::Browser;
use crate::web::support::TestServer;

/// A browser that goes from state to state in one language.
pub struct Traveller {
    pub browser: Browser,
    pub language: &'static str,
    /// Services at which it is known as a device of a desk.
    desks: RefCell<BTreeSet<String>>,
}

impl Traveller {
    /// A new browser.
    pub fn new(language: &'static str) -> Self {
        let browser = Browser::start(&format!("conformance-{language}"));
        Self { browser, language, desks: RefCell::default() }
    }
}

/// A traveller on the way to a state.
pub struct Visit<'a> {
    traveller: &'a Traveller,
    pub browser: &'a Browser,
    pub language: &'static str,
    server: &'a TestServer,
    address: &'static str,
}

impl<'a> Visit<'a> {
    /// Goes to the state.
    pub fn to(state: &State, traveller: &'a Traveller, ground: &'a Ground) -> Self {
        let Traveller { browser, language, .. } = traveller;
        let server = ground.service(state.service);
        let visit = Self { traveller, browser, language, server, address: state.address };
        browser.resize(state.sizes[0]);
        // What a tab keeps of a form would be answered further.
        browser.script("try { sessionStorage.clear(); } catch {}");
        browser.allow_scripts(state.scripts);
        if matches!(state.service, Service::Patient | Service::Doubting) {
            visit.set_up_device();
        }
        visit.open();
        (state.then)(&visit);
        // Checks are scripts themselves; those of the page were not run and do not begin now.
        browser.allow_scripts(true);
        visit.settle();
        check::settle(browser, state, state.sizes[0]);
        visit
    }

    /// Makes the browser a device of the desk, once at every service.
    fn set_up_device(&self) {
        let base = self.server.url("");
        if self.traveller.desks.borrow_mut().insert(base.clone()) {
            desk::set_up(self.browser, self.server, &base);
        }
    }

    fn open(&self) {
        let mark = if self.address.contains('?') { '&' } else { '?' };
        self.browser.open(&self.server.url(&format!("{}{mark}lang={}", self.address, self.language)));
    }

    /// Waits until what begins to move has moved.
    fn settle(&self) {
        self.browser.wait_for("document.getAnimations().every((one) => one.playState !== 'running')");
    }

    /// Waits until something that belongs to the state is seen.
    pub fn wait(&self, selector: &str) {
        let seen = format!("!!document.querySelector({0})?.checkVisibility()", json!(selector));
        self.browser.wait_for(&seen);
    }

    /// Presses something without a pointer, and waits for what comes of it.
    pub fn press(&self, selector: &str, until: &str) {
        self.wait(selector);
        self.browser.script_with("document.querySelector(arguments[0]).click();", &json!([selector]));
        self.wait(until);
    }

    /// Chooses an answer without a pointer: the form does not go on by itself.
    fn choose(&self, item: &str, value: &str) {
        let input = format!("input[name=\"a.{item}\"][value=\"{value}\"]");
        self.press(&format!("label:has({input})"), &format!("label:has({input}:checked)"));
    }

    /// Waits until the script of the form has arranged it and its neighbours have come.
    pub fn begin(&self) {
        self.wait(".stepping");
        self.browser.wait_for("!document.querySelector('a#wording')");
    }

    pub fn to_second_question(&self) {
        self.begin();
        self.choose("q1", "4");
        self.press("#next", "[data-step=later] #next");
    }

    /// Goes on without the answer that is needed.
    pub fn forget_an_answer(&self) {
        self.begin();
        self.press("#next", ".has-error .error");
    }

    pub fn to_review(&self) {
        self.begin();
        self.through_questions();
    }

    fn through_questions(&self) {
        for (item, value) in [("q1", "4"), ("q2", "no")] {
            let shown = format!("fieldset[data-item={item}]");
            let seen = format!("document.querySelector('{shown}').checkVisibility()");
            if self.browser.script(&format!("return {seen};")) == false {
                self.press("#next", &shown);
            }
            self.choose(item, value);
        }
        for _ in 0..5 {
            if self.browser.script("return document.getElementById('review').hidden;") == false {
                break;
            }
            self.press("#next", "#next:not([hidden]), #review:not([hidden])");
        }
        self.wait("#review li");
    }

    /// Answers, looks at the review and sends.
    pub fn send(&self) {
        self.to_review();
        self.press("#send", ".thanks");
        // The way back through the steps is over, and the thanks are seen from their beginning.
        self.browser.wait_for("(history.state?.depth ?? 0) === 0");
        let frames = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))";
        let top = self.browser.script(&format!("return {frames}.then(() => scrollY);"));
        assert_eq!(top, 0, "the thanks are scrolled away");
    }

    /// Answers what must be answered in the form without scripts and sends it.
    pub fn answer_and_send(&self, until: &str) {
        self.choose("q1", "4");
        self.choose("q2", "no");
        self.press("#send", until);
    }

    /// Sends the form, goes back and sends it again with another answer.
    pub fn send_twice(&self) {
        self.answer_and_send(".thanks");
        self.browser.back();
        self.choose("q1", "2");
        self.press("#send", "#wrong");
    }

    /// Waits for something on a device of a desk.
    pub fn at_desk(&self, until: &str) {
        self.wait(until);
        self.browser.wait_for("document.body.dataset.stage !== 'over'");
    }

    pub fn begin_at_desk(&self) {
        self.press("#start-begin", "[data-stage=asking] .stepping");
    }

    pub fn review_at_desk(&self) {
        self.begin_at_desk();
        self.through_questions();
    }

    pub fn send_at_desk(&self) {
        self.review_at_desk();
        self.press("#send", "#return:not([hidden])");
    }

    /// Begins and does nothing more.
    pub fn leave_desk_alone(&self) {
        self.press("#start-begin", "dialog[open] #idle-stay");
    }

    /// The page that was reached, without the manner it is shown in, and its title. The thanks are a state of the form.
    pub fn reached(&self) -> (String, String) {
        let found = self.browser.script(
            "const asked = new URLSearchParams(location.search);
             const place = ['unit', 'in'].filter((name) => asked.has(name)).map((name) => asked.get(name));
             const path = location.pathname.replace('/cam-on', '');
             return [[path, ...place].join(' '), document.title];",
        );
        let text = |place: usize| found[place].as_str().unwrap().to_owned();
        (text(0), text(1))
    }
}
