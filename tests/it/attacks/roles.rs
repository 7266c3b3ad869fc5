//! Whoever takes over one of the roles of the database, e.g. the service that faces the citizens.

use std::fs;
use std::process::Command;
use std::sync::LazyLock;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use hailong::store::roles::{self, GRANTS};
use uuid::Uuid;

use super::dump::wait_for;
use super::service::{DESK, Service, answers_of, done, forms, program};
use crate::support::cluster::TestDatabase;
use crate::support::folder::TestFolder;
use crate::units::seeded;

/// A database of its own with the roles. Roles belong to the whole server: one test after the other makes them.
fn with_roles() -> TestDatabase {
    static TURN: LazyLock<std::sync::Mutex<()>> = LazyLock::new(Default::default);
    let database = seeded();
    let _turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    for _ in 0..2 {
        // Twice: it may be run after every upgrade.
        database.connect().batch_execute(&roles::script()).unwrap();
    }
    database
}

fn url_of(database: &TestDatabase, role: &str) -> String {
    database.url().replace("user=hailong", &format!("user={role}"))
}

fn as_role(database: &TestDatabase, role: &str) -> PgConnection {
    let conn = PgConnection::establish(&url_of(database, role)).unwrap();
    let mut conn = conn;
    assert_eq!(roles::own_role(&mut conn).unwrap().name, role);
    conn
}

/// Whether the role may do this; nothing is changed.
fn may(conn: &mut PgConnection, statement: &str) -> bool {
    conn.batch_execute("BEGIN").unwrap();
    let done = conn.batch_execute(statement);
    conn.batch_execute("ROLLBACK").unwrap();
    match done {
        Ok(()) => true,
        Err(fault) => {
            let words = fault.to_string();
            assert!(
                words.contains("permission denied") || words.contains("must be owner"),
                "{statement}: {words}"
            );
            false
        }
    }
}

#[test]
fn every_table_has_its_grants() {
    #[derive(QueryableByName)]
    struct Named {
        #[diesel(sql_type = Text)]
        name: String,
    }
    let database = seeded();
    let tables: Vec<Named> = diesel::sql_query(
        "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
    )
    .load(&mut database.connect())
    .unwrap();
    let tables: Vec<&str> = tables.iter().map(|table| table.name.as_str()).collect();
    let missing: Vec<_> =
        tables.iter().filter(|name| !GRANTS.iter().any(|grants| grants.table == **name)).collect();
    assert!(missing.is_empty(), "say in store/roles.rs what each role may do with {missing:?}");
    let gone: Vec<_> =
        GRANTS.iter().map(|grants| grants.table).filter(|name| !tables.contains(name)).collect();
    assert!(gone.is_empty(), "store/roles.rs names {gone:?}");
}

/// What the service that faces the citizens may not do: read what they said, waiting or sealed, nor change what is
/// published, what staff did, or tables.
const NOT_APP: &[&str] = &[
    "SELECT answers FROM response",
    "SELECT count(*) FROM response",
    "SELECT xmin FROM response",
    "DELETE FROM response",
    "UPDATE response SET answers = '\\x00'",
    "COPY response TO STDOUT",
    "SELECT * FROM sealed_response",
    "SELECT * FROM batch_quality",
    "INSERT INTO batch SELECT * FROM batch",
    "UPDATE batch SET tally = tally",
    "DELETE FROM batch",
    "UPDATE publication SET document = document",
    "DELETE FROM publication",
    "UPDATE quarantine SET state = 'released'",
    "UPDATE audit_log SET actor = 'x'",
    "DELETE FROM audit_log",
    "TRUNCATE response",
    "DROP TABLE response",
    "ALTER TABLE audit_log DISABLE TRIGGER ALL",
    "CREATE TABLE mine (x integer)",
    "CREATE FUNCTION mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "SET ROLE hailong_tally",
];
const APP: &[&str] = &[
    "SELECT * FROM account",
    "SELECT * FROM publication",
    "SELECT * FROM spent_id",
    "DELETE FROM session",
    "SELECT * FROM response_kept(ARRAY[1], ARRAY[gen_random_uuid()], ARRAY['\\x00'::bytea])",
];
/// Sealing knows no staff and changes no tables.
const NOT_TALLY: &[&str] = &[
    "SELECT * FROM account",
    "SELECT * FROM session",
    "UPDATE audit_log SET actor = 'x'",
    "DELETE FROM audit_log",
    "DROP TABLE unit",
    "CREATE TABLE mine (x integer)",
];
const TALLY: &[&str] = &["SELECT * FROM response", "DELETE FROM response", "SELECT * FROM sealed_response"];
/// Reports read what is published, and nothing else.
const NOT_REPORT: &[&str] = &[
    "SELECT * FROM batch_calibration",
    "SELECT * FROM batch_part",
    "SELECT * FROM batch_quality",
    "SELECT * FROM response",
    "SELECT * FROM sealed_response",
    "SELECT * FROM spent_id",
    "SELECT * FROM account",
    "SELECT * FROM audit_log",
    "INSERT INTO publication SELECT * FROM publication",
    "DELETE FROM batch",
    "UPDATE wave SET public = true",
    "SELECT response_kept(ARRAY[1], ARRAY[gen_random_uuid()], ARRAY['\\x00'::bytea])",
];
const REPORT: &[&str] = &["SELECT * FROM publication, batch, unit, wave, instrument"];
/// The owner migrates, whosever the table is.
const OWNER: &[&str] = &[
    "ALTER TABLE response ADD COLUMN x integer",
    "ALTER TABLE unit ADD COLUMN x integer",
    "CREATE TABLE mine (x integer)",
];

