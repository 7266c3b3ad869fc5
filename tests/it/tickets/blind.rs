//! Blind tickets: what is traded in for a token and what is answered with it cannot be told to belong together.

use data_encoding::BASE64URL_NOPAD;
use hailong::domain::ticket::TicketCode;
use hailong::domain::wave::Access;
use hailong::tickets::blind::{BlindKey, BlindPlace};
use rand_core::{CryptoRng, OsRng, RngCore};
use serde_json::json;
use uuid::Uuid;
use voprf::{BlindedElement, EvaluationElement, Group as _, Proof, Ristretto255, VoprfClient, VoprfServer};

use super::service::{OTHER_DESK, add_waves, body, issue, send, service};
use super::support::{code, count};
use crate::web::support::{Answer, DESK, TestServer, key};

/// A service with the wave `mu`, whose tickets are blind.
fn blind_service() -> TestServer {
    let server = service();
    add_waves(&server, Access::Blind, &["mu"]);
    server
}

fn written(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}

fn read(answer: &Answer, name: &str) -> Vec<u8> {
    BASE64URL_NOPAD.decode(answer.json()[name].as_str().unwrap().as_bytes()).unwrap()
}

/// A browser with a ticket of the wave `mu`, or of another one.
pub struct Person {
    wave: &'static str,
    nonce: [u8; 32],
    state: VoprfClient<Ristretto255>,
    blinded: Vec<u8>,
    ticket: TicketCode,
}

impl Person {
    fn with(ticket: TicketCode) -> Self {
        Self::of("mu", ticket)
    }

    pub fn of(wave: &'static str, ticket: TicketCode) -> Self {
        Self { wave, ..Self::blinding_with(ticket, &mut OsRng) }
    }

    fn blinding_with(ticket: TicketCode, rng: &mut (impl RngCore + CryptoRng)) -> Self {
        let mut nonce = [0; 32];
        OsRng.fill_bytes(&mut nonce);
        let begun = VoprfClient::blind(&nonce, rng).unwrap();
        let blinded = begun.message.serialize().to_vec();
        Self { wave: "mu", nonce, state: begun.state, blinded, ticket }
    }

    pub fn ask(&self, server: &TestServer) -> Answer {
        trade_at(server, self.wave, &self.ticket.compact(), &written(&self.blinded))
    }

    /// The token, which exists only where the proof fits the key in the page.
    pub fn token(&self, server: &TestServer, answer: &Answer) -> Option<String> {
        let page = server.get(&format!("/khao-sat/{}?unit={DESK}", self.wave)).text().to_owned();
        let public = page.split("data-blind=\"").nth(1).unwrap().split('"').next().unwrap();
        let public = BASE64URL_NOPAD.decode(public.as_bytes()).unwrap();
        let element = EvaluationElement::deserialize(&read(answer, "element")).unwrap();
        let proof = Proof::deserialize(&read(answer, "proof")).unwrap();
        let public = Ristretto255::deserialize_elem(&public).unwrap();
        let token = self.state.finalize(&self.nonce, &element, &proof, public).ok()?;
        Some(format!("{}.{}", written(&self.nonce), written(&token)))
    }
}

fn trade(server: &TestServer, ticket: &str, blinded: &str) -> Answer {
    trade_at(server, "mu", ticket, blinded)
}

fn trade_at(server: &TestServer, wave: &str, ticket: &str, blinded: &str) -> Answer {
    let body = json!({"unit": DESK, "ticket": ticket, "blinded": blinded}).to_string();
    server.post(&format!("/api/v1/waves/{wave}/tokens"), "application/json", body.as_bytes())
}

pub fn kept(server: &TestServer, table: &str) -> i64 {
    count(&mut server.connect(), &format!("SELECT count(*) AS n FROM {table}"))
}

