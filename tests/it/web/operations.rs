//! Health, version, metrics, headers and the description of the interface.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::support::{good, start, start_with};
use crate::support::cluster::fresh_database;

#[test]
fn health_tells_what_is_wrong() {
    let server = start();
    assert_eq!(server.get("/health/live").json()["status"], "ok");
    let ready = server.get("/health/ready");
    assert_eq!((ready.status, ready.json()["status"].clone()), (200, json!("ok")));
    let names: Vec<Value> =
        ready.json()["checks"].as_array().unwrap().iter().map(|check| check["name"].clone()).collect();
    assert_eq!(names, ["database", "migrations", "writer", "accepting"]);
    assert_eq!(server.get("/version").json()["version"], env!("CARGO_PKG_VERSION"));
}

#[test]
fn without_the_database_the_form_is_there_and_answers_are_asked_to_come_again() {
    let mut server = start();
    assert_eq!(server.send(&good()).status, 201);
    drop(std::mem::replace(&mut server.database, fresh_database()));

    assert_eq!(server.get("/khao-sat/mo?unit=01001-1").status, 200);
    let answer = server.send(&good());
    answer.problem(503, "database_unavailable");
    assert_eq!(answer.header("retry-after"), "2");
    server.get("/api/v1/waves").problem(503, "database_unavailable");
    let ready = server.get("/health/ready").json();
    assert_eq!(ready["checks"][0], json!({"name": "database", "ok": false}));
    assert_eq!(ready["status"], "unavailable");
    assert_eq!(server.get("/health/live").status, 200);
}

#[test]
fn metrics_count_no_responses() {
    let server = start();
    let steady = |text: &str| -> Vec<String> {
        let figures = text.lines().filter(|line| !line.contains("uptime") && !line.contains("connections"));
        figures.map(str::to_owned).collect()
    };
    let before = server.get("/metrics").text().to_owned();
    for _ in 0..20 {
        assert_eq!(server.send(&good()).status, 201);
    }
    let after = server.get("/metrics").text().to_owned();
    assert_eq!(steady(&before), steady(&after));
    for name in ["hailong_build_info", "hailong_uptime_seconds", "hailong_writer_queue_capacity 10000"] {
        assert!(after.contains(name), "{after}");
    }
}

