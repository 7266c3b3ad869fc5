//! What programs and pages meet at a wave with envelopes.

use data_encoding::BASE64URL_NOPAD;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use hailong::domain::batch::parse_hash;
use hailong::domain::envelope::{Place, seal};
use hailong::domain::wave::{Access, Wave};
use hailong::envelopes::Keys;
use hailong::sealing::close_wave_with;
use hailong::store::waves;
use serde_json::{Value, json};
use uuid::Uuid;

use super::support::{keys, open_wave};
use crate::tickets::blind::{Person, kept};
use crate::tickets::service::issue;
use crate::web::support::{Answer, DESK, TestServer, good, instrument, start, unit_id, wait_until, wave};

/// The wave with envelopes.
pub const WAVE: &str = "kin";

/// Adds a wave with envelopes at the first desk and waits until the service has noticed.
pub fn add_wave(server: &TestServer, access: Access) -> Keys {
    let (keys, _) = keys();
    let mut conn = server.connect();
    let desk = unit_id(&mut conn, DESK);
    open_wave(&mut conn, &Wave { access, public: false, ..wave(WAVE) }, &[desk], &keys);
    wait_until("the new wave", || server.get(&format!("/api/v1/waves/{WAVE}/form")).status == 200);
    keys
}

/// Encrypts answers with nothing but what the interface says.
fn envelope(server: &TestServer, answers: &Value) -> Value {
    let form = server.get(&format!("/api/v1/waves/{WAVE}/form")).json();
    let given = |name: &str| form["envelope"][name].as_str().unwrap().to_owned();
    let public = BASE64URL_NOPAD.decode(given("public").as_bytes()).unwrap().try_into().unwrap();
    let (instrument, key, id) = (parse_hash(&given("instrument")).unwrap(), given("key"), Uuid::new_v4());
    let place = Place { wave: WAVE, unit: DESK, instrument: &instrument, key: &key, id };
    let (enc, sealed) = seal(&public, &place, &answers.to_string(), &mut rand::rng()).unwrap();
    let encoded = |bytes: &[u8]| BASE64URL_NOPAD.encode(bytes);
    json!({"id": id, "unit": DESK, "key": key, "enc": encoded(&enc), "sealed": encoded(&sealed)})
}

fn send(server: &TestServer, body: &Value) -> Answer {
    let path = format!("/api/v1/waves/{WAVE}/responses");
    server.post(&path, "application/json", body.to_string().as_bytes())
}

/// Number of envelopes that wait.
pub fn waiting(server: &TestServer) -> i64 {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        n: i64,
    }
    let count = diesel::sql_query("SELECT count(*) AS n FROM envelope");
    count.get_result::<Count>(&mut server.connect()).unwrap().n
}

#[test]
fn an_envelope_is_taken_once_and_answers_that_are_not_in_one_are_refused() {
    let server = start();
    add_wave(&server, Access::Link);
    let body = envelope(&server, &json!({"q1": 4, "q2": "no"}));
    let first = send(&server, &body);
    assert_eq!((first.status, first.json()), (201, json!({"outcome": "recorded"})));
    let again = send(&server, &body);
    assert_eq!((again.status, again.json()), (200, json!({"outcome": "already_recorded"})));

    let openly = json!({"id": Uuid::new_v4(), "unit": DESK, "answers": {"q1": 4, "q2": "no"}});
    send(&server, &openly).problem(422, "envelope_required");
    let form = format!("id={}&unit={DESK}&a.q1=4&a.q2=no", Uuid::new_v4());
    let page = server.post(
        &format!("/khao-sat/{WAVE}?unit={DESK}&lang=en"),
        "application/x-www-form-urlencoded",
        form.as_bytes(),
    );
    assert_eq!(page.status, 422);
    assert!(page.text().contains("ask for the questionnaire on paper at the desk"), "{}", page.text());
    assert_eq!((server.stored(), waiting(&server)), (0, 1));

    let list = json!([envelope(&server, &json!({"q1": 5, "q2": "no"})), openly, body]);
    let path = format!("/api/v1/waves/{WAVE}/responses:batch");
    let answer = server.post(&path, "application/json", list.to_string().as_bytes());
    let results = answer.json()["results"].clone();
    let told: Vec<_> = (0..3).map(|n| results[n]["status"].as_u64().unwrap()).collect();
    assert_eq!(told, [201, 422, 200]);
    assert_eq!(results[1]["problem"]["code"], "envelope_required");
    assert_eq!((server.stored(), waiting(&server)), (0, 2));
    // Elsewhere an envelope is refused with its place.
    let elsewhere = server.send(&body);
    assert_eq!(elsewhere.status, 400, "{}", elsewhere.text());
}

