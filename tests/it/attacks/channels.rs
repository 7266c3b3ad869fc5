//! Staff who fill in forms at the kiosk, or with tickets of their own, while citizens answer the other way.

use std::collections::BTreeMap;

use diesel::RunQueryDsl;
use hailong::domain::breakdown::Channel;
use hailong::domain::envelope::Place;
use hailong::domain::quality::channel::Channels;
use hailong::domain::quality::{Counts, Reason, Seen, suspicions};
use hailong::domain::wave::{CHANNEL, Retention, Wave};
use hailong::envelopes::Keys;
use hailong::sealing::{recount, seal_all_with, seal_wave_with};
use hailong::store::envelopes::key_of;
use hailong::store::quality::{self, Quarantined};
use hailong::store::responses::{self, NewResponse, Pass, Stored};
use hailong::store::waves::StoredWave;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use uuid::Uuid;

use super::ground::Ground;
use crate::envelopes::support::{keys, open_wave, sealed};
use crate::support::survey::wave;

const ALL: [&str; 7] = ["c1", "c2", "c3", "c4", "c5", "d1", "d2"];

/// Somebody who praises, and never twice in the same way.
fn praise(person: usize) -> [i32; 10] {
    let mut answers = [5; 10];
    answers[person % 10] = 4;
    answers[(person / 10 + person + 3) % 10] = 3;
    answers
}

/// A wave that gives results by channel.
fn by_channel(ground: &mut Ground, id: &str) -> StoredWave {
    ground.survey.wave_like(id, &ALL, |wave| {
        "ten-1".clone_into(&mut wave.instrument);
        wave.switches.clear();
        wave.protection.breakdowns = vec![CHANNEL.to_owned()];
    })
}

fn seal(ground: &mut Ground, epoch: &str) {
    let epoch = epoch.parse().unwrap();
    for run in seal_all_with(&mut ground.survey.conn, epoch, &mut rand::rng(), &Keys::none()).unwrap() {
        run.outcome.unwrap();
    }
}

fn held(ground: &mut Ground, wave: &StoredWave) -> Vec<Quarantined> {
    quality::held_back(&mut ground.survey.conn, wave.number).unwrap()
}

/// Ten people at the kiosk and ten on their own devices at each of these units; at c3 the one way is stuffed.
fn everybody_answers(ground: &mut Ground, wave: &StoredWave, stuffed: Option<Channel>) {
    for unit in ALL {
        for channel in [Channel::Kiosk, Channel::Own] {
            let honest = (0..10).map(|_| ground.honest()).collect();
            let is_stuffed = unit == "c3" && stuffed == Some(channel);
            let people: Vec<_> = if is_stuffed { (0..10).map(praise).collect() } else { honest };
            ground.answer_by(wave, unit, Some(channel), &people);
        }
    }
}

#[test]
fn a_stuffed_kiosk_is_held_back_and_so_are_tickets_that_staff_have_used() {
    for (seed, stuffed) in [(11, Channel::Kiosk), (12, Channel::Own)] {
        let mut ground = Ground::of_satisfaction(seed);
        let wave = by_channel(&mut ground, "w");
        everybody_answers(&mut ground, &wave, Some(stuffed));
        seal(&mut ground, "2026-07-02");
        let held = held(&mut ground, &wave);
        let c3 = ground.survey.unit("c3");
        assert_eq!(held.iter().map(|held| held.unit_id).collect::<Vec<_>>(), [c3], "{stuffed:?}");
        let [Reason::Channel { better, share }] = held[0].reasons[..] else {
            panic!("{:?}", held[0].reasons)
        };
        assert_eq!((better, share.count, share.of), (stuffed, 10, 10));
        assert!(share.p < 0.01 && share.expected < 0.5, "{share:?}");
    }
}

