//! Waves as staff manage them: who may, what can still be changed, and what the audit log says.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate, Utc};
use hailong::domain::access::{Entitlement, Powers, Reach, Right, Role};
use hailong::domain::instrument::Text;
use hailong::domain::period::Period;
use hailong::domain::wave::{Access, Mode, Protection, State, WaveId};
use hailong::domain::wave_change::{Field, Fixed};
use hailong::envelopes::Keys;
use hailong::identity::{Moment, Principal};
use hailong::planning::{self, Change, Refused, Start, Wanted};
use hailong::sealing::seal_due;
use hailong::store::waves::{self, StoredWave};
use hailong::store::{Connection, audit, units};

use crate::support::survey::Survey;

/// Units, an instrument and a database.
struct Office {
    survey: Survey,
}

fn office() -> Office {
    Office { survey: Survey::new() }
}

impl Office {
    fn conn(&self) -> Connection {
        self.survey.connect()
    }

    /// Somebody with this role at the unit.
    fn person(&self, role: Role, unit: &str) -> Principal {
        let found = units::unit_at(&mut self.conn(), &unit.parse().unwrap(), now().day).unwrap().unwrap();
        let powers = Powers::new(vec![Entitlement::of_role(role, Reach::Under(found.key()))]);
        let actor = format!("{role} of {unit}");
        Principal { account: None, actor, powers, grants: Vec::new(), session: None }
    }

    fn create(&self, by: &Principal, name: &str, units: &[&str], start: Start) -> Result<(), Refused> {
        self.create_until(by, name, (units, None), start)
    }

    fn create_until(
        &self,
        by: &Principal,
        name: &str,
        (units, closes_on): (&[&str], Option<NaiveDate>),
        start: Start,
    ) -> Result<(), Refused> {
        let units: Vec<String> = units.iter().map(|code| (*code).to_owned()).collect();
        let wanted = Wanted {
            id: id(name),
            instrument: "survey-1",
            period: "2026-Q4".parse().unwrap(),
            units: &units,
            under: None,
            title: Some("Một cửa"),
            title_en: None,
            mode: Mode::Desk,
            access: Access::Link,
            k: 10,
            public: false,
            switches: BTreeMap::new(),
            closes_on,
            languages: &[],
            earlier: None,
            protection: &Protection::default(),
            margins: &[],
        };
        planning::create(&mut self.conn(), by, (&wanted, start), &[], &Keys::none(), now()).unwrap().map(drop)
    }

    fn change(&self, by: &Principal, name: &str, change: &Change) -> Result<(), Refused> {
        planning::change(&mut self.conn(), by, &id(name), change, now()).unwrap()
    }

    fn open(&self, by: &Principal, name: &str) -> Result<(), Refused> {
        planning::open(&mut self.conn(), by, &id(name), &[], &Keys::none(), now()).unwrap()
    }

    fn close(&self, by: &Principal, name: &str) -> Result<(), Refused> {
        planning::close(&mut self.conn(), by, &id(name), &Keys::none(), now()).unwrap().map(drop)
    }

    fn wave(&self, name: &str) -> StoredWave {
        waves::find(&mut self.conn(), &id(name)).unwrap().unwrap()
    }

    fn units(&self, name: &str) -> Vec<String> {
        let number = self.wave(name).number;
        let units = waves::units(&mut self.conn(), number).unwrap();
        units.into_iter().map(|(_, unit)| unit.code.to_string()).collect()
    }

    /// Who did what at which unit, the first first.
    fn log(&self) -> Vec<(String, String, String)> {
        let entries = audit::list(&mut self.conn(), &audit::Filter::default(), None, 100).unwrap();
        let part = |entry: hailong::domain::access::Entry| {
            (entry.actor, entry.action, entry.unit.unwrap_or_default())
        };
        entries.into_iter().rev().map(|(entry, _)| part(entry)).collect()
    }
}

fn id(name: &str) -> WaveId {
    name.parse().unwrap()
}

fn now() -> Moment {
    Moment { at: Utc::now(), day: hailong::sealing::today_in_viet_nam() }
}

fn in_days(days: u64) -> NaiveDate {
    now().day + Days::new(days)
}

