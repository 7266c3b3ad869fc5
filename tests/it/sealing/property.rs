//! Random units, responses, retries and epochs: whatever happens, nobody is lost, nobody counts
//! twice, and no batch is smaller than k.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use diesel::prelude::*;
use hailong::domain::batch::may_seal;
use hailong::domain::response::{Response, layout};
use hailong::domain::tally::Tally;
use hailong::domain::wave::Mode;
use hailong::sealing::{Recount, close_wave, recount, seal_wave};
use hailong::store::batches::{self, CHAIN_START, StoredBatch};
use hailong::store::responses::{NewResponse, Stored, insert, pending_counts};
use hailong::store::schema::{response, spent_id};
use hailong::store::sealed;
use hailong::store::waves::StoredWave;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use uuid::Uuid;

use crate::support::survey::Survey;

const AT: [&str; 7] = ["p1", "c1", "c2", "c3", "c4", "d1", "d2"];

/// What was sent and taken, as a bookkeeper outside would know it.
struct Books {
    wave: StoredWave,
    units: Vec<i32>,
    sent: Vec<NewResponse>,
}

impl Books {
    fn tally(&self, survey: &Survey, wanted: impl Fn(&NewResponse) -> bool) -> Tally {
        let layout = layout(&survey.instrument);
        let mut tally = Tally::empty(&layout);
        for sent in self.sent.iter().filter(|sent| wanted(sent)) {
            tally.add(&Response::from_bytes(sent.answers.clone()), &layout, 1).unwrap();
        }
        tally
    }

    fn send_some(&mut self, survey: &mut Survey, rng: &mut StdRng) {
        let unit = *self.units.choose(rng).unwrap();
        // Some pools are dissatisfied through and through.
        let best = if rng.random_bool(0.3) { 2 } else { 5 };
        let new: Vec<NewResponse> = (0..rng.random_range(1..14))
            .map(|_| match rng.random_range(1..=best) {
                q1 @ 1..=2 if rng.random_bool(0.5) => survey.response(&self.wave, unit, &[q1, 9]),
                q1 => survey.response(&self.wave, unit, &[q1]),
            })
            .collect();
        assert_eq!(insert(&mut survey.conn, &new).unwrap(), vec![Stored::New; new.len()]);
        self.sent.extend(new);
    }

    fn send_again(&self, survey: &mut Survey, rng: &mut StdRng) {
        let again: Vec<NewResponse> = self.sent.sample(rng, 5).cloned().collect();
        let stored = insert(&mut survey.conn, &again).unwrap();
        assert!(stored.iter().all(|stored| matches!(stored, Stored::Same | Stored::AlreadySealed)));
    }

    fn pending_ids(&self, survey: &mut Survey) -> BTreeSet<Uuid> {
        let ids: Vec<Uuid> = response::table
            .filter(response::wave.eq(self.wave.number))
            .select(response::id)
            .load(&mut survey.conn)
            .unwrap();
        ids.into_iter().collect()
    }

    fn check(&self, survey: &mut Survey) -> Vec<StoredBatch> {
        let layout = layout(&survey.instrument);
        let batches = batches::of_wave(&mut survey.conn, self.wave.number, &layout).unwrap();
        let mut previous = CHAIN_START;
        for (place, stored) in (1..).zip(&batches) {
            assert_eq!((stored.batch.seq, stored.previous), (place, previous));
            assert_eq!(stored.batch.chain_hash(&self.wave.wave.id, &previous), stored.hash);
            assert_eq!(may_seal(&stored.batch.tally, &survey.instrument, self.wave.wave.k), Ok(()));
            previous = stored.hash;
        }
        let recounted = recount(&mut survey.conn, &self.wave).unwrap();
        assert_eq!(recounted, Recount { batches: batches.len(), ..Recount::default() });
        batches
    }

