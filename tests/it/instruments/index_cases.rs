//! Mistakes of the index tree, of leaves, combinations, ranges and switches.

use serde_json::{Value, json};

use super::sound::{Case, Change, drop, fine, set, text};

pub fn cases() -> Vec<Case> {
    let mut cases = tree();
    cases.extend(leaves());
    cases.extend(options());
    cases.extend(combinations());
    cases.extend(ranges());
    cases.extend(switches());
    cases
}

fn leaf(id: &str, parent: &str, measure: &Value) -> Value {
    json!({"id": id, "kind": "indicator", "parent": parent, "label": text(), "measure": measure})
}

/// A further leaf below the heading, at `/index/13`.
fn measured(measure: &Value, place: &'static str, code: &'static str) -> Case {
    set("/index/-", leaf("new", "heading", measure), place, code)
}

fn tree() -> Vec<Case> {
    vec![
        Case::of(vec![
            Change::Set("/index", json!([])),
            Change::Set("/switches", json!([])),
            Change::Set("/benchmarks", json!([])),
            Change::Set("/comparable", json!([])),
        ])
        .also("/index", "empty_index"),
        set("/index/7/id", json!("phân bố"), "/index/7/id", "bad_name"),
        set("/index/8/id", json!("ratio"), "/index/9/id", "repeated_node"),
        set("/index/8/parent", json!("nobody"), "/index/8/parent", "unknown_parent"),
        set("/index/8/parent", json!("net"), "/index/8/parent", "cycle")
            .also("/index/8/measure", "measure_on_inner_node")
            .also("/index/8", "inner_node_without_combine"),
        Case::of(vec![
            Change::Set("/index/0/parent", json!("middle")),
            Change::Set("/index/0/kind", json!("sub_dimension")),
            Change::Set(
                "/index/-",
                json!({"id": "middle", "kind": "dimension", "parent": "all", "label": text(),
                           "combine": {"op": "mean"}}),
            ),
        ])
        .also("/index/0/parent", "cycle")
        .also("/index/13/kind", "kind_order"),
        set("/index/8/kind", json!("index"), "/index/8/kind", "kind_order"),
        drop("/index/8/measure", "/index/8", "leaf_without_measure"),
        set("/index/8/combine", json!({"op": "mean"}), "/index/8/combine", "combine_on_leaf"),
        drop("/index/6/combine", "/index/6", "inner_node_without_combine"),
        set("/index/6/measure", json!({"stat": "given"}), "/index/6/measure", "measure_on_inner_node"),
        set("/index/8/round", json!(11), "/index/8/round", "too_many_decimals"),
        set("/index/2/display/decimals", json!(11), "/index/2/display/decimals", "too_many_decimals"),
        set("/index/2/display/of", json!(0), "/index/2/display/of", "bad_maximum"),
    ]
}

fn leaves() -> Vec<Case> {
    let new = "/index/13/measure/item";
    vec![
        set("/index/5/measure/item", json!("z"), "/index/5/measure/item", "unknown_item"),
        measured(
            &json!({"stat": "mean", "item": "b", "recode": {"home": 1, "away": 2}}),
            new,
            "wrong_item_kind",
        ),
        measured(&json!({"stat": "mean", "item": "b", "recode": {"home": 1}}), new, "wrong_item_kind")
            .also(new, "no_score"),
        measured(
            &json!({"stat": "net_share", "item": "b", "positive": ["home"], "negative": ["away"]}),
            new,
            "wrong_item_kind",
        ),
        measured(
            &json!({"stat": "ratio", "item": "b", "good": ["home"], "total": ["home", "away"]}),
            new,
            "wrong_item_kind",
        ),
        measured(
            &json!({"stat": "share", "item": "b", "codes": ["home"], "not_counted": ["away"]}),
            new,
            "wrong_item_kind",
        ),
    ]
}