fn until(day: NaiveDate) -> Change {
    Change { closes_on: Some(Some(day)), ..Change::default() }
}

#[test]
fn a_manager_manages_waves_of_their_own_units_only() {
    let office = office();
    let (own, other) = (office.person(Role::Manager, "c1"), office.person(Role::Manager, "c2"));
    let missing = Err(Refused::Right(Right::ManageWaves));

    assert_eq!(office.create(&own, "ca-hai", &["d1", "c2"], Start::Planned), missing, "c2 is another's");
    assert_eq!(office.create(&own, "cua-minh", &["d1", "d2"], Start::Planned), Ok(()));

    let unknown = Err(Refused::UnknownWave(id("cua-minh")));
    assert_eq!(office.open(&other, "cua-minh"), unknown, "nobody else knows what is planned");
    assert_eq!(office.open(&own, "cua-minh"), Ok(()));
    assert_eq!(office.close(&other, "cua-minh"), missing);
    assert_eq!(office.change(&other, "cua-minh", &until(in_days(3))), missing);
    let publish = planning::publish(&mut office.conn(), &other, &id("cua-minh"), true, now()).unwrap();
    assert_eq!(publish, missing);
    let more = Change { more_units: vec!["c2".to_owned()], ..Change::default() };
    assert_eq!(office.change(&own, "cua-minh", &more), missing, "not into another's unit either");

    assert_eq!(office.wave("cua-minh").wave.state, State::Open);
    assert_eq!(office.units("cua-minh"), ["d1", "d2"]);
    assert!(office.log().iter().all(|(actor, ..)| actor == "manager of c1"));
}

#[test]
fn nobody_but_a_manager_manages_waves() {
    let office = office();
    for role in [Role::Viewer, Role::Clerk, Role::Analyst, Role::Auditor] {
        let person = office.person(role, "c1");
        let refused = office.create(&person, "w", &["d1"], Start::Planned);
        assert_eq!(refused, Err(Refused::Right(Right::ManageWaves)), "{role}");
    }
    assert!(waves::list(&mut office.conn()).unwrap().is_empty());
}

#[test]
fn an_open_wave_keeps_its_day_or_ends_later_or_today_and_takes_more_units() {
    let office = office();
    let by = office.person(Role::Manager, "p1");
    office.create_until(&by, "w", (&["d1"], Some(in_days(10))), Start::Planned).unwrap();
    assert_eq!(office.change(&by, "w", &until(in_days(8))), Ok(()), "nobody was told a day yet");
    office.open(&by, "w").unwrap();

    assert_eq!(office.change(&by, "w", &until(in_days(5))), Err(Refused::BadClosingDay));
    assert_eq!(office.change(&by, "w", &until(in_days(9))), Ok(()));
    assert_eq!(office.wave("w").closes_on, Some(in_days(9)));
    let title = Text::new("Tên khác", "Another name");
    let change =
        Change { title: Some(title.clone()), more_units: vec!["c2".to_owned()], ..Change::default() };
    assert_eq!(office.change(&by, "w", &change), Ok(()));
    assert_eq!(office.wave("w").wave.title, title);
    assert_eq!(office.units("w"), ["c2", "d1"]);
    assert_eq!(office.change(&by, "w", &until(now().day)), Ok(()));

    office.close(&by, "w").unwrap();
    let fixed = Refused::Fixed { field: Field::ClosesOn, why: Fixed::Closed };
    assert_eq!(office.change(&by, "w", &until(in_days(20))), Err(fixed));
    assert_eq!(office.open(&by, "w"), Err(Refused::State(State::Closed)), "never again");
}

#[test]
fn a_refused_change_changes_nothing_at_all() {
    let office = office();
    let by = office.person(Role::Manager, "p1");
    office.create(&by, "w", &["d1"], Start::Open).unwrap();
    let (before, said) = (office.wave("w"), office.log());
    let change = Change {
        languages: None,
        earlier: None,
        k: None,
        title: Some(Text::new("Tên khác", "Another name")),
        closes_on: Some(now().day.pred_opt()),
        more_units: vec!["c2".to_owned()],
    };
    assert_eq!(office.change(&by, "w", &change), Err(Refused::BadClosingDay));
    assert_eq!(office.wave("w"), before);
    assert_eq!(office.units("w"), ["d1"]);
    assert_eq!(office.log(), said);
}

