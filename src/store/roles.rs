//! Least privilege on a server of one's own: four roles, and the statements that make them.
//!
//! | role | used by | may |
//! |---|---|---|
//! | `hailong_owner` | `hailong migrate` | change the tables |
//! | `hailong_app` | `hailong serve` | take responses without reading any; everything about staff, units, waves, kiosks |
//! | `hailong_tally` | sealing, closing, importing, deciding, erasing | read and delete answers, write batches and publications |
//! | `hailong_report` | `hailong results`, `hailong verify` | read publications and batches |
//!
//! The tables that hold or held answers belong to the tally, because only the owner of a table may clear what deleted
//! rows leave in its files. The owner is a member of it, so that migrations may change them.

use std::fmt::Write as _;

use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};

use super::StoreError;
use super::health::Yes;

/// What the roles app, tally and report may do with a table; words of `GRANT`, with columns where only some.
pub struct Grants {
    /// The table.
    pub table: &'static str,
    /// Whether it belongs to the tally.
    pub of_tally: bool,
    /// The service.
    pub app: &'static str,
    /// Sealing.
    pub tally: &'static str,
    /// Reports.
    pub report: &'static str,
}

const READ: &str = "SELECT";
const ADD: &str = "SELECT, INSERT";
const KEEP: &str = "SELECT, INSERT, UPDATE";
const ALL: &str = "SELECT, INSERT, UPDATE, DELETE";
const NOTHING: &str = "";

/// A table of staff alone.
const fn staff(table: &'static str) -> Grants {
    Grants { table, of_tally: false, app: ALL, tally: NOTHING, report: NOTHING }
}

/// A table about surveys.
const fn survey(table: &'static str, app: &'static str, tally: &'static str, report: &'static str) -> Grants {
    Grants { table, of_tally: false, app, tally, report }
}

/// A table that holds or held answers.
const fn answers(table: &'static str, app: &'static str, report: &'static str) -> Grants {
    Grants { table, of_tally: true, app, tally: ALL, report }
}

/// Every table. A new one needs a line here (a test fails without), and then `hailong roles` once more.
pub const GRANTS: &[Grants] = &[
    staff("account"),
    staff("account_grant"),
    staff("account_identity"),
    staff("account_link"),
    staff("api_token"),
    staff("device"),
    staff("known_device"),
    staff("recovery_code"),
    staff("session"),
    staff("sign_in_failure"),
    survey("audit_log", ADD, ADD, NOTHING),
    survey("dossier", KEEP, ALL, READ),
    survey("imported_file", READ, ALL, NOTHING),
    survey("instrument", KEEP, KEEP, READ),
    survey("margin", READ, ALL, NOTHING),
    survey("score", READ, ALL, READ),
    survey("task", ALL, ALL, NOTHING),
    survey("unit", KEEP, KEEP, READ),
    survey("unit_lineage", ALL, ALL, READ),
    survey("wave", ALL, ALL, READ),
    survey("wave_key", ALL, ALL, NOTHING),
    survey("wave_source", ALL, ALL, READ),
    survey("wave_unit", ALL, ALL, READ),
    survey("__diesel_schema_migrations", READ, READ, READ),
    answers("batch", READ, READ),
    answers("batch_calibration", READ, NOTHING),
    answers("batch_cell", READ, NOTHING),
    answers("batch_part", READ, NOTHING),
    answers("batch_quality", NOTHING, NOTHING),
    // Who has traded a ticket in, and which tokens were used: keyed or random, and of no use to anybody else.
    answers("blind_spent", ALL, NOTHING),
    answers("blind_traded", ALL, NOTHING),
    answers("envelope", "INSERT", NOTHING),
    answers("publication", READ, READ),
    answers("quarantine", READ, READ),
    answers("raking", READ, NOTHING),
    answers("remark", "SELECT, UPDATE", NOTHING),
    // How many wait is asked, what they say is not.
    answers("remark_pool", "INSERT, SELECT (unit_id, id, wave)", NOTHING),
    answers("response", "INSERT", NOTHING),
    answers("sealed_response", NOTHING, NOTHING),
    answers("spent_id", READ, NOTHING),
    // Issued and spent by the service, which sees nothing in it but keyed hashes.
    answers("ticket_unspent", ALL, NOTHING),
    answers("visit", READ, READ),
    answers("visit_pool", KEEP, NOTHING),
    answers("visit_report", ADD, NOTHING),
];

