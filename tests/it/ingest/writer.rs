//! The group-commit writer.

use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use hailong::domain::wave::Mode;
use hailong::ingest::writer::{QueueFull, StartError, WriteError, Writer};
use hailong::store::responses::{NewResponse, Stored, pending_counts};
use hailong::store::waves::StoredWave;

use crate::support::survey::Survey;

fn survey() -> (Survey, StoredWave, i32) {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1"]);
    let c1 = survey.unit("c1");
    (survey, wave, c1)
}

fn send(writer: &Writer, response: &NewResponse) -> Result<Stored, WriteError> {
    writer.submit(response.clone()).unwrap().blocking_recv().unwrap()
}

/// Lets a transaction of another connection hold up every insert into `response`.
fn hold_up(survey: &Survey) -> PgConnection {
    let mut conn = survey.connect();
    conn.batch_execute("BEGIN; LOCK TABLE response IN EXCLUSIVE MODE").unwrap();
    conn
}

#[test]
fn answers_after_the_commit_what_became_of_each() {
    let (mut survey, wave, c1) = survey();
    let writer = Writer::start(&survey.database.url(), 10).unwrap();
    let first = survey.response(&wave, c1, &[4]);
    assert_eq!(send(&writer, &first), Ok(Stored::New));
    assert_eq!(pending_counts(&mut survey.conn, wave.number).unwrap(), [(c1, 1)]);
    assert_eq!(send(&writer, &first), Ok(Stored::Same));
    writer.stop();
}

#[test]
fn many_at_once_are_all_stored_and_share_commits() {
    let (mut survey, wave, c1) = survey();
    let writer = Writer::start(&survey.database.url(), 10_000).unwrap();
    let commits = |survey: &mut Survey| -> i64 {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = BigInt)]
            commits: i64,
        }
        // The statistics of a session are sent on at its end at the latest, or once a second.
        std::thread::sleep(Duration::from_millis(1100));
        let sql = "SELECT xact_commit AS commits FROM pg_stat_database WHERE datname = current_database()";
        diesel::sql_query(sql).get_result::<Row>(&mut survey.conn).unwrap().commits
    };
    let before = commits(&mut survey);
    let threads: Vec<_> = (0..64)
        .map(|_| {
            let writer = writer.clone();
            let mine: Vec<NewResponse> = (0..25).map(|_| survey.response(&wave, c1, &[4])).collect();
            std::thread::spawn(move || {
                mine.iter().filter(|response| send(&writer, response) == Ok(Stored::New)).count()
            })
        })
        .collect();
    let new: usize = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
    assert_eq!(new, 1600);
    assert_eq!(pending_counts(&mut survey.conn, wave.number).unwrap(), [(c1, 1600)]);
    writer.stop();
    let groups = commits(&mut survey) - before;
    assert!(groups < 800, "{groups} commits for 1600 responses");
}

#[test]
fn a_full_queue_refuses_and_forgets_nothing() {
    let (mut survey, wave, c1) = survey();
    let writer = Writer::start(&survey.database.url(), 5).unwrap();
    let mut blocker = hold_up(&survey);
    let mut waiting = Vec::new();
    // One thread takes what is there, and is held up with it; too few wait for the other to begin.
    waiting.push(writer.submit(survey.response(&wave, c1, &[4])).unwrap());
    while_held_up(&mut survey.conn, "count(*)");
    for _ in 0..5 {
        waiting.push(writer.submit(survey.response(&wave, c1, &[4])).unwrap());
    }
    let sixth = survey.response(&wave, c1, &[4]);
    assert_eq!(writer.submit(sixth).err(), Some(QueueFull));
    blocker.batch_execute("COMMIT").unwrap();
    for receipt in waiting {
        assert_eq!(receipt.blocking_recv().unwrap(), Ok(Stored::New));
    }
    assert_eq!(pending_counts(&mut survey.conn, wave.number).unwrap(), [(c1, 6)]);
    writer.stop();
}

#[test]
fn a_second_group_begins_beside_a_slow_one_when_enough_wait() {
    let (mut survey, wave, c1) = survey();
    let writer = Writer::start(&survey.database.url(), 1000).unwrap();
    let mut blocker = hold_up(&survey);
    let mut waiting = vec![writer.submit(survey.response(&wave, c1, &[4])).unwrap()];
    while_held_up(&mut survey.conn, "count(*)");
    for _ in 0..600 {
        waiting.push(writer.submit(survey.response(&wave, c1, &[4])).unwrap());
    }
    while_held_up(&mut survey.conn, "count(*) / 2");
    blocker.batch_execute("COMMIT").unwrap();
    for receipt in waiting {
        assert_eq!(receipt.blocking_recv().unwrap(), Ok(Stored::New));
    }
    writer.stop();
}

