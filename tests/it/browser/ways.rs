//! Ways in, in a browser: what a short link shows, the button, and the button on somebody else's page.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread;

use super::driver::{Browser, PHONE};
use crate::web::support::start;

#[test]
fn another_site_shows_the_button_and_it_leads_to_the_form() {
    let server = start();
    let browser = Browser::start("ways-button");
    browser.resize(PHONE);
    browser.open(&server.url("/d/01002-1/nut?lang=vi"));
    let snippet = browser.script("return document.querySelector('textarea').value;");
    let portal = foreign_page(format!(
        "<!doctype html><title>Portal</title>{}<img id=\"icon\" src=\"{}\">",
        snippet.as_str().unwrap(),
        server.url("/static/x/icon.svg"),
    ));
    browser.open(&portal);
    browser.wait_for("document.images[0].complete && document.images[0].naturalWidth === 304");
    browser.screenshot("ways-portal");
    // What is not made for other sites is not shown there.
    browser.wait_for("document.images[1].complete");
    assert_eq!(browser.script("return document.images[1].naturalWidth;"), 0);

    browser.click("a");
    browser.wait_for("location.pathname === '/d/01002-1'");
    assert!(browser.text().contains("Bộ phận một cửa xã Hai"), "{}", browser.text());
}

/// A page on a site of its own; gives its address.
fn foreign_page(html: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://localhost:{}", listener.local_addr().unwrap().port());
    // The thread ends with the tests.
    thread::spawn(move || {
        for visitor in listener.incoming() {
            let mut visitor = visitor.unwrap();
            let _ = visitor.read(&mut [0; 4096]);
            let head = "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\nconnection: close";
            let _ = write!(visitor, "{head}\r\ncontent-length: {}\r\n\r\n{html}", html.len());
        }
    });
    address
}
