//! Pools of envelopes become the batches that the same answers sent openly become.

use hailong::domain::wave::{Mode, State};
use hailong::store::responses::{Stored, insert};
use uuid::Uuid;

use super::support::Sealed;

#[test]
fn results_are_those_of_the_same_answers_sent_openly() {
    let mut s = Sealed::new();
    let (at, twin) = (["c1", "c2", "c3"], "plain");
    let open = s.survey.wave(twin, Mode::Desk, &at);
    let wave = s.wave("sealed", &at);
    for (unit, q1) in [("c1", vec![5, 4, 3, 5, 4, 3, 5, 4, 3, 3, 5]), ("c2", vec![4; 6]), ("c3", vec![3; 5])]
    {
        s.survey.answer(&open, unit, &q1);
        s.answer(&wave, unit, &q1);
    }
    let keys = s.keys.clone();
    let both = [s.seal(&open, &keys), s.seal(&wave, &keys)];
    assert_eq!(both[0], both[1]);
    assert_eq!((s.batches(&wave).len(), s.waiting(&wave)), (1, 11), "pools below k stay as they came");
    assert_eq!(s.batches(&wave), s.batches(&open));
    let both = [s.close(&open, &keys), s.close(&wave, &keys)];
    assert_eq!(both[0], both[1]);
    assert_eq!((s.batches(&wave).len(), s.waiting(&wave)), (2, 0));
    assert_eq!(s.batches(&wave), s.batches(&open));
}

#[test]
fn a_pool_that_is_held_back_stays_encrypted() {
    let mut s = Sealed::new();
    let wave = s.wave("w", &["c1"]);
    // All of them are dissatisfied: a batch would tell what each one said.
    s.answer(&wave, "c1", &[1; 12]);
    let keys = s.keys.clone();
    let report = s.seal(&wave, &keys);
    assert_eq!((report.any_sealed(), report.waiting_units, s.waiting(&wave)), (false, 1, 12));
    s.answer(&wave, "c1", &[4]);
    assert!(s.seal(&wave, &keys).any_sealed());
    assert_eq!((s.batches(&wave)[0].tally.n, s.waiting(&wave)), (13, 0));
}

#[test]
fn an_id_counts_once_whatever_is_sent_under_it() {
    let mut s = Sealed::new();
    let (wave, other) = (s.wave("w", &["c1"]), s.wave("other", &["c1"]));
    let plain = s.survey.wave("plain", Mode::Desk, &["c1"]);
    let first = s.envelope(&wave, "c1", r#"{"q1":4}"#);
    let mut second = s.envelope(&wave, "c1", r#"{"q1":5}"#);
    second.id = first.id;
    let mut foreign = s.envelope(&other, "c1", r#"{"q1":5}"#);
    foreign.id = first.id;
    let twice = [first.clone(), first.clone(), second.clone()];
    let stored = insert(&mut s.survey.conn, &twice).unwrap();
    assert_eq!(stored, [Stored::New, Stored::Same, Stored::Same]);
    assert_eq!(insert(&mut s.survey.conn, &[foreign.clone()]).unwrap(), [Stored::Differs]);
    // The same id at the same unit in a wave without envelopes stands in another pool; sealing one spends it for both.
    let unit_id = first.unit_id;
    let mut open = s.survey.response(&plain, unit_id, &[4]);
    open.id = first.id;
    assert_eq!(insert(&mut s.survey.conn, &[open]).unwrap(), [Stored::New]);
    s.answer(&wave, "c1", &[3; 10]);
    s.survey.answer(&plain, "c1", &[3; 10]);
    let keys = s.keys.clone();
    assert!(s.seal(&wave, &keys).any_sealed());
    assert!(s.seal(&plain, &keys).any_sealed(), "nobody can hold sealing up by using an id twice");
    assert_eq!(insert(&mut s.survey.conn, &[second]).unwrap(), [Stored::AlreadySealed]);
    assert_eq!(insert(&mut s.survey.conn, &[foreign]).unwrap(), [Stored::Differs]);
    assert_eq!(s.waiting(&wave) + s.waiting(&other), 0);
}

#[test]
fn a_closed_wave_and_one_without_a_key_take_none() {
    let mut s = Sealed::new();
    let wave = s.wave("w", &["c1"]);
    let late = s.envelope(&wave, "c1", r#"{"q1":4}"#);
    let keys = s.keys.clone();
    s.close(&wave, &keys);
    assert_eq!(insert(&mut s.survey.conn, std::slice::from_ref(&late)).unwrap(), [Stored::WaveClosed]);
    let without = s.survey.wave("without", Mode::Desk, &["c1"]);
    assert_eq!(without.wave.state, State::Open);
    let mut late = late;
    (late.wave, late.id) = (without.number, Uuid::new_v4());
    assert_eq!(insert(&mut s.survey.conn, &[late]).unwrap(), [Stored::WaveClosed]);
}
