//! Remarks: written apart from the answers, pooled, shuffled, read by staff, released or withheld.

use diesel::prelude::*;
use diesel::sql_types::{Text, Uuid as SqlUuid};
use hailong::domain::access::Role;
use hailong::sealing;
use hailong::store::{instruments, waves};
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};
use uuid::Uuid;

use super::support::{Answer, TestServer, start};
use crate::staff::support::{has_logged, person, token};

const FORM: &str = "application/x-www-form-urlencoded";
const REMARKS: &str = "/api/v1/waves/noi/remarks";

fn write(server: &TestServer, unit: &str, id: Uuid, text: &str) -> Answer {
    let body = json!({"id": id, "unit": unit, "text": text}).to_string();
    server.post(REMARKS, "application/json", body.as_bytes())
}

fn write_many(server: &TestServer, unit: &str, count: usize) {
    for number in 0..count {
        assert_eq!(write(server, unit, Uuid::new_v4(), &format!("Ý kiến {number} tại {unit}")).status, 201);
    }
}

fn seal(server: &TestServer, close: bool) {
    let mut conn = server.connect();
    let stored = waves::find(&mut conn, &"noi".parse().unwrap()).unwrap().unwrap();
    let instrument = instruments::find(&mut conn, "web-test-1").unwrap().unwrap().instrument;
    let (epoch, mut rng) = ("2026-07-06".parse().unwrap(), StdRng::seed_from_u64(7));
    if close {
        sealing::close_wave(&mut conn, &stored, &instrument, epoch, &mut rng).unwrap();
    } else {
        sealing::seal_wave(&mut conn, &stored, &instrument, epoch, &mut rng).unwrap();
    }
}

#[derive(QueryableByName, Debug, PartialEq)]
struct Kept {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    text: String,
    #[diesel(sql_type = Text)]
    xmin: String,
}

fn kept(server: &TestServer) -> Vec<Kept> {
    let all = "SELECT id, text, xmin::text FROM remark WHERE text IS NOT NULL ORDER BY ctid";
    diesel::sql_query(all).load(&mut server.connect()).unwrap()
}

fn waiting(server: &TestServer, token: &str) -> Value {
    server.get_with(&format!("{REMARKS}/waiting"), &[("authorization", token)]).json()
}

#[test]
fn a_remark_is_written_below_the_thanks_and_comes_back_when_it_is_wrong() {
    let server = start();
    let thanks = server.get("/khao-sat/noi/cam-on?unit=01001-1");
    assert!(thanks.text().contains("action=\"/khao-sat/noi/y-kien?lang=vi\""), "{}", thanks.text());
    // Not where others stand behind, and not where the wave takes none.
    for path in ["/khao-sat/noi/cam-on?unit=01001-1&kiosk=1", "/khao-sat/mo/cam-on?unit=01001-1"] {
        assert!(!server.get(path).text().contains("<textarea"), "{path}");
    }
    let id = Uuid::new_v4();
    let send = |text: &str| {
        let body = format!("id={id}&unit=01001-1&text={text}");
        server.post_with("/khao-sat/noi/y-kien?lang=vi", &[("content-type", FORM)], body.as_bytes())
    };
    let empty = send("+%0A");
    assert_eq!(empty.status, 422);
    assert!(empty.text().contains("Xin Ông/Bà viết ý kiến trước."), "{}", empty.text());
    let long = send(&"a+".repeat(600));
    assert_eq!(long.status, 422);
    assert!(
        long.text().contains("Nhiều nhất 1000 ký tự.") && long.text().contains("a a a a"),
        "nothing is lost"
    );
    for _ in 0..2 {
        let sent = send("Ch%E1%BB%9D+l%C3%A2u");
        assert_eq!(
            (sent.status, sent.header("location")),
            (303, "/khao-sat/noi/cam-on?unit=01001-1&y-kien=1&lang=vi")
        );
    }
    let done = server.get("/khao-sat/noi/cam-on?unit=01001-1&y-kien=1");
    assert!(
        done.text().contains("ý kiến đã được nhận") && !done.text().contains("<textarea"),
        "{}",
        done.text()
    );

    assert_eq!(write(&server, "01001-1", id, "Chờ lâu").status, 200);
    let body = json!({"id": Uuid::new_v4(), "unit": "01001-1", "text": "x"}).to_string();
    let refused = server.post("/api/v1/waves/mo/remarks", "application/json", body.as_bytes());
    refused.problem(409, "no_remarks");
    write(&server, "99", Uuid::new_v4(), "x").problem(404, "unknown_unit");
    write(&server, "01001-1", Uuid::new_v4(), " ").problem(422, "violations");
}