fn options() -> Vec<Case> {
    vec![
        measured(
            &json!({"stat": "share", "item": "b", "codes": ["home", "away"]}),
            "/index/13/measure/codes",
            "share_of_several",
        ),
        measured(&json!({"stat": "share", "item": "a", "codes": []}), "/index/13/measure/codes", "no_codes"),
        measured(
            &json!({"stat": "share", "item": "a", "codes": [6]}),
            "/index/13/measure/codes/0",
            "unknown_option",
        ),
        measured(
            &json!({"stat": "share", "item": "a", "codes": [5, 5]}),
            "/index/13/measure/codes/1",
            "repeated_code",
        ),
        measured(
            &json!({"stat": "share", "item": "a", "codes": [5, 9]}),
            "/index/13/measure/codes/1",
            "uncounted_option",
        ),
        measured(
            &json!({"stat": "share", "item": "a", "codes": [5], "not_counted": [5]}),
            "/index/13/measure/not_counted/0",
            "contradictory_option",
        ),
        measured(
            &json!({"stat": "net_share", "item": "a", "positive": [5], "negative": [5]}),
            "/index/13/measure/negative/0",
            "contradictory_option",
        ),
        measured(
            &json!({"stat": "ratio", "item": "a", "good": [5, 4], "total": [5, 1]}),
            "/index/13/measure/good/1",
            "good_not_in_total",
        ),
        measured(
            &json!({"stat": "mean", "item": "a", "recode": {"6": 1}}),
            "/index/13/measure/recode/6",
            "unknown_option",
        ),
        measured(
            &json!({"stat": "mean", "item": "c", "recode": {"1": null, "2": null}}),
            "/index/13/measure",
            "nothing_counted",
        ),
        measured(
            &json!({"stat": "share", "item": "d", "codes": [1]}),
            "/index/13/measure/item",
            "demographic_item",
        ),
    ]
}

fn combinations() -> Vec<Case> {
    vec![
        set("/index/6/combine/op", json!("mean"), "/index/6/combine", "distribution_combined"),
        set(
            "/index/6/combine",
            json!({"op": "sum", "over": "leaves"}),
            "/index/6/combine",
            "distribution_combined",
        ),
        Case::of(vec![
            Change::Set(
                "/index/-",
                json!({"id": "top", "kind": "index", "label": text(), "combine": {"op": "mean"}}),
            ),
            Change::Set(
                "/index/-",
                json!({"id": "mid", "kind": "dimension", "parent": "top", "label": text(),
                           "combine": {"op": "none"}}),
            ),
            Change::Set("/index/-", leaf("low", "mid", &json!({"stat": "given"}))),
        ])
        .also("/index/13/combine", "heading_combined"),
        Case::of(vec![
            Change::Set("/index/3/combine", json!({"op": "pool", "over": "leaves"})),
            Change::Drop("/index/4/weight"),
            Change::Drop("/index/5/weight"),
        ])
        .also("/index/3/combine", "pool_over_given"),
        set(
            "/index/-",
            leaf("all.new", "all", &json!({"stat": "given"})),
            "/index/0/combine",
            "pool_over_given",
        ),
        drop("/index/4/weight", "/index/4/weight", "missing_weight"),
        fine("/index/3/combine/op", json!("weighted_mean")),
        set("/index/4/weight", json!(0), "/index/4/weight", "bad_weight"),
        set("/index/4/weight", json!(-0.4), "/index/4/weight", "bad_weight"),
        set("/index/8/weight", json!(1), "/index/8/weight", "unused_weight"),
    ]
}

