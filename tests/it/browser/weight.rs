//! What the first visit to a form costs, and how long it takes on a slow line.

use std::io::Write as _;

use serde_json::{Value, json};

use super::driver::{Browser, PHONE};
use super::page::{FORM, choose, wait_at};
use crate::web::support::start;

/// Most bytes of a first visit as they come over the line, fonts excluded.
const MOST_BYTES: f64 = 60.0 * 1024.0;
/// Most requests until the first question can be answered.
const MOST_REQUESTS: usize = 3;
/// Longest time until the first question can be answered, in milliseconds.
const LONGEST: f64 = 5000.0;

/// Everything that was fetched: name, bytes over the line, and whether before the first question could be answered.
fn fetched(browser: &Browser) -> Vec<(String, f64, bool)> {
    let found = browser.script(
        "const ready = performance.getEntriesByName('hailong:answerable')[0].startTime;
         return [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
            .map((entry) => [new URL(entry.name).pathname, entry.transferSize, entry.startTime <= ready]);",
    );
    serde_json::from_value(found).unwrap()
}

/// Prints a figure also where the test passes.
fn figure(text: &str) {
    std::io::stderr().write_all(format!("{text}\n").as_bytes()).unwrap();
}

fn answerable_after(browser: &Browser) -> f64 {
    let mark = browser.script("return performance.getEntriesByName('hailong:answerable')[0].startTime;");
    mark.as_f64().unwrap()
}

/// A line as in the mountains: 400 ms there and back, 100 kbit/s both ways, nothing kept from before.
fn slow_line(browser: &Browser) {
    browser.cdp("Network.enable", &json!({}));
    browser.cdp("Network.clearBrowserCache", &json!({}));
    let line =
        json!({"offline": false, "latency": 400, "downloadThroughput": 12_500, "uploadThroughput": 12_500});
    browser.cdp("Network.emulateNetworkConditions", &line);
}

#[test]
fn the_first_visit_is_light() {
    let server = start();
    let browser = Browser::start("weight");
    browser.resize(PHONE);
    browser.open(&server.url(FORM));
    browser.wait_for("performance.getEntriesByName('hailong:answerable').length");
    // Everything that comes by itself, also after the first question.
    browser.wait_for("document.querySelector('.tool') && document.fonts.status === 'loaded'");
    browser.script("return new Promise((done) => setTimeout(done, 500));");
    let all = fetched(&browser);
    let is_font = |name: &str| name.contains("/fonts/");
    let weight = |early: bool| -> f64 {
        all.iter()
            .filter(|(name, _, before)| !is_font(name) && (*before || !early))
            .map(|found| found.1)
            .sum()
    };
    let before: Vec<&String> = all.iter().filter(|found| found.2).map(|found| &found.0).collect();
    for (name, bytes, before) in &all {
        figure(&format!("{bytes:>7} B {} {name}", if *before { "before" } else { "after " }));
    }
    figure(&format!(
        "first visit: {} requests and {:.1} kB before the first question can be answered, {} requests and {:.1} kB in all without fonts",
        before.len(),
        weight(true) / 1024.0,
        all.len(),
        weight(false) / 1024.0
    ));
    assert!(before.len() <= MOST_REQUESTS, "{before:?}");
    assert!(weight(false) <= MOST_BYTES);
    assert!(weight(false) > 5000.0, "nothing was measured");
    let fonts: Vec<&String> = all.iter().map(|found| &found.0).filter(|name| is_font(name)).collect();
    assert_eq!(fonts.len(), 2, "Latin and Vietnamese");
}

#[test]
fn on_a_slow_line_the_first_question_can_be_answered_within_five_seconds() {
    let server = start();
    let browser = Browser::start("weight-slow");
    browser.resize(PHONE);
    slow_line(&browser);
    browser.open(&server.url(FORM));
    browser.wait_for("performance.getEntriesByName('hailong:answerable').length");
    let after = answerable_after(&browser);
    figure(&format!("400 ms, 100 kbit/s: the first question can be answered after {after:.0} ms"));
    assert!(after > 800.0, "the line was not slow: {after} ms");
    assert!(after < LONGEST, "{after} ms");
    // And it can: the answer counts before the rest has come.
    choose(&browser, "q1", "4");
    wait_at(&browser, "Câu 2 / 4");
    browser.screenshot("weight-slow");
}

#[test]
fn every_vietnamese_letter_comes_from_the_font_that_is_shipped() {
    let server = start();
    let browser = Browser::start("weight-font");
    browser.open(&server.url("/"));
    let missing = browser.script(
        "const letters = [...'aăâeêioôơuưyAĂÂEÊIOÔƠUƯY']
            .flatMap((vowel) => ['', '\\u0300', '\\u0301', '\\u0303', '\\u0309', '\\u0323']
                .map((tone) => (vowel + tone).normalize('NFC')))
            .concat([...'đĐ₫“”–…‘’'], [...'abcdefghijklmnopqrstuvwxyz0123456789']);
         const faces = [...document.fonts].filter((face) => face.family.includes('of ours'));
         return Promise.all(faces.map((face) => face.load())).then(() => letters.filter((letter) =>
            !faces.some((face) => face.unicodeRange.split(',').some((range) => {
                const [from, to] = range.trim().slice(2).split('-');
                const code = letter.codePointAt(0);
                return letter.length === 1 && code >= parseInt(from, 16) && code <= parseInt(to ?? from, 16);
            }))));",
    );
    assert_eq!(missing, json!([]));
    let drawn =
        browser.script("return [...document.fonts].filter((face) => face.status === 'loaded').length;");
    assert!(drawn.as_u64().unwrap() >= 2, "{drawn}");
    // The browser itself says which fonts it draws the page with.
    browser.cdp("DOM.enable", &json!({}));
    browser.cdp("CSS.enable", &json!({}));
    browser.script("document.querySelector('h1').textContent = 'Ữ ẵ Ậ ợ đ ỷ Nguyễn Thị Hường';");
    let root = browser.cdp("DOM.getDocument", &json!({}))["root"]["nodeId"].clone();
    let heading =
        browser.cdp("DOM.querySelector", &json!({"nodeId": root, "selector": "h1"}))["nodeId"].clone();
    let fonts = browser.cdp("CSS.getPlatformFontsForNode", &json!({"nodeId": heading}));
    let own = |font: &Value| {
        font["isCustomFont"] == true && font["familyName"].as_str().unwrap().contains("Noto Sans")
    };
    assert!(fonts["fonts"].as_array().unwrap().iter().all(own), "{fonts}");
}
