//! What somebody gets who attacks tickets. Each test asserts the attacker's result.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Text};
use hailong::domain::batch::hex;
use hailong::domain::ticket::TicketCode;
use hailong::store::responses::{NewResponse, Pass, Stored, insert};
use hailong::tickets;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::service::{OTHER_DESK, body, issue, send, service};
use super::support::{Ticketed, code, count};
use crate::support::survey::Survey;
use crate::web::log;
use crate::web::support::{Answer, DESK, key};

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// Every row of every table as text, with the place at which it lies in its table.
fn dump(conn: &mut PgConnection) -> BTreeMap<String, Vec<String>> {
    let lines = |conn: &mut PgConnection, sql: &str| -> Vec<String> {
        diesel::sql_query(sql).load::<Line>(conn).unwrap().into_iter().map(|row| row.line).collect()
    };
    let tables = "SELECT relname::text AS line FROM pg_class WHERE relkind = 'r' \
         AND relnamespace = 'public'::regnamespace ORDER BY 1";
    let tables = lines(conn, tables);
    assert!(tables.len() > 20, "{tables:?}");
    let rows = |table: &String| {
        let all = format!("SELECT ctid::text || t::text AS line FROM \"{table}\" t ORDER BY ctid");
        (table.clone(), lines(conn, &all))
    };
    tables.iter().map(rows).collect()
}

/// Everything that can be told from a code by somebody who does not have the key.
fn traces(ticket: &TicketCode) -> Vec<String> {
    let (compact, grouped) = (ticket.compact(), ticket.grouped());
    let texts = [compact.as_str(), &grouped, &compact.to_lowercase(), &compact[..8]];
    let digests =
        [compact.clone(), grouped.clone(), format!("w|c1|{compact}"), format!("ve|{DESK}|{compact}")];
    let digests = digests.iter().map(|text| hex(&Sha256::digest(text.as_bytes()).into()));
    texts.into_iter().map(str::to_owned).chain(digests).collect()
}

#[test]
fn a_dump_after_use_is_the_same_whoever_used_which_ticket() {
    // Two people, two tickets, two worlds that differ only in who drew which.
    let mut t = Ticketed::new();
    let wave = t.wave("w", &["c1"]);
    let issued = t.issue(&wave.wave.id, "c1", 40).codes;
    let ids = [Uuid::from_u128(0x1111 << 64 | 1 << 63), Uuid::from_u128(0x2222 << 64 | 1 << 63)];
    let mut world = |tickets: [&TicketCode; 2]| {
        let mut responses: Vec<NewResponse> =
            tickets.iter().zip([5, 1]).map(|(ticket, q1)| t.response(&wave, "c1", q1, ticket)).collect();
        for (response, id) in responses.iter_mut().zip(ids) {
            response.id = id;
        }
        assert_eq!(insert(&mut t.survey.conn, &responses).unwrap(), [Stored::New, Stored::New]);
        let seen = dump(&mut t.survey.conn);
        // As it was before.
        diesel::sql_query("DELETE FROM response").execute(&mut t.survey.conn).unwrap();
        let macs = tickets.map(|one| tickets::mac(&t.key, &wave.wave.id, &code("c1"), one));
        hailong::store::tickets::add(&mut t.survey.conn, wave.number, &macs).unwrap();
        seen
    };
    let [one, other] = [[&issued[0], &issued[1]], [&issued[1], &issued[0]]].map(&mut world);
    assert_eq!(without_places(&one), without_places(&other));
    assert_eq!(one["ticket_unspent"].len(), 38);
    // The worlds can be told apart at all: with another ticket left over they are.
    let third = world([&issued[0], &issued[2]]);
    assert_ne!(without_places(&one), without_places(&third));
}

/// The rows of each table without their places: what is put back lies elsewhere than before.
fn without_places(dump: &BTreeMap<String, Vec<String>>) -> BTreeMap<&str, BTreeSet<&str>> {
    let row = |line: &str| -> usize { line.find(')').unwrap() + 1 };
    dump.iter()
        .map(|(table, lines)| (table.as_str(), lines.iter().map(|line| &line[row(line)..]).collect()))
        .collect()
}

