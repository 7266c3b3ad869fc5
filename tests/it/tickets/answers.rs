//! Answering with a ticket: programs, and the page without scripts.

use hailong::domain::ticket::TicketCode;
use serde_json::{Value, json};
use uuid::Uuid;

use super::service::{OTHER_DESK, body, issue, send, service};
use super::support::count;
use crate::web::support::{DESK, TestServer, good};

fn unspent(server: &TestServer) -> i64 {
    count(&mut server.connect(), "SELECT count(*) AS n FROM ticket_unspent")
}

#[test]
fn a_program_answers_once_per_ticket_however_the_code_is_typed() {
    let server = service();
    let tickets = issue(&server, "ve", DESK, 2);
    let typed = format!(" {} ", tickets[0].grouped().to_lowercase().replace('0', "o").replace('1', "l"));
    let first = body(&typed);
    let answer = send(&server, "ve", &first);
    assert_eq!((answer.status, answer.json()), (201, json!({"outcome": "recorded"})));
    let again = send(&server, "ve", &first);
    assert_eq!((again.status, again.json()), (200, json!({"outcome": "already_recorded"})));
    send(&server, "ve", &body(&tickets[0].compact())).problem(409, "ticket_refused");
    assert_eq!((server.stored(), unspent(&server)), (1, 1));
}

#[test]
fn what_is_no_code_is_told_together_with_everything_else() {
    let server = service();
    for (ticket, word) in [
        (json!(null), "ticket_missing"),
        (json!(""), "ticket_missing"),
        (json!("7K3M-9Đ2B"), "ticket_sign"),
        (json!("7K3M-9QXT"), "ticket_length"),
        (json!("0000-0000-0000-00001"), "ticket_mistyped"),
        (json!("0".repeat(65)), "ticket_length"),
    ] {
        let mut wrong = body("");
        wrong["ticket"] = ticket;
        let answer = send(&server, "ve", &wrong);
        assert_eq!(answer.status, 422, "{}", answer.text());
        assert_eq!(answer.violations(), [("/ticket".to_owned(), word.to_owned())]);
    }
    let mut both = body("7K3M");
    both["answers"] = json!({"q1": 9, "q2": "no"});
    let answer = send(&server, "ve", &both);
    let expected = [("/ticket", "ticket_length"), ("/answers/q1", "code_off_scale")];
    assert_eq!(answer.violations(), expected.map(|(place, word)| (place.to_owned(), word.to_owned())));
    // Nothing of the code comes back.
    let answer = send(&server, "ve", &body("MARKERMARKER"));
    assert!(!answer.text().to_uppercase().contains("MARKER"), "{}", answer.text());
}

#[test]
fn an_open_wave_takes_no_tickets_and_a_form_says_what_is_needed() {
    let server = service();
    let mut with = good();
    with["ticket"] = json!(TicketCode::of([1; 10]).grouped());
    let answer = server.send(&with);
    assert_eq!(answer.violations(), [("/ticket".to_owned(), "ticket_not_asked".to_owned())]);
    assert_eq!(server.get("/api/v1/waves/mo/form").json()["access"], "link");
    assert_eq!(server.get("/api/v1/waves/ve/form").json()["access"], "ticket");
}

#[test]
fn a_list_is_judged_one_by_one() {
    let server = service();
    let tickets = issue(&server, "ve", DESK, 2);
    let elsewhere = issue(&server, "ve", OTHER_DESK, 1).remove(0);
    let list: Vec<Value> = vec![
        body(&tickets[0].compact()),
        body(&elsewhere.compact()),
        body(&tickets[0].compact()),
        body("oops"),
        body(&tickets[1].compact()),
    ];
    let path = "/api/v1/waves/ve/responses:batch";
    let answer = server.post(path, "application/json", Value::from(list).to_string().as_bytes());
    let results = answer.json()["results"].clone();
    let told: Vec<u64> =
        results.as_array().unwrap().iter().map(|one| one["status"].as_u64().unwrap()).collect();
    assert_eq!(told, [201, 409, 409, 422, 201]);
    assert_eq!((server.stored(), unspent(&server)), (2, 1));
}

fn post(server: &TestServer, id: Uuid, ticket: &str) -> crate::web::support::Answer {
    let form = format!("id={id}&unit={DESK}&a.q1=4&a.q2=no&ticket={ticket}");
    server.post("/khao-sat/ve?lang=en", "application/x-www-form-urlencoded", form.as_bytes())
}

#[test]
fn the_page_asks_for_the_code_and_works_without_scripts() {
    let server = service();
    let page = server.get(&format!("/khao-sat/ve?unit={DESK}&lang=vi"));
    assert!(page.text().contains("<label for=\"ticket-code\">Mã lượt</label>"), "{}", page.text());
    assert!(!server.get(&format!("/khao-sat/mo?unit={DESK}")).text().contains("ticket"));
    let ticket = issue(&server, "ve", DESK, 1).remove(0);
    let id = Uuid::new_v4();

    // Forgotten, mistyped, unknown: each comes back with what was typed and what is wrong beside it.
    for (typed, status, said) in [
        ("", 422, "Please enter the ticket code on the slip you were given."),
        ("7K3M-9QXT", 422, "A ticket code has 17 characters."),
        ("0000-0000-0000-00012", 409, "it is wrong, was used already, or belongs to another place"),
    ] {
        let back = post(&server, id, typed);
        let text = back.text();
        assert_eq!(back.status, status, "{text}");
        assert!(text.contains(said) && text.contains("aria-invalid=\"true\""), "{text}");
        assert!(text.contains(&format!("name=\"ticket\" value=\"{typed}\"")), "{text}");
        assert!(text.contains(&format!("value=\"{id}\"")), "the id was not used: {text}");
    }
    let sent = post(&server, id, &ticket.grouped());
    assert_eq!(sent.status, 303, "{}", sent.text());
    // The answer was lost, the page is sent again.
    assert_eq!(post(&server, id, &ticket.grouped()).status, 303);
    // The same ticket on a new page.
    assert_eq!(post(&server, Uuid::new_v4(), &ticket.grouped()).status, 409);
    assert_eq!(server.stored(), 1);
}
