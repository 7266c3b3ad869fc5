//! Responses that are as they should be.

use serde_json::{Value, json};
use uuid::Uuid;

use super::support::{DESK, good, good_but, start};

#[test]
fn a_response_is_recorded_once_however_often_it_is_sent() {
    let server = start();
    let body = good();

    let first = server.send(&body);
    assert_eq!((first.status, first.json()), (201, json!({"outcome": "recorded"})));
    for _ in 0..3 {
        let again = server.send(&body);
        assert_eq!((again.status, again.json()), (200, json!({"outcome": "already_recorded"})));
    }
    assert_eq!(server.stored(), 1);
}

#[test]
fn an_id_is_not_used_for_other_answers() {
    let server = start();
    let body = good();
    assert_eq!(server.send(&body).status, 201);

    let mut other = body.clone();
    other["answers"]["q1"] = json!(1);
    server.send(&other).problem(409, "id_used");
    // The first one stays as it was.
    assert_eq!(server.send(&body).status, 200);
    assert_eq!(server.stored(), 1);
}

#[test]
fn what_is_left_out_and_null_are_both_no_answer() {
    let server = start();
    let answers = json!({"q1": 5, "q2": "no"});
    assert_eq!(server.send(&good_but("/answers", answers)).status, 201);
    let answers = json!({"q1": 5, "q2": "no", "q3": null, "q4": null, "q5": null});
    assert_eq!(server.send(&good_but("/answers", answers)).status, 201);
    let mut with_ticket = good();
    with_ticket["ticket"] = Value::Null;
    assert_eq!(server.send(&with_ticket).status, 201);
}

#[test]
fn many_at_once_are_all_recorded() {
    let server = start();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..25 {
                    assert_eq!(server.send(&good()).status, 201);
                }
            });
        }
    });
    assert_eq!(server.stored(), 200);
}

#[test]
fn each_of_a_list_is_judged_alone() {
    let server = start();
    let known = good();
    assert_eq!(server.send(&known).status, 201);
    let twice = good();
    let mut other = known.clone();
    other["answers"]["q1"] = json!(1);
    let list = json!([
        good(),
        known,
        other,
        good_but("/answers/q1", json!(7)),
        good_but("/unit", json!("99")),
        {"id": 4},
        twice,
        twice,
        [],
    ]);

    let answer =
        server.post("/api/v1/waves/mo/responses:batch", "application/json", list.to_string().as_bytes());

    assert_eq!(answer.status, 200);
    let results = answer.json()["results"].as_array().unwrap().clone();
    let statuses: Vec<u64> = results.iter().map(|result| result["status"].as_u64().unwrap()).collect();
    assert_eq!(statuses, [201, 200, 409, 422, 404, 400, 201, 200, 400]);
    assert_eq!(results[0]["outcome"], "recorded");
    assert_eq!(results[0]["id"], list[0]["id"]);
    assert_eq!(results[3]["problem"]["violations"][0]["pointer"], "/answers/q1");
    assert_eq!(results[4]["problem"]["code"], "unknown_unit");
    assert_eq!(results[5]["problem"]["pointer"], "/id");
    assert_eq!(results[5]["id"], Value::Null);
    assert_eq!(server.stored(), 3);
}

#[test]
fn a_list_has_a_limit_and_must_be_one() {
    let server = start();
    let post =
        |body: &str| server.post("/api/v1/waves/mo/responses:batch", "application/json", body.as_bytes());
    assert_eq!(post("[]").json(), json!({"results": []}));
    let list: Vec<Value> = (0..200).map(|_| good()).collect();
    let answer = post(&json!(list).to_string());
    assert_eq!((answer.status, server.stored()), (200, 200));
    let list: Vec<Value> = (0..201).map(|_| good()).collect();
    post(&json!(list).to_string()).problem(413, "too_many");
    post(&good().to_string()).problem(400, "invalid_shape");
    post("[{}").problem(400, "invalid_json");
    assert_eq!(server.stored(), 200);
}

#[test]
fn a_full_queue_says_when_to_come_back() {
    let server = super::support::start_with(0, |_| {});
    let answer = server.send(&good());
    answer.problem(503, "queue_full");
    assert_eq!(answer.header("retry-after"), "2");
    let list = json!([good()]).to_string();
    let answer = server.post("/api/v1/waves/mo/responses:batch", "application/json", list.as_bytes());
    assert_eq!(answer.json()["results"][0]["problem"]["code"], "queue_full");
    let form = format!("id={}&unit={DESK}&a.q1=4&a.q2=no", Uuid::new_v4());
    let page = server.post("/khao-sat/mo", "application/x-www-form-urlencoded", form.as_bytes());
    assert_eq!((page.status, page.header("retry-after")), (503, "2"));
    assert_eq!(server.stored(), 0);
}
