//! Staff who fill in forms themselves, and staff who would rather lose a batch.

use std::time::{Duration, Instant};

use chrono::{NaiveDate, Utc};
use hailong::domain::access::{Entitlement, Powers, Reach, Right, Rights, Role};
use hailong::domain::publication::{LateBatch, Publication};
use hailong::domain::quality::{Counts, Reason, Seen, suspicions};
use hailong::domain::unit::UnitKey;
use hailong::identity::{Moment, Principal};
use hailong::planning::{self, Refused};
use hailong::sealing::{Bursts, ChainFault, recompute, seal_all};
use hailong::store::quality::{self, Decision, Quarantined};
use hailong::store::waves::StoredWave;
use hailong::store::{audit, dossiers, publications};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::ground::Ground;

const HONEST: [&str; 6] = ["c1", "c2", "c4", "c5", "d1", "d2"];
const ALL: [&str; 7] = ["c1", "c2", "c3", "c4", "c5", "d1", "d2"];
/// Different at every question, and nobody answers so by chance.
const COPIED: [i32; 10] = [3, 5, 4, 3, 5, 4, 4, 3, 5, 3];

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn now() -> Moment {
    Moment { at: Utc::now(), day: day("2026-07-02") }
}

/// Somebody with a role at a unit.
fn person(role: Role, unit: Option<&str>) -> Principal {
    let reach = unit.map_or(Reach::Everything, |code| {
        Reach::Under(UnitKey { code: code.parse().unwrap(), valid_from: day("2025-07-01") })
    });
    Principal {
        actor: format!("{role}"),
        powers: Powers::new(vec![Entitlement { rights: role.rights(), reach }]),
        ..Principal::command_line()
    }
}

fn seal(ground: &mut Ground, epoch: &str) {
    for run in seal_all(&mut ground.survey.conn, day(epoch), &mut rand::rng()).unwrap() {
        run.outcome.unwrap();
    }
}

fn held(ground: &mut Ground, wave: &StoredWave) -> Vec<Quarantined> {
    quality::held_back(&mut ground.survey.conn, wave.number).unwrap()
}

fn latest(ground: &mut Ground, wave: &StoredWave) -> Publication {
    publications::latest(&mut ground.survey.conn, wave.number).unwrap().unwrap().publication
}

/// Answers counted at a node of a unit.
fn n(publication: &Publication, unit: &str, node: &str) -> Option<i64> {
    let unit = publication.units.iter().position(|known| known.code == unit).unwrap();
    let node = publication.nodes.iter().position(|known| known.id == node).unwrap();
    publication.figures[unit][node].n
}

/// Every publication there is computes again, with a whole chain.
fn all_verify(ground: &mut Ground) -> usize {
    let hashes = publications::hashes(&mut ground.survey.conn).unwrap();
    for key in &hashes {
        let found = recompute(&mut ground.survey.conn, &key.hash).unwrap().unwrap().publication;
        assert!(found.agrees(), "{:?}", found.chain);
    }
    hashes.len()
}

fn stuffed(ground: &mut Ground) -> StoredWave {
    let wave = ground.wave("w", &ALL);
    ground.answer_honestly(&wave, &HONEST, 20);
    let mut people = vec![[5; 10]; 12];
    people.extend([ground.honest(), ground.honest()]);
    ground.answer(&wave, "c3", &people);
    seal(ground, "2026-07-02");
    wave
}

