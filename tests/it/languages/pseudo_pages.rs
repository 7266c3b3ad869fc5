//! A language of which everything was translated, and every page a citizen can meet in it.

use std::time::{Duration, Instant};

use hailong::locale;
use uuid::Uuid;

use super::page_texts::texts;
use super::pseudo::{BRACKETS, Script, drop_messages, drop_translation, translation};
use super::service::{Ground, Service};

const TAG: &str = "en-XA";
/// The manners in which a form is shown.
const MANNERS: [&str; 3] = ["", "&kiosk=1", "&giay=1"];

/// Asserts that nothing on the page is left in Latin letters but names: of units, and of languages in themselves.
#[track_caller]
fn assert_translated(what: &str, html: &str) {
    let found = texts(html);
    assert!(found.iter().any(|text| text.contains(BRACKETS[0])), "{what}: nothing is translated: {html}");
    for text in found {
        let mut rest = text.clone();
        for name in names() {
            rest = rest.replace(name.as_str(), "");
        }
        let left: String = rest.chars().filter(char::is_ascii_alphabetic).collect();
        assert!(left.is_empty(), "{what}: {text:?} is not translated");
    }
    assert!(html.contains("<html lang=\"en-XA\">"), "{what}: {html:.200}");
}

/// Names that are the same in every language: of units, media types and languages.
fn names() -> Vec<String> {
    let mut names: Vec<String> = [
        "Cho Don commune",
        "Bach Thong commune",
        "Thai Nguyen province",
        "application/x-www-form-urlencoded",
    ]
    .map(str::to_owned)
    .into();
    names.extend(["vi", "en"].map(|tag| locale::text(tag, &format!("language-{tag}"))));
    names
}

/// The folders with everything in the language, and three surveys.
fn ground() -> Ground {
    let ground = Ground::new("pseudo");
    drop_messages(&ground.locales(), TAG, Script::Accented, |_| true);
    for instrument in ground.instruments() {
        drop_translation(&ground.forms(), &translation(&instrument, TAG, Script::Accented));
    }
    for (wave, instrument) in [("thu", "web-test-1"), ("mot-cua", "one-stop-2018"), ("sipas", "sipas-2023")] {
        ground.open(wave, instrument, &["--public"]);
    }
    ground.open("rieng", "web-test-1", &[]);
    ground.open("dong", "web-test-1", &[]);
    ground.program.done(&["wave", "close", "dong"]);
    ground
}

#[test]
fn every_page_of_a_translated_service_is_translated() {
    let ground = ground();
    let checked = ground.program.done(&ground.arguments(&["check"]));
    assert!(checked.contains("/en-XA: ok (") && !checked.contains("shown in Vietnamese"), "{checked}");
    assert!(checked.contains("/translations/sipas-2023.en-XA.json: ok (84 items)"), "{checked}");
    let service = ground.serve();

    reading(&service);
    answering(&service);
    problems(&service);
    let document =
        service.post("/api/v1/waves/thu/responses?lang=en-XA", &[("content-type", "text/plain")], "x");
    let document = document.problem(415, "wrong_type");
    assert!(document["title"].as_str().unwrap().starts_with(BRACKETS[0]), "{document}");

    published(&ground, &service);
    service.stop();
}

fn reading(service: &Service) {
    let home = service.get("/?lang=en-XA");
    assert_eq!(home.text().matches("/khao-sat/").count(), 4, "{}", home.text());
    assert_translated("home", home.text());
    assert!(
        service.get("/").text().contains(">⟦Þšéúđó··⟧</a>"),
        "the language names itself on the Vietnamese page"
    );
    for wave in ["thu", "mot-cua", "sipas"] {
        for place in ["?", "?in=19&"] {
            let choose = service.get(&format!("/khao-sat/{wave}{place}lang=en-XA"));
            assert_eq!(choose.status, 200);
            assert_translated("choose", choose.text());
        }
        for manner in MANNERS {
            let form = service.get(&format!("/khao-sat/{wave}?unit=02020&lang=en-XA{manner}"));
            assert_eq!((form.status, form.header("content-language")), (200, TAG));
            assert_translated(&format!("form {wave}{manner}"), form.text());
        }
        let form = service.get(&format!("/api/v1/waves/{wave}/form?lang=en-XA")).json();
        assert_eq!(form["language"], TAG);
        assert_eq!(form["languages"], serde_json::json!(["vi", "en", TAG]));
        assert!(form["sections"][0]["items"][0]["text"].as_str().unwrap().starts_with(BRACKETS[0]), "{form}");
        let thanks = service.get(&format!("/khao-sat/{wave}/cam-on?unit=02020&lang=en-XA"));
        assert_translated("thanks", thanks.text());
    }
}

