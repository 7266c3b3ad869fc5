//! The statement claims nothing that nobody checked.

use std::collections::BTreeSet;
use std::fs;

use hailong::locale::text;
use serde_json::Value;

use super::LANGUAGES;
use super::record::{beside_the_page, committed};
use super::states::STATES;
use crate::web::every_page::{leads_to, page_routes};

/// Levels A and AA of WCAG 2.2 (W3C Recommendation, 12 December 2024); 4.1.1 is obsolete.
const A: &str = "1.1.1 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.3.3 1.4.1 1.4.2 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 \
                 2.4.2 2.4.3 2.4.4 2.5.1 2.5.2 2.5.3 2.5.4 3.1.1 3.2.1 3.2.2 3.2.6 3.3.1 3.3.2 3.3.7 4.1.2";
const AA: &str = "1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 2.4.5 2.4.6 2.4.7 2.4.11 \
                  2.5.7 2.5.8 3.1.2 3.2.3 3.2.4 3.3.3 3.3.4 3.3.8 4.1.3";

/// Where nobody begins: one is sent there after a form.
const THANKS: &str = "/khao-sat/{wave}/cam-on";

fn known() -> Value {
    serde_json::from_str(&fs::read_to_string(beside_the_page("criteria.json")).unwrap()).unwrap()
}

fn strings(list: &Value) -> BTreeSet<String> {
    list.as_array().into_iter().flatten().map(|text| text.as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_criterion_of_both_levels_stands_in_the_statement_once() {
    let known = known();
    for (level, expected) in [("A", A), ("AA", AA)] {
        let criteria = known["criteria"].as_array().unwrap().iter();
        let found: Vec<&str> = criteria
            .filter(|criterion| criterion["level"] == level)
            .map(|criterion| criterion["id"].as_str().unwrap())
            .collect();
        assert_eq!(found, expected.split(' ').collect::<Vec<_>>(), "level {level}");
    }
}

#[test]
fn the_walk_comes_by_every_page() {
    for route in page_routes() {
        let seen = STATES.iter().any(|state| leads_to(state.address, route));
        assert!(seen || route == THANKS, "no state is at {route}");
    }
    assert!(STATES.iter().any(|state| state.name == "thanks-plain"), "it ends at {THANKS}");
}

#[test]
fn what_is_met_by_test_names_checks_that_were_made() {
    let record = committed();
    let rules: BTreeSet<String> =
        strings(&record["axe_rules"]).iter().map(|rule| format!("axe:{rule}")).collect();
    let states = record["states"].as_array().unwrap();
    let checks: BTreeSet<String> = states.iter().flat_map(|state| strings(&state["checks"])).collect();
    let mut wrong = Vec::new();
    for criterion in known()["criteria"].as_array().unwrap() {
        let by = strings(&criterion["by"]);
        if criterion["status"] == "tested" && by.is_empty() {
            wrong.push(format!("{} is said to be tested by nothing", criterion["id"]));
        }
        let unknown = by.iter().filter(|check| !rules.contains(*check) && !checks.contains(*check));
        wrong.extend(unknown.map(|check| format!("{} names {check}, which was not made", criterion["id"])));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_statement_has_words_for_everything_it_counts() {
    let known = known();
    let criteria = known["criteria"].as_array().unwrap().iter();
    let mut keys: Vec<String> = criteria
        .flat_map(|criterion| {
            let key = format!("wcag-{}", criterion["id"].as_str().unwrap().replace('.', "-"));
            [format!("{key}-how"), key]
        })
        .collect();
    let people = known["people"].as_array().unwrap().iter();
    keys.extend(people.map(|task| format!("access-people-{}", task["id"].as_str().unwrap())));
    let record = committed();
    let states = record["states"].as_array().unwrap().iter();
    let checks: BTreeSet<String> = states.flat_map(|state| strings(&state["checks"])).collect();
    keys.extend(checks.iter().map(|check| format!("check-{check}")));
    for language in LANGUAGES {
        for key in &keys {
            assert_ne!(text(language, key), *key, "{language}");
        }
    }
}
