//! What becomes of a ticket: spent exactly by the response that is new with it.

use std::collections::BTreeSet;

use hailong::domain::ticket::TicketCode;
use hailong::domain::unit::UnitCode;
use hailong::identity::Principal;
use hailong::sealing::{close_wave, seal_wave};
use hailong::store::responses::{NewResponse, Pass, Stored, insert};
use hailong::store::{audit, waves};
use hailong::tickets::{self, MOST, Refused};
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::support::{Ticketed, code, moment};

fn send(t: &mut Ticketed, responses: &[NewResponse]) -> Vec<Stored> {
    insert(&mut t.survey.conn, responses).unwrap()
}

#[test]
fn a_ticket_is_good_for_one_response_and_a_retry_is_told_so() {
    let mut t = Ticketed::new();
    let wave = t.wave("w", &["c1"]);
    let ticket = t.issue(&wave.wave.id, "c1", 1).codes.remove(0);
    let response = t.response(&wave, "c1", 4, &ticket);
    assert_eq!(send(&mut t, std::slice::from_ref(&response)), [Stored::New]);
    assert_eq!(t.unspent(), 0);
    // The answer was lost on the way: the same again.
    assert_eq!(send(&mut t, std::slice::from_ref(&response)), [Stored::Same]);
    // Another response with the same ticket, and the same id with other answers.
    let again = t.response(&wave, "c1", 4, &ticket);
    assert_eq!(send(&mut t, &[again]), [Stored::NotLetIn]);
    let mut changed = t.response(&wave, "c1", 5, &ticket);
    changed.id = response.id;
    assert_eq!(send(&mut t, &[changed]), [Stored::Differs]);
}

#[test]
fn a_retry_after_sealing_is_told_so_and_costs_no_other_ticket() {
    let mut t = Ticketed::new();
    let wave = t.wave("w", &["c1"]);
    let mut tickets = t.issue(&wave.wave.id, "c1", 11).codes;
    let spare = tickets.remove(0);
    let all: Vec<NewResponse> = tickets.iter().map(|ticket| t.response(&wave, "c1", 4, ticket)).collect();
    assert_eq!(send(&mut t, &all), vec![Stored::New; 10]);
    let instrument = t.survey.instrument.clone();
    let epoch = "2026-08-02".parse().unwrap();
    seal_wave(&mut t.survey.conn, &wave, &instrument, epoch, &mut StdRng::seed_from_u64(1)).unwrap();
    assert_eq!(send(&mut t, &all[..1]), [Stored::AlreadySealed]);
    let mut with_spare = t.response(&wave, "c1", 4, &spare);
    with_spare.id = all[0].id;
    assert_eq!(send(&mut t, &[with_spare]), [Stored::AlreadySealed]);
    assert_eq!(t.unspent(), 1, "the spare ticket is as good as before");
}

#[test]
fn one_bad_ticket_does_not_undo_its_group() {
    let mut t = Ticketed::new();
    let wave = t.wave("w", &["c1"]);
    let open = t.survey.wave("open", hailong::domain::wave::Mode::Desk, &["c1"]);
    let tickets = t.issue(&wave.wave.id, "c1", 3).codes;
    let good = t.response(&wave, "c1", 4, &tickets[0]);
    let twice = t.response(&wave, "c1", 4, &tickets[0]);
    let guessed = t.response(&wave, "c1", 4, &TicketCode::of([9; 10]));
    let other = t.response(&wave, "c1", 5, &tickets[1]);
    let unit = t.survey.unit("c1");
    let by_link = t.survey.response(&open, unit, &[3]);
    let mut without = t.survey.response(&wave, unit, &[3]);
    without.pass = Pass::None;
    let group = [guessed, good, twice, without, other, by_link];
    let told = send(&mut t, &group);
    let expected =
        [Stored::NotLetIn, Stored::New, Stored::NotLetIn, Stored::NotLetIn, Stored::New, Stored::New];
    assert_eq!(told, expected);
    assert_eq!(t.unspent(), 1);
}

#[test]
fn a_ticket_is_worth_nothing_elsewhere() {
    let mut t = Ticketed::new();
    let wave = t.wave("w", &["c1", "c2"]);
    let next = t.wave("next", &["c1", "c2"]);
    let ticket = t.issue(&wave.wave.id, "c1", 1).codes.remove(0);
    for (wave, unit) in [(&wave, "c2"), (&next, "c1"), (&next, "c2")] {
        let response = t.response(wave, unit, 4, &ticket);
        assert_eq!(send(&mut t, &[response]), [Stored::NotLetIn]);
    }
    assert_eq!(t.unspent(), 1);
    let response = t.response(&wave, "c1", 4, &ticket);
    assert_eq!(send(&mut t, &[response]), [Stored::New]);
}

