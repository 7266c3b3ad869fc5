//! Somebody looks at everything there is to look at, waits until one more person has answered, and looks again.

use std::collections::BTreeMap;

use hailong::domain::access::Role;
use hailong::domain::batch::hex;
use hailong::store::publications;
use hailong::web::{Method, routes};
use uuid::Uuid;

use crate::staff::support::{Person, person};
use crate::web::results::publish;
use crate::web::support::{Answer, TestServer, good_but, start};

/// The wave, its unit, and another wave that nothing was published of.
const WAVE: &str = "mo";
const DESK: &str = "01001-1";

/// Addresses with everything in them that can be asked about, at the unit that is answered about and at all of them.
fn addresses(publication: &str, account: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in routes().filter(|entry| entry.method == Method::Read) {
        let path =
            entry.path.replace("{wave}", WAVE).replace("{hash}", publication).replace("{name}", account);
        let path =
            path.replace("{secret}", "khong").replace("{release}", "0").replace("{file:.*}", "form.js");
        let id = if path.starts_with("/api/v1/instruments") { "web-test-1" } else { "0" };
        let path = path.replace("{id}", id).replace("{kind}", "scores").replace("{unit}", DESK);
        let path = path.replace("{language}", "vi").replace("{item}", "q1");
        for format in
            ["csv", "json", "xlsx", "ods", "parquet", "jsonstat", "sdmx", "stat", "html", "pdf", "zip"]
        {
            let path = path.replace("{format}", format);
            for unit in ["", DESK, "01001", "khong-co"] {
                let about =
                    path.contains("/results") || path.contains("/visits") || path.contains("/ket-qua/");
                match unit {
                    "" => found.push(path.clone()),
                    _ if about || path == format!("/khao-sat/{WAVE}") => {
                        found.push(format!("{path}?unit={unit}"));
                    }
                    _ => {}
                }
            }
        }
    }
    found.extend(
        ["/api/v1/waves/khong-co/results", "/api/v1/waves/chua/results", "/khong-co"].map(str::to_owned),
    );
    found.sort();
    found.dedup();
    found
}

/// What an answer shows. The clock and what is drawn at random for each answer are blanked.
fn seen(path: &str, answer: &Answer) -> String {
    let headers: BTreeMap<String, String> = answer
        .headers
        .iter()
        // The length of the metrics is that of the uptime, too.
        .filter(|(name, _)| *name != "date" && !(path == "/metrics" && *name == "content-length"))
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()))
        .collect();
    let text = String::from_utf8_lossy(&answer.bytes).into_owned();
    let text = if path == "/metrics" { without(&text, "hailong_uptime_seconds ") } else { text };
    format!("{} {headers:?}\n{}", answer.status, blanked(&text))
}

fn without(text: &str, line: &str) -> String {
    text.lines().filter(|known| !known.starts_with(line)).collect::<Vec<_>>().join("\n")
}

/// The text with every random id of version 4 blanked: forms are given out with a fresh one.
fn blanked(text: &str) -> String {
    let signs: Vec<char> = text.chars().collect();
    let mut found = String::with_capacity(text.len());
    let mut place = 0;
    while place < signs.len() {
        let next: String = signs[place..].iter().take(36).collect();
        if next.len() == 36 && Uuid::try_parse(&next).is_ok() {
            found.push_str("<id>");
            place += 36;
        } else {
            found.push(signs[place]);
            place += 1;
        }
    }
    found
}

/// Everything that everybody and staff of each role see, by who and where.
fn everything(
    server: &TestServer,
    staff: &[(String, Person<'_>)],
    addresses: &[String],
) -> BTreeMap<(String, String), String> {
    let mut found = BTreeMap::new();
    for path in addresses {
        let answer = server.get(path);
        found.insert(("everybody".to_owned(), path.clone()), seen(path, &answer));
        // Asked again with what a cache would send.
        let tag = answer.header("etag").to_owned();
        if !tag.is_empty() {
            let again = server.get_with(path, &[("if-none-match", &tag)]);
            found.insert(("a cache".to_owned(), path.clone()), seen(path, &again));
        }
        // Pages that hand out a new secret each time, or say when one's own session was last used, are never twice
        // the same.
        if path.ends_with("/toi/xac-thuc") || path.ends_with("/quan-tri/toi") {
            continue;
        }
        // What staff take away is noted down, and the notes are one of the pages that are looked at.
        let noted = path.contains("/results.") || path.contains("/audit") || path.ends_with("/nhat-ky");
        for (name, person) in staff.iter().filter(|_| path.starts_with("/quan-tri") && !noted) {
            found.insert((name.clone(), path.clone()), seen(path, &person.get(path)));
        }
    }
    found
}

/// The first response of a pool, and the last one that leaves it below k = 5.
#[test]
fn one_more_response_below_the_sealing_point_changes_nothing_that_anybody_sees() {
    // Given a public wave with results, staff of every role, and nobody waiting.
    let server = start();
    publish(&server, WAVE);
    let hash = hex(&publications::hashes(&mut server.connect()).unwrap()[0].hash);
    let staff: Vec<(String, Person<'_>)> = Role::ALL
        .iter()
        .map(|role| (role.to_string(), person(&server, &format!("nguoi-{role}"), *role, None)))
        .collect();
    let addresses = addresses(&hash, "nguoi-viewer");
    assert!(addresses.len() > 80, "{}", addresses.len());
    // What is shown for the first time, such as a page that fills a cache, is not to be taken for a trace.
    everything(&server, &staff, &addresses);
    let mut before = everything(&server, &staff, &addresses);
    assert!(before.len() > 200, "{}", before.len());
    let waiting = server.stored();
    for sent in 1..=4 {
        let id = Uuid::new_v4().to_string();
        let path = format!("/api/v1/waves/{WAVE}/responses");
        let body = good_but("/id", id.into()).to_string();
        let receipt = server.post(&path, "application/json", body.as_bytes());
        assert_eq!(receipt.status, 201, "{}", receipt.text());
        assert_eq!(receipt.text(), "{\"outcome\":\"recorded\"}", "the receipt has no number");
        if ![1, 4].contains(&sent) {
            continue;
        }
        // When everything is looked at again, then not a byte is another.
        assert_eq!(server.stored(), waiting + sent);
        let after = everything(&server, &staff, &addresses);
        let different: Vec<_> =
            before.iter().filter(|(what, text)| after.get(*what) != Some(*text)).collect();
        let places: Vec<_> = different.iter().map(|(what, _)| what).collect();
        assert!(different.is_empty(), "{sent}: {places:?}\n{different:.2000?}");
        before = after;
    }
}
