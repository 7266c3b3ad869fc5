//! Published results: who may see them, and in which form.

use std::io::{Cursor, Read};

use hailong::sealing;
use hailong::store::{instruments, publications, waves};
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zip::ZipArchive;

use super::reading::token;
use super::support::{TestServer, start};

/// Sends six responses about every desk to the wave and publishes them.
pub fn publish(server: &TestServer, wave: &str) {
    for unit in ["01001-1", "01001-2", "01002-1"] {
        for code in [1, 3, 4, 4, 5, 5] {
            let answers = json!({"q1": code, "q2": "yes", "q3": 4});
            let body = json!({"id": Uuid::new_v4(), "unit": unit, "answers": answers}).to_string();
            let path = format!("/api/v1/waves/{wave}/responses");
            assert_eq!(server.post(&path, "application/json", body.as_bytes()).status, 201);
        }
    }
    let mut conn = server.connect();
    let stored = waves::find(&mut conn, &wave.parse().unwrap()).unwrap().unwrap();
    let instrument = instruments::find(&mut conn, "web-test-1").unwrap().unwrap().instrument;
    let mut rng = StdRng::seed_from_u64(7);
    let epoch = "2026-07-06".parse().unwrap();
    sealing::seal_wave(&mut conn, &stored, &instrument, epoch, &mut rng).unwrap();
    sealing::publish(&mut conn, &stored).unwrap().unwrap();
}

fn figure<'a>(table: &'a Value, unit: &str, node: &str) -> &'a Value {
    let rows = table["rows"].as_array().unwrap();
    rows.iter().find(|row| row["unit"] == unit && row["node"] == node).unwrap()
}

#[test]
fn public_results_come_in_every_format() {
    let server = start();
    server.get("/api/v1/waves/mo/results").problem(404, "nothing_published");
    publish(&server, "mo");

    let table = server.get("/api/v1/waves/mo/results");
    assert_eq!(table.header("content-type"), "application/json");
    let value = figure(&table.json(), "01001-1", "1")["value"].as_f64().unwrap();
    assert!((value - 22.0 / 6.0).abs() < 1e-9, "{value}");
    let csv = server.get("/api/v1/waves/mo/results.csv?lang=en");
    assert!(csv.text().starts_with("\u{feff}wave,instrument,"), "{}", csv.text());
    assert!(csv.text().contains("Overall index"));
    assert_eq!(csv.header("content-disposition"), "attachment; filename=\"hailong-mo.csv\"");
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let book = server.get("/api/v1/waves/mo/results.xlsx?unit=01001");
    assert!(book.bytes.starts_with(b"PK"));
    assert_eq!(book.header("content-disposition"), "attachment; filename=\"hailong-mo-01001.xlsx\"");
    let report = server.get("/api/v1/waves/mo/results.pdf?unit=01001&lang=en");
    assert!(report.bytes.starts_with(b"%PDF-"));
    assert_eq!(report.header("content-type"), "application/pdf");
    assert_eq!(report.header("content-disposition"), "attachment; filename=\"hailong-mo-01001.pdf\"");
    let page = server.get("/ket-qua/mo?unit=01001");
    assert!(page.text().contains("/api/v1/waves/mo/results.pdf?unit=01001"), "{}", page.text());
    for (format, media) in [
        ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
        ("jsonstat", "application/json"),
        ("stat", "application/zip"),
        ("zip", "application/zip"),
    ] {
        let file = server.get(&format!("/api/v1/waves/mo/results.{format}?unit=01001"));
        assert_eq!((file.status, file.header("content-type")), (200, media), "{format}");
        assert!(page.text().contains(&format!("/api/v1/waves/mo/results.{format}?unit=01001")), "{format}");
    }
    let mut archive =
        ZipArchive::new(Cursor::new(server.get("/api/v1/waves/mo/results.stat?unit=01001").bytes)).unwrap();
    let mut totals = String::new();
    archive.by_name("batches.csv").unwrap().read_to_string(&mut totals).unwrap();
    let lines: Vec<&str> = totals.lines().skip(1).collect();
    assert!(!lines.is_empty() && lines.iter().all(|line| line.starts_with("01001")), "{totals}");
    server.get("/api/v1/waves/mo/results.exe").problem(404, "unknown_format");
}

#[test]
fn a_part_of_the_results_can_be_asked_for() {
    let server = start();
    publish(&server, "mo");
    let units = |path: &str| {
        let table = server.get(path).json();
        let rows = table["rows"].as_array().unwrap();
        let mut units: Vec<String> = rows
            .iter()
            .map(|row| format!("{}:{}", row["unit"].as_str().unwrap(), row["node"].as_str().unwrap()))
            .collect();
        units.dedup();
        units
    };
    let part = units("/api/v1/waves/mo/results.json?unit=01001&node=1");
    assert_eq!(part, ["01001:1", "01001-1:1", "01001-2:1"]);
    server.get("/api/v1/waves/mo/results?unit=99").problem(404, "unknown_unit");
    server.get("/api/v1/waves/mo/results?node=x%00").problem(404, "unknown_node");
    let compared = server.get("/api/v1/waves/mo/results?compare=mo").json();
    assert_eq!(figure(&compared, "19", "all")["change"], 0.0, "{compared}");
    server.get("/api/v1/waves/mo/results?compare=thu").problem(404, "nothing_published");
}

