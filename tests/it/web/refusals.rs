//! Everything that is not a response: never a 500, never stored.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};
use uuid::Uuid;

use super::support::{TestServer, good, good_but, start};

const PATH: &str = "/api/v1/waves/mo/responses";

fn post(server: &TestServer, body: &str) -> super::support::Answer {
    server.post(PATH, "application/json", body.as_bytes())
}

#[test]
fn what_is_no_json_is_refused_with_its_place() {
    let server = start();
    for (body, line) in [
        ("", 1),
        ("{", 1),
        ("{\n\n\"id\": }", 3),
        ("{'id': 1}", 1),
        ("\u{feff}{}", 1),
        ("{\"unit\": \"a\nb\"}", 2),
    ] {
        let document = post(&server, body).problem(400, "invalid_json");
        assert_eq!(document["line"], line, "{body:?}: {document}");
        assert!(document["column"].is_u64() && document["reason"].is_string(), "{document}");
    }
    let trailing = format!("{} x", good());
    post(&server, &trailing).problem(400, "invalid_json");
    let bytes = [b"{\"unit\": \"".as_slice(), &[0xff, 0xfe], b"\"}"].concat();
    server.post(PATH, "application/json", &bytes).problem(400, "invalid_json");
    assert_eq!(server.stored(), 0);
}