#[test]
fn a_batch_of_ticked_columns_is_held_back_whole_before_it_is_published() {
    // given honest people at six units, and somebody at c3 who ticks a column twelve times
    let mut ground = Ground::new(1);
    // when the pools are sealed
    let wave = stuffed(&mut ground);
    // then that batch alone is held back, and the publication says so and does not rest on it
    let held = held(&mut ground, &wave);
    let c3 = ground.survey.unit("c3");
    assert_eq!(held.iter().map(|held| held.unit_id).collect::<Vec<_>>(), [c3]);
    assert_eq!(held[0].decision, Decision::Waiting);
    let [Reason::Straight(share)] = held[0].reasons[..] else { panic!("{:?}", held[0].reasons) };
    assert!(share.count >= 12 && share.of == 14 && share.p < 1e-3, "{share:?}");
    let publication = latest(&mut ground, &wave);
    let withheld = &publication.basis.withheld.batches;
    assert_eq!(withheld.len(), 1);
    assert_eq!((withheld[0].responses, withheld[0].discarded), (14, false));
    assert_eq!(withheld[0].signs, ["straight"]);
    assert_eq!(publication.basis.batches, 7, "it stays in the chain");
    assert_eq!((n(&publication, "c3", "1"), n(&publication, "c2", "1")), (None, Some(20)));
    assert_eq!(n(&publication, "VN", "1"), Some(120));
    assert_eq!(all_verify(&mut ground), 1);
    // and the log says that the tests did it
    let filter = audit::Filter { action: Some("batch_held_back".to_owned()), ..audit::Filter::default() };
    let entries = audit::list(&mut ground.survey.conn, &filter, None, 9).unwrap();
    assert_eq!(entries.iter().map(|kept| kept.0.actor.as_str()).collect::<Vec<_>>(), ["tests"]);
}

#[test]
fn whoever_is_judged_does_not_decide_and_a_decision_is_for_good() {
    let mut ground = Ground::new(2);
    let wave = stuffed(&mut ground);
    let seq = held(&mut ground, &wave)[0].seq;
    let id = wave.wave.id.clone();
    let conn = &mut ground.survey.conn;
    let mut decide = |by: &Principal, seq: i32, counts: bool, why: &str| {
        planning::decide(conn, by, (&id, seq), (counts, why), now()).unwrap()
    };
    // The manager of the unit sees it and may not decide; an auditor elsewhere does not see it.
    let manager = decide(&person(Role::Manager, Some("c3")), seq, true, "vì tôi muốn");
    assert_eq!(manager.unwrap_err(), Refused::Right(Right::DecideQuarantine));
    let elsewhere = decide(&person(Role::Auditor, Some("c4")), seq, false, "không thấy");
    assert_eq!(elsewhere.unwrap_err(), Refused::NotHeldBack(seq));
    let auditor = person(Role::Auditor, Some("p1"));
    assert_eq!(decide(&auditor, seq, false, "  ").unwrap_err(), Refused::BadWhy);
    // Only what the tests have found can be left out.
    for other in (1..=7).filter(|other| *other != seq) {
        assert_eq!(decide(&auditor, other, false, "không thích").unwrap_err(), Refused::NotHeldBack(other));
    }
    let published = decide(&auditor, seq, false, "Cán bộ tự điền phiếu").unwrap().unwrap();
    assert!(published.new);
    assert_eq!(decide(&auditor, seq, true, "đổi ý").unwrap_err(), Refused::Decided(seq));
    let publication = latest(&mut ground, &wave);
    assert_eq!(publication.basis.withheld.counts(), (0, 1));
    assert_eq!(n(&publication, "c3", "1"), None);
    // It never comes back, and what comes later counts.
    ground.answer_honestly(&wave, &["c3"], 11);
    seal(&mut ground, "2026-07-03");
    let publication = latest(&mut ground, &wave);
    assert_eq!(n(&publication, "c3", "1"), Some(11));
    assert_eq!(publication.basis.withheld.counts(), (0, 1));
    assert_eq!(all_verify(&mut ground), 3);
}

#[test]
fn a_batch_that_is_released_counts_behind_those_published_meanwhile() {
    let mut ground = Ground::new(3);
    let wave = stuffed(&mut ground);
    let seq = held(&mut ground, &wave)[0].seq;
    ground.answer_honestly(&wave, &["c2"], 12);
    seal(&mut ground, "2026-07-03");
    let auditor = person(Role::Auditor, None);
    let conn = &mut ground.survey.conn;
    planning::decide(conn, &auditor, (&wave.wave.id, seq), (true, "Đã kiểm tra"), now()).unwrap().unwrap();
    let publication = latest(&mut ground, &wave);
    assert_eq!(publication.basis.withheld.counts(), (0, 0));
    assert_eq!(publication.basis.withheld.late, [LateBatch { batch: seq, after: 8 }]);
    assert_eq!((n(&publication, "c3", "1"), n(&publication, "c2", "1")), (Some(14), Some(32)));
    assert_eq!(all_verify(&mut ground), 3);
}

