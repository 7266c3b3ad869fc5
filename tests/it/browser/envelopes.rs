//! Answers are encrypted in the browser and opened when they are sealed.

use diesel::PgConnection;
use hailong::domain::response::layout;
use hailong::domain::tally::Tally;
use hailong::domain::wave::Access;
use hailong::envelopes::Keys;
use hailong::sealing::seal_wave_with;
use hailong::store::{batches, waves};
use serde_json::json;

use super::desk::{at_start, begin, outbox, service, set_up_for, waiting as in_outbox};
use super::driver::{Browser, PHONE};
use super::person::{self, choose};
use crate::envelopes::service::{WAVE, add_wave, waiting};
use crate::web::support::{DESK, TestServer, instrument, start, wait_until};

/// Five people, by what they say.
const PEOPLE: [&[(&str, &str)]; 5] = [
    &[("q1", "5"), ("q2", "no"), ("q4", "tv")],
    &[("q1", "4"), ("q2", "yes"), ("q3", "3")],
    &[("q1", "1"), ("q2", "no"), ("q5", "2")],
    &[("q1", "3"), ("q2", "no")],
    &[("q1", "4"), ("q2", "yes"), ("q3", "5"), ("q4", "radio")],
];

fn answer(browser: &Browser, server: &TestServer, wave: &str, answers: &[(&str, &str)]) {
    browser.open(&server.url(&format!("/khao-sat/{wave}?unit={DESK}&lang=vi")));
    browser.wait_for("!!document.querySelector('.stepping')");
    choose(browser, answers);
    person::send(browser);
    person::is_thanked(browser);
}

/// Seals a wave and gives the totals of its only batch.
fn sealed(conn: &mut PgConnection, wave: &str, keys: &Keys) -> Tally {
    let stored = waves::find(conn, &wave.parse().unwrap()).unwrap().unwrap();
    let epoch = "2026-07-06".parse().unwrap();
    let report = seal_wave_with(conn, &stored, &instrument(), epoch, &mut rand::rng(), keys).unwrap();
    assert_eq!((report.unopened, report.key_elsewhere), (0, false));
    let mut all = batches::of_wave(conn, stored.number, &layout(&instrument())).unwrap();
    assert_eq!(all.len(), 1);
    all.remove(0).batch.tally
}

/// The scripts that the page has loaded.
fn scripts(browser: &Browser) -> String {
    let names = "return performance.getEntriesByType('resource').map((one) => one.name).join(' ');";
    browser.script(names).as_str().unwrap().to_owned()
}

#[test]
fn what_is_sealed_in_the_browser_gives_the_results_of_the_same_answers_sent_openly() {
    let server = start();
    let keys = add_wave(&server, Access::Link);
    let browser = Browser::start("envelopes");
    browser.resize(PHONE);
    for answers in PEOPLE {
        answer(&browser, &server, WAVE, answers);
    }
    assert!(scripts(&browser).contains("/hpke.js"));
    assert_eq!(browser.complaints(), Vec::<String>::new());
    assert_eq!((waiting(&server), server.stored()), (5, 0));
    for answers in PEOPLE {
        answer(&browser, &server, "mo", answers);
    }
    assert!(!scripts(&browser).contains("/hpke.js") && !scripts(&browser).contains("/envelope.js"));
    assert_eq!((waiting(&server), server.stored()), (5, 5));
    let mut conn = server.connect();
    assert_eq!(sealed(&mut conn, WAVE, &keys), sealed(&mut conn, "mo", &keys));
    assert_eq!((waiting(&server), server.stored()), (0, 0));
}

#[test]
fn a_kiosk_without_a_network_keeps_envelopes_and_never_answers() {
    let mut server = service();
    let keys = add_wave(&server, Access::Link);
    let browser = Browser::start("envelopes-kiosk");
    set_up_for(&browser, &server, &server.url(""), WAVE);
    browser.open(&server.url(&format!("/khao-sat/{WAVE}?unit={DESK}&kiosk=1&lang=vi")));
    at_start(&browser);
    server.stop().unwrap();
    for answers in PEOPLE {
        begin(&browser);
        choose(&browser, answers);
        person::send(&browser);
        person::is_thanked(&browser);
        browser.click("#return-now");
        at_start(&browser);
    }
    in_outbox(&browser, 5);
    for record in outbox(&browser) {
        let body = record["body"].as_object().unwrap();
        assert_eq!(body.keys().collect::<Vec<_>>(), ["channel", "enc", "id", "key", "sealed", "unit"]);
        assert_eq!(body["sealed"].as_str().unwrap().len(), 1387, "as long as every other");
        assert_eq!(record["wave"], json!(WAVE));
    }
    assert_eq!(browser.script("return JSON.stringify(sessionStorage);"), json!("{}"));
    server.start_again();
    browser.open(&server.url(&format!("/khao-sat/{WAVE}?unit={DESK}&lang=vi")));
    wait_until("the envelopes", || waiting(&server) == 5);
    assert_eq!(sealed(&mut server.connect(), WAVE, &keys).n, 5);
}
