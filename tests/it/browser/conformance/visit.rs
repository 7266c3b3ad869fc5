//! Getting to a state, as a person would.

use super::ground::Ground;
use super::states::State;
use crate::browser::driver::Browser;
use crate::web::support::TestServer;

/// A browser on its way to a state.
pub struct Visit<'a> {
    pub browser: &'a Browser,
    pub language: &'a str,
    server: &'a TestServer,
}

impl<'a> Visit<'a> {
    /// Goes to the state.
    pub fn to(state: &'a State, browser: &'a Browser, ground: &'a Ground, language: &'a str) -> Self {
        let server = if state.busy { &ground.busy } else { &ground.usual };
        let visit = Self { browser, language, server };
        browser.resize(state.sizes[0]);
        browser.allow_scripts(state.scripts);
        visit.open(state.address);
        (state.then)(&visit);
        // Checks are scripts themselves; those of the page were not run and do not begin now.
        browser.allow_scripts(true);
        visit.settle();
        visit
    }

    /// Opens an address of the service in the language of the visit.
    pub fn open(&self, address: &str) {
        let mark = if address.contains('?') { '&' } else { '?' };
        self.browser.open(&self.server.url(&format!("{address}{mark}lang={}", self.language)));
    }

    /// Presses what matches.
    pub fn click(&self, selector: &str) {
        self.browser.click(selector);
    }

    /// Waits until what begins to move has moved.
    pub fn settle(&self) {
        self.browser.wait_for("document.getAnimations().every((one) => one.playState !== 'running')");
    }

    /// Waits until something that belongs to the state is there.
    pub fn wait(&self, selector: &str) {
        self.browser.wait_for(&format!("!!document.querySelector({selector:?})"));
    }

    /// Chooses an option of a question.
    pub fn choose(&self, item: &str, value: &str) {
        self.click(&format!("label:has(> input[name=\"a.{item}\"][value=\"{value}\"])"));
    }

    /// Answers what must be answered and sends the form; waits for what stands on the page that comes.
    pub fn answer_and_send(&self, until: &str) {
        for (item, value) in [("q1", "4"), ("q2", "no")] {
            self.choose(item, value);
        }
        self.click("button[type=submit]");
        self.wait(until);
    }

    /// Sends the form, goes back and sends it again with another answer.
    pub fn send_twice(&self) {
        self.answer_and_send("main:not(:has(form))");
        self.browser.back();
        self.wait("form");
        self.choose("q1", "2");
        self.click("button[type=submit]");
        self.wait("#wrong");
    }

    /// Address and title of the page reached.
    pub fn reached(&self) -> (String, String) {
        let found = self.browser.script("return [location.pathname + location.search, document.title];");
        let text = |place: usize| found[place].as_str().unwrap().to_owned();
        (text(0), text(1))
    }
}