fn ranges() -> Vec<Case> {
    vec![
        set("/index/0/range", json!([100, 0]), "/index/0/range", "bad_range"),
        set("/index/0/range", json!([1, 1]), "/index/0/range", "bad_range"),
        set("/index/5/scale/from", json!([5, 5]), "/index/5/scale/from", "bad_scale"),
        set("/index/5/scale/to", json!([10, 0]), "/index/5/scale/to", "bad_scale"),
        set("/index/5/scale/to", json!([0, 11]), "/index/5/scale/to", "scale_outside_range"),
        fine("/index/5/scale/to", json!([0, 10.02])),
        fine("/index/5/scale/reverse", json!(true)),
        fine("/index/5/scale/from", json!("observed")),
        // A mean of 1 to 5 brought from 2..5 to 0..10 can be -3.3.
        set("/index/5/scale/from", json!([2, 5]), "/index/5/range", "value_outside_range"),
        fine("/index/5/scale", json!({"from": [2, 5], "to": [0, 10], "clamp": true})),
        // A share of 0 to 1 never reaches 50.
        set("/index/10/range", json!([50, 100]), "/index/10/range", "range_unreachable"),
        set("/index/8/range", json!([0, 1]), "/index/8/range", "value_outside_range"),
        set("/index/4/weight", json!(0.5), "/index/3/range", "range_not_sum"),
        fine("/index/4/weight", json!(0.402)),
        set("/index/3/range", json!([0, 9]), "/index/3/range", "range_not_sum"),
        set("/index/0/range", json!([0, 99]), "/index/0/range", "value_outside_range"),
        set(
            "/switches/0/choices/mean/mean/scale/to",
            json!([0, 110]),
            "/switches/0/choices/mean/mean/scale/to",
            "scale_outside_range",
        )
        .also("/index/1/range", "value_outside_range")
        .also("/index/2/range", "value_outside_range"),
        set(
            "/switches/0/choices/share/share/scale/from",
            json!([1, 0]),
            "/switches/0/choices/share/share/scale/from",
            "bad_scale",
        ),
    ]
}

fn switches() -> Vec<Case> {
    let copy = json!({"id": "way", "label": text(), "default": "x", "verified": true,
                      "choices": {"x": {"combine": {"label": text(), "op": "mean"}}}});
    let mut idle = copy.clone();
    idle["id"] = json!("idle");
    vec![
        set("/index/1/measure/switch", json!("nobody"), "/index/1/measure/switch", "unknown_switch"),
        set("/index/0/combine/switch", json!("nobody"), "/index/0/combine/switch", "unknown_switch")
            .also("/switches/1", "unused_switch"),
        set("/switches/0/default", json!("nobody"), "/switches/0/default", "unknown_choice"),
        set("/switches/-", copy, "/switches/2/id", "repeated_switch"),
        set("/switches/-", idle, "/switches/2", "unused_switch"),
        set(
            "/switches/0/choices/trung bình",
            json!({"mean": {"label": text(), "scale": {"from": [0, 5], "to": [0, 100]}}}),
            "/switches/0/choices/trung bình",
            "bad_name",
        ),
        set("/index/1/measure/switch", json!("way"), "/index/1/measure/switch", "wrong_switch"),
        set("/index/0/combine/switch", json!("statistic"), "/index/0/combine/switch", "wrong_switch")
            .also("/switches/1", "unused_switch"),
        set(
            "/switches/1/choices/share",
            json!({"share": {"label": text(), "codes": [1]}}),
            "/switches/1/choices",
            "mixed_choices",
        )
        .also("/index/0/combine/switch", "wrong_switch"),
        set("/index/0/combine/op", json!("mean"), "/index/0/combine", "differs_from_default"),
        set(
            "/switches/0/choices/share/share/codes",
            json!([4, 6]),
            "/switches/0/choices/share/share/codes/1",
            "unknown_option",
        ),
        set(
            "/switches/0/choices/share/share/codes",
            json!([4, 9]),
            "/switches/0/choices/share/share/codes/1",
            "uncounted_option",
        ),
        set("/index/1/measure/item", json!("b"), "/switches/0/choices/share/share/codes/0", "unknown_option")
            .also("/switches/0/choices/share/share/codes/1", "unknown_option")
            .also("/switches/0/choices/share/share/codes", "share_of_several")
            .also("/index/1/measure/item", "wrong_item_kind")
            .also("/index/1/measure/item", "no_score"),
    ]
}
