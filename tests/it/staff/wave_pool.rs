//! A year pooled from its quarters, on the staff's pages and at the interface.

use hailong::domain::access::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use super::support::{Person, has_logged, person, token};
use crate::web::support::{Answer, TestServer, start, wait_until};

const POOL: &str = "/quan-tri/gop-dot";

/// A manager of 01001 with a token.
struct Office<'a> {
    server: &'a TestServer,
    lan: Person<'a>,
    token: String,
}

impl<'a> Office<'a> {
    fn new(server: &'a TestServer) -> Self {
        let lan = person(server, "lan", Role::Manager, Some("01001"));
        let token = token(&lan, &["manage_waves", "see_results", "download"]);
        Self { server, lan, token }
    }

    fn post(&self, path: &str, body: &Value) -> Answer {
        let headers = [("authorization", &*self.token), ("content-type", "application/json")];
        self.server.post_with(&format!("/api/v1/waves{path}"), &headers, body.to_string().as_bytes())
    }

    fn get(&self, path: &str) -> Answer {
        self.server.get_with(&format!("/api/v1/waves{path}"), &[("authorization", &self.token)])
    }

    /// A wave of a quarter that six people have answered at each of these desks with these codes, closed.
    fn quarter(&self, number: u8, desks: &[&str], codes: [i32; 6], public: bool) {
        let id = format!("mc-q{number}");
        let made = json!({
            "id": id, "instrument": "web-test-1", "period": format!("2026-Q{number}"), "under": "01001", "k": 5,
            "public": public, "open": true,
        });
        let made = self.post("", &made);
        assert_eq!(made.status, 201, "{}", made.text());
        wait_until("the quarter takes answers", || self.server.get(&format!("/khao-sat/{id}")).status == 200);
        for desk in desks {
            for code in codes {
                let answers = json!({"q1": code, "q2": "yes", "q3": 4});
                let body = json!({"id": Uuid::new_v4(), "unit": desk, "answers": answers});
                let answer = self.post(&format!("/{id}/responses"), &body);
                assert_eq!(answer.status, 201, "{}", answer.text());
            }
        }
        assert_eq!(self.post(&format!("/{id}/close"), &json!({})).status, 200);
    }

    /// What the interface says of a unit at the node of the mean.
    fn figure(&self, wave: &str, unit: &str) -> (f64, i64) {
        let table = self.get(&format!("/{wave}/results?unit=01001")).json();
        let rows = table["rows"].as_array().unwrap();
        let row = rows.iter().find(|row| row["unit"] == unit && row["node"] == "1").unwrap();
        (row["value"].as_f64().unwrap(), row["n"].as_i64().unwrap())
    }
}

fn has_all(answer: &Answer, texts: &[&str]) {
    for text in texts {
        assert!(answer.text().contains(text), "{text} in {}", answer.text());
    }
}

#[test]
fn a_year_is_pooled_on_a_page_and_seen_where_results_are() {
    // Given two quarters that are for everybody, one desk of which answered only in the first
    let server = start();
    let office = Office::new(&server);
    office.quarter(1, &["01001-1", "01001-2"], [1, 3, 4, 4, 5, 5], true);
    office.quarter(2, &["01001-1"], [5, 5, 5, 5, 5, 3], true);
    // When they are pooled
    has_all(
        &office.lan.get("/quan-tri/dot"),
        &["href=\"/quan-tri/gop-dot?lang=vi\"", "Gộp các quý thành năm"],
    );
    has_all(&office.lan.get(POOL), &["value=\"mc-q1\"", "value=\"mc-q2\"", "quý I năm 2026"]);
    let both = [("id", "mc-2026"), ("sources", "mc-q1"), ("sources", "mc-q2"), ("title", "Một cửa cả năm")];
    let made = office.lan.fill(POOL, POOL, &both);
    assert_eq!(made.status, 303, "{}", made.text());
    assert_eq!(made.header("location").split('?').next().unwrap(), "/quan-tri/dot/mc-2026");
    // Then the year is there with 12 answers of one desk and 6 of the other
    assert_eq!(office.figure("mc-2026", "01001-1"), (50.0 / 12.0, 12));
    assert_eq!(office.figure("mc-2026", "01001-2"), (22.0 / 6.0, 6));
    assert!(has_logged(&server, "lan", "wave_created"));
    let page = office.lan.get("/quan-tri/dot/mc-2026");
    has_all(
        &page,
        &["mc-q1, mc-q2", "Không ai trả lời: gộp từ các đợt khác", "gop-dot?lang=vi&#38;id=mc-2026"],
    );
    assert!(!page.text().contains("xem-thu") && !page.text().contains("value=\"chep\""), "{}", page.text());
    // on the page of results, for everybody too, with what it is made from and what it lacks
    wait_until("the year is public", || server.get("/ket-qua/mc-2026").status == 200);
    let results = server.get("/ket-qua/mc-2026?unit=01001-2");
    has_all(
        &results,
        &[
            "Kết quả gộp từ 2 đợt đã công bố: quý I năm 2026 (mc-q1), quý II năm 2026 (mc-q2)",
            "Chưa có kết quả của: quý III năm 2026, quý IV năm 2026",
            "Không có kết quả ở mọi đợt:",
        ],
    );
    // and in every file
    for format in ["csv", "json", "xlsx", "ods", "pdf", "jsonstat", "sdmx", "html", "parquet", "stat", "zip"]
    {
        let file = office.get(&format!("/mc-2026/results.{format}?unit=01001"));
        assert_eq!(file.status, 200, "{format}: {}", file.text());
    }
    // and it can be neither answered nor copied
    assert_eq!(server.get("/khao-sat/mc-2026").status, 404);
    office.post("/mc-2026/copy", &json!({"id": "mc-2027"})).violated("/id", "pool_copy");
    office.post("/mc-q1/hide", &json!({})).violated("/sources", "pool_part");
}

