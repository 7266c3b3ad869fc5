//! Blind tickets in a real browser: the library of the page and that of the service understand each other.

use hailong::domain::wave::Access;
use serde_json::json;

use super::axe;
use super::desk::{at_start, begin, outbox, service as desk_service, set_up_for, stored};
use super::driver::{Browser, KIOSK, PHONE, TABLET};
use super::person;
use super::proxy::Proxy;
use crate::envelopes::service::{WAVE, add_wave, waiting};
use crate::tickets::blind::kept;
use crate::tickets::service::{add_waves, issue, service};
use crate::web::support::{DESK, start, wait_until};

#[test]
fn a_browser_trades_its_ticket_in_and_answers_although_both_answers_are_lost_once() {
    let server = service();
    add_waves(&server, Access::Blind, &["mu"]);
    let proxy = Proxy::before(server.address);
    let ticket = issue(&server, "mu", DESK, 1).remove(0);
    let browser = Browser::start("ticket-blind");
    browser.resize(PHONE);
    browser.open(&proxy.url(&format!("/khao-sat/mu?unit={DESK}&lang=vi#{}", ticket.compact())));
    browser.wait_for("document.getElementById('ticket-code').value.length == 17");
    person::choose(&browser, &person::GOOD);
    // The ticket is spent, and the page does not hear of it.
    proxy.set(|weather| weather.loses = Some("/tokens".to_owned()));
    person::send(&browser);
    browser.wait_for("!!document.getElementById('wrong')");
    assert_eq!(server.stored(), 0);
    // Loaded again and sent again, it is the same request.
    proxy.set(|weather| weather.loses = None);
    browser.reload();
    person::send(&browser);
    person::is_thanked(&browser);
    stored(&server, 1);
    let left = browser.script("return JSON.stringify(sessionStorage);").to_string();
    assert!(!left.contains("blind") && !left.contains(&ticket.compact()), "{left}");
    assert_eq!(browser.script("return document.querySelectorAll('.wrong').length;"), json!(0));
    assert!(proxy.seen("").iter().all(|line| !line.contains(&ticket.compact())));
}

#[test]
fn a_ticket_that_was_used_is_said_at_the_ticket_and_nothing_is_sent() {
    let server = service();
    add_waves(&server, Access::Blind, &["mu"]);
    let proxy = Proxy::before(server.address);
    let browser = Browser::start("ticket-blind-used");
    browser.open(&proxy.url(&format!("/khao-sat/mu?unit={DESK}&lang=vi#00000000000000000")));
    browser.wait_for("document.getElementById('ticket-code').value.length == 17");
    person::choose(&browser, &person::GOOD);
    person::send(&browser);
    browser.wait_for("(document.getElementById('wrong')?.textContent ?? '').includes('Mã lượt')");
    assert_eq!(proxy.seen("responses:batch").len(), 0);
    assert_eq!(server.stored(), 0);
}

#[test]
fn where_answers_come_in_envelopes_too_the_page_does_both() {
    // given a wave with blind tickets and envelopes
    let server = start();
    add_wave(&server, Access::Blind);
    let ticket = issue(&server, WAVE, DESK, 1).remove(0);
    let proxy = Proxy::before(server.address);
    let browser = Browser::start("ticket-blind-envelope");
    browser.resize(PHONE);
    browser.open(&proxy.url(&format!("/khao-sat/{WAVE}?unit={DESK}&lang=vi#{}", ticket.compact())));
    browser.wait_for("document.getElementById('ticket-code').value.length == 17");
    person::choose(&browser, &person::GOOD);
    // when what was sent is lost on the way back, after the token was spent
    proxy.set(|weather| weather.loses = Some("/responses".to_owned()));
    person::send(&browser);
    person::is_thanked(&browser);
    wait_until("the envelope", || waiting(&server) == 1);
    proxy.set(|weather| weather.loses = None);
    browser.open(&proxy.url(&format!("/khao-sat/{WAVE}?unit={DESK}&lang=vi")));
    // then it is sent again from the outbox, the same, and counts once
    browser.wait_for("document.getElementById('ticket-code').value === ''");
    super::desk::waiting(&browser, 0);
    let left = ["envelope", "response", "ticket_unspent", "blind_spent"].map(|table| kept(&server, table));
    assert_eq!(left, [1, 0, 0, 1]);
    assert_eq!(kept(&server, "envelope WHERE channel = 'own'"), 1);
    let storage = browser.script("return JSON.stringify(sessionStorage);").to_string();
    assert!(!storage.contains("blind") && !storage.contains(&ticket.compact()), "{storage}");
    assert!(proxy.seen("").iter().all(|line| !line.contains(&ticket.compact())));
}

