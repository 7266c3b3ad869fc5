//! Results by category: how answers say how they came, the interface, the files and the page.

use hailong::domain::wave::{Protection, Wave};
use hailong::sealing;
use hailong::store::{instruments, waves};
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};
use uuid::Uuid;

use super::support::{TestServer, start, unit_id, wait_until, wave};

pub const WAVE: &str = "phan-to";

/// A public wave with breakdowns, which takes answers.
pub fn broken_down(server: &TestServer) {
    let mut conn = server.connect();
    let desks = ["01001-1", "01002-1"].map(|code| unit_id(&mut conn, code));
    let breakdowns = ["q2".to_owned(), "channel".to_owned()].to_vec();
    let new = Wave { protection: Protection { breakdowns, ..Protection::default() }, ..wave(WAVE) };
    waves::create(&mut conn, &new, &desks).unwrap();
    let form = format!("/api/v1/waves/{WAVE}/form");
    wait_until("the wave takes answers", || server.get(&form).status == 200);
}

/// So many answers by program and by the form, at a kiosk or not.
pub fn answer(server: &TestServer, (unit, back): (&str, &str), kiosk: bool, count: usize) {
    for place in 0..count {
        let q1 = [5, 4, 2, 5, 3][place % 5];
        let mut answers = json!({"q1": q1, "q2": back});
        if back == "yes" {
            answers["q3"] = json!(4);
        }
        let mut body = json!({"id": Uuid::new_v4(), "unit": unit, "answers": answers});
        if kiosk {
            body["channel"] = json!("kiosk");
        }
        let path = format!("/api/v1/waves/{WAVE}/responses");
        let sent = server.post(&path, "application/json", body.to_string().as_bytes());
        assert_eq!(sent.status, 201, "{}", sent.text());
    }
}

pub fn seal(server: &TestServer) {
    let mut conn = server.connect();
    let stored = waves::find(&mut conn, &WAVE.parse().unwrap()).unwrap().unwrap();
    let instrument = instruments::find(&mut conn, "web-test-1").unwrap().unwrap().instrument;
    let epoch = "2026-07-06".parse().unwrap();
    sealing::seal_wave(&mut conn, &stored, &instrument, epoch, &mut StdRng::seed_from_u64(7)).unwrap();
    sealing::publish(&mut conn, &stored).unwrap().unwrap();
}

fn rows(table: &Value, unit: &str) -> Vec<(String, Value, Value)> {
    let rows =
        table["rows"].as_array().unwrap().iter().filter(|row| row["unit"] == unit && row["node"] == "all");
    rows.map(|row| {
        (row["category"].as_str().unwrap().to_owned(), row["n"].clone(), row["disclosure"].clone())
    })
    .collect()
}

