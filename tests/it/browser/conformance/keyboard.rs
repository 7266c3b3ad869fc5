//! The page by keyboard alone: the Tab key comes by everything, in the order of the page, and leaves again; what
//! has the focus is seen to have it and lies under nothing.

use serde_json::{Value, json};

use super::check::{Outcome, run};
use crate::browser::driver::{Browser, key};

const STOPS: &str = include_str!("checks/stops.js");
const STOP: &str = include_str!("checks/stop.js");

/// Of nine points of what has the focus, how many must be free.
const OPEN: i64 = 5;

/// Goes through the page with Tab, or backwards with Shift and Tab.
pub fn walk(browser: &Browser, backwards: bool) -> [(&'static str, Outcome); 2] {
    let stops = run(browser, STOPS, &json!([backwards]));
    let mut expected: Vec<String> =
        stops.as_array().unwrap().iter().map(|stop| stop.as_str().unwrap().to_owned()).collect();
    let mut order: Vec<usize> = (0..expected.len()).collect();
    if backwards {
        order.reverse();
        expected.reverse();
    }
    let step = || {
        if backwards {
            browser.press_together(&[key::SHIFT, key::TAB]);
        } else {
            browser.press_together(&[key::TAB]);
        }
        run(browser, STOP, &json!([]))
    };
    let mut reached = Outcome { looked: expected.len(), ..Outcome::default() };
    let mut focus = Outcome { looked: expected.len(), ..Outcome::default() };
    for (place, name) in order.iter().zip(&expected) {
        let found = step();
        let called = &found["called"];
        if found["at"] != json!(place) {
            reached.wrong.push(format!("Tab comes to {called} instead of {name}"));
            break;
        }
        if found["moved"] == true {
            reached.wrong.push(format!("the focus alone changes the page: {called}"));
        }
        focus.wrong.extend(judge(&found));
    }
    if reached.wrong.is_empty() && step()["away"] != true {
        reached.wrong.push(format!("Tab does not leave the page after {:?}", expected.last()));
    }
    browser.script("document.getElementById('conformance-start')?.remove();");
    [("keyboard", reached), ("focus", focus)]
}

/// What is wrong with how the focus shows.
fn judge(found: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    if found["ringed"] != true {
        wrong.push(format!("one does not see that it has the focus: {}", found["called"]));
    }
    if found["open"].as_i64().unwrap() < OPEN {
        wrong.push(format!("something covers it while it has the focus: {}", found["called"]));
    }
    wrong
}
