//! Instruments, waves, scores, publications and tokens.

use chrono::NaiveDate;
use diesel::PgConnection;
use diesel::connection::SimpleConnection;
use hailong::domain::access::{Right, Rights};
use hailong::domain::batch::Hash;
use hailong::domain::instrument::Instrument;
use hailong::domain::wave::{Mode, State};
use hailong::sealing::gather;
use hailong::store::instruments::{self, Saved};
use hailong::store::scores::{self, StoredScore};
use hailong::store::tokens::NewToken;
use hailong::store::{StoreError, publications, tokens, waves};

use crate::support::survey::{INSTRUMENT, Survey, wave};

#[test]
fn an_instrument_in_use_never_changes() {
    let mut survey = Survey::new();
    let save = |survey: &mut Survey, json: &str, sha256: Hash| {
        let instrument: Instrument = serde_json::from_str(json).unwrap();
        instruments::save(&mut survey.conn, json, &sha256, &instrument).unwrap()
    };
    let corrected = INSTRUMENT.replace("Hài lòng?", "Ông/bà có hài lòng không?");
    let other = INSTRUMENT.replace("survey-1", "survey-2");
    assert_eq!(save(&mut survey, INSTRUMENT, [7; 32]), Saved::Same);
    assert_eq!(save(&mut survey, &corrected, [8; 32]), Saved::Replaced);
    assert_eq!(save(&mut survey, &other, [9; 32]), Saved::New);
    survey.wave("w", Mode::Desk, &["c1"]);
    assert_eq!(save(&mut survey, INSTRUMENT, [7; 32]), Saved::KeptOlder);
    let stored = instruments::find(&mut survey.conn, "survey-1").unwrap().unwrap();
    assert_eq!((stored.json, stored.sha256), (corrected.clone(), [8; 32]));
    assert_eq!(stored.instrument, serde_json::from_str(&corrected).unwrap());
    assert_eq!(save(&mut survey, &other, [10; 32]), Saved::Replaced);
    let all = instruments::list(&mut survey.conn).unwrap();
    let ids: Vec<&str> = all.iter().map(|stored| stored.instrument.id.as_str()).collect();
    assert_eq!(ids, ["survey-1", "survey-2"]);
    assert_eq!(instruments::find(&mut survey.conn, "survey-3").unwrap(), None);
}

#[test]
fn a_wave_is_read_back_as_it_was_created() {
    let mut survey = Survey::new();
    let created = survey.wave("w-1", Mode::Sample, &["c2", "c1"]);
    let mut expected = wave("w-1");
    expected.mode = Mode::Sample;
    assert_eq!(created.wave, expected);
    let listed: Vec<String> = waves::units(&mut survey.conn, created.number)
        .unwrap()
        .iter()
        .map(|u| u.1.code.to_string())
        .collect();
    assert_eq!(listed, ["c1", "c2"]);
    let more = [survey.unit("c2"), survey.unit("c3")];
    assert_eq!(waves::add_units(&mut survey.conn, created.number, &more).unwrap(), 1);
    assert_eq!(waves::unit_counts(&mut survey.conn).unwrap(), [(created.number, 3)].into());
    let again = waves::create(&mut survey.conn, &expected, &[]);
    assert!(matches!(again, Err(StoreError::Exists { what: "wave", .. })), "{again:?}");
    waves::set_public(&mut survey.conn, created.number, false).unwrap();
    waves::close(&mut survey.conn, created.number).unwrap();
    let closed = waves::by_number(&mut survey.conn, created.number).unwrap().unwrap().wave;
    assert_eq!((closed.state, closed.public), (State::Closed, false));
    assert_eq!(waves::find(&mut survey.conn, &"w-2".parse().unwrap()).unwrap(), None);
}

#[test]
fn waves_are_listed_latest_period_first() {
    let mut survey = Survey::new();
    for (id, period) in [("b", "2026-Q1"), ("a", "2026-Q1"), ("c", "2026-Q2"), ("d", "2025")] {
        survey.wave_like(id, &["c1"], |wave| wave.period = period.parse().unwrap());
    }
    let ids: Vec<String> =
        waves::list(&mut survey.conn).unwrap().iter().map(|stored| stored.wave.id.to_string()).collect();
    assert_eq!(ids, ["c", "a", "b", "d"]);
}

