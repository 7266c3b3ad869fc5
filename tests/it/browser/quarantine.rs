//! Batches that are held back, in a browser: why, and the decision by keyboard.

use hailong::domain::access::Role;
use hailong::domain::breakdown::Channel;
use hailong::domain::quality::{Reason, Share};
use hailong::store::{dossiers, waves};
use serde_json::json;

use super::axe;
use super::driver::{Browser, KIOSK, key};
use super::page::{Tables, looks_right};
use super::person::comes_in;
use super::staff::{enter, tab_to, type_into};
use crate::staff::support::{add_account, has_logged, person, sql};
use crate::web::results::publish;
use crate::web::support::{TestServer, start, unit_id};

const PAGE: &str = "/quan-tri/cach-ly";

/// A published wave of three desks, of which two have answered more often than they were visited; at the first
/// everything else looks stuffed, too.
fn suspicious() -> TestServer {
    let server = start();
    let mut conn = server.connect();
    let number = waves::find(&mut conn, &"mo".parse().unwrap()).unwrap().unwrap().number;
    let closed = ["01001-1", "01001-2"].map(|desk| (unit_id(&mut conn, desk), 4));
    dossiers::upsert(&mut conn, number, &closed.into()).unwrap();
    publish(&server, "mo");
    let share = |count, of| Share { count, of, expected: 0.213, p: 0.000_4 };
    let all = [
        Reason::Straight(share(12, 14)),
        Reason::Repeated(share(9, 12)),
        Reason::Quick(share(19, 20)),
        Reason::Channel { better: Channel::Kiosk, share: share(11, 12) },
        Reason::Channel { better: Channel::Own, share: share(8, 9) },
        Reason::Dossiers { responses: 6, dossiers: 4 },
    ];
    let reasons = serde_json::to_string(&all).unwrap().replace('\'', "''");
    let unit = unit_id(&mut conn, "01001-1");
    let found = sql(&server, &format!("UPDATE quarantine SET reasons = '{reasons}' WHERE unit_id = {unit}"));
    assert_eq!(found, Ok(1), "the first desk is held back");
    server
}

/// The page on a phone and at a desk, in both languages.
fn look(browser: &Browser, server: &TestServer, state: &str) {
    looks_right(browser, &server.url(PAGE), &format!("staff-quarantine-{state}"), Tables::Sideways);
    browser.open(&server.url(&format!("{PAGE}?lang=vi")));
}

#[test]
fn an_auditor_decides_by_keyboard_and_everybody_is_told() {
    // given two batches that are held back, and an auditor
    let server = suspicious();
    let link = add_account(&server, "tam.pham", Role::Auditor, Some("19"));
    let browser = Browser::start("quarantine");
    browser.resize(KIOSK);
    comes_in(&browser, &server.url(&link));
    look(&browser, &server, "waiting");
    let page = browser.text();
    for words in [
        "12 trong 14 người chọn cùng một mức",
        "11 trong 12 người trả lời trên máy tại quầy chọn mức tốt nhất",
        "8 trong 9 người trả lời trên thiết bị riêng",
        "khoảng 21%",
        "Có 6 phiếu trong khi chỉ giải quyết 4 hồ sơ",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    // when the reason is followed by Enter, nothing is decided: which of the two it would be is not said
    type_into(&browser, "section:first-of-type [name=why]", "Cán bộ tự điền");
    enter(&browser);
    // and when a button is pressed without a reason, the page says what is missing
    type_into(&browser, "section:last-of-type [value=discard]", "");
    enter(&browser);
    browser.wait_for("!!document.querySelector('.wrong')");
    axe::is_clean(&browser, "a decision without a reason");
    browser.screenshot("staff-quarantine-mistake");
    assert_eq!(browser.script("return document.querySelectorAll('main section form').length;"), json!(2));
    tab_to(&browser, ".wrong a");
    enter(&browser);
    browser.wait_for("document.activeElement.id == 'why'");
    // when it is given
    browser.press("Đã đối chiếu sổ tiếp dân: hai cán bộ tự điền");
    tab_to(&browser, "[value=discard]");
    browser.press(&key::SPACE.to_string());
    // then that batch is decided about and the other one waits
    browser.wait_for("!!document.querySelector('main dl') && !document.querySelector('.wrong')");
    assert!(browser.text().contains("Đã loại lô khỏi kết quả"), "{}", browser.text());
    assert!(has_logged(&server, "tam.pham", "batch_discarded"));
    look(&browser, &server, "decided");
    type_into(&browser, "[name=why]", "Số hồ sơ nhập thiếu");
    tab_to(&browser, "[value=release]");
    enter(&browser);
    browser.wait_for("document.querySelectorAll('main dl').length == 2");
    assert!(has_logged(&server, "tam.pham", "batch_released"));
    assert!(browser.text().contains("Không có lô nào chờ quyết định"), "{}", browser.text());
    look(&browser, &server, "all-decided");
    // and everybody reads that a batch was discarded, and why
    for (language, words) in [
        ("vi", "1 lô (6 phiếu) bị loại vì có dấu hiệu độn phiếu"),
        ("en", "Batches discarded because they look stuffed: 1"),
    ] {
        browser.open(&server.url(&format!("/ket-qua/mo?unit=19&lang={language}")));
        assert!(browser.text().contains(words), "{}", browser.text());
    }
}

#[test]
fn those_who_are_judged_see_the_signs_and_no_buttons() {
    let server = suspicious();
    let manager = person(&server, "hoa.tran", Role::Manager, Some("01001"));
    let page = manager.get(PAGE).text().to_owned();
    assert!(page.contains("không phải đơn vị được đánh giá") && page.contains("11 trong 12 người"), "{page}");
    assert!(!page.contains("name=\"decision\""));
    let elsewhere = person(&server, "binh.le", Role::Auditor, Some("01002"));
    assert!(elsewhere.get(PAGE).text().contains("Không có lô nào chờ quyết định"));
}
