//! Answers that are not lost: on reload, in another language, when the server refuses or is away.

use hailong::domain::response::Answer::{NotReached, Single};
use serde_json::json;

use super::axe;
use super::driver::{Browser, PHONE};
use super::page::{FORM, at, choose, chosen, focus, kept, open, stored, wait_at};
use crate::web::support::{TestServer, good, start};

fn pair(item: &str, code: &str) -> (String, String) {
    (item.to_owned(), code.to_owned())
}

/// Answers what must be answered and comes to the review.
fn come_to_review(browser: &Browser, server: &TestServer) {
    browser.resize(PHONE);
    open(browser, server, "");
    choose(browser, "q1", "4");
    wait_at(browser, "Câu 2 / 4");
    choose(browser, "q2", "no");
    wait_at(browser, "Câu 3 / 4");
    browser.click("#next");
    wait_at(browser, "Câu 4 / 4");
    choose(browser, "q5", "1");
    wait_at(browser, "Xem lại");
}

#[test]
fn a_reload_and_another_language_keep_the_answers_and_the_place() {
    let server = start();
    let browser = Browser::start("keeping-reload");
    browser.resize(PHONE);
    open(&browser, &server, "");
    choose(&browser, "q1", "2");
    wait_at(&browser, "Câu 2 / 4");
    choose(&browser, "q2", "yes");
    wait_at(&browser, "Câu 3 / 5");
    browser.reload();
    browser.wait_for("document.querySelector('.stepping')");
    assert_eq!(at(&browser), "Câu 3 / 5");
    browser.click("nav.languages a[lang=en]");
    browser.wait_for("document.documentElement.lang === 'en' && document.querySelector('.stepping')");
    assert_eq!(at(&browser), "Question 3 / 5");
    assert_eq!(chosen(&browser), [pair("q1", "2"), pair("q2", "yes")]);
    // Back still goes through the questions.
    browser.click("#back");
    wait_at(&browser, "Question 2 / 5");

    // The review is come back to as well. Another desk is another form.
    browser.open(&server.url("/khao-sat/mo?unit=01001-2"));
    browser.wait_for("document.querySelector('.stepping')");
    assert_eq!(chosen(&browser), []);
    browser.script("sessionStorage.clear();");
    come_to_review(&browser, &server);
    browser.reload();
    browser.wait_for("document.getElementById('at').innerText === 'Xem lại'");
    assert!(browser.text().contains("Rất không hài lòng"));
}

#[test]
fn what_the_server_refuses_is_shown_beside_the_question_and_mended() {
    let server = start();
    let browser = Browser::start("keeping-refused");
    come_to_review(&browser, &server);
    // A page older than the rules: it asks less than the server does.
    browser.script(
        "const question = document.querySelector('fieldset[data-item=q2]');
         delete question.dataset.required;
         question.querySelectorAll('input').forEach((input) => (input.checked = false));",
    );
    browser.click("#send");
    let summary = browser.wait_for("document.getElementById('wrong')?.innerText");
    assert!(summary.as_str().unwrap().contains("Câu 2: Xin chọn một câu trả lời."), "{summary}");
    assert_eq!(focus(&browser).1, "wrong");
    axe::is_clean(&browser, "refused");
    browser.screenshot("keeping-refused");
    assert!(stored(&server).is_empty());

    browser.click("#wrong a");
    wait_at(&browser, "Câu 2 / 4");
    assert_eq!(focus(&browser), ("q2".to_owned(), "INPUT".to_owned()));
    assert!(browser.text().contains("Xin chọn một câu trả lời."));
    choose(&browser, "q2", "no");
    wait_at(&browser, "Xem lại");
    browser.click("#send");
    browser.wait_for("document.body.dataset.step === 'done'");
    assert_eq!(stored(&server)[0][..3], [Single(3), Single(1), NotReached]);
}

#[test]
fn an_id_that_was_used_for_other_answers_is_changed_and_the_answers_go_with_a_new_one() {
    let server = start();
    let before = good();
    assert_eq!(server.send(&before).status, 201);
    let browser = Browser::start("keeping-used");
    come_to_review(&browser, &server);
    browser.script_with(
        "document.querySelector('#form [name=id]').value = arguments[0];",
        &json!([before["id"]]),
    );
    browser.click("#send");
    let summary = browser.wait_for("document.getElementById('wrong')?.innerText");
    assert!(summary.as_str().unwrap().contains("đã được ghi với câu trả lời khác"), "{summary}");
    browser.click("#send");
    browser.wait_for("document.body.dataset.step === 'done'");
    assert_eq!(server.stored(), 2);
}

