//! Nothing about a visitor is left behind in the log.

use std::io::{Read, Write};
use std::net::TcpStream;

use uuid::Uuid;

use super::log;
use super::support::{good, good_but, start};

#[test]
fn the_log_holds_no_address_agent_id_or_answer() {
    let server = start();
    let body = good();
    let id = body["id"].as_str().unwrap().to_owned();
    let unit = "01002-1";
    assert_eq!(server.send(&body).status, 201);
    server.send(&good_but("/answers/q2", serde_json::json!("marker-answer-5511"))).problem(422, "violations");
    server.send(&good_but("/id", serde_json::json!("marker-id-5512"))).problem(400, "invalid_shape");
    let form = format!("id={}&unit={unit}&a.q1=4&a.q2=marker-answer-5513", Uuid::new_v4());
    let path = "/khao-sat/mo?lang=en&x=marker-query-5514";
    assert_eq!(server.post(path, "application/x-www-form-urlencoded", form.as_bytes()).status, 422);
    server.get("/khao-sat/marker-wave-5515");
    let forwarded = [("x-forwarded-for", "203.0.113.77"), ("referer", "http://marker-referer-5516.example/")];
    server.get_with("/khao-sat/mo", &forwarded);

    let mut stream = TcpStream::connect(server.address).unwrap();
    let port = stream.local_addr().unwrap().port();
    stream.write_all(b"GET /khao-sat/mo HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").unwrap();
    stream.read_to_end(&mut Vec::new()).unwrap();

    let lines = log::lines();
    assert!(!lines.is_empty(), "nothing was heard at all");
    let ours = ["marker-", "203.0.113.77", log::AGENT, &id];
    for marker in ours {
        let found: Vec<&str> = lines.lines().filter(|line| line.contains(marker)).collect();
        assert!(found.is_empty(), "{marker}: {found:?}");
    }
    let visitor = format!("127.0.0.1:{port}");
    assert!(!lines.contains(&visitor), "the address of a visitor is in the log");
}
