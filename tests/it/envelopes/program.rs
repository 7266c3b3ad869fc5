//! The program itself, as an operator uses it, and killed in the middle.

use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use hailong::domain::envelope::Place;
use hailong::domain::instrument::{Instrument, ItemKind};
use hailong::domain::unit::UnitLevel;
use hailong::store::responses::{NewResponse, Pass, insert};
use hailong::store::{envelopes, instruments, units, waves};
use uuid::Uuid;

use super::support::sealed;
use crate::journeys::program::Program;
use crate::support::folder::own_folder;

const UNITS: usize = 24;
const EACH: usize = 10;
/// The first number of the totals is how many responses are in a batch.
const SEALED: &str = "(SELECT coalesce(sum(tally[1]), 0)::bigint FROM batch)";

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

fn count(conn: &mut PgConnection, what: &str) -> usize {
    let n = diesel::sql_query(format!("SELECT {what} AS n")).get_result::<Count>(conn).unwrap().n;
    usize::try_from(n).unwrap()
}

/// Fills the pool of every unit of the wave.
fn fill(conn: &mut PgConnection, wave: &str) {
    let stored = waves::find(conn, &wave.parse().unwrap()).unwrap().unwrap();
    let key = envelopes::key_of(conn, stored.number).unwrap().unwrap();
    let instrument = instruments::find(conn, &stored.wave.instrument).unwrap().unwrap();
    for (unit_id, unit) in waves::units(conn, stored.number).unwrap() {
        let envelope = |n: usize| {
            let id = Uuid::new_v4();
            let place =
                Place { wave, unit: unit.code.as_str(), instrument: &instrument.sha256, key: &key.name, id };
            let answers = answers(&instrument.instrument, n);
            NewResponse {
                wave: stored.number,
                unit_id,
                id,
                answers: sealed(&key.public, &place, &answers),
                sealed: true,
                channel: None,
                pass: Pass::Open,
            }
        };
        let pool: Vec<NewResponse> = (0..EACH).map(envelope).collect();
        insert(conn, &pool).unwrap();
    }
}

/// One answer to every question that is always asked.
fn answers(instrument: &Instrument, n: usize) -> String {
    let mut answers = serde_json::Map::new();
    for item in instrument.items().filter(|item| item.ask_if.is_none()) {
        let options = &instrument.questionnaire.scale_of(item).unwrap().options;
        let code = serde_json::to_value(&options[n % options.len()].code).unwrap();
        let many = item.kind == ItemKind::Multiple;
        answers.insert(item.code.clone(), if many { vec![code].into() } else { code });
    }
    serde_json::to_string(&answers).unwrap()
}

#[test]
fn the_program_killed_while_it_opens_envelopes_loses_nobody_and_doubles_nobody() {
    let program = Program::new();
    let mut conn = PgConnection::establish(&program.url()).unwrap();
    let folder = own_folder("keys-of-the-program");
    let keys = ["--keys", folder.to_str().unwrap()];
    program.done(&["migrate"]);
    let day = "2026-01-01".parse().unwrap();
    let all = units::units_at(&mut conn, day).unwrap();
    let communes = all.iter().map(|(_, unit)| unit).filter(|unit| unit.level == UnitLevel::Commune);
    let codes: Vec<String> = communes.take(UNITS).map(|unit| unit.code.to_string()).collect();
    let mut open =
        vec!["wave", "open", "w", "--instrument", "one-stop-2018", "--period", "2026-Q1", "--envelope"];
    for code in &codes {
        open.extend(["--unit", code]);
    }
    open.extend(keys);
    program.done(&open);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    fill(&mut conn, "w");
    let people = UNITS * EACH;
    assert_eq!(count(&mut conn, "(SELECT count(*) FROM envelope)"), people);

    // Where the key is not, nothing is opened.
    let elsewhere = own_folder("no-keys");
    let said = program.done(&["seal", "--wave", "w", "--keys", elsewhere.to_str().unwrap()]);
    assert!(said.contains("cannot be opened here"), "{said}");
    for batches in [2, 9] {
        let mut sealing = program.command(&["seal", "--wave", "w", keys[0], keys[1]]);
        let mut sealing = sealing.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let begin = Instant::now();
        while count(&mut conn, "(SELECT count(*) FROM batch)") < batches {
            assert!(begin.elapsed() < Duration::from_secs(60), "nothing is sealed");
            assert!(sealing.try_wait().unwrap().is_none(), "it was over before it was struck");
        }
        sealing.kill().unwrap();
        sealing.wait().unwrap();
        let sealed = count(&mut conn, SEALED);
        let left = count(&mut conn, "(SELECT count(*) FROM envelope)");
        assert_eq!((sealed + left, sealed % EACH), (people, 0));
        assert!(left > 0, "it was in the middle");
        assert_eq!(count(&mut conn, "(SELECT count(*) FROM spent_id)"), sealed);
    }
    let said = program.done(&["wave", "close", "w", keys[0], keys[1]]);
    assert!(said.contains("published") && !said.contains("did not open"), "{said}");
    assert_eq!(count(&mut conn, SEALED), people);
    assert_eq!(count(&mut conn, "(SELECT count(*) FROM envelope)"), 0);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0, "the key is destroyed");
}