    /// While the wave is open: unit by unit, batches and pool make up what was sent.
    fn check_open(&self, survey: &mut Survey) {
        let batches = self.check(survey);
        let pending = self.pending_ids(survey);
        for unit in &self.units {
            let mut sealed = Tally::empty(&layout(&survey.instrument));
            for stored in batches.iter().filter(|stored| stored.unit_id == *unit) {
                assert!(!stored.batch.residual);
                sealed.merge(&stored.batch.tally);
            }
            let of_unit = |sent: &NewResponse| sent.unit_id == *unit && !pending.contains(&sent.id);
            assert_eq!(sealed, self.tally(survey, of_unit));
        }
        let spent: Vec<Uuid> = spent_id::table
            .filter(spent_id::wave.eq(self.wave.number))
            .select(spent_id::id)
            .load(&mut survey.conn)
            .unwrap();
        let sealed: BTreeSet<Uuid> =
            self.sent.iter().map(|sent| sent.id).filter(|id| !pending.contains(id)).collect();
        assert_eq!(spent.len(), sealed.len());
        assert_eq!(spent.into_iter().collect::<BTreeSet<_>>(), sealed);
    }

    /// After closing: nothing waits, no id is left, and only what is unpublished is in no batch.
    fn check_closed(&self, survey: &mut Survey, unpublished: usize) {
        let batches = self.check(survey);
        assert_eq!(pending_counts(&mut survey.conn, self.wave.number).unwrap(), []);
        let spent = spent_id::table.filter(spent_id::wave.eq(self.wave.number)).count();
        assert_eq!(spent.get_result(&mut survey.conn), Ok(0));
        let top = survey.unit("VN");
        let layout = layout(&survey.instrument);
        let mut all = Tally::empty(&layout);
        for stored in &batches {
            all.merge(&stored.batch.tally);
            assert!(stored.batch.residual || self.units.contains(&stored.unit_id));
        }
        let left = sealed::of_unit(&mut survey.conn, self.wave.number, top).unwrap();
        let left: Vec<_> = left.iter().filter(|row| row.batch == sealed::UNPUBLISHED).collect();
        assert_eq!(left.len(), unpublished);
        for row in left {
            all.add(&Response::from_bytes(row.answers.clone()), &layout, 1).unwrap();
        }
        assert_eq!(all, self.tally(survey, |_| true));
    }
}

fn run_case(survey: &mut Survey, case: u64) -> BTreeMap<&'static str, usize> {
    let mut rng = StdRng::seed_from_u64(case);
    let wave = survey.wave(&format!("case-{case}"), Mode::Desk, &AT);
    let few = rng.random_range(2..=AT.len());
    let units = AT.sample(&mut rng, few).map(|code| survey.unit(code)).collect();
    let mut books = Books { wave, units, sent: Vec::new() };
    let mut epoch: NaiveDate = "2026-07-01".parse().unwrap();
    let instrument = survey.instrument.clone();
    for _ in 0..rng.random_range(1..25) {
        match rng.random_range(0..10) {
            0..6 => books.send_some(survey, &mut rng),
            6 => books.send_again(survey, &mut rng),
            _ => {
                epoch = epoch + Days::new(rng.random_range(1..4));
                seal_wave(&mut survey.conn, &books.wave, &instrument, epoch, &mut rng).unwrap();
                books.check_open(survey);
            }
        }
    }
    let report = close_wave(&mut survey.conn, &books.wave, &instrument, epoch, &mut rng).unwrap();
    books.check_closed(survey, report.unpublished);
    let batches = books.check(survey);
    let residual = batches.iter().filter(|stored| stored.batch.residual).count();
    [("batches", batches.len()), ("residual", residual), ("unpublished", report.unpublished)].into()
}

#[test]
fn every_response_is_in_exactly_one_batch_or_waits() {
    let mut survey = Survey::new();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for case in 0..40 {
        for (what, count) in run_case(&mut survey, case) {
            *seen.entry(what).or_default() += count;
        }
    }
    // The cases did reach the rules they are to test.
    assert!(seen["batches"] > 50 && seen["residual"] > 5 && seen["unpublished"] > 5, "{seen:?}");
}
