//! Ways in which a server notes down more of the answers, and of when they came, than this program does.

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::health::setting;
use super::{StoreError, traces};

/// Something an administrator should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exposed {
    /// Whether it is to be mended; otherwise it is only to be known.
    pub wrong: bool,
    /// What it is and what it does.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

/// A setting, when it is right, and what it does when it is not.
struct Check {
    name: &'static str,
    wanted: &'static [&'static str],
    effect: &'static str,
}

/// The first of the values wanted is the one to set.
const CHECKS: &[Check] = &[
    Check {
        name: "track_commit_timestamp",
        wanted: &["off"],
        effect: "the server keeps when every answer was written",
    },
    Check {
        name: "log_statement",
        wanted: &["none", "ddl"],
        effect: "the server notes down every statement, and when it came",
    },
    Check {
        name: "log_duration",
        wanted: &["off"],
        effect: "the server notes down when every statement came",
    },
    Check {
        name: "log_min_duration_statement",
        wanted: &["-1"],
        effect: "the server notes down statements, and when they came",
    },
    Check {
        name: "log_min_duration_sample",
        wanted: &["-1"],
        effect: "the server notes down a sample of statements, and when they came",
    },
    Check {
        name: "log_transaction_sample_rate",
        wanted: &["0"],
        effect: "the server notes down whole transactions, a sample of them",
    },
    Check {
        name: "log_parameter_max_length",
        wanted: &["0"],
        effect: "where the server notes statements down, the answers go with them",
    },
    Check {
        name: "log_parameter_max_length_on_error",
        wanted: &["0"],
        effect: "the server notes the answers down when a statement fails",
    },
    Check {
        name: "log_min_error_statement",
        wanted: &["panic", "fatal"],
        effect: "the server notes down statements that fail",
    },
    Check {
        name: "log_error_verbosity",
        wanted: &["terse"],
        effect: "the server quotes rows, and with them answers, when something fails",
    },
    Check {
        name: "auto_explain.log_min_duration",
        wanted: &["-1"],
        effect: "the module auto_explain notes down statements, and when they came",
    },
    Check {
        name: "pgaudit.log",
        wanted: &["none", "ddl", "role", "ddl, role"],
        effect: "the module pgaudit notes down statements, and when they came",
    },
    Check {
        name: "pg_stat_statements.track",
        wanted: &["none"],
        effect: "the module pg_stat_statements counts every insertion: looked at often, it tells who has just answered",
    },
];

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// Looks for all of them, as they hold for the role of this connection.
pub fn exposed(conn: &mut PgConnection) -> Result<Vec<Exposed>, StoreError> {
    let mut found = Vec::new();
    for Check { name, wanted, effect } in CHECKS {
        let Some(value) = setting(conn, name)? else { continue };
        if wanted.contains(&value.as_str()) {
            continue;
        }
        let to = wanted.first().copied().unwrap_or_default();
        found.push(Exposed {
            wrong: true,
            what: format!("{name} is {value}: {effect}"),
            remedy: format!(
                "ALTER SYSTEM SET {name} = '{to}'; SELECT pg_reload_conf();{}",
                if *name == "track_commit_timestamp" { " and restart the server" } else { "" }
            ),
        });
    }
    found.extend(copies(conn)?);
    Ok(found)
}

/// Copies of the write-ahead log: they hold the answers one by one in the order in which they came.
fn copies(conn: &mut PgConnection) -> Result<Vec<Exposed>, StoreError> {
    let mut found = Vec::new();
    let mut note = |what: &str, remedy: &str| {
        found.push(Exposed { wrong: false, what: what.to_owned(), remedy: remedy.to_owned() });
    };
    if setting(conn, "archive_mode")?.is_some_and(|value| value != "off") {
        note(
            "archive_mode is on: the archive holds the answers that wait, one by one in the order in which they came",
            "keep the archive encrypted, let few people near it and delete it soon; in waves with envelopes it holds nothing readable",
        );
    }
    let replicas = "SELECT (SELECT count(*) FROM pg_stat_replication) + (SELECT count(*) FROM pg_replication_slots) AS count";
    if count(conn, replicas)? > 0 {
        note(
            "there are replicas or replication slots: they receive every answer when it comes",
            "protect them like the server itself; in waves with envelopes they receive nothing readable",
        );
    }
    if setting(conn, "wal_recycle")?.is_some_and(|value| value == "on") {
        note(
            "wal_recycle is on: old files of the write-ahead log, with answers in the order in which they came, are kept for reuse",
            "ALTER SYSTEM SET wal_recycle = 'off'; SELECT pg_reload_conf();",
        );
    }
    if !traces::may_checkpoint(conn)? {
        note(
            "this role may not make checkpoints: after sealing the write-ahead log stays until the server makes one",
            "GRANT EXECUTE ON FUNCTION pg_switch_wal() TO the role; GRANT pg_checkpoint TO the role (PostgreSQL 15 and newer); `hailong roles` prints it",
        );
    }
    if setting(conn, "shared_preload_libraries")?.is_none() {
        note(
            "this role may not see which modules the server loads",
            "as administrator: SHOW shared_preload_libraries; pg_stat_statements, auto_explain and pgaudit should not be among them",
        );
    }
    Ok(found)
}

fn count(conn: &mut PgConnection, question: &str) -> Result<i64, StoreError> {
    let found: Count = diesel::sql_query(question).get_result(conn)?;
    Ok(found.count)
}