#[test]
fn a_row_this_program_never_writes_is_named() {
    let mut survey = Survey::new();
    survey.wave("w", Mode::Desk, &["c1"]);
    survey.conn.batch_execute("UPDATE wave SET period = 'summer'").unwrap();
    let fault = waves::list(&mut survey.conn).unwrap_err().to_string();
    assert!(fault.contains("wave") && fault.contains("summer"), "{fault}");
}

#[test]
fn a_later_score_replaces_the_earlier() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1", "c2"]);
    let score = |unit_id, value| StoredScore { unit_id, node: "doc".to_owned(), value };
    let (c1, c2) = (survey.unit("c1"), survey.unit("c2"));
    scores::upsert(&mut survey.conn, wave.number, &[score(c2, 7.5), score(c1, 3.0)]).unwrap();
    scores::upsert(&mut survey.conn, wave.number, &[score(c2, 8.0)]).unwrap();
    let stored = scores::of_wave(&mut survey.conn, wave.number).unwrap();
    assert_eq!(stored, [score(c1, 3.0), score(c2, 8.0)]);
}

#[test]
fn the_latest_publication_is_the_one_stored_last() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1"]);
    let c1 = survey.unit("c1");
    let publish = |survey: &mut Survey, value| {
        let score = StoredScore { unit_id: c1, node: "doc".to_owned(), value };
        scores::upsert(&mut survey.conn, wave.number, &[score]).unwrap();
        let publication = gather(&mut survey.conn, &wave).unwrap().publication().unwrap();
        publications::insert(&mut survey.conn, wave.number, &publication).unwrap()
    };
    assert_eq!(publications::latest(&mut survey.conn, wave.number).unwrap(), None);
    let first = publish(&mut survey, 1.0);
    let second = publish(&mut survey, 2.0);
    assert_eq!((first.number, second.number, second.new), (1, 2, true));
    assert!(!publish(&mut survey, 2.0).new);
    let back = publish(&mut survey, 1.0);
    assert_eq!((back.hash, back.new), (first.hash, true));
    let latest = publications::latest(&mut survey.conn, wave.number).unwrap().unwrap();
    assert_eq!((latest.hash, latest.number), (first.hash, back.number));
    assert_eq!(latest.publication.hash().unwrap(), first.hash);
    let before = publications::by_hash(&mut survey.conn, &second.hash).unwrap().unwrap();
    assert_eq!((before.hash, before.publication.hash().unwrap()), (second.hash, second.hash));
    assert_eq!(publications::by_hash(&mut survey.conn, &[0; 32]).unwrap(), None);
    let keys = publications::hashes(&mut survey.conn).unwrap();
    assert_eq!(keys.iter().map(|key| key.hash).collect::<Vec<_>>(), [second.hash, first.hash]);
}

#[test]
fn a_token_is_known_until_it_expires_or_is_taken_away() {
    let mut survey = Survey::new();
    let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
    let conn = &mut survey.conn;
    let token = |name: &'static str, until: &str| NewToken {
        name,
        expires: day(until),
        account: None,
        rights: Rights::of(&[Right::Download]),
        unit_id: None,
    };
    let bearer = |conn: &mut PgConnection, hash: &Hash, on: &str| {
        tokens::find(conn, hash, day(on)).unwrap().map(|(token, _)| token.name)
    };
    tokens::add(conn, &token("Lan", "2026-07-31"), &[1; 32]).unwrap();
    assert_eq!(bearer(conn, &[1; 32], "2026-07-31").as_deref(), Some("Lan"));
    assert_eq!(bearer(conn, &[1; 32], "2026-08-01"), None);
    assert_eq!(bearer(conn, &[2; 32], "2026-07-01"), None);
    let again = tokens::add(conn, &token("Lan", "2026-07-31"), &[3; 32]);
    assert!(matches!(again, Err(StoreError::Exists { .. })), "{again:?}");
    tokens::add(conn, &token("An", "2026-12-31"), &[4; 32]).unwrap();
    let listed = tokens::list(conn, None).unwrap();
    let listed: Vec<_> = listed.iter().map(|token| (token.name.as_str(), token.expires)).collect();
    assert_eq!(listed, [("An", day("2026-12-31")), ("Lan", day("2026-07-31"))]);
    assert!(tokens::remove(conn, None, "Lan").unwrap());
    assert!(!tokens::remove(conn, None, "Lan").unwrap());
    assert_eq!(bearer(conn, &[1; 32], "2026-07-01"), None);
}
