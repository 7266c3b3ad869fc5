//! Starting, sharing, stopping.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::thread;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use hailong::embedded::{DATABASE, Error, Purpose, find_binaries};

use super::{connect, folder_with_cluster, kill, number, open, options, postmaster, run, text};
use crate::support::folder::TestFolder;

#[test]
fn a_restart_keeps_what_the_first_start_stored() {
    let folder = TestFolder::new("restart");
    let cluster = open(folder.path(), Purpose::Serve).unwrap();
    assert!(cluster.owned() && cluster.is_alive());
    assert_eq!(text(&cluster, "current_database()"), DATABASE);
    assert_eq!(text(&cluster, "current_setting('fsync')"), "on");
    assert_eq!(text(&cluster, "lower('ĐẶNG THÙY TRÂM')"), "đặng thùy trâm");
    run(&cluster, "CREATE TABLE kept AS SELECT 42 AS n");
    cluster.stop().unwrap();
    assert!(!folder.path().join("postgres/postmaster.pid").exists(), "a clean end");

    let cluster = open(folder.path(), Purpose::Serve).unwrap();

    assert_eq!(number(&cluster, "SELECT n FROM kept"), 42);
    let found = find_binaries(&options(folder.path(), Purpose::Serve)).unwrap();
    assert_eq!(cluster.binaries(), &found);
    assert!(text(&cluster, "version()").contains(&format!("PostgreSQL {}", found.major)));
}

#[test]
fn a_second_service_is_refused_and_told_which_folder_is_in_use() {
    let folder = folder_with_cluster("second");
    let first = open(folder.path(), Purpose::Test).unwrap();

    let refusal = open(folder.path(), Purpose::Serve).unwrap_err();

    let data = folder.path().canonicalize().unwrap();
    assert!(matches!(&refusal, Error::InUse { data: named, .. } if *named == data), "{refusal:?}");
    let pid = std::process::id();
    assert_eq!(
        refusal.to_string(),
        format!(
            "another instance of hailong (test, process {pid}) uses the data folder {}: stop it first, or \
             choose another folder with --data",
            data.display()
        )
    );
    assert!(first.is_alive());
}

#[test]
fn a_command_attaches_to_the_running_service_and_leaves_it_running() {
    let folder = folder_with_cluster("attach");
    let service = open(folder.path(), Purpose::Test).unwrap();
    run(&service, "CREATE TABLE seen AS SELECT 7 AS n");

    let command = open(folder.path(), Purpose::Command).unwrap();

    assert!(!command.owned() && command.is_alive() && command.watch().is_none());
    assert_eq!(command.url(DATABASE), service.url(DATABASE));
    assert_eq!(number(&command, "SELECT n FROM seen"), 7);
    assert_eq!(command.binaries().major, service.binaries().major);
    assert_eq!(command.binaries().dir, service.binaries().dir);
    command.stop().unwrap();
    assert!(service.is_alive());
    assert_eq!(number(&service, "SELECT n FROM seen"), 7);
}

#[test]
fn a_command_that_owns_the_server_waits_for_the_commands_that_attached() {
    let folder = folder_with_cluster("guests");
    let owner = open(folder.path(), Purpose::Command).unwrap();
    assert!(owner.owned());
    let guest = open(folder.path(), Purpose::Command).unwrap();
    assert!(!guest.owned());

    let stopping = thread::spawn(move || owner.stop());
    thread::sleep(Duration::from_millis(300));
    // Between two connections the guest depends on the server as much as within one.
    assert_eq!(number(&guest, "40 + 2"), 42);
    assert!(!stopping.is_finished());
    let late = open(folder.path(), Purpose::Command).unwrap();
    drop(guest);
    assert_eq!(number(&late, "40 + 2"), 42);
    assert!(!stopping.is_finished() && !late.owned());
    drop(late);

    stopping.join().unwrap().unwrap();
    let next = open(folder.path(), Purpose::Command).unwrap();
    assert!(next.owned() && next.is_alive());
}

#[test]
fn a_service_waits_for_the_end_of_a_command() {
    let folder = folder_with_cluster("patience");
    let command = open(folder.path(), Purpose::Command).unwrap();
    let ending = thread::spawn(move || {
        // Longer than the patience with another service.
        thread::sleep(Duration::from_secs(3));
        command.stop()
    });

    let service = open(folder.path(), Purpose::Serve).unwrap();

    assert!(service.owned());
    ending.join().unwrap().unwrap();
}

#[test]
fn stopping_cuts_idle_connections_and_does_not_wait_for_them() {
    let folder = folder_with_cluster("idle");
    let cluster = open(folder.path(), Purpose::Test).unwrap();
    let mut idle = connect(&cluster);
    let url = cluster.url(DATABASE);
    let start = Instant::now();

    cluster.stop().unwrap();

    assert!(start.elapsed() < Duration::from_secs(10));
    assert!(idle.batch_execute("SELECT 1").is_err());
    assert!(PgConnection::establish(&url).is_err());
}

#[test]
fn the_service_learns_that_its_server_died() {
    let folder = folder_with_cluster("watch");
    let cluster = open(folder.path(), Purpose::Test).unwrap();
    let watch = cluster.watch().unwrap();
    assert_eq!(watch.ending(), None);
    let waiting = thread::spawn(move || watch.wait());

    kill(postmaster(folder.path()));

    let ending = waiting.join().unwrap();
    assert!(!ending.asked && ending.status.contains('9'), "{ending:?}");
    assert!(!cluster.is_alive());
    let error = cluster.stop().unwrap_err();
    assert!(matches!(error, Error::Ended { .. }), "{error:?}");
}

#[test]
fn nobody_else_may_enter_the_folders_of_data_and_socket() {
    let folder = folder_with_cluster("modes");
    let cluster = open(folder.path(), Purpose::Test).unwrap();
    for name in ["postgres", "postgres.socket", "postgres.log"] {
        let path = folder.path().join(name);
        if path.exists() {
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o077, 0, "{name}");
        }
    }
    assert_eq!(text(&cluster, "current_setting('listen_addresses')"), "");
}
