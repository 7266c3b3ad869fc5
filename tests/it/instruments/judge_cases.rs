//! Mistakes of benchmarks and comparability.

use serde_json::json;

use super::sound::{Case, fine, set, text};

const BANDS: &str = "/benchmarks/0/groups";

pub fn cases() -> Vec<Case> {
    let mut cases = benchmarks();
    cases.extend(rules());
    cases.extend(comparable());
    cases
}

fn benchmarks() -> Vec<Case> {
    let rule = json!({"by": "quantile", "cuts": [0.5], "groups": [
        {"id": "low", "label": text()}, {"id": "high", "label": text()}]});
    vec![
        set("/benchmarks/0/nodes", json!(["nobody"]), "/benchmarks/0/nodes/0", "unknown_node"),
        set("/benchmarks/0/nodes", json!([]), "/benchmarks/0/nodes", "no_nodes"),
        set("/benchmarks/0/nodes", json!(["all", "all"]), "/benchmarks/0/nodes/1", "node_named_twice"),
        set("/benchmarks/0/nodes", json!(["all", "heading"]), "/benchmarks/0/nodes/1", "no_value"),
        set("/benchmarks/0/nodes", json!(["all", "who"]), "/benchmarks/0/nodes/1", "no_value"),
        set("/benchmarks/-", json!({"nodes": ["net"]}), "/benchmarks/2", "empty_benchmark"),
        set(
            "/benchmarks/-",
            json!({"nodes": ["net", "sum"], "groups": rule}),
            "/benchmarks/2/groups",
            "two_group_rules",
        ),
        set("/benchmarks/-", json!({"groups": rule}), "/benchmarks/2/groups", "two_group_rules"),
        fine("/benchmarks/-", json!({"rank": true})),
        fine("/benchmarks/-", json!({"nodes": ["net"], "groups": rule})),
    ]
}

fn rules() -> Vec<Case> {
    let cuts = "/benchmarks/1/groups/cuts";
    let groups = "/benchmarks/1/groups/groups";
    vec![
        set(cuts, json!([]), cuts, "no_bounds").also(groups, "group_count"),
        set(cuts, json!([0.5, 0.25]), "/benchmarks/1/groups/cuts/1", "not_ascending")
            .also(groups, "group_count"),
        set(cuts, json!([0.25, 0.75]), groups, "group_count"),
        set(cuts, json!([0.5, 0.5]), "/benchmarks/1/groups/cuts/1", "not_ascending")
            .also(groups, "group_count"),
        set(cuts, json!([25]), "/benchmarks/1/groups/cuts/0", "cut_outside_0_1"),
        set(cuts, json!([0]), "/benchmarks/1/groups/cuts/0", "cut_outside_0_1"),
        set(
            "/benchmarks/1/groups/groups/1/id",
            json!("low"),
            "/benchmarks/1/groups/groups/1/id",
            "repeated_group",
        ),
        set(
            "/benchmarks/1/groups/groups/1/id",
            json!("cao nhất"),
            "/benchmarks/1/groups/groups/1/id",
            "bad_name",
        ),
        set(
            "/benchmarks/0/groups/bounds",
            json!([101]),
            "/benchmarks/0/groups/bounds/0",
            "bound_outside_range",
        ),
        set(
            "/benchmarks/0/groups/bounds",
            json!([0]),
            "/benchmarks/0/groups/bounds/0",
            "bound_outside_range",
        ),
        fine("/benchmarks/0/groups/bounds", json!([100])),
        set(
            BANDS,
            json!({"by": "bands", "bounds": [80, 60], "groups": [
                {"id": "low", "label": text()}, {"id": "mid", "label": text()}, {"id": "high", "label": text()}]}),
            "/benchmarks/0/groups/bounds/1",
            "not_ascending",
        ),
    ]
}

fn comparable() -> Vec<Case> {
    let breaks = "/comparable/0/breaks/0/nodes";
    vec![
        set("/comparable/0/instrument", json!("Sound 2023"), "/comparable/0/instrument", "bad_id"),
        set(
            "/comparable/-",
            json!({"instrument": "sound-2023"}),
            "/comparable/1/instrument",
            "repeated_comparable",
        ),
        set("/comparable/0/notable_percent", json!(0), "/comparable/0/notable_percent", "bad_percent"),
        set(breaks, json!([]), breaks, "no_nodes"),
        set(breaks, json!(["sum", "nobody"]), "/comparable/0/breaks/0/nodes/1", "unknown_node"),
        set(breaks, json!(["sum", "*"]), "/comparable/0/breaks/0/nodes/1", "unknown_node"),
        fine(breaks, json!(["*"])),
    ]
}