#[test]
fn an_envelope_of_the_wrong_shape_is_refused_with_the_place() {
    let server = start();
    add_wave(&server, Access::Link);
    let good = envelope(&server, &json!({"q1": 4, "q2": "no"}));
    let whole = good["sealed"].as_str().unwrap();
    let cases = [
        ("key", json!("0000000000000000"), "envelope_key"),
        ("enc", json!("AAAA"), "envelope_enc"),
        ("enc", json!("not base64!"), "envelope_enc"),
        ("sealed", json!(whole[..whole.len() - 4]), "envelope_sealed"),
        ("sealed", json!("AAAAAAAAAAAAAAAAAAAAAA"), "envelope_sealed"),
        ("ticket", json!("7K3M-9QXT-2B4D-HW8RC"), "ticket_not_asked"),
    ];
    for (field, value, code) in cases {
        let mut body = good.clone();
        body[field] = value;
        let refused = send(&server, &body);
        assert_eq!(refused.status, 422, "{field}");
        let violation = refused.json()["violations"][0].clone();
        assert_eq!(violation["pointer"], format!("/{field}"));
        assert_eq!(violation["code"], code);
        assert!(!violation["detail"].as_str().unwrap().is_empty());
    }
    let mut body = good.clone();
    body.as_object_mut().unwrap().remove("enc");
    send(&server, &body).problem(400, "invalid_shape");
    assert_eq!(waiting(&server), 0);
    assert_eq!(send(&server, &good).status, 201);
}

#[test]
fn a_ticket_is_spent_by_the_envelope_it_came_with() {
    let server = start();
    add_wave(&server, Access::Ticket);
    let ticket = issue(&server, WAVE, DESK, 1).remove(0).compact();
    let body = |ticket: &str| {
        let mut body = envelope(&server, &json!({"q1": 4, "q2": "no"}));
        body["ticket"] = json!(ticket);
        body
    };
    let first = body(&ticket);
    assert_eq!(send(&server, &first).status, 201);
    assert_eq!(send(&server, &first).status, 200, "a retry after a lost answer");
    send(&server, &body(&ticket)).problem(409, "ticket_refused");
    assert_eq!(waiting(&server), 1);
}

#[test]
fn a_token_is_spent_by_the_envelope_it_came_with_and_nothing_links_the_two() {
    // given a wave with both
    let server = start();
    let keys = add_wave(&server, Access::Blind);
    let tickets = issue(&server, WAVE, DESK, 2);
    let person = Person::of(WAVE, tickets[0].clone());
    let token = person.token(&server, &person.ask(&server)).unwrap();
    let sealed = |ticket: &str, channel: &str| {
        let mut body = envelope(&server, &json!({"q1": 4, "q2": "no"}));
        body["ticket"] = json!(ticket);
        body["channel"] = json!(channel);
        body
    };
    // when answers come openly, or with the ticket itself, they are refused and the token stays good
    let openly =
        json!({"id": Uuid::new_v4(), "unit": DESK, "answers": {"q1": 4, "q2": "no"}, "ticket": token});
    send(&server, &openly).problem(422, "envelope_required");
    let raw = send(&server, &sealed(&tickets[1].compact(), "own"));
    assert_eq!(raw.violations(), [("/ticket".to_owned(), "token_needed".to_owned())]);
    // then the envelope is taken once, whatever is sent again
    let first = sealed(&token, "kiosk");
    assert_eq!(send(&server, &first).status, 201);
    assert_eq!(send(&server, &first).status, 200, "a retry after a lost answer");
    send(&server, &sealed(&token, "own")).problem(409, "ticket_refused");
    let left = ["envelope", "response", "ticket_unspent", "blind_traded", "blind_spent"];
    assert_eq!(left.map(|table| kept(&server, table)), [1, 0, 1, 1, 1]);
    // how it came is beside what nobody can read
    assert_eq!(kept(&server, "envelope WHERE channel = 'kiosk'"), 1);
    // and it opens
    let mut conn = server.connect();
    let stored = waves::find(&mut conn, &WAVE.parse().unwrap()).unwrap().unwrap();
    let epoch = "2026-07-06".parse().unwrap();
    let report = close_wave_with(&mut conn, &stored, &instrument(), epoch, &mut rand::rng(), &keys).unwrap();
    assert_eq!((report.unopened, report.unpublished), (0, 1), "too few to be published, but read");
    assert_eq!(left.map(|table| kept(&server, table)), [0; 5]);
}

#[test]
fn beside_answers_that_can_be_read_nothing_says_how_they_came() {
    let server = start();
    let mut body = good();
    body["channel"] = json!("kiosk");
    assert_eq!(server.send(&body).status, 201);
    assert_eq!((server.stored(), kept(&server, "response WHERE channel IS NOT NULL")), (1, 0));
}

#[test]
fn the_page_says_what_to_do_without_a_script_and_cannot_send() {
    let server = start();
    add_wave(&server, Access::Link);
    let page = server.get(&format!("/khao-sat/{WAVE}?unit={DESK}&lang=vi")).text().to_owned();
    let words = "dùng thiết bị khác, hoặc hỏi nhận phiếu giấy tại quầy";
    let (before, after) = page.split_once("<noscript>").unwrap();
    assert!(after.split_once("</noscript>").unwrap().0.contains(words));
    assert!(before.contains("data-envelope="));
    assert!(page.contains("id=\"send\" disabled"));
    let plain = server.get(&format!("/khao-sat/mo?unit={DESK}&lang=vi")).text().to_owned();
    assert!(!plain.contains("<noscript>") && !plain.contains("data-envelope") && !plain.contains("disabled"));
    let form = server.get("/api/v1/waves/mo/form").json();
    assert_eq!(form.get("envelope"), None);
}
