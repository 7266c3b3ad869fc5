//! Whoever looks for what should be gone: answers where a wave keeps totals alone, and waves that were erased.

use std::collections::BTreeSet;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use hailong::domain::access::Role;
use hailong::domain::wave::Retention;
use hailong::sealing::{Recount, close_wave, publish, recount, seal_all};
use hailong::store::erase::tables_of_waves;
use hailong::store::waves;

use super::ground::Ground;
use super::service::{answers_of, hexadecimal, kept};
use crate::journeys::program::Program;
use crate::staff::support::{has_logged, person};
use crate::web::results::publish as publish_wave;
use crate::web::support::start;

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = Text)]
    name: String,
}

fn rows(conn: &mut PgConnection, question: &str) -> i64 {
    diesel::sql_query(question).get_result::<Count>(conn).unwrap().count
}

/// Every row of every table as text, as a dump has them.
fn dump(conn: &mut PgConnection) -> String {
    let tables: Vec<Named> = diesel::sql_query(
        "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
    )
    .load(conn)
    .unwrap();
    let mut all = String::new();
    for Named { name } in tables {
        let lines: Vec<Named> =
            diesel::sql_query(format!("SELECT '{name} ' || t::text AS name FROM {name} t"))
                .load(conn)
                .unwrap();
        for line in lines {
            all.push_str(&line.name);
            all.push('\n');
        }
    }
    all
}

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

#[test]
fn where_totals_are_kept_alone_no_answer_survives_sealing_and_recounting_says_so() {
    // given a wave that keeps totals alone and one that keeps rows
    let mut ground = Ground::new(21);
    let totals = ground.survey.wave_like("totals", &["c1", "c2", "c4"], |wave| {
        "ten-1".clone_into(&mut wave.instrument);
        wave.switches.clear();
        wave.protection.retention = Retention::Totals;
    });
    let rows_kept = ground.wave("rows", &["c1"]);
    for wave in [&totals, &rows_kept] {
        ground.answer(wave, "c1", &std::array::from_fn::<_, 12, _>(answers_of));
    }
    ground.answer(&totals, "c4", &std::array::from_fn::<_, 3, _>(|person| answers_of(person + 50)));
    // when they are sealed, and the first is closed with three people left who are too few
    let instrument = ground.instrument.clone();
    let conn = &mut ground.survey.conn;
    seal_all(conn, day("2026-07-02"), &mut rand::rng()).unwrap();
    let report = close_wave(conn, &totals, &instrument, day("2026-07-03"), &mut rand::rng()).unwrap();
    publish(conn, &totals).unwrap();
    assert_eq!(report.unpublished, 3);
    // then no answer of the first is anywhere, those of the second are
    let of = |wave: i32| format!("SELECT count(*) AS count FROM sealed_response WHERE wave = {wave}");
    assert_eq!((rows(conn, &of(totals.number)), rows(conn, &of(rows_kept.number))), (0, 12));
    let everything = dump(conn);
    for person in (0..12).chain(50..53) {
        let hex = hexadecimal(&kept(&instrument, person));
        let found = everything.lines().filter(|line| line.contains(&hex)).count();
        assert_eq!(found, usize::from(person < 12), "{person}");
    }
    // and recounting says what it can
    let recounted = recount(conn, &totals).unwrap();
    assert_eq!(recounted, Recount { batches: 0, dropped: 1, ..Recount::default() });
    assert_eq!(recount(conn, &rows_kept).unwrap().batches, 1);
}

#[test]
fn every_table_about_waves_is_erased_and_the_ones_referred_to_come_last() {
    let mut ground = Ground::new(22);
    let conn = &mut ground.survey.conn;
    let order = tables_of_waves(conn).unwrap();
    let with_foreign_key: Vec<Named> = diesel::sql_query(
        "SELECT DISTINCT conrelid::regclass::text AS name FROM pg_constraint \
         WHERE contype = 'f' AND confrelid = 'wave'::regclass AND conrelid <> confrelid",
    )
    .load(conn)
    .unwrap();
    for Named { name } in with_foreign_key {
        assert!(order.contains(&name), "{name} refers to a wave and has no column `wave`");
    }
    let place = |name: &str| order.iter().position(|table| table == name).unwrap();
    assert!(place("quarantine") < place("batch") && place("batch_quality") < place("batch"));
    assert!(order.len() >= 13, "{order:?}");
}

