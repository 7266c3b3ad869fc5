//! Answering without a network: nothing is lost, nothing is counted twice.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::desk::{self, kiosk, outbox, serve, service, set_up, stored, waiting};
use super::driver::Browser;
use super::person;
use super::proxy::Proxy;
use crate::web::support::start;

#[test]
fn three_answers_without_a_network_survive_a_power_cut_and_are_sent_exactly_once() {
    let mut server = service();
    let browser = kiosk("offline-three", &server);
    server.stop().unwrap();
    for _ in 0..3 {
        serve(&browser);
    }
    waiting(&browser, 3);
    let before: BTreeSet<String> =
        outbox(&browser).iter().map(|record| record["key"].as_str().unwrap().to_owned()).collect();
    let profile = browser.kill();

    let browser = Browser::with_profile(profile);
    desk::open_start(&browser, &server.url(""));
    browser.wait_for("document.getElementById('start-waiting').textContent.includes('3')");
    serve(&browser);
    waiting(&browser, 4);
    let after: BTreeSet<String> =
        outbox(&browser).iter().map(|record| record["key"].as_str().unwrap().to_owned()).collect();
    assert!(before.is_subset(&after) && after.len() == 4);

    server.start_again();
    desk::open_start(&browser, &server.url(""));
    waiting(&browser, 0);
    assert_eq!(server.stored(), 4);
    serve(&browser);
    browser.reload();
    desk::at_start(&browser);
    assert_eq!((server.stored(), outbox(&browser).len()), (5, 0));
}

#[test]
fn a_phone_that_has_opened_the_form_once_can_answer_it_later_without_a_network() {
    let server = start();
    let proxy = Proxy::before(server.address);
    let browser = Browser::start("offline-phone");
    let form = proxy.url("/khao-sat/mo?unit=01001-1");
    browser.open(&form);
    browser.wait_for(
        "caches.open('hailong pages').then((pages) => pages.keys()).then((keys) => keys.length > 0)",
    );
    proxy.set(|weather| weather.down = true);
    for number in 1..=2 {
        browser.open(&form);
        person::answer(&browser);
        waiting(&browser, number);
    }
    let records = outbox(&browser);
    // Handed out twice from the same copy, and yet two responses.
    assert_ne!(records[0]["body"]["id"], records[1]["body"]["id"]);
    assert_eq!(server.stored(), 0);
    let attempts = proxy.seen("POST ").len();
    proxy.set(|weather| weather.down = false);
    browser.open(&form);
    stored(&server, 2);
    waiting(&browser, 0);
    assert_eq!(proxy.seen("POST ").len() - attempts, 1, "both go in one parcel");
}

#[test]
fn a_lost_acknowledgement_makes_no_second_response() {
    let server = service();
    let proxy = Proxy::before(server.address);
    let browser = Browser::start("offline-lost");
    set_up(&browser, &server, &proxy.url(""));
    desk::open_start(&browser, &proxy.url(""));
    proxy.set(|weather| weather.loses = Some("responses:batch".to_owned()));
    serve(&browser);
    assert_eq!((server.stored(), outbox(&browser).len()), (1, 1));
    proxy.set(|weather| weather.loses = None);
    serve(&browser);
    waiting(&browser, 0);
    assert_eq!(server.stored(), 2);
}

#[test]
fn two_kiosks_at_one_desk_do_not_get_in_each_others_way() {
    let mut server = service();
    let kiosks = ["offline-left", "offline-right"].map(|name| kiosk(name, &server));
    server.stop().unwrap();
    for kiosk in &kiosks {
        serve(kiosk);
        serve(kiosk);
        waiting(kiosk, 2);
    }
    server.start_again();
    for kiosk in &kiosks {
        kiosk.script("window.dispatchEvent(new Event('online'));");
    }
    stored(&server, 4);
    for kiosk in &kiosks {
        waiting(kiosk, 0);
    }
    assert_eq!(server.stored(), 4);
}

#[test]
fn many_waiting_responses_are_sent_in_parcels_and_in_no_order() {
    let mut server = service();
    let browser = kiosk("offline-many", &server);
    server.stop().unwrap();
    let module = browser.script("return document.querySelector('script[src$=\"kiosk.js\"]').src;");
    let fill = "const {deliver} = await import(arguments[0].replace('kiosk.js', 'outbox.js'));
        for (let n = 0; n < 450; n++) {
            const id = courier.randomId();
            await deliver(n % 9 ? 'mo' : 'mot-quay', {id, unit: '01001-1', answers: {q1: 1 + n % 5, q2: 'no'}});
        }";
    browser.script_with(
        &format!("return (async (...arguments) => {{ {fill} }})(...arguments);"),
        &json!([module]),
    );
    waiting(&browser, 450);
    server.start_again();
    browser.script("window.dispatchEvent(new Event('online'));");
    waiting(&browser, 0);
    assert_eq!(server.stored(), 450);
}

#[test]
fn somebody_in_between_who_answers_for_the_service_is_not_believed() {
    let server = service();
    let proxy = Proxy::before(server.address);
    let browser = Browser::start("offline-portal");
    set_up(&browser, &server, &proxy.url(""));
    desk::open_start(&browser, &proxy.url(""));
    proxy.set(|weather| weather.breaks = Some("POST ".to_owned()));
    serve(&browser);
    assert_eq!(outbox(&browser)[0].get("refused"), None);
    proxy.set(|weather| weather.breaks = None);
    browser.script("window.dispatchEvent(new Event('online'));");
    stored(&server, 1);
}

