//! The page of results as people see it: on phones and large screens, at night, on paper, and in the frame of a portal.

use std::io::{Read, Write};
use std::net::TcpListener;

use serde_json::json;

use super::driver::Browser;
use super::page::{Tables, looks_right};
use crate::web::board_ground::{around, instrument, province, publication, store, store_form, three_waves};
use crate::web::maps::eleven;
use crate::web::support::start_with;

const PAGES: [(&str, &str); 6] = [
    ("commune", "/ket-qua/hl-2026-q2?unit=01001"),
    ("chance", "/ket-qua/hl-2026-q2?unit=01002"),
    ("province", "/ket-qua/hl-2026-q2"),
    ("waiting", "/ket-qua/hl-2026-q2?unit=01012"),
    ("data", "/ket-qua/hl-2026-q2/du-lieu"),
    ("widget", "/ket-qua/hl-2026-q2/nhung?unit=01001"),
];

#[test]
fn results_look_right_everywhere() {
    let server = start_with(10, |settings| settings.boundaries = Some(eleven()));
    three_waves(&server);
    let browser = Browser::start("board");
    let look = |name: &str, path: &str| {
        looks_right(&browser, &server.url(path), &format!("board-{name}"), Tables::Steady);
    };
    for (name, path) in PAGES {
        look(name, path);
    }
    browser.prefer(&[("prefers-color-scheme", "dark")]);
    look("commune-dark", PAGES[0].1);
    look("province-dark", PAGES[2].1);
    browser.prefer(&[]);
    // On paper it is dark ink on white, whatever the screen was.
    browser.open(&server.url("/ket-qua/hl-2026-q2?unit=19&lang=vi"));
    browser.cdp("Emulation.setEmulatedMedia", &json!({"media": "print", "features": []}));
    browser.stretch(794);
    browser.screenshot("board-print");
}

/// The description for search engines is not held back by the policy, and charts need nothing it forbids.
#[test]
fn the_policy_has_nothing_to_refuse() {
    let server = start_with(10, |settings| settings.boundaries = Some(eleven()));
    three_waves(&server);
    let browser = Browser::start("board-policy");
    for (_, path) in PAGES {
        browser.open(&server.url(path));
        assert_eq!(browser.complaints(), Vec::<String>::new(), "{path}");
    }
    browser.open(&server.url("/ket-qua/hl-2026-q2/du-lieu"));
    let kind = "return JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)['@type'];";
    assert_eq!(browser.script(kind), json!("Dataset"));
}

/// A portal on another origin shows the widget; any other page of ours it cannot.
#[test]
fn a_portal_elsewhere_can_frame_the_widget_alone() {
    let server = start_with(10, |_| {});
    three_waves(&server);
    let portal = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = portal.local_addr().unwrap();
    let frames = format!(
        "<!doctype html><title>x</title><iframe id=widget src=\"{}\" width=400 height=420></iframe>\
         <iframe id=page src=\"{}\"></iframe>",
        server.url("/ket-qua/hl-2026-q2/nhung?unit=01001&lang=vi"),
        server.url("/ket-qua/hl-2026-q2?unit=01001&lang=vi"),
    );
    std::thread::spawn(move || {
        for stream in portal.incoming().map(Result::unwrap) {
            let (mut stream, mut head) = (stream, [0; 4096]);
            let _ = stream.read(&mut head);
            let length = frames.len();
            let _ = write!(
                stream,
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{frames}"
            );
        }
    });
    let browser = Browser::start("board-portal");
    browser.open(&format!("http://{address}/"));
    let text = browser.text_in_frame("#widget");
    assert!(text.contains("Xã số 1") && text.contains("87,1%"), "{text}");
    let hidden = browser.text_in_frame("#page");
    assert!(!hidden.contains("Xã số 1"), "{hidden}");
}

/// All communes of the country: how long the page takes is printed; see the benchmark for a release build.
#[test]
fn a_country_of_communes_is_there_at_once() {
    let server = start_with(10, |_| {});
    let mut conn = server.connect();
    let form = instrument("board-1");
    store_form(&mut conn, &form);
    let lines = |shift: f64| {
        province(3321, move |n| Some(around(60.0 + (n % 300) as f64 / 10.0 + shift, n % 2 == 0)))
    };
    store(&mut conn, &publication("nuoc-1", "2026-Q1", &form, &lines(0.0)), true);
    store(&mut conn, &publication("nuoc-2", "2026-Q2", &form, &lines(1.0)), true);
    for path in [
        "/ket-qua/nuoc-2",
        "/ket-qua/nuoc-2",
        "/ket-qua/nuoc-2?unit=01500",
        "/ket-qua/nuoc-2?unit=01501&lang=en",
    ] {
        let began = std::time::Instant::now();
        let answer = server.get(path);
        assert_eq!(answer.status, 200);
        println!("{path}: {} ms, {} kB", began.elapsed().as_millis(), answer.bytes.len() / 1024);
        assert!(answer.bytes.len() < 400 * 1024, "{path} has {} bytes", answer.bytes.len());
    }
}
