//! What an earlier run, a restored backup or somebody else may have left in the way.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use hailong::embedded::{Cluster, DATABASE, Error, Purpose};

use super::{folder_with_cluster, number, open, options, run};
use crate::support::folder::TestFolder;

/// The folder that the cluster's address names.
fn socket_folder(cluster: &Cluster) -> PathBuf {
    let url = cluster.url(DATABASE);
    let folder = url.split("host=").nth(1).unwrap().split('&').next().unwrap();
    PathBuf::from(folder.replace("%2F", "/"))
}

/// Stores one row and stops the cluster; returns its socket folder.
fn stopped_cluster(data: &Path) -> PathBuf {
    let cluster = open(data, Purpose::Test).unwrap();
    run(&cluster, "CREATE TABLE kept AS SELECT 42 AS n");
    let sockets = socket_folder(&cluster);
    cluster.stop().unwrap();
    sockets
}

/// As after a crash and a reboot, when the server's number has gone to another process.
fn name_as_postmaster(data: &Path, sockets: &Path, pid: u32) {
    fs::create_dir_all(sockets).unwrap();
    fs::set_permissions(sockets, fs::Permissions::from_mode(0o700)).unwrap();
    let cluster = data.join("postgres");
    let text = format!("{pid}\n{}\n1700000000\n5432\n{}\n\n\n", cluster.display(), sockets.display());
    fs::write(cluster.join("postmaster.pid"), &text).unwrap();
    fs::write(sockets.join(".s.PGSQL.5432.lock"), &text).unwrap();
}

#[test]
fn a_stale_pid_file_that_names_a_living_stranger_does_not_stop_the_start() {
    let folder = folder_with_cluster("stale-stranger");
    let sockets = stopped_cluster(folder.path());
    let mut stranger = Command::new("sleep").arg("120").spawn().unwrap();
    name_as_postmaster(folder.path(), &sockets, stranger.id());

    let cluster = open(folder.path(), Purpose::Test).unwrap();

    assert_eq!(number(&cluster, "SELECT n FROM kept"), 42);
    assert!(stranger.try_wait().unwrap().is_none(), "the stranger was left alone");
    stranger.kill().unwrap();
    stranger.wait().unwrap();
}

#[test]
fn a_stale_pid_file_that_names_a_zombie_does_not_stop_the_start() {
    let folder = folder_with_cluster("stale-zombie");
    let sockets = stopped_cluster(folder.path());
    let mut zombie = Command::new("true").spawn().unwrap();
    name_as_postmaster(folder.path(), &sockets, zombie.id());

    let cluster = open(folder.path(), Purpose::Test).unwrap();

    assert_eq!(number(&cluster, "SELECT n FROM kept"), 42);
    zombie.wait().unwrap();
}

#[test]
fn an_unfinished_cluster_and_an_empty_folder_make_room_for_a_new_one() {
    let folder = TestFolder::new("unfinished");
    let unfinished = folder.path().join("postgres.new-4711/base/1");
    fs::create_dir_all(&unfinished).unwrap();
    fs::write(unfinished.join("PG_VERSION"), "15\n").unwrap();
    fs::create_dir(folder.path().join("postgres")).unwrap();

    let cluster = open(folder.path(), Purpose::Test).unwrap();

    assert_eq!(number(&cluster, "1"), 1);
    assert!(!folder.path().join("postgres.new-4711").exists());
}

#[test]
fn blanks_and_vietnamese_letters_in_the_path_do_no_harm() {
    let folder = TestFolder::new("chữ Việt");
    for name in ["Ủy ban xã", "long", "a,b"] {
        let mut data = folder.path().join(name);
        if name == "long" {
            data.push("Ủy ban nhân dân, xã Hòa Bình \"Hài lòng\"".repeat(2));
        }
        assert!(name != "long" || data.as_os_str().len() > 120);
        let cluster = open(&data, Purpose::Test).unwrap();
        run(&cluster, "CREATE TABLE kept AS SELECT 42 AS n");
        let sockets = socket_folder(&cluster);
        let guest = open(&data, Purpose::Command).unwrap();
        assert_eq!(number(&guest, "SELECT n FROM kept"), 42);
        drop(guest);
        cluster.stop().unwrap();
        if name != "Ủy ban xã" {
            assert!(sockets.starts_with("/tmp") && !sockets.exists(), "{}", sockets.display());
        }
    }
}