#[test]
fn releasing_a_batch_later_isolates_nobody_who_was_asked_a_filtered_question() {
    // given three batches of c3: 4, 3 and 7 people were asked why; the second is held back by the dossiers
    let mut ground = Ground::new(4);
    let wave = ground.wave("w", &ALL);
    let batch = |ground: &mut Ground, asked: usize, epoch: &str| {
        let people: Vec<[i32; 10]> = (0..12)
            .map(|person| {
                let mut answers = ground.honest();
                answers[0] = if person < asked { 2 } else { 4 };
                answers
            })
            .collect();
        ground.answer(&wave, "c3", &people);
        seal(ground, epoch);
    };
    let c3 = ground.survey.unit("c3");
    let closed = |ground: &mut Ground, count| {
        dossiers::upsert(&mut ground.survey.conn, wave.number, &[(c3, count)].into()).unwrap();
    };
    batch(&mut ground, 4, "2026-07-02");
    closed(&mut ground, 20);
    batch(&mut ground, 3, "2026-07-03");
    assert_eq!(held(&mut ground, &wave)[0].reasons, [Reason::Dossiers { responses: 24, dossiers: 20 }]);
    closed(&mut ground, 200);
    batch(&mut ground, 7, "2026-07-04");
    assert_eq!(n(&latest(&mut ground, &wave), "c3", "slow"), Some(11));
    // when the second is released
    let auditor = person(Role::Auditor, None);
    let conn = &mut ground.survey.conn;
    planning::decide(conn, &auditor, (&wave.wave.id, 2), (true, "Đếm sai hồ sơ"), now()).unwrap().unwrap();
    // then its three people wait for others, instead of being the difference of two publications
    let publication = latest(&mut ground, &wave);
    assert_eq!((n(&publication, "c3", "1"), n(&publication, "c3", "slow")), (Some(36), Some(11)));
    batch(&mut ground, 8, "2026-07-05");
    assert_eq!(n(&latest(&mut ground, &wave), "c3", "slow"), Some(22));
    all_verify(&mut ground);
}

#[test]
fn copies_of_one_form_are_found() {
    let mut ground = Ground::new(5);
    let wave = ground.wave("w", &ALL);
    ground.answer_honestly(&wave, &HONEST, 20);
    let mut people = vec![COPIED; 9];
    people.extend((0..3).map(|_| ground.honest()).collect::<Vec<_>>());
    ground.answer(&wave, "c3", &people);
    seal(&mut ground, "2026-07-02");
    let held = held(&mut ground, &wave);
    assert_eq!(held.len(), 1);
    let [Reason::Repeated(share)] = held[0].reasons[..] else { panic!("{:?}", held[0].reasons) };
    assert!(share.count >= 8, "{share:?}");
}

#[test]
fn responses_in_quick_succession_are_found_and_a_queue_sent_at_once_is_not() {
    // given one after the other at every unit, every two minutes, but every ten seconds at one of them
    let begin = Instant::now();
    let seen = |unit: i32, every: u64| {
        let bursts = Bursts::default();
        for n in 0..20 {
            bursts.note(1, unit, begin + Duration::from_secs(n * every));
        }
        let (arrivals, quick) = bursts.taken(1, unit);
        assert_eq!(bursts.taken(1, unit), (0, 0), "counted once");
        Seen {
            unit,
            n: 20,
            counts: Counts { arrivals, quick, ..Counts::default() },
            dossiers: None,
            fresh: true,
        }
    };
    let batches: Vec<Seen> = (0..6).map(|unit| seen(unit, if unit == 3 { 10 } else { 120 })).collect();
    // when they are judged
    let found = suspicions(&batches);
    // then that unit is suspicious
    for (unit, reasons) in found.iter().enumerate() {
        match reasons[..] {
            [Reason::Quick(share)] => assert_eq!((unit, share.count, share.of), (3, 19, 20)),
            [] => assert_ne!(unit, 3),
            _ => panic!("{reasons:?}"),
        }
    }
}