#[test]
fn a_ticket_becomes_one_token_and_a_token_one_response_however_often_each_is_sent() {
    let server = blind_service();
    let person = Person::with(issue(&server, "mu", DESK, 1).remove(0));
    let first = person.ask(&server);
    assert_eq!(first.status, 200, "{}", first.text());
    // The answer was lost: the same request gets the same element again, another number gets nothing.
    let again = person.ask(&server);
    assert_eq!(read(&again, "element"), read(&first, "element"));
    Person::with(person.ticket.clone()).ask(&server).problem(409, "ticket_refused");

    let token = person.token(&server, &again).unwrap();
    let response = body(&token);
    assert_eq!(send(&server, "mu", &response).status, 201);
    assert_eq!(send(&server, "mu", &response).json(), json!({"outcome": "already_recorded"}));
    send(&server, "mu", &body(&token)).problem(409, "ticket_refused");
    let left =
        ["response", "ticket_unspent", "blind_traded", "blind_spent"].map(|table| kept(&server, table));
    assert_eq!(left, [1, 0, 1, 1]);
}

#[test]
fn forged_foreign_and_raw_codes_let_nobody_in() {
    let server = blind_service();
    let tickets = issue(&server, "mu", DESK, 2);
    // The code itself: it would stand beside the answers.
    let answer = send(&server, "mu", &body(&tickets[0].compact()));
    assert_eq!(answer.violations(), [("/ticket".to_owned(), "token_needed".to_owned())]);
    let answer = send(&server, "mu", &body(""));
    assert_eq!(answer.violations(), [("/ticket".to_owned(), "ticket_missing".to_owned())]);
    let person = Person::with(tickets[0].clone());
    let token = person.token(&server, &person.ask(&server)).unwrap();
    let (_, made) = token.split_once('.').unwrap();
    let forged = [
        format!("{}.{}", written(&[7; 32]), written(&[7; 64])),
        format!("{}.{made}", written(&[7; 32])),
        format!("{}.{}", written(&person.nonce), written(&[0; 64])),
    ];
    for token in forged {
        send(&server, "mu", &body(&token)).problem(409, "ticket_refused");
    }
    // At another desk and in another wave it is none.
    let mut elsewhere = body(&token);
    elsewhere["unit"] = OTHER_DESK.into();
    send(&server, "mu", &elsewhere).problem(409, "ticket_refused");
    assert_eq!(send(&server, "ve", &body(&token)).status, 422);
    // What cannot be traded in.
    let neutral = written(&[0; 32]);
    let answer = trade(&server, "7K3M", &neutral);
    let wrong = [("/ticket", "ticket_length"), ("/blinded", "blinded_malformed")];
    assert_eq!(answer.violations(), wrong.map(|(place, word)| (place.to_owned(), word.to_owned())));
    trade(&server, &TicketCode::of([9; 10]).compact(), &written(&person.blinded))
        .problem(409, "ticket_refused");
    assert_eq!(server.get(&format!("/api/v1/waves/ve/tokens?unit={DESK}")).status, 409);
    assert_eq!((server.stored(), kept(&server, "blind_spent"), kept(&server, "ticket_unspent")), (0, 0, 1));
    assert_eq!(send(&server, "mu", &body(&token)).status, 201);
}

#[test]
fn an_answer_made_with_another_key_gives_no_token() {
    let server = blind_service();
    let person = Person::with(issue(&server, "mu", DESK, 1).remove(0));
    // A service that would like to recognise this person takes a key made for them.
    let own = VoprfServer::<Ristretto255>::new(&mut OsRng).unwrap();
    let element = BlindedElement::deserialize(&person.blinded).unwrap();
    let marked = own.blind_evaluate(&mut OsRng, &element);
    let page = server.get(&format!("/api/v1/waves/mu/tokens?unit={DESK}"));
    let public = Ristretto255::deserialize_elem(&read(&page, "key")).unwrap();
    assert!(person.state.finalize(&person.nonce, &marked.message, &marked.proof, public).is_err());
    assert!(person.token(&server, &person.ask(&server)).is_some());
}

/// A source of randomness that makes every blinding the number one: no blinding at all.
struct One;

impl RngCore for One {
    fn next_u32(&mut self) -> u32 {
        1
    }
    fn next_u64(&mut self) -> u64 {
        1
    }
    fn fill_bytes(&mut self, to: &mut [u8]) {
        to.fill(0);
        to[0] = 1;
    }
    fn try_fill_bytes(&mut self, to: &mut [u8]) -> Result<(), rand_core::Error> {
        self.fill_bytes(to);
        Ok(())
    }
}