#[derive(QueryableByName)]
struct Position {
    #[diesel(sql_type = Text)]
    lsn: String,
    #[diesel(sql_type = BigInt)]
    at: i64,
}

#[derive(QueryableByName)]
struct Segment {
    #[diesel(sql_type = Binary)]
    bytes: Vec<u8>,
}

/// The write-ahead log of the server from a position on, as it lies on the disk.
fn wal_since(conn: &mut PgConnection, from: &str) -> Vec<u8> {
    let sql = "SELECT pg_read_binary_file('pg_wal/' || name) AS bytes FROM pg_ls_waldir() \
         WHERE name ~ '^[0-9A-F]{24}$' AND name >= pg_walfile_name($1::pg_lsn) \
         AND name <= pg_walfile_name(pg_current_wal_flush_lsn()) ORDER BY name";
    let segments: Vec<Segment> = diesel::sql_query(sql).bind::<Text, _>(from).load(conn).unwrap();
    segments.into_iter().flat_map(|segment| segment.bytes).collect()
}

/// Which of the needles stand in the haystack.
fn found<'a>(haystack: &[u8], needles: &[&'a [u8]]) -> BTreeSet<&'a [u8]> {
    let pair = |bytes: &[u8]| usize::from(bytes[0]) << 8 | usize::from(bytes[1]);
    let mut begins = vec![Vec::new(); 1 << 16];
    for needle in needles {
        begins[pair(needle)].push(*needle);
    }
    let mut all = BTreeSet::new();
    for place in 0..haystack.len().saturating_sub(1) {
        let here = &haystack[place..];
        all.extend(begins[pair(here)].iter().copied().filter(|needle| here.starts_with(needle)));
    }
    all
}

#[test]
fn neither_dump_nor_write_ahead_log_holds_a_code_and_a_used_ticket_leaves_both() {
    let mut t = Ticketed::new();
    let wave = t.wave("w", &["c1"]);
    let position = |survey: &mut Survey| -> Position {
        let sql = "SELECT pg_current_wal_insert_lsn()::text AS lsn, \
             (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint AS at";
        diesel::sql_query(sql).get_result(&mut survey.conn).unwrap()
    };
    let begin = position(&mut t.survey);
    let issued = t.issue(&wave.wave.id, "c1", 20).codes;
    let (used, left) = issued.split_at(15);
    let macs: Vec<[u8; 32]> =
        issued.iter().map(|one| tickets::mac(&t.key, &wave.wave.id, &code("c1"), one)).collect();
    // A new segment, so that what follows stands apart from the issuing.
    diesel::sql_query("SELECT pg_switch_wal()").execute(&mut t.survey.conn).unwrap();
    let before_use = position(&mut t.survey);
    assert!(before_use.at > begin.at);
    for (place, ticket) in used.iter().enumerate() {
        let q1 = i32::try_from(place % 5).unwrap() + 1;
        let response = t.response(&wave, "c1", q1, ticket);
        assert_eq!(insert(&mut t.survey.conn, &[response]).unwrap(), [Stored::New]);
    }
    diesel::sql_query("SELECT pg_switch_wal()").execute(&mut t.survey.conn).unwrap();

    let dump = dump(&mut t.survey.conn);
    let text: String = dump.values().flatten().cloned().collect::<Vec<_>>().join("\n");
    let wal = wal_since(&mut t.survey.conn, &begin.lsn);
    let wal_of_use = wal_since(&mut t.survey.conn, &before_use.lsn);
    let traces: Vec<String> = issued.iter().flat_map(traces).collect();
    let traces: Vec<&[u8]> = traces.iter().map(String::as_bytes).collect();
    assert_eq!(found(text.as_bytes(), &traces), BTreeSet::new(), "in the database");
    assert_eq!(found(&wal, &traces), BTreeSet::new(), "in the write-ahead log");
    // Even with the key: what is left can be recognised, what was used cannot, neither in a dump nor in what the
    // database wrote when it was used.
    let in_dump = |mac: &[u8; 32]| text.contains(&hex(mac));
    let told: Vec<bool> = macs.iter().map(in_dump).collect();
    assert_eq!(told, [vec![false; used.len()], vec![true; left.len()]].concat());
    let macs: Vec<&[u8]> = macs.iter().map(<[u8; 32]>::as_slice).collect();
    assert_eq!(found(&wal, &macs).len(), macs.len(), "the search finds what was written at issuing");
    assert_eq!(found(&wal_of_use, &macs), BTreeSet::new());
}

