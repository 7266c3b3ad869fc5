//! axe-core in the page: what a machine can tell about accessibility.

use serde_json::Value;

use super::driver::Browser;

/// axe-core 4 by Deque Systems (MPL-2.0), as published on npm; used by the tests only.
const AXE: &str = include_str!("../../data/axe/axe.min.js");

/// The rules of WCAG 2.0 to 2.2, levels A and AA, and what axe calls best practice.
const RUN: &str = r#"
    const options = {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]};
    const result = await axe.run(document, options);
    return {
        passes: result.passes.length,
        violations: result.violations.map((rule) =>
            `${rule.id}: ${rule.help}: ${rule.nodes.map((node) => node.html + " " + node.failureSummary).join(" | ")}`),
    };
"#;

/// Asserts that axe finds nothing wrong with the page as it is now; gives the number of rules that passed.
#[track_caller]
pub fn is_clean(browser: &Browser, state: &str) -> u64 {
    browser.script(AXE);
    // What is scrolled away in part would count as covered.
    browser.script("scrollTo({top: 0, behavior: 'instant'});");
    let found = browser.script(&format!("return (async () => {{ {RUN} }})();"));
    let none: &[Value] = &[];
    assert_eq!(found["violations"].as_array().unwrap().as_slice(), none, "{state}");
    let passes = found["passes"].as_u64().unwrap();
    assert!(passes > 10, "axe looked at only {passes} rules: {state}");
    passes
}