#[test]
fn every_act_is_in_the_audit_log_at_the_unit_above_all_units_of_the_wave() {
    let office = office();
    let by = office.person(Role::Manager, "p1");
    office.create(&by, "w", &["d1", "d2"], Start::Planned).unwrap();
    office.open(&by, "w").unwrap();
    office.change(&by, "w", &Change { more_units: vec!["c3".to_owned()], ..Change::default() }).unwrap();
    let publish =
        |public| planning::publish(&mut office.conn(), &by, &id("w"), public, now()).unwrap().unwrap();
    publish(true);
    publish(true);
    publish(false);
    office.close(&by, "w").unwrap();
    office.close(&by, "w").unwrap();

    let expected = [
        ("wave_created", "c1"),
        ("wave_opened", "c1"),
        ("wave_extended", "c1"),
        ("wave_published", "p1"),
        ("wave_hidden", "p1"),
        ("wave_closed", "p1"),
    ];
    let expected =
        expected.map(|(action, unit)| ("manager of p1".to_owned(), action.to_owned(), unit.to_owned()));
    assert_eq!(office.log(), expected, "what changed nothing is not in it");
}

#[test]
fn a_copy_is_planned_for_the_next_period_at_the_same_units() {
    let office = office();
    let by = office.person(Role::Manager, "p1");
    office.create(&by, "q4", &["d1", "c2"], Start::Open).unwrap();
    let copied = planning::copy(&mut office.conn(), &by, &id("q4"), &id("q1"), now()).unwrap().unwrap();
    assert_eq!(copied.gone, []);
    let (from, to) = (office.wave("q4").wave, office.wave("q1").wave);
    assert_eq!((to.period.as_str(), to.state, to.public), ("2027-Q1", State::Planned, false));
    assert_eq!((to.instrument, to.k, to.switches), (from.instrument, from.k, from.switches));
    assert_eq!(office.units("q1"), office.units("q4"));
    let again = planning::copy(&mut office.conn(), &by, &id("q4"), &id("q1"), now()).unwrap();
    assert_eq!(again.unwrap_err(), Refused::NameTaken(id("q1")));
}

#[test]
fn the_scheduler_closes_a_wave_the_day_after_its_last_day() {
    let mut office = office();
    let by = office.person(Role::Manager, "p1");
    office.create_until(&by, "w", (&["c1"], Some(in_days(2))), Start::Open).unwrap();
    office.create_until(&by, "sau", (&["c1"], Some(in_days(2))), Start::Planned).unwrap();
    let wave = office.wave("w");
    office.survey.answer(&wave, "c1", &[4; 12]);

    seal_due(&mut office.conn(), in_days(2), &mut rand::rng()).unwrap();
    assert_eq!(office.wave("w").wave.state, State::Open, "answers are taken on the last day");
    let runs = seal_due(&mut office.conn(), in_days(3), &mut rand::rng()).unwrap();

    assert!(runs.iter().all(|run| run.outcome.is_ok()), "{runs:?}");
    assert_eq!(office.wave("w").wave.state, State::Closed);
    assert_eq!(office.wave("sau").wave.state, State::Planned, "what was never opened is not closed");
    let (actor, action, unit) = office.log().pop().unwrap();
    assert_eq!((actor.as_str(), action.as_str(), unit.as_str()), ("schedule", "wave_closed", "c1"));
    assert_eq!(waves::unfinished(&mut office.conn()).unwrap(), Vec::<i32>::new());
}

#[test]
fn periods_follow_one_another_in_their_own_length() {
    let next = |text: &str| text.parse::<Period>().unwrap().next().map(|next| next.to_string());
    for (period, expected) in [
        ("2026", "2027"),
        ("2026-H1", "2026-H2"),
        ("2026-H2", "2027-H1"),
        ("2026-Q3", "2026-Q4"),
        ("2026-Q4", "2027-Q1"),
        ("2026-09", "2026-10"),
        ("2026-12", "2027-01"),
    ] {
        assert_eq!(next(period).as_deref(), Some(expected), "{period}");
    }
    assert_eq!(next("2026-07-01/2026-09-15"), None);
}