/// What a form says when it comes back.
fn answering(service: &Service) {
    let address = "/khao-sat/thu?lang=en-XA";
    let fields = |id: Uuid, rest: &str| format!("id={id}&unit=02020&{rest}");
    for (what, body) in [
        ("missing answers", "a.q2=yes"),
        ("answers off the scale", "a.q1=9&a.q2=no"),
        ("one answer twice", "a.q1=1&a.q1=2&a.q2=no"),
        ("an unknown question", "a.q1=1&a.q2=no&a.q9=1"),
    ] {
        for manner in MANNERS {
            let back = service.post(&format!("{address}{manner}"), &[], &fields(Uuid::new_v4(), body));
            assert_eq!(back.status, 422, "{what}");
            assert_translated(what, back.text());
        }
    }
    let many = service.post("/khao-sat/sipas?lang=en-XA", &[], &fields(Uuid::new_v4(), "a.q1.01=99"));
    assert_eq!(many.status, 422);
    assert_translated("many mistakes", many.text());
    let id = Uuid::new_v4();
    assert_eq!(service.post(address, &[], &fields(id, "a.q1=5&a.q2=no")).status, 303);
    let conflict = service.post(address, &[], &fields(id, "a.q1=1&a.q2=no"));
    assert_eq!(conflict.status, 409);
    assert_translated("a conflict", conflict.text());
}

/// A survey with results stands on the home page under its title.
fn published(ground: &Ground, service: &Service) {
    for _ in 0..12 {
        let body = format!("id={}&unit=02020&a.q1=4&a.q2=no", Uuid::new_v4());
        assert_eq!(service.post("/khao-sat/thu?lang=en-XA", &[], &body).status, 303);
    }
    ground.program.done(&ground.arguments(&["wave", "close", "thu"]));
    let soon = Instant::now() + Duration::from_secs(10);
    loop {
        let home = service.get("/?lang=en-XA");
        if home.text().contains("/ket-qua/thu?") && !home.text().contains("/khao-sat/thu?") {
            return assert_translated("home with results", home.text());
        }
        assert!(Instant::now() < soon, "the results are not offered: {}", home.text());
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// Pages instead of the one that was asked for.
fn problems(service: &Service) {
    for (path, status) in [
        ("/khong-co", 404),
        ("/khao-sat/khong", 404),
        ("/khao-sat/thu?unit=99", 404),
        ("/khao-sat/thu?in=99", 404),
        ("/khao-sat/dong", 410),
        ("/khao-sat/thu?unit=1&unit=2", 400),
        ("/khao-sat/thu/am-thanh/en-XA/q1", 404),
        ("/ket-qua/rieng", 401),
        ("/ket-qua/thu", 404),
    ] {
        let sign = if path.contains('?') { '&' } else { '?' };
        let page = service.get(&format!("{path}{sign}lang=en-XA"));
        assert_eq!(page.status, status, "{path}");
        assert_translated(path, page.text());
    }
    let address = "/khao-sat/thu?lang=en-XA";
    let long = format!("id={}&unit=02020&a.q1={}", Uuid::new_v4(), "4".repeat(70_000));
    for (headers, body, status) in [
        (&[][..], "x", 400),
        (&[], long.as_str(), 413),
        (&[("content-type", "text/plain")], "x", 415),
        (&[("sec-fetch-site", "cross-site")], "x", 403),
    ] {
        let page = service.post(address, headers, body);
        assert_eq!(page.status, status);
        assert_translated(&format!("status {status}"), page.text());
    }
}
