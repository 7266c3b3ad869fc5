//! What every page has, whoever comes to it: a language, a title, one main part, and nothing that the policy against
//! foreign scripts would have to forbid.

use diesel::connection::SimpleConnection;
use hailong::web::{Method, routes};
use uuid::Uuid;

use super::results::publish;
use super::support::{Answer, DESK, TestServer, start, start_with};

/// Where the pages of the staff are.
const STAFF: &str = "/quan-tri";
const FORM: &str = "application/x-www-form-urlencoded";

/// What can be read besides pages, the interface and files: a picture, sounds, and what machines ask for.
const NO_PAGES: [&str; 10] = [
    "/d/{unit}/nut.svg",
    "/khao-sat/{wave}/am-thanh/{language}/{item}",
    "/health/live",
    "/ket-qua/feed.xml",
    // A part of the pages of others.
    "/ket-qua/{wave}/nhung",
    "/health/ready",
    "/metrics",
    "/openapi.json",
    "/sw.js",
    "/version",
];

/// An address of every page, and of what comes instead when something is wrong.
const ADDRESSES: [(&str, u16); 23] = [
    ("/", 200),
    ("/kiosk", 200),
    ("/tro-nang", 200),
    ("/rieng-tu", 200),
    ("/khao-sat/mo", 200),
    ("/khao-sat/mo?in=01001", 200),
    ("/khao-sat/mo?unit=01001-1", 200),
    ("/khao-sat/mo?unit=01001-1&kiosk=1", 200),
    ("/khao-sat/mo?unit=01001-1&giay=1", 200),
    ("/khao-sat/mo/cam-on?unit=01001-1", 200),
    ("/khao-sat/thu?unit=01001-1", 200),
    ("/d/01001-1", 200),
    ("/d/01001-1/nut", 200),
    ("/ket-qua/mo?unit=01001&compare=mo", 200),
    ("/ket-qua/mo/du-lieu", 200),
    ("/ket-qua/mo/y-kien", 200),
    ("/khao-sat/noi/cam-on?unit=01001-1", 200),
    ("/ket-qua/rieng", 401),
    ("/ket-qua/thu", 404),
    ("/khao-sat/khong", 404),
    ("/khao-sat/mo?unit=99", 404),
    ("/khong-co/%22%3E%3Cb%3E", 404),
    ("/khao-sat/dong", 410),
];

/// The routes of pages for citizens.
pub fn page_routes() -> Vec<&'static str> {
    let elsewhere = |path: &str| ["/api/", "/static/", STAFF].iter().any(|way| path.starts_with(way));
    let no_page = |path: &str| NO_PAGES.contains(&path) || elsewhere(path);
    let read = routes().filter(|entry| entry.method == Method::Read).map(|entry| entry.path);
    read.filter(|path| !no_page(path)).collect()
}

/// The routes of pages for staff.
pub fn staff_page_routes() -> Vec<&'static str> {
    let read = routes().filter(|entry| entry.method == Method::Read).map(|entry| entry.path);
    // Downloads are no pages.
    read.filter(|path| path.starts_with(STAFF) && !path.contains("{format}")).collect()
}

/// Whether an address is one of the route `/khao-sat/{wave}`.
pub fn leads_to(address: &str, route: &str) -> bool {
    let path = address.split('?').next().unwrap();
    let (steps, parts): (Vec<_>, Vec<_>) = (path.split('/').collect(), route.split('/').collect());
    steps.len() == parts.len()
        && parts.iter().zip(steps).all(|(part, step)| part.starts_with('{') || *part == step)
}

/// What is wrong with a page.
fn faults(page: &str, language: &str) -> Vec<&'static str> {
    let mut faults = Vec::new();
    let mut must = |holds: bool, what| {
        if !holds {
            faults.push(what);
        }
    };
    let count = |text: &str| page.matches(text).count();
    // What stands in templates is shown in the place of something else.
    let head = page.split("<body").next().unwrap();
    let tags: Vec<&str> = page.split('<').skip(1).map(|rest| rest.split('>').next().unwrap()).collect();
    must(page.starts_with("<!doctype html>"), "no doctype");
    must(page.contains(&format!("<html lang=\"{language}\"")), "another language");
    must(head.contains("<title>") && !head.contains("<title> – "), "no title");
    must(head.contains(" – Hài lòng</title>"), "the title does not name the service");
    must(head.contains("content=\"width=device-width, initial-scale=1\""), "zooming is hindered");
    must(count("<main") == 1 && page.contains("<main id=\"main\""), "not one main part");
    must(page.contains("<a class=\"skip\" href=\"#main\">"), "no way past the head of the page");
    must(count("<h1") >= 1, "no heading");
    must(count("<header") >= 1 && count("<footer") == 1, "no head or foot");
    must(count("<style") == 0 && !tags.iter().any(|tag| tag.contains(" style=")), "a style inside the page");
    must(!tags.iter().any(|tag| tag.split(' ').any(is_handler)), "a script inside a tag");
    must(!page.contains("javascript:"), "a script as an address");
    // A description for search engines is data; no browser runs it, and it may name what the page may not load.
    let (data, end) = ("<script type=\"application/ld+json\">", "</script>");
    let page = &match page.split_once(data) {
        Some((before, rest)) => format!("{before}{}", rest.split_once(end).map_or("", |(_, after)| after)),
        None => page.to_owned(),
    };
    // Only a link to the text of a licence leads elsewhere.
    let page = &page.replace(" href=\"https://creativecommons.org/", " href=\"/");
    let scripts = page.split("<script").skip(1);
    must(
        scripts.into_iter().all(|rest| rest.contains(" src=\"/static/") && rest.contains("></script>")),
        "a script inside the page",
    );
    // The icon inside the page names the language it is written in.
    let page = page.replace("http://www.w3.org/2000/svg", "");
    must(!page.contains("http://") && !page.contains("https://"), "an address elsewhere");
    faults
}