#[test]
fn the_tag_is_the_hash_of_the_publication() {
    let server = start();
    publish(&server, "mo");
    let table = server.get("/api/v1/waves/mo/results.csv");
    let hash =
        server.get("/api/v1/waves/mo/results").json()["head"]["publication"].as_str().unwrap().to_owned();
    assert!(table.header("etag").contains(&hash), "{}", table.header("etag"));
    let known = [("if-none-match", table.header("etag"))];
    assert_eq!(server.get_with("/api/v1/waves/mo/results.csv", &known).status, 304);
    let english = [("if-none-match", table.header("etag")), ("accept-language", "en")];
    assert_eq!(server.get_with("/api/v1/waves/mo/results.csv", &english).status, 200);

    assert!(table.header("etag").contains(env!("CARGO_PKG_VERSION")), "{}", table.header("etag"));

    for known in ["*", table.header("etag")] {
        let known = [("if-none-match", known)];
        let get = |query: &str| server.get_with(&format!("/api/v1/waves/mo/results.csv?{query}"), &known);
        assert_eq!(get("unit=01001&node=1").status, 304);
        get("unit=99").problem(404, "unknown_unit");
        get("node=99").problem(404, "unknown_node");
    }

    let publication = server.get(&format!("/api/v1/publications/{hash}"));
    let found: [u8; 32] = Sha256::digest(&publication.bytes).into();
    assert_eq!(hailong::domain::batch::hex(&found), hash);
}

#[test]
fn what_is_not_public_looks_like_nothing_without_a_token() {
    let server = start();
    publish(&server, "rieng");
    let staff = token(&server);
    let mut conn = server.connect();
    let key = publications::hashes(&mut conn).unwrap()[0];
    let hash = hailong::domain::batch::hex(&key.hash);
    let there = ["/api/v1/waves/rieng/results", "/api/v1/waves/rieng/results.csv", "/ket-qua/rieng"];
    let missing = ["/api/v1/waves/khong/results", "/api/v1/waves/khong/results.csv", "/ket-qua/khong"];
    let publications =
        [format!("/api/v1/publications/{hash}"), format!("/api/v1/publications/{}", "0".repeat(64))];
    let pairs = there.iter().zip(missing).map(|(a, b)| ((*a).to_owned(), b.to_owned()));
    for (one, other) in pairs.chain([publications.clone().into()]) {
        for wrong in ["", "Bearer wrong", "Bearer secret-2"] {
            let headers = [("authorization", wrong)];
            let (found, not_there) = (server.get_with(&one, &headers), server.get_with(&other, &headers));
            let document = found.problem(401, "token_needed");
            assert_eq!(document, not_there.problem(401, "token_needed"), "{one}");
            assert_eq!(found.header("www-authenticate"), "Bearer realm=\"hailong\"");
        }
        let headers = [("authorization", staff.as_str())];
        assert_eq!(server.get_with(&one, &headers).status, 200, "{one}");
        assert_eq!(server.get_with(&other, &headers).status, 404, "{other}");
    }
    // A public wave is not compared with a private one for everybody.
    publish(&server, "mo");
    server.get("/api/v1/waves/mo/results?compare=rieng").problem(401, "token_needed");
}

#[test]
fn the_page_tells_figures_and_why_there_are_none() {
    let server = start();
    publish(&server, "mo");
    let page = server.get_with("/ket-qua/mo", &[("accept", "text/html")]);
    assert_eq!(page.status, 200, "{}", page.text());
    for text in [
        "Tỉnh Thử Nghiệm",
        "Chỉ số chung",
        "Khoảng tin cậy 95%",
        "3,83",
        "Xã Một",
        "/api/v1/waves/mo/results.xlsx?",
    ] {
        assert!(page.text().contains(text), "{text}: {}", page.text());
    }
    let below = server.get("/ket-qua/mo?unit=01001&lang=en&compare=mo");
    for text in [
        "Mot commune",
        "3.83",
        "Not reliable",
        "Counter 1",
        "Compared with the period: quarter III of 2026",
        "unit=19",
    ] {
        assert!(below.text().contains(text), "{text}: {}", below.text());
    }
    server.get("/ket-qua/mo?unit=99").problem(404, "unknown_unit");
    let none = server.get_with("/ket-qua/thu", &[("accept", "text/html")]);
    assert_eq!(none.status, 404);
    assert!(none.text().contains("Chưa có kết quả"), "{}", none.text());
}
