//! What programs read: waves, forms, instruments.

use diesel::prelude::*;
use hailong::domain::access::{Right, Rights};
use hailong::domain::wave::Wave;
use hailong::identity::secret::secret_hash;
use hailong::store::tokens::{self, NewToken};
use hailong::store::waves;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::support::{DESK, FORM, TestServer, instrument, start, unit_id, wave};

/// Gives the service a token of staff.
pub fn token(server: &TestServer) -> String {
    let mut conn = server.connect();
    let rights = Rights::of(&[Right::SeeResults, Right::Download]);
    for (name, expires, secret) in [("Cán bộ", "2999-12-31", "secret-1"), ("Cũ", "2020-12-31", "secret-2")]
    {
        let new = NewToken { name, expires: expires.parse().unwrap(), account: None, rights, unit_id: None };
        tokens::add(&mut conn, &new, &secret_hash(secret)).unwrap();
    }
    "Bearer secret-1".to_owned()
}

fn ids(list: &Value) -> Vec<String> {
    let waves = list["waves"].as_array().unwrap();
    let mut ids: Vec<String> = waves.iter().map(|wave| wave["id"].as_str().unwrap().to_owned()).collect();
    ids.sort();
    ids
}

#[test]
fn everybody_sees_what_can_be_answered_or_read_and_staff_see_all() {
    let server = start();
    let staff = token(&server);
    let public = server.get("/api/v1/waves").json();
    assert_eq!(ids(&public), ["dong", "mo", "mot-quay", "noi", "rieng", "thu"]);
    assert!(public["waves"][0].get("switches").is_none());
    let all = server.get_with("/api/v1/waves", &[("authorization", &staff)]);
    assert_eq!(ids(&all.json()), ["dong", "mo", "mot-quay", "nhap", "noi", "rieng", "thu"]);
    assert_eq!(all.json()["waves"][0]["switches"], json!({}));

    for (path, authorization) in [
        ("/api/v1/waves/nhap", ""),
        ("/api/v1/waves/khong-co", ""),
        ("/api/v1/waves/khong-co", staff.as_str()),
        // Expired, unknown, another scheme: as good as none.
        ("/api/v1/waves/nhap", "Bearer secret-2"),
        ("/api/v1/waves/nhap", "Bearer x"),
        ("/api/v1/waves/nhap", "Basic c2VjcmV0LTE6"),
    ] {
        server.get_with(path, &[("authorization", authorization)]).problem(404, "unknown_wave");
    }
    let shown = server.get_with("/api/v1/waves/nhap", &[("authorization", &staff)]);
    assert_eq!((shown.status, shown.json()["access"].clone()), (200, json!("import")));
    let open = server.get_with("/api/v1/waves/mo", &[("accept-language", "en")]).json();
    assert_eq!(
        (&open["title"], &open["state"], &open["k"]),
        (&json!("Test wave"), &json!("open"), &json!(5))
    );
}

#[test]
fn a_form_has_the_questions_in_one_language() {
    let server = start();
    let form = server.get("/api/v1/waves/mo/form").json();
    assert_eq!(form["language"], "vi");
    assert_eq!(form["languages"], json!(["vi", "en"]));
    let third = &form["sections"][0]["items"][2];
    assert_eq!(third["ask_if"], json!({"chosen": {"item": "q2", "codes": ["yes"]}}));
    assert_eq!((&third["kind"], &third["required"]), (&json!("single"), &json!(true)));
    assert_eq!(form["scales"]["five"][0], json!({"code": 1, "label": "Rất không hài lòng", "face": 1}));
    assert_eq!(form["scales"]["yes"][0], json!({"code": "yes", "label": "Có"}));
    let first = &form["sections"][0]["items"][0];
    assert_eq!(
        (&first["text"], &first["plain"]),
        (&json!("Ông/Bà hài lòng đến mức nào?"), &json!("Ông/Bà thấy thế nào?"))
    );
    assert!(third.get("plain").is_none());
    assert_eq!(form["scales"]["yes"][1]["code"], "no");
    assert_eq!(form["unit_count"], 3);
    assert_eq!(form["units"][0], json!({"code": DESK, "name": "Quầy số 1", "above": "Xã Một"}));
    // What is only for the evaluation is not told.
    assert!(!form.to_string().contains("unfavourable"));

    let english = server.get_with("/api/v1/waves/mo/form", &[("accept-language", "en-US,en;q=0.9")]);
    assert_eq!(english.json()["sections"][1]["title"], "Information");
    assert_eq!(english.json()["sections"][0]["items"][0]["plain"], "How was it?");
    assert_eq!(english.header("content-language"), "en");
    assert!(english.header("vary").contains("Accept-Language"));
    let wished = server.get_with("/api/v1/waves/mo/form?lang=vi", &[("accept-language", "en")]);
    assert_eq!(wished.json()["language"], "vi");
    let unknown = server.get_with("/api/v1/waves/mo/form?lang=fr", &[("accept-language", "fr")]);
    assert_eq!(unknown.json()["language"], "vi");
}