#[test]
fn honest_offices_that_differ_are_hardly_ever_suspected_and_stuffed_ones_mostly_are() {
    // given sixty units over a quarter, where between 5 and 45 of a hundred people tick a column, and now and then
    // a batch in which nine of ten do
    let mut rng = StdRng::seed_from_u64(6);
    let rates: Vec<f64> = (0..60).map(|_| rng.random_range(0.05..0.45)).collect();
    let (mut honest, mut suspected, mut stuffed, mut caught) = (0, 0, 0, 0);
    let mut all: Vec<Seen> = Vec::new();
    for epoch in 0..40 {
        let first = all.len();
        for (unit, rate) in rates.iter().enumerate() {
            let bad = epoch > 0 && rng.random_bool(0.01);
            let long = rng.random_range(10..30);
            let rate = if bad { 0.9 } else { *rate };
            let straight = (0..long).filter(|_| rng.random_bool(rate)).count();
            let counts = Counts { long, straight: u32::try_from(straight).unwrap(), ..Counts::default() };
            let unit = i32::try_from(unit).unwrap();
            all.push(Seen { unit, n: long.into(), counts, dossiers: None, fresh: true });
            if bad {
                stuffed += 1;
            } else {
                honest += 1;
            }
            if bad {
                // Its number is odd below: told apart by the rate alone it could not be.
                all.last_mut().unwrap().dossiers = Some(i64::MAX);
            }
        }
        // when each epoch is judged with all before
        let found = suspicions(&all);
        for (batch, reasons) in all.iter().zip(&found).skip(first) {
            match (batch.dossiers.is_some(), reasons.is_empty()) {
                (true, false) => caught += 1,
                (false, false) => suspected += 1,
                _ => {}
            }
        }
        for batch in &mut all {
            batch.fresh = false;
        }
    }
    // then
    assert!(suspected * 100 <= honest, "{suspected} of {honest} honest batches");
    assert!(stuffed >= 15 && caught * 10 >= stuffed * 8, "{caught} of {stuffed} stuffed batches");
}

#[test]
fn nothing_is_suspected_without_others_to_compare_with() {
    let counts = Counts { long: 30, straight: 30, arrivals: 30, quick: 29, ..Counts::default() };
    let alone = Seen { unit: 1, n: 30, counts, dossiers: Some(30), fresh: true };
    assert_eq!(suspicions(&[alone, Seen { fresh: false, ..alone }]), [vec![], vec![]]);
    let twice = [Seen { fresh: false, ..alone }, alone];
    let too_many = [Reason::Dossiers { responses: 60, dossiers: 30 }];
    assert_eq!(suspicions(&twice), [vec![], too_many.to_vec()]);
}

#[test]
fn a_database_administrator_who_leaves_out_an_unwelcome_batch_is_found_out() {
    // given a publication that leaves out a batch the tests let through, stored under its true hash
    let mut ground = Ground::new(7);
    let wave = stuffed(&mut ground);
    let mut publication = latest(&mut ground, &wave);
    let seq = publication.basis.withheld.batches[0].batch;
    let unwelcome = (1..=7).find(|other| *other != seq).unwrap();
    publication.basis.withheld.batches[0].batch = unwelcome;
    let forged = publications::insert(&mut ground.survey.conn, wave.number, &publication).unwrap();
    // when it is computed again
    let found = recompute(&mut ground.survey.conn, &forged.hash).unwrap().unwrap().publication;
    // then that shows, though the document has its hash
    assert!(found.intact && !found.agrees());
    assert!(found.chain.contains(&ChainFault::NotHeldBack(unwelcome)), "{:?}", found.chain);
}

#[test]
fn rights_about_batches_are_held_apart() {
    for role in Role::ALL {
        let rights: Rights = role.rights();
        let decides = rights.has(Right::DecideQuarantine);
        assert!(!decides || rights.has(Right::SeeBatches), "{role} decides about what it cannot see");
        assert!(!decides || role == Role::Administrator || !rights.has(Right::ManageWaves), "{role}");
    }
}
