//! The form as it looks to people who see, hold or set their devices differently.

use serde_json::json;

use super::driver::{Browser, KIOSK, PHONE, TABLET};
use super::page::{at, choose, open, reflows, wait_at};
use super::{axe, desk};
use crate::web::support::{TestServer, start};

/// Goes through every state of the form and looks at each.
fn through_every_state(browser: &Browser, server: &TestServer, look: &dyn Fn(&str)) {
    browser.script("sessionStorage.clear();");
    open(browser, server, "");
    let arrives = |item: &str| {
        browser.wait_for(&format!("!document.querySelector('fieldset[data-item={item}]').matches('.away')"));
    };
    look("first");
    browser.click("#next");
    browser.wait_for("document.querySelector('.error')");
    look("required");
    choose(browser, "q1", "2");
    arrives("q2");
    choose(browser, "q2", "yes");
    arrives("q3");
    look("faces");
    browser.press("1");
    look("chosen");
    browser.click("#next");
    arrives("q4");
    look("several");
    browser.click("#next");
    arrives("q5");
    browser.click("#next");
    browser.wait_for("!document.getElementById('review').hidden");
    look("review");
    browser.click("#send");
    browser.wait_for("document.body.dataset.step === 'done'");
    look("thanks");
}

#[test]
fn every_step_on_the_way_is_accessible_on_a_phone_in_usual_and_forced_colours() {
    let server = start();
    let browser = Browser::start("looks-states");
    browser.resize(PHONE);
    browser.open(&server.url("/"));
    for colours in ["none", "active"] {
        browser.prefer(&[("forced-colors", colours)]);
        through_every_state(&browser, &server, &|state| {
            axe::is_clean(&browser, &format!("{state}, {colours}"));
            browser.screenshot(&format!("looks-{colours}-{state}"));
        });
    }
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn nothing_is_lost_at_320_pixels_at_400_percent_and_with_wider_text() {
    // WCAG 1.4.12: what a reader may set.
    const SPACING: &str = "const sheet = new CSSStyleSheet();
        sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; \
            word-spacing: .16em !important } p { margin-block-end: 2em !important }');
        document.adoptedStyleSheets = [sheet];";
    let server = start();
    let browser = Browser::start("looks-small");
    for (name, size, spacing) in
        [("320", (320, 568), ""), ("400-percent", (320, 256), ""), ("spacing", (320, 568), SPACING)]
    {
        browser.resize(size);
        browser.open(&server.url("/"));
        through_every_state(&browser, &server, &|state| {
            browser.script(spacing);
            reflows(&browser, &format!("{state}, {name}"));
            let cut = browser.script(
                "return [...document.querySelectorAll('main :is(label, button, h1, h2, h3, p, li)')]
                    .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1)
                    .filter((one) => getComputedStyle(one).display !== 'inline' && !one.matches('.heard'))
                    .map((one) => one.outerHTML);",
            );
            assert_eq!(cut, json!([]), "{state}, {name}");
            browser.screenshot(&format!("looks-{name}-{state}"));
        });
    }
    // What is small on the screen is not covered either.
    browser.resize((320, 256));
    open(&browser, &server, "");
    let stays = browser.script("return getComputedStyle(document.getElementById('move')).position;");
    assert_eq!(stays, "static");
}

#[test]
fn every_option_of_the_first_question_is_seen_at_once_on_a_small_phone() {
    let server = start();
    let browser = Browser::start("looks-first");
    // As little as a phone of 360×740 leaves when the browser shows its address bar.
    browser.resize((360, 640));
    for language in ["vi", "en"] {
        open(&browser, &server, &format!("&lang={language}"));
        let below = browser.script(
            "return [...document.querySelectorAll('fieldset:not(.away) label')]
                .filter((one) => one.getBoundingClientRect().bottom > innerHeight)
                .map((one) => one.innerText);",
        );
        browser.screenshot(&format!("looks-first-{language}"));
        assert_eq!(below, json!([]), "{language}: what is below the edge would be chosen less often");
    }
}

#[test]
fn the_focus_is_never_covered_by_what_stays_at_the_bottom() {
    let server = start();
    let browser = Browser::start("looks-focus");
    browser.resize((360, 500));
    open(&browser, &server, "");
    for _ in 0..14 {
        browser.press(&super::driver::key::TAB.to_string());
        let covered = browser.script(
            "const at = document.activeElement;
             if (at === document.body || at.closest('#move')) return false;
             const box = (at.closest('label') ?? at).getBoundingClientRect();
             const bar = document.getElementById('move').getBoundingClientRect();
             return box.bottom > bar.top + 1 && box.top < bar.bottom && innerHeight - bar.bottom < 1;",
        );
        assert_eq!(covered, json!(false), "{}", browser.script("return document.activeElement.outerHTML;"));
    }
}

#[test]
fn faces_are_told_apart_without_colour() {
    let server = desk::service();
    let browser = desk::kiosk("looks-faces", &server);
    browser.prefer(&[("forced-colors", "active")]);
    for (name, size, beside) in [("kiosk", KIOSK, true), ("tablet", TABLET, true), ("phone", PHONE, false)] {
        browser.resize(size);
        desk::open_start(&browser, &server.url(""));
        desk::begin(&browser);
        let faces = browser.script(
            "return [...document.querySelectorAll('fieldset:not(.away) label:has(.face)')].map((label) => {
                const face = label.querySelector('.face').getBoundingClientRect();
                const words = label.querySelector('span');
                return [face.width >= 24 && face.height >= 24, words.innerText,
                    Math.round(label.getBoundingClientRect().top), Math.round(label.getBoundingClientRect().width)];
            });",
        );
        let faces = faces.as_array().unwrap();
        assert_eq!(faces.len(), 5, "{name}");
        assert!(faces.iter().all(|face| face[0] == true && face[1].as_str().unwrap().len() > 5), "{faces:?}");
        let same_row = faces.iter().all(|face| face[2] == faces[0][2]);
        assert_eq!(same_row, beside, "{name}: {faces:?}");
        assert!(
            faces.iter().all(|face| face[3] == faces[0][3]),
            "no answer is larger than another: {faces:?}"
        );
        let outlines = browser.script(
            "return new Set([...document.querySelectorAll('symbol[id^=face-] path')]
                .map((path) => path.getAttribute('d'))).size;",
        );
        assert_eq!(outlines, 5);
        browser.screenshot(&format!("looks-faces-{name}"));
        choose(&browser, "q1", "1");
        wait_at(&browser, "Câu 2 / 4");
        browser.click("#back");
        wait_at(&browser, "Câu 1 / 4");
        let marks = browser.script(
            "return [...document.querySelectorAll('fieldset:not(.away) label')]
                .map((label) => getComputedStyle(label).outlineStyle);",
        );
        assert_eq!(marks, json!(["solid", "none", "none", "none", "none"]), "{name}");
    }
    assert_eq!(at(&browser), "Câu 1 / 4");
}
