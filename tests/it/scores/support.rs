//! Small instruments, units and batches for the tests of the evaluator.

use chrono::NaiveDate;
use hailong::domain::batch::{Batch, WeightedTally};
use hailong::domain::instrument::{Code, Instrument, SwitchSetting, Text};
use hailong::domain::publication::{Figure, Publication, PublishedUnit, Withheld};
use hailong::domain::publish::{GivenScore, PlacedBatch, PublishInput, compute};
use hailong::domain::response::{Response, layout};
use hailong::domain::submission::{Given, Submission};
use hailong::domain::tally::{Tally, WEIGHT_UNIT};
use hailong::domain::wave::{Access, Mode, Protection, State, Wave};
use serde_json::{Value, json};

/// An instrument with single-choice items `a`, `b`, `c` on a scale 1 to 5 with 9 = don't know, a
/// multiple-choice item `m`, an item `d` that is asked after a 1 at `a`, and the given tree.
#[expect(clippy::needless_pass_by_value, reason = "tests pass a json! literal")]
pub fn instrument(nodes: Value) -> Instrument {
    let option = |code: i32| json!({"code": code, "label": {"vi": "x", "en": "x"}, "counted": code != 9});
    let word = |code: &str| json!({"code": code, "label": {"vi": "x", "en": "x"}});
    let item = |code: &str| json!({"code": code, "text": {"vi": "x", "en": "x"}, "scale": "five"});
    let value = json!({
        "id": "test-1", "family": "test", "title": {"vi": "Thử", "en": "Test"},
        "valid": {"from": "2020-01-01"}, "languages": ["vi", "en"],
        "sources": [{"title": "made for tests"}],
        "questionnaire": {
            "scales": {
                "five": {"options": [option(1), option(2), option(3), option(4), option(5), option(9)]},
                "media": {"options": [word("tv"), word("web"), word("radio")]}
            },
            "sections": [{"id": "s", "title": {"vi": "x", "en": "x"}, "items": [
                item("a"), item("b"), item("c"),
                {"code": "m", "kind": "multiple", "text": {"vi": "x", "en": "x"}, "scale": "media"},
                {"code": "d", "text": {"vi": "x", "en": "x"}, "scale": "five",
                 "ask_if": {"chosen": {"item": "a", "codes": [1]}}}
            ]}]
        },
        "index": nodes,
    });
    serde_json::from_value(value).unwrap()
}

/// A node in JSON with the usual texts.
#[expect(clippy::needless_pass_by_value, reason = "tests pass a json! literal")]
pub fn node(id: &str, kind: &str, parent: Option<&str>, rest: Value) -> Value {
    let mut node = json!({"id": id, "kind": kind, "label": {"vi": id, "en": id}});
    if let Some(parent) = parent {
        node["parent"] = json!(parent);
    }
    for (key, value) in rest.as_object().unwrap() {
        node[key] = value.clone();
    }
    node
}

/// Answers of one person to `a`, `b`, `c`; 0 stands for no answer. `d`, if asked, is answered as `b`.
pub fn response(instrument: &Instrument, codes: [i32; 3], media: &[&str]) -> Response {
    let mut submission = Submission::default();
    for (item, code) in ["a", "b", "c"].iter().zip(codes) {
        if code != 0 {
            submission.answers.insert((*item).to_owned(), Some(Given::One(Code::Number(code))));
        }
    }
    let media = media.iter().map(|code| Code::Word((*code).to_owned())).collect();
    submission.answers.insert("m".to_owned(), Some(Given::Many(media)));
    if codes[0] == 1 {
        submission.answers.insert("d".to_owned(), Some(Given::One(Code::Number(codes[1].max(1)))));
    }
    submission.check(instrument).unwrap()
}

/// A batch of plain responses.
pub fn batch(instrument: &Instrument, unit: &str, seq: i32, responses: &[Response]) -> Batch {
    let layout = layout(instrument);
    let mut tally = Tally::empty(&layout);
    for response in responses {
        tally.add(response, &layout, 1).unwrap();
    }
    let epoch = NaiveDate::from_ymd_opt(2026, 7, 1).unwrap();
    Batch {
        unit: unit.to_owned(),
        seq,
        epoch,
        residual: false,
        stratum: None,
        tally,
        weighted: None,
        breakdowns: None,
        calibration: None,
    }
}

/// A batch of weighted responses of one stratum.
pub fn weighted_batch(
    instrument: &Instrument,
    stratum: &str,
    seq: i32,
    responses: &[(Response, i64)],
) -> Batch {
    let layout = layout(instrument);
    let plain: Vec<Response> = responses.iter().map(|(response, _)| response.clone()).collect();
    let mut sums = Tally::empty(&layout);
    let mut squares = 0.0;
    for (response, weight) in responses {
        sums.add(response, &layout, *weight).unwrap();
        squares += (*weight as f64 / WEIGHT_UNIT as f64).powi(2);
    }
    Batch {
        stratum: Some(stratum.to_owned()),
        weighted: Some(WeightedTally { sums, squares }),
        ..batch(instrument, "u0", seq, &plain)
    }
}

/// A desk wave with k = 10.
pub fn wave(mode: Mode) -> Wave {
    Wave {
        id: "test".parse().unwrap(),
        instrument: "test-1".to_owned(),
        title: Text::new("Thử", "Test"),
        period: "2026-Q3".parse().unwrap(),
        mode,
        access: Access::Link,
        state: State::Open,
        k: 10,
        public: false,
        demo: false,
        switches: SwitchSetting::default(),
        languages: Vec::new(),
        earlier: None,
        protection: Protection::default(),
        margins: Vec::new(),
    }
}

/// A province `top` with communes `u0`, `u1`, …
pub fn units(communes: usize) -> Vec<PublishedUnit> {
    let unit = |code: String, level: &str, parent| PublishedUnit {
        name: Text::new(&code, &code),
        code,
        valid_from: NaiveDate::from_ymd_opt(2025, 7, 1).unwrap(),
        level: level.to_owned(),
        parent,
    };
    let top = unit("top".to_owned(), "province", None);
    std::iter::once(top)
        .chain((0..communes).map(|place| unit(format!("u{place}"), "commune", Some(0))))
        .collect()
}

/// The publication of some batches and given scores `(unit, node, value)`.
pub fn publish(
    wave: &Wave,
    instrument: &Instrument,
    communes: usize,
    batches: &[Batch],
    scores: &[(usize, &str, f64)],
) -> Publication {
    let units = units(communes);
    let place = |code: &str| units.iter().position(|unit| unit.code == code).unwrap();
    compute(&PublishInput {
        wave,
        instrument,
        instrument_sha256: [0; 32],
        batches: batches
            .iter()
            .map(|batch| PlacedBatch { unit: place(&batch.unit), batch, source: 0 })
            .collect(),
        withheld: Withheld::default(),
        pooled: None,
        chain: None,
        scores: scores
            .iter()
            .map(|(unit, node, value)| GivenScore { unit: *unit, node: (*node).to_owned(), value: *value })
            .collect(),
        units,
    })
}

/// The figure of a unit at a node.
pub fn figure<'a>(publication: &'a Publication, unit: &str, node: &str) -> &'a Figure {
    let unit = publication.units.iter().position(|known| known.code == unit).unwrap();
    let node = publication.nodes.iter().position(|known| known.id == node).unwrap();
    &publication.figures[unit][node]
}

/// Asserts equality to a relative 1e-12.
#[track_caller]
pub fn close(found: f64, expected: f64) {
    let tolerance = 1e-12 * expected.abs().max(1.0);
    assert!((found - expected).abs() <= tolerance, "{found} is not {expected}");
}
