//! Values of leaves and combinations against direct arithmetic and published worked examples.

use hailong::domain::publication::Disclosure;
use hailong::domain::wave::Mode;
use serde_json::json;

use super::support::{batch, close, figure, instrument, node, publish, response, wave};

/// Twelve people: a = 5,4,3,2,1,9 twice; b only from the first ten, all 4; m tv/web/none.
fn sample(instrument: &hailong::domain::instrument::Instrument) -> Vec<hailong::domain::response::Response> {
    (0..12)
        .map(|person| {
            let a = [5, 4, 3, 2, 1, 9][person % 6];
            let b = if person < 10 { 4 } else { 0 };
            let media: &[&str] = [&["tv", "web"][..], &["tv"], &[]][person % 3];
            response(instrument, [a, b, 5], media)
        })
        .collect()
}

#[test]
fn every_statistic_of_a_leaf_follows_its_definition() {
    let instrument = instrument(json!([
        node("mean", "indicator", None, json!({"measure": {"stat": "mean", "item": "a"}})),
        node(
            "recoded",
            "indicator",
            None,
            json!({"measure": {"stat": "mean", "item": "a",
            "recode": {"1": 0, "2": 25, "3": null, "4": 75, "5": 100}}})
        ),
        node("share", "indicator", None, json!({"measure": {"stat": "share", "item": "a", "codes": [4, 5]}})),
        node(
            "share-of-some",
            "indicator",
            None,
            json!({"measure": {"stat": "share", "item": "a", "codes": [4, 5],
            "not_counted": [3]}, "scale": {"from": [0, 1], "to": [0, 100]}})
        ),
        node(
            "net",
            "indicator",
            None,
            json!({"measure": {"stat": "net_share", "item": "a", "positive": [5],
            "negative": [1, 2]}})
        ),
        node(
            "ratio",
            "indicator",
            None,
            json!({"measure": {"stat": "ratio", "item": "a", "good": [5],
            "total": [5, 4]}})
        ),
        node("tv", "indicator", None, json!({"measure": {"stat": "share", "item": "m", "codes": ["tv"]}})),
        node("media", "indicator", None, json!({"measure": {"stat": "distribution", "item": "m"}})),
        node("levels", "indicator", None, json!({"measure": {"stat": "distribution", "item": "a"}})),
    ]));
    let mut wave = wave(Mode::Desk);
    // Some statistics rest on as few as four of the twelve answers.
    wave.k = 4;
    let batches = [batch(&instrument, "u0", 1, &sample(&instrument))];
    let found = publish(&wave, &instrument, 1, &batches, &[]);
    let value = |node: &str| figure(&found, "u0", node).value.unwrap();
    close(value("mean"), 3.0);
    close(value("recoded"), 50.0);
    close(value("share"), 0.4);
    close(value("share-of-some"), 50.0);
    close(value("net"), -0.2);
    close(value("ratio"), 0.5);
    close(value("tv"), 8.0 / 12.0);
    close(value("media=web"), 4.0 / 12.0);
    close(value("media=radio"), 0.0);
    close(value("levels=4"), 0.2);
    assert!(!found.nodes.iter().any(|node| node.id == "levels=9"), "don't know is no option of the result");
    assert_eq!(figure(&found, "u0", "media").disclosure, Disclosure::NoValue);
    let mean = figure(&found, "u0", "mean");
    assert_eq!(mean.n, Some(10));
    close(mean.nonresponse.unwrap(), 2.0 / 12.0);
}

