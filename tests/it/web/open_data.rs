//! Results as others use them: in the frame of a portal, as data with a licence and a hash, as a feed.

use hailong::domain::licence::Licence;
use hailong::store::{publications, waves};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::board_ground::{around, instrument, province, publication, store, store_form, three_waves};
use super::support::{TestServer, start, start_with};

/// The description of the dataset inside the page.
fn json_ld(page: &str) -> Value {
    let (_, rest) = page.split_once("<script type=\"application/ld+json\">").expect("a description");
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

fn with_private(server: &TestServer) {
    three_waves(server);
    let mut conn = server.connect();
    let form = instrument("board-2");
    store_form(&mut conn, &form);
    let lines = province(2, |_| Some(around(70.0, false)));
    store(&mut conn, &publication("kin", "2026-Q1", &form, &lines), false);
}

#[test]
fn any_site_may_frame_the_widget_and_nothing_else() {
    let server = start();
    with_private(&server);
    let widget = server.get("/ket-qua/hl-2026-q2/nhung?unit=01001&lang=en");
    assert_eq!(widget.status, 200, "{}", widget.text());
    let policy = widget.header("content-security-policy");
    assert!(policy.contains("frame-ancestors *") && policy.starts_with("default-src 'none'"), "{policy}");
    assert!(!policy.contains("script-src") && !widget.text().contains("<script"), "{policy}");
    assert_eq!(widget.header("cross-origin-resource-policy"), "cross-origin");
    assert!(widget.header("cache-control").starts_with("public"), "{}", widget.header("cache-control"));
    assert!(!widget.headers.contains_key("set-cookie"));
    for text in ["Commune 1", "87.1%", "about 9 of 10 people", "/ket-qua/hl-2026-q2?unit=01001&#38;lang=en"] {
        assert!(widget.text().contains(text), "{text}: {}", widget.text());
    }
    let framed = ["/ket-qua/hl-2026-q2?unit=01001", "/ket-qua/hl-2026-q2/du-lieu", "/ket-qua/feed.xml"];
    for other in framed.into_iter().chain(["/ket-qua/hl-2026-q2/nhung?unit=99", "/ket-qua/kin/nhung"]) {
        let policy = server.get(other).header("content-security-policy").to_owned();
        assert!(policy.contains("frame-ancestors 'none'"), "{other}: {policy}");
    }
    server.get("/ket-qua/hl-2026-q2/nhung?unit=99").problem(404, "unknown_unit");
    server.get("/ket-qua/kin/nhung").problem(401, "token_needed");
    server.get("/ket-qua/khong/nhung").problem(401, "token_needed");
}

#[test]
fn the_data_page_has_licence_hash_downloads_and_all_publications() {
    let server = start();
    with_private(&server);
    // Another publication of the same wave replaces the first one.
    let mut conn = server.connect();
    let number = waves::find(&mut conn, &"hl-2026-q2".parse().unwrap()).unwrap().unwrap().number;
    let lines = province(12, |_| Some(around(71.0, false)));
    let first = publications::latest(&mut conn, number).unwrap().unwrap();
    let second = publication("hl-2026-q2", "2026-Q2", &instrument("board-1"), &lines);
    publications::insert(&mut conn, number, &second).unwrap();

    let page = server.get("/ket-qua/hl-2026-q2/du-lieu?lang=en");
    assert_eq!(page.status, 200, "{}", page.text());
    let text = page.text();
    let hash = |hash: &[u8; 32]| hailong::domain::batch::hex(hash);
    let (old, new) = (hash(&first.hash), hash(&second.hash().unwrap()));
    let at = |text: &str, what: &str| text.find(what).unwrap_or_else(|| panic!("no {what}: {text}"));
    let list = &text[at(text, "id=\"publications\"")..];
    assert!(at(list, &new) < at(list, &old), "the current one comes first");
    for format in ["pdf", "xlsx", "ods", "csv", "json", "jsonstat", "zip"] {
        assert!(text.contains(&format!("/api/v1/waves/hl-2026-q2/results.{format}?lang=en")), "{format}");
    }
    assert!(text.contains("https://creativecommons.org/licenses/by/4.0/"), "{text}");
    // What the page says about verifying is so.
    for name in [&old, &new] {
        let document = server.get(&format!("/api/v1/publications/{name}"));
        let found: [u8; 32] = Sha256::digest(&document.bytes).into();
        assert_eq!(hash(&found), *name);
    }
    server.get("/ket-qua/kin/du-lieu").problem(401, "token_needed");
}

#[test]
fn the_licence_can_be_set() {
    let server = start_with(10, |settings| settings.licence = Licence::CcZero);
    three_waves(&server);
    let page = server.get("/ket-qua/hl-2026-q2/du-lieu?lang=en");
    assert!(page.text().contains("Creative Commons CC0 1.0") && !page.text().contains("/licenses/by/"));
    assert_eq!(json_ld(page.text())["license"], Licence::CcZero.url());
    assert_eq!(Licence::default(), Licence::CcBy);
    for licence in Licence::ALL {
        assert_eq!(licence.to_string().to_uppercase().parse(), Ok(licence));
    }
    let refused = "mit".parse::<Licence>().unwrap_err().to_string();
    assert!(refused.contains("cc-by-4.0, cc-by-sa-4.0, cc0-1.0"), "{refused}");
}

#[test]
fn search_engines_find_a_dataset() {
    let server = start_with(10, |settings| {
        settings.public_url = Some("https://khaosat.example.gov.vn".to_owned());
    });
    three_waves(&server);
    for language in ["vi", "en"] {
        let page = server.get(&format!("/ket-qua/hl-2026-q2/du-lieu?lang={language}"));
        let dataset = json_ld(page.text());
        assert_eq!(dataset["@context"], "https://schema.org");
        assert_eq!(dataset["@type"], "Dataset");
        assert_eq!(dataset["temporalCoverage"], "2026-04-01/2026-06-30");
        let place = if language == "vi" { "Tỉnh Thử Nghiệm" } else { "Thu Nghiem province" };
        assert_eq!(dataset["spatialCoverage"][0]["name"], place);
        assert_eq!(dataset["license"], "https://creativecommons.org/licenses/by/4.0/");
        let description = dataset["description"].as_str().unwrap();
        // What Google asks of a description: 50 to 5000 characters.
        assert!((50..5000).contains(&description.chars().count()), "{description}");
        let table = server.get("/api/v1/waves/hl-2026-q2/results").json();
        let hash = table["head"]["publication"].as_str().unwrap();
        assert_eq!(dataset["identifier"], format!("sha256:{hash}"));
        for file in dataset["distribution"].as_array().unwrap() {
            let address = file["contentUrl"].as_str().unwrap();
            let path = address.strip_prefix("https://khaosat.example.gov.vn").unwrap();
            let found = server.get(path);
            assert_eq!(found.status, 200, "{path}");
            assert_eq!(found.header("content-type"), file["encodingFormat"], "{path}");
        }
    }
}

/// A title that would end the element, were it written as it is.
#[test]
fn nothing_in_the_description_can_leave_its_element() {
    let server = start();
    let mut conn = server.connect();
    let form = instrument("board-1");
    store_form(&mut conn, &form);
    let mut found = publication("la", "2026-Q2", &form, &province(2, |_| Some(around(70.0, false))));
    let evil = "</script><script>alert(1)</script>";
    found.wave.title = hailong::domain::instrument::Text::new(evil, evil);
    store(&mut conn, &found, true);
    let page = server.get("/ket-qua/la/du-lieu?lang=en");
    assert!(!page.text().contains("<script>alert"), "{}", page.text());
    assert_eq!(json_ld(page.text())["name"], evil);
    let widget = server.get("/ket-qua/la/nhung?unit=01001");
    assert!(!widget.text().contains("<script"), "{}", widget.text());
    let feed = server.get("/ket-qua/feed.xml");
    assert!(texts(feed.text(), "title").contains(&evil.to_owned()), "{}", feed.text());
}

/// The texts of all elements of this name.
fn texts(xml: &str, element: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let (mut found, mut inside) = (Vec::new(), false);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                inside = start.name().as_ref() == element;
                if inside {
                    found.push(String::new());
                }
            }
            Event::Text(text) if inside => found.last_mut().unwrap().push_str(&text),
            Event::GeneralRef(name) if inside => {
                let sign = match &*name {
                    "lt" => "<",
                    "gt" => ">",
                    "amp" => "&",
                    "quot" => "\"",
                    other => panic!("{other}"),
                };
                found.last_mut().unwrap().push_str(sign);
            }
            Event::End(_) => inside = false,
            Event::Eof => return found,
            _ => {}
        }
    }
}

#[test]
fn the_feed_has_public_publications_by_the_day() {
    let server = start();
    let empty = server.get("/ket-qua/feed.xml?lang=en");
    assert_eq!(texts(empty.text(), "entry"), Vec::<String>::new());
    with_private(&server);
    let feed = server.get("/ket-qua/feed.xml?lang=en");
    assert_eq!(feed.header("content-type"), "application/atom+xml; charset=utf-8");
    assert_eq!(texts(feed.text(), "entry").len(), 3, "the wave that is not public is not there");
    assert!(!feed.text().contains("kin"), "{}", feed.text());
    for day in texts(feed.text(), "updated") {
        assert!(day.ends_with("T00:00:00+07:00"), "{day}");
    }
    let ids = texts(feed.text(), "id");
    let table = server.get("/api/v1/waves/hl-2026-q2/results").json();
    let hash = table["head"]["publication"].as_str().unwrap();
    assert_eq!(ids[1], format!("urn:sha256:{hash}"), "the latest period comes first");
    let known = [("if-none-match", feed.header("etag"))];
    assert_eq!(server.get_with("/ket-qua/feed.xml?lang=en", &known).status, 304);
}