#[test]
fn wrong_used_and_foreign_codes_get_the_same_answer_byte_for_byte() {
    let server = service();
    let used = issue(&server, "ve", DESK, 1).remove(0);
    assert_eq!(send(&server, "ve", &body(&used.compact())).status, 201);
    let of_desk = issue(&server, "ve", OTHER_DESK, 1).remove(0);
    let of_wave = issue(&server, "ve-khac", DESK, 1).remove(0);
    let guessed = TicketCode::of([0x42; 10]);
    let answers: Vec<Answer> = [&guessed, &used, &of_desk, &of_wave]
        .map(|ticket| send(&server, "ve", &body(&ticket.compact())))
        .into();
    let seen = |answer: &Answer| {
        let mut headers: Vec<String> =
            answer.headers.iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
        headers.retain(|line| !line.starts_with("date:"));
        headers.sort();
        (answer.status, headers, answer.text().to_owned())
    };
    answers[0].problem(409, "ticket_refused");
    for answer in &answers[1..] {
        assert_eq!(seen(answer), seen(&answers[0]));
    }
    // The foreign ones are as good as before.
    let mut at_home = body(&of_desk.compact());
    at_home["unit"] = OTHER_DESK.into();
    assert_eq!(send(&server, "ve", &at_home).status, 201);
    assert_eq!(send(&server, "ve-khac", &body(&of_wave.compact())).status, 201);
}

#[test]
fn the_time_of_a_refusal_does_not_tell_which_it_was() {
    let mut t = Ticketed::new();
    let wave = t.wave("w", &["c1", "c2"]);
    let used = t.issue(&wave.wave.id, "c1", 1).codes.remove(0);
    let response = t.response(&wave, "c1", 4, &used);
    insert(&mut t.survey.conn, &[response]).unwrap();
    let foreign = t.issue(&wave.wave.id, "c2", 1).codes.remove(0);
    t.issue(&wave.wave.id, "c1", 500);
    let mut times: [Vec<Duration>; 3] = Default::default();
    for round in 0..61 {
        for (times, ticket) in times.iter_mut().zip([&TicketCode::of([round; 10]), &used, &foreign]) {
            let response = t.response(&wave, "c1", 4, ticket);
            let begin = Instant::now();
            assert_eq!(insert(&mut t.survey.conn, &[response]).unwrap(), [Stored::NotLetIn]);
            times.push(begin.elapsed());
        }
    }
    let medians = times.map(|mut times| {
        times.sort();
        times[times.len() / 2]
    });
    let (least, most) = (medians.iter().min().unwrap(), medians.iter().max().unwrap());
    assert!(*most < *least * 2, "{medians:?}");
}

#[test]
fn a_ticket_replayed_by_many_at_once_is_worth_one_response() {
    let server = service();
    let ticket = issue(&server, "ve", DESK, 1).remove(0).compact();
    let told: Vec<u16> = std::thread::scope(|scope| {
        let senders: Vec<_> =
            (0..12).map(|_| scope.spawn(|| send(&server, "ve", &body(&ticket)).status)).collect();
        senders.into_iter().map(|sender| sender.join().unwrap()).collect()
    });
    assert_eq!(told.iter().filter(|status| **status == 201).count(), 1, "{told:?}");
    assert_eq!(told.iter().filter(|status| **status == 409).count(), 11, "{told:?}");
    assert_eq!(server.stored(), 1);
}