/// Touches the signs of a code one after the other.
fn touch(browser: &Browser, signs: &str) {
    for sign in signs.chars() {
        press(browser, &format!("[data-sign='{sign}']"));
    }
}

/// Touches a key, scrolled to as a person would.
fn press(browser: &Browser, key: &str) {
    let key = format!("#keypad {key}");
    let scroll =
        "document.querySelector(arguments[0]).scrollIntoView({block: 'center', behavior: 'instant'});";
    browser.script_with(scroll, &json!([key]));
    browser.click(&key);
}

#[test]
fn at_a_kiosk_without_a_keyboard_the_code_of_a_paper_ticket_is_touched() {
    // given a kiosk in a wave with blind tickets and envelopes
    let server = desk_service();
    add_wave(&server, Access::Blind);
    let tickets = issue(&server, WAVE, DESK, 2);
    let browser = Browser::start("kiosk-ticket");
    set_up_for(&browser, &server, &server.url(""), WAVE);
    browser.open(&server.url(&format!("/khao-sat/{WAVE}?unit={DESK}&kiosk=1&lang=vi")));
    begin(&browser);
    let value = || browser.script("return document.getElementById('ticket-code').value;");
    for (name, size) in [("kiosk", KIOSK), ("tablet", TABLET)] {
        browser.resize(size);
        axe::is_clean(&browser, &format!("kiosk that asks for a ticket, {name}"));
        let small = browser.script(
            "return [...document.querySelectorAll('#keypad button')].map((one) => one.getBoundingClientRect())
                .filter((box) => box.width < 44 || box.height < 44).length;",
        );
        assert_eq!(small, json!(0), "{name}");
        let below = browser.script(
            "return document.getElementById('keypad').getBoundingClientRect().bottom
                - document.getElementById('move').getBoundingClientRect().top;",
        );
        assert!(below.as_f64().unwrap() <= 0.0, "{name}: every key is seen at once, {below}");
        browser.screenshot(&format!("kiosk-ticket-{name}"));
    }
    browser.resize(KIOSK);
    // when too few signs are touched, that is said at once, in words that help here
    touch(&browser, "7K3M9");
    assert_eq!(value(), json!("7K3M-9"));
    person::choose(&browser, &[("q1", "4")]);
    browser.wait_for("document.getElementById('ticket-error').textContent.includes('17 ký tự')");
    for _ in 0..6 {
        press(&browser, ".erase");
    }
    assert_eq!(value(), json!(""));
    // and when the code of the ticket is
    touch(&browser, &format!("{}7", tickets[0].compact()));
    assert_eq!(value(), json!(tickets[0].grouped()), "what is too much is not taken");
    browser.wait_for("!document.getElementById('ticket-ready').hidden");
    person::answer(&browser);
    // then it counts, the ticket is spent, and the next person finds nothing of it
    wait_until("the envelope", || waiting(&server) == 1);
    assert_eq!((kept(&server, "ticket_unspent"), kept(&server, "envelope WHERE channel = 'kiosk'")), (1, 1));
    browser.click("#return-now");
    at_start(&browser);
    begin(&browser);
    assert_eq!(value(), json!(""));
    // A ticket that was used is refused after sending, beside the code, which can be mended there.
    touch(&browser, &tickets[0].compact());
    person::choose(&browser, &person::GOOD);
    person::send(&browser);
    browser.wait_for("document.getElementById('ticket-error').checkVisibility()");
    browser.wait_for("document.getElementById('ticket-error').textContent.includes('đã được dùng')");
    browser.screenshot("kiosk-ticket-used");
    for _ in 0..17 {
        press(&browser, ".erase");
    }
    touch(&browser, &tickets[1].compact());
    browser.click("#send");
    person::is_thanked(&browser);
    wait_until("the second envelope", || waiting(&server) == 2);
    assert_eq!((kept(&server, "ticket_unspent"), outbox(&browser).len()), (0, 0));
}
