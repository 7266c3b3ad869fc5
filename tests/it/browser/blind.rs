//! Blind tickets in a real browser: the library of the page and that of the service understand each other.

use hailong::domain::wave::Access;
use serde_json::json;

use super::desk::stored;
use super::driver::{Browser, PHONE};
use super::person;
use super::proxy::Proxy;
use crate::tickets::service::{add_waves, issue, service};
use crate::web::support::DESK;

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
