//! The short link of a place, and links that come with an option chosen already.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use diesel::RunQueryDsl as _;
use diesel::sql_types::{Array, Text as Words};
use hailong::domain::unit::{Unit, UnitLevel};
use hailong::domain::wave::Wave;
use hailong::store::{instruments, units, waves};
use sha2::{Digest, Sha256};

use super::support::{Answer, TestServer, start, unit_id, wave};

const PAGE: [(&str, &str); 1] = [("accept", "text/html")];

/// Closes all waves but these and waits until the service has seen it.
fn leave_open(server: &TestServer, open: &[&str]) {
    diesel::sql_query("UPDATE wave SET state = 'closed' WHERE id <> ALL($1)")
        .bind::<Array<Words>, _>(open)
        .execute(&mut server.connect())
        .unwrap();
    wait(|| {
        let seen = server.get("/api/v1/waves").json();
        let closed = |wave: &str| server.get(&format!("/khao-sat/{wave}")).status == 410;
        let all: Vec<&str> =
            seen["waves"].as_array().unwrap().iter().map(|wave| wave["id"].as_str().unwrap()).collect();
        all.iter().all(|wave| open.contains(wave) || closed(wave))
    });
}

#[track_caller]
fn wait(done: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(10);
    while !done() {
        assert!(Instant::now() < end, "waited in vain");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Opens a wave of the shipped one-stop form at these desks, besides the others.
fn open_one_stop(server: &TestServer, id: &str, at: &[&str]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("survey-forms/one-stop-2018.json");
    let text = fs::read_to_string(path).unwrap();
    let mut conn = server.connect();
    let instrument = serde_json::from_str(&text).unwrap();
    instruments::save(&mut conn, &text, &Sha256::digest(&text).into(), &instrument).unwrap();
    let at: Vec<i32> = at.iter().map(|code| unit_id(&mut conn, code)).collect();
    waves::create(&mut conn, &Wave { instrument: instrument.id, ..wave(id) }, &at).unwrap();
    wait(|| server.get(&format!("/khao-sat/{id}")).status == 200);
}

fn add_desk(server: &TestServer, code: &str, name: &str) {
    let desk = Unit {
        code: code.parse().unwrap(),
        name: name.to_owned(),
        name_en: None,
        level: UnitLevel::Desk,
        parent: Some("01001".parse().unwrap()),
        valid_from: "2025-07-01".parse().unwrap(),
        valid_to: None,
    };
    units::import_units(&mut server.connect(), &[desk]).unwrap();
}

/// Names and values of the options that are chosen on the page.
fn chosen(page: &Answer) -> Vec<(String, String)> {
    let attribute = |tag: &str, name: &str| {
        tag.split(&format!("{name}=\"")).nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    let inputs = page.text().split("<input ").skip(1).map(|rest| rest.split('>').next().unwrap());
    let checked = inputs.filter(|tag| tag.contains(" checked"));
    checked.map(|tag| (attribute(tag, "name"), attribute(tag, "value"))).collect()
}

#[track_caller]
fn leads(server: &TestServer, from: &str, to: &str) {
    let answer = server.get_with(from, &PAGE);
    assert_eq!((answer.status, answer.header("location")), (303, to), "{from}: {}", answer.text());
    assert_eq!(answer.header("cache-control"), "no-store", "{from}");
    assert_eq!(server.get(to).status, 200, "{to}");
}

#[test]
fn a_short_link_leads_to_the_one_form_that_is_open_there() {
    let server = start();
    leave_open(&server, &["mo"]);
    leads(&server, "/d/01001-1", "/khao-sat/mo?unit=01001-1");
    leads(&server, "/d/01001-1?lang=EN", "/khao-sat/mo?unit=01001-1&lang=en");
    // Neither another place nor an opinion nor a language nobody speaks comes along.
    leads(&server, "/d/01001-1?lang=fr&unit=01002-1&in=19&a.q1=5", "/khao-sat/mo?unit=01001-1");
    leads(&server, "/d/01001-1?next=//example.com&lang=%0d%0ax:y&%ff", "/khao-sat/mo?unit=01001-1");
    let head = server.request("HEAD", "/d/01001-1");
    assert_eq!((head.status, head.header("location")), (303, "/khao-sat/mo?unit=01001-1"));
    assert_eq!(server.request("POST", "/d/01001-1").status, 405);

    // The next quarter has another wave; the printed link is the same.
    let mut conn = server.connect();
    let desk = unit_id(&mut conn, "01001-1");
    waves::create(&mut conn, &wave("quy-sau"), &[desk]).unwrap();
    leave_open(&server, &["quy-sau"]);
    wait(|| server.get("/d/01001-1").header("location") == "/khao-sat/quy-sau?unit=01001-1");
}

#[test]
fn above_the_desks_a_short_link_leads_to_the_choice_of_desks() {
    let server = start();
    leave_open(&server, &["mo"]);
    leads(&server, "/d/01001?lang=vi", "/khao-sat/mo?in=01001&lang=vi");
    let choice = server.get("/khao-sat/mo?in=01001");
    assert!(choice.text().contains("Quầy số 1") && choice.text().contains("Quầy số 2"));
    assert!(!choice.text().contains("xã Hai"), "{}", choice.text());
    leads(&server, "/d/19", "/khao-sat/mo?in=19");
    // Where there is one desk only, there is nothing to choose.
    leads(&server, "/d/01002", "/khao-sat/mo?unit=01002-1");
}

#[test]
fn where_several_forms_are_open_one_is_chosen() {
    let server = start();
    let page = server.get_with("/d/01002-1?lang=vi", &PAGE);
    assert_eq!((page.status, page.header("cache-control")), (200, "no-store"));
    assert!(page.text().contains("Ông/Bà muốn trả lời phiếu nào?"), "{}", page.text());
    assert!(page.text().contains("Bộ phận một cửa xã Hai"));
    for wave in ["mo", "rieng", "thu"] {
        let link = format!("href=\"/khao-sat/{wave}?unit=01002-1&#38;lang=vi\"");
        assert!(page.text().contains(&link), "{link}: {}", page.text());
    }
    for wave in ["mot-quay", "dong", "nhap"] {
        assert!(!page.text().contains(&format!("/khao-sat/{wave}?")), "{wave}: {}", page.text());
    }
    assert!(page.text().contains("href=\"/d/01002-1?lang=en\""), "{}", page.text());
}

#[test]
fn a_place_without_an_open_form_says_so_kindly() {
    let server = start();
    leave_open(&server, &[]);
    for (lang, text) in [("vi", "Hiện chưa có đợt khảo sát nào ở đây"), ("en", "No survey is open here")]
    {
        for (code, name) in [("01002-1", "Bộ phận một cửa xã Hai"), ("01002", "Xã Hai")] {
            let page = server.get_with(&format!("/d/{code}?lang={lang}"), &PAGE);
            assert_eq!((page.status, page.header("cache-control")), (200, "no-store"));
            assert_eq!(page.header("content-language"), lang);
            assert!(page.text().contains(text) && page.text().contains(name), "{}", page.text());
        }
    }
}

#[test]
fn a_code_nobody_has_is_not_found() {
    let server = start();
    let long = format!("/d/{}", "x".repeat(41));
    for path in ["/d/99999", "/d/0100", "/d/%00", "/d/a%20b", "/d/%C4%90", "/d/%3Cscript%3E", &long] {
        let page = server.get_with(path, &PAGE);
        assert_eq!((page.status, page.header("content-type")), (404, "text/html; charset=utf-8"), "{path}");
        assert!(page.text().contains("Không có nơi này"), "{path}: {}", page.text());
        server.get(path).problem(404, "unknown_place");
    }
}

#[test]
fn letters_count_in_either_case_unless_two_places_differ_by_them() {
    let server = start();
    add_desk(&server, "Q-a1", "Quầy A1");
    let open = |id: &str, code: &str| {
        let mut conn = server.connect();
        let desk = unit_id(&mut conn, code);
        waves::create(&mut conn, &wave(id), &[desk]).unwrap();
        wait(|| server.get(&format!("/khao-sat/{id}")).status == 200);
    };
    open("chu-hoa", "Q-a1");
    leads(&server, "/d/q-A1", "/khao-sat/chu-hoa?unit=Q-a1");

    add_desk(&server, "q-A1", "Quầy khác");
    leads(&server, "/d/Q-a1", "/khao-sat/chu-hoa?unit=Q-a1");
    // Nothing is open at the other one, and nobody is sent to its neighbour.
    let other = server.get_with("/d/q-A1", &PAGE);
    assert!(other.status == 200 && other.text().contains("Quầy khác"), "{}", other.text());
    server.get("/d/Q-A1").problem(404, "unknown_place");
}

#[test]
fn a_link_presets_what_somebody_came_for_and_nothing_else() {
    let server = start();
    open_one_stop(&server, "mot-cua", &["01001-1", "01001-2"]);
    let field = |option: &str| vec![("a.linh_vuc".to_owned(), option.to_owned())];
    for (query, preset) in [
        ("a.linh_vuc=dat-dai", field("dat-dai")),
        ("a.linh_vuc=cu-tru&a.linh_vuc=dat-dai", field("cu-tru")),
        // Opinions, unknown items and options, anything else: passed over.
        ("a.linh_vuc=dat-dai&a.q1=2&a.q3=2&a.q7=2", field("dat-dai")),
        ("a.linh_vuc=khong-co", vec![]),
        ("a.linh_vuc=", vec![]),
        ("a.linh_vuc=%ff", vec![]),
        ("linh_vuc=dat-dai", vec![]),
        ("a.q7=2&a.khong=1&a.=1", vec![]),
    ] {
        let page = server.get(&format!("/khao-sat/mot-cua?unit=01001-1&{query}"));
        assert_eq!((page.status, chosen(&page)), (200, preset), "{query}");
    }
    let page = server.get("/khao-sat/mot-cua?unit=01001-1&a.linh_vuc=dat-dai&ma_ho_so=H01.23-240101-0007");
    assert!(!page.text().contains("H01.23"), "what a link says about a visitor comes back");
    assert!(page.text().contains("Năm câu hỏi ngắn"), "{}", page.text());

    // It is a proposal: the page is sent with another option as well as with this one.
    let id = page.text().split("name=\"id\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let body = format!("id={id}&unit=01001-1&a.q7=1&a.linh_vuc=ho-tich");
    let sent = server.post("/khao-sat/mot-cua", "application/x-www-form-urlencoded", body.as_bytes());
    assert_eq!((sent.status, server.stored()), (303, 1), "{}", sent.text());
}

#[test]
fn a_preset_goes_along_to_other_languages_places_and_through_the_short_link() {
    let server = start();
    open_one_stop(&server, "mot-cua", &["01001-1", "01001-2"]);
    let form = server.get("/khao-sat/mot-cua?unit=01001-1&a.linh_vuc=dat-dai&a.q1=2&lang=vi");
    let english = "/khao-sat/mot-cua?unit=01001-1&#38;a.linh_vuc=dat-dai&#38;lang=en";
    assert!(form.text().contains(english), "{}", form.text());
    assert!(form.text().contains("href=\"/khao-sat/mot-cua?a.linh_vuc=dat-dai&#38;lang=vi\""));
    let choice = server.get("/khao-sat/mot-cua?a.linh_vuc=dat-dai&a.q1=2&lang=vi");
    assert!(choice.text().contains("?unit=01001-2&#38;a.linh_vuc=dat-dai&#38;lang=vi"), "{}", choice.text());

    // Other forms are open at the desk, too, and know nothing of fields.
    let several = server.get_with("/d/01001-2?a.linh_vuc=dat-dai&lang=en", &PAGE);
    assert!(several.text().contains("/khao-sat/mo?unit=01001-2&#38;lang=en\""), "{}", several.text());
    assert!(several.text().contains("/khao-sat/mot-cua?unit=01001-2&#38;a.linh_vuc=dat-dai&#38;lang=en\""));
    assert!(several.text().contains("/d/01001-2?a.linh_vuc=dat-dai&#38;lang=vi\""));
    leave_open(&server, &["mot-cua"]);
    leads(
        &server,
        "/d/01001-2?a.q1=2&a.linh_vuc=dat-dai&lang=en",
        "/khao-sat/mot-cua?unit=01001-2&a.linh_vuc=dat-dai&lang=en",
    );
    leads(&server, "/d/01001?a.linh_vuc=dat-dai", "/khao-sat/mot-cua?in=01001&a.linh_vuc=dat-dai");
}
