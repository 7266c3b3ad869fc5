//! Mistakes of scales, sections, items and routing.

use serde_json::{Value, json};

use super::sound::{Case, Change, fine, set, text};

const C: &str = "/questionnaire/sections/1/items/0/ask_if";
const E: &str = "/questionnaire/sections/1/items/2/ask_if";

pub fn cases() -> Vec<Case> {
    let mut cases = scales();
    cases.extend(faces());
    cases.extend(items());
    cases.extend(prefilled());
    cases.extend(plain());
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

const FIVE: &str = "/questionnaire/scales/five/options";
const FACE_0: &str = "/questionnaire/scales/five/options/0/face";
const FACE_1: &str = "/questionnaire/scales/five/options/1/face";
const FACE_4: &str = "/questionnaire/scales/five/options/4/face";
const FACE_OF_DO_NOT_KNOW: &str = "/questionnaire/scales/five/options/5/face";

/// The scale of the sound instrument with these faces, the last of them at its uncounted option.
fn with_faces(faces: [Option<u8>; 6], unfavourable: &[usize]) -> Case {
    let options = faces.iter().enumerate().map(|(at, face)| {
        let code = if at == 5 { 9 } else { at + 1 };
        let mut option = json!({"code": code, "label": text(), "counted": at < 5});
        if let Some(face) = face {
            option["face"] = json!(face);
        }
        option["unfavourable"] = json!(unfavourable.contains(&at));
        option
    });
    fine(FIVE, options.collect())
}

fn faces() -> Vec<Case> {
    let up = [Some(1), Some(2), Some(3), Some(4), Some(5), None];
    let down = [Some(5), Some(4), Some(3), Some(2), Some(1), None];
    vec![
        with_faces([None; 6], &[0, 1]),
        with_faces(up, &[0, 1]),
        with_faces(down, &[3, 4]),
        // Everything may be unfavourable, and where nothing is, the order alone counts.
        with_faces(up, &[0, 1, 2, 3, 4]),
        with_faces(down, &[]),
        set(FACE_0, json!(0), FACE_0, "bad_face"),
        set(FACE_4, json!(6), FACE_4, "bad_face"),
        Case::of(vec![Change::Drop(FACE_1)]).also("/questionnaire/scales/five/options/1", "missing_face"),
        set(FACE_OF_DO_NOT_KNOW, json!(6), FACE_OF_DO_NOT_KNOW, "bad_face")
            .also(FACE_OF_DO_NOT_KNOW, "uncounted_face"),
        set(FACE_OF_DO_NOT_KNOW, json!(1), FACE_OF_DO_NOT_KNOW, "uncounted_face")
            .also(FACE_OF_DO_NOT_KNOW, "faces_disordered"),
        set(FACE_1, json!(1), FACE_1, "faces_disordered"),
        set(FACE_4, json!(2), FACE_4, "faces_disordered"),
        with_faces([Some(5), Some(4), Some(3), Some(2), Some(2), None], &[]).also(FACE_4, "faces_disordered"),
        with_faces(down, &[0]).also(FACE_0, "wrong_face"),
        with_faces(down, &[0, 1]).also(FACE_0, "wrong_face").also(FACE_1, "wrong_face"),
    ]
}

fn plain() -> Vec<Case> {
    let place = "/questionnaire/sections/0/items/0/plain";
    let vi = "/questionnaire/sections/0/items/0/plain/vi";
    let en = "/questionnaire/sections/0/items/0/plain/en";
    vec![
        set(vi, text()["vi"].clone(), vi, "plain_is_text"),
        set(en, json!(" Words\n"), en, "plain_is_text"),
        set(place, text(), vi, "plain_is_text").also(en, "plain_is_text"),
        // Checked like every text.
        set(en, json!(" "), en, "missing_translation"),
        Case::of(vec![Change::Drop(en)]).also(en, "missing_translation"),
        set(vi, json!("de\u{302}"), vi, "decomposed_text"),
        set(vi, json!("a".repeat(2001)), vi, "text_too_long"),
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
