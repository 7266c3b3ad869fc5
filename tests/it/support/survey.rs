//! A small survey in a database of its own: an instrument, a tree of units and a wave.

use diesel::PgConnection;
use hailong::domain::instrument::{Code, Instrument, Text};
use hailong::domain::response::Response;
use hailong::domain::submission::{Given, Submission};
use hailong::domain::unit::{Unit, UnitLevel};
use hailong::domain::wave::{Access, Mode, Protection, State, Wave};
use hailong::store::responses::{NewResponse, Pass, Stored};
use hailong::store::waves::StoredWave;
use hailong::store::{self, instruments, responses, units, waves};
use serde_json::json;
use uuid::Uuid;

use super::cluster::{TestDatabase, fresh_database_from};

/// A database with the schema, an instrument and the units of [`UNITS`].
pub struct Survey {
    pub database: TestDatabase,
    pub conn: PgConnection,
    pub instrument: Instrument,
}

/// Code, level and parent: a nation of two provinces, five communes and two desks.
pub const UNITS: [(&str, UnitLevel, &str); 10] = [
    ("VN", UnitLevel::Nation, ""),
    ("p1", UnitLevel::Province, "VN"),
    ("p2", UnitLevel::Province, "VN"),
    ("c1", UnitLevel::Commune, "p1"),
    ("c2", UnitLevel::Commune, "p1"),
    ("c3", UnitLevel::Commune, "p1"),
    ("c4", UnitLevel::Commune, "p2"),
    ("c5", UnitLevel::Commune, "p2"),
    ("d1", UnitLevel::Desk, "c1"),
    ("d2", UnitLevel::Desk, "c1"),
];

/// Text of the instrument: `q1` on 1 to 5 (1 and 2 are dissatisfied), `q2` asked of the dissatisfied
/// only, multiple choice `q3`; the index is the mean of `q1` and of the given `doc`.
pub const INSTRUMENT: &str = include_str!("survey.json");

impl Survey {
    pub fn new() -> Self {
        let database = fresh_database_from("survey", prepare);
        let conn = database.connect();
        Self { database, conn, instrument: serde_json::from_str(INSTRUMENT).unwrap() }
    }

    /// A new connection to the same database.
    pub fn connect(&self) -> PgConnection {
        self.database.connect()
    }

    /// Key of a unit.
    pub fn unit(&mut self, code: &str) -> i32 {
        let day = "2026-07-01".parse().unwrap();
        units::unit_id(&mut self.conn, &code.parse().unwrap(), day).unwrap().unwrap()
    }

    /// Opens a wave at these units, with k = 10.
    pub fn wave(&mut self, id: &str, mode: Mode, at: &[&str]) -> StoredWave {
        self.wave_like(id, at, |wave| wave.mode = mode)
    }

    /// Opens a wave that differs from the usual one.
    pub fn wave_like(&mut self, id: &str, at: &[&str], change: impl Fn(&mut Wave)) -> StoredWave {
        let mut wave = wave(id);
        change(&mut wave);
        let at: Vec<i32> = at.iter().map(|code| self.unit(code)).collect();
        waves::create(&mut self.conn, &wave, &at).unwrap();
        waves::find(&mut self.conn, &wave.id).unwrap().unwrap()
    }

    /// Puts responses with these answers to `q1` into a unit's pool and gives their ids.
    pub fn answer(&mut self, wave: &StoredWave, unit: &str, q1: &[i32]) -> Vec<Uuid> {
        let unit_id = self.unit(unit);
        let responses: Vec<NewResponse> =
            q1.iter().map(|code| self.response(wave, unit_id, &[*code])).collect();
        let stored = responses::insert(&mut self.conn, &responses).unwrap();
        assert!(stored.iter().all(|stored| *stored == Stored::New), "{stored:?}");
        responses.into_iter().map(|response| response.id).collect()
    }

    /// A response on its way; the second code is `q2`.
    pub fn response(&self, wave: &StoredWave, unit_id: i32, codes: &[i32]) -> NewResponse {
        let answers = packed(&self.instrument, codes).into_bytes();
        let (wave, id) = (wave.number, Uuid::new_v4());
        NewResponse { wave, unit_id, id, answers, sealed: false, channel: None, pass: Pass::Open }
    }
}

/// Answers to `q1` and, if there is a second code, `q2`.
pub fn packed(instrument: &Instrument, codes: &[i32]) -> Response {
    let mut submission = Submission::default();
    for (item, code) in ["q1", "q2"].iter().zip(codes) {
        submission.answers.insert((*item).to_owned(), Some(Given::One(Code::Number(*code))));
    }
    submission.check(instrument).unwrap()
}

/// The usual wave: desk mode, by link, k = 10.
pub fn wave(id: &str) -> Wave {
    Wave {
        id: id.parse().unwrap(),
        instrument: "survey-1".to_owned(),
        title: Text::new("Thử", "Test"),
        period: "2026-Q3".parse().unwrap(),
        mode: Mode::Desk,
        access: Access::Link,
        state: State::Open,
        k: 10,
        public: true,
        demo: false,
        switches: [("statistic".to_owned(), "mean".to_owned())].into(),
        languages: Vec::new(),
        earlier: None,
        protection: Protection::default(),
        margins: Vec::new(),
    }
}

fn prepare(url: &str) {
    let mut conn = diesel::Connection::establish(url).unwrap();
    store::migrate(&mut conn).unwrap();
    let units: Vec<Unit> = UNITS
        .iter()
        .map(|(code, level, parent)| {
            serde_json::from_value(json!({
                "code": code, "name": format!("Đơn vị {code}"), "level": level,
                "parent": (!parent.is_empty()).then_some(parent), "valid_from": "2025-07-01",
            }))
            .unwrap()
        })
        .collect();
    units::import_units(&mut conn, &units).unwrap();
    let instrument: Instrument = serde_json::from_str(INSTRUMENT).unwrap();
    instruments::save(&mut conn, INSTRUMENT, &[7; 32], &instrument).unwrap();
}
