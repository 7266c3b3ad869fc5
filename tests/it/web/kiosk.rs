//! What a kiosk asks and reports.

use hailong::domain::wave::{State, Wave};
use hailong::identity::secret::secret_hash;
use hailong::sealing::seal_wave;
use hailong::store::devices::{self, Device};
use hailong::store::waves;
use serde_json::{Value, json};
use uuid::Uuid;

use super::reading::token;
use super::support::{Answer, DESK, TestServer, good_but, instrument, start, unit_id, wave};

/// Sets a device up at a unit; gives its secret.
pub fn device(server: &TestServer, unit: &str, expires: &str) -> String {
    let name = format!("Máy {}", Uuid::new_v4());
    let device = Device { name, unit: unit.parse().unwrap(), expires: expires.parse().unwrap() };
    let secret = format!("hk_{}", Uuid::new_v4());
    devices::add(&mut server.connect(), &device, &secret_hash(&secret)).unwrap();
    secret
}

fn ask(server: &TestServer, secret: &str) -> Answer {
    server.get_with("/api/v1/kiosk", &[("authorization", &format!("Bearer {secret}"))])
}

fn report(server: &TestServer, secret: &str, body: &Value) -> Answer {
    let authorization = format!("Bearer {secret}");
    let headers = [("authorization", authorization.as_str()), ("content-type", "application/json")];
    server.post_with("/api/v1/kiosk/counts", &headers, body.to_string().as_bytes())
}

fn counts(wave: &str) -> Value {
    json!({"id": Uuid::new_v4(), "wave": wave, "asked": 6, "answered": 4, "abandoned": 1})
}

fn ids(info: &Value) -> Vec<&str> {
    info["waves"].as_array().unwrap().iter().map(|wave| wave["id"].as_str().unwrap()).collect()
}

#[test]
fn a_device_learns_where_it_stands_and_what_is_open_there() {
    let server = start();
    let secret = device(&server, DESK, "2999-12-31");
    let answer = ask(&server, &secret);
    assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"));
    let info = answer.json();
    assert_eq!((info["unit"].as_str(), info["unit_name"]["en"].as_str()), (Some(DESK), Some("Counter 1")));
    assert!(info["name"].as_str().unwrap().starts_with("Máy "));
    assert_eq!(ids(&info), ["mo", "mot-quay", "noi", "rieng", "thu"]);
    let first = &info["waves"][0];
    assert_eq!(first["title"], json!({"vi": "Đợt thử", "en": "Test wave"}));
    assert_eq!(first["languages"], json!(["vi", "en"]));
    assert_eq!(server.get(first["address"].as_str().unwrap()).status, 200);
    let other = ask(&server, &device(&server, "01002-1", "2999-12-31")).json();
    assert_eq!(ids(&other), ["mo", "noi", "rieng", "thu"]);
}

#[test]
fn only_a_valid_token_of_a_device_opens_the_door() {
    let server = start();
    token(&server);
    let expired = device(&server, DESK, "2020-12-31");
    let revoked = device(&server, DESK, "2999-12-31");
    assert_eq!(ask(&server, &revoked).status, 200);
    for device in devices::list(&mut server.connect()).unwrap() {
        devices::remove(&mut server.connect(), &device.name).unwrap();
    }
    // A token of staff is none of a device, and the other way round.
    for secret in [expired.as_str(), revoked.as_str(), "secret-1", "", "x"] {
        ask(&server, secret).problem(401, "device_needed");
        report(&server, secret, &counts("mo")).problem(401, "device_needed");
    }
    server.get("/api/v1/kiosk").problem(401, "device_needed");
    let secret = device(&server, DESK, "2999-12-31");
    let headers = [("authorization", format!("Bearer {secret}"))];
    let headers = headers.each_ref().map(|(name, value)| (*name, value.as_str()));
    server.get_with("/api/v1/waves/mo/visits", &headers).problem(401, "token_needed");
}

