//! A survey on paper: a tree of units, people with their answers, batches as sealing makes them, and publications by
//! the same pure functions that the service publishes with.

use chrono::{Days, NaiveDate};
use hailong::domain::batch::{Batch, may_seal};
use hailong::domain::breakdown::{Breakdowns, Counted, Variable};
use hailong::domain::instrument::{Code, Instrument, Text};
use hailong::domain::publication::{Publication, PublishedUnit, Withheld};
use hailong::domain::publish::{PlacedBatch, PublishInput, compute};
use hailong::domain::response::{Response, layout};
use hailong::domain::submission::{Given, Submission};
use hailong::domain::tally::Tally;
use hailong::domain::wave::{Access, Mode, Protection, State, Wave};
use serde_json::json;

pub const K: u32 = 10;

/// `sex`, `field` (4 is for women only in what the tests make up), `q1` on 1 to 5 and `why`, which is asked of the
/// dissatisfied; the index is the mean of `q1`.
pub fn instrument() -> Instrument {
    let text = json!({"vi": "x", "en": "x"});
    let options = |codes: std::ops::RangeInclusive<i32>, bad: i32| {
        let option = |code| json!({"code": code, "label": text, "unfavourable": code <= bad});
        json!({"options": codes.map(option).collect::<Vec<_>>()})
    };
    let item = |code: &str, scale: &str| json!({"code": code, "text": text, "scale": scale});
    let mut why = item("why", "two");
    why["ask_if"] = json!({"chosen": {"item": "q1", "codes": [1, 2]}});
    let node = |id: &str, measure| json!({"id": id, "kind": "indicator", "label": text, "measure": measure});
    let value = json!({
        "id": "attack-1", "family": "attack", "title": text, "valid": {"from": "2020-01-01"},
        "languages": ["vi", "en"], "sources": [{"title": "made for tests"}],
        "questionnaire": {
            "scales": {"two": options(1..=2, 0), "four": options(1..=4, 0), "five": options(1..=5, 2)},
            "sections": [{"id": "s", "title": text, "items": [
                item("sex", "two"), item("field", "four"), item("q1", "five"), why]}]
        },
        "index": [
            node("1", json!({"stat": "mean", "item": "q1"})),
            node("2", json!({"stat": "distribution", "item": "q1"})),
            node("3", json!({"stat": "share", "item": "why", "codes": [1]})),
        ],
    });
    serde_json::from_value(value).unwrap()
}

/// Somebody: position of the unit, answers to `sex`, `field`, `q1` and `why`; 0 stands for no answer.
#[derive(Debug, Clone, Copy)]
pub struct Person {
    pub unit: usize,
    pub answers: [i32; 4],
}

impl Person {
    pub fn packed(&self, instrument: &Instrument) -> Response {
        let mut submission = Submission::default();
        for (item, code) in ["sex", "field", "q1", "why"].iter().zip(self.answers) {
            if code != 0 {
                submission.answers.insert((*item).to_owned(), Some(Given::One(Code::Number(code))));
            }
        }
        submission.check(instrument).unwrap()
    }
}

/// A nation with so many provinces of so many communes each.
pub fn units(provinces: usize, communes: usize) -> Vec<PublishedUnit> {
    let unit = |code: String, level: &str, parent| PublishedUnit {
        name: Text::new(&code, &code),
        code,
        valid_from: NaiveDate::from_ymd_opt(2025, 7, 1).unwrap(),
        level: level.to_owned(),
        parent,
    };
    let mut units = vec![unit("VN".to_owned(), "nation", None)];
    units.extend((0..provinces).map(|place| unit(format!("p{place}"), "province", Some(0))));
    for province in 0..provinces {
        let commune = |place| unit(format!("c{province}.{place}"), "commune", Some(province + 1));
        units.extend((0..communes).map(commune));
    }
    units
}

pub fn wave(breakdowns: &[&str]) -> Wave {
    Wave {
        id: "attack".parse().unwrap(),
        instrument: "attack-1".to_owned(),
        title: Text::new("Thử", "Test"),
        period: "2026".parse().unwrap(),
        mode: Mode::Desk,
        access: Access::Link,
        state: State::Open,
        k: K,
        public: true,
        demo: false,
        switches: [].into(),
        languages: Vec::new(),
        earlier: None,
        protection: Protection {
            breakdowns: breakdowns.iter().map(|code| (*code).to_owned()).collect(),
            ..Protection::default()
        },
        margins: Vec::new(),
    }
}