#[test]
fn lone_surrogates_and_nul_are_refused() {
    let server = start();
    let id = Uuid::new_v4();
    for escape in [r"\ud800", r"\udc00", r"\ud800\ud800", r"\ud8"] {
        let body = format!(r#"{{"id":"{id}","unit":"{escape}","answers":{{}}}}"#);
        post(&server, &body).problem(400, "invalid_json");
        let body = format!(r#"{{"id":"{id}","unit":"01001-1","answers":{{"{escape}":1}}}}"#);
        post(&server, &body).problem(400, "invalid_json");
    }
    for (body, pointer) in [
        (good_but("/unit", json!("01001\0")), "/unit"),
        (good_but("/answers/q2", json!("yes\0")), "/answers/q2"),
        (good_but("/answers/q4", json!(["tv\0"])), "/answers/q4"),
        (good_but("/answers", json!({"\0": 1})), "/answers/\0"),
    ] {
        let answer = server.send(&body);
        answer.problem(422, "violations");
        assert_eq!(answer.violations(), [(pointer.to_owned(), "not_a_code".to_owned())]);
    }
    assert_eq!(server.stored(), 0);
}

#[test]
fn wrong_shapes_are_refused_with_a_pointer() {
    let server = start();
    for (body, pointer) in [
        (json!([]), ""),
        (json!([Uuid::new_v4(), "01001-1", {"q1": 4, "q2": "no"}, null]), ""),
        (json!("x"), ""),
        (json!(null), ""),
        (json!({"unit": "x", "answers": {}}), ""),
        (good_but("/id", json!(7)), "/id"),
        (good_but("/id", json!("not-a-uuid")), "/id"),
        (good_but("/unit", json!(1001)), "/unit"),
        (good_but("/unit", Value::Null), "/unit"),
        (good_but("/answers", json!([])), "/answers"),
        (good_but("/answers", json!("q1")), "/answers"),
        (good_but("/answers/q1", json!(4.5)), "/answers/q1"),
        (good_but("/answers/q1", json!(true)), "/answers/q1"),
        (good_but("/answers/q1", json!({"code": 4})), "/answers/q1"),
        (good_but("/answers/q1", json!(99_999_999_999_u64)), "/answers/q1"),
        (good_but("/answers/q4", json!(["tv", ["web"]])), "/answers/q4/1"),
        (good_but("/answers/q4", json!(["tv", null])), "/answers/q4/1"),
    ] {
        let document = server.send(&body).problem(400, "invalid_shape");
        assert_eq!(document["pointer"], pointer, "{body}: {document}");
    }
    for (unknown, pointer) in [("ip", "/ip"), ("a/b", "/a~1b")] {
        let mut body = good();
        body[unknown] = json!("1.2.3.4");
        let document = server.send(&body).problem(400, "invalid_shape");
        assert_eq!(document["pointer"], pointer, "{document}");
    }
    assert_eq!(server.stored(), 0);
}

#[test]
fn a_key_may_stand_once() {
    let server = start();
    let id = Uuid::new_v4();
    let twice = format!(r#"{{"id":"{id}","unit":"01001-1","answers":{{"q1":4,"q2":"no","q1":5}}}}"#);
    let document = post(&server, &twice).problem(400, "invalid_shape");
    assert_eq!((&document["pointer"], &document["line"]), (&json!("/answers/q1"), &json!(1)));
    let twice = format!(r#"{{"id":"{id}","unit":"01001-1","answers":{{"q1":4}},"answers":{{"q1":5}}}}"#);
    let document = post(&server, &twice).problem(400, "invalid_shape");
    assert_eq!(document["pointer"], "/answers", "{document}");
    assert_eq!(server.stored(), 0);
}

#[test]
fn every_broken_rule_is_named_at_once() {
    let server = start();
    let body = good_but("/answers", json!({"q1": 9, "q2": "no", "q3": 4, "q4": "tv", "q5": [1], "q/x": 1}));
    let answer = server.send(&body);
    answer.problem(422, "violations");
    let expected = [
        ("/answers/q1", "code_off_scale"),
        ("/answers/q3", "not_reached"),
        ("/answers/q4", "expected_list"),
        ("/answers/q5", "expected_one"),
        ("/answers/q~1x", "unknown_item"),
    ];
    assert_eq!(answer.violations(), expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned())));

    // A number written as a text is another code.
    let answer = server.send(&good_but("/answers/q1", json!("4")));
    assert_eq!(answer.violations(), [("/answers/q1".to_owned(), "code_off_scale".to_owned())]);
    let answer = server.send(&good_but("/answers", json!({})));
    assert_eq!(answer.violations().len(), 2);
    let answer = server.send(&good_but("/answers/q4", json!(["tv", "tv"])));
    assert_eq!(answer.violations(), [("/answers/q4".to_owned(), "repeated".to_owned())]);
    assert_eq!(server.stored(), 0);
}

#[test]
fn the_shape_of_ids_codes_and_tickets_is_checked() {
    let server = start();
    let mut ticket = good();
    ticket["ticket"] = json!("ABC");
    let many: serde_json::Map<String, Value> = (0..600).map(|n| (format!("q{n}"), json!(1))).collect();
    for (body, pointer, code) in [
        (good_but("/id", json!("019a0000-0000-7000-8000-000000000000")), "/id", "id_not_random"),
        (good_but("/id", json!(Uuid::nil())), "/id", "id_not_random"),
        (good_but("/unit", json!("")), "/unit", "not_a_code"),
        (good_but("/unit", json!("x".repeat(65))), "/unit", "not_a_code"),
        (good_but("/answers", json!({"q".repeat(65): 1})), "/answers/", "not_a_code"),
        (good_but("/answers/q2", json!("y".repeat(65))), "/answers/q2", "not_a_code"),
        (good_but("/answers/q4", json!(vec![1; 251])), "/answers/q4", "not_a_code"),
        (good_but("/answers", json!(many)), "/answers", "too_many_answers"),
        (ticket, "/ticket", "ticket_not_asked"),
    ] {
        let answer = server.send(&body);
        answer.problem(422, "violations");
        let [(found, rule)] = answer.violations().try_into().unwrap();
        assert!(found.starts_with(pointer) && rule == code, "{found} {rule}, not {pointer} {code}");
    }
    assert_eq!(server.stored(), 0);
}

#[test]
fn long_and_deep_bodies_are_refused() {
    let server = start();
    let many: serde_json::Map<String, Value> = (0..10_000).map(|n| (format!("q{n}"), json!(1))).collect();
    server.send(&good_but("/answers", json!(many))).problem(413, "too_large");
    for depth in [200, 30_000] {
        let deep = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let answer = post(&server, &format!(r#"{{"id":"x","answers":{{"q1":{deep}}}}}"#));
        assert_eq!(answer.status, 400, "{}", answer.text());
        let answer = server.post("/api/v1/waves/mo/responses:batch", "application/json", deep.as_bytes());
        assert_eq!(answer.json()["results"][0]["status"], 400, "{}", answer.text());
    }
    assert_eq!(server.stored(), 0);
}

/// Sends bytes as they are and gives everything that comes back.
fn raw(server: &TestServer, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    // The service may stop reading before the end.
    let _ = stream.write_all(request);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn ten_megabytes_are_refused_announced_or_not() {
    let server = start();
    let body = vec![b' '; 10 << 20];
    let head = "POST /api/v1/waves/mo/responses HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n";
    let announced = format!("{head}content-length: {}\r\n\r\n", body.len());
    let chunked =
        format!("{head}transfer-encoding: chunked\r\nconnection: close\r\n\r\n{:x}\r\n", body.len());
    let announced = [announced.as_bytes(), &body].concat();
    let chunked = [chunked.as_bytes(), &body, b"\r\n0\r\n\r\n"].concat();
    for request in [announced, chunked] {
        let answer = raw(&server, &request);
        assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
        assert!(answer.contains("\"code\":\"too_large\""), "{answer}");
    }
    assert_eq!(server.send(&good()).status, 201);
}

#[test]
fn other_types_and_methods_are_refused() {
    let server = start();
    let body = good().to_string();
    for media in ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16", ""] {
        let answer = server.post(PATH, media, body.as_bytes());
        answer.problem(415, "wrong_type");
        assert_eq!(answer.header("accept-post"), "application/json");
    }
    let packed = [("content-type", "application/json"), ("content-encoding", "gzip")];
    server.post_with(PATH, &packed, body.as_bytes()).problem(415, "wrong_type");
    for (method, path, allow) in [
        ("GET", PATH, "POST"),
        ("DELETE", PATH, "POST"),
        ("TRACE", PATH, "POST"),
        ("DELETE", "/api/v1/waves", "GET, HEAD, POST"),
        ("OPTIONS", "/api/v1/waves/mo/results.csv", "GET, HEAD"),
        ("PUT", "/khao-sat/mo", "GET, HEAD, POST"),
    ] {
        let answer = server.request(method, path);
        answer.problem(405, "wrong_method");
        assert_eq!(answer.header("allow"), allow, "{method} {path}");
    }
    assert_eq!(server.post(PATH, "application/json; charset=UTF-8", body.as_bytes()).status, 201);
}

#[test]
fn waves_and_units_that_are_not_there_have_codes_of_their_own() {
    let server = start();
    let to = |wave: &str, body: &Value| {
        let path = format!("/api/v1/waves/{wave}/responses");
        server.post(&path, "application/json", body.to_string().as_bytes())
    };
    to("khong-co", &good()).problem(404, "unknown_wave");
    to("nhap", &good()).problem(404, "unknown_wave");
    to("dong", &good()).problem(410, "wave_closed");
    // There is such a unit, but nobody answers there.
    to("mo", &good_but("/unit", json!("01001"))).problem(404, "unknown_unit");
    to("mo", &good_but("/unit", json!("khong co"))).problem(404, "unknown_unit");
    to("mot-quay", &good_but("/unit", json!("01002-1"))).problem(404, "unknown_unit");
    assert_eq!(server.stored(), 0);
}

#[test]
fn tricks_with_paths_lead_nowhere() {
    let server = start();
    for path in [
        "/%2e%2e/%2e%2e/etc/passwd",
        "/static/0/%2e%2e%2f%2e%2e%2fCargo.toml",
        "/static/0/..%5c..%5cCargo.toml",
        "/static/0/%00",
        "/khao-sat/%00",
        "/khao-sat/%ff%fe",
        "/khao-sat/MO",
        "/khao-sat/mo%20",
        "/khao-sat/mo/",
        "/api/v1/instruments/%00",
        "/api/v1/instruments/%ff",
        "/api/v1/waves/%00/form",
        "/api/v1/waves/%f0%9f%98%80/form",
        "/api/v1/waves/mo/form?unit=%00",
        "/api/v1/waves/mo/form?unit=%ff",
        "/api/v1/waves//form",
        "/khong-co",
        "//",
    ] {
        let answer = server.get(path);
        assert_eq!(answer.status, 404, "{path}: {}", answer.text());
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
    }
    for path in ["/ket-qua/%00", "/api/v1/waves/%ff/results", "/api/v1/publications/%00"] {
        let status = server.get(path).status;
        assert!((400..500).contains(&status), "{path}: {status}");
    }
    for request in [
        b"GET /khao-sat/\xff\xfe HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n".to_vec(),
        format!("GET /{} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", "a".repeat(200_000)).into_bytes(),
        b"GARBAGE\r\n\r\n".to_vec(),
        b"GET / HTTP/9.9\r\n\r\n".to_vec(),
    ] {
        let answer = raw(&server, &request);
        let status: u16 = answer.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(400);
        assert!((400..500).contains(&status), "{answer}");
    }
    assert_eq!(server.get("/health/live").status, 200);
}

#[test]
fn texts_follow_the_reader() {
    let server = start();
    let english = server.get_with("/api/v1/waves/x/form", &[("accept-language", "en-GB,vi;q=0.5")]);
    assert_eq!(english.problem(404, "unknown_wave")["detail"], "There is no survey of this name.");
    assert_eq!(english.header("content-language"), "en");
    let vietnamese = server.get("/api/v1/waves/x/form").problem(404, "unknown_wave");
    assert_eq!(vietnamese["detail"], "Không có đợt khảo sát nào mang tên này.");
    let headers = [("content-type", "application/json"), ("accept-language", "en")];
    let body = good_but("/answers/q1", json!(9)).to_string();
    let document = server.post_with(PATH, &headers, body.as_bytes()).problem(422, "violations");
    assert_eq!(document["violations"][0]["detail"], "The answer 9 is not on the question's scale.");
}
