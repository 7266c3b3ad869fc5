//! Instances that die in the middle of opening, sealing and destroying.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hailong::sealing::{close_wave_with, seal_wave_with};

use super::support::{Sealed, epoch};
use crate::support::mortal::Mortal;

/// How many responses are in batches.
fn in_batches(s: &mut Sealed, wave: &hailong::store::waves::StoredWave) -> i64 {
    s.batches(wave).iter().map(|batch| batch.tally.n).sum()
}

#[test]
fn an_instance_that_dies_at_any_moment_loses_and_doubles_nothing() {
    let mut s = Sealed::new();
    let (at, keys, instrument) = (["c1", "c2"], s.keys.clone(), s.survey.instrument.clone());
    let mut deaths = 0;
    for life in 0..16 {
        let wave = s.wave(&format!("w-{life}"), &at);
        for unit in at {
            s.answer(&wave, unit, &[4; 10]);
        }
        let mut conn = s.survey.connect();
        let died = catch_unwind(AssertUnwindSafe(|| {
            seal_wave_with(&mut conn, &wave, &instrument, epoch(), &mut Mortal(life), &keys).unwrap();
        }));
        drop(conn);
        deaths += usize::from(died.is_err());
        assert_eq!(in_batches(&mut s, &wave) + s.waiting(&wave), 20, "after {life} calls");
        s.seal(&wave, &keys);
        assert_eq!((in_batches(&mut s, &wave), s.waiting(&wave)), (20, 0));
    }
    assert!((2..16).contains(&deaths), "{deaths}");
}

#[test]
fn a_closing_that_dies_keeps_its_key_until_nothing_needs_it() {
    let mut s = Sealed::new();
    let (at, keys, instrument) = (["c1", "c2", "c3"], s.keys.clone(), s.survey.instrument.clone());
    for life in [0, 2, 9, 12, 16] {
        let wave = s.wave(&format!("w-{life}"), &at);
        s.answer(&wave, "c1", &[4; 10]);
        s.answer(&wave, "c2", &[4; 6]);
        s.answer(&wave, "c3", &[4; 6]);
        let mut conn = s.survey.connect();
        let died = catch_unwind(AssertUnwindSafe(|| {
            close_wave_with(&mut conn, &wave, &instrument, epoch(), &mut Mortal(life), &keys).unwrap();
        }));
        drop(conn);
        let left = s.waiting(&wave);
        assert_eq!(in_batches(&mut s, &wave) + left, 22, "after {life} calls");
        assert_eq!(s.files().len(), usize::from(left > 0), "the key is there while something waits");
        assert_eq!(died.is_err(), left > 0);
        s.seal(&wave, &keys);
        assert_eq!((in_batches(&mut s, &wave), s.files().len()), (22, 0));
    }
}

#[test]
fn destroying_that_was_interrupted_is_done_again() {
    let mut s = Sealed::new();
    let wave = s.wave("w", &["c1"]);
    let (keys, key) = (s.keys.clone(), s.key(&wave));
    s.close(&wave, &hailong::envelopes::Keys::none());
    // Zeros are written, and the machine stops before that is noted down.
    keys.erase(&wave.wave.id, &key.name).unwrap();
    assert_eq!(s.files().len(), 1);
    s.seal(&wave, &keys);
    assert!(s.key(&wave).destroyed);
    assert_eq!(s.files().len(), 0);
    // Noted down, and the file is still there.
    fs_zeros(&s, &format!("w.{}.key", key.name));
    s.seal(&wave, &keys);
    assert_eq!(s.files().len(), 0);
}

fn fs_zeros(s: &Sealed, name: &str) {
    std::fs::write(s.folder.join(name), "0".repeat(64) + "\n").unwrap();
}
