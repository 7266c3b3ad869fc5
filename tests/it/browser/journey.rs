//! From the first question to the thanks, by pointer.

use hailong::domain::response::Answer::{Multiple, None as Nothing, NotReached, Single};
use serde_json::json;

use super::driver::{Browser, KIOSK, PHONE, TABLET};
use super::page::{at, choose, chosen, focus, kept, open, small_targets, stored, wait_at};
use super::{axe, desk};
use crate::web::support::start;

fn says_what_happens_next(thanks: &str) -> bool {
    ["Cảm ơn Ông/Bà!", "Khi có ít nhất 5 người trả lời", "“Chỉ số chung”", "Xem kết quả khi được công bố"]
        .iter()
        .all(|text| thanks.contains(text))
}

/// Whether the last option of the question with faces is above the bar at the bottom.
fn sees_all_faces(browser: &Browser) -> bool {
    let last = browser.script(
        "return [...document.querySelectorAll('fieldset[data-item=q3] label')].at(-1).getBoundingClientRect().bottom
            <= document.getElementById('move').getBoundingClientRect().top;",
    );
    last == json!(true)
}

#[test]
fn a_citizen_with_a_phone_answers_checks_and_sends() {
    let server = start();
    let browser = Browser::start("journey-phone");
    browser.resize(PHONE);
    open(&browser, &server, "");
    assert_eq!(at(&browser), "Câu 1 / 4");
    assert!(browser.text().contains("Chạm vào câu trả lời là sang câu tiếp theo."));
    axe::is_clean(&browser, "first question");
    browser.screenshot("journey-1-first");

    // A choice goes on by itself, after it was seen.
    choose(&browser, "q1", "2");
    browser.screenshot("journey-2-chosen");
    wait_at(&browser, "Câu 2 / 4");
    assert_eq!(focus(&browser), ("q2".to_owned(), "H3".to_owned()));

    // What follows depends on the answer.
    choose(&browser, "q2", "yes");
    wait_at(&browser, "Câu 3 / 5");
    axe::is_clean(&browser, "faces");
    assert_eq!(small_targets(&browser, 48), json!([]));
    assert!(sees_all_faces(&browser), "five faces and their words are seen at once");
    browser.screenshot("journey-3-faces");
    choose(&browser, "q3", "5");
    wait_at(&browser, "Câu 4 / 5");
    // Several may be chosen here, so nothing goes on by itself.
    choose(&browser, "q4", "tv");
    choose(&browser, "q4", "radio");
    browser.screenshot("journey-4-several");
    browser.click("#next");
    wait_at(&browser, "Câu 5 / 5");
    // Skipping costs as much as answering.
    browser.click("#next");
    wait_at(&browser, "Xem lại");
    let review = browser.text();
    for text in ["Rất hài lòng", "Truyền hình; Đài phát thanh", "Không trả lời"] {
        assert!(review.contains(text), "{review}");
    }
    axe::is_clean(&browser, "review");
    browser.screenshot("journey-5-review");

    // Changing one answer leads back to the review, and a question nobody is led to is dropped.
    browser.click("#review li:nth-child(2) .change");
    wait_at(&browser, "Câu 2 / 5");
    choose(&browser, "q2", "no");
    wait_at(&browser, "Xem lại");
    assert!(!browser.text().contains("rõ lý do"), "{}", browser.text());
    assert_ne!(kept(&browser)["session"], json!({}));
    browser.click("#send");
    browser.wait_for("document.body.dataset.step === 'done'");
    let thanks = browser.text();
    assert!(says_what_happens_next(&thanks), "{thanks}");
    axe::is_clean(&browser, "thanks");
    browser.screenshot("journey-6-thanks");
    assert_eq!(
        stored(&server),
        [[Single(1), Single(1), NotReached, Multiple(vec![0, 2]), Nothing]],
        "what was shown is what was stored"
    );
    assert_eq!(kept(&browser), json!({"session": {}, "local": {}}));
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn the_browsers_back_button_goes_through_the_steps_and_never_back_to_sent_answers() {
    let server = start();
    let browser = Browser::start("journey-back");
    browser.resize(PHONE);
    browser.open(&server.url("/"));
    open(&browser, &server, "");
    choose(&browser, "q1", "1");
    wait_at(&browser, "Câu 2 / 4");
    browser.back();
    wait_at(&browser, "Câu 1 / 4");
    assert_eq!(chosen(&browser), [("q1".to_owned(), "1".to_owned())]);
    choose(&browser, "q1", "4");
    wait_at(&browser, "Câu 2 / 4");
    choose(&browser, "q2", "no");
    wait_at(&browser, "Câu 3 / 4");
    browser.click("#back");
    wait_at(&browser, "Câu 2 / 4");
    browser.click("#next");
    wait_at(&browser, "Câu 3 / 4");
    browser.click("#next");
    wait_at(&browser, "Câu 4 / 4");
    choose(&browser, "q5", "3");
    wait_at(&browser, "Xem lại");
    browser.click("#send");
    browser.wait_for("document.body.dataset.step === 'done'");

    // One step back is the page before the form; forward again the form is empty.
    browser.back();
    browser.wait_for("location.pathname === '/'");
    browser.script("history.forward();");
    browser.wait_for("location.pathname.startsWith('/khao-sat') && document.querySelector('.stepping')");
    assert_eq!(chosen(&browser), []);
    assert_eq!(at(&browser), "Câu 1 / 4");
    assert_eq!(stored(&server).len(), 1);
}

#[test]
fn a_choice_can_be_changed_before_it_goes_on() {
    let server = start();
    let browser = Browser::start("journey-change");
    browser.resize(PHONE);
    open(&browser, &server, "");
    // All within the moment before it goes on, however slow this machine is.
    let still_there = browser.script(
        "for (const code of ['1', '5']) {
            const label = document.querySelector(`fieldset[data-item='q1'] label[data-code='${code}']`);
            label.dispatchEvent(new PointerEvent('pointerdown', {bubbles: true}));
            label.click();
         }
         return [document.getElementById('at').innerText, getComputedStyle(document.querySelector(
            'fieldset[data-item=q1] label:has(:checked) span')).fontWeight];",
    );
    assert_eq!(still_there, json!(["Câu 1 / 4", "700"]), "the choice is seen before it goes on");
    wait_at(&browser, "Câu 2 / 4");
    assert_eq!(chosen(&browser), [("q1".to_owned(), "5".to_owned())]);
    // Touching the same answer again goes on as well.
    browser.click("#back");
    wait_at(&browser, "Câu 1 / 4");
    choose(&browser, "q1", "5");
    wait_at(&browser, "Câu 2 / 4");
}

