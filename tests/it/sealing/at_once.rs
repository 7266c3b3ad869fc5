//! Several instances at once, and instances that die in the middle.

use std::convert::Infallible;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Barrier};
use std::time::Duration;

use chrono::NaiveDate;
use diesel::prelude::*;
use hailong::domain::response::layout;
use hailong::domain::wave::{Access, Mode};
use hailong::sealing::{Recount, close_wave, recount, seal_wave};
use hailong::store::batches;
use hailong::store::responses::{insert, pending_counts};
use hailong::store::schema::{sealed_response, spent_id};
use hailong::store::waves::StoredWave;
use rand::rand_core::{TryCryptoRng, TryRng};
use rand::{CryptoRng, SeedableRng};

use crate::support::mortal::Mortal;
use crate::support::survey::Survey;

fn epoch() -> NaiveDate {
    "2026-07-02".parse().unwrap()
}

/// All responses in batches; the batches are checked against one gapless chain.
fn in_batches(survey: &mut Survey, wave: &StoredWave) -> i64 {
    let stored = batches::of_wave(&mut survey.conn, wave.number, &layout(&survey.instrument)).unwrap();
    let mut previous = batches::CHAIN_START;
    for (place, stored) in (1..).zip(&stored) {
        assert_eq!((stored.batch.seq, stored.previous), (place, previous));
        assert!(stored.batch.tally.n >= 10);
        previous = stored.hash;
    }
    let recounted = recount(&mut survey.conn, wave).unwrap();
    assert_eq!(recounted, Recount { batches: stored.len(), ..Recount::default() });
    stored.iter().map(|stored| stored.batch.tally.n).sum()
}

fn waiting(survey: &mut Survey, wave: &StoredWave) -> i64 {
    pending_counts(&mut survey.conn, wave.number).unwrap().iter().map(|(_, count)| count).sum()
}

#[test]
fn instances_that_seal_while_answers_come_in_take_turns() {
    let mut survey = Survey::new();
    let at = ["c1", "c2", "c3", "c4", "c5", "d1", "d2"];
    let wave = survey.wave("w", Mode::Desk, &at);
    let units = at.map(|code| survey.unit(code));
    let together = Arc::new(Barrier::new(4));
    let mut threads = Vec::new();
    for _ in 0..3 {
        let (mut conn, wave, together) = (survey.connect(), wave.clone(), Arc::clone(&together));
        let instrument = survey.instrument.clone();
        threads.push(std::thread::spawn(move || {
            together.wait();
            for _ in 0..15 {
                seal_wave(&mut conn, &wave, &instrument, epoch(), &mut rand::rng()).unwrap();
            }
        }));
    }
    let mut conn = survey.connect();
    let groups: Vec<Vec<_>> = (0..60)
        .map(|group: usize| (0..10).map(|n| survey.response(&wave, units[(group + n) % 7], &[4])).collect())
        .collect();
    threads.push(std::thread::spawn(move || {
        together.wait();
        for group in &groups {
            insert(&mut conn, group).unwrap();
            // Everything once more, some of it sealed meanwhile.
            insert(&mut conn, group).unwrap();
        }
    }));
    for thread in threads {
        thread.join().unwrap();
    }
    assert_eq!(in_batches(&mut survey, &wave) + waiting(&mut survey, &wave), 600);
    let spent: i64 = spent_id::table.count().get_result(&mut survey.conn).unwrap();
    assert_eq!(spent, in_batches(&mut survey, &wave));
}

#[test]
fn instances_that_close_the_same_wave_release_everything_once() {
    let mut survey = Survey::new();
    let at = ["c1", "c2", "c3", "c4", "c5", "d1", "d2"];
    let wave = survey.wave("w", Mode::Desk, &at);
    for (unit, count) in at.iter().zip([12, 4, 7, 13, 8, 5, 6]) {
        survey.answer(&wave, unit, &vec![4; count]);
    }
    let together = Arc::new(Barrier::new(3));
    let threads: Vec<_> = (0..3)
        .map(|_| {
            let (mut conn, wave, together) = (survey.connect(), wave.clone(), Arc::clone(&together));
            let instrument = survey.instrument.clone();
            std::thread::spawn(move || {
                together.wait();
                close_wave(&mut conn, &wave, &instrument, epoch(), &mut rand::rng()).unwrap().unpublished
            })
        })
        .collect();
    let unpublished: usize = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
    // d1 and d2 make 11 at c1, c2 and c3 make 11 at p1; the 8 of c5 go up to the nation alone.
    assert_eq!((in_batches(&mut survey, &wave), unpublished), (47, 8));
    assert_eq!(waiting(&mut survey, &wave), 0);
}