#[test]
fn nothing_of_an_erased_wave_is_left_but_the_entry_that_says_so() {
    // given a wave with everything that can belong to one, closed, and another one beside it
    let server = start();
    publish_wave(&server, "rieng");
    publish_wave(&server, "mo");
    let mut conn = server.connect();
    let number = waves::find(&mut conn, &"rieng".parse().unwrap()).unwrap().unwrap().number;
    waves::close(&mut conn, number).unwrap();
    let unit = crate::web::support::unit_id(&mut conn, "01001-1");
    conn.batch_execute(&format!(
        "INSERT INTO response (unit_id, id, wave, answers) VALUES ({unit}, gen_random_uuid(), {number}, '\\xfeedface');
         INSERT INTO spent_id (unit_id, id, wave) VALUES ({unit}, gen_random_uuid(), {number});
         INSERT INTO sealed_response (unit_id, wave, batch, answers) VALUES ({unit}, {number}, 1, '\\xfeedface');
         INSERT INTO ticket_unspent (mac, wave) VALUES (sha256('feedface'), {number});
         INSERT INTO imported_file (wave, sha256) VALUES ({number}, sha256('x'));
         INSERT INTO dossier (wave, unit_id, closed) VALUES ({number}, {unit}, 471147114);
         INSERT INTO visit (unit_id, wave, asked, answered, abandoned) VALUES ({unit}, {number}, 471247124, 1, 1);
         UPDATE wave SET earlier = 'rieng' WHERE id = 'mo'"
    ))
    .unwrap();
    let before: BTreeSet<String> = tables_of_waves(&mut conn).unwrap().into_iter().collect();
    let filled = before.iter().filter(|table| {
        rows(&mut server.connect(), &format!("SELECT count(*) AS count FROM {table} WHERE wave = {number}"))
            > 0
    });
    assert!(filled.count() >= 8);
    let others = format!("SELECT count(*) AS count FROM batch WHERE wave <> {number}");
    let batches_of_others = rows(&mut conn, &others);
    assert!(batches_of_others > 0);
    // when a manager asks, then they are refused
    let manager = person(&server, "quan-ly", Role::Manager, None);
    assert_eq!(manager.get("/quan-tri/dot/rieng/xoa").status, 403);
    // when an administrator asks for an open wave, then it is to be closed first
    let admin = person(&server, "quan-tri-vien", Role::Administrator, None);
    assert_eq!(admin.get("/quan-tri/dot/mo/xoa").status, 409);
    // when the name typed is another one, then nothing is erased
    let page = "/quan-tri/dot/rieng/xoa";
    assert!(admin.get("/quan-tri/dot/rieng?lang=en").text().contains("Erase this wave"));
    let wrong = admin.fill(page, page, &[("name-again", "mo")]);
    assert_eq!(wrong.status, 422, "{}", wrong.text());
    assert!(waves::by_number(&mut conn, number).unwrap().is_some());
    // when it is the right one
    let done = admin.fill(page, page, &[("name-again", "rieng")]);
    assert_eq!(done.status, 303, "{}", done.text());
    // then nothing of it is in any table, and all of the other wave is
    for table in tables_of_waves(&mut conn).unwrap() {
        let left = rows(&mut conn, &format!("SELECT count(*) AS count FROM {table} WHERE wave = {number}"));
        assert_eq!(left, 0, "{table}");
    }
    let everything = dump(&mut conn);
    for trace in ["feedface", "471147114", "471247124"] {
        assert!(!everything.contains(trace), "{trace}");
    }
    let named: Vec<&str> = everything.lines().filter(|line| line.contains("rieng")).collect();
    assert!(named.iter().all(|line| line.starts_with("audit_log ")), "{named:?}");
    assert_eq!(rows(&mut conn, "SELECT count(*) AS count FROM batch"), batches_of_others);
    // and the log says who did it
    assert!(has_logged(&server, "quan-tri-vien", "wave_erased"));
    assert_eq!(server.get("/ket-qua/mo").status, 200);
}

#[test]
fn the_command_line_asks_twice() {
    // given a closed wave
    let hailong = Program::new();
    hailong.done(&[
        "wave",
        "open",
        "cu",
        "--instrument",
        "one-stop-2018",
        "--period",
        "2026-Q4",
        "--unit",
        "02020",
    ]);
    assert!(hailong.refused(&["wave", "erase", "cu", "--again", "cu"]).contains("the wave is open"));
    hailong.done(&["wave", "close", "cu"]);
    // when its name is given once, or another one the second time, then it stays
    assert!(hailong.refused(&["wave", "erase", "cu"]).contains("hailong wave erase cu --again cu"));
    assert!(hailong.refused(&["wave", "erase", "cu", "--again", "moi"]).contains("nothing was erased"));
    assert!(hailong.done(&["wave", "list"]).contains("cu\t"));
    // when twice, then it is gone
    hailong.done(&["wave", "erase", "cu", "--again", "cu"]);
    assert!(hailong.done(&["wave", "list"]).contains("no waves yet"));
}
