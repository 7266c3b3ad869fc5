//! Whatever is done to a shipped file, the checker answers; it never panics and never hangs.

use std::collections::BTreeMap;
use std::fs;

use hailong::domain::instrument::{Instrument, Measure, check};
use hailong::domain::score::{Model, Source};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::shipped::files;

/// Pointers to every value of a file.
fn pointers(value: &Value, place: &str, found: &mut Vec<String>) {
    found.push(place.to_owned());
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                let key = key.replace('~', "~0").replace('/', "~1");
                pointers(value, &format!("{place}/{key}"), found);
            }
        }
        Value::Array(list) => {
            for (at, value) in list.iter().enumerate() {
                pointers(value, &format!("{place}/{at}"), found);
            }
        }
        _ => {}
    }
}

fn replacement() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop_oneof![Just(0.0), Just(-1.0), Just(1e308), Just(1e-308)].prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        Just(json!([1, 0])),
    ]
}

/// What is done at one place of a file.
#[derive(Debug, Clone)]
enum Mutation {
    Delete,
    Replace(Value),
    /// The value of another place is put here.
    Copy(prop::sample::Index),
}

fn mutation() -> impl Strategy<Value = (prop::sample::Index, Mutation)> {
    let what = prop_oneof![
        Just(Mutation::Delete),
        replacement().prop_map(Mutation::Replace),
        any::<prop::sample::Index>().prop_map(Mutation::Copy),
    ];
    (any::<prop::sample::Index>(), what)
}

fn mutate(file: &mut Value, place: prop::sample::Index, mutation: Mutation) {
    let mut places = Vec::new();
    pointers(file, "", &mut places);
    let place = place.get(&places).clone();
    match mutation {
        Mutation::Replace(value) => *file.pointer_mut(&place).unwrap() = value,
        Mutation::Copy(from) => {
            let value = file.pointer(&places[from.index(places.len())]).unwrap().clone();
            *file.pointer_mut(&place).unwrap() = value;
        }
        Mutation::Delete => {
            let Some((parent, last)) = place.rsplit_once('/') else { return };
            match file.pointer_mut(parent).unwrap() {
                Value::Object(fields) => {
                    fields.remove(&last.replace("~1", "/").replace("~0", "~"));
                }
                Value::Array(list) => {
                    list.remove(last.parse().unwrap());
                }
                _ => unreachable!("only objects and lists have parts"),
            }
        }
    }
}

/// What the checker accepts, the evaluator can work with.
fn every_leaf_has_a_source(instrument: &Instrument) {
    let settled = instrument.settle(&BTreeMap::new()).unwrap();
    let model = Model::new(&settled);
    assert_eq!(model.order.len(), model.nodes.len(), "every node is evaluated");
    for node in &settled.index {
        let place = model.nodes.iter().position(|found| found.id == node.id).unwrap();
        let described = matches!(node.measure, None | Some(Measure::Distribution { .. }));
        assert!(described || model.nodes[place].source != Source::Heading, "node {}", node.id);
    }
}

#[test]
fn the_evaluator_can_work_with_all_files() {
    for path in files() {
        every_leaf_has_a_source(&check::parse(&fs::read_to_string(path).unwrap()).unwrap());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_mutated_file_is_accepted_or_refused(
        file in any::<prop::sample::Index>(),
        mutations in prop::collection::vec(mutation(), 1..6),
    ) {
        let path = file.get(&files()).clone();
        let mut json: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        for (place, what) in mutations {
            mutate(&mut json, place, what);
        }

        match check::parse(&json.to_string()) {
            Ok(instrument) => {
                prop_assert_eq!(check::check(&instrument), []);
                every_leaf_has_a_source(&instrument);
            }
            Err(mistakes) => prop_assert!(!mistakes.is_empty()),
        }
    }

    #[test]
    fn any_text_is_accepted_or_refused(text in ".{0,60}") {
        prop_assert!(check::parse(&text).is_err());
    }
}
