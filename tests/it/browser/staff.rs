//! The staff's pages in a browser: with the keyboard alone, and without anything axe finds wrong.

use data_encoding::BASE32_NOPAD;
use hailong::domain::access::Role;
use serde_json::json;

use super::axe;
use super::driver::{Browser, KIOSK, key};
use super::page::{Tables, looks_right};
use super::person::comes_in;
use crate::staff::support::{PASSWORD, SHORT_PASSWORD, add_account, code, has_logged, person, sql};
use crate::web::every_page::{leads_to, staff_page_routes};
use crate::web::results::publish;
use crate::web::support::{TestServer, start};

/// A task that is there from the beginning.
const TASK: &str = "/quan-tri/nhiem-vu/1d3b4a52-6f0e-4c8e-9a5b-0f2f3c1d2e4a";

/// The pages of an administrator, with a name for their pictures.
const PAGES: [(&str, &str); 28] = [
    ("home", "/quan-tri"),
    ("own", "/quan-tri/toi"),
    ("factor", "/quan-tri/toi/xac-thuc"),
    ("tokens", "/quan-tri/toi/ma-truy-cap"),
    ("waves", "/quan-tri/dot"),
    ("wave-choose", "/quan-tri/lap-dot"),
    ("wave-pool", "/quan-tri/gop-dot"),
    ("wave", "/quan-tri/dot/mo"),
    ("preview", "/quan-tri/dot/mo/xem-thu"),
    ("preview-done", "/quan-tri/dot/mo/xem-thu/xong"),
    ("erase", "/quan-tri/dot/dong/xoa"),
    ("quarantine", "/quan-tri/cach-ly"),
    ("results", "/quan-tri/ket-qua"),
    ("result", "/quan-tri/ket-qua/mo"),
    ("remarks", "/quan-tri/dot/mo/y-kien"),
    ("result-remarks", "/quan-tri/ket-qua/mo/y-kien"),
    ("tasks", "/quan-tri/nhiem-vu"),
    ("task-new", "/quan-tri/nhiem-vu/moi"),
    ("task", TASK),
    ("tickets", "/quan-tri/ma-luot"),
    ("unlock", "/quan-tri/mo-may"),
    ("imports", "/quan-tri/nhap"),
    ("import-gone", "/quan-tri/nhap/0"),
    ("accounts", "/quan-tri/tai-khoan"),
    ("account", "/quan-tri/tai-khoan/hoa.tran"),
    ("audit", "/quan-tri/nhat-ky"),
    ("missing", "/quan-tri/tai-khoan/khong-co"),
    ("unknown", "/quan-tri/khong-co"),
];
/// What is seen before one is signed in; the link is another one each time.
const BEFORE: [&str; 3] = ["/quan-tri/thiet-lap/x", "/quan-tri/dang-nhap", "/quan-tri/ma-xac-thuc"];
/// What leads to a provider of `OpenID` Connect and back, which another test goes through.
const ELSEWHERE: [&str; 3] = ["/quan-tri/dang-nhap/oidc", "/quan-tri/oidc", "/quan-tri/toi/oidc"];

#[test]
fn no_page_of_the_staff_is_left_out() {
    for route in staff_page_routes() {
        let addresses = PAGES.iter().map(|(_, address)| address).chain(&BEFORE).chain(&ELSEWHERE);
        assert!(addresses.into_iter().any(|address| leads_to(address, route)), "{route} is not looked at");
    }
}

/// Goes on with the tabulator until the focus is where it should be, as a person does who sees it.
pub fn tab_to(browser: &Browser, selector: &str) {
    for _ in 0..40 {
        let there = format!("return document.activeElement.matches({});", json!(selector));
        if browser.script(&there) == json!(true) {
            let visible = "const style = getComputedStyle(document.activeElement);
                return style.outlineStyle != 'none' && parseFloat(style.outlineWidth) >= 2;";
            assert_eq!(browser.script(visible), json!(true), "the focus on {selector} cannot be seen");
            return;
        }
        browser.press(&key::TAB.to_string());
    }
    panic!("the keyboard does not reach {selector}: {}", browser.text());
}

pub fn type_into(browser: &Browser, selector: &str, text: &str) {
    tab_to(browser, selector);
    browser.press(text);
}

pub fn enter(browser: &Browser) {
    browser.press(&key::ENTER.to_string());
}

