//! Signing in at a provider of `OpenID` Connect with a real browser, through the provider's own pages.

use hailong::domain::access::Role;

use super::axe;
use super::driver::{Browser, KIOSK, PHONE, key};
use super::person::comes_in;
use crate::staff::provider::start_both;
use crate::staff::support::{add_account, has_logged};

#[test]
fn an_account_is_linked_and_signed_in_to_at_the_provider() {
    // given somebody who is signed in by password
    let (server, provider) = start_both("[]");
    let browser = Browser::start("oidc");
    browser.resize(KIOSK);
    let link = add_account(&server, "lan", Role::Viewer, Some("19"));
    comes_in(&browser, &server.url(&link));
    // when the account is linked through the provider's sign-in and consent
    browser.open(&server.url("/quan-tri/toi"));
    axe::is_clean(&browser, "the own account with a provider");
    browser.click("a[href^='/quan-tri/toi/oidc']");
    browser.wait_for(&format!("location.origin == '{}'", provider.issuer));
    browser.click("[name=login]");
    browser.press("lan");
    browser.click("[name=password]");
    browser.press("x");
    browser.press(&key::ENTER.to_string());
    browser.wait_for("!!document.querySelector('[name=prompt][value=consent]')");
    browser.click("[type=submit]");
    browser.wait_for("location.pathname == '/quan-tri/oidc'");
    assert!(browser.text().contains("lan@example.vn"), "{}", browser.text());
    for size in [PHONE, KIOSK] {
        browser.resize(size);
        axe::is_clean(&browser, "the word before linking");
        browser.screenshot(&format!("staff-oidc-link-{}", size.0));
    }
    browser.click("main .button");
    browser.wait_for("document.querySelector('main').innerText.includes('lan@example.vn')");
    assert!(has_logged(&server, "lan", "identity_linked"));
    // then signing out and coming back by the provider's button is enough: one is still signed in there
    browser.click("header form .quiet");
    browser.wait_for("location.pathname == '/quan-tri/dang-nhap'");
    axe::is_clean(&browser, "sign-in with a provider");
    browser.screenshot("staff-oidc-sign-in");
    browser.click("a[href^='/quan-tri/dang-nhap/oidc']");
    browser.wait_for("location.pathname == '/quan-tri'");
    assert!(browser.text().contains("Cán bộ lan"), "{}", browser.text());
}