fn is_handler(attribute: &str) -> bool {
    attribute.starts_with("on") && attribute.contains("=\"")
}

#[track_caller]
fn check(what: &str, answer: &Answer, status: u16, language: &str) {
    assert_eq!(answer.status, status, "{what}: {}", answer.text());
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{what}");
    assert_eq!(answer.header("content-language"), language, "{what}");
    assert_eq!(faults(answer.text(), language), Vec::<&str>::new(), "{what}: {}", answer.text());
}

#[test]
fn every_page_has_language_title_and_one_main_part_and_nothing_inline() {
    let server = start();
    publish(&server, "mo");
    for (address, status) in ADDRESSES {
        for language in ["vi", "en"] {
            let address = in_language(address, language);
            let page = server.get_with(&address, &[("accept", "text/html")]);
            // The page with the button gives out its own address.
            let text = page.text().replace(&format!("http://{}", server.address), "");
            let page = Answer { bytes: text.into_bytes(), ..page };
            check(&address, &page, status, language);
        }
    }
}

#[test]
fn so_has_every_answer_to_a_form() {
    let (server, full) = (start(), start_with(0, |_| {}));
    let good = |id: Uuid| format!("id={id}&unit={DESK}&a.q1=4&a.q2=no");
    let used = Uuid::new_v4();
    let send = |server: &TestServer, more: &[(&str, &str)], body: &str, language: &str| {
        let headers = [&[("content-type", FORM), ("accept", "text/html")], more].concat();
        server.post_with(&in_language("/khao-sat/mo", language), &headers, body.as_bytes())
    };
    assert_eq!(send(&server, &[], &good(used), "vi").status, 303);
    for language in ["vi", "en"] {
        let new = Uuid::new_v4();
        let answer = |body: &str| send(&server, &[], body, language);
        check("not the form's", &answer("x=1"), 400, language);
        check("unknown place", &answer(&format!("id={new}&unit=99")), 404, language);
        check("used before", &answer(&format!("{}&a.q5=1", good(used))), 409, language);
        check("too long", &answer(&"x".repeat(70_000)), 413, language);
        check("not answered", &answer(&format!("id={new}&unit={DESK}")), 422, language);
        let elsewhere = [("sec-fetch-site", "cross-site")];
        check("from elsewhere", &send(&server, &elsewhere, &good(new), language), 403, language);
        check("queue full", &send(&full, &[], &good(new), language), 503, language);
    }
    server.connect().batch_execute("ALTER TABLE response RENAME TO away").unwrap();
    check("no database", &send(&server, &[], &good(Uuid::new_v4()), "en"), 503, "en");
}

#[test]
fn no_page_is_left_out() {
    for route in page_routes() {
        assert!(ADDRESSES.iter().any(|(address, _)| leads_to(address, route)), "{route} is not looked at");
    }
    assert!(
        leads_to("/khao-sat/mo?unit=1", "/khao-sat/{wave}") && !leads_to("/khao-sat", "/khao-sat/{wave}")
    );
}

#[test]
fn the_guard_sees_what_is_wrong() {
    let good = start().get("/?lang=en").text().to_owned();
    assert_eq!(faults(&good, "en"), Vec::<&str>::new());
    for (from, to, fault) in [
        ("lang=\"en\"", "lang=\"vi\"", "another language"),
        ("<main", "<main></main><main", "not one main part"),
        ("<h1>", "<h1 style=\"color: red\">", "a style inside the page"),
        ("<h1>", "<h1 onclick=\"x()\">", "a script inside a tag"),
        ("</body>", "<script>x()</script></body>", "a script inside the page"),
        ("href=\"/static", "href=\"https://cdn.example/static", "an address elsewhere"),
        (" – Hài lòng</title>", "</title>", "the title does not name the service"),
    ] {
        let bad = good.replacen(from, to, 1);
        assert_ne!(bad, good, "{from}");
        assert_eq!(faults(&bad, "en"), [fault]);
    }
}

#[test]
fn a_page_that_says_what_is_wrong_comes_in_other_languages_too() {
    let server = start();
    let html = [("accept", "text/html"), ("accept-language", "vi")];
    for (address, link) in [
        ("/khong-co", "?lang=en"),
        ("//example.org/x?lang=vi", "?lang=en"),
        ("/khao-sat/mo?unit=99&lang=vi&kiosk=1", "?unit=99&#38;kiosk=1&#38;lang=en"),
        ("/khao-sat/mo?unit=%22%3E", "?unit=%22%3E&#38;lang=en"),
    ] {
        let page = server.get_with(address, &html);
        assert_eq!(page.status, 404, "{address}");
        let expected = format!("<a href=\"{link}\" lang=\"en\" hreflang=\"en\"");
        assert!(page.text().contains(&expected), "{address}: {}", page.text());
    }
    // Asking again would not send the answers again.
    let sent = server.post_with("/khao-sat/mo", &[("content-type", FORM), html[0], html[1]], b"x=1");
    assert_eq!(sent.status, 400);
    assert!(!sent.text().contains("hreflang"), "{}", sent.text());
}

fn in_language(address: &str, language: &str) -> String {
    format!("{address}{}lang={language}", if address.contains('?') { '&' } else { '?' })
}