/// From the one-time link over the second factor to signing in again, without a mouse.
#[test]
fn everything_about_signing_in_works_with_the_keyboard_alone() {
    let server = start();
    let link = add_account(&server, "lan", Role::Administrator, None);
    let browser = Browser::start("staff-keyboard");
    browser.resize(KIOSK);
    browser.open(&server.url(&link));
    type_into(&browser, "#new", SHORT_PASSWORD);
    type_into(&browser, "#again", SHORT_PASSWORD);
    enter(&browser);
    // The password is short: the second factor comes first.
    browser.wait_for("location.pathname == '/quan-tri/toi/xac-thuc'");
    let typed = browser.script("return document.querySelector('form code').textContent;");
    let secret = BASE32_NOPAD.decode(typed.as_str().unwrap().replace(' ', "").as_bytes()).unwrap();
    type_into(&browser, "#code", &code(&secret, 0));
    enter(&browser);
    browser.wait_for("document.querySelectorAll('.codes li').length == 10");
    tab_to(&browser, "main a.button");
    enter(&browser);
    browser.wait_for("location.pathname == '/quan-tri'");
    tab_to(&browser, "header form button");
    enter(&browser);
    browser.wait_for("location.pathname == '/quan-tri/dang-nhap'");
    // A wrong password is told where the keyboard finds it, and what was typed stays but the password.
    type_into(&browser, "#name", "lan");
    type_into(&browser, "#password", "sai");
    enter(&browser);
    browser.wait_for("!!document.querySelector('.wrong')");
    assert_eq!(browser.script("return document.querySelector('#name').value;"), json!("lan"));
    assert_eq!(browser.script("return document.querySelector('#password').value;"), json!(""));
    tab_to(&browser, ".wrong a");
    enter(&browser);
    browser.wait_for("document.activeElement.id == 'name'");
    type_into(&browser, "#password", SHORT_PASSWORD);
    enter(&browser);
    browser.wait_for("location.pathname == '/quan-tri/ma-xac-thuc'");
    type_into(&browser, "#code", &code(&secret, 1));
    enter(&browser);
    browser.wait_for("location.pathname == '/quan-tri'");
    assert!(browser.text().contains("Cán bộ lan"), "{}", browser.text());
    assert!(has_logged(&server, "lan", "second_factor_added"));
    let cookies = browser.script("return document.cookie;");
    assert_eq!(cookies, json!(""), "scripts see no cookie");
    // 422 answers are what the browser calls failed loads.
    let complaints = browser.complaints();
    assert!(complaints.iter().all(|line| line.contains("422")), "{complaints:?}");
}

/// Publishes results, and sets the task that is looked at.
fn set_task(server: &TestServer) {
    publish(server, "mo");
    publish(server, "rieng");
    let task = "INSERT INTO task (id, unit_id, wave, node, what, responsible, begun, due, status) \
        SELECT $1::uuid, unit.id, wave.number, 'all', 'Niêm yết phí, lệ phí tại quầy', 'Văn phòng HĐND và UBND', \
        '2026-07-01', '2026-09-30', 'under_way' FROM unit, wave WHERE unit.code = '01001' AND wave.id = 'mo'";
    let id = TASK.rsplit('/').next().unwrap();
    assert_eq!(sql(server, &task.replace("$1", &format!("'{id}'"))), Ok(1));
}

#[test]
fn every_page_is_accessible_at_every_size_in_both_languages() {
    let server = start();
    let browser = Browser::start("staff-axe");
    let link = add_account(&server, "lan.nguyen@laocai.gov.vn", Role::Administrator, None);
    for (name, role, unit) in [
        ("hoa.tran", Role::Manager, "19"),
        ("binh.le", Role::Clerk, "01001-1"),
        ("tam.pham", Role::Auditor, "19"),
    ] {
        person(&server, name, role, Some(unit));
    }
    set_task(&server);
    let look = |name: &str, path: &str| {
        looks_right(&browser, &server.url(path), &format!("staff-{name}"), Tables::Sideways);
    };
    look("set-up", &link);
    look("sign-in", "/quan-tri/dang-nhap");
    let careful = person(&server, "can.than", Role::Viewer, None);
    careful.add_factor();
    browser.open(&server.url("/quan-tri/dang-nhap"));
    browser.click("#name");
    browser.press("can.than");
    browser.click("#password");
    browser.press(PASSWORD);
    enter(&browser);
    browser.wait_for("location.pathname == '/quan-tri/ma-xac-thuc'");
    look("code", "/quan-tri/ma-xac-thuc");
    comes_in(&browser, &server.url(&link));
    for (name, path) in PAGES {
        look(name, path);
    }
    look_at_mistakes(&browser, &server);
    browser.prefer(&[("prefers-color-scheme", "dark")]);
    look("home-dark", "/quan-tri");
    look("accounts-dark", "/quan-tri/tai-khoan");
}

/// Mistakes, and what is shown once.
fn look_at_mistakes(browser: &Browser, server: &TestServer) {
    browser.open(&server.url("/quan-tri/tai-khoan"));
    browser.script("for (const field of document.querySelectorAll('[required]')) field.required = false;");
    browser.click("section form .button");
    browser.wait_for("!!document.querySelector('.wrong')");
    axe::is_clean(browser, "mistakes");
    browser.screenshot("staff-mistakes");
    browser.open(&server.url("/quan-tri/tai-khoan/hoa.tran"));
    browser.click("button[value=link]");
    browser.wait_for("!!document.querySelector('.once code')");
    axe::is_clean(browser, "link");
    browser.screenshot("staff-link");
}
