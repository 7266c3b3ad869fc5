//! Whoever makes up a group but for one person. No rule of publishing can prevent it, so it stands in the threat model;
//! what prevents it is that each person answers once.

use hailong::domain::wave::Access;
use hailong::ingest::csv::Way;
use hailong::ingest::csv::responses::{ImportResponsesError, import};
use hailong::sealing::{publish, seal_wave};
use hailong::store::publications;
use hailong::store::responses::{NewResponse, Pass, Stored, insert};
use rand::SeedableRng;
use rand::rngs::StdRng;

use crate::support::survey::Survey;

const OWN: [i32; 9] = [5, 4, 5, 4, 5, 5, 4, 5, 4];

#[test]
fn nine_answers_of_ones_own_tell_the_tenth_where_everybody_may_answer() {
    // given a quiet desk in an open wave: nine answers of the attacker and one of somebody else
    let mut survey = Survey::new();
    let wave = survey.wave_like("w", &["d1"], |_| {});
    let theirs = 2;
    survey.answer(&wave, "d1", &OWN);
    survey.answer(&wave, "d1", &[theirs]);
    // when the group is published
    let epoch = "2026-07-02".parse().unwrap();
    let (instrument, mut rng) = (survey.instrument.clone(), StdRng::seed_from_u64(1));
    seal_wave(&mut survey.conn, &wave, &instrument, epoch, &mut rng).unwrap();
    publish(&mut survey.conn, &wave).unwrap();
    let publication = publications::latest(&mut survey.conn, wave.number).unwrap().unwrap().publication;
    let unit = publication.units.iter().position(|unit| unit.code == "d1").unwrap();
    let mean = publication.figures[unit].iter().find(|figure| figure.n == Some(10)).unwrap().value.unwrap();
    // then what is left of the sum is the answer of the other, which the page of the threats says
    let left = mean * 10.0 - f64::from(OWN.iter().sum::<i32>());
    assert!((left - f64::from(theirs)).abs() < 1e-9, "{left}");
    for (tongue, said) in [("vi", "chín phiếu của chính mình"), ("en", "nine answers of one’s own")]
    {
        let accepted = hailong::locale::text(tongue, "privacy-stuffer-accepted");
        assert!(accepted.contains(said), "{accepted}");
    }
}

#[test]
fn with_tickets_nobody_makes_up_a_group_without_as_many_visits() {
    let mut survey = Survey::new();
    let wave = survey.wave_like("w", &["d1"], |wave| wave.access = Access::Ticket);
    let unit = survey.unit("d1");
    let invented = |place: u8| Pass::Ticket([place; 32]);
    let own: Vec<NewResponse> = (0..9)
        .map(|place| NewResponse { pass: invented(place), ..survey.response(&wave, unit, &[5]) })
        .collect();
    let stored = insert(&mut survey.conn, &own).unwrap();
    assert!(stored.iter().all(|stored| *stored == Stored::NotLetIn), "{stored:?}");
    let instrument = survey.instrument.clone();
    let file = "unit,q1\n".to_owned() + &"d1,5\n".repeat(9);
    let mut progress = |_| {};
    let way = &mut Way::everywhere(&mut progress);
    let refused = import(&mut survey.conn, file.as_bytes(), &instrument, &wave, way);
    assert!(matches!(refused, Err(ImportResponsesError::NoFiles(_))), "{refused:?}");
}
