//! The whole form without a pointer.

use hailong::domain::response::Answer::{Multiple, None as Nothing, Single};
use serde_json::json;

use super::axe;
use super::driver::{Browser, PHONE, key};
use super::page::{at, chosen, focus, open, stored, wait_at};
use crate::web::support::{TestServer, start};

fn press(browser: &Browser, keys: &[char]) {
    browser.press(&keys.iter().collect::<String>());
}

/// Brings the focus by the tabulator key to the element with this id.
fn tab_to(browser: &Browser, id: &str) {
    for _ in 0..30 {
        press(browser, &[key::TAB]);
        if focus(browser).1 == id {
            return;
        }
    }
    panic!("the tabulator key does not come to {id}");
}

#[test]
fn numbers_arrows_and_enter_answer_the_whole_form() {
    let server = start();
    let browser = Browser::start("keyboard");
    browser.resize(PHONE);
    open(&browser, &server, "");
    tab_to(&browser, "INPUT");
    // Arrows choose while they move, so nothing goes on by itself, now or later.
    press(&browser, &[key::SPACE, key::DOWN, key::DOWN]);
    assert_eq!(chosen(&browser), [("q1".to_owned(), "3".to_owned())]);
    browser.script("return new Promise((done) => setTimeout(done, 900));");
    assert_eq!(at(&browser), "Câu 1 / 4");
    press(&browser, &[key::ENTER]);
    wait_at(&browser, "Câu 2 / 4");

    // The second option by its number; the focus is on the question, where it should be.
    assert_eq!(focus(&browser), ("q2".to_owned(), "H3".to_owned()));
    press(&browser, &['2']);
    assert_eq!(chosen(&browser)[1], ("q2".to_owned(), "no".to_owned()));
    press(&browser, &['1', '2', key::ENTER]);
    wait_at(&browser, "Câu 3 / 4");

    // Where several may be chosen a number takes back what it chose, and arrows only move.
    press(&browser, &['3', '1', '3', key::DOWN]);
    assert_eq!(chosen(&browser)[2..], [("q4".to_owned(), "tv".to_owned())]);
    press(&browser, &[key::ENTER]);
    wait_at(&browser, "Câu 4 / 4");

    // From the question an arrow comes into its options.
    press(&browser, &[key::DOWN]);
    assert_eq!(focus(&browser), ("q5".to_owned(), "INPUT".to_owned()));
    tab_to(&browser, "back");
    press(&browser, &[key::ENTER]);
    wait_at(&browser, "Câu 3 / 4");
    press(&browser, &[key::ENTER]);
    wait_at(&browser, "Câu 4 / 4");
    press(&browser, &[key::ENTER]);
    wait_at(&browser, "Xem lại");
    assert_eq!(focus(&browser), (String::new(), "H2".to_owned()));
    tab_to(&browser, "send");
    press(&browser, &[key::ENTER]);
    browser.wait_for("document.body.dataset.step === 'done'");
    assert_eq!(focus(&browser).1, "H1");
    assert_eq!(
        stored(&server),
        [[Single(2), Single(1), hailong::domain::response::Answer::NotReached, Multiple(vec![0]), Nothing]]
    );
}

fn open_required(browser: &Browser, server: &TestServer) {
    browser.resize(PHONE);
    open(browser, server, "");
    tab_to(browser, "next");
    press(browser, &[key::ENTER]);
}

#[test]
fn a_required_question_left_open_says_so_beside_it_and_takes_the_focus() {
    let server = start();
    let browser = Browser::start("keyboard-required");
    open_required(&browser, &server);
    let error = browser.wait_for("document.querySelector('fieldset[data-item=q1] .error')?.innerText");
    assert_eq!(error, "Xin chọn một câu trả lời.");
    assert_eq!(at(&browser), "Câu 1 / 4");
    assert_eq!(focus(&browser), ("q1".to_owned(), "INPUT".to_owned()));
    // It is announced, belongs to the question, and is not only red.
    let said = browser.script(
        "const question = document.querySelector('fieldset[data-item=q1]');
         const error = question.querySelector('.error');
         return [error.getAttribute('role'), question.getAttribute('aria-describedby').includes(error.id),
            question.getAttribute('aria-invalid'), getComputedStyle(error, '::before').content.includes('⚠')];",
    );
    assert_eq!(said, json!(["alert", true, "true", true]));
    axe::is_clean(&browser, "required question left open");
    browser.screenshot("keyboard-required");

    // Answering takes it away.
    press(&browser, &['4']);
    assert_eq!(browser.script("return document.querySelector('.error');"), json!(null));
    assert_eq!(
        browser.script("return document.querySelector('fieldset').hasAttribute('aria-invalid');"),
        json!(false)
    );
    press(&browser, &[key::ENTER]);
    wait_at(&browser, "Câu 2 / 4");
}

#[test]
fn number_keys_do_nothing_outside_a_question() {
    let server = start();
    let browser = Browser::start("keyboard-outside");
    browser.resize(PHONE);
    open(&browser, &server, "");
    tab_to(&browser, "wording");
    press(&browser, &['3']);
    assert_eq!(chosen(&browser), []);
}
