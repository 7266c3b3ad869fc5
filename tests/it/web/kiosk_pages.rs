//! The pages of a kiosk and the files it keeps.

use super::support::start;

const START: &str = "/khao-sat/mo?unit=01001-1&kiosk=1&lang=vi";
const HTML: [(&str, &str); 1] = [("accept", "text/html")];

#[test]
fn the_start_screen_is_part_of_the_form_and_only_at_a_kiosk() {
    let server = start();
    let page = server.get(START).text().to_owned();
    for part in ["id=\"start\"", "id=\"idle\"", "Tiếng Việt</a>", "English</a>", "kiosk.css", "Bắt đầu"]
    {
        assert!(page.contains(part), "{part}");
    }
    // Without scripts the form is there and nothing hides it.
    assert!(page.contains("name=\"a.q1\"") && page.contains("id=\"start\" hidden"));
    let link = server.get("/khao-sat/mo?unit=01001-1").text().to_owned();
    for part in ["id=\"start\"", "id=\"idle\"", "kiosk.css", "kiosk.js"] {
        assert!(!link.contains(part), "{part}");
    }
}

#[test]
fn a_kiosk_whose_wave_is_gone_is_led_to_where_it_finds_the_next() {
    let server = start();
    for wave in ["dong", "khong-co"] {
        let path = format!("/khao-sat/{wave}?unit=01001-1&kiosk=1&lang=en");
        let answer = server.get_with(&path, &HTML);
        assert_eq!((answer.status, answer.header("location")), (303, "/kiosk?lang=en"), "{wave}");
        let link = server.get_with(&path.replace("&kiosk=1", ""), &HTML);
        assert_eq!((link.status, link.header("location")), (if wave == "dong" { 410 } else { 404 }, ""));
    }
}

#[test]
fn a_kiosk_does_not_stay_on_a_page_that_says_what_is_wrong() {
    let server = start();
    let path = "/khao-sat/mo?unit=khong&kiosk=1";
    let wrong = server.get_with(path, &HTML);
    assert_eq!(wrong.status, 404);
    assert!(wrong.text().contains("data-home=\"/kiosk?lang=vi\""), "{}", wrong.text());
    assert!(!wrong.text().contains("class=\"button\" href"), "{}", wrong.text());
    let link = server.get_with(&path.replace("&kiosk=1", ""), &HTML);
    assert!(!link.text().contains("data-home"), "{}", link.text());
}

#[test]
fn the_thanks_of_a_kiosk_lead_back_and_to_nothing_else() {
    let server = start();
    let thanks = server.get("/khao-sat/mo/cam-on?unit=01001-1&kiosk=1&lang=en").text().to_owned();
    assert!(thanks.contains("data-home=\"/khao-sat/mo?unit=01001-1&#38;kiosk=1&#38;lang=vi\""), "{thanks}");
    assert!(!thanks.contains("class=\"button\" href"), "{thanks}");
}

#[test]
fn the_set_up_page_is_the_same_for_everybody() {
    let server = start();
    let page = server.get_with("/kiosk?lang=en", &[("authorization", "Bearer hk_1"), ("cookie", "a=b")]);
    assert_eq!(page.text(), server.get("/kiosk?lang=en").text());
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(page.text().contains("needs JavaScript") && page.text().contains(env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_list_of_files_names_everything_a_page_needs_and_each_is_there() {
    let server = start();
    let page = server.get("/").text().to_owned();
    let address = page.split('"').find(|part| part.ends_with("/hailong.css")).unwrap();
    let folder = address.strip_suffix("hailong.css").unwrap();
    let list = server.get(&format!("{folder}files.json"));
    assert_eq!(list.header("cache-control"), "public, max-age=31536000, immutable");
    let names: Vec<String> = serde_json::from_slice(&list.bytes).unwrap();
    for name in ["courier.js", "form.js", "hailong.css", "kiosk.css", "kiosk.js", "outbox.js"] {
        assert!(names.iter().any(|found| found == name), "{name}: {names:?}");
    }
    let manifest = server.get(&format!("{folder}kiosk.webmanifest"));
    assert_eq!(manifest.header("content-type"), "application/manifest+json");
    assert_eq!(manifest.json()["start_url"], "/kiosk");
    assert!(!names.iter().any(|name| name == "sw.js"), "the worker is not a file of a page");
    for name in names {
        assert_eq!(server.get(&format!("{folder}{name}")).status, 200, "{name}");
    }
    assert_eq!(server.get("/static/0/files.json").header("cache-control"), "no-cache");
    let worker = server.get("/sw.js").text().to_owned();
    assert!(worker.contains("globalThis.courier") && worker.contains("addEventListener(\"fetch\""));
}
