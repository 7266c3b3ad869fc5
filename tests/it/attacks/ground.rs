//! A survey with enough questions of one scale, and people who answer it.

use hailong::domain::breakdown::Channel;
use hailong::domain::instrument::{Code, Instrument};
use hailong::domain::submission::{Given, Submission};
use hailong::store::instruments;
use hailong::store::responses::{self, NewResponse, Pass, Stored};
use hailong::store::waves::StoredWave;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::json;
use uuid::Uuid;

use crate::support::survey::Survey;

/// Ten questions, all but the first on one scale; `why` is asked of those dissatisfied with the first.
pub fn ten_questions() -> (String, Instrument) {
    ten(0)
}

/// The same, where the options below this one of the scale of all but the first are dissatisfied ones.
fn ten(dissatisfied_below: i32) -> (String, Instrument) {
    let five = (1..=5).map(|code| {
        json!({"code": code, "label": {"vi": format!("Mức {code}"), "en": format!("Level {code}")},
            "unfavourable": code < 3})
    });
    let level = (1..=5).map(|code| {
        json!({"code": code, "label": {"vi": format!("Mức {code}"), "en": format!("Level {code}")},
            "unfavourable": code < dissatisfied_below})
    });
    let mut items: Vec<_> = (1..=10)
        .map(|n| json!({"code": format!("a{n}"), "text": {"vi": format!("Câu {n}"), "en": format!("Q {n}")}, "scale": if n == 1 { "five" } else { "level" }}))
        .collect();
    items.push(json!({
        "code": "why", "text": {"vi": "Vì sao?", "en": "Why?"}, "scale": "why",
        "ask_if": {"chosen": {"item": "a1", "codes": [1, 2]}},
    }));
    let text = json!({
        "id": "ten-1", "family": "ten", "title": {"vi": "Mười câu", "en": "Ten questions"},
        "valid": {"from": "2020-01-01"}, "languages": ["vi", "en"], "sources": [{"title": "made for tests"}],
        "questionnaire": {
            "scales": {
                "five": {"options": five.collect::<Vec<_>>()},
                "level": {"options": level.collect::<Vec<_>>()},
                "why": {"options": [
                    {"code": 1, "label": {"vi": "Chậm", "en": "Slow"}},
                    {"code": 2, "label": {"vi": "Thái độ", "en": "Attitude"}},
                ]},
            },
            "sections": [{"id": "s", "title": {"vi": "Chung", "en": "General"}, "items": items}],
        },
        "index": [
            {"id": "0", "kind": "index", "label": {"vi": "Chỉ số", "en": "Index"},
                "combine": {"op": "mean", "missing": "skip"}},
            {"id": "1", "kind": "indicator", "parent": "0", "label": {"vi": "Câu 1", "en": "Q 1"},
                "measure": {"stat": "mean", "item": "a1"}, "range": [1, 5]},
            {"id": "slow", "kind": "indicator", "label": {"vi": "Chậm", "en": "Slow"},
                "measure": {"stat": "share", "item": "why", "codes": [1]}, "range": [0, 1]},
        ],
    })
    .to_string();
    let instrument = serde_json::from_str(&text).unwrap();
    (text, instrument)
}

/// A survey in which [`ten_questions`] are asked.
pub struct Ground {
    pub survey: Survey,
    pub instrument: Instrument,
    pub rng: StdRng,
}

impl Ground {
    pub fn new(seed: u64) -> Self {
        Self::with(ten_questions(), seed)
    }

    /// A survey in which every question is about how satisfied somebody is.
    pub fn of_satisfaction(seed: u64) -> Self {
        Self::with(ten(3), seed)
    }

    fn with((text, instrument): (String, Instrument), seed: u64) -> Self {
        let mut survey = Survey::new();
        instruments::save(&mut survey.conn, &text, &[9; 32], &instrument).unwrap();
        Self { survey, instrument, rng: StdRng::seed_from_u64(seed) }
    }

    /// An open wave at these units.
    pub fn wave(&mut self, id: &str, at: &[&str]) -> StoredWave {
        self.survey.wave_like(id, at, |wave| {
            "ten-1".clone_into(&mut wave.instrument);
            wave.switches.clear();
        })
    }

    /// Answers of somebody honest: of five people one ticks a column.
    pub fn honest(&mut self) -> [i32; 10] {
        let usual = self.rng.random_range(3..=5);
        if self.rng.random_bool(0.2) {
            return [usual; 10];
        }
        std::array::from_fn(|_| (usual + self.rng.random_range(-2..=1)).clamp(1, 5))
    }

    /// Puts these responses into the pool of a unit.
    pub fn answer(&mut self, wave: &StoredWave, unit: &str, people: &[[i32; 10]]) {
        self.answer_by(wave, unit, None, people);
    }

    /// As [`Self::answer`], where it is noted how they came.
    pub fn answer_by(
        &mut self,
        wave: &StoredWave,
        unit: &str,
        channel: Option<Channel>,
        people: &[[i32; 10]],
    ) {
        let unit_id = self.survey.unit(unit);
        let responses: Vec<NewResponse> = people
            .iter()
            .map(|codes| NewResponse {
                wave: wave.number,
                unit_id,
                id: Uuid::new_v4(),
                answers: packed(&self.instrument, codes),
                sealed: false,
                channel,
                pass: Pass::Open,
            })
            .collect();
        let stored = responses::insert(&mut self.survey.conn, &responses).unwrap();
        assert!(stored.iter().all(|stored| *stored == Stored::New), "{stored:?}");
    }

    /// Honest people answer at every one of the units.
    pub fn answer_honestly(&mut self, wave: &StoredWave, units: &[&str], count: usize) {
        for unit in units {
            let people: Vec<_> = (0..count).map(|_| self.honest()).collect();
            self.answer(wave, unit, &people);
        }
    }
}

/// The answers to the ten questions, packed; whoever is dissatisfied with the first says that it was slow.
pub fn packed(instrument: &Instrument, codes: &[i32; 10]) -> Vec<u8> {
    let mut submission = Submission::default();
    for (place, code) in codes.iter().enumerate() {
        submission.answers.insert(format!("a{}", place + 1), Some(Given::One(Code::Number(*code))));
    }
    if codes[0] < 3 {
        submission.answers.insert("why".to_owned(), Some(Given::One(Code::Number(1))));
    }
    submission.check(instrument).unwrap().into_bytes()
}
