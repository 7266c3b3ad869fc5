//! The program, and PostgreSQL, killed in the middle of sealing: no response in two batches, none lost.

use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::{Duration, Instant};

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary};
use hailong::domain::instrument::Instrument;
use hailong::embedded::{Cluster, Purpose};
use hailong::sealing::recount;
use hailong::store::responses::{self, NewResponse, Pass};
use hailong::store::waves::{self, StoredWave};
use uuid::Uuid;

use super::ground::ten_questions;
use super::service::{done, forms, kept, program};
use crate::embedded::{connect, kill, open, postmaster};
use crate::support::folder::TestFolder;

/// Responses at each commune.
const EACH: usize = 12;

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

#[derive(QueryableByName)]
struct Answers {
    #[diesel(sql_type = Binary)]
    answers: Vec<u8>,
}

/// A wave at the communes of Thái Nguyên with twelve responses each, no two of them alike.
struct Province {
    folder: TestFolder,
    instrument: Instrument,
    people: usize,
}

impl Province {
    fn new(name: &str) -> Self {
        let folder = TestFolder::new(name);
        let instrument = ten_questions().1;
        let mut province = Self { folder, instrument, people: 0 };
        forms(province.folder.path());
        let cluster = province.open();
        done(province.hailong(&[
            "wave",
            "open",
            "w",
            "--instrument",
            "ten-1",
            "--period",
            "2026-Q4",
            "--under",
            "19",
        ]));
        let mut conn = connect(&cluster);
        let wave = Self::wave(&mut conn);
        let mut people = Vec::new();
        for unit_id in waves::unit_ids(&mut conn, wave.number).unwrap() {
            people.extend((0..EACH).map(|_| unit_id));
        }
        let all: Vec<NewResponse> = people
            .iter()
            .enumerate()
            .map(|(person, unit_id)| NewResponse {
                wave: wave.number,
                unit_id: *unit_id,
                id: Uuid::new_v4(),
                answers: kept(&province.instrument, person),
                sealed: false,
                channel: None,
                pass: Pass::Open,
            })
            .collect();
        province.people = all.len();
        assert!(province.people > 1000, "{}", province.people);
        responses::insert(&mut conn, &all).unwrap();
        drop(conn);
        cluster.stop().unwrap();
        province
    }

    fn open(&self) -> Cluster {
        open(&self.folder.path().join("data"), Purpose::Serve).unwrap()
    }

    fn hailong(&self, arguments: &[&str]) -> std::process::Command {
        let (data, forms) = (self.folder.path().join("data"), self.folder.path().join("forms"));
        let place = ["--data", data.to_str().unwrap(), "--forms", forms.to_str().unwrap()];
        program(&[&place, arguments].concat())
    }

    fn wave(conn: &mut PgConnection) -> StoredWave {
        waves::find(conn, &"w".parse().unwrap()).unwrap().unwrap()
    }

    /// Begins to seal and calls `strike` with the sealing process when so many batches are there.
    fn interrupt(&self, conn: &mut PgConnection, batches: i64, strike: impl FnOnce(u32)) {
        let mut sealing =
            self.hailong(&["seal"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let begin = Instant::now();
        while count(conn, "SELECT count(*) AS count FROM batch") < batches {
            assert!(begin.elapsed() < Duration::from_secs(60), "nothing is sealed");
            assert!(sealing.try_wait().unwrap().is_none(), "it was over before it was struck");
        }
        strike(sealing.id());
        let _ = sealing.kill();
        sealing.wait().unwrap();
    }

    /// Everybody is in a pool or in one batch; gives how many are in batches.
    fn check(&self, conn: &mut PgConnection) -> usize {
        let numbers: BTreeMap<Vec<u8>, usize> =
            (0..self.people).map(|person| (kept(&self.instrument, person), person)).collect();
        assert_eq!(numbers.len(), self.people, "no two are alike");
        let read = |conn: &mut PgConnection, table: &str| -> Vec<usize> {
            let rows: Vec<Answers> =
                diesel::sql_query(format!("SELECT answers FROM {table}")).load(conn).unwrap();
            rows.iter().map(|row| numbers[&row.answers]).collect()
        };
        let (waiting, sealed) = (read(conn, "response"), read(conn, "sealed_response"));
        let mut all: Vec<usize> = waiting.iter().chain(&sealed).copied().collect();
        all.sort_unstable();
        assert!(all.iter().copied().eq(0..self.people), "{} of {}", all.len(), self.people);
        let wave = Self::wave(conn);
        let recounted = recount(conn, &wave).unwrap();
        assert_eq!((recounted.differing.len(), recounted.strays), (0, 0));
        assert_eq!(recounted.batches * EACH, sealed.len(), "a batch is there with its people or not at all");
        sealed.len()
    }
}

fn count(conn: &mut PgConnection, question: &str) -> i64 {
    diesel::sql_query(question).get_result::<Count>(conn).unwrap().count
}

#[test]
fn the_program_killed_while_it_seals_loses_nobody_and_doubles_nobody() {
    let province = Province::new("crash-program");
    let cluster = province.open();
    let mut conn = connect(&cluster);
    for batches in [3, 20, 45] {
        province.interrupt(&mut conn, batches, kill);
        let sealed = province.check(&mut conn);
        assert!(sealed < province.people, "it was in the middle");
    }
    assert!(done(province.hailong(&["seal"])).contains("responses in"));
    assert_eq!(province.check(&mut conn), province.people);
    drop(conn);
    cluster.stop().unwrap();
}

#[test]
fn postgres_killed_while_the_program_seals_loses_nobody_and_doubles_nobody() {
    let province = Province::new("crash-postgres");
    for batches in [3, 25] {
        let cluster = province.open();
        let mut conn = connect(&cluster);
        let server = postmaster(&province.folder.path().join("data"));
        province.interrupt(&mut conn, batches, |_| kill(server));
        drop(conn);
        drop(cluster);
        let cluster = province.open();
        let sealed = province.check(&mut connect(&cluster));
        assert!(sealed < province.people, "it was in the middle");
        cluster.stop().unwrap();
    }
    assert!(done(province.hailong(&["seal"])).contains("responses in"));
    let cluster = province.open();
    assert_eq!(province.check(&mut connect(&cluster)), province.people);
    cluster.stop().unwrap();
}

#[test]
fn two_programs_that_seal_at_once_put_everybody_into_one_batch() {
    let province = Province::new("crash-two");
    let cluster = province.open();
    let both: Vec<_> = (0..2)
        .map(|_| province.hailong(&["seal"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
        .collect();
    for mut one in both {
        assert!(one.wait().unwrap().success());
    }
    assert_eq!(province.check(&mut connect(&cluster)), province.people);
    cluster.stop().unwrap();
}
