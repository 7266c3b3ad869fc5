//! A small instrument without mistakes that uses every part of the format, and ways to break it.

use serde_json::{Value, json};

/// One change to the sound instrument.
pub enum Change {
    /// Puts a value at a pointer, new or in place of another; `-` as last step appends to a list.
    Set(&'static str, Value),
    /// Takes the value at a pointer out.
    Drop(&'static str),
}

/// What is changed, and the pointer and code of every mistake that must be found then.
pub struct Case {
    /// The changes.
    pub changes: Vec<Change>,
    /// All mistakes, in any order.
    pub mistakes: Vec<(&'static str, &'static str)>,
}

impl Case {
    /// Several changes that are no mistake so far.
    pub fn of(changes: Vec<Change>) -> Self {
        Self { changes, mistakes: Vec::new() }
    }

    /// The same, with one more mistake that follows.
    pub fn also(mut self, place: &'static str, code: &'static str) -> Self {
        self.mistakes.push((place, code));
        self
    }
}

/// One value set, one mistake.
pub fn set(pointer: &'static str, value: Value, place: &'static str, code: &'static str) -> Case {
    fine(pointer, value).also(place, code)
}

/// One value set, no mistake.
pub fn fine(pointer: &'static str, value: Value) -> Case {
    Case::of(vec![Change::Set(pointer, value)])
}

/// One value taken out, one mistake.
pub fn drop(pointer: &'static str, place: &'static str, code: &'static str) -> Case {
    Case::of(vec![Change::Drop(pointer)]).also(place, code)
}

/// The sound instrument after the changes.
pub fn changed(changes: &[Change]) -> Value {
    let mut file = sound();
    for change in changes {
        let (Change::Set(pointer, _) | Change::Drop(pointer)) = change;
        let (parent, last) = pointer.rsplit_once('/').expect("a pointer begins with /");
        let parent = file.pointer_mut(parent).unwrap_or_else(|| panic!("no {parent} in the file"));
        match (change, parent) {
            (Change::Set(_, value), Value::Object(fields)) => {
                fields.insert(last.to_owned(), value.clone());
            }
            (Change::Set(_, value), Value::Array(list)) if last == "-" => list.push(value.clone()),
            (Change::Set(_, value), Value::Array(list)) => {
                list[last.parse::<usize>().unwrap()] = value.clone();
            }
            (Change::Drop(_), Value::Object(fields)) => {
                fields.remove(last).unwrap_or_else(|| panic!("no {pointer} in the file"));
            }
            (Change::Drop(_), Value::Array(list)) => {
                list.remove(last.parse().unwrap());
            }
            (_, other) => panic!("{pointer} leads into {other}"),
        }
    }
    file
}

/// A text in the two languages of the sound instrument.
pub fn text() -> Value {
    json!({"vi": "Chữ", "en": "Words"})
}

/// Another text in the two languages.
pub fn plain() -> Value {
    json!({"vi": "Chữ dễ", "en": "Easy words"})
}

fn options(codes: &[i32]) -> Vec<Value> {
    codes.iter().map(|code| json!({"code": code, "label": text()})).collect()
}

/// The instrument.
pub fn sound() -> Value {
    let mut five = options(&[1, 2, 3, 4, 5]);
    for option in &mut five {
        option["face"] = option["code"].clone();
    }
    five.push(json!({"code": 9, "label": text(), "counted": false}));
    json!({
        "id": "sound-2024", "family": "sound", "title": text(), "description": text(),
        "valid": {"from": "2024-01-01", "to": "2024-12-31"},
        "languages": ["vi", "en"],
        "sources": [{"title": "A decision", "url": "https://example.org"}],
        "unverified": [text()],
        "questionnaire": {
            "intro": text(), "thanks": text(),
            "scales": {
                "five": {"options": five},
                "place": {"options": [{"code": "home", "label": text()}, {"code": "away", "label": text()}]},
                "yes": {"options": options(&[1, 2])}
            },
            "sections": [
                {"id": "first", "title": text(), "note": text(), "items": [
                    {"code": "a", "text": text(), "plain": plain(), "hint": text(), "scale": "five", "required": true},
                    {"code": "b", "text": text(), "scale": "place", "kind": "multiple"}
                ]},
                {"id": "second", "title": text(), "items": [
                    {"code": "c", "text": text(), "scale": "yes", "required": true,
                     "ask_if": {"chosen": {"item": "a", "codes": [1, 2]}}},
                    {"code": "d", "text": text(), "scale": "yes", "purpose": "demographic"},
                    {"code": "e", "text": text(), "scale": "five"}
                ]}
            ]
        },
        "switches": switches(),
        "index": index(),
        "benchmarks": [
            {"nodes": ["all"], "rank": true, "groups": {"by": "bands", "bounds": [50], "groups": groups()}},
            {"nodes": ["sum"], "groups": {"by": "quantile", "cuts": [0.5], "groups": groups()}}
        ],
        "comparable": [{"instrument": "sound-2023", "notable_percent": 5,
                        "breaks": [{"nodes": ["sum"], "reason": text()}]}]
    })
}

fn groups() -> Value {
    json!([{"id": "low", "label": text()}, {"id": "high", "label": text()}])
}

fn switches() -> Value {
    json!([
        {"id": "statistic", "label": text(), "default": "share", "verified": false, "choices": {
            "share": {"share": {"label": text(), "codes": [4, 5], "scale": {"from": [0, 1], "to": [0, 100]}}},
            "mean": {"mean": {"label": text(), "scale": {"from": [0, 5], "to": [0, 100]}}}
        }},
        {"id": "way", "label": text(), "default": "pool", "verified": true, "choices": {
            "pool": {"combine": {"label": text(), "op": "pool", "over": "leaves", "missing": "skip"}},
            "mean": {"combine": {"label": text(), "op": "mean"}}
        }}
    ])
}

fn index() -> Value {
    let leaf = |id: &str, parent: &str, measure: Value| json!({"id": id, "kind": "indicator", "parent": parent, "label": text(), "measure": measure});
    let mut nodes = vec![
        json!({"id": "all", "kind": "index", "label": text(), "range": [0, 100],
               "combine": {"op": "pool", "over": "leaves", "missing": "skip", "switch": "way"}}),
        leaf("all.a", "all", json!({"stat": "switch", "switch": "statistic", "item": "a"})),
        leaf("all.e", "all", json!({"stat": "switch", "switch": "statistic", "item": "e"})),
        json!({"id": "sum", "kind": "index", "label": text(), "range": [0, 10],
               "combine": {"op": "weighted_sum"}}),
        leaf("sum.given", "sum", json!({"stat": "given"})),
        leaf("sum.mean", "sum", json!({"stat": "mean", "item": "e"})),
        json!({"id": "heading", "kind": "index", "label": text(), "combine": {"op": "none"}}),
        leaf("distribution", "heading", json!({"stat": "distribution", "item": "b"})),
        leaf("net", "heading", json!({"stat": "net_share", "item": "a", "positive": [5], "negative": [1]})),
        leaf("ratio", "heading", json!({"stat": "ratio", "item": "a", "good": [5], "total": [1, 5]})),
        leaf("share", "heading", json!({"stat": "share", "item": "b", "codes": ["home"]})),
        leaf("who", "heading", json!({"stat": "distribution", "item": "d"})),
        leaf("recoded", "heading", json!({"stat": "mean", "item": "c", "recode": {"2": 0}})),
    ];
    for (node, weight) in [(4, 0.4), (5, 0.6)] {
        nodes[node]["weight"] = json!(weight);
        nodes[node]["range"] = json!([0, 10]);
    }
    nodes[5]["scale"] = json!({"from": [1, 5], "to": [0, 10]});
    nodes[1]["range"] = json!([0, 100]);
    nodes[2]["range"] = json!([0, 100]);
    nodes[2]["display"] = json!({"decimals": 1, "unit": "%", "of": 100});
    nodes.into()
}
