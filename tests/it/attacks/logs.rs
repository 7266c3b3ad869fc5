//! Whoever reads the logs and the metrics after a thousand responses.

use std::fs;
use std::path::Path;

use uuid::Uuid;

use super::dump::wait_for;
use super::ground::ten_questions;
use super::service::{DESK, Service, answers_of, done, forms, hexadecimal, kept, program};
use crate::support::folder::TestFolder;

const AGENT: &str = "May-Tinh-Bang-7731";
const ADDRESS: &str = "203.0.113.77";

/// Every file outside the tables and the write-ahead log of the private database.
fn files(folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            if !["base", "pg_wal", "pgbin"].contains(&name) {
                files(&path, found);
            }
        } else if let Ok(bytes) = fs::read(&path) {
            found.push((path.display().to_string(), bytes));
        }
    }
}

/// The figures that Prometheus reads, without the clock and without connections.
fn metrics(service: &Service) -> Vec<String> {
    let (status, text) = service.get("/metrics");
    assert_eq!(status, 200);
    let moving = ["hailong_uptime_seconds ", "hailong_database_connections"];
    text.lines().filter(|line| !moving.iter().any(|name| line.starts_with(name))).map(str::to_owned).collect()
}

#[test]
fn logs_and_metrics_tell_nothing_of_a_thousand_responses() {
    // given a service with a private database, and waves open
    let folder = TestFolder::new("logs");
    let (data, forms) = (folder.path().join("data"), forms(folder.path()));
    let (at, from) = (data.to_str().unwrap(), forms.to_str().unwrap());
    let hailong = |arguments: &[&str]| {
        let mut command = program(&[&["--data", at, "--forms", from], arguments].concat());
        command.env("RUST_LOG", "trace");
        command
    };
    done(hailong(&["wave", "open", "w", "--instrument", "ten-1", "--period", "2026-Q4", "--unit", DESK]));
    let service =
        Service::start(hailong(&["serve", "--listen", "127.0.0.1:0"]), folder.path().join("serve.log"));
    wait_for(&service, "w");
    let before = metrics(&service);
    // when a thousand people answer, some twice, some wrongly, each with an agent and an address
    let instrument = ten_questions().1;
    let headers = [("user-agent", AGENT), ("x-forwarded-for", ADDRESS), ("forwarded", "for=203.0.113.77")];
    let ids: Vec<Uuid> = (0..1000).map(|_| Uuid::new_v4()).collect();
    for (person, id) in ids.iter().enumerate() {
        assert_eq!(service.send("w", *id, &answers_of(person), &headers), 201);
        if person % 50 == 0 {
            assert_eq!(service.send("w", *id, &answers_of(person), &headers), 200);
            assert_eq!(service.send("w", *id, &answers_of(person + 1), &headers), 409);
            assert_eq!(service.send("w", *id, &[9; 10], &headers), 422);
        }
    }
    // then the metrics are those from before
    assert_eq!(metrics(&service), before);
    done(hailong(&["seal"]));
    assert_eq!(metrics(&service), before);
    let log = service.log.clone();
    service.stop();
    // and no file besides the tables holds an address, an agent, an id or answers
    let mut all = vec![(log.display().to_string(), fs::read(&log).unwrap())];
    files(&data, &mut all);
    let log_of_database = all.iter().any(|(name, _)| name.contains("postgres") && name.contains("log"));
    assert!(log_of_database, "{:?}", all.iter().map(|(name, _)| name).collect::<Vec<_>>());
    let mut secrets: Vec<(String, Vec<u8>)> =
        [AGENT, ADDRESS].map(|text| (text.to_owned(), text.as_bytes().to_vec())).to_vec();
    for (person, id) in ids.iter().enumerate().step_by(37) {
        secrets.push((format!("id of {person}"), id.to_string().into_bytes()));
        secrets.push((format!("plain id of {person}"), id.simple().to_string().into_bytes()));
        secrets.push((format!("bytes of the id of {person}"), id.as_bytes().to_vec()));
        secrets.push((format!("answers of {person}"), kept(&instrument, person)));
        let as_hex = hexadecimal(&kept(&instrument, person));
        secrets.push((format!("answers of {person} in hexadecimal digits"), as_hex.into_bytes()));
    }
    for (file, bytes) in &all {
        for (what, secret) in &secrets {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_slice());
            assert!(!found, "{file} holds {what}");
        }
    }
}