/// Functions that the service may run with the rights of the tally.
const FUNCTIONS: [&str; 4] = [
    "envelope_kept (integer[], uuid[], bytea[])",
    "envelope_take_back (integer, uuid)",
    "response_kept (integer[], uuid[], bytea[])",
    "response_take_back (integer, uuid)",
];

/// Settings that keep answers out of the server's log whatever is set for others: of these sessions it notes nothing.
const SILENT: [(&str, &str); 9] = [
    ("log_statement", "none"),
    ("log_duration", "off"),
    ("log_min_duration_statement", "-1"),
    ("log_min_duration_sample", "-1"),
    ("log_transaction_sample_rate", "0"),
    ("log_parameter_max_length", "0"),
    ("log_parameter_max_length_on_error", "0"),
    ("log_min_error_statement", "panic"),
    ("log_error_verbosity", "terse"),
];

const ROLES: [&str; 4] = ["hailong_owner", "hailong_app", "hailong_tally", "hailong_report"];

/// The statements that make the roles, or bring them up to date; running them again changes nothing. For a superuser,
/// or for whoever owns the database and may create roles.
pub fn script() -> String {
    let mut sql = String::from(HEAD);
    for role in ROLES {
        let _ = writeln!(
            sql,
            "DO $$ BEGIN CREATE ROLE {role} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;"
        );
    }
    sql.push_str(OWNERS);
    for grants in GRANTS.iter().filter(|grants| grants.of_tally) {
        let _ = writeln!(sql, "ALTER TABLE {} OWNER TO hailong_tally;", grants.table);
    }
    for function in FUNCTIONS {
        let _ = writeln!(sql, "ALTER FUNCTION {function} OWNER TO hailong_tally;");
        let _ = writeln!(sql, "REVOKE ALL ON FUNCTION {function} FROM PUBLIC;");
        let _ = writeln!(sql, "GRANT EXECUTE ON FUNCTION {function} TO hailong_app;");
    }
    for Grants { table, of_tally, app, tally, report } in GRANTS {
        let _ = writeln!(sql, "REVOKE ALL ON {table} FROM PUBLIC, hailong_app, hailong_report;");
        let tally = if *of_tally { NOTHING } else { tally };
        for (role, words) in [("hailong_app", *app), ("hailong_tally", tally), ("hailong_report", *report)] {
            if !words.is_empty() {
                let _ = writeln!(sql, "GRANT {words} ON {table} TO {role};");
            }
        }
    }
    sql.push_str("\n-- The server notes nothing down of what these roles do. Where that is refused, `hailong doctor` says what is left to do.\n");
    for role in ROLES {
        for (name, value) in SILENT {
            let _ = writeln!(
                sql,
                "DO $$ BEGIN ALTER ROLE {role} SET {name} = '{value}'; \
                 EXCEPTION WHEN insufficient_privilege OR undefined_object THEN RAISE NOTICE '{name} cannot be set for {role}'; END $$;"
            );
        }
    }
    sql.push_str(TAIL);
    sql
}

const HEAD: &str = "-- Roles of hailong with no more rights than each needs. Run it in hailong's database, after `hailong migrate`,
-- as a superuser (or as the owner of the database, if that may create roles), and again after every upgrade:
--   hailong roles | psql -v ON_ERROR_STOP=1 <address of the database, as administrator>
-- Then give the roles passwords (psql: \\password hailong_app …) or other ways to sign in (pg_hba.conf).
--   hailong_owner   hailong migrate
--   hailong_app     hailong serve (DATABASE_URL)
--   hailong_tally   the same service (HAILONG_TALLY_URL), or `hailong seal` at night and the command line
--   hailong_report  hailong results, hailong verify
BEGIN;

";

const OWNERS: &str = "
GRANT hailong_tally TO hailong_owner;

-- Everything of hailong belongs to the owner, and what holds or held answers to the tally.
DO $$
DECLARE
    own text := current_schema();
    thing record;