#[test]
fn stopping_answers_everything_that_waits() {
    let (mut survey, wave, c1) = survey();
    let writer = Writer::start(&survey.database.url(), 100).unwrap();
    let mut blocker = hold_up(&survey);
    let waiting: Vec<_> = (0..50).map(|_| writer.submit(survey.response(&wave, c1, &[4])).unwrap()).collect();
    let stopping = writer.clone();
    let stopper = std::thread::spawn(move || stopping.stop());
    std::thread::sleep(Duration::from_millis(100));
    blocker.batch_execute("COMMIT").unwrap();
    stopper.join().unwrap();
    for receipt in waiting {
        assert_eq!(receipt.blocking_recv().unwrap(), Ok(Stored::New));
    }
    assert_eq!(pending_counts(&mut survey.conn, wave.number).unwrap(), [(c1, 50)]);
    assert_eq!(send(&writer, &survey.response(&wave, c1, &[4])), Err(WriteError::Unavailable));
}

#[test]
fn a_killed_connection_fails_the_group_in_hand_and_no_other() {
    let (mut survey, wave, c1) = survey();
    let writer = Writer::start(&survey.database.url(), 100).unwrap();
    let first = survey.response(&wave, c1, &[4]);
    assert_eq!(send(&writer, &first), Ok(Stored::New));
    let mut blocker = hold_up(&survey);
    let hit = survey.response(&wave, c1, &[4]);
    let receipt = writer.submit(hit.clone()).unwrap();
    while_held_up(&mut survey.conn, "count(pg_terminate_backend(pid))");
    assert_eq!(receipt.blocking_recv().unwrap(), Err(WriteError::Unavailable));
    blocker.batch_execute("COMMIT").unwrap();
    // The transaction of the killed connection left nothing, and the next group has a new one.
    assert_eq!(pending_counts(&mut survey.conn, wave.number).unwrap(), [(c1, 1)]);
    assert_eq!(send(&writer, &hit), Ok(Stored::New));
    assert_eq!(send(&writer, &first), Ok(Stored::Same));
    writer.stop();
}

/// Waits until the writer waits for a lock and then asks for the aggregate over its session.
fn while_held_up(conn: &mut PgConnection, aggregate: &str) {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        sessions: i64,
    }
    let sql = format!(
        "SELECT {aggregate} AS sessions FROM pg_stat_activity \
         WHERE datname = current_database() AND wait_event_type = 'Lock'"
    );
    let started = Instant::now();
    while diesel::sql_query(&sql).get_result::<Row>(conn).unwrap().sessions == 0 {
        assert!(started.elapsed() < Duration::from_secs(20), "the writer never waited for the lock");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_server_that_is_not_there_is_said_at_the_start() {
    let started = Writer::start("postgresql://nobody@%2Fnowhere/nothing", 1);
    assert!(matches!(started, Err(StartError::Connect(_))), "{started:?}");
}

/// What `synchronous_commit` was at an insert.
#[derive(QueryableByName)]
struct Seen {
    #[diesel(sql_type = diesel::sql_types::Text)]
    setting: String,
}

/// What the receipt says must survive a power cut, however the server is set.
#[test]
fn commits_wait_for_the_disk_also_after_a_failure() {
    let (mut survey, wave, c1) = survey();
    survey
        .conn
        .batch_execute(
            "CREATE TABLE seen (setting text); \
             CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS \
             'BEGIN INSERT INTO seen VALUES (current_setting(''synchronous_commit'')); RETURN NULL; END'; \
             CREATE TRIGGER see AFTER INSERT ON response FOR EACH STATEMENT EXECUTE FUNCTION see()",
        )
        .unwrap();
    let writer = Writer::start(&survey.database.url(), 10).unwrap();
    let response = survey.response(&wave, c1, &[4]);
    assert_eq!(send(&writer, &response), Ok(Stored::New));
    let kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                WHERE datname = current_database() AND pid <> pg_backend_pid()";
    survey.conn.batch_execute(kill).unwrap();
    // Every thread of the writer finds out by itself, with one group, that its connection is gone.
    let mut outcome = send(&writer, &response);
    let mut failed = 0;
    while outcome == Err(WriteError::Unavailable) {
        failed += 1;
        assert!(failed <= 2, "more groups failed than the writer has connections");
        outcome = send(&writer, &response);
    }
    assert_eq!((failed > 0, outcome), (true, Ok(Stored::Same)));
    writer.stop();
    let seen: Vec<Seen> = diesel::sql_query("SELECT setting FROM seen").load(&mut survey.conn).unwrap();
    let seen: Vec<&str> = seen.iter().map(|row| row.setting.as_str()).collect();
    assert_eq!(seen, ["on", "on"]);
}
