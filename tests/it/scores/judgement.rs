//! Ranks and groups.

use hailong::domain::instrument::{Benchmark, Instrument};
use hailong::domain::wave::Mode;
use serde_json::json;

use super::support::{batch, figure, instrument, node, publish, response, wave};

fn with_benchmark(benchmark: serde_json::Value) -> Instrument {
    let mut instrument =
        instrument(json!([node("x", "indicator", None, json!({"measure": {"stat": "given"}}))]));
    instrument.benchmarks = vec![serde_json::from_value::<Benchmark>(benchmark).unwrap()];
    instrument
}

fn group(id: &str) -> serde_json::Value {
    json!({"id": id, "label": {"vi": id, "en": id}})
}

#[test]
fn a_value_on_a_quantile_belongs_to_the_upper_group() {
    let groups = json!([group("low"), group("lower"), group("upper"), group("high")]);
    let rule =
        json!({"rank": true, "groups": {"by": "quantile", "cuts": [0.25, 0.5, 0.75], "groups": groups}});
    let instrument = with_benchmark(rule);
    // Type 7 over 1..5: quartiles are exactly 2, 3 and 4.
    let scores: Vec<(usize, &str, f64)> = (1..=5).map(|unit| (unit, "x", unit as f64)).collect();
    let found = publish(&wave(Mode::Desk), &instrument, 6, &[], &scores);
    let groups: Vec<Option<&str>> =
        (0..6).map(|unit| figure(&found, &format!("u{unit}"), "x").group.as_deref()).collect();
    assert_eq!(groups, [Some("low"), Some("lower"), Some("upper"), Some("high"), Some("high"), None]);
    assert_eq!(figure(&found, "u4", "x").rank, Some(1));
    assert_eq!(figure(&found, "u0", "x").ranked, Some(5));
    assert_eq!(figure(&found, "u5", "x").rank, None, "a unit without a value is not ranked");
}

#[test]
fn equal_values_share_the_better_rank() {
    let instrument = with_benchmark(json!({"rank": true}));
    let scores = [(1, "x", 2.0), (2, "x", 3.0), (3, "x", 3.0), (4, "x", 1.0)];
    let found = publish(&wave(Mode::Desk), &instrument, 4, &[], &scores);
    let ranks: Vec<u32> = (0..4).map(|unit| figure(&found, &format!("u{unit}"), "x").rank.unwrap()).collect();
    assert_eq!(ranks, [3, 1, 1, 4]);
}

/// Nine indices of one decimal that sum to exactly 15.0 on paper sum to 14.999999999999998 in binary.
#[test]
fn a_rounded_sum_on_a_bound_belongs_to_the_upper_group() {
    let text =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/survey-forms/one-stop-2018.json"));
    let mut instrument: Instrument = serde_json::from_str(&text.unwrap()).unwrap();
    for node in instrument.index.iter_mut().filter(|node| node.measure.is_some()) {
        node.measure = Some(hailong::domain::instrument::Measure::Given);
    }
    let values = [1.9, 1.6, 1.7, 2.0, 2.0, 1.4, 1.2, 1.2, 2.0];
    let names: Vec<String> = (1..=9).map(|index| index.to_string()).collect();
    let scores: Vec<(usize, &str, f64)> =
        names.iter().zip(values).map(|(name, value)| (1, name.as_str(), value)).collect();
    let full = publish(&wave(Mode::Desk), &instrument, 1, &[], &scores);
    let total = figure(&full, "u0", "one-stop");
    assert_eq!((total.value, total.group.as_deref()), (Some(15.0), Some("excellent")));
    let part = publish(&wave(Mode::Desk), &instrument, 1, &[], &scores[..4]);
    let total = figure(&part, "u0", "one-stop");
    assert_eq!((total.missing, total.group.as_deref(), total.rank), (Some(5), None, None));
    assert!((total.value.unwrap() - 7.2).abs() < 1e-12, "the sum is shown all the same");
}

/// Circular 01/2018/TT-VPCP, Article 15: from 15 points excellent, 12 to under 15 good, …
#[test]
fn bands_take_their_lower_bound() {
    let groups = json!([group("weak"), group("average"), group("fair"), group("good"), group("excellent")]);
    let instrument =
        with_benchmark(json!({"groups": {"by": "bands", "bounds": [6, 9, 12, 15], "groups": groups}}));
    let scores = [(1, "x", 15.0), (2, "x", 14.9), (3, "x", 12.0), (4, "x", 5.9), (5, "x", 6.0)];
    let found = publish(&wave(Mode::Desk), &instrument, 5, &[], &scores);
    let groups: Vec<&str> =
        (0..5).map(|unit| figure(&found, &format!("u{unit}"), "x").group.as_deref().unwrap()).collect();
    assert_eq!(groups, ["excellent", "good", "good", "weak", "average"]);
}

#[test]
fn a_figure_from_fewer_than_thirty_answers_is_not_ranked() {
    let mut instrument =
        instrument(json!([node("x", "indicator", None, json!({"measure": {"stat": "mean", "item": "a"}}))]));
    instrument.benchmarks = vec![serde_json::from_value(json!({"rank": true})).unwrap()];
    let people = |count: usize| -> Vec<_> {
        (0..count)
            .map(|person| response(&instrument, [1 + i32::try_from(person % 5).unwrap(), 0, 0], &[]))
            .collect()
    };
    let sizes = [("u0", 1, 12), ("u1", 2, 40), ("u2", 3, 45)];
    let batches = sizes.map(|(unit, seq, count)| batch(&instrument, unit, seq, &people(count)));
    let found = publish(&wave(Mode::Desk), &instrument, 3, &batches, &[]);
    assert_eq!(figure(&found, "u0", "x").rank, None);
    assert!(figure(&found, "u0", "x").value.is_some(), "shown all the same");
    assert_eq!((figure(&found, "u1", "x").rank, figure(&found, "u1", "x").ranked), (Some(1), Some(2)));
    assert_eq!(figure(&found, "top", "x").rank, None, "the only province has nobody to be ranked among");
}
