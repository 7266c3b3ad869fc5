//! The private PostgreSQL, seen through its public door.

mod crash;
mod leftovers;
mod lifecycle;
mod protection;
mod templates;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use diesel::connection::SimpleConnection;
use diesel::sql_types::{BigInt, Text};
use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl, sql_query};
use hailong::embedded::{Cluster, DATABASE, Error, Options, Purpose};

use crate::support::folder::{TestFolder, own_folder, shared_programs};

/// Options for a cluster below `data`, which shares fetched server programs with other tests.
fn options(data: &Path, purpose: Purpose) -> Options {
    fs::create_dir_all(data).unwrap();
    let _ = std::os::unix::fs::symlink(shared_programs(), data.join("pgbin"));
    Options { data: data.to_path_buf(), pg_bin_dir: None, fetch: true, purpose }
}

pub fn open(data: &Path, purpose: Purpose) -> Result<Cluster, Error> {
    Cluster::open(&options(data, purpose))
}

/// A folder with a cluster that was made and stopped before. Copying one takes a tenth of the time
/// of making one, and most tests begin after that.
fn folder_with_cluster(name: &str) -> TestFolder {
    static MADE: LazyLock<PathBuf> = LazyLock::new(|| {
        let data = own_folder("pattern");
        open(&data, Purpose::Test).unwrap().stop().unwrap();
        data.join("postgres")
    });
    let folder = TestFolder::new(name);
    let status = Command::new("cp").arg("-a").arg(&*MADE).arg(folder.path()).status().unwrap();
    assert!(status.success(), "copying a cluster to {}", folder.path().display());
    folder
}

pub fn connect(cluster: &Cluster) -> PgConnection {
    PgConnection::establish(&cluster.url(DATABASE)).unwrap()
}

fn run(cluster: &Cluster, statement: &str) {
    connect(cluster).batch_execute(statement).unwrap();
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    value: i64,
}

#[derive(QueryableByName)]
struct Word {
    #[diesel(sql_type = Text)]
    value: String,
}

/// The number that `expression` yields.
fn number(cluster: &Cluster, expression: &str) -> i64 {
    let query = sql_query(format!("SELECT ({expression})::bigint AS value"));
    query.get_result::<Number>(&mut connect(cluster)).unwrap().value
}

/// The text that `expression` yields.
fn text(cluster: &Cluster, expression: &str) -> String {
    let query = sql_query(format!("SELECT ({expression})::text AS value"));
    query.get_result::<Word>(&mut connect(cluster)).unwrap().value
}

/// The process number in `postmaster.pid`.
pub fn postmaster(data: &Path) -> u32 {
    let text = fs::read_to_string(data.join("postgres/postmaster.pid")).unwrap();
    text.lines().next().unwrap().trim().parse().unwrap()
}

/// `kill -9`
pub fn kill(pid: u32) {
    let status = Command::new("sh").args(["-c", &format!("kill -9 {pid}")]).status().unwrap();
    assert!(status.success(), "kill {pid}");
}