BEGIN
    EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC', own);
    EXECUTE format('GRANT CREATE, USAGE ON SCHEMA %I TO hailong_owner', own);
    -- Whoever is to own a table must be allowed to create one where it stands.
    EXECUTE format('GRANT CREATE, USAGE ON SCHEMA %I TO hailong_tally', own);
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO hailong_app, hailong_report', own);
    EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO hailong_owner, hailong_app, hailong_tally, hailong_report', current_database());
    FOR thing IN SELECT c.oid::regclass AS name FROM pg_class c
        WHERE c.relnamespace = own::regnamespace AND c.relkind IN ('r', 'p') AND pg_get_userbyid(c.relowner) <> 'hailong_tally'
    LOOP
        EXECUTE format('ALTER TABLE %s OWNER TO hailong_owner', thing.name);
    END LOOP;
    FOR thing IN SELECT p.oid::regprocedure AS name FROM pg_proc p
        WHERE p.pronamespace = own::regnamespace AND pg_get_userbyid(p.proowner) <> 'hailong_tally'
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO hailong_owner', thing.name);
    END LOOP;
END $$;
";

const TAIL: &str = "
DO $$
DECLARE own text := current_schema();
BEGIN
    EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA %I TO hailong_app, hailong_tally', own);
    EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM hailong_tally', own);
END $$;

-- After sealing the tally may let the write-ahead log go that held the answers one by one (PostgreSQL 15 and newer).
DO $$ BEGIN
    GRANT EXECUTE ON FUNCTION pg_switch_wal() TO hailong_tally;
    GRANT pg_checkpoint TO hailong_tally;
EXCEPTION WHEN insufficient_privilege OR undefined_object THEN RAISE NOTICE 'hailong_tally may not make checkpoints';
END $$;

COMMIT;
";

/// What the role of this connection is and may do.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
#[expect(clippy::struct_excessive_bools, reason = "each is a right of its own")]
pub struct OwnRole {
    /// Its name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Whether it may do everything on the server.
    #[diesel(sql_type = Bool)]
    pub superuser: bool,
    /// Whether it may change the tables, or make them where there are none yet.
    #[diesel(sql_type = Bool)]
    pub may_migrate: bool,
    /// Whether it may bring in units and forms.
    #[diesel(sql_type = Bool)]
    pub may_fill: bool,
    /// Whether it may read and delete answers.
    #[diesel(sql_type = Bool)]
    pub may_seal: bool,
}

/// The role of this connection.
pub fn own_role(conn: &mut PgConnection) -> Result<OwnRole, StoreError> {
    let role = diesel::sql_query(
        "SELECT current_user::text AS name, \
         (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser, \
         coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AND NOT EXISTS ( \
             SELECT FROM pg_class WHERE oid = to_regclass('unit') AND NOT pg_has_role(relowner, 'USAGE')) \
             AS may_migrate, \
         coalesce(has_table_privilege(to_regclass('unit'), 'INSERT'), true) AS may_fill, \
         coalesce(has_table_privilege(to_regclass('sealed_response'), 'INSERT'), true) AS may_seal",
    )
    .get_result(conn)?;
    Ok(role)
}

/// Tables on which a role of these names lacks something it needs, e.g. after an upgrade; empty for other roles.
pub fn lacking(conn: &mut PgConnection, role: &str) -> Result<Vec<&'static str>, StoreError> {
    let mut lacking = Vec::new();
    for grants in GRANTS {
        let words = match role {
            "hailong_app" => grants.app,
            "hailong_tally" => grants.tally,
            "hailong_report" => grants.report,
            _ => return Ok(lacking),
        };
        // Rights at some columns are no rights at the table.
        let whole = |word: &&str| words.contains(*word) && !words.contains(&format!("{word} ("));
        for word in ["SELECT", "INSERT", "UPDATE", "DELETE"].into_iter().filter(whole) {
            let has: Yes = diesel::sql_query(format!(
                "SELECT coalesce(has_table_privilege(to_regclass('{}'), '{word}'), false) AS yes",
                grants.table
            ))
            .get_result(conn)?;
            if !has.yes && lacking.last() != Some(&grants.table) {
                lacking.push(grants.table);
            }
        }
    }
    Ok(lacking)
}
