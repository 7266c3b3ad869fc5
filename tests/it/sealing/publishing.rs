//! Publications and what verifying them finds.

use chrono::NaiveDate;
use diesel::connection::SimpleConnection;
use hailong::domain::batch::{hex, parse_hash};
use hailong::domain::publication::{Disclosure, compared_hash};
use hailong::domain::wave::Mode;
use hailong::sealing::{ChainFault, Published, gather, publish, recompute, recount, seal_wave};
use hailong::store::publications;
use hailong::store::scores::{self, StoredScore};
use hailong::store::waves::{self, StoredWave};
use rand::SeedableRng;
use rand::rngs::StdRng;

use crate::support::survey::Survey;

fn seal(survey: &mut Survey, wave: &StoredWave, epoch: &str) {
    let instrument = survey.instrument.clone();
    let epoch: NaiveDate = epoch.parse().unwrap();
    seal_wave(&mut survey.conn, wave, &instrument, epoch, &mut StdRng::seed_from_u64(5)).unwrap();
}

/// Seals so many satisfied people at `c1` and publishes.
fn sealed_and_published(survey: &mut Survey, wave: &StoredWave, epoch: &str) -> Published {
    survey.answer(wave, "c1", &[5, 4, 5, 4, 5, 4, 5, 4, 3, 1]);
    seal(survey, wave, epoch);
    publish(&mut survey.conn, wave).unwrap().unwrap()
}

#[test]
fn a_publication_has_the_waves_units_and_all_above_and_sums_upwards() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c2", "c1", "d1"]);
    assert_eq!(publish(&mut survey.conn, &wave).unwrap(), None);
    survey.answer(&wave, "d1", &[5; 10]);
    survey.answer(&wave, "c2", &[4; 30]);
    seal(&mut survey, &wave, "2026-07-02");
    let published = publish(&mut survey.conn, &wave).unwrap().unwrap();
    assert_eq!((published.number, published.new), (1, true));
    let stored = publications::by_hash(&mut survey.conn, &published.hash).unwrap().unwrap();
    let publication = stored.publication;
    let codes: Vec<&str> = publication.units.iter().map(|unit| unit.code.as_str()).collect();
    assert_eq!(codes, ["VN", "p1", "c1", "c2", "d1"]);
    let parents: Vec<_> = publication.units.iter().map(|unit| unit.parent).collect();
    assert_eq!(parents, [None, Some(0), Some(1), Some(1), Some(2)]);
    let node = publication.nodes.iter().position(|node| node.id == "1").unwrap();
    let found: Vec<_> = publication.figures.iter().map(|row| (row[node].value, row[node].n)).collect();
    let expected =
        [(Some(4.25), Some(40)), (Some(4.25), Some(40)), (Some(5.0), Some(10)), (Some(4.0), Some(30))];
    assert_eq!(found[..4], expected);
    assert_eq!(publication.figures[2][node].disclosure, Disclosure::Shown);
    assert_eq!(publication.basis.batches, 2);
}

#[test]
fn the_same_results_are_not_published_twice() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1"]);
    let first = sealed_and_published(&mut survey, &wave, "2026-07-02");
    let again = publish(&mut survey.conn, &wave).unwrap().unwrap();
    assert_eq!(again, Published { new: false, ..first });
    survey.answer(&wave, "c1", &[5; 4]);
    seal(&mut survey, &wave, "2026-07-03");
    assert_eq!(publish(&mut survey.conn, &wave).unwrap().unwrap(), again);
    let later = sealed_and_published(&mut survey, &wave, "2026-07-04");
    assert_eq!((later.number, later.new), (2, true));
}