#[test]
fn guessing_is_slow_and_keeps_nobody_out_who_holds_a_ticket() {
    let server = service();
    let mine = issue(&server, "ve", DESK, 20);
    let begin = Instant::now();
    let (guesses, waits) = std::thread::scope(|scope| {
        let guessers: Vec<_> = (0..6_u8)
            .map(|guesser| {
                let server = &server;
                scope.spawn(move || {
                    let mut tries = 0_u8;
                    while begin.elapsed() < Duration::from_secs(10) {
                        let guess = TicketCode::of([guesser, tries, 1, 2, 3, 4, 5, 6, 7, 8]);
                        send(server, "ve", &body(&guess.compact())).problem(409, "ticket_refused");
                        tries += 1;
                    }
                    u32::from(tries)
                })
            })
            .collect();
        // Honest people come all the while.
        let mut waits: Vec<Duration> = Vec::new();
        for ticket in &mine {
            let sent = Instant::now();
            assert_eq!(send(&server, "ve", &body(&ticket.compact())).status, 201);
            waits.push(sent.elapsed());
            std::thread::sleep(Duration::from_millis(400));
        }
        (guessers.into_iter().map(|guesser| guesser.join().unwrap()).sum::<u32>(), waits)
    });
    let mut waits = waits;
    waits.sort();
    assert!(waits[waits.len() / 2] < Duration::from_millis(200), "honest people waited {waits:?}");
    // Six guessers who wait for their answers get no further than this in ten seconds.
    assert!((6..=75).contains(&guesses), "{guesses} guesses");
    // And at any rate a service could take: a hit in ten years at 10,000 guesses a second, a million tickets out.
    let chance = 10.0 * 365.25 * 86_400.0 * 10_000.0 * 1e6 / 2_f64.powi(80);
    assert!(chance < 1.0 / 300_000.0, "{chance}");
}

#[test]
fn a_code_and_its_neighbours_do_not_lead_to_another_ticket() {
    let mut t = Ticketed::new();
    let wave = t.wave("w", &["c1"]);
    let ticket = t.issue(&wave.wave.id, "c1", 1).codes.remove(0);
    let compact = ticket.compact();
    // Whoever has seen most of a code: every code that differs in one bit of it, with its right check character.
    let number = compact.bytes().take(16).fold(0_u128, |number, byte| {
        let place = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".bytes().position(|one| one == byte).unwrap();
        number << 5 | u128::try_from(place).unwrap()
    });
    let neighbours: Vec<NewResponse> = (0..80)
        .map(|bit| {
            let bytes = (number ^ 1 << bit).to_be_bytes();
            t.response(&wave, "c1", 4, &TicketCode::of(bytes[6..].try_into().unwrap()))
        })
        .collect();
    assert_eq!(insert(&mut t.survey.conn, &neighbours).unwrap(), vec![Stored::NotLetIn; 80]);
    assert_eq!(t.unspent(), 1);
    // And whoever skips the check of the page has nothing to show.
    let mut none = neighbours[0].clone();
    none.pass = Pass::None;
    assert_eq!(insert(&mut t.survey.conn, &[none]).unwrap(), [Stored::NotLetIn]);
}

#[test]
fn the_log_holds_no_code_and_no_hash_of_one() {
    let server = service();
    let tickets = issue(&server, "ve", DESK, 3);
    assert_eq!(send(&server, "ve", &body(&tickets[0].grouped())).status, 201);
    send(&server, "ve", &body(&tickets[0].compact())).problem(409, "ticket_refused");
    let mut wrong = body(&tickets[1].compact());
    wrong["answers"] = serde_json::json!({"q1": 9});
    assert_eq!(send(&server, "ve", &wrong).status, 422);
    let form = format!("id={}&unit={DESK}&a.q1=4&a.q2=no&ticket={}", Uuid::new_v4(), tickets[2].grouped());
    let path = "/khao-sat/ve";
    assert_eq!(server.post(path, "application/x-www-form-urlencoded", form.as_bytes()).status, 303);
    // Somebody puts the code where it does not belong.
    server.get(&format!("/khao-sat/ve?unit={DESK}&ticket={}", tickets[1].compact()));
    let lines = log::lines().to_uppercase();
    assert!(!lines.is_empty());
    for ticket in &tickets {
        let mac = hex(&tickets::mac(&key(), &"ve".parse().unwrap(), &code(DESK), ticket)).to_uppercase();
        for trace in [ticket.compact(), ticket.grouped(), mac] {
            assert!(!lines.contains(&trace), "{trace} stands in the log");
        }
    }
    let log =
        count(&mut server.connect(), "SELECT count(*) AS n FROM audit_log WHERE details LIKE '%count%'");
    assert_eq!(log, 1);
}
