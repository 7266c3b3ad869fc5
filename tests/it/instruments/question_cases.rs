//! Mistakes of scales, sections, items and routing.

use serde_json::{Value, json};

use super::sound::{Case, Change, fine, set, text};

const C: &str = "/questionnaire/sections/1/items/0/ask_if";
const E: &str = "/questionnaire/sections/1/items/2/ask_if";

pub fn cases() -> Vec<Case> {
    let mut cases = scales();
    cases.extend(items());
    cases.extend(prefilled());
    cases.extend(routing());
    cases.extend(unreachable());
    cases
}

fn option(code: &Value) -> Value {
    json!({"code": code, "label": text()})
}

fn scales() -> Vec<Case> {
    let many: Vec<Value> = (1..=251).map(|code| option(&json!(code))).collect();
    let new = |options: Value| {
        Case::of(vec![
            Change::Set("/questionnaire/scales/new", json!({"options": options})),
            Change::Set(
                "/questionnaire/sections/1/items/-",
                json!({"code": "new", "text": text(), "scale": "new"}),
            ),
        ])
    };
    let options = "/questionnaire/scales/new/options";
    let second = "/questionnaire/scales/new/options/1/code";
    let idle = json!({"options": [option(&json!(1))]});
    vec![
        new(json!([])).also(options, "empty_scale"),
        new(json!(many)).also(options, "too_many_options"),
        new(json!(many[1..])),
        new(json!([{"code": 1, "label": text(), "counted": false}])).also(options, "nothing_counted"),
        new(json!([option(&json!(4)), option(&json!(4))])).also(second, "repeated_option"),
        new(json!([option(&json!(4)), option(&json!("4"))])).also(second, "repeated_option"),
        new(json!([option(&json!("có"))])).also("/questionnaire/scales/new/options/0/code", "bad_name"),
        set("/questionnaire/scales/idle", idle.clone(), "/questionnaire/scales/idle", "unused_scale"),
        set("/questionnaire/scales/a~1", idle, "/questionnaire/scales/a~01", "unused_scale")
            .also("/questionnaire/scales/a~01", "bad_name"),
    ]
}

fn items() -> Vec<Case> {
    let new = |code: &str, mistake: &'static str| {
        let item = json!({"code": code, "text": text(), "scale": "five"});
        set("/questionnaire/sections/1/items/-", item, "/questionnaire/sections/1/items/3/code", mistake)
    };
    let section = "/questionnaire/sections/1/id";
    vec![
        new("q 1", "bad_name"),
        new("-q", "bad_name"),
        new("weight", "reserved_name"),
        new("a", "repeated_item"),
        set(
            "/questionnaire/sections/1/items/1/scale",
            json!("six"),
            "/questionnaire/sections/1/items/1/scale",
            "unknown_scale",
        ),
        set(section, json!("first"), section, "repeated_section"),
        set(section, json!("phần 1"), section, "bad_name"),
        set(
            "/questionnaire/sections/-",
            json!({"id": "third", "title": text(), "items": []}),
            "/questionnaire/sections/2/items",
            "empty_section",
        ),
    ]
}

/// A link may preset a single choice that is no opinion, and nothing else.
fn prefilled() -> Vec<Case> {
    let item = |kind: &str, purpose: &str| json!({"code": "new", "text": text(), "scale": "five", "kind": kind, "purpose": purpose, "prefill": true});
    let new = |item: Value| Case::of(vec![Change::Set("/questionnaire/sections/1/items/-", item)]);
    let prefill = "/questionnaire/sections/1/items/3/prefill";
    vec![
        new(item("single", "demographic")),
        new(item("single", "opinion")).also(prefill, "prefilled_opinion"),
        new(item("multiple", "demographic")).also(prefill, "prefilled_several"),
        new(item("multiple", "opinion"))
            .also(prefill, "prefilled_opinion")
            .also(prefill, "prefilled_several"),
        new(json!({"code": "new", "text": text(), "scale": "five", "prefill": "yes"}))
            .also(prefill, "wrong_type"),
    ]
}

fn routing() -> Vec<Case> {
    let chosen = |item: &str, codes: Value| json!({"chosen": {"item": item, "codes": codes}});
    vec![
        set(
            C,
            chosen("z", json!([1])),
            "/questionnaire/sections/1/items/0/ask_if/chosen/item",
            "unknown_item",
        ),
        set(C, chosen("c", json!([1])), "/questionnaire/sections/1/items/0/ask_if/chosen/item", "later_item"),
        set(C, chosen("e", json!([1])), "/questionnaire/sections/1/items/0/ask_if/chosen/item", "later_item"),
        set(
            C,
            chosen("a", json!([1, 6])),
            "/questionnaire/sections/1/items/0/ask_if/chosen/codes/1",
            "unknown_option",
        ),
        set(
            C,
            chosen("a", json!([1, "2"])),
            "/questionnaire/sections/1/items/0/ask_if/chosen/codes/1",
            "unknown_option",
        ),
        set(
            C,
            chosen("a", json!([1, 1])),
            "/questionnaire/sections/1/items/0/ask_if/chosen/codes/1",
            "repeated_code",
        ),
        set(
            C,
            json!({"any": [chosen("a", json!([1])), {"not": chosen("b", json!(["nowhere"]))}]}),
            "/questionnaire/sections/1/items/0/ask_if/any/1/not/chosen/codes/0",
            "unknown_option",
        ),
        set(C, json!({"all": []}), "/questionnaire/sections/1/items/0/ask_if/all", "empty_condition"),
    ]
}

fn unreachable() -> Vec<Case> {
    let chosen = |item: &str, codes: Value| json!({"chosen": {"item": item, "codes": codes}});
    let never = |condition: Value| set(C, condition, C, "unreachable_item");
    let never_e = |condition: Value| set(E, condition, E, "unreachable_item");
    vec![
        // One answer to a single choice is never two.
        never(json!({"all": [chosen("a", json!([1])), chosen("a", json!([2]))]})),
        // A required single choice is always answered.
        never(json!({"not": chosen("a", json!([1, 2, 3, 4, 5, 9]))})),
        never(json!({"all": [chosen("a", json!([1])), {"not": chosen("a", json!([1, 2]))}]})),
        // An empty list of alternatives can never hold.
        never(json!({"any": []})).also("/questionnaire/sections/1/items/0/ask_if/any", "empty_condition"),
        never(chosen("a", json!([])))
            .also("/questionnaire/sections/1/items/0/ask_if/chosen/codes", "no_codes"),
        // c is asked only after a = 1 or 2, so c answered and a = 3 exclude each other.
        never_e(json!({"all": [chosen("c", json!([1])), chosen("a", json!([3]))]})),
        // c is required, so after a = 1 it is 1 or 2.
        never_e(json!({"all": [chosen("a", json!([1])), {"not": chosen("c", json!([1, 2]))}]})),
        fine(E, json!({"all": [chosen("a", json!([3])), {"not": chosen("c", json!([1, 2]))}]})),
        fine(E, json!({"all": [chosen("c", json!([2])), chosen("a", json!([2]))]})),
        // Several options of a multiple choice go together, and none may be chosen.
        fine(C, json!({"all": [chosen("b", json!(["home"])), chosen("b", json!(["away"]))]})),
        fine(C, json!({"not": chosen("b", json!(["home", "away"]))})),
        fine(C, json!({"not": {"all": [chosen("a", json!([1])), chosen("a", json!([2]))]}})),
    ]
}
