//! A file is brought in with a real browser: chosen, seen to be wrong at its cells, mended, seen, stored.

use std::fs;
use std::path::PathBuf;

use hailong::domain::access::Role;
use serde_json::json;

use super::axe;
use super::driver::{Browser, KIOSK, PHONE};
use super::person::comes_in;
use crate::staff::support::{add_account, has_logged};
use crate::web::support::start;

fn file(name: &str, text: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, text).unwrap();
    path
}

#[test]
fn a_wrong_file_is_mended_and_stored() {
    // given somebody who manages a province
    let server = start();
    let browser = Browser::start("imports");
    let link = add_account(&server, "lan", Role::Manager, Some("19"));
    browser.resize(KIOSK);
    comes_in(&browser, &server.url(&link));
    let send = |path: PathBuf| {
        browser.open(&server.url("/quan-tri/nhap?lang=vi"));
        browser.click("#wave");
        browser.press("nhap");
        browser.choose("#file", &path);
        browser.click("form .button");
        browser.wait_for(
            "/nhap\\/[0-9a-f-]{36}$/.test(location.pathname) && !document.querySelector('[data-busy]')",
        );
    };
    // when a file with a slip is sent
    send(file("sai.csv", "unit,q1,q2,q3\n01001-1,4,yes,5\n01001-2,8,no,\n"));
    // then the cell is named and nothing can be stored
    assert!(
        browser.text().contains("“8” không có trong thang trả lời; các mã là 1, 2, 3, 4, 5"),
        "{}",
        browser.text()
    );
    assert_eq!(browser.script("return !document.querySelector('[value=store]');"), json!(true));
    for size in [PHONE, KIOSK] {
        browser.resize(size);
        axe::is_clean(&browser, "mistakes of a file");
        browser.screenshot(&format!("staff-import-mistakes-{}", size.0));
    }
    // when the mended one is sent
    send(file("dung.csv", "unit,q1,q2,q3\n01001-1,4,yes,5\n01001-2,2,no,\n"));
    // then it is said what would change, and after a word it is stored
    assert!(browser.text().contains("Có thể lưu tệp"), "{}", browser.text());
    axe::is_clean(&browser, "a file that can be stored");
    browser.screenshot("staff-import-ready");
    browser.click("[value=store]");
    browser.wait_for("document.querySelector('h1').textContent == 'Đã lưu tệp'");
    axe::is_clean(&browser, "a stored file");
    browser.screenshot("staff-import-stored");
    assert!(has_logged(&server, "lan", "file_imported"));
    assert_eq!(browser.complaints(), Vec::<String>::new());
}