#[test]
fn without_room_on_the_disk_an_answer_is_sent_at_once_or_said_to_have_failed() {
    let mut server = start();
    let browser = Browser::start("offline-full");
    browser.open(&server.url("/khao-sat/mo?unit=01001-1"));
    browser.wait_for("!!globalThis.courier");
    let origin = server.url("");
    browser.cdp("Storage.overrideQuotaForOrigin", &json!({"origin": origin, "quotaSize": 1}));
    let deliver = |browser: &Browser| -> Value {
        let body = "const body = {id: courier.randomId(), unit: '01001-1', answers: {q1: 4, q2: 'no'}};
            return courier.deliver('mo', body);";
        browser.script(body)["outcome"].clone()
    };
    assert_eq!(deliver(&browser), "sent");
    assert_eq!((server.stored(), outbox(&browser).len()), (1, 0));
    server.stop().unwrap();
    assert_eq!(deliver(&browser), "failed");
    browser.cdp("Storage.overrideQuotaForOrigin", &json!({"origin": origin}));
    assert_eq!(deliver(&browser), "kept");
}

#[test]
fn on_plain_http_everything_works_online() {
    let server = start();
    let browser = Browser::start("offline-http");
    let address = format!("http://khaosat.example:{}", server.address.port());
    browser.open(&format!("{address}/khao-sat/mo?unit=01001-1"));
    assert_eq!(browser.script("return isSecureContext || 'serviceWorker' in navigator;"), json!(false));
    person::answer(&browser);
    assert_eq!((server.stored(), outbox(&browser).len()), (1, 0));
    // The browser says of a header that it only counts by HTTPS.
    let complaints = browser.complaints().into_iter().filter(|line| !line.contains("Opener-Policy header"));
    assert_eq!(complaints.collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn what_the_person_can_mend_comes_back_and_does_not_stay() {
    let server = start();
    let browser = Browser::start("offline-refused");
    browser.open(&server.url("/khao-sat/mo?unit=01001-1&lang=en"));
    browser.wait_for("!!globalThis.courier");
    let wrong = "const body = {id: courier.randomId(), unit: '01001-1', answers: {q1: 9}};
        return courier.deliver('mo', body);";
    let done = browser.script(wrong);
    assert_eq!(done["outcome"], "refused");
    let violations = done["violations"].as_array().unwrap();
    let of = |name: &str| violations.iter().map(|one| one[name].as_str().unwrap()).collect::<Vec<_>>();
    assert_eq!(of("item"), ["q1", "q2"]);
    assert_eq!(of("code"), ["code_off_scale", "required"]);
    assert!(of("detail")[1].contains("Please"), "{violations:?}");
    let twice = "const body = {id: courier.randomId(), unit: '01001-1', answers: {q1: 4, q2: 'no'}};
        await courier.deliver('mo', body);
        return courier.deliver('mo', {...body, answers: {q1: 1, q2: 'no'}});";
    let done = browser.script(&format!("return (async () => {{ {twice} }})();"));
    assert_eq!((&done["outcome"], &done["violations"][0]["code"]), (&json!("refused"), &json!("id_used")));
    assert_eq!((server.stored(), outbox(&browser).len()), (1, 0));
}

#[test]
fn what_waits_is_sent_by_the_browser_itself_when_no_form_is_open_any_more() {
    let mut server = start();
    let browser = Browser::start("offline-sync");
    browser.open(&server.url("/khao-sat/mo?unit=01001-1"));
    browser.wait_for(
        "caches.open('hailong pages').then((pages) => pages.keys()).then((keys) => keys.length > 0)",
    );
    server.stop().unwrap();
    person::answer(&browser);
    waiting(&browser, 1);
    let tags = "navigator.serviceWorker.ready.then(({sync}) => sync.getTags()).then((tags) => tags.join())";
    assert_eq!(browser.wait_for(tags), json!("outbox"));
    server.start_again();
    browser.open(&server.url("/health/live"));
    // The browser decides itself when it thinks that there is a network again; here it is told.
    browser.cdp("ServiceWorker.enable", &json!({}));
    for registration in ["0", "1", "2"] {
        let event = json!({
            "origin": server.url(""), "registrationId": registration, "tag": "outbox", "lastChance": false,
        });
        browser.cdp("ServiceWorker.dispatchSyncEvent", &event);
    }
    stored(&server, 1);
    waiting(&browser, 0);
}

#[test]
fn a_kiosk_on_plain_http_works_while_there_is_a_network_and_waits_at_its_start_while_there_is_none() {
    let mut server = service();
    let base = format!("http://khaosat.example:{}", server.address.port());
    let browser = Browser::start("offline-http-kiosk");
    let token = crate::web::kiosk::device(&server, "01001-1", "2999-12-31");
    browser.open(&format!("{base}/kiosk?lang=vi#{token}"));
    browser.wait_for("!document.querySelector('#offline [data-when=never]').hidden");
    browser.click("#choices label:has(input[value=mo])");
    desk::open_start(&browser, &base);
    serve(&browser);
    assert_eq!(server.stored(), 1);
    desk::begin(&browser);
    server.stop().unwrap();
    person::answer(&browser);
    browser.click("#return-now");
    // Nothing is kept that could be shown: better a word than an error of the browser.
    browser.wait_for("document.body.dataset.stage === 'over'");
    browser.wait_for("document.body.innerText.includes('Máy đang chờ mạng')");
    assert_eq!(browser.script("return document.querySelectorAll('form input:checked').length;"), json!(0));
    waiting(&browser, 1);
    server.start_again();
    desk::at_start(&browser);
    stored(&server, 2);
}
