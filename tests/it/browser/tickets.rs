//! Tickets and opened forms in a browser.

use hailong::domain::access::Role;
use hailong::domain::ticket::TicketCode;
use hailong::domain::wave::Access;
use serde_json::json;

use super::desk::{outbox, set_up_for, stored, waiting};
use super::driver::{Browser, KIOSK, PHONE, key};
use super::proxy::Proxy;
use super::{axe, person};
use crate::staff::support::person as staff;
use crate::tickets::service::{add_waves, issue, service};
use crate::web::support::{DESK, start_with};
use hailong::web::KioskTimes;

fn form(more: &str) -> String {
    format!("/khao-sat/ve?unit={DESK}&lang=vi{more}")
}

#[test]
fn a_scanned_code_is_filled_in_and_leaves_no_trace_in_the_address() {
    let server = service();
    let proxy = Proxy::before(server.address);
    let ticket = issue(&server, "ve", DESK, 1).remove(0);
    let browser = Browser::start("ticket-scanned");
    browser.resize(PHONE);
    browser.open(&proxy.url(&form(&format!("#{}", ticket.compact()))));
    browser.wait_for("document.getElementById('ticket-code').value.length == 17");
    assert_eq!(browser.script("return location.hash;"), json!(""));
    assert!(!browser.url().contains(&ticket.compact()));
    browser.wait_for("!document.getElementById('ticket-ready').hidden");
    // A reload, which the address no longer helps, keeps it until it is sent.
    browser.reload();
    browser.wait_for("document.getElementById('ticket-code').value.length == 17");
    axe::is_clean(&browser, "form with a ticket");
    person::answer(&browser);
    stored(&server, 1);
    assert!(
        !browser.script("return JSON.stringify(sessionStorage);").to_string().contains(&ticket.compact())
    );
    // The code went along in the body, and in no address.
    assert!(proxy.seen("").iter().all(|line| !line.contains(&ticket.compact())));
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn a_code_is_typed_by_keyboard_and_every_slip_is_said_plainly() {
    let server = service();
    let ticket = issue(&server, "ve", DESK, 1).remove(0);
    let browser = Browser::start("ticket-typed");
    browser.open(&server.url(&form("")));
    browser.wait_for("document.body.dataset.step == 'first'");
    let error = "document.getElementById('ticket-error').checkVisibility() && document.getElementById('ticket-error').textContent";
    let mut swapped: Vec<char> = ticket.compact().chars().collect();
    let place = (0..16).find(|place| swapped[*place] != swapped[place + 1]).unwrap();
    swapped.swap(place, place + 1);
    for (typed, said) in [
        (String::new(), "Xin nhập mã lượt"),
        ("7k3m 9qxt".to_owned(), "Mã lượt có 17 ký tự"),
        ("7k3m-9đ2b".to_owned(), "Telex"),
        (swapped.iter().collect(), "hai ký tự bị đổi chỗ"),
    ] {
        browser.script("document.getElementById('ticket-code').value = '';");
        browser.click("#ticket-code");
        browser.press(&format!("{typed}{}", key::ENTER));
        browser.wait_for(&format!("({error} || '').includes({})", json!(said)));
        assert_eq!(browser.script("return document.activeElement.id;"), json!("ticket-code"));
    }
    axe::is_clean(&browser, "form with a mistyped ticket");
    browser.screenshot("ticket-mistyped");
    browser.script("document.getElementById('ticket-code').value = '';");
    browser.click("#ticket-code");
    browser.press(&ticket.grouped().to_lowercase().replace('1', "l"));
    browser.wait_for("!document.getElementById('ticket-ready').hidden");
    person::answer(&browser);
    stored(&server, 1);
}

#[test]
fn a_used_code_comes_back_with_the_answers_kept() {
    let server = service();
    let tickets = issue(&server, "ve", DESK, 2);
    let browser = Browser::start("ticket-used");
    for ticket in [&tickets[0], &tickets[0]] {
        browser.open("about:blank");
        browser.open(&server.url(&form(&format!("#{}", ticket.compact()))));
        browser.wait_for("document.getElementById('ticket-code').value.length == 17");
        person::choose(&browser, &person::GOOD);
        person::send(&browser);
        browser.wait_for("!!document.querySelector('.thanks') || !!document.getElementById('wrong')");
    }
    assert!(browser.text().contains("đã được dùng"), "{}", browser.text());
    // Another code, and the same answers go.
    browser.script("document.getElementById('ticket-code').value = '';");
    browser.click("#ticket-code");
    browser.press(&tickets[1].compact());
    browser.click("#send");
    person::is_thanked(&browser);
    stored(&server, 2);
}

#[test]
fn without_a_network_the_ticket_waits_in_the_outbox_with_the_answers() {
    let server = service();
    let ticket = issue(&server, "ve", DESK, 1).remove(0);
    let proxy = Proxy::before(server.address);
    let browser = Browser::start("ticket-offline");
    browser.open(&proxy.url(&form("")));
    browser.wait_for(
        "caches.open('hailong pages').then((pages) => pages.keys()).then((keys) => keys.length > 0)",
    );
    proxy.set(|weather| weather.down = true);
    browser.open(&proxy.url(&form(&format!("#{}", ticket.compact()))));
    browser.wait_for("document.getElementById('ticket-code').value.length == 17");
    person::answer(&browser);
    waiting(&browser, 1);
    assert_eq!(outbox(&browser)[0]["body"]["ticket"], json!(ticket.compact()));
    proxy.set(|weather| weather.down = false);
    browser.open(&proxy.url(&form("")));
    stored(&server, 1);
    waiting(&browser, 0);
}

#[test]
fn the_browser_and_the_server_read_codes_alike() {
    let server = service();
    let browser = Browser::start("ticket-alike");
    browser.open(&server.url(&form("")));
    browser.wait_for("document.body.dataset.step == 'first'");
    let mut texts: Vec<String> =
        ["", "-", "ỌỌ", "0", "U", "1l1i o0ou", "ŁŁ", "7K3M-9QXT-2B4D-HW8RC"].map(str::to_owned).into();
    for seed in 0..60_u8 {
        let code =
            TicketCode::of([seed.wrapping_mul(37), seed, 255 - seed, 3, seed ^ 0x55, 9, 200, seed, 7, seed]);
        let mut wrong: Vec<char> = code.compact().chars().collect();
        wrong.rotate_left(usize::from(seed % 17));
        texts.extend([
            code.grouped().to_lowercase(),
            code.compact().replace('V', "u"),
            wrong.into_iter().collect(),
        ]);
    }
    let read = "const field = document.getElementById('ticket-code');
        return arguments[0].map((text) => { field.value = text; return !ticket.refuses(); });";
    let told = browser.script_with(read, &json!([texts]));
    let expected: Vec<bool> = texts.iter().map(|text| text.parse::<TicketCode>().is_ok()).collect();
    assert!(expected.iter().filter(|good| **good).count() >= 120);
    assert_eq!(told, json!(expected));
}

#[test]
fn a_clerk_opens_a_form_and_it_appears_on_the_kiosk_and_closes_after_one_person() {
    let server = start_with(1000, |settings| {
        settings.kiosk = KioskTimes { thanks: 60, idle: 300, warning: 60, rest: 600 }
    });
    add_waves(&server, Access::Unlock, &["mo-may"]);
    let clerk = staff(&server, "hoa", Role::Clerk, Some("01001"));
    let browser = Browser::start("kiosk-unlock");
    set_up_for(&browser, &server, &server.url(""), "mo-may");
    browser.resize(KIOSK);
    browser.open(&server.url(&format!("/khao-sat/mo-may?unit={DESK}&kiosk=1&lang=vi")));
    browser.wait_for("document.body.dataset.stage === 'start' && document.getElementById('start-locked').checkVisibility()");
    assert_eq!(
        browser.script("return document.getElementById('start-begin').checkVisibility();"),
        json!(false)
    );
    axe::is_clean(&browser, "kiosk that waits for a clerk");
    browser.screenshot("kiosk-locked");
    let page = "/quan-tri/mo-may";
    clerk.fill(page, page, &[("unit", DESK), ("act", "so"), ("closed", "7")]);
    assert_eq!(clerk.fill(page, page, &[("unit", DESK), ("act", "mo")]).status, 303);
    browser.wait_for("document.body.dataset.stage === 'asking'");
    person::answer(&browser);
    stored(&server, 1);
    browser.click("#return-now");
    // Closed again: the next person needs the clerk.
    browser.wait_for("document.body.dataset.stage === 'start' && document.getElementById('start-locked').checkVisibility()");
    assert_eq!(outbox(&browser).len(), 0);
}