/// Randomness that keeps its user waiting in the middle of its first transaction.
struct Pausing {
    reached: Sender<()>,
    go_on: Receiver<()>,
}

impl Pausing {
    fn pause(&mut self) -> u32 {
        // Both ends are gone after the first time, so nobody waits again.
        if self.reached.send(()).is_ok() {
            let _ = self.go_on.recv();
        }
        rand::random()
    }
}

impl TryRng for Pausing {
    type Error = Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(self.pause())
    }
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from(self.pause()))
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.fill(u8::try_from(self.pause() % 256).unwrap());
        Ok(())
    }
}

impl TryCryptoRng for Pausing {}

#[test]
fn nobody_continues_the_chain_while_another_is_at_it() {
    let mut survey = Survey::new();
    // No ids are kept of a wave by import, so the first use of randomness comes after the chain was read.
    let wave = survey.wave_like("w", &["c1", "c2"], |wave| wave.access = Access::Import);
    survey.answer(&wave, "c2", &[4; 10]);
    let (reached, has_reached) = channel();
    let (may_go_on, go_on) = channel();
    let seal_elsewhere = |survey: &Survey, mut rng: Box<dyn CryptoRng + Send>| {
        let (mut conn, wave, instrument) = (survey.connect(), wave.clone(), survey.instrument.clone());
        std::thread::spawn(move || seal_wave(&mut conn, &wave, &instrument, epoch(), &mut *rng).unwrap())
    };
    let first = seal_elsewhere(&survey, Box::new(Pausing { reached, go_on }));
    has_reached.recv().unwrap();
    survey.answer(&wave, "c1", &[4; 10]);
    let second = seal_elsewhere(&survey, Box::new(rand::rngs::StdRng::seed_from_u64(1)));
    std::thread::sleep(Duration::from_millis(300));
    assert!(!second.is_finished(), "the second has to wait for the first");
    drop(has_reached);
    may_go_on.send(()).unwrap();
    assert!(first.join().unwrap().any_sealed());
    assert!(second.join().unwrap().any_sealed());
    assert_eq!(in_batches(&mut survey, &wave), 20);
}

#[test]
fn an_instance_that_dies_at_any_moment_loses_nothing() {
    let mut survey = Survey::new();
    let at = ["c1", "c2", "c3"];
    for life in 0..40 {
        let wave = survey.wave(&format!("w-{life}"), Mode::Desk, &at);
        for unit in at {
            survey.answer(&wave, unit, &[4; 12]);
        }
        let instrument = survey.instrument.clone();
        let mut conn = survey.connect();
        let died = catch_unwind(AssertUnwindSafe(|| {
            seal_wave(&mut conn, &wave, &instrument, epoch(), &mut Mortal(life)).unwrap();
        }));
        drop(conn);
        let (sealed, left) = (in_batches(&mut survey, &wave), waiting(&mut survey, &wave));
        assert_eq!(sealed + left, 36);
        assert_eq!(sealed % 12, 0);
        assert_eq!(died.is_err(), left > 0, "after {life} calls");
        let kept = sealed_response::table.filter(sealed_response::wave.eq(wave.number)).count();
        assert_eq!(kept.get_result(&mut survey.conn), Ok(sealed));
        let spent = spent_id::table.filter(spent_id::wave.eq(wave.number)).count();
        assert_eq!(spent.get_result(&mut survey.conn), Ok(sealed));
        seal_wave(&mut survey.conn, &wave, &instrument, epoch(), &mut rand::rng()).unwrap();
        assert_eq!(in_batches(&mut survey, &wave), 36);
    }
}
