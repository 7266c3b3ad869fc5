//! Where private keys are, and what happens without them.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use hailong::envelopes::{Found, Keys};
use hailong::identity::{Moment, Principal};
use hailong::planning;
use hailong::sealing::seal_all;
use hailong::store::waves;

use super::support::{Sealed, epoch};

fn now() -> Moment {
    Moment { at: "2026-07-02T03:00:00Z".parse().unwrap(), day: epoch() }
}

#[test]
fn a_private_key_is_a_file_of_its_owner_alone_and_of_its_wave_alone() {
    let mut s = Sealed::new();
    let (one, other) = (s.wave("one", &["c1"]), s.wave("other", &["c1"]));
    let (key, foreign) = (s.key(&one), s.key(&other));
    assert_ne!(key.public, foreign.public);
    let mut files = s.files();
    files.sort();
    assert_eq!(files, [format!("one.{}.key", key.name), format!("other.{}.key", foreign.name)]);
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&s.folder), mode(&s.folder.join(&files[0]))), (0o700, 0o600));
    // A file that was changed, or is another key, is no key.
    fs::copy(s.folder.join(&files[1]), s.folder.join(&files[0])).unwrap();
    assert!(s.keys.find(&one.wave.id, &key.name).is_err());
}

#[test]
fn without_the_key_envelopes_wait_and_whoever_has_it_finishes() {
    let mut s = Sealed::new();
    let wave = s.wave("w", &["c1", "c2", "c3"]);
    s.answer(&wave, "c1", &[4, 5, 3, 4, 5, 3, 4, 5, 3, 4]);
    s.answer(&wave, "c2", &[4; 6]);
    s.answer(&wave, "c3", &[3; 5]);
    let here = Keys::none();
    let report = s.seal(&wave, &here);
    assert!(report.key_elsewhere && !report.any_sealed());
    assert_eq!((report.waiting_units, report.unopened), (3, 0));
    let report = s.close(&wave, &here);
    assert!(report.key_elsewhere && !report.any_sealed());
    assert_eq!((s.waiting(&wave), s.files().len()), (21, 1), "nothing is thrown away");
    assert_eq!(waves::unfinished(&mut s.survey.conn).unwrap(), [wave.number]);
    // Also where the service tries every day.
    assert_eq!(seal_all(&mut s.survey.conn, epoch(), &mut rand::rng()).unwrap().len(), 1);
    let keys = s.keys.clone();
    let report = s.seal(&wave, &keys);
    assert!(report.any_sealed() && !report.key_elsewhere);
    assert_eq!(s.batches(&wave).iter().map(|batch| batch.tally.n).sum::<i64>(), 21);
    assert_eq!((s.waiting(&wave), s.files().len()), (0, 0));
    assert!(s.key(&wave).destroyed);
}

#[test]
fn a_lost_key_loses_what_waits_and_says_how_much() {
    let mut s = Sealed::new();
    let wave = s.wave("w", &["c1"]);
    s.answer(&wave, "c1", &[4; 11]);
    let keys = s.keys.clone();
    s.seal(&wave, &keys);
    s.answer(&wave, "c1", &[4; 12]);
    fs::remove_dir_all(&s.folder).unwrap();
    let by = Principal::command_line();
    let lose = |s: &mut Sealed| planning::lose_key(&mut s.survey.conn, &by, &wave.wave.id, now()).unwrap();
    assert!(lose(&mut s).is_err(), "not while the wave takes answers");
    assert!(s.close(&wave, &keys).key_elsewhere);
    lose(&mut s).unwrap();
    let report = s.seal(&wave, &keys);
    assert_eq!((report.unopened, report.any_sealed()), (12, false));
    assert_eq!((s.batches(&wave).len(), s.waiting(&wave)), (1, 0), "what was sealed before stands");
}

#[test]
fn a_pair_made_elsewhere_lets_the_service_open_a_wave_it_cannot_read() {
    let mut s = Sealed::new();
    let wave = s.survey.wave_like("w", &["c1"], |wave| {
        wave.state = hailong::domain::wave::State::Planned;
        wave.protection.envelope = true;
    });
    let (by, id) = (Principal::command_line(), wave.wave.id.clone());
    let service = Keys::none();
    let refused = planning::open(&mut s.survey.conn, &by, &id, &[], &service, now()).unwrap();
    assert!(refused.unwrap_err().to_string().contains("key"));
    let keys = s.keys.clone();
    let made = planning::make_key(&mut s.survey.conn, &by, &id, &keys, now()).unwrap().unwrap();
    let again = planning::make_key(&mut s.survey.conn, &by, &id, &keys, now()).unwrap().unwrap();
    assert_eq!(made, again);
    planning::open(&mut s.survey.conn, &by, &id, &[], &service, now()).unwrap().unwrap();
    assert!(matches!(s.keys.find(&id, &made.name).unwrap(), Found::Here(_)));
    s.answer(&wave, "c1", &[4, 5, 4, 5, 4, 5, 4, 5, 4, 5]);
    assert!(s.seal(&wave, &service).key_elsewhere);
    assert!(s.seal(&wave, &keys).any_sealed());
}
