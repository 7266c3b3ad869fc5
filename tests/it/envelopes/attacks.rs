//! What somebody gets who changes, moves or repeats envelopes, or has a copy of the database.

use diesel::prelude::*;
use diesel::sql_types::{Binary, Text};
use hailong::domain::batch::hex;
use hailong::domain::envelope::{Envelope, Place, PrivateKey};
use hailong::domain::instrument::Instrument;
use hailong::envelopes::Found;
use hailong::store::responses::{NewResponse, insert};
use uuid::Uuid;

use super::support::{INSTRUMENT, Sealed, sealed};

/// A copy of an envelope with something else about it.
fn changed(envelope: &NewResponse, change: impl Fn(&mut NewResponse)) -> NewResponse {
    let mut other = envelope.clone();
    other.id = Uuid::new_v4();
    change(&mut other);
    other
}

#[test]
fn what_was_changed_moved_repeated_or_is_no_response_counts_for_nothing_and_is_counted() {
    let mut s = Sealed::new();
    let (wave, other) = (s.wave("w", &["c1", "c2"]), s.wave("other", &["c1"]));
    s.answer(&wave, "c1", &[5, 4, 3, 5, 4, 3, 5, 4, 3, 5, 4, 3]);
    let good = s.envelope(&wave, "c1", r#"{"q1":1}"#);
    let key = s.key(&wave);
    let place =
        |unit: &'static str, id, instrument| Place { wave: "w", unit, instrument, key: &key.name, id };
    let made = |id: Uuid, bytes: Vec<u8>| changed(&good, |one| (one.id, one.answers) = (id, bytes.clone()));
    let fresh = Uuid::new_v4;
    let ids: Vec<Uuid> = (0..8).map(|_| fresh()).collect();
    let text = r#"{"q1":1}"#;
    let stranger = PrivateKey::random(&mut rand::rng());
    let foreign = {
        let mut foreign = s.envelope(&other, "c1", text);
        foreign.wave = wave.number;
        foreign
    };
    let attacks = vec![
        // Changed on the way, in the database, or cut off.
        made(good.id, {
            let mut bytes = good.answers.clone();
            bytes[200] ^= 1;
            bytes
        }),
        changed(&good, |one| one.answers[3] ^= 1),
        changed(&good, |one| one.answers.truncate(32 + 512)),
        // Sent again under another id.
        changed(&good, |_| {}),
        // Made for another wave, unit, instrument or key.
        foreign,
        made(ids[0], sealed(&key.public, &place("c2", ids[0], &INSTRUMENT), text)),
        made(ids[1], sealed(&key.public, &place("c1", ids[1], &[8; 32]), text)),
        made(ids[2], sealed(&stranger.public(), &place("c1", ids[2], &INSTRUMENT), text)),
        // Opens, but holds no response.
        made(ids[3], sealed(&key.public, &place("c1", ids[3], &INSTRUMENT), r#"{"q1":9}"#)),
        made(ids[4], sealed(&key.public, &place("c1", ids[4], &INSTRUMENT), r#"{"q1":4,"q7":1}"#)),
        made(ids[5], sealed(&key.public, &place("c1", ids[5], &INSTRUMENT), "[]")),
        made(ids[6], sealed(&key.public, &place("c1", ids[6], &INSTRUMENT), "")),
        changed(&good, |one| one.answers = vec![0; 32 + 1040]),
    ];
    insert(&mut s.survey.conn, &attacks).unwrap();
    let keys = s.keys.clone();
    let report = s.seal(&wave, &keys);
    assert_eq!(report.unopened, attacks.len());
    let batches = s.batches(&wave);
    assert_eq!(batches.len(), 1);
    assert_eq!(batches[0].tally.n, 12, "only what was sent honestly");
    assert_eq!(s.waiting(&wave), 0);
}

#[test]
fn envelopes_that_open_for_nobody_do_not_make_a_pool_full() {
    let mut s = Sealed::new();
    let wave = s.wave("w", &["c1"]);
    s.answer(&wave, "c1", &[4; 4]);
    let one = s.envelope(&wave, "c1", r#"{"q1":4}"#);
    let noise: Vec<_> = (0..20).map(|_| changed(&one, |_| {})).collect();
    insert(&mut s.survey.conn, &noise).unwrap();
    let keys = s.keys.clone();
    let report = s.seal(&wave, &keys);
    assert_eq!((report.any_sealed(), report.unopened, s.waiting(&wave)), (false, 0, 24));
    let report = s.close(&wave, &keys);
    assert_eq!((report.any_sealed(), report.unpublished, report.unopened), (false, 4, 20));
    assert_eq!(s.waiting(&wave), 0);
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

#[derive(QueryableByName)]
struct Segment {
    #[diesel(sql_type = Binary)]
    bytes: Vec<u8>,
}

fn lines(conn: &mut PgConnection, sql: &str) -> Vec<String> {
    diesel::sql_query(sql).load::<Line>(conn).unwrap().into_iter().map(|row| row.line).collect()
}

/// Every row of every table as text.
fn dump(conn: &mut PgConnection) -> String {
    let tables = "SELECT relname::text AS line FROM pg_class WHERE relkind = 'r' \
         AND relnamespace = 'public'::regnamespace ORDER BY 1";
    let tables = lines(conn, tables);
    assert!(tables.iter().any(|table| table == "envelope"));
    let rows = |table: &String| lines(conn, &format!("SELECT t::text AS line FROM \"{table}\" t"));
    tables.iter().flat_map(rows).collect::<Vec<_>>().join("\n")
}

/// The write-ahead log since a position, as it lies on the disk.
fn wal_since(conn: &mut PgConnection, from: &str) -> Vec<u8> {
    let sql = "SELECT pg_read_binary_file('pg_wal/' || name) AS bytes FROM pg_ls_waldir() \
         WHERE name ~ '^[0-9A-F]{24}$' AND name >= pg_walfile_name($1::pg_lsn) \
         AND name <= pg_walfile_name(pg_current_wal_flush_lsn()) ORDER BY name";
    let segments: Vec<Segment> = diesel::sql_query(sql).bind::<Text, _>(from).load(conn).unwrap();
    segments.into_iter().flat_map(|segment| segment.bytes).collect()
}

fn holds(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|here| here == needle)
}

#[test]
fn neither_dump_nor_write_ahead_log_can_be_read_and_the_key_is_gone_at_the_end() {
    let mut s = Sealed::new();
    let begin = lines(&mut s.survey.conn, "SELECT pg_current_wal_insert_lsn()::text AS line").remove(0);
    let wave = s.wave("w", &["c1"]);
    let answers = r#"{"q1":2,"q2":1,"q3":[1]}"#;
    let answers = if opens_as(&s.survey.instrument, answers) { answers } else { r#"{"q1":5}"# };
    let envelopes: Vec<_> = (0..12).map(|_| s.envelope(&wave, "c1", answers)).collect();
    insert(&mut s.survey.conn, &envelopes).unwrap();
    s.answer(&wave, "c1", &[5; 3]);
    diesel::sql_query("SELECT pg_switch_wal()").execute(&mut s.survey.conn).unwrap();

    let (text, wal) = (dump(&mut s.survey.conn), wal_since(&mut s.survey.conn, &begin));
    let key = s.key(&wave);
    let Found::Here(private) = s.keys.find(&wave.wave.id, &key.name).unwrap() else { panic!("no key") };
    let private = private.to_bytes();
    assert!(holds(&wal, &envelopes[0].answers[..32]), "the search finds what was written");
    assert!(text.contains(&hex(envelopes[0].answers[..32].try_into().unwrap())));
    for secret in [answers.as_bytes(), &private, hex(&private).as_bytes()] {
        assert!(!holds(&wal, secret) && !holds(text.as_bytes(), secret));
    }
    let responses = lines(&mut s.survey.conn, "SELECT count(*)::text AS line FROM response");
    assert_eq!(responses, ["0"]);

    // Whoever kept a copy and comes for the key after the wave is closed is too late; the copy could be read until then.
    let id = envelopes[0].id;
    let place = Place { wave: "w", unit: "c1", instrument: &INSTRUMENT, key: &key.name, id };
    let copy = Envelope { enc: &envelopes[0].answers[..32], sealed: &envelopes[0].answers[32..] };
    assert!(PrivateKey::from_bytes(&private).unwrap().open(&place, copy).is_ok());
    let keys = s.keys.clone();
    let report = s.close(&wave, &keys);
    assert_eq!((report.any_sealed(), report.unopened), (true, 0));
    assert_eq!(s.files(), Vec::<String>::new());
    assert!(matches!(s.keys.find(&wave.wave.id, &key.name).unwrap(), Found::Absent));
    let noted = "SELECT action || ' ' || subject AS line FROM audit_log WHERE action LIKE 'wave_key%'";
    assert_eq!(lines(&mut s.survey.conn, noted), ["wave_key_destroyed w"]);
    assert!(!dump(&mut s.survey.conn).contains(&hex(&private)));
}

/// Whether the instrument takes these answers.
fn opens_as(instrument: &Instrument, answers: &str) -> bool {
    let answers = serde_json::from_str(answers).unwrap();
    hailong::domain::submission::Submission { answers }.check(instrument).is_ok()
}