#[test]
fn a_form_can_be_had_for_one_unit() {
    let server = start();
    let form = server.get("/api/v1/waves/mo/form?unit=01002-1&lang=en").json();
    let unit = json!([{"code": "01002-1", "name": "Bộ phận một cửa xã Hai", "above": "Xã Hai"}]);
    assert_eq!((&form["units"], &form["unit_count"]), (&unit, &json!(3)));
    server.get("/api/v1/waves/mo/form?unit=01002").problem(404, "unknown_unit");
    server.get("/api/v1/waves/mo/form?unit=1&unit=2").problem(400, "bad_request");
    server.get("/api/v1/waves/dong/form").problem(410, "wave_closed");
    server.get("/api/v1/waves/nhap/form").problem(404, "unknown_wave");
}

#[test]
fn what_a_client_has_is_not_sent_again() {
    let server = start();
    for path in [
        "/api/v1/waves/mo/form",
        "/api/v1/waves/mo/form?unit=01001-1",
        "/api/v1/instruments/web-test-1",
        "/openapi.json",
        "/static/0/hailong.css",
    ] {
        let first = server.get(path);
        let tag = first.header("etag").to_owned();
        assert!(first.status == 200 && tag.starts_with("W/\""), "{path}: {tag}");
        let again = server.get_with(path, &[("if-none-match", &tag)]);
        assert_eq!((again.status, again.bytes.len(), again.header("etag")), (304, 0, tag.as_str()), "{path}");
        let listed = format!("\"other\", {tag}");
        assert_eq!(server.get_with(path, &[("if-none-match", &listed)]).status, 304, "{path}");
        assert_eq!(server.get_with(path, &[("if-none-match", "\"other\"")]).status, 200, "{path}");
    }
    let vietnamese = server.get("/api/v1/waves/mo/form").header("etag").to_owned();
    let english = [("accept-language", "en"), ("if-none-match", vietnamese.as_str())];
    assert_eq!(server.get_with("/api/v1/waves/mo/form", &english).status, 200);
}

#[test]
fn an_instrument_comes_byte_for_byte() {
    let server = start();
    let list = server.get("/api/v1/instruments").json();
    let listed = list["instruments"].as_array().unwrap();
    let info = listed.iter().find(|info| info["id"] == "web-test-1").unwrap();
    let file = server.get("/api/v1/instruments/web-test-1");
    assert_eq!(file.text(), FORM);
    let hash: [u8; 32] = Sha256::digest(&file.bytes).into();
    assert_eq!(info["sha256"], hailong::domain::batch::hex(&hash));
    assert_eq!((&info["title"], &info["languages"]), (&json!("Phiếu thử"), &json!(["vi", "en"])));
    server.get("/api/v1/instruments/khong-co").problem(404, "unknown_instrument");
}

#[test]
fn changes_in_the_database_are_seen_within_a_moment() {
    let server = start();
    let mut conn = server.connect();
    let desk = unit_id(&mut conn, DESK);
    assert_eq!(instrument().id, "web-test-1");
    let number = waves::create(&mut conn, &Wave { public: false, ..wave("moi") }, &[desk]).unwrap();
    let path = "/api/v1/waves/moi/form";
    let wait_for = |status: u16| {
        let soon = std::time::Instant::now() + std::time::Duration::from_secs(5);
        while server.get(path).status != status {
            assert!(std::time::Instant::now() < soon, "{path} is not {status}");
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
    };
    wait_for(200);
    assert_eq!(server.get(path).json()["unit_count"], 1);
    let other = unit_id(&mut conn, "01002-1");
    waves::add_units(&mut conn, number, &[other]).unwrap();
    let soon = std::time::Instant::now() + std::time::Duration::from_secs(5);
    while server.get(path).json()["unit_count"] != 2 {
        assert!(std::time::Instant::now() < soon, "the new unit is not seen");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    // The writer knows at once, the registry a moment later.
    waves::close(&mut conn, number).unwrap();
    let body = super::support::good().to_string();
    let late = server.post("/api/v1/waves/moi/responses", "application/json", body.as_bytes());
    late.problem(410, "wave_closed");
    wait_for(410);
    let waiting = hailong::store::responses::pending_counts(&mut conn, number).unwrap();
    assert!(waiting.is_empty());
    conn.test_transaction(|conn| waves::find(conn, &"moi".parse().unwrap())).unwrap();
}