#[test]
fn of_many_who_send_one_ticket_at_once_one_gets_in() {
    let mut t = Ticketed::new();
    let wave = t.wave("w", &["c1"]);
    let tickets = t.issue(&wave.wave.id, "c1", 20).codes;
    // Eight senders, each with all tickets in another order.
    let groups: Vec<Vec<NewResponse>> = (0..8)
        .map(|sender: usize| {
            let mut mine: Vec<_> = tickets.iter().collect();
            mine.rotate_left(sender * 3 % 20);
            if sender % 2 == 1 {
                mine.reverse();
            }
            mine.into_iter().map(|ticket| t.response(&wave, "c1", 4, ticket)).collect()
        })
        .collect();
    let threads: Vec<_> = groups
        .into_iter()
        .map(|group| {
            let mut conn = t.survey.connect();
            std::thread::spawn(move || {
                let told = group.chunks(5).flat_map(|part| insert(&mut conn, part).unwrap());
                told.filter(|stored| *stored == Stored::New).count()
            })
        })
        .collect();
    let new: usize = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
    assert_eq!((new, t.unspent()), (20, 0));
}

#[test]
fn a_wave_that_ends_takes_its_tickets_with_it() {
    let mut t = Ticketed::new();
    let wave = t.wave("w", &["c1"]);
    let other = t.wave("other", &["c1"]);
    t.issue(&wave.wave.id, "c1", 5);
    t.issue(&other.wave.id, "c1", 2);
    let instrument = t.survey.instrument.clone();
    let epoch = "2026-10-01".parse().unwrap();
    close_wave(&mut t.survey.conn, &wave, &instrument, epoch, &mut StdRng::seed_from_u64(1)).unwrap();
    assert_eq!(t.unspent(), 2);
    let by = Principal::command_line();
    let refused =
        tickets::issue(&mut t.survey.conn, (&by, &t.key), (&wave.wave.id, &code("c1")), 1, moment()).unwrap();
    assert!(matches!(refused, Err(Refused::Closed(_))), "{refused:?}");
}

#[test]
fn a_planned_wave_can_have_tickets_and_be_discarded() {
    let mut t = Ticketed::new();
    let wave = t.survey.wave_like("plan", &["c1"], |wave| {
        wave.access = hailong::domain::wave::Access::Ticket;
        wave.state = hailong::domain::wave::State::Planned;
    });
    t.issue(&wave.wave.id, "c1", 5);
    assert!(waves::discard_planned(&mut t.survey.conn, wave.number).unwrap());
    assert_eq!(t.unspent(), 0);
}

#[test]
fn issuing_notes_down_how_many_and_nothing_else() {
    let mut t = Ticketed::new();
    let wave = t.wave("w", &["c1"]);
    let issued = t.issue(&wave.wave.id, "c1", 250);
    let different: BTreeSet<String> = issued.codes.iter().map(TicketCode::compact).collect();
    assert_eq!((different.len(), t.unspent()), (250, 250));
    let mut entries = audit::list(&mut t.survey.conn, &audit::Filter::default(), None, 1).unwrap();
    let (entry, _) = entries.remove(0);
    assert_eq!(entry.action, "tickets_issued");
    assert_eq!((entry.unit.as_deref(), entry.subject.as_deref()), (Some("c1"), Some("w")));
    assert_eq!(entry.details, [("count".to_owned(), "250".to_owned())].into());
}

#[test]
fn tickets_are_refused_where_they_make_no_sense() {
    let mut t = Ticketed::new();
    let wave = t.wave("w", &["c1"]);
    t.survey.wave("open", hailong::domain::wave::Mode::Desk, &["c1"]);
    let by = Principal::command_line();
    let mut ask = |wave: &str, unit: &str, count| {
        let place = (&wave.parse().unwrap(), &code(unit));
        tickets::issue(&mut t.survey.conn, (&by, &t.key), place, count, moment()).unwrap().unwrap_err()
    };
    assert_eq!(ask("w", "c1", 0), Refused::Count);
    assert_eq!(ask("w", "c1", MOST + 1), Refused::Count);
    assert!(matches!(ask("none", "c1", 1), Refused::UnknownWave(_)));
    assert_eq!(ask("w", "c2", 1), Refused::UnknownUnit("c2".parse::<UnitCode>().unwrap()));
    assert!(matches!(ask("open", "c1", 1), Refused::NoTickets(_)));
    assert_eq!(wave.wave.id.as_str(), "w");
}
