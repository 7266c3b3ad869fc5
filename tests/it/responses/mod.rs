//! From a submission to packed bytes and option totals.

use std::collections::BTreeMap;

use hailong::domain::batch::{Hold, SampleCell, may_seal, sample_batches};
use hailong::domain::instrument::Instrument;
use hailong::domain::response::{Answer, Response, layout};
use hailong::domain::submission::{Given, Submission, ViolationCode};
use hailong::domain::tally::Tally;
use proptest::prelude::*;
use serde_json::json;

/// `visit` (yes/no, required) → `rating` (1-5, asked after yes, required) → `why` (several, asked
/// after a rating of 1 or 2) and `sex` (optional).
fn instrument() -> Instrument {
    let text = json!({"vi": "x", "en": "x"});
    let number = |code: i32| json!({"code": code, "label": text, "unfavourable": code <= 2});
    let word = |code: &str| json!({"code": code, "label": text});
    serde_json::from_value(json!({
        "id": "routed-1", "family": "routed", "title": text, "valid": {"from": "2020-01-01"},
        "languages": ["vi", "en"], "sources": [{"title": "made for tests"}], "index": [],
        "questionnaire": {
            "scales": {
                "yes-no": {"options": [word("yes"), word("no")]},
                "five": {"options": [number(1), number(2), number(3), number(4), number(5)]},
                "reasons": {"options": [word("slow"), word("rude"), word("cost")]}
            },
            "sections": [{"id": "s", "title": text, "items": [
                {"code": "visit", "text": text, "scale": "yes-no", "required": true},
                {"code": "rating", "text": text, "scale": "five", "required": true,
                 "ask_if": {"chosen": {"item": "visit", "codes": ["yes"]}}},
                {"code": "why", "text": text, "scale": "reasons", "kind": "multiple",
                 "ask_if": {"all": [{"chosen": {"item": "rating", "codes": [1, 2]}},
                                    {"not": {"chosen": {"item": "visit", "codes": ["no"]}}}]}},
                {"code": "sex", "text": text, "scale": "yes-no", "purpose": "demographic"}
            ]}]
        }
    }))
    .unwrap()
}

fn submission(answers: serde_json::Value) -> Submission {
    let answers: BTreeMap<String, Option<Given>> = serde_json::from_value(answers).unwrap();
    Submission { answers }
}

fn violations(answers: serde_json::Value) -> Vec<(String, ViolationCode)> {
    let found = submission(answers).check(&instrument()).unwrap_err();
    found.into_iter().map(|violation| (violation.pointer, violation.code)).collect()
}

#[test]
fn a_full_submission_is_packed_and_read_back() {
    let instrument = instrument();
    let sent = submission(json!({"visit": "yes", "rating": 2, "why": ["cost", "slow"], "sex": null}));
    let response = sent.check(&instrument).unwrap();
    assert_eq!(response.as_bytes().len(), 5, "a byte per item, and one of option bits");
    let answers = response.unpack(&layout(&instrument)).unwrap();
    let expected = [Answer::Single(0), Answer::Single(1), Answer::Multiple(vec![0, 2]), Answer::None];
    assert_eq!(answers, expected);
}

#[test]
fn all_violations_are_reported_at_once_with_pointers() {
    let found = violations(json!({"rating": 4, "why": "slow", "sex": "maybe", "a/b~c": 1}));
    let expected = [
        ("/answers/visit", ViolationCode::Required),
        ("/answers/rating", ViolationCode::NotReached),
        ("/answers/why", ViolationCode::NotReached),
        ("/answers/sex", ViolationCode::CodeOffScale),
        ("/answers/a~1b~0c", ViolationCode::UnknownItem),
    ];
    let expected: Vec<_> = expected.map(|(pointer, code)| (pointer.to_owned(), code)).to_vec();
    assert_eq!(found, expected);
}

#[test]
fn shapes_and_repeats_are_violations() {
    let found = violations(json!({"visit": ["yes"], "sex": "yes"}));
    assert!(found.contains(&("/answers/visit".to_owned(), ViolationCode::ExpectedOne)));
    let found = violations(json!({"visit": "yes", "rating": 1, "why": ["slow", "slow", "dirty"]}));
    let codes: Vec<_> = found.into_iter().map(|(_, code)| code).collect();
    assert_eq!(codes, [ViolationCode::Repeated, ViolationCode::CodeOffScale]);
    let found = violations(json!({"visit": "yes", "rating": "4"}));
    assert_eq!(
        found,
        [("/answers/rating".to_owned(), ViolationCode::CodeOffScale)],
        "the word 4 is not the number"
    );
}

#[test]
fn a_question_that_routing_leaves_out_must_be_absent() {
    let instrument = instrument();
    submission(json!({"visit": "no"})).check(&instrument).unwrap();
    submission(json!({"visit": "no", "rating": null})).check(&instrument).unwrap();
    assert_eq!(violations(json!({"visit": "no", "rating": 5})).len(), 1);
    let pruned =
        submission(json!({"visit": "no", "rating": 1, "why": ["slow"]})).without_unreached(&instrument);
    assert_eq!(pruned, submission(json!({"visit": "no"})));
}