#[test]
fn people_who_praise_both_ways_alike_are_no_sign_and_without_the_channel_nothing_is_compared() {
    let mut ground = Ground::of_satisfaction(13);
    let wave = by_channel(&mut ground, "w");
    everybody_answers(&mut ground, &wave, None);
    // An office that is simply good.
    let good: Vec<_> = (0..12).map(praise).collect();
    ground.answer_by(&wave, "c3", Some(Channel::Kiosk), &good);
    ground.answer_by(
        &wave,
        "c3",
        Some(Channel::Own),
        &good
            .iter()
            .map(|one| {
                let mut one = *one;
                one.reverse();
                one
            })
            .collect::<Vec<_>>(),
    );
    seal(&mut ground, "2026-07-02");
    assert_eq!(held(&mut ground, &wave), []);
    let unknown = ground.wave("khong-kenh", &ALL);
    for unit in ALL {
        let honest: Vec<_> = (0..10).map(|_| ground.honest()).collect();
        ground.answer(&unknown, unit, &honest);
    }
    ground.answer(&unknown, "c3", &good);
    seal(&mut ground, "2026-07-03");
    assert_eq!(held(&mut ground, &unknown), []);
    let counts = quality::of_wave(&mut ground.survey.conn, unknown.number).unwrap();
    assert!(counts.iter().all(|stored| stored.counts.channels == Channels::default()));
}

#[test]
fn an_honest_batch_after_a_stuffed_one_counts() {
    let mut ground = Ground::of_satisfaction(14);
    let wave = by_channel(&mut ground, "w");
    everybody_answers(&mut ground, &wave, Some(Channel::Kiosk));
    seal(&mut ground, "2026-07-02");
    everybody_answers(&mut ground, &wave, None);
    seal(&mut ground, "2026-07-03");
    assert_eq!(held(&mut ground, &wave).len(), 1);
    everybody_answers(&mut ground, &wave, Some(Channel::Kiosk));
    seal(&mut ground, "2026-07-04");
    let held = held(&mut ground, &wave);
    assert_eq!(held.len(), 2);
    let third = [ground.survey.unit("c3"); 2];
    assert_eq!([held[0].unit_id, held[1].unit_id], third);
}

#[test]
fn the_same_people_are_counted_alike_openly_in_envelopes_and_where_only_totals_are_kept() {
    let mut ground = Ground::of_satisfaction(15);
    let people: Vec<(Channel, [i32; 10])> = (0..24)
        .map(|n| {
            (
                if n % 3 == 0 { Channel::Kiosk } else { Channel::Own },
                if n < 9 { praise(n) } else { ground.honest() },
            )
        })
        .collect();
    let openly = by_channel(&mut ground, "mo");
    let totals = ground.survey.wave_like("tong", &ALL, |wave| {
        "ten-1".clone_into(&mut wave.instrument);
        wave.switches.clear();
        wave.protection.breakdowns = vec![CHANNEL.to_owned()];
        wave.protection.retention = Retention::Totals;
    });
    for wave in [&openly, &totals] {
        for (channel, answers) in &people {
            ground.answer_by(wave, "c3", Some(*channel), &[*answers]);
        }
    }
    let (folder, _) = keys();
    let enveloped = in_envelopes(&mut ground, &folder, &people);
    let mut counted = Vec::new();
    for wave in [&openly, &totals, &enveloped] {
        let (conn, instrument) = (&mut ground.survey.conn, &ground.instrument);
        let epoch = "2026-07-02".parse().unwrap();
        seal_wave_with(conn, wave, instrument, epoch, &mut rand::rng(), &folder).unwrap();
        let [stored] = quality::of_wave(conn, wave.number).unwrap()[..] else { panic!("one batch") };
        counted.push(stored.counts);
    }
    assert_eq!((counted[0].channels.kiosk, counted[0].channels.own), (8, 16));
    assert!(counted[0].channels.kiosk_praise >= 3 && counted[0].channels.own_praise >= 6);
    assert_eq!(counted[1], counted[0]);
    assert_eq!(counted[2], counted[0]);
    // Whoever changes what was counted is found out, as far as answers are kept.
    let mut misjudged = |wave: &StoredWave| recount(&mut ground.survey.conn, wave).unwrap().misjudged;
    assert_eq!([&openly, &totals, &enveloped].map(&mut misjudged), [const { Vec::<i32>::new() }; 3]);
    let all = "UPDATE batch_quality SET kiosk_praise = kiosk";
    diesel::sql_query(all).execute(&mut ground.survey.connect()).unwrap();
    let mut misjudged = |wave: &StoredWave| recount(&mut ground.survey.conn, wave).unwrap().misjudged;
    assert_eq!([&openly, &totals, &enveloped].map(&mut misjudged), [vec![1], Vec::<i32>::new(), vec![1]]);
}

