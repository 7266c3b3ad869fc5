//! Sudden ends: of the service, of PostgreSQL, of both, and while the cluster is being made.
//!
//! The service is played by the test itself, run once more in a process of its own: with the
//! variable below set, a test takes the part of the service and never returns.

use std::fs;
use std::io::{BufRead, BufReader, Lines, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use hailong::embedded::Purpose;

use super::{connect, folder_with_cluster, kill, number, open, postmaster};
use crate::support::folder::TestFolder;

const PART: &str = "HAILONG_TEST_PLAYS_THE_SERVICE_ON";

/// The data folder, in the process that plays the service.
fn service_part() -> Option<PathBuf> {
    std::env::var_os(PART).map(PathBuf::from)
}

/// Commits rows 1, 2, 3… each by itself and tells after each commit.
fn commit_forever(data: &Path) -> ! {
    let cluster = open(data, Purpose::Serve).unwrap();
    let mut connection = connect(&cluster);
    connection.batch_execute("CREATE TABLE row (n bigint PRIMARY KEY)").unwrap();
    let mut out = std::io::stdout();
    for n in 1_u64.. {
        connection.batch_execute(&format!("INSERT INTO row VALUES ({n})")).unwrap();
        writeln!(out, "\ncommitted {n}").unwrap();
        out.flush().unwrap();
    }
    unreachable!("numbers do not end")
}

struct Service {
    process: Child,
    lines: Lines<BufReader<ChildStdout>>,
    committed: i64,
}

impl Service {
    /// Runs `test` of this file in a new process, as the service on `data`.
    fn run(test: &str, data: &Path) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args([&format!("embedded::crash::{test}"), "--exact", "--nocapture"])
            .env(PART, data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        Self { process, lines, committed: 0 }
    }

    /// Reads on until row `n` was told to be committed, or the process is gone.
    fn read_until(&mut self, n: i64) {
        while self.committed < n {
            let Some(line) = self.lines.next() else { return };
            if let Some(told) = line.unwrap().strip_prefix("committed ") {
                self.committed = told.parse().unwrap();
            }
        }
    }

    /// Kills the process without waiting for anything it started.
    fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

/// All rows that were told to be committed are there, and at most one more, whose telling was cut off.
fn assert_nothing_lost(data: &Path, committed: i64) {
    let cluster = open(data, Purpose::Serve).unwrap();
    let rows = number(&cluster, "SELECT count(*) FROM row");
    let highest = number(&cluster, "SELECT max(n) FROM row");
    assert!(rows == highest && (committed..=committed + 1).contains(&rows), "{rows} rows, told {committed}");
}

#[test]
fn a_killed_service_takes_its_server_along_and_loses_no_commit() {
    if let Some(data) = service_part() {
        commit_forever(&data);
    }
    let folder = folder_with_cluster("killed-service");
    let mut service =
        Service::run("a_killed_service_takes_its_server_along_and_loses_no_commit", folder.path());
    service.read_until(100);
    let server = postmaster(folder.path());

    service.kill();
    service.read_until(i64::MAX);

    // At once, while the server is still shutting down.
    assert_nothing_lost(folder.path(), service.committed);
    assert_ne!(postmaster_if_any(folder.path()), Some(server));
}

fn postmaster_if_any(data: &Path) -> Option<u32> {
    data.join("postgres/postmaster.pid").exists().then(|| postmaster(data))
}

#[test]
fn killing_server_and_service_together_loses_no_commit() {
    if let Some(data) = service_part() {
        commit_forever(&data);
    }
    let folder = folder_with_cluster("killed-both");
    let mut service = Service::run("killing_server_and_service_together_loses_no_commit", folder.path());
    service.read_until(100);

    kill(postmaster(folder.path()));
    service.kill();
    service.read_until(i64::MAX);

    assert!(folder.path().join("postgres/postmaster.pid").exists(), "the server could not clean up");
    assert_nothing_lost(folder.path(), service.committed);
}

#[test]
fn a_killed_server_is_recovered_by_the_next_start_of_the_same_process() {
    let folder = folder_with_cluster("killed-server");
    let cluster = open(folder.path(), Purpose::Serve).unwrap();
    let mut connection = connect(&cluster);
    connection.batch_execute("CREATE TABLE row AS SELECT generate_series(1, 1000) AS n").unwrap();

    kill(postmaster(folder.path()));
    drop(cluster);

    // The backend of `connection` may still be alive: the start waits for it.
    assert_nothing_lost(folder.path(), 1000);
}

#[test]
fn a_start_after_an_interrupted_creation_begins_anew() {
    if let Some(data) = service_part() {
        commit_forever(&data);
    }
    let folder = TestFolder::new("killed-initdb");
    let mut service = Service::run("a_start_after_an_interrupted_creation_begins_anew", folder.path());
    let start = Instant::now();
    while !unfinished(folder.path()).is_some_and(|unfinished| unfinished.join("base").exists()) {
        assert!(start.elapsed() < Duration::from_secs(60), "initdb never began");
        sleep(Duration::from_millis(1));
    }

    service.kill();

    assert!(!folder.path().join("postgres").exists());
    let cluster = open(folder.path(), Purpose::Serve).unwrap();
    assert_eq!(number(&cluster, "1"), 1);
    assert_eq!(unfinished(folder.path()), None);
}

fn unfinished(data: &Path) -> Option<PathBuf> {
    let entries = fs::read_dir(data).unwrap().map(|entry| entry.unwrap().path());
    entries.into_iter().find(|path| path.file_name().unwrap().to_string_lossy().starts_with("postgres.new"))
}