#[test]
fn a_submission_without_any_answer_is_refused() {
    let mut voluntary = instrument();
    voluntary.questionnaire.sections[0].items.iter_mut().for_each(|item| item.required = false);
    for answers in [json!({}), json!({"visit": null, "sex": null})] {
        let found = submission(answers).check(&voluntary).unwrap_err();
        assert_eq!((found[0].pointer.as_str(), found[0].code), ("/answers", ViolationCode::NothingAnswered));
    }
    submission(json!({"sex": "no"})).check(&voluntary).unwrap();
}

#[test]
fn stored_bytes_of_another_version_are_refused_not_misread() {
    let layout = layout(&instrument());
    for bytes in [vec![], vec![2, 3, 0, 1, 1], vec![2, 200, 1, 1], vec![2, 3, 9, 1], vec![4, 1, 1, 1]] {
        assert!(Response::from_bytes(bytes.clone()).unpack(&layout).is_err(), "{bytes:?}");
    }
}

fn tally(instrument: &Instrument, answers: &[serde_json::Value]) -> Tally {
    let layout = layout(instrument);
    let mut tally = Tally::empty(&layout);
    for answer in answers {
        tally.add(&submission(answer.clone()).check(instrument).unwrap(), &layout, 1).unwrap();
    }
    tally
}

#[test]
fn a_pool_is_held_while_it_is_small_or_unanimously_dissatisfied() {
    let instrument = instrument();
    let bad = json!({"visit": "yes", "rating": 1});
    let worse = json!({"visit": "yes", "rating": 2});
    let good = json!({"visit": "yes", "rating": 5});
    let mut pool = vec![bad.clone(); 6];
    pool.extend(vec![worse; 3]);
    assert_eq!(may_seal(&tally(&instrument, &pool), &instrument, 10), Err(Hold::TooFew));
    pool.push(bad);
    let held = may_seal(&tally(&instrument, &pool), &instrument, 10);
    assert_eq!(held, Err(Hold::Unanimous { item: "rating".to_owned() }));
    pool.push(good);
    assert_eq!(may_seal(&tally(&instrument, &pool), &instrument, 10), Ok(()));
}

#[test]
fn the_tally_counts_reached_answered_and_options() {
    let instrument = instrument();
    let pool = tally(
        &instrument,
        &[
            json!({"visit": "yes", "rating": 1, "why": ["slow", "cost"]}),
            json!({"visit": "yes", "rating": 2}),
            json!({"visit": "no", "sex": "yes"}),
        ],
    );
    assert_eq!(pool.flat(), [3, 3, 3, 2, 1, 2, 2, 1, 1, 0, 0, 0, 2, 1, 1, 0, 1, 3, 1, 1, 0]);
    assert_eq!(Tally::from_flat(&pool.flat(), &layout(&instrument)), Some(pool.clone()));
    assert_eq!(Tally::from_flat(&pool.flat()[1..], &layout(&instrument)), None);
}

fn cell() -> impl Strategy<Value = SampleCell> {
    let name = |count: u8| prop::option::of((0..count).prop_map(|number| number.to_string()));
    (name(3), name(4)).prop_map(|(stratum, psu)| SampleCell { stratum, psu })
}

proptest! {
    #[test]
    fn every_sampled_person_is_in_exactly_one_batch_of_at_least_k(
        people in prop::collection::vec(cell(), 0..120), k in 5u32..20,
    ) {
        let Some(batches) = sample_batches(&people, k) else {
            prop_assert!(people.len() < k as usize);
            return Ok(());
        };
        let mut seen: Vec<usize> = batches.iter().flat_map(|batch| batch.members.clone()).collect();
        seen.sort_unstable();
        prop_assert_eq!(seen, (0..people.len()).collect::<Vec<_>>());
        prop_assert!(batches.iter().all(|batch| batch.members.len() >= k as usize));
    }

    #[test]
    fn a_cluster_of_at_least_k_is_not_split(size in 10usize..40) {
        let village = |psu: &str| SampleCell { stratum: None, psu: Some(psu.to_owned()) };
        let people: Vec<_> = (0..2 * size).map(|person| village(if person < size { "a" } else { "b" })).collect();
        let batches = sample_batches(&people, 10).unwrap();
        prop_assert_eq!(batches.len(), 2);
    }

    #[test]
    fn merging_tallies_is_counting_together(ratings in prop::collection::vec(1..=5i32, 2..40), cut in 1usize..39) {
        let instrument = instrument();
        let all: Vec<_> = ratings.iter().map(|rating| json!({"visit": "yes", "rating": rating})).collect();
        let cut = cut.min(all.len() - 1);
        let mut merged = tally(&instrument, &all[..cut]);
        merged.merge(&tally(&instrument, &all[cut..]));
        prop_assert_eq!(merged, tally(&instrument, &all));
    }
}