/// The same people in a wave with envelopes that declares no breakdown.
fn in_envelopes(ground: &mut Ground, folder: &Keys, people: &[(Channel, [i32; 10])]) -> StoredWave {
    let new = Wave { instrument: "ten-1".to_owned(), switches: BTreeMap::default(), ..wave("kin") };
    let c3 = ground.survey.unit("c3");
    let conn = &mut ground.survey.conn;
    let stored = open_wave(conn, &new, &[c3], folder);
    let key = key_of(conn, stored.number).unwrap().unwrap();
    let response = |(channel, codes): &(Channel, [i32; 10])| {
        let id = Uuid::new_v4();
        let place = Place { wave: "kin", unit: "c3", instrument: &[9; 32], key: &key.name, id };
        let mut answers: BTreeMap<String, i32> =
            codes.iter().enumerate().map(|(n, code)| (format!("a{}", n + 1), *code)).collect();
        if codes[0] < 3 {
            answers.insert("why".to_owned(), 1);
        }
        let answers = serde_json::to_string(&answers).unwrap();
        NewResponse {
            wave: stored.number,
            unit_id: c3,
            id,
            answers: sealed(&key.public, &place, &answers),
            sealed: true,
            channel: Some(*channel),
            pass: Pass::Open,
        }
    };
    let all: Vec<_> = people.iter().map(response).collect();
    assert!(responses::insert(conn, &all).unwrap().iter().all(|stored| *stored == Stored::New));
    stored
}

#[test]
fn a_channel_with_few_people_leaves_no_numbers_behind() {
    let mut ground = Ground::of_satisfaction(16);
    let wave = by_channel(&mut ground, "w");
    for (unit, at_kiosk) in [("c1", 4), ("c2", 5)] {
        let people: Vec<_> = (0..12).map(praise).collect();
        ground.answer_by(&wave, unit, Some(Channel::Kiosk), &people[..at_kiosk]);
        ground.answer_by(&wave, unit, Some(Channel::Own), &people[at_kiosk..]);
    }
    seal(&mut ground, "2026-07-02");
    let counts = quality::of_wave(&mut ground.survey.conn, wave.number).unwrap();
    let channels: Vec<Channels> = counts.iter().map(|stored| stored.counts.channels).collect();
    let enough = Channels { kiosk: 5, kiosk_praise: 5, own: 7, own_praise: 7 };
    assert_eq!(channels, [Channels::default(), enough]);
}

/// What [`year`] comes to.
#[derive(Debug, Default)]
struct Found {
    honest: u32,
    suspected: u32,
    stuffed: u32,
    caught: u32,
}

/// Thirty epochs at many units. The logarithm of the odds of praise is 0.7 lower at the kiosk, `spread` more or less by unit
/// and half of that by day, and there are good and bad days for both ways. Now and then half of a batch is filled in at the
/// kiosk by staff.
fn year(seed: u64, units: usize, spread: f64) -> Found {
    year_with(seed, units, spread, |unit, rng| unit > 0 && rng.random_bool(0.01))
}

