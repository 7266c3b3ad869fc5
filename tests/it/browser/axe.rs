//! axe-core in the page: what a machine can tell about accessibility.

use std::collections::BTreeSet;

use serde_json::json;

use super::driver::Browser;

/// axe-core 4 by Deque Systems (MPL-2.0), as published on npm; used by the tests only.
const AXE: &str = include_str!("../../data/axe/axe.min.js");

/// The rules of WCAG 2.0 to 2.2, levels A and AA, and what axe calls best practice.
pub const TAGS: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/// Rules that axe leaves out of these while it tries them out.
const ON_TRIAL: [&str; 5] = [
    "css-orientation-lock",
    "label-content-name-mismatch",
    "p-as-heading",
    "table-fake-caption",
    "td-has-header",
];

/// Chromium tells the colour of letters as it was before colours were forced when axe asks in this way; the
/// property that it tells rightly is asked instead.
const COLOURS: &str = r#"
    const ask = CSSStyleDeclaration.prototype.getPropertyValue;
    CSSStyleDeclaration.prototype.getPropertyValue = function (name) {
        const forced = name === "-webkit-text-fill-color" && matchMedia("(forced-colors: active)").matches;
        return ask.call(this, forced ? "color" : name);
    };
"#;

const RUN: &str = r#"
    const [tags, trial] = arguments;
    const rules = Object.fromEntries(trial.map((rule) => [rule, {enabled: true}]));
    const result = await axe.run(document, {runOnly: tags, rules});
    const say = (rule) =>
        `${rule.id}: ${rule.help}: ${rule.nodes.map((node) => node.html + " " + node.failureSummary).join(" | ")}`;
    // What stands under the letters of a drawing axe cannot tell; the check of contrast measures it.
    const isDrawn = (node) => document.querySelector(node.target[0])?.matches("svg.chart text");
    const open = result.incomplete.map((rule) =>
        rule.id === "color-contrast" ? {...rule, nodes: rule.nodes.filter((node) => !isDrawn(node))} : rule);
    return {
        version: axe.version,
        passed: result.passes.map((rule) => rule.id),
        wrong: result.violations.map(say),
        undecided: open.filter((rule) => rule.nodes.length > 0).map(say),
    };
"#;

/// What axe says about a page as it is at this moment.
pub struct Findings {
    /// Its version.
    pub version: String,
    /// Rules that found something to look at, and nothing wrong with it.
    pub passed: BTreeSet<String>,
    /// What is wrong: rule, elements and what to do.
    pub wrong: Vec<String>,
    /// What axe could not decide and leaves to people.
    pub undecided: Vec<String>,
}

/// Lets axe look at the page.
pub fn look(browser: &Browser) -> Findings {
    if browser.script("return typeof axe === 'undefined';") == true {
        browser.script(AXE);
        browser.script(COLOURS);
    }
    let script = format!("return (async function () {{ {RUN} }}).apply(null, arguments);");
    let found = browser.script_with(&script, &json!([TAGS, ON_TRIAL]));
    let list = |name: &str| -> Vec<String> {
        found[name].as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
    };
    Findings {
        version: found["version"].as_str().unwrap().to_owned(),
        passed: list("passed").into_iter().collect(),
        wrong: list("wrong"),
        undecided: list("undecided"),
    }
}

/// Asserts that axe finds nothing wrong with the page as it is now; gives the number of rules that passed.
#[track_caller]
pub fn is_clean(browser: &Browser, state: &str) -> usize {
    // What is scrolled away in part would count as covered.
    browser.script("scrollTo({top: 0, behavior: 'instant'});");
    let found = look(browser);
    assert_eq!(found.wrong, Vec::<String>::new(), "{state}");
    assert!(found.passed.len() > 10, "axe looked at only {} rules: {state}", found.passed.len());
    found.passed.len()
}