#[test]
fn a_wide_screen_shows_a_block_of_questions_that_fits() {
    let server = start();
    let browser = Browser::start("journey-desktop");
    browser.resize((1366, 1000));
    open(&browser, &server, "");
    assert_eq!(at(&browser), "Câu 1–2 / 4");
    browser.screenshot("journey-desktop");
    choose(&browser, "q1", "4");
    choose(&browser, "q2", "yes");
    // The question that follows from the answer stands in the same block or in the next.
    browser.wait_for("document.getElementById('at').innerText.endsWith('/ 5')");
    let fits = browser.script(
        "return document.getElementById('move').getBoundingClientRect().bottom <= innerHeight
            || document.querySelectorAll('fieldset:not(.away)').length === 1;",
    );
    assert_eq!(fits, json!(true));
    axe::is_clean(&browser, "block");
    // Turned to a narrow one it goes on at the same question.
    browser.resize(PHONE);
    wait_at(&browser, "Câu 1 / 5");
}

#[test]
fn a_kiosk_shows_one_question_with_large_targets_and_remembers_nothing() {
    let server = desk::service();
    let browser = desk::kiosk("journey-kiosk", &server);
    for (name, size) in [("kiosk", KIOSK), ("tablet", TABLET)] {
        browser.resize(size);
        desk::begin(&browser);
        let steps = browser.script("return history.length;");
        assert_eq!(at(&browser), "Câu 1 / 4");
        assert_eq!(small_targets(&browser, 64), json!([]), "{name}");
        let least = browser.script(
            "return Math.min(...[...document.querySelectorAll('fieldset:not(.away) label')]
                .map((one) => one.getBoundingClientRect().height));",
        );
        assert!(least.as_f64().unwrap() >= 64.0, "{name}: {least}");
        let seen = browser.script(
            "return document.getElementById('move').getBoundingClientRect().top
                - document.querySelector('fieldset:not(.away)').getBoundingClientRect().bottom;",
        );
        browser.screenshot(&format!("journey-{name}"));
        assert!(seen.as_f64().unwrap() >= 0.0, "the question is seen without scrolling at {name}: {seen}");
        axe::is_clean(&browser, name);
        choose(&browser, "q1", "3");
        wait_at(&browser, "Câu 2 / 4");
        assert_eq!(browser.script("return history.length;"), steps);
        assert_eq!(kept(&browser)["session"], json!({}));
        browser.reload();
        desk::at_start(&browser);
        assert_eq!(chosen(&browser), []);
    }
}