/// As [`year`], where it is said which batches are stuffed.
fn year_with(seed: u64, units: usize, spread: f64, stuffs: fn(usize, &mut StdRng) -> bool) -> Found {
    let mut rng = StdRng::seed_from_u64(seed);
    let normal = |rng: &mut StdRng| (0..12).map(|_| rng.random_range(0.0..1.0)).sum::<f64>() - 6.0;
    let share = |odds: f64| 1.0 / (1.0 + (-odds).exp());
    let offices: Vec<(f64, f64, f64)> = (0..units)
        .map(|_| {
            let own = -0.5 + 0.7 * normal(&mut rng);
            (own, own - 0.7 + spread * normal(&mut rng), rng.random_range(0.2..0.8))
        })
        .collect();
    let (mut found, mut all) = (Found::default(), Vec::<(Seen, bool)>::new());
    for epoch in 0..30 {
        let first = all.len();
        for (unit, (own, kiosk, at_kiosk)) in offices.iter().enumerate() {
            let bad = epoch > 4 && stuffs(unit, &mut rng);
            let n: u32 = rng.random_range(10..40);
            let (day, way) = (0.4 * normal(&mut rng), spread / 2.0 * normal(&mut rng));
            let (own, kiosk) = (share(own + day), share(kiosk + day + way));
            let mut draw = |of: u32, p: f64| (0..of).map(|_| u32::from(rng.random_bool(p))).sum::<u32>();
            let at_kiosk = draw(n, *at_kiosk).max(if bad { n / 2 } else { 0 });
            let channels = Channels {
                kiosk: at_kiosk,
                kiosk_praise: draw(at_kiosk, if bad { 0.95 } else { kiosk }),
                own: n - at_kiosk,
                own_praise: draw(n - at_kiosk, own),
            };
            let channels = if channels.kiosk.min(channels.own) < 5 { Channels::default() } else { channels };
            let counts = Counts { channels, ..Counts::default() };
            let unit = i32::try_from(unit).unwrap();
            all.push((Seen { unit, n: n.into(), counts, dossiers: None, fresh: true }, bad));
        }
        let seen: Vec<Seen> = all.iter().map(|(seen, _)| *seen).collect();
        for ((seen, bad), reasons) in all.iter().zip(suspicions(&seen)).skip(first) {
            let tested = u32::from(seen.counts.channels != Channels::default());
            let suspicious = u32::from(!reasons.is_empty());
            if *bad {
                found.stuffed += tested;
                found.caught += suspicious;
            } else {
                found.honest += 1;
                found.suspected += suspicious;
            }
        }
        for (seen, _) in &mut all {
            seen.fresh = false;
        }
    }
    found
}

#[test]
fn offices_whose_kiosks_differ_honestly_are_hardly_ever_suspected_and_stuffed_ones_often_are() {
    // So many of ten single stuffed batches are found: fewer where offices differ so much that one more is no surprise.
    for (units, spread, found) in [(60, 0.0, 5), (60, 0.4, 4), (60, 0.7, 2), (12, 0.4, 4)] {
        let mut sum = Found::default();
        for seed in 0..(if units < 20 { 8 } else { 2 }) {
            let found = year(seed, units, spread);
            sum.honest += found.honest;
            sum.suspected += found.suspected;
            sum.stuffed += found.stuffed;
            sum.caught += found.caught;
        }
        println!("{units} units, spread {spread}: {sum:?}");
        assert!(sum.suspected * 100 <= sum.honest, "{units} units, spread {spread}: {sum:?}");
        assert!(
            sum.stuffed >= 15 && sum.caught * 10 >= sum.stuffed * found,
            "{units} units, spread {spread}: {sum:?}"
        );
    }
}

#[test]
fn an_office_that_stuffs_its_kiosk_every_night_is_found() {
    let mut sum = Found::default();
    for seed in 0..10 {
        let found = year_with(seed, 40, 0.4, |unit, _| unit == 0);
        println!("{found:?}");
        assert!(found.caught > 0, "{found:?}");
        sum.honest += found.honest;
        sum.suspected += found.suspected;
    }
    assert!(sum.suspected * 100 <= sum.honest, "{sum:?}");
}

#[test]
fn nothing_is_said_of_channels_without_enough_other_units() {
    let channels = Channels { kiosk: 30, kiosk_praise: 29, own: 30, own_praise: 2 };
    let alike = Channels { kiosk_praise: 10, own_praise: 10, ..channels };
    let seen = |unit: i32, channels: Channels| {
        let counts = Counts { channels, ..Counts::default() };
        Seen { unit, n: 60, counts, dossiers: None, fresh: unit == 0 }
    };
    let with_others = |others: i32| {
        let all: Vec<Seen> =
            std::iter::once(seen(0, channels)).chain((1..=others).map(|unit| seen(unit, alike))).collect();
        suspicions(&all)[0].len()
    };
    assert_eq!((with_others(0), with_others(4), with_others(5)), (0, 0, 1));
}
