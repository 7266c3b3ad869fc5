//! Setting a kiosk up, and what staff see of it.

use hailong::domain::wave::Wave;
use hailong::sealing::close_wave;
use hailong::store::{devices, waves};
use hailong::web::KioskTimes;
use serde_json::{Value, json};

use super::axe;
use super::desk::{
    START, at_start, begin, hasty_service, kiosk, open_start, outbox, serve, service, set_up, waiting,
};
use super::driver::{Browser, KIOSK, PHONE, TABLET, key};
use super::person::choose;
use crate::web::kiosk::device;
use crate::web::support::{DESK, TestServer, instrument, unit_id, wave};

fn close(server: &TestServer) {
    let mut conn = server.connect();
    let stored = waves::find(&mut conn, &"mo".parse().unwrap()).unwrap().unwrap();
    close_wave(&mut conn, &stored, &instrument(), "2026-10-01".parse().unwrap(), &mut rand::rng()).unwrap();
    // The service looks for changes every second.
    let path = "/khao-sat/mo?unit=01001-1";
    while server.get(path).status != 410 {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

fn shown(browser: &Browser, selector: &str) -> bool {
    browser.script_with("return document.querySelector(arguments[0]).checkVisibility();", &json!([selector]))
        == true
}

#[test]
fn the_token_leaves_the_address_and_stays_on_the_device() {
    let server = service();
    let token = device(&server, DESK, "2999-12-31");
    let browser = Browser::start("setup-token");
    browser.resize(TABLET);
    browser.open(&server.url(&format!("/kiosk?lang=vi#{token}")));
    browser.wait_for("!document.getElementById('begin').hidden");
    browser.wait_for("!document.querySelector('#said [data-when=ready]').hidden");
    assert_eq!(browser.url(), server.url("/kiosk?lang=vi"));
    let text = browser.text();
    for part in ["Quầy số 1", DESK, "Máy ", "Đợt thử", env!("CARGO_PKG_VERSION"), "Máy đã được cài đặt"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!browser.script("return document.documentElement.outerHTML;").to_string().contains(&token));
    browser.open(&server.url("/kiosk?lang=en"));
    browser.wait_for("!document.getElementById('auto').hidden");
    assert!(browser.text().contains("Counter 1"));
    browser.click("#stay");
    assert!(!shown(&browser, "#auto"));
    browser.click("#begin");
    at_start(&browser);
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn a_wrong_an_expired_and_a_revoked_token_are_told() {
    let server = hasty_service(|settings| {
        settings.kiosk = KioskTimes { thanks: 60, idle: 60, warning: 60, rest: 2 };
    });
    let browser = Browser::start("setup-refused");
    for token in [device(&server, DESK, "2020-12-31"), "hk_0".to_owned()] {
        browser.open(&server.url(&format!("/kiosk?lang=vi#{token}")));
        browser.wait_for("!document.querySelector('#said [data-when=refused]').hidden");
        assert!(shown(&browser, "#unset") && !shown(&browser, "#set"), "{}", browser.text());
        browser.open("about:blank");
    }
    set_up(&browser, &server, &server.url(""));
    open_start(&browser, &server.url(""));
    let mut conn = server.connect();
    for device in devices::list(&mut conn).unwrap() {
        devices::remove(&mut conn, &device.name).unwrap();
    }
    browser.wait_for("document.getElementById('start-stop').checkVisibility()");
    assert!(browser.text().contains("không còn được phép"), "{}", browser.text());
    assert!(!shown(&browser, "#start-begin"));
    browser.click(".staff a");
    browser.wait_for("!document.getElementById('revoked').hidden");
    assert!(!shown(&browser, "#begin"));
}

#[test]
fn a_browser_that_is_no_device_of_this_desk_cannot_begin() {
    let server = service();
    let browser = Browser::start("setup-stranger");
    browser.open(&server.url(START));
    at_start(&browser);
    assert!(browser.text().contains("chưa được cài đặt"), "{}", browser.text());
    assert!(!shown(&browser, "#start-begin"));
    axe::is_clean(&browser, "start, no device");
    set_up(&browser, &server, &server.url(""));
    browser.open(&server.url(&START.replace("01001-1", "01002-1")));
    at_start(&browser);
    assert!(browser.text().contains("quầy khác"), "{}", browser.text());
    assert!(!shown(&browser, "#start-begin"));
}

#[test]
fn a_response_carries_nothing_of_the_device() {
    let mut server = service();
    let browser = kiosk("setup-anonymous", &server);
    server.stop().unwrap();
    serve(&browser);
    let record = outbox(&browser)[0].to_string();
    for part in ["hk_", "Máy", "token", "device"] {
        assert!(!record.contains(part), "{record}");
    }
}

#[test]
fn a_wave_closed_too_early_loses_nothing_and_tells_staff() {
    let mut server = service();
    let browser = kiosk("setup-closed", &server);
    server.stop().unwrap();
    serve(&browser);
    serve(&browser);
    server.start_again();
    close(&server);
    // The start screen of a closed wave leads to the page where the next one is found.
    browser.open(&server.url(START));
    browser.wait_for("location.pathname === '/kiosk' && !document.getElementById('refused').hidden");
    // One after the other is refused.
    browser.wait_for("document.getElementById('refused').innerText.includes('2 · mo')");
    let text = browser.text();
    assert!(text.contains("đợt khảo sát đã đóng trước khi phiếu đến"), "{text}");
    let records = outbox(&browser);
    assert_eq!(records.iter().map(|record| &record["refused"]).collect::<Vec<_>>(), ["wave_closed"; 2]);
    assert!(!text.contains("q1"), "single responses are shown to nobody");
    axe::is_clean(&browser, "set-up, refused");

    // Deleted only on the word of staff, who must say how many.
    browser.click("#refusals button");
    browser.wait_for("document.getElementById('discard').open");
    axe::is_clean(&browser, "set-up, question before deleting");
    browser.screenshot("setup-discard");
    browser.click("#discard-now");
    browser.click("#discard-typed");
    browser.press("3");
    browser.click("#discard-now");
    assert_eq!(outbox(&browser).len(), 2);
    browser.click("#discard-typed");
    browser.press("\u{e003}2");
    browser.click("#discard-now");
    waiting(&browser, 0);
    assert_eq!(server.stored(), 0);
}

#[test]
fn what_was_refused_is_tried_again_and_counts_when_the_wave_is_there_after_all() {
    let mut server = service();
    let browser = kiosk("setup-again", &server);
    server.stop().unwrap();
    serve(&browser);
    // As if the service had been restored from a backup made before the wave was opened.
    let rename = |server: &TestServer, from: &str, to: &str| {
        use diesel::connection::SimpleConnection;
        server.connect().batch_execute(&format!("UPDATE wave SET id = '{to}' WHERE id = '{from}'")).unwrap();
    };
    rename(&server, "mo", "mo-khac");
    server.start_again();
    browser.open(&server.url("/kiosk?lang=vi"));
    browser.wait_for("!document.getElementById('refused').hidden");
    assert_eq!(outbox(&browser)[0]["refused"], "unknown_wave");
    server.stop().unwrap();
    rename(&server, "mo-khac", "mo");
    server.start_again();
    browser.click("#send-now");
    waiting(&browser, 0);
    assert_eq!(server.stored(), 1);
    browser.wait_for("document.getElementById('refused').hidden");
}

#[test]
fn the_next_quarter_is_found_by_itself_and_the_last_one_is_still_sent() {
    let mut server = hasty_service(|settings| {
        settings.kiosk = KioskTimes { thanks: 60, idle: 60, warning: 60, rest: 2 };
    });
    let browser = kiosk("setup-quarter", &server);
    server.stop().unwrap();
    begin(&browser);
    super::person::answer(&browser);
    server.start_again();
    let desk = [unit_id(&mut server.connect(), DESK)];
    let new = Wave { period: "2026-08".parse().unwrap(), ..wave("quy-sau") };
    waves::create(&mut server.connect(), &new, &desk).unwrap();
    browser.click("#return-now");
    browser.wait_for("location.pathname === '/khao-sat/quy-sau' && document.body.dataset.stage === 'start'");
    waiting(&browser, 0);
    assert_eq!(server.stored(), 1);
    serve(&browser);
    assert_eq!(server.stored(), 2);
}

#[test]
fn visits_are_counted_on_the_device_and_reported_together() {
    let server = hasty_service(|settings| {
        settings.kiosk = KioskTimes { thanks: 60, idle: 60, warning: 60, rest: 600 };
    });
    let browser = kiosk("setup-counts", &server);
    serve(&browser);
    serve(&browser);
    begin(&browser);
    choose(&browser, &[("q1", "1")]);
    browser.reload();
    begin(&browser);
    browser.open(&server.url("/kiosk?lang=vi"));
    browser.wait_for("!document.getElementById('begin').hidden");
    let pool = || -> Vec<Value> {
        use diesel::prelude::*;
        use hailong::store::schema::visit_pool;
        let rows: Vec<(i64, i64, i64)> = visit_pool::table
            .select((visit_pool::asked, visit_pool::answered, visit_pool::abandoned))
            .load(&mut server.connect())
            .unwrap();
        rows.into_iter().map(|row| json!(row)).collect()
    };
    assert_eq!(pool(), Vec::<Value>::new(), "nothing is reported while people answer");
    assert!(!browser.text().contains("Lượt"), "the desk sees no counts");
    browser.click("#send-now");
    browser.wait_for("!document.querySelector('#sent [data-when=done]').hidden");
    assert_eq!(pool(), [json!([4, 2, 1])]);
    browser.click("#send-now");
    browser.wait_for("!document.querySelector('#sent [data-when=done]').hidden");
    assert_eq!(pool(), [json!([4, 2, 1])]);
}

#[test]
fn what_is_folded_away_and_the_question_before_leaving_are_accessible() {
    let server = service();
    let browser = Browser::start("setup-axe");
    let look = |browser: &Browser, state: &str| {
        for (colours, size, pixels) in
            [("none", "kiosk", KIOSK), ("none", "phone", PHONE), ("active", "kiosk", KIOSK)]
        {
            browser.prefer(&[("forced-colors", colours)]);
            browser.resize(pixels);
            let name = format!("setup-{state}-{size}-{colours}");
            browser.screenshot(&name);
            axe::is_clean(browser, &name);
        }
    };
    set_up(&browser, &server, &server.url(""));
    for language in ["vi", "en"] {
        browser.open(&server.url(&format!("/kiosk?lang={language}")));
        browser.wait_for("!document.getElementById('begin').hidden");
        browser.script("document.querySelectorAll('details').forEach((one) => (one.open = true));");
        look(&browser, &format!("pin-{language}"));
    }
    browser.click("#leave-desk");
    browser.wait_for("document.getElementById('leaving').open");
    look(&browser, "leaving");
    browser.click("#leave-now");
    browser.wait_for("!document.getElementById('unset').hidden");
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn a_pasted_address_sets_the_device_up_as_well() {
    let server = service();
    let token = device(&server, DESK, "2999-12-31");
    let browser = Browser::start("setup-paste");
    browser.open(&server.url("/kiosk?lang=vi"));
    browser.wait_for("document.getElementById('token').checkVisibility()");
    browser.click("#token");
    browser.press(&format!("https://khaosat.example.gov.vn/kiosk#{token}"));
    browser.press(&key::ENTER.to_string());
    browser.wait_for("!document.getElementById('begin').hidden");
    assert_eq!(browser.script("return document.getElementById('token').value;"), json!(""));
    open_start(&browser, &server.url(""));
}