#[test]
fn remarks_reach_staff_k_at_a_time_under_new_keys_and_in_another_order() {
    let server = start();
    let lan = person(&server, "lan", Role::Manager, Some("19"));
    let bearer = token(&lan, &["manage_waves"]);
    write_many(&server, "01001-1", 4);
    seal(&server, false);
    assert_eq!(waiting(&server, &bearer)["remarks"], json!([]), "four are too few");
    write_many(&server, "01001-1", 36);
    write_many(&server, "01002-1", 3);
    seal(&server, false);
    let read = waiting(&server, &bearer);
    assert_eq!(read["counts"], json!({"waiting": 40}));
    assert!(read["remarks"].as_array().unwrap().iter().all(|remark| remark["unit"] == "01001-1"));

    // Nothing in the table tells which came first: one transaction, new keys, another order.
    let rows = kept(&server);
    assert!(rows.iter().all(|row| row.xmin == rows[0].xmin));
    let texts: Vec<&str> = rows.iter().map(|row| row.text.as_str()).collect();
    let written: Vec<String> =
        (0..4).chain(0..36).map(|number| format!("Ý kiến {number} tại 01001-1")).collect();
    assert_ne!(texts, written, "one in 40! would be as before");

    // What is left at closing goes up, and too few are dropped.
    write_many(&server, "01001-2", 2);
    seal(&server, true);
    let read = waiting(&server, &bearer);
    assert_eq!(read["counts"], json!({"waiting": 45}));
    let joined = kept(&server).into_iter().filter(|row| !row.text.ends_with("01001-1")).count();
    assert_eq!(joined, 5, "those of two units, at the unit above both");
    write(&server, "01001-1", Uuid::new_v4(), "muộn").problem(410, "wave_closed");
}

#[test]
fn staff_release_what_names_nobody_and_the_rest_is_gone_but_counted() {
    let server = start();
    let lan = person(&server, "lan", Role::Manager, Some("01001"));
    for text in ["Chị Hoa (0912 345 678) rất tốt", "Chờ lâu", "Ghế ít", "Tốt", "Nhanh"] {
        assert_eq!(write(&server, "01001-1", Uuid::new_v4(), text).status, 201);
    }
    seal(&server, false);
    let page = lan.get("/quan-tri/dot/noi/y-kien");
    assert!(page.text().contains("<mark>Chị Hoa</mark>"), "{}", page.text());
    assert!(page.text().contains("<mark>0912 345 678</mark>"), "{}", page.text());
    let id =
        |text: &str| kept(&server).into_iter().find(|row| row.text.contains(text)).unwrap().id.to_string();
    let decide = |id: &str, act: &str, text: &str| {
        let path = "/quan-tri/dot/noi/y-kien";
        lan.fill(path, path, &[("id", id), ("act", act), ("text", text)])
    };
    let hoa = id("Hoa");
    let empty = decide(&hoa, "cong-bo", " ");
    assert_eq!(empty.status, 422, "{}", empty.text());
    assert_eq!(decide(&hoa, "cong-bo", "Cán bộ rất tốt").status, 303);
    assert_eq!(decide(&id("Chờ"), "giu-lai", "Chờ lâu").status, 303);
    assert_eq!(decide(&hoa, "cong-bo", "x").status, 404, "it is decided");
    assert!(has_logged(&server, "lan", "remark_released") && has_logged(&server, "lan", "remark_withheld"));

    let shown = server.get("/ket-qua/noi/y-kien?lang=vi");
    assert!(shown.text().contains("Cán bộ rất tốt") && !shown.text().contains("Hoa"), "{}", shown.text());
    assert!(shown.text().contains("Không công bố: 1.") && shown.text().contains("Chưa đọc: 3."));
    let told = server.get(REMARKS).json();
    let expected =
        json!({"remarks": [{"unit": "01001-1", "text": "Cán bộ rất tốt"}], "withheld": 1, "waiting": 3});
    assert_eq!(told, expected);
    assert_eq!(server.get(&format!("{REMARKS}?unit=01002")).json()["remarks"], json!([]));
    assert!(!kept(&server).iter().any(|row| row.text.contains("Chờ lâu")), "its text is gone");

    // Others neither read nor decide.
    let binh = person(&server, "binh", Role::Manager, Some("01002"));
    assert!(!binh.get("/quan-tri/dot/noi/y-kien").text().contains("Ghế ít"));
    let bearer = token(&binh, &["manage_waves"]);
    let headers = [("authorization", &*bearer), ("content-type", "application/json")];
    let path = format!("/api/v1/remarks/{}", id("Ghế"));
    server.post_with(&path, &headers, b"{}").problem(404, "unknown_remark");
}