/// What a test asks of an answer.
trait Asked {
    fn violated(&self, pointer: &str, code: &str);
}

impl Asked for Answer {
    fn violated(&self, pointer: &str, code: &str) {
        assert_eq!(self.violations(), [(pointer.to_owned(), code.to_owned())], "{}", self.text());
    }
}

#[test]
fn programs_pool_waves_and_hear_why_not() {
    let server = start();
    let office = Office::new(&server);
    office.quarter(1, &["01001-1"], [1, 3, 4, 4, 5, 5], false);
    let one = json!({"sources": ["mc-q1"], "title": "Cả năm"});
    let made = office.post("/nam/pool", &one);
    assert_eq!((made.status, made.header("location")), (201, "/api/v1/waves/nam"));
    assert_eq!(made.json()["period"], "2026");
    let first = made.json()["publication"].as_str().unwrap().to_owned();
    let publication =
        server.get_with(&format!("/api/v1/publications/{first}"), &[("authorization", &office.token)]);
    assert!([200, 403].contains(&publication.status), "{}", publication.text());
    // another quarter is added under the same name
    office.quarter(2, &["01001-2"], [5, 5, 5, 4, 5, 3], false);
    let more = office.post("/nam/pool", &json!({"sources": ["mc-q2"]}));
    assert_eq!(more.status, 200, "{}", more.text());
    assert_ne!(more.json()["publication"], first.as_str());
    assert_eq!(office.figure("nam", "01001"), (49.0 / 12.0, 12));
    assert_eq!(office.get("/nam").json()["access"], "pooled");
    // a year of quarters for staff is for staff
    assert_eq!(server.get("/ket-qua/nam").status, 401);
    office.post("/nam/publish", &json!({})).violated("/sources", "pool_hidden");
    // and refused with reasons
    office.post("/khac/pool", &json!({"sources": []})).violated("/sources", "pool_none");
    office.post("/khac/pool", &json!({"sources": ["khong"]})).violated("/sources", "pool_unknown");
    office.post("/khac/pool", &json!({"sources": ["nam"]})).violated("/sources", "pool_pooled");
    let outside = json!({"sources": ["mc-q1"], "period": "2025"});
    office.post("/khac/pool", &outside).violated("/sources", "pool_outside");
    let strange = json!({"sources": ["mc-q1"], "period": "hôm nay"});
    office.post("/khac/pool", &strange).violated("/period", "wave_period");
    office.post("/mc-q1/pool", &json!({"sources": ["mc-q2"]})).violated("/id", "wave_taken");
    let word = json!({"id": "x", "instrument": "web-test-1", "period": "2026", "under": "01001", "access": "pooled"});
    office.post("", &word).violated("/access", "wave_access");
    // nor by whoever manages another unit only
    let other = person(&server, "hoa", Role::Manager, Some("01002"));
    let token = token(&other, &["manage_waves"]);
    let headers = [("authorization", &*token), ("content-type", "application/json")];
    let refused = server.post_with("/api/v1/waves/cua-hoa/pool", &headers, one.to_string().as_bytes());
    assert!([403, 422].contains(&refused.status), "{}", refused.text());
    assert!(!other.get(POOL).text().contains("mc-q1"));
    let page = other.fill(POOL, POOL, &[("id", "cua-hoa"), ("sources", "mc-q1")]);
    assert!([403, 422].contains(&page.status), "{}", page.text());
}