/// On a server whose transactions see by default only what was committed before they began.
#[test]
fn a_publication_holds_what_was_committed_while_it_waited_for_the_lock() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1"]);
    let c1 = survey.unit("c1");
    let mut first = survey.connect();
    first.batch_execute("BEGIN").unwrap();
    waves::lock(&mut first, wave.number).unwrap();
    let mut second = survey.connect();
    second.batch_execute("SET default_transaction_isolation = 'repeatable read'").unwrap();
    let of_second = wave.clone();
    let waiting = std::thread::spawn(move || publish(&mut second, &of_second).unwrap());
    std::thread::sleep(std::time::Duration::from_millis(200));
    assert!(!waiting.is_finished(), "publishing has to wait for the lock");
    scores::upsert(
        &mut first,
        wave.number,
        &[StoredScore { unit_id: c1, node: "doc".to_owned(), value: 6.0 }],
    )
    .unwrap();
    first.batch_execute("COMMIT").unwrap();
    assert!(waiting.join().unwrap().is_some_and(|published| published.new));
}

#[test]
fn an_old_publication_is_recomputed_from_the_batches_it_rests_on() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1", "c2"]);
    let first = sealed_and_published(&mut survey, &wave, "2026-07-02");
    sealed_and_published(&mut survey, &wave, "2026-07-03");
    let c3 = survey.unit("c3");
    waves::add_units(&mut survey.conn, wave.number, &[c3]).unwrap();
    survey.conn.batch_execute("UPDATE unit SET name = 'Tên mới' WHERE code = 'c1'").unwrap();
    let verified = recompute(&mut survey.conn, &first.hash).unwrap().unwrap();
    assert_eq!(verified.compared_with, None);
    assert!(verified.publication.agrees(), "{verified:?}");
    assert_eq!(verified.publication.stored.publication.basis.batches, 1);
    assert_eq!(recompute(&mut survey.conn, &[9; 32]).unwrap(), None);
}

#[test]
fn a_comparison_is_found_by_its_hash() {
    let mut survey = Survey::new();
    let before = survey.wave_like("before", &["c1"], |wave| wave.period = "2026-Q2".parse().unwrap());
    let now = survey.wave("now", Mode::Desk, &["c1"]);
    let before = sealed_and_published(&mut survey, &before, "2026-07-02");
    let now = sealed_and_published(&mut survey, &now, "2026-07-02");
    let hash = compared_hash(&now.hash, &before.hash);
    let verified = recompute(&mut survey.conn, &hash).unwrap().unwrap();
    let earlier = verified.compared_with.unwrap();
    assert_eq!((verified.publication.stored.hash, earlier.stored.hash), (now.hash, before.hash));
    assert!(verified.publication.agrees() && earlier.agrees());
}

#[test]
fn a_changed_batch_is_found() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1"]);
    sealed_and_published(&mut survey, &wave, "2026-07-02");
    let second = sealed_and_published(&mut survey, &wave, "2026-07-03");
    let damage = "UPDATE batch SET tally[4] = tally[4] + 1, tally[8] = tally[8] - 1 WHERE seq = 1";
    survey.conn.batch_execute(damage).unwrap();
    let verified = recompute(&mut survey.conn, &second.hash).unwrap().unwrap().publication;
    assert!(!verified.agrees());
    assert_eq!(verified.chain, [ChainFault::Changed(1)]);
    assert_ne!(verified.recomputed.figures, verified.stored.publication.figures);
    assert!(verified.intact && !verified.scores_changed);
    assert_eq!(recount(&mut survey.conn, &wave).unwrap().differing, [1]);
}

#[test]
fn a_batch_left_out_is_found() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1"]);
    for epoch in ["2026-07-02", "2026-07-03"] {
        sealed_and_published(&mut survey, &wave, epoch);
    }
    let third = sealed_and_published(&mut survey, &wave, "2026-07-04");
    survey.conn.batch_execute("DELETE FROM batch WHERE seq = 2").unwrap();
    let verified = recompute(&mut survey.conn, &third.hash).unwrap().unwrap().publication;
    assert_eq!(verified.chain, [ChainFault::Missing(2), ChainFault::Broken(3)]);
    survey.conn.batch_execute("DELETE FROM batch WHERE seq = 3").unwrap();
    let verified = recompute(&mut survey.conn, &third.hash).unwrap().unwrap().publication;
    assert_eq!(verified.chain, [ChainFault::Missing(2), ChainFault::Missing(3)]);
    assert!(!verified.agrees());
}