#[test]
fn no_role_may_do_what_it_does_not_need() {
    let database = with_roles();
    for (role, refused, granted) in [
        ("hailong_app", NOT_APP, APP),
        ("hailong_tally", NOT_TALLY, TALLY),
        ("hailong_report", NOT_REPORT, REPORT),
        ("hailong_owner", &[][..], OWNER),
    ] {
        let mut conn = as_role(&database, role);
        for statement in refused {
            assert!(!may(&mut conn, statement), "{role}: {statement}");
        }
        for statement in granted {
            assert!(may(&mut conn, statement), "{role}: {statement}");
        }
        assert_eq!(roles::lacking(&mut conn, role).unwrap(), Vec::<&str>::new(), "{role}");
    }
}

/// The program as a role of the database.
fn as_program(database: &TestDatabase, role: &str, folder: &TestFolder, arguments: &[&str]) -> Command {
    let (data, forms) = (folder.path().join("data"), folder.path().join("forms"));
    let place = ["--data", data.to_str().unwrap(), "--forms", forms.to_str().unwrap()];
    let mut command = program(&[&place, arguments].concat());
    command.env("DATABASE_URL", url_of(database, role));
    command
}

#[test]
fn the_service_the_tally_and_reports_work_with_no_more_than_their_roles() {
    // given the roles, and a service that faces citizens as hailong_app and seals as hailong_tally
    let database = with_roles();
    let folder = TestFolder::new("roles");
    forms(folder.path());
    let hailong = |role: &str, arguments: &[&str]| as_program(&database, role, &folder, arguments);
    assert!(done(hailong("hailong_owner", &["migrate"])).contains("up to date"));
    done(hailong(
        "hailong_app",
        &["wave", "open", "w", "--instrument", "ten-1", "--period", "2026-Q4", "--unit", DESK, "--public"],
    ));
    let mut serve = hailong("hailong_app", &["serve", "--listen", "127.0.0.1:0"]);
    serve.env("HAILONG_TALLY_URL", url_of(&database, "hailong_tally"));
    let service = Service::start(serve, folder.path().join("log"));
    wait_for(&service, "w");
    // when people answer, one of them twice and once more with other answers
    let ids: Vec<Uuid> = (0..12).map(|_| Uuid::new_v4()).collect();
    for (person, id) in ids.iter().enumerate() {
        assert_eq!(service.send("w", *id, &answers_of(person), &[]), 201);
    }
    assert_eq!(service.send("w", ids[0], &answers_of(0), &[]), 200);
    assert_eq!(service.send("w", ids[0], &answers_of(1), &[]), 409);
    // then the tally seals them
    assert!(done(hailong("hailong_tally", &["seal"])).contains("sealed 12 responses"));
    assert_eq!(service.send("w", ids[0], &answers_of(0), &[]), 200, "sealed already");
    // ... the service shows the results ...
    let (status, page) = service.get("/ket-qua/w?lang=en");
    assert_eq!(status, 200, "{page}");
    // ... and reports are made and checked
    let file = folder.path().join("w.csv");
    let out = file.to_str().unwrap();
    done(hailong("hailong_report", &["results", "--wave", "w", "--format", "csv", "--out", out]));
    assert!(fs::read_to_string(&file).unwrap().contains(DESK));
    assert!(done(hailong("hailong_report", &["verify", out])).contains("agree"));
    // Whoever asks for more than the role gives is told so.
    let refused = hailong("hailong_report", &["seal"]).output().unwrap();
    assert!(!refused.status.success());
    service.stop();
}