/// A wave that is answered and sealed.
pub struct Ground {
    pub instrument: Instrument,
    pub wave: Wave,
    pub units: Vec<PublishedUnit>,
    pub batches: Vec<Batch>,
    /// Position of the unit of each batch.
    pub places: Vec<usize>,
    /// The people of each batch.
    pub people: Vec<Vec<Person>>,
    pools: Vec<Vec<Person>>,
}

impl Ground {
    pub fn new(units: Vec<PublishedUnit>, breakdowns: &[&str]) -> Self {
        Self {
            instrument: instrument(),
            wave: wave(breakdowns),
            pools: vec![Vec::new(); units.len()],
            units,
            batches: Vec::new(),
            places: Vec::new(),
            people: Vec::new(),
        }
    }

    pub fn answer(&mut self, person: Person) {
        self.pools[person.unit].push(person);
    }

    /// Seals every pool that may be sealed, as at the end of a day.
    pub fn seal(&mut self, day: u64) {
        for unit in 0..self.pools.len() {
            if may_seal(&self.tally(&self.pools[unit]), &self.instrument, K).is_ok() {
                let people = std::mem::take(&mut self.pools[unit]);
                self.batch(unit, people, day);
            }
        }
    }

    /// What is left in the pools goes to the unit above, as when a wave is closed: a residual batch there if it may be
    /// one and comes from at least two units, else it stays.
    pub fn close(&mut self, day: u64) {
        for parent in (0..self.units.len()).rev() {
            let below: Vec<usize> = (0..self.units.len())
                .filter(|unit| self.units[*unit].parent == Some(parent) && !self.pools[*unit].is_empty())
                .collect();
            let people: Vec<Person> = below.iter().flat_map(|unit| self.pools[*unit].clone()).collect();
            if below.len() < 2 || may_seal(&self.tally(&people), &self.instrument, K).is_err() {
                continue;
            }
            for unit in below {
                self.pools[unit].clear();
            }
            self.batch(parent, people, day);
        }
    }

    /// Makes a batch of these people.
    pub fn batch(&mut self, unit: usize, people: Vec<Person>, day: u64) {
        let packed: Vec<Response> = people.iter().map(|person| person.packed(&self.instrument)).collect();
        let counted: Vec<Counted<'_>> = packed
            .iter()
            .map(|response| Counted { answers: response.as_bytes(), weight: None, channel: None })
            .collect();
        let variables = Variable::all(&self.wave.protection.breakdowns, &self.instrument).unwrap();
        let breakdowns = Breakdowns::count(&variables, &counted, &layout(&self.instrument)).unwrap();
        self.batches.push(Batch {
            unit: self.units[unit].code.clone(),
            seq: i32::try_from(self.batches.len()).unwrap() + 1,
            epoch: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(day),
            residual: false,
            stratum: None,
            tally: self.tally(&people),
            weighted: None,
            breakdowns: (!variables.is_empty()).then_some(breakdowns),
            calibration: None,
        });
        self.places.push(unit);
        self.people.push(people);
    }

    pub fn tally(&self, people: &[Person]) -> Tally {
        let layout = layout(&self.instrument);
        let mut tally = Tally::empty(&layout);
        for person in people {
            tally.add(&person.packed(&self.instrument), &layout, 1).unwrap();
        }
        tally
    }

    /// What a publication of the first so many batches is made from.
    pub fn input(&self, batches: usize) -> PublishInput<'_> {
        let placed = self.places.iter().zip(&self.batches).take(batches);
        PublishInput {
            wave: &self.wave,
            instrument: &self.instrument,
            instrument_sha256: [0; 32],
            units: self.units.clone(),
            batches: placed.map(|(unit, batch)| PlacedBatch { unit: *unit, batch, source: 0 }).collect(),
            chain: None,
            withheld: Withheld::default(),
            pooled: None,
            scores: Vec::new(),
        }
    }

    pub fn publication(&self) -> Publication {
        compute(&self.input(self.batches.len()))
    }

    /// Whether a unit is another or lies below it.
    pub fn is_below(&self, unit: usize, top: usize) -> bool {
        std::iter::successors(Some(unit), |unit| self.units[*unit].parent).any(|above| above == top)
    }
}