#[test]
fn a_device_is_shown_the_wave_of_the_latest_period_that_has_begun() {
    let server = start();
    let desk = [unit_id(&mut server.connect(), DESK)];
    for (id, period) in [("truoc", "2026-Q2"), ("sau", "2026-08"), ("nam-toi", "2199-Q1")] {
        let new = Wave { period: period.parse().unwrap(), ..wave(id) };
        waves::create(&mut server.connect(), &new, &desk).unwrap();
    }
    let secret = device(&server, DESK, "2999-12-31");
    let begin = std::time::Instant::now();
    loop {
        let info = ask(&server, &secret).json();
        if ids(&info) == ["sau"] {
            break;
        }
        assert!(begin.elapsed().as_secs() < 10, "{info}");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

#[test]
fn counts_are_taken_once_and_shown_to_staff_when_a_batch_is_sealed() {
    let server = start();
    let staff = [("authorization", &*token(&server))].map(|(name, value)| (name, value.to_owned()));
    let staff = staff.each_ref().map(|(name, value)| (*name, value.as_str()));
    let secret = device(&server, DESK, "2999-12-31");
    let body = counts("mo");
    assert_eq!(report(&server, &secret, &body).status, 201);
    let again = report(&server, &secret, &body);
    assert_eq!((again.status, again.json()["outcome"].as_str()), (200, Some("already_recorded")));
    for _ in 0..5 {
        assert_eq!(server.send(&good_but("/answers/q3", json!(4))).status, 201);
    }
    let path = "/api/v1/waves/mo/visits";
    assert_eq!(server.get_with(path, &staff).json(), json!({"wave": "mo", "units": []}));

    let mut conn = server.connect();
    let stored = waves::find(&mut conn, &"mo".parse().unwrap()).unwrap().unwrap();
    seal_wave(&mut conn, &stored, &instrument(), "2026-07-02".parse().unwrap(), &mut rand::rng()).unwrap();
    let shown = server.get_with(&format!("{path}?unit={DESK}"), &staff);
    assert_eq!(shown.header("cache-control"), "no-store");
    let expected = json!({"wave": "mo", "units": [{
        "unit": DESK, "name": "Quầy số 1", "level": "desk", "asked": 6, "answered": 4, "abandoned": 1,
    }]});
    assert_eq!(shown.json(), expected);
    let all = server.get_with(path, &staff).json();
    let units: Vec<&str> =
        all["units"].as_array().unwrap().iter().map(|unit| unit["unit"].as_str().unwrap()).collect();
    assert_eq!(units, ["01001", DESK, "19"]);

    server.get(path).problem(401, "token_needed");
    server.get_with("/api/v1/waves/khong/visits", &staff).problem(404, "unknown_wave");
    server.get_with(&format!("{path}?unit=zz"), &staff).problem(404, "unknown_unit");
}

#[test]
fn counts_that_cannot_be_are_refused_with_every_reason() {
    let server = start();
    let secret = device(&server, DESK, "2999-12-31");
    let refused = |change: &[(&str, Value)]| {
        let mut body = counts("mo");
        for (name, value) in change {
            body[*name] = value.clone();
        }
        let answer = report(&server, &secret, &body);
        answer.problem(422, "violations");
        answer.violations().into_iter().map(|(pointer, code)| format!("{pointer} {code}")).collect::<Vec<_>>()
    };
    assert_eq!(refused(&[("answered", json!(6))]), ["/asked counts_do_not_fit"]);
    let nobody = [("asked", json!(0)), ("answered", json!(0)), ("abandoned", json!(0))];
    assert_eq!(refused(&nobody), ["/asked counts_do_not_fit"]);
    let wild = [("asked", json!(10_001)), ("abandoned", json!(-1)), ("id", json!(Uuid::nil()))];
    assert_eq!(refused(&wild), ["/abandoned not_a_count", "/asked not_a_count", "/id id_not_random"]);
    let mut body = counts("mo");
    body["unit"] = json!("01002-1");
    report(&server, &secret, &body).problem(400, "invalid_shape");
    report(&server, &secret, &counts("dong")).problem(410, "wave_closed");
    report(&server, &secret, &counts("khong")).problem(404, "unknown_wave");
    let elsewhere = device(&server, "01002-1", "2999-12-31");
    report(&server, &elsewhere, &counts("mot-quay")).problem(404, "unknown_unit");
}

#[test]
fn a_wave_closed_a_moment_ago_takes_no_counts() {
    let server = start();
    let secret = device(&server, DESK, "2999-12-31");
    let mut conn = server.connect();
    let stored = waves::find(&mut conn, &"mo".parse().unwrap()).unwrap().unwrap();
    waves::close(&mut conn, stored.number).unwrap();
    report(&server, &secret, &counts("mo")).problem(410, "wave_closed");
    assert_eq!(stored.wave.state, State::Open);
}