#[test]
fn every_response_carries_the_security_headers() {
    let server = start();
    let mut answers = vec![server.request("DELETE", "/")];
    for path in [
        "/",
        "/khao-sat/mo",
        "/khao-sat/khong",
        "/health/live",
        "/metrics",
        "/x",
        "/static/0/form.js",
        "/sw.js",
    ] {
        answers.push(server.get(path));
        answers.push(server.get_with(path, &[("accept", "text/html"), ("accept-encoding", "br")]));
    }
    for answer in answers {
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'self';") && !policy.contains("unsafe"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
        assert!(answer.header("permissions-policy").contains("camera=()"));
        assert!(!answer.header("cache-control").is_empty());
        for absent in ["set-cookie", "server", "strict-transport-security", "last-modified"] {
            assert!(!answer.headers.contains_key(absent), "{absent}");
        }
    }
    for answer in
        [server.send(&good()), server.send(&json!({})), server.get("/api/v1/waves"), server.get("/api/x")]
    {
        assert_eq!(
            answer.header("content-security-policy"),
            "default-src 'none'; frame-ancestors 'none'",
            "a document for programs loads nothing"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert!(!answer.header("cache-control").is_empty());
        assert!(!answer.headers.contains_key("set-cookie"));
    }
    let secure =
        start_with(10, |settings| settings.public_url = Some("https://khaosat.example.vn".to_owned()));
    assert_eq!(secure.get("/").header("strict-transport-security"), "max-age=31536000");
}

#[test]
fn bodies_are_compressed_for_those_who_can_read_it() {
    let server = start();
    let plain = server.get("/openapi.json");
    for coding in ["gzip", "br"] {
        let packed = server.get_with("/openapi.json", &[("accept-encoding", coding)]);
        assert_eq!(packed.header("content-encoding"), coding);
        assert!(packed.bytes.len() * 3 < plain.bytes.len());
        assert_eq!(packed.header("etag"), plain.header("etag"));
        // An error is not compressed twice, nor called compressed when it is not.
        let error = server.get_with("/api/v1/waves/khong-co/form", &[("accept-encoding", coding)]);
        assert_eq!(error.header("content-encoding"), "");
        error.problem(404, "unknown_wave");
    }
}

#[test]
fn what_can_be_read_can_be_asked_for_without_its_body() {
    let server = start();
    for path in [
        "/",
        "/khao-sat/mo",
        "/api/v1/waves/mo/form",
        "/openapi.json",
        "/health/ready",
        "/static/0/hailong.css",
        "/sw.js",
    ] {
        let (whole, head) = (server.get(path), server.request("HEAD", path));
        assert_eq!((head.status, head.bytes.len()), (whole.status, 0), "{path}");
        assert_eq!(head.header("content-type"), whole.header("content-type"), "{path}");
    }
}

#[test]
fn static_files_may_be_kept_under_the_address_of_their_release() {
    let server = start();
    let page = server.get("/").text().to_owned();
    let address = page.split('"').find(|part| part.ends_with("/hailong.css")).unwrap();
    let style = server.get(address);
    assert_eq!(style.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(style.header("content-type"), "text/css; charset=utf-8");
    let neighbour = address.replace("hailong.css", "form.js");
    assert_eq!(server.get(&neighbour).header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(server.get("/static/0/hailong.css").header("cache-control"), "no-cache");
    server.get("/static/0/khong.css").problem(404, "unknown_address");
    server.get("/static/hailong.css").problem(404, "unknown_address");
}

#[test]
fn the_service_worker_looks_after_every_page_and_is_asked_for_again() {
    let server = start();
    let worker = server.get("/sw.js");
    assert_eq!(worker.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(worker.header("service-worker-allowed"), "/");
    assert_eq!(worker.header("cache-control"), "no-cache");
}

#[test]
fn the_committed_description_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json");
    let committed = fs::read_to_string(&path).unwrap_or_default();
    let current = hailong::web::openapi_json();
    assert!(committed == format!("{current}\n"), "run: hailong openapi > openapi.json");
    assert_eq!(start().get("/openapi.json").text(), current);
}

/// Addresses in the code of the interface.
fn routes() -> BTreeSet<String> {
    let source = include_str!("../../../src/web/api/mod.rs");
    let quoted = source.split('"').skip(1).step_by(2);
    quoted.filter(|text| text.starts_with('/')).map(str::to_owned).collect()
}

#[test]
fn the_description_names_every_address_and_every_address_is_there() {
    let description: Value = serde_json::from_str(&hailong::web::openapi_json()).unwrap();
    let paths = description["paths"].as_object().unwrap();
    assert_eq!(paths.keys().cloned().collect::<BTreeSet<_>>(), routes());
    let server = start();
    let mut names = BTreeSet::new();
    for (path, methods) in paths {
        let path = path.replace("{wave}", "mo").replace("{format}", "csv").replace("{id}", "web-test-1");
        let path = path.replace("{hash}", &"0".repeat(64)).replace("{name}", "khong-co");
        for (method, operation) in methods.as_object().unwrap() {
            let answer = server.request(&method.to_uppercase(), &path);
            let responses = operation["responses"].as_object().unwrap();
            assert!(responses.contains_key(&answer.status.to_string()), "{method} {path}: {}", answer.status);
            assert!(operation["summary"].is_string(), "{method} {path} is not described");
            assert!(
                names.insert(operation["operationId"].to_string()),
                "{method} {path} has the name of another"
            );
        }
    }
}

#[test]
fn every_text_of_templates_and_problems_is_there() {
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/templates");
    let mut keys = BTreeSet::new();
    let folders = [templates.join("staff"), templates];
    let files =
        folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap()).map(|entry| entry.unwrap().path());
    for file in files.filter(|path| path.is_file()) {
        let text = fs::read_to_string(file).unwrap();
        for part in text.split("page.text").skip(1) {
            keys.insert(part.split('"').nth(1).unwrap().to_owned());
        }
    }
    assert!(keys.len() > 30, "{keys:?}");
    let problems =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/problem/mod.rs")).unwrap();
    for part in problems.split("StatusCode::").skip(1) {
        if let Some(code) = part.split('"').nth(1).filter(|code| part.contains(&format!(", \"{code}\")"))) {
            keys.insert(format!("problem-{}", code.replace('_', "-")));
        }
    }
    assert!(keys.contains("problem-queue-full") || keys.contains("problem-unknown-wave"), "{keys:?}");
    let messages = [
        "web.ftl",
        "kiosk.ftl",
        "ways.ftl",
        "access.ftl",
        "staff.ftl",
        "tasks.ftl",
        "remarks.ftl",
        "privacy.ftl",
        "imports.ftl",
        "oidc.ftl",
        "waves.ftl",
        "tickets.ftl",
        "envelopes.ftl",
        "board.ftl",
        "report.ftl",
        "quarantine.ftl",
        "pooled.ftl",
        "margins.ftl",
    ]
    .map(|file| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/locale/vi").join(file);
        fs::read_to_string(path).unwrap()
    });
    for language in ["vi", "en"] {
        for key in &keys {
            // A message with variables has no text without them, but it is there.
            let known = hailong::locale::text(language, key) != *key
                || messages.iter().any(|file| file.contains(&format!("\n{key} = ")));
            assert!(known, "{language} has no {key}");
        }
    }
}