#[test]
fn a_service_that_may_not_seal_says_so_and_leaves_it_to_the_tally() {
    let database = with_roles();
    let folder = TestFolder::new("roles-apart");
    forms(folder.path());
    let hailong = |role: &str, arguments: &[&str]| as_program(&database, role, &folder, arguments);
    done(hailong(
        "hailong_app",
        &["wave", "open", "w", "--instrument", "ten-1", "--period", "2026-Q4", "--unit", DESK],
    ));
    let service = Service::start(
        hailong("hailong_app", &["serve", "--listen", "127.0.0.1:0"]),
        folder.path().join("log"),
    );
    wait_for(&service, "w");
    for person in 0..10 {
        assert_eq!(service.send("w", Uuid::new_v4(), &answers_of(person), &[]), 201);
    }
    assert!(done(hailong("hailong_tally", &["seal"])).contains("sealed 10 responses"));
    let log = fs::read_to_string(&service.log).unwrap();
    assert!(log.contains("nothing is sealed here") && log.contains("hailong_app"), "{log}");
    service.stop();
    // A tally that may not do what it is there for is refused at the start.
    let mut wrong = hailong("hailong_app", &["serve", "--listen", "127.0.0.1:0"]);
    wrong.env("HAILONG_TALLY_URL", url_of(&database, "hailong_report"));
    let wrong = wrong.output().unwrap();
    let said = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert!(
        !wrong.status.success() && said.contains("hailong_report may not read and delete answers"),
        "{said}"
    );
}

#[test]
fn doctor_says_what_a_given_server_does_wrong_and_what_to_do() {
    let database = with_roles();
    let folder = TestFolder::new("roles-doctor");
    forms(folder.path());
    let doctor = |role: &str, options: &str| {
        let mut command = as_program(&database, role, &folder, &["doctor"]);
        command.env("PGOPTIONS", options);
        let output = command.output().unwrap();
        (output.status.success(), String::from_utf8(output.stdout).unwrap())
    };
    // As the superuser, with settings that note everything down
    let bad = "-c log_statement=all -c log_min_duration_statement=250 -c log_parameter_max_length=-1 \
               -c log_parameter_max_length_on_error=100 -c log_min_error_statement=error -c log_error_verbosity=default \
               -c log_duration=on -c log_transaction_sample_rate=0.5 -c log_min_duration_sample=0";
    let (good, said) = doctor("hailong", bad);
    assert!(!good);
    for name in [
        "log_statement is all",
        "log_min_duration_statement is 250ms",
        "log_parameter_max_length is -1",
        "log_parameter_max_length_on_error is 100",
        "log_min_error_statement is error",
        "log_error_verbosity is default",
        "log_duration is on",
        "log_transaction_sample_rate is 0.5",
        "log_min_duration_sample is 0",
    ] {
        assert!(said.contains(&format!("WRONG  privacy: {name}")), "{name}: {said}");
    }
    assert!(said.contains("ALTER SYSTEM SET log_statement = 'none'"), "{said}");
    assert!(said.contains("role: hailong is a superuser") && said.contains("hailong roles | psql"), "{said}");
    // As the service, of whose sessions the server notes nothing down
    let (_, said) = doctor("hailong_app", "");
    assert!(!said.contains("WRONG  privacy") && !said.contains("WRONG  role"), "{said}");
    assert!(said.contains("role: hailong_app may not read answers, nor change tables"), "{said}");
    assert!(said.contains("may not see which modules"), "{said}");
    // As the owner, and after an upgrade that forgot the grants
    let (_, said) = doctor("hailong_owner", "");
    assert!(said.contains("WRONG  role: hailong_owner owns the tables"), "{said}");
    database.connect().batch_execute("REVOKE SELECT ON publication FROM hailong_app").unwrap();
    let (good, said) = doctor("hailong_app", "");
    assert!(!good && said.contains("WRONG  role: hailong_app lacks rights at publication"), "{said}");
}
