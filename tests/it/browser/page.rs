//! The form as somebody at a browser sees and uses it.

use diesel::prelude::*;
use diesel::sql_types::Binary;
use hailong::domain::response::{Answer, Response, layout};
use serde_json::{Value, json};

use super::axe;
use super::driver::{Browser, KIOSK, PHONE, pictures_are_wanted};
use crate::web::support::{TestServer, instrument};

/// The form of the test instrument at a desk.
pub const FORM: &str = "/khao-sat/mo?unit=01001-1";

/// Opens the form with more parameters and waits until its script has arranged it.
#[track_caller]
pub fn open(browser: &Browser, server: &TestServer, more: &str) {
    browser.open(&server.url(&format!("{FORM}{more}")));
    browser.wait_for("document.querySelector('.stepping') && !document.querySelector('a#wording')");
}

/// How far one has come, as the page says it.
pub fn at(browser: &Browser) -> String {
    browser.script("return document.getElementById('at').innerText;").as_str().unwrap().to_owned()
}

/// Waits until the page says how far one has come.
#[track_caller]
pub fn wait_at(browser: &Browser, words: &str) {
    browser.wait_for(&format!("document.getElementById('at')?.innerText === {}", json!(words)));
}

/// Chooses an option by pointer, scrolled to as a person would.
#[track_caller]
pub fn choose(browser: &Browser, item: &str, code: &str) {
    let option = format!("fieldset[data-item='{item}'] label[data-code='{code}']");
    browser.script_with(
        "document.querySelector(arguments[0]).scrollIntoView({block: 'center', behavior: 'instant'});",
        &json!([option]),
    );
    browser.click(&option);
}

/// What is chosen: item and code, in the order of the page.
pub fn chosen(browser: &Browser) -> Vec<(String, String)> {
    let found = browser.script(
        "return [...document.querySelectorAll('fieldset:not(:disabled) input:checked')]
            .map((input) => [input.closest('fieldset').dataset.item, input.value]);",
    );
    serde_json::from_value(found).unwrap()
}

/// Item of the question that the focus is in, and what kind of thing has it.
pub fn focus(browser: &Browser) -> (String, String) {
    let found = browser.script(
        "const at = document.activeElement;
         return [at.closest('fieldset')?.dataset.item ?? '', at.id || at.tagName];",
    );
    serde_json::from_value(found).unwrap()
}

/// Whether nothing reaches out of the page sideways.
#[track_caller]
pub fn reflows(browser: &Browser, state: &str) {
    let out = browser.script(
        "const wide = document.documentElement.clientWidth;
         return [...document.body.querySelectorAll('*')]
            .filter((one) => one.checkVisibility() && !one.closest('.heard, .skip, .listen span'))
            .filter((one) => one.getBoundingClientRect().right > wide + 1)
            .map((one) => one.outerHTML.slice(0, 80));",
    );
    assert_eq!(out, json!([]), "{state}");
    let scrolls = browser.script("return document.documentElement.scrollWidth > innerWidth;");
    assert_eq!(scrolls, Value::Bool(false), "{state}");
}

/// Everything that can be touched and is smaller than `least` CSS pixels, in words.
pub fn small_targets(browser: &Browser, least: u32) -> Value {
    browser.script_with(
        "return [...document.querySelectorAll('main :is(label, button, .tool, .button)')]
            .filter((one) => one.checkVisibility())
            .map((one) => [one.innerText, one.getBoundingClientRect()])
            .filter(([_, box]) => box.height < arguments[0] - 0.5 || box.width < arguments[0] - 0.5)
            .map(([text, box]) => `${text}: ${box.width} x ${box.height}`);",
        &json!([least]),
    )
}

/// Answers of all stored responses.
pub fn stored(server: &TestServer) -> Vec<Vec<Answer>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Binary)]
        answers: Vec<u8>,
    }
    let rows: Vec<Row> =
        diesel::sql_query("SELECT answers FROM response").get_results(&mut server.connect()).unwrap();
    let layout = layout(&instrument());
    rows.into_iter().map(|row| Response::from_bytes(row.answers).unpack(&layout).unwrap()).collect()
}

/// What the tab keeps for later.
pub fn kept(browser: &Browser) -> Value {
    browser.script("return {session: {...sessionStorage}, local: {...localStorage}};")
}

/// What tables do that are wider than a phone.
#[derive(Debug, Clone, Copy)]
pub enum Tables {
    /// There are none.
    Steady,
    /// They are moved sideways in their boxes.
    Sideways,
}

/// Looks at an address in both languages, on a phone and on a large screen, and leaves a picture of each, of the whole
/// page, under this name. Nothing may be wrong with it for axe, nor may it be wider than the window.
#[track_caller]
pub fn looks_right(browser: &Browser, address: &str, name: &str, tables: Tables) {
    for language in ["vi", "en"] {
        let sign = if address.contains('?') { '&' } else { '?' };
        browser.open(&format!("{address}{sign}lang={language}"));
        for (size, pixels) in [("phone", PHONE), ("desktop", KIOSK)] {
            let called = format!("{name}-{size}-{language}");
            browser.resize(pixels);
            browser.wait_for(&format!("innerWidth === {}", pixels.0));
            axe::is_clean(browser, &called);
            let steady = match tables {
                Tables::Steady => "html, .wide",
                Tables::Sideways => "html",
            };
            let wide = browser.script(&format!(
                "return [...document.querySelectorAll('{steady}')]
                    .filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => box.outerHTML.slice(0, 200));",
            ));
            assert_eq!(wide, json!([]), "{called} is wider than its window");
            if pictures_are_wanted() {
                browser.stretch(pixels.0);
                browser.screenshot(&called);
                browser.resize(pixels);
            }
        }
    }
}
