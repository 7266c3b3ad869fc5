//! One person after the other at a desk: nothing of the last one is left, and nobody is thrown out.

use hailong::web::KioskTimes;
use serde_json::{Value, json};

use super::desk::{self, START, at_start, begin, hasty_service, kiosk, outbox, serve, service};
use super::driver::{Browser, KIOSK, key};
use super::person::{self, choose};
use crate::web::support::TestServer;

fn hasty() -> TestServer {
    hasty_service(|settings| settings.kiosk = KioskTimes { thanks: 3, idle: 3, warning: 4, rest: 600 })
}

/// Everything the browser keeps under this origin but what a device and the outbox keep, as one text.
fn kept(browser: &Browser) -> String {
    let read = "return (async () => {
        const found = [JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage}), document.cookie];
        for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) {
                found.push(request.method + ' ' + request.url);
                if (name === 'hailong pages') found.push(await (await cache.match(request)).text());
            }
        }
        const names = (await indexedDB.databases()).map(({name}) => name).sort();
        return JSON.stringify(names) + found.join('\\n');
    })();";
    browser.script(read).as_str().unwrap().to_owned()
}

#[test]
fn nothing_of_the_last_person_is_left_after_the_thanks() {
    let server = service();
    let browser = kiosk("kiosk-trace", &server);
    let (before, length) = (kept(&browser), browser.script("return history.length;"));
    browser.script("window.earlier = true;");
    begin(&browser);
    choose(&browser, &[("q1", "1"), ("q2", "no"), ("q4", "radio")]);
    person::send(&browser);
    person::is_thanked(&browser);
    browser.click("#return-now");
    at_start(&browser);

    let left = browser.script(
        "return [typeof window.earlier, document.querySelectorAll('form input:checked').length,
            document.activeElement.tagName, history.length, history.state, performance.navigation.type];",
    );
    assert_eq!(left, json!(["undefined", 0, "BODY", length, null, 0]));
    assert_eq!(kept(&browser), before, "the browser has kept something new");
    assert!(!before.contains("radio\" checked"));
    assert_eq!(outbox(&browser), Vec::<Value>::new());
    browser.back();
    assert_eq!(browser.script("return document.querySelectorAll('form input:checked').length;"), json!(0));
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn what_waits_without_a_network_is_nothing_but_random_ids_and_what_is_to_be_sent() {
    let mut server = service();
    let browser = kiosk("kiosk-outbox", &server);
    server.stop().unwrap();
    serve(&browser);
    let records = outbox(&browser);
    let record = records[0].as_object().unwrap();
    assert_eq!(record.keys().collect::<Vec<_>>(), ["body", "key", "wave"]);
    let body = record["body"].as_object().unwrap();
    assert_eq!(body.keys().collect::<Vec<_>>(), ["answers", "channel", "id", "unit"]);
    assert_eq!(body["channel"], "kiosk", "which is all that is said of the device");
    assert_eq!(body["id"], record["key"]);
    assert_eq!(&record["key"].as_str().unwrap()[14..15], "4", "a random id");
}

#[test]
fn after_a_while_it_asks_and_returns_to_the_start_and_the_answers_are_gone() {
    let server = hasty();
    let browser = kiosk("kiosk-idle", &server);
    browser.script("window.earlier = true;");
    begin(&browser);
    choose(&browser, &[("q1", "2")]);
    browser.wait_for("document.getElementById('idle').open");
    assert!(browser.text().contains("Tôi vẫn đang trả lời"));
    browser.wait_for("/Còn [123] giây/.test(document.getElementById('idle').textContent)");
    browser.wait_for("window.earlier !== true");
    at_start(&browser);
    assert_eq!(browser.script("return document.querySelectorAll('input:checked').length;"), json!(0));
    assert_eq!(server.stored(), 0);
}

#[test]
fn whoever_is_still_there_says_so_as_often_as_it_takes() {
    let server = hasty();
    let browser = kiosk("kiosk-stay", &server);
    begin(&browser);
    choose(&browser, &[("q1", "4")]);
    for round in 0..4 {
        browser.wait_for("document.getElementById('idle').open");
        match round {
            0 => browser.click("#idle-stay"),
            1 => browser.press(&key::ENTER.to_string()),
            2 => browser.press(&key::ESCAPE.to_string()),
            _ => browser.cdp_click(5, 5),
        }
        browser.wait_for("!document.getElementById('idle').open");
    }
    assert_eq!(browser.script("return document.querySelectorAll('input:checked').length;"), json!(1));
    browser.wait_for("document.getElementById('idle').open");
    browser.click("#idle-leave");
    at_start(&browser);
    assert_eq!(browser.script("return document.querySelectorAll('input:checked').length;"), json!(0));
}

