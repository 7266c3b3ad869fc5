//! A database administrator, or whoever copies the files: what rows, their order, transactions, ids, indexes,
//! sequences and the write-ahead log tell of who answered when. Before sealing, of the pool; after sealing, nothing
//! beyond it.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use diesel::deserialize::QueryableByName;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Text, Uuid as SqlUuid};
use hailong::embedded::Purpose;
use uuid::Uuid;

use super::ground::ten_questions;
use super::service::{DESK, Service, answers_of, done, forms, kept, program};
use crate::embedded::{connect, open};
use crate::support::folder::TestFolder;

#[derive(QueryableByName)]
struct Answers {
    #[diesel(sql_type = Binary)]
    answers: Vec<u8>,
    #[diesel(sql_type = Text)]
    xmin: String,
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    xmin: String,
}

#[derive(QueryableByName, PartialEq, Debug)]
struct Sequence {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = BigInt)]
    last: i64,
}

/// Spearman's rank correlation of places with arrival.
fn correlation(places: &[usize]) -> f64 {
    let n = places.len() as f64;
    let squares: f64 = places.iter().enumerate().map(|(at, place)| (at as f64 - *place as f64).powi(2)).sum();
    1.0 - 6.0 * squares / (n * (n * n - 1.0))
}

/// Responses of which a file below the folder has the id and, close behind it, the answers: rows as they came.
fn linked(folder: &Path, responses: &[(Uuid, Vec<u8>)], found: &mut Vec<usize>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            linked(&path, responses, found);
            continue;
        }
        // A file may go while it is looked for.
        let Ok(bytes) = fs::read(&path) else { continue };
        let by_id: HashMap<&[u8], usize> = responses
            .iter()
            .enumerate()
            .map(|(person, (id, _))| (id.as_bytes().as_slice(), person))
            .collect();
        // Two bytes tell nearly always that no id begins here; looking up sixteen takes twenty times as long.
        let mut begins = vec![false; 1 << 16];
        for (id, _) in responses {
            begins[usize::from(u16::from_be_bytes([id.as_bytes()[0], id.as_bytes()[1]]))] = true;
        }
        for (at, window) in bytes.windows(16).enumerate() {
            if !begins[usize::from(u16::from_be_bytes([window[0], window[1]]))] {
                continue;
            }
            let Some(person) = by_id.get(window) else { continue };
            let near = &bytes[at + 16..bytes.len().min(at + 64)];
            let answers = responses[*person].1.as_slice();
            if near.windows(answers.len()).any(|window| window == answers) {
                found.push(*person);
            }
        }
    }
}

fn load<T: QueryableByName<Pg> + 'static>(conn: &mut PgConnection, sql: &str) -> Vec<T> {
    diesel::sql_query(sql).load(conn).unwrap()
}

