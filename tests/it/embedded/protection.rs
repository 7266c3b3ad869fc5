//! What the server must never keep: when an answer came, and what a statement held.

use std::fs;
use std::io::Write;

use diesel::connection::SimpleConnection;
use diesel::sql_types::Text;
use diesel::{RunQueryDsl, sql_query};
use hailong::embedded::Purpose;

use super::{connect, folder_with_cluster, open, run, text};

const SETTINGS: &[(&str, &str)] = &[
    ("track_commit_timestamp", "off"),
    ("log_statement", "none"),
    ("log_min_duration_statement", "-1"),
    ("log_parameter_max_length", "0"),
    ("log_parameter_max_length_on_error", "0"),
    ("log_min_error_statement", "panic"),
    ("log_connections", "off"),
    ("log_disconnections", "off"),
    ("shared_preload_libraries", ""),
    ("wal_level", "minimal"),
    ("wal_recycle", "off"),
];

#[test]
fn no_file_of_the_cluster_can_undo_the_protection() {
    let folder = folder_with_cluster("settings");
    open(folder.path(), Purpose::Test).unwrap().stop().unwrap();
    let file = folder.path().join("postgres/postgresql.conf");
    let mut conf = fs::OpenOptions::new().append(true).open(file).unwrap();
    for line in [
        "log_statement = 'all'",
        "track_commit_timestamp = on",
        "log_connections = on",
        "log_min_messages = debug1",
        "wal_level = replica",
        "archive_mode = on",
        "work_mem = 5MB",
    ] {
        writeln!(conf, "{line}").unwrap();
    }

    let cluster = open(folder.path(), Purpose::Serve).unwrap();

    for (name, value) in SETTINGS {
        assert_eq!(text(&cluster, &format!("current_setting('{name}')")), *value, "{name}");
    }
    assert_eq!(text(&cluster, "current_setting('work_mem')"), "5MB", "the operator's own tuning stays");
}

#[test]
fn the_log_never_quotes_an_answer() {
    let folder = folder_with_cluster("log");
    let cluster = open(folder.path(), Purpose::Test).unwrap();
    run(&cluster, "CREATE TABLE answer (words text PRIMARY KEY CHECK (length(words) < 99))");
    let mut connection = connect(&cluster);
    let answer = "cán bộ vòi vĩnh";
    // An error whose message, one whose detail and one whose statement and parameter hold the answer.
    connection.batch_execute(&format!("SELECT '{answer}'::integer")).unwrap_err();
    let insert = format!("INSERT INTO answer VALUES ('{answer}')");
    connection.batch_execute(&insert).unwrap();
    connection.batch_execute(&insert).unwrap_err();
    let long = answer.repeat(20);
    sql_query("INSERT INTO answer VALUES ($1)").bind::<Text, _>(&long).execute(&mut connection).unwrap_err();
    // A backend that dies in the middle of a statement.
    let suicide = format!("SELECT '{answer}', pg_sleep(60)");
    let pid = text_of_pid(&mut connection);
    let killer = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(300));
        super::kill(pid);
    });
    connection.batch_execute(&suicide).unwrap_err();
    killer.join().unwrap();
    let log = cluster.log().to_path_buf();
    let _ = cluster.stop();

    let log = fs::read_to_string(log).unwrap();
    assert!(log.contains("was terminated by signal 9"), "the log tells of crashes: {log}");
    assert!(!log.contains("vòi vĩnh"), "{log}");
    assert!(!log.contains("INSERT") && !log.contains("SELECT"), "{log}");
}

fn text_of_pid(connection: &mut diesel::PgConnection) -> u32 {
    let query = sql_query("SELECT pg_backend_pid()::bigint AS value");
    let pid = query.get_result::<super::Number>(connection).unwrap().value;
    u32::try_from(pid).unwrap()
}