#[test]
fn combinations_follow_their_definition_and_missing_is_never_zero() {
    let leaf = |id: &str, item: &str, parent: &str, weight: f64| {
        let measure = json!({"measure": {"stat": "mean", "item": item}, "weight": weight});
        node(id, "indicator", Some(parent), measure)
    };
    let mut nodes = Vec::new();
    for op in ["mean", "weighted_mean", "weighted_sum", "sum", "pool"] {
        for missing in ["skip", "null"] {
            let id = format!("{op}-{missing}");
            nodes.push(node(&id, "dimension", None, json!({"combine": {"op": op, "missing": missing}})));
            nodes.push(leaf(&format!("{id}-a"), "a", &id, 1.0));
            nodes.push(leaf(&format!("{id}-b"), "b", &id, 3.0));
            if op != "pool" {
                nodes.push(node(
                    &format!("{id}-c"),
                    "indicator",
                    Some(&id),
                    json!({"measure": {"stat": "given"}, "weight": 2}),
                ));
            }
        }
    }
    let instrument = instrument(json!(nodes));
    let batches = [batch(&instrument, "u0", 1, &sample(&instrument))];
    let found = publish(&wave(Mode::Desk), &instrument, 1, &batches, &[]);
    let value = |node: &str| figure(&found, "u0", node).value;
    // a: mean 3 of 10 answers; b: mean 4 of 10 answers; c: nothing given.
    close(value("mean-skip").unwrap(), 3.5);
    close(value("weighted_mean-skip").unwrap(), 3.75);
    close(value("weighted_sum-skip").unwrap(), 15.0);
    close(value("sum-skip").unwrap(), 7.0);
    close(value("pool-skip").unwrap(), 3.5);
    for op in ["mean", "weighted_mean", "weighted_sum", "sum"] {
        assert_eq!(value(&format!("{op}-null")), None, "{op} with a missing component");
    }
}

#[test]
fn pooling_weighs_items_by_their_answers_and_mean_over_leaves_does_not() {
    let leaf = |id: &str, item: &str, parent: &str| {
        let rest = json!({"measure": {"stat": "share", "item": item, "codes": [4, 5]},
            "scale": {"from": [0, 1], "to": [0, 100]}});
        node(id, "indicator", Some(parent), rest)
    };
    let instrument = instrument(json!([
        node("pool", "index", None, json!({"combine": {"op": "pool"}})),
        node("factor", "dimension", Some("pool"), json!({"combine": {"op": "mean"}})),
        leaf("x", "a", "factor"),
        leaf("y", "c", "factor"),
        leaf("z", "c", "pool"),
        node("flat", "index", None, json!({"combine": {"op": "mean", "over": "leaves"}})),
        node("inner", "dimension", Some("flat"), json!({"combine": {"op": "mean"}})),
        leaf("p", "a", "inner"),
        leaf("q", "c", "inner"),
        leaf("r", "c", "flat"),
        node("nested", "index", None, json!({"combine": {"op": "mean"}})),
        node("inner2", "dimension", Some("nested"), json!({"combine": {"op": "mean"}})),
        leaf("s", "a", "inner2"),
        leaf("t", "c", "inner2"),
        leaf("w", "c", "nested"),
    ]));
    let batches = [batch(&instrument, "u0", 1, &sample(&instrument))];
    let found = publish(&wave(Mode::Desk), &instrument, 1, &batches, &[]);
    let value = |node: &str| figure(&found, "u0", node).value.unwrap();
    // a: 4 of 10 satisfied, c: 12 of 12.
    close(value("pool"), 100.0 * (4.0 + 12.0 + 12.0) / (10.0 + 12.0 + 12.0));
    close(value("flat"), (40.0 + 100.0 + 100.0) / 3.0);
    close(value("nested"), f64::midpoint(f64::midpoint(40.0, 100.0), 100.0));
}

/// `PermenPANRB` 14/2017: nine elements, 29 respondents, weight 1/9, times 25. Worked example of an
/// Indonesian agency (repository `rennn9/GASPUL_BACKEND`): sums of scores per element, IKM 91.475.
#[test]
fn the_skm_worked_example_is_reproduced() {
    let sums = [105.0, 101.0, 100.0, 116.0, 102.0, 105.0, 106.0, 105.0, 115.0];
    let mut nodes = vec![node(
        "ikm",
        "index",
        None,
        json!({
        "combine": {"op": "weighted_sum"}, "scale": {"from": [0, 4], "to": [0, 100]}}),
    )];
    for element in 1..=9 {
        let rest = json!({"measure": {"stat": "given"}, "weight": 1.0 / 9.0});
        nodes.push(node(&format!("U{element}"), "indicator", Some("ikm"), rest));
    }
    let instrument = instrument(json!(nodes));
    let names: Vec<String> = (1..=9).map(|element| format!("U{element}")).collect();
    let scores: Vec<(usize, &str, f64)> =
        names.iter().zip(sums).map(|(name, sum)| (1, name.as_str(), sum / 29.0)).collect();
    let found = publish(&wave(Mode::Desk), &instrument, 1, &[], &scores);
    let value = figure(&found, "u0", "ikm").value.unwrap();
    assert!((value - 91.475_096).abs() < 5e-7, "{value}");
    let given = figure(&found, "u0", "ikm");
    assert_eq!((given.disclosure, given.ci, given.n), (Disclosure::Given, None, None));
}