#[test]
fn a_socket_folder_that_somebody_else_prepared_is_refused() {
    let folder = folder_with_cluster("planted, with a comma");
    let sockets = stopped_cluster(folder.path());
    assert!(sockets.starts_with("/tmp"), "{}", sockets.display());

    let elsewhere = TestFolder::new("elsewhere");
    fs::set_permissions(elsewhere.path(), fs::Permissions::from_mode(0o700)).unwrap();
    symlink(elsewhere.path(), &sockets).unwrap();
    let through_a_link = open(folder.path(), Purpose::Test).unwrap_err();
    fs::remove_file(&sockets).unwrap();
    assert!(matches!(through_a_link, Error::SocketFolder { .. }), "{through_a_link}");

    fs::create_dir(&sockets).unwrap();
    fs::set_permissions(&sockets, fs::Permissions::from_mode(0o777)).unwrap();
    let open_to_all = open(folder.path(), Purpose::Test).unwrap_err();
    fs::remove_dir(&sockets).unwrap();
    assert!(open_to_all.to_string().contains("its mode is 777 instead of 700"), "{open_to_all}");

    assert!(open(folder.path(), Purpose::Test).is_ok());
}

#[test]
fn a_cluster_of_another_major_version_is_refused_and_left_alone() {
    let folder = TestFolder::new("major");
    fs::create_dir_all(folder.path().join("postgres")).unwrap();
    fs::write(folder.path().join("postgres/PG_VERSION"), "99\n").unwrap();
    let mut options = options(folder.path(), Purpose::Serve);
    options.fetch = false;

    let refusal = Cluster::open(&options).unwrap_err();

    let Error::WrongMajor { needed: 99, found, .. } = &refusal else { panic!("{refusal:?}") };
    assert!(!found.is_empty());
    assert!(refusal.to_string().contains("was made by PostgreSQL 99, and only"), "{refusal}");
    assert_eq!(fs::read_to_string(folder.path().join("postgres/PG_VERSION")).unwrap(), "99\n");
}

#[test]
fn a_folder_that_holds_something_else_is_refused_and_left_alone() {
    let folder = TestFolder::new("foreign");
    fs::create_dir_all(folder.path().join("postgres")).unwrap();
    fs::write(folder.path().join("postgres/thư.txt"), "quan trọng").unwrap();

    let refusal = open(folder.path(), Purpose::Serve).unwrap_err();

    assert!(matches!(refusal, Error::NotACluster { .. }), "{refusal}");
    assert_eq!(fs::read_to_string(folder.path().join("postgres/thư.txt")).unwrap(), "quan trọng");
}

#[test]
fn a_named_folder_without_server_programs_is_refused_and_nothing_is_made() {
    let folder = TestFolder::new("no-programs");
    let mut options = options(&folder.path().join("data"), Purpose::Serve);
    let empty = folder.path().join("bin");
    fs::create_dir(&empty).unwrap();
    options.pg_bin_dir = Some(empty.clone());
    options.fetch = false;

    let refusal = Cluster::open(&options).unwrap_err();

    let empty = empty.canonicalize().unwrap();
    assert!(matches!(refusal, Error::BinDir { .. }), "{refusal:?}");
    assert!(
        refusal.to_string().contains(&format!("{} holds no `postgres`: set it to a folder", empty.display())),
        "{refusal}"
    );
    assert!(!options.data.join("postgres").exists());
}