#[test]
fn the_thanks_go_by_themselves_in_front_of_everybodys_eyes() {
    let server = hasty();
    let browser = kiosk("kiosk-thanks", &server);
    begin(&browser);
    person::answer(&browser);
    browser.wait_for("/sau [123] giây/.test(document.getElementById('return').textContent)");
    at_start(&browser);
    assert_eq!(server.stored(), 1);
}

#[test]
fn a_page_that_says_what_is_wrong_goes_back_by_itself_unless_somebody_is_there() {
    let server = hasty();
    let browser = kiosk("kiosk-wrong", &server);
    browser.open(&server.url("/khao-sat/mo?unit=khong&kiosk=1&lang=vi"));
    let left = "Number(/sau (\\d+) giây/.exec(document.getElementById('return').textContent)?.[1])";
    // Every touch begins the count anew.
    for _ in 0..3 {
        browser.wait_for(&format!("{left} <= 2"));
        browser.cdp_click(5, 300);
        browser.wait_for(&format!("{left} === 3"));
    }
    at_start(&browser);
}

#[test]
fn a_reload_or_a_power_cut_in_the_middle_leads_to_the_start() {
    let server = service();
    let browser = kiosk("kiosk-reload", &server);
    begin(&browser);
    choose(&browser, &[("q1", "4")]);
    browser.reload();
    at_start(&browser);
    assert_eq!(browser.script("return document.querySelectorAll('input:checked').length;"), json!(0));
    begin(&browser);
    choose(&browser, &[("q1", "4")]);
    let browser = Browser::with_profile(browser.kill());
    browser.resize(KIOSK);
    // What a pinned browser opens when it starts.
    browser.open(&server.url("/kiosk?lang=vi"));
    browser.wait_for("!document.getElementById('auto').hidden");
    browser.click("#begin");
    at_start(&browser);
    serve(&browser);
    assert_eq!(server.stored(), 1);
}

#[test]
fn a_language_is_chosen_at_the_start_and_gone_with_the_person() {
    let server = service();
    let browser = kiosk("kiosk-language", &server);
    let length = browser.script("return history.length;");
    browser.click(".tongues [hreflang=en]");
    browser.wait_for("document.documentElement.lang === 'en' && document.body.dataset.stage === 'start'");
    begin(&browser);
    assert!(browser.text().contains("How satisfied are you?"), "{}", browser.text());
    person::answer(&browser);
    browser.click("#return-now");
    browser.wait_for("document.documentElement.lang === 'vi'");
    at_start(&browser);
    assert_eq!(browser.script("return history.length;"), length);
}

#[test]
fn nothing_leads_away_from_the_form() {
    let server = service();
    let browser = kiosk("kiosk-away", &server);
    begin(&browser);
    let tried = browser.script(
        "const out = [];
        for (const link of document.querySelectorAll('a[href]')) {
            for (const type of ['click', 'auxclick', 'contextmenu', 'dragstart']) {
                const event = new MouseEvent(type, {bubbles: true, cancelable: true});
                if (link.closest('#start') && type === 'click') continue;
                if (link.dispatchEvent(event)) out.push(type + ' ' + link.href);
            }
        }
        const drop = new DragEvent('drop', {bubbles: true, cancelable: true});
        if (document.body.dispatchEvent(drop)) out.push('drop');
        return out;",
    );
    assert_eq!(tried, json!([]));
    assert!(browser.url().ends_with(START), "{}", browser.url());
}

#[test]
fn answers_that_a_browser_sent_by_itself_lead_back_to_the_start_too() {
    let server = hasty();
    let browser = kiosk("kiosk-native", &server);
    let id = desk::random_id();
    let form = format!(
        "const form = document.querySelector('form.questions');
        form.elements.id.value = '{id}';
        for (const [name, value] of [['a.q1', '4'], ['a.q2', 'no']])
            form.querySelector(`[name=\"${{name}}\"][value=\"${{value}}\"]`).checked = true;
        HTMLFormElement.prototype.submit.call(form);"
    );
    browser.script(&form);
    browser.wait_for("location.pathname.endsWith('/cam-on') && document.body.dataset.stage === 'thanks'");
    at_start(&browser);
    assert_eq!(server.stored(), 1);

    browser.script("HTMLFormElement.prototype.submit.call(document.querySelector('form.questions'));");
    browser.wait_for("document.body.dataset.stage === 'asking' && !!document.querySelector('.wrong')");
    browser.wait_for("document.getElementById('idle').open");
    at_start(&browser);
}