#[test]
fn results_by_category_come_as_json_files_and_page_with_reasons() {
    let server = start();
    broken_down(&server);
    // Given one category of too few people, the page and the interface say so.
    answer(&server, ("01001-1", "no"), false, 8);
    answer(&server, ("01001-1", "yes"), true, 2);
    seal(&server);
    let results = format!("/api/v1/waves/{WAVE}/results");
    let table = server.get(&format!("{results}?breakdown=q2")).json();
    assert_eq!(table["head"]["breakdown"]["id"], "q2");
    let waits = json!("waiting_groups");
    let all: Vec<_> = rows(&table, "19").into_iter().map(|row| row.2).collect();
    assert_eq!(all, [waits.clone(), waits.clone(), waits]);
    let page = server.get(&format!("/ket-qua/{WAVE}?unit=19"));
    assert!(page.text().contains("Chưa đủ người trong mỗi nhóm"), "{}", page.text());
    let page = server.get(&format!("/ket-qua/{WAVE}?unit=19&lang=en"));
    assert!(page.text().contains("Not yet enough people in every group"), "{}", page.text());

    // When there are enough in every group, crossed with how they came, too.
    answer(&server, ("01001-1", "yes"), true, 8);
    answer(&server, ("01001-1", "no"), true, 7);
    answer(&server, ("01001-1", "yes"), false, 6);
    answer(&server, ("01001-1", "no"), false, 7);
    seal(&server);
    let table = server.get(&format!("{results}?breakdown=q2")).json();
    let shown = |n: i64| (json!(n), json!("shown"));
    let found: Vec<_> = rows(&table, "19").into_iter().map(|row| (row.1, row.2)).collect();
    assert_eq!(found, [shown(16), shown(22), (json!(null), json!("small_base"))]);
    let names: Vec<&str> = table["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["unit"] == "19" && row["node"] == "all")
        .map(|row| row["category_name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Có", "Không", "Không trả lời"]);
    let table = server.get(&format!("{results}?breakdown=channel&lang=en")).json();
    let found: Vec<_> = rows(&table, "19").into_iter().map(|row| (row.0, row.1)).collect();
    assert_eq!(found[..2], [("kiosk".to_owned(), json!(17)), ("own".to_owned(), json!(21))]);

    // Then the files of the long table have it, with columns of their own.
    let csv = server.get(&format!("{results}.csv?breakdown=channel&unit=19"));
    let header = csv.text().lines().next().unwrap().to_owned();
    assert!(header.ends_with(",missing,breakdown,category,category_name"), "{header}");
    assert!(csv.text().contains(",channel,kiosk,Máy tại nơi tiếp nhận"), "{}", csv.text());
    for format in ["xlsx", "ods", "parquet"] {
        assert_eq!(server.get(&format!("{results}.{format}?breakdown=q2")).status, 200, "{format}");
    }
    for asked in [".pdf?breakdown=q2", ".zip?breakdown=q2", "?breakdown=q2&compare=phan-to"] {
        server
            .get_with(&format!("{results}{asked}"), &[("accept", "application/json")])
            .problem(400, "not_by_category");
    }
    server.get(&format!("{results}?breakdown=q1")).problem(404, "unknown_breakdown");
    // A table that is not broken down is as it was.
    let whole = server.get(&results).json();
    assert!(whole["head"].get("breakdown").is_none() && whole["rows"][0].get("category").is_none());
}

#[test]
fn the_page_shows_groups_with_intervals_and_why_a_commune_has_none() {
    let server = start();
    broken_down(&server);
    for (back, kiosk) in [("yes", true), ("no", true), ("yes", false), ("no", false)] {
        answer(&server, ("01001-1", back), kiosk, 10);
    }
    seal(&server);
    let page = server.get(&format!("/ket-qua/{WAVE}?unit=19"));
    let text = page.text();
    assert!(text.contains("id=\"by-q2\"") && text.contains("id=\"by-channel\""), "{text}");
    assert!(
        text.contains("Thiết bị của người dân") && text.contains("results.csv?unit=19&amp;breakdown=channel")
            || text.contains("results.csv?unit=19&#38;breakdown=channel"),
        "{text}"
    );
    // All indices of one breakdown, among them one that is not divided.
    let text = server.get(&format!("/ket-qua/{WAVE}?unit=19&breakdown=q2")).text().to_owned();
    assert!(text.contains("chỉ hỏi một số người"), "{text}");
    let text = server.get(&format!("/ket-qua/{WAVE}?unit=01001")).text().to_owned();
    assert!(text.contains("Xã, phường và quầy không có số liệu theo nhóm"), "{text}");
    server
        .get_with(&format!("/ket-qua/{WAVE}?breakdown=khong"), &[("accept", "application/json")])
        .problem(404, "unknown_breakdown");
}

#[test]
fn how_an_answer_came_is_not_even_noted_where_the_wave_does_not_ask() {
    let server = start();
    let body = json!({"id": Uuid::new_v4(), "unit": "01001-1", "channel": "kiosk", "answers": {"q1": 4, "q2": "no"}});
    assert_eq!(server.send(&body).status, 201);
    let noted = {
        use diesel::prelude::*;
        use hailong::store::schema::response;
        response::table.select(response::channel).load::<Option<String>>(&mut server.connect()).unwrap()
    };
    assert_eq!(noted, [None]);
    let strange =
        json!({"id": Uuid::new_v4(), "unit": "01001-1", "channel": "app", "answers": {"q1": 4, "q2": "no"}});
    server.send(&strange).problem(400, "invalid_shape");
}