#[test]
fn scores_imported_since_are_said_to_be() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1"]);
    let c1 = survey.unit("c1");
    let score = |value| StoredScore { unit_id: c1, node: "doc".to_owned(), value };
    scores::upsert(&mut survey.conn, wave.number, &[score(6.0)]).unwrap();
    let published = sealed_and_published(&mut survey, &wave, "2026-07-02");
    assert!(recompute(&mut survey.conn, &published.hash).unwrap().unwrap().publication.agrees());
    scores::upsert(&mut survey.conn, wave.number, &[score(7.0)]).unwrap();
    let verified = recompute(&mut survey.conn, &published.hash).unwrap().unwrap().publication;
    assert!(verified.scores_changed && !verified.agrees());
    assert_eq!(verified.chain, []);
    let at = |id: &str| verified.recomputed.nodes.iter().position(|node| node.id == id).unwrap();
    let (stored, again) = (&verified.stored.publication.figures, &verified.recomputed.figures);
    for (before, after) in stored.iter().zip(again) {
        assert_eq!(before[at("1")], after[at("1")]);
    }
    assert_ne!(stored, again);
}

#[test]
fn a_changed_document_is_found() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1"]);
    let first = sealed_and_published(&mut survey, &wave, "2026-07-02");
    let second = sealed_and_published(&mut survey, &wave, "2026-07-03");
    survey
        .conn
        .batch_execute(
            "UPDATE publication SET document = (SELECT document FROM publication WHERE number = 1) \
             WHERE number = 2",
        )
        .unwrap();
    let verified = recompute(&mut survey.conn, &second.hash).unwrap().unwrap().publication;
    assert!(!verified.intact && !verified.agrees());
    assert!(recompute(&mut survey.conn, &first.hash).unwrap().unwrap().publication.agrees());
}

#[test]
fn answers_lost_or_added_behind_a_batch_are_found_by_counting_again() {
    let mut survey = Survey::new();
    let wave = survey.wave("w", Mode::Desk, &["c1", "c2"]);
    sealed_and_published(&mut survey, &wave, "2026-07-02");
    survey.answer(&wave, "c2", &[5; 10]);
    seal(&mut survey, &wave, "2026-07-03");
    let stray = "INSERT INTO sealed_response SELECT unit_id, wave, 7, answers FROM sealed_response LIMIT 1";
    survey.conn.batch_execute(stray).unwrap();
    survey
        .conn
        .batch_execute("DELETE FROM sealed_response WHERE ctid = (SELECT max(ctid) FROM sealed_response WHERE batch = 2)")
        .unwrap();
    let recounted = recount(&mut survey.conn, &wave).unwrap();
    assert_eq!((recounted.batches, recounted.differing, recounted.strays), (2, vec![2], 1));
}

#[test]
fn the_switches_of_the_wave_decide() {
    let mut survey = Survey::new();
    let setting = |choice: &str| [("statistic".to_owned(), choice.to_owned())].into();
    let share = survey.wave_like("share", &["c1"], |wave| wave.switches = setting("share"));
    survey.answer(&share, "c1", &[5, 5, 4, 4, 4, 3, 3, 3, 1, 1]);
    seal(&mut survey, &share, "2026-07-02");
    let publication = gather(&mut survey.conn, &share).unwrap().publication().unwrap();
    let node = publication.nodes.iter().position(|node| node.id == "1").unwrap();
    assert_eq!(publication.figures[0][node].value, Some(0.5));
    let wrong = survey.wave_like("wrong", &["c1"], |wave| wave.switches = setting("guess"));
    let fault = gather(&mut survey.conn, &wrong).unwrap_err().to_string();
    assert!(fault.contains("has no choice \"guess\""), "{fault}");
}

#[test]
fn only_64_hexadecimal_digits_are_a_hash() {
    let text = "00ff".repeat(16);
    assert_eq!(hex(&parse_hash(&text).unwrap()), text);
    let signed = "+1".repeat(32);
    for wrong in ["", "00", &"0".repeat(63), &"0".repeat(65), &"zz".repeat(32), &"é".repeat(32), &signed] {
        assert_eq!(parse_hash(wrong), None, "{wrong:?}");
    }
}