#[test]
fn after_sealing_no_file_of_the_database_tells_who_came_before_whom() {
    // given sixty people who answered one after the other at one desk
    let folder = TestFolder::new("dump");
    let (data, forms) = (folder.path().join("data"), forms(folder.path()));
    let (at, from) = (data.to_str().unwrap(), forms.to_str().unwrap());
    let hailong = |arguments: &[&str]| program(&[&["--data", at, "--forms", from], arguments].concat());
    let service = Service::start(hailong(&["serve", "--listen", "127.0.0.1:0"]), folder.path().join("log"));
    done(hailong(&["wave", "open", "w", "--instrument", "ten-1", "--period", "2026-Q4", "--unit", DESK]));
    let cluster = open(&data, Purpose::Command).unwrap();
    let instrument = ten_questions().1;
    let mut conn = connect(&cluster);
    let sequences =
        "SELECT sequencename::text AS name, coalesce(last_value, 0) AS last FROM pg_sequences ORDER BY 1";
    let before: Vec<Sequence> = load(&mut conn, sequences);
    wait_for(&service, "w");
    let people: Vec<(Uuid, Vec<u8>)> =
        (0..60).map(|person| (Uuid::new_v4(), kept(&instrument, person))).collect();
    for (person, (id, _)) in people.iter().enumerate() {
        assert_eq!(service.send("w", *id, &answers_of(person), &[]), 201);
    }
    // then, as long as they wait, whoever copies the files reads all of them, which shows that this test can read
    load::<Sequence>(&mut conn, "SELECT 'x' AS name, 0::bigint AS last FROM (SELECT pg_switch_wal()) AS s");
    diesel::sql_query("CHECKPOINT").execute(&mut conn).unwrap();
    let mut found = Vec::new();
    linked(&data.join("postgres"), &people, &mut found);
    found.sort_unstable();
    found.dedup();
    assert_eq!(found, (0..60).collect::<Vec<_>>());
    // when they are sealed
    assert!(done(hailong(&["seal"])).contains("sealed 60 responses in 1 batches"));
    // then no file at all holds an id beside its answers any more: neither tables nor indexes nor the log
    let mut found = Vec::new();
    linked(&data, &people, &mut found);
    assert_eq!(found, Vec::<usize>::new());
    // and rows lie in an order that has nothing to do with arrival, all written by one transaction
    let place_of: HashMap<&[u8], usize> =
        people.iter().enumerate().map(|(person, (_, answers))| (answers.as_slice(), person)).collect();
    let rows: Vec<Answers> =
        load(&mut conn, "SELECT answers, xmin::text AS xmin FROM sealed_response ORDER BY ctid");
    let answers: Vec<usize> = rows.iter().map(|row| place_of[row.answers.as_slice()]).collect();
    assert_eq!(answers.len(), 60);
    assert!(rows.iter().all(|row| row.xmin == rows[0].xmin));
    let spent: Vec<Id> = load(&mut conn, "SELECT id, xmin::text AS xmin FROM spent_id ORDER BY ctid");
    let ids: Vec<usize> =
        spent.iter().map(|row| people.iter().position(|(id, _)| *id == row.id).unwrap()).collect();
    assert!(spent.iter().all(|row| row.xmin == spent[0].xmin));
    // The deviation of the correlation of sixty random places is 0.13.
    for (what, places) in [("answers", &answers), ("ids", &ids)] {
        let r = correlation(places);
        assert!(r.abs() < 0.65, "{what}: {r}");
    }
    // ... and the order of the ids is not that of the answers
    let ids_by_answers: Vec<usize> =
        answers.iter().map(|person| ids.iter().position(|other| other == person).unwrap()).collect();
    assert!(correlation(&ids_by_answers).abs() < 0.65, "{ids_by_answers:?}");
    // and no sequence has counted anybody
    assert_eq!(load::<Sequence>(&mut conn, sequences), before);
    assert_eq!(load::<Id>(&mut conn, "SELECT id, xmin::text AS xmin FROM response").len(), 0);
    drop(conn);
    drop(cluster);
    service.stop();
}

/// The service notices new waves a moment later.
pub fn wait_for(service: &Service, wave: &str) {
    let begin = std::time::Instant::now();
    while service.get(&format!("/api/v1/waves/{wave}/form?unit={DESK}")).0 != 200 {
        assert!(begin.elapsed().as_secs() < 30, "{wave} is not served");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

#[test]
fn a_pool_that_waits_longer_than_a_day_forgets_the_order_in_which_it_came() {
    // given nine people who came one by one and are too few
    let mut ground = super::ground::Ground::new(11);
    let wave = ground.wave("w", &["c1"]);
    let instrument = ground.instrument.clone();
    for person in 0..9 {
        ground.answer(&wave, "c1", &[answers_of(person)]);
    }
    let pool = "SELECT answers, xmin::text AS xmin FROM response ORDER BY ctid";
    let order = |conn: &mut PgConnection| -> Vec<usize> {
        let rows: Vec<Answers> = load(conn, pool);
        assert!(rows.iter().all(|row| row.xmin == rows[0].xmin) || rows.len() != 9);
        rows.iter()
            .map(|row| (0..9).find(|person| kept(&instrument, *person) == row.answers).unwrap())
            .collect()
    };
    let rows: Vec<Answers> = load(&mut ground.survey.conn, pool);
    assert!(rows.windows(2).all(|pair| pair[0].xmin != pair[1].xmin), "they came one by one");
    // when epochs go by
    let mut orders = Vec::new();
    for epoch in 2..8 {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 7, epoch).unwrap();
        hailong::sealing::seal_all(&mut ground.survey.conn, day, &mut rand::rng()).unwrap();
        // then all nine are there, written by one transaction, in another order each time
        let order = order(&mut ground.survey.conn);
        let mut sorted = order.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..9).collect::<Vec<_>>());
        orders.push(order);
    }
    orders.dedup();
    assert!(orders.len() >= 5, "{orders:?}");
}
