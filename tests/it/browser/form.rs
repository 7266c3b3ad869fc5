//! The form in a browser.

use super::axe;
use super::driver::{Browser, KIOSK, PHONE, TABLET};
use crate::web::support::start;

#[test]
fn the_form_is_accessible_at_every_size_in_both_languages() {
    let server = start();
    let browser = Browser::start("form-axe");
    for (name, size) in [("phone", PHONE), ("tablet", TABLET), ("kiosk", KIOSK)] {
        browser.resize(size);
        for language in ["vi", "en"] {
            browser.open(&server.url(&format!("/khao-sat/mo?unit=01001-1&lang={language}")));
            axe::is_clean(&browser, &format!("form, {name}, {language}"));
            browser.screenshot(&format!("form-{name}-{language}"));
        }
    }
    assert_eq!(browser.complaints(), Vec::<String>::new());
}