/// Decision 766/QĐ-TTg: six points at a rate of 90 % or more, linear below.
#[test]
fn a_clamped_scale_stops_at_its_ends() {
    let scale = json!({"from": [0, 0.9], "to": [0, 6], "clamp": true});
    let reversed = json!({"from": [0, 0.9], "to": [0, 6], "clamp": true, "reverse": true});
    let instrument = instrument(json!([
        node("rate", "indicator", None, json!({"measure": {"stat": "given"}, "scale": scale})),
        node("bad", "indicator", None, json!({"measure": {"stat": "given"}, "scale": reversed})),
        node("round", "indicator", None, json!({"measure": {"stat": "given"}, "round": 1})),
    ]));
    let scores = [
        (1, "rate", 0.45),
        (2, "rate", 0.95),
        (1, "bad", 0.3),
        (2, "bad", 1.0),
        (1, "round", 1.25),
        (2, "round", 1.349),
    ];
    let found = publish(&wave(Mode::Desk), &instrument, 2, &[], &scores);
    close(figure(&found, "u0", "rate").value.unwrap(), 3.0);
    close(figure(&found, "u1", "rate").value.unwrap(), 6.0);
    close(figure(&found, "u0", "bad").value.unwrap(), 4.0);
    close(figure(&found, "u1", "bad").value.unwrap(), 0.0);
    close(figure(&found, "u0", "round").value.unwrap(), 1.3);
    close(figure(&found, "u1", "round").value.unwrap(), 1.3);
}

/// DDCI: indicator brought to 1..10 between the observed least and greatest unit.
#[test]
fn an_observed_scale_spans_the_units_of_a_level() {
    let scale = json!({"from": "observed", "to": [1, 10]});
    let instrument = instrument(json!([node(
        "x",
        "indicator",
        None,
        json!({"measure": {"stat": "given"}, "scale": scale})
    ),]));
    let found =
        publish(&wave(Mode::Desk), &instrument, 3, &[], &[(1, "x", 20.0), (2, "x", 30.0), (3, "x", 60.0)]);
    close(figure(&found, "u0", "x").value.unwrap(), 1.0);
    close(figure(&found, "u1", "x").value.unwrap(), 3.25);
    close(figure(&found, "u2", "x").value.unwrap(), 10.0);
    assert_eq!(figure(&found, "top", "x").value, None, "a score given to communes is not the province's");
    let same = publish(&wave(Mode::Desk), &instrument, 2, &[], &[(1, "x", 20.0), (2, "x", 20.0)]);
    assert_eq!(figure(&same, "u0", "x").value, None, "equal values span no scale");
}

#[test]
fn an_item_asked_of_fewer_than_k_shows_nothing_and_says_why() {
    let instrument = instrument(json!([
        node("top", "index", None, json!({"combine": {"op": "mean", "missing": "null"}})),
        node("a", "indicator", Some("top"), json!({"measure": {"stat": "mean", "item": "a"}})),
        node("d", "indicator", Some("top"), json!({"measure": {"stat": "mean", "item": "d"}})),
    ]));
    let people: Vec<_> =
        (0..12).map(|i| response(&instrument, [if i < 3 { 1 } else { 5 }, 2, 0], &[])).collect();
    let batches = [batch(&instrument, "u0", 1, &people)];
    let found = publish(&wave(Mode::Desk), &instrument, 2, &batches, &[]);
    assert_eq!(figure(&found, "u0", "d").disclosure, Disclosure::SmallBase);
    assert_eq!(figure(&found, "u0", "top").disclosure, Disclosure::SmallBase);
    assert_eq!(figure(&found, "u1", "a").disclosure, Disclosure::Waiting);
    assert_eq!(figure(&found, "u1", "top").disclosure, Disclosure::Waiting);
    close(figure(&found, "top", "a").value.unwrap(), 4.0);
}
