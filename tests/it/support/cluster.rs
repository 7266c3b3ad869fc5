//! One throw-away PostgreSQL for all tests of the process, and a fresh database for whoever asks.
//!
//! A database is cloned from a template that is prepared once per process and kind, which takes
//! some 20 ms instead of running migrations and seeds for every test. The server ends with the
//! process; its files are removed by the next run.

use std::collections::HashSet;
use std::fs;
use std::os::unix::fs::symlink;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use hailong::embedded::{Cluster, Options, Purpose};

use super::folder::{own_folder, shared_programs};

/// `CREATE DATABASE … STRATEGY` exists from this version on; before, `FILE_COPY` was the only way.
const FIRST_WITH_STRATEGY: u32 = 15;

struct Shared {
    cluster: Cluster,
    /// The kinds of templates that are ready, locked while one is being prepared.
    templates: Mutex<HashSet<&'static str>>,
    admin: Mutex<PgConnection>,
    count: AtomicU32,
}

static SHARED: LazyLock<Shared> = LazyLock::new(|| {
    let data = own_folder("cluster");
    fs::create_dir_all(&data).unwrap();
    symlink(shared_programs(), data.join("pgbin")).unwrap();
    let options = Options { data, pg_bin_dir: None, fetch: true, purpose: Purpose::Test };
    let cluster = Cluster::open(&options).unwrap();
    let admin = PgConnection::establish(&cluster.url("postgres")).unwrap();
    Shared { cluster, templates: Mutex::default(), admin: Mutex::new(admin), count: AtomicU32::new(0) }
});

impl Shared {
    fn run(&self, statement: &str) {
        let mut admin = self.admin.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = admin.batch_execute(statement) {
            panic!("{statement}: {error}");
        }
    }

    /// The template's name, prepared at the first call for `kind`.
    fn template(&self, kind: &'static str, prepare: fn(&str)) -> String {
        let name = format!("template_{kind}");
        // A failed preparation leaves its test failing and the next one free to try again.
        let mut ready = self.templates.lock().unwrap_or_else(PoisonError::into_inner);
        if !ready.contains(kind) {
            self.run(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
            self.run(&format!("CREATE DATABASE {name}"));
            prepare(&self.cluster.url(&name));
            ready.insert(kind);
        }
        name
    }
}

/// A database of one test's own, dropped together with it.
pub struct TestDatabase {
    name: String,
}

impl TestDatabase {
    /// The address for libpq.
    pub fn url(&self) -> String {
        SHARED.cluster.url(&self.name)
    }

    /// A new connection to it.
    pub fn connect(&self) -> PgConnection {
        PgConnection::establish(&self.url()).unwrap()
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let mut admin = SHARED.admin.lock().unwrap_or_else(PoisonError::into_inner);
        // Servers and pools of the test may still be connected. A failure costs disk space only.
        let _ = admin.batch_execute(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}

/// An empty database.
pub fn fresh_database() -> TestDatabase {
    create("template0")
}

/// A copy of the template `kind`, which `prepare` fills at the first call of this process: it gets
/// the address of an empty database and must have closed its connections when it returns.
/// `kind` is part of a database's name: lower-case letters, digits and underscores.
pub fn fresh_database_from(kind: &'static str, prepare: fn(&str)) -> TestDatabase {
    create(&SHARED.template(kind, prepare))
}

fn create(template: &str) -> TestDatabase {
    let name = format!("test_{}", SHARED.count.fetch_add(1, Ordering::Relaxed));
    let has_strategy = SHARED.cluster.binaries().major >= FIRST_WITH_STRATEGY;
    let strategy = if has_strategy { " STRATEGY FILE_COPY" } else { "" };
    SHARED.run(&format!("CREATE DATABASE {name} TEMPLATE {template}{strategy}"));
    TestDatabase { name }
}