#[test]
fn nothing_answered_is_said_and_not_sent() {
    let server = start();
    let browser = Browser::start("keeping-nothing");
    come_to_review(&browser, &server);
    browser.script(
        "for (const question of document.querySelectorAll('fieldset')) {
            delete question.dataset.required;
            question.querySelectorAll('input').forEach((input) => (input.checked = false));
         }",
    );
    browser.click("#send");
    let summary = browser.wait_for("document.getElementById('wrong')?.innerText");
    assert!(summary.as_str().unwrap().contains("Xin trả lời ít nhất một câu hỏi."), "{summary}");
    axe::is_clean(&browser, "nothing answered");
}

#[test]
fn without_its_neighbours_the_page_goes_back_to_the_plain_form() {
    let server = start();
    let browser = Browser::start("keeping-plain");
    browser.resize(PHONE);
    browser.cdp("Network.enable", &json!({}));
    browser.cdp("Network.setBlockedURLs", &json!({"urls": ["*/finish.js", "*/wording.js", "*/speech.js"]}));
    browser.open(&server.url(FORM));
    browser.wait_for("document.querySelector('.stepping')");
    for (item, code) in [("q1", "5"), ("q2", "no")] {
        choose(&browser, item, code);
        browser.wait_for(&format!("document.querySelector('fieldset[data-item={item}]').matches('.away')"));
    }
    browser.click("#next");
    wait_at(&browser, "Câu 4 / 4");
    browser.click("#next");
    browser.wait_for("!document.querySelector('.stepping')");
    assert_eq!(chosen(&browser), [pair("q1", "5"), pair("q2", "no")]);
    browser.click("#send");
    browser.wait_for("location.pathname.endsWith('/cam-on')");
    assert!(browser.text().contains("Cảm ơn Ông/Bà!"));
    assert_eq!(kept(&browser)["session"], json!({}));
    assert_eq!(stored(&server)[0][..2], [Single(4), Single(1)]);
}

/// Takes the network away from the page, or gives it back.
fn network(browser: &Browser, there: bool) {
    browser.cdp("Network.enable", &json!({}));
    let line = json!({"offline": !there, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1});
    browser.cdp("Network.emulateNetworkConditions", &line);
}

#[test]
fn without_a_network_the_thanks_say_that_the_response_is_kept_and_sent_by_itself() {
    let server = start();
    let browser = Browser::start("keeping-offline");
    come_to_review(&browser, &server);
    browser
        .wait_for("performance.getEntriesByType('resource').some((one) => one.name.endsWith('courier.js'))");
    network(&browser, false);
    browser.click("#send");
    browser.wait_for("document.body.dataset.step === 'done'");
    let thanks = browser.text();
    assert!(thanks.contains("Khi có mạng, phiếu tự gửi đi"), "{thanks}");
    assert!(!thanks.contains("đã được ghi nhận"), "{thanks}");
    axe::is_clean(&browser, "kept");
    browser.screenshot("keeping-kept");
    assert_eq!(kept(&browser)["session"], json!({}));
}

#[test]
fn what_can_neither_be_sent_nor_kept_stays_on_the_page_and_can_be_sent_again() {
    let server = start();
    let browser = Browser::start("keeping-failed");
    come_to_review(&browser, &server);
    browser
        .wait_for("performance.getEntriesByType('resource').some((one) => one.name.endsWith('courier.js'))");
    browser.script("IDBObjectStore.prototype.add = () => { throw new Error('the disk is full'); };");
    network(&browser, false);
    browser.click("#send");
    let said = browser.wait_for("document.getElementById('wrong')?.innerText");
    assert!(said.as_str().unwrap().contains("Các câu trả lời vẫn còn trên máy này"), "{said}");
    assert_eq!(focus(&browser).1, "wrong");
    assert_ne!(kept(&browser)["session"], json!({}));
    axe::is_clean(&browser, "failed");
    browser.screenshot("keeping-failed");
    network(&browser, true);
    browser.click("#send");
    browser.wait_for("document.body.dataset.step === 'done'");
    assert_eq!(stored(&server)[0][..3], [Single(3), Single(1), NotReached]);
}