impl CryptoRng for One {}

/// What issuer and collector have together: the key, every request and answer of both, the whole database.
struct Insider {
    issued: Vec<(Vec<u8>, Vec<u8>)>,
    collected: Vec<[u8; 32]>,
}

impl Insider {
    fn watching(server: &TestServer, people: &[Person]) -> Self {
        let mut seen = Self { issued: Vec::new(), collected: Vec::new() };
        let mut tokens = Vec::new();
        for person in people {
            let answer = person.ask(server);
            seen.issued.push((person.blinded.clone(), read(&answer, "element")));
            tokens.push((person.nonce, person.token(server, &answer).unwrap()));
        }
        for (nonce, token) in tokens {
            assert_eq!(send(server, "mu", &body(&token)).status, 201);
            seen.collected.push(nonce);
        }
        seen
    }

    /// Of each request and each token whether they fit together, by all that can be computed from both: the number of
    /// the token as a point of the group, the same multiplied by the key, and the token made of what was issued.
    fn matches(&self, server: &TestServer) -> Vec<Vec<[bool; 3]>> {
        let wave = "mu".parse().unwrap();
        let number = count(&mut server.connect(), "SELECT number::bigint AS n FROM wave WHERE id = 'mu'");
        let unit = code(DESK);
        let place = BlindPlace { number: i32::try_from(number).unwrap(), wave: &wave, unit: &unit };
        let own = BlindKey::of(&key(), place).unwrap();
        let fits = |(blinded, element): &(Vec<u8>, Vec<u8>), nonce: &[u8; 32]| {
            let point =
                VoprfClient::<Ristretto255>::blind(nonce, &mut One).unwrap().message.serialize().to_vec();
            let multiplied = own.evaluate(&written(&point).parse().unwrap()).element;
            // Every request is answered with the key, so this says nothing about who is who.
            let keyed = own.evaluate(&written(blinded).parse().unwrap()).element == *element;
            [*blinded == point, *element == multiplied, keyed]
        };
        self.issued.iter().map(|one| self.collected.iter().map(|nonce| fits(one, nonce)).collect()).collect()
    }
}

#[test]
fn issuer_and_collector_together_find_every_pair_equally_likely() {
    let server = blind_service();
    let tickets = issue(&server, "mu", DESK, 8);
    let people: Vec<Person> = tickets.into_iter().map(Person::with).collect();
    let seen = Insider::watching(&server, &people);
    for row in seen.matches(&server) {
        assert!(row.iter().all(|fits| *fits == [false, false, true]), "{row:?}");
    }
    // Without blinding the same attack finds all of them, and none wrongly: it is one.
    let tickets = issue(&server, "mu", DESK, 4);
    let people: Vec<Person> = tickets.into_iter().map(|one| Person::blinding_with(one, &mut One)).collect();
    let seen = Insider::watching(&server, &people);
    for (place, row) in seen.matches(&server).iter().enumerate() {
        let found: Vec<usize> = (0..row.len()).filter(|other| row[*other] == [true; 3]).collect();
        assert_eq!(found, [place]);
    }
}

#[test]
fn the_page_without_scripts_says_that_it_cannot_and_what_to_do() {
    let server = blind_service();
    let ticket = issue(&server, "mu", DESK, 1).remove(0);
    let page = server.get(&format!("/khao-sat/mu?unit={DESK}&lang=en"));
    assert!(
        page.text().contains("<noscript><p class=\"hint\"><strong>That needs JavaScript"),
        "{}",
        page.text()
    );
    let form = format!("id={}&unit={DESK}&a.q1=4&a.q2=no&ticket={}", Uuid::new_v4(), ticket.compact());
    let back = server.post("/khao-sat/mu?lang=en", "application/x-www-form-urlencoded", form.as_bytes());
    assert_eq!(back.status, 422);
    assert!(back.text().contains("Your ticket has not been used."), "{}", back.text());
    assert_eq!((server.stored(), kept(&server, "ticket_unspent")), (0, 1));
}
