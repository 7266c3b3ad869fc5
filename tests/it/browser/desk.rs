//! A desk with a service and kiosks.

use hailong::web::{KioskTimes, Settings};
use serde_json::{Value, json};

use super::driver::{Browser, KIOSK};
use super::person;
use crate::web::kiosk::device;
use crate::web::support::{DESK, TestServer, start_with};

/// The start screen of the test form.
pub const START: &str = "/khao-sat/mo?unit=01001-1&kiosk=1&lang=vi";

/// A service whose kiosks take their time.
pub fn service() -> TestServer {
    start_with(1000, |settings| settings.kiosk = KioskTimes { thanks: 60, idle: 300, warning: 60, rest: 600 })
}

/// A service whose kiosks are in a hurry.
pub fn hasty_service(set: fn(&mut Settings)) -> TestServer {
    start_with(1000, set)
}

/// Makes the browser a kiosk of the desk, at the service of this address.
pub fn set_up(browser: &Browser, server: &TestServer, base: &str) {
    set_up_for(browser, server, base, "mo");
}

/// As [`set_up`], for another wave.
pub fn set_up_for(browser: &Browser, server: &TestServer, base: &str, wave: &str) {
    let token = device(server, DESK, "2999-12-31");
    browser.resize(KIOSK);
    browser.open(&format!("{base}/kiosk?lang=vi#{token}"));
    browser.wait_for("!document.getElementById('set').hidden && !document.getElementById('begin').hidden");
    browser.click(&format!("#choices label:has(input[value='{wave}'])"));
    browser.wait_for("!document.querySelector('#offline [data-when=ready]').hidden");
}

/// A new kiosk of the desk that shows its start screen.
pub fn kiosk(name: &str, server: &TestServer) -> Browser {
    let browser = Browser::start(name);
    set_up(&browser, server, &server.url(""));
    open_start(&browser, &server.url(""));
    browser
}

/// Opens the start screen and waits until it can be begun.
pub fn open_start(browser: &Browser, base: &str) {
    browser.open(&format!("{base}{START}"));
    at_start(browser);
}

/// Waits until a new start screen is there.
pub fn at_start(browser: &Browser) {
    browser.wait_for("document.body.dataset.stage === 'start' && !document.getElementById('start').hidden");
}

/// Begins.
pub fn begin(browser: &Browser) {
    at_start(browser);
    browser.click("#start-begin");
    browser.wait_for("document.body.dataset.stage === 'asking'");
}

/// One person answers and goes.
pub fn serve(browser: &Browser) {
    begin(browser);
    person::answer(browser);
    browser.click("#return-now");
    at_start(browser);
}

/// A random id for a response.
pub fn random_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// What lies in the outbox of the device.
pub fn outbox(browser: &Browser) -> Vec<Value> {
    let read = "return new Promise((done) => {
        const asked = indexedDB.open('hailong-outbox');
        asked.onupgradeneeded = () => asked.transaction.abort();
        asked.onerror = () => done([]);
        asked.onsuccess = () => {
            const all = asked.result.transaction('responses').objectStore('responses').getAll();
            all.onsuccess = () => { asked.result.close(); done(all.result); };
        };
    })";
    browser.script(read).as_array().unwrap().clone()
}

/// Waits until so many responses lie in the outbox.
#[track_caller]
pub fn waiting(browser: &Browser, count: usize) {
    for _ in 0..300 {
        if outbox(browser).len() == count {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("{count} should wait: {}", json!(outbox(browser)));
}

/// Waits until so many responses are stored.
#[track_caller]
pub fn stored(server: &TestServer, count: i64) {
    for _ in 0..300 {
        if server.stored() == count {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("{count} should be stored, not {}", server.stored());
}
