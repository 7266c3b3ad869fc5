//! What a person does with the form, however it is laid out: chooses what is to be seen, goes on, sends.

use serde_json::json;

use super::driver::{Browser, key};
use crate::staff::support::PASSWORD;

/// Answers to the test form, by item.
pub const GOOD: [(&str, &str); 2] = [("q1", "4"), ("q2", "no")];

/// Chooses these answers, one after the other, going on with whatever button there is.
pub fn choose(browser: &Browser, answers: &[(&str, &str)]) {
    for (item, value) in answers {
        let input = format!("input[name=\"a.{item}\"][value=\"{value}\"]");
        come_to(browser, &format!("label:has({input})"));
        // Buttons stay at the bottom of the screen; one scrolls past them.
        browser.script_with(
            "document.querySelector(arguments[0]).scrollIntoView({block: 'center', behavior: 'instant'});",
            &json!([format!("label:has({input})")]),
        );
        browser.click(&format!("label:has({input})"));
        browser.wait_for(&format!("!!document.querySelector({}).checked", json!(input)));
    }
}

/// Goes on to the end and sends.
pub fn send(browser: &Browser) {
    let button = "form.questions button[type=submit]";
    come_to(browser, button);
    browser.click(button);
}

/// Goes on until this is seen.
fn come_to(browser: &Browser, selector: &str) {
    let seen = |what: &str| format!("(document.querySelector({})?.checkVisibility() ?? false)", json!(what));
    let next = "#next:not([hidden])";
    for _ in 0..30 {
        let found =
            browser.wait_for(&format!("{} ? \"here\" : {} ? \"next\" : false", seen(selector), seen(next)));
        if found == "here" {
            return;
        }
        browser.click(next);
    }
    panic!("{selector} does not come; the page says: {}", browser.text());
}

/// Waits for the thanks.
pub fn is_thanked(browser: &Browser) {
    browser.wait_for("!!document.querySelector('.thanks') && !document.querySelector('form.questions')");
}

/// Answers the form that is open and waits for the thanks.
pub fn answer(browser: &Browser) {
    choose(browser, &GOOD);
    send(browser);
    is_thanked(browser);
}

/// Sets up the account of a one-time link and comes to the first page of the staff.
pub fn comes_in(browser: &Browser, link: &str) {
    browser.open(link);
    for field in ["#new", "#again"] {
        browser.click(field);
        browser.press(PASSWORD);
    }
    browser.press(&key::ENTER.to_string());
    browser.wait_for("location.pathname == '/quan-tri'");
}
