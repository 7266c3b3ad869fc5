//! What axe cannot tell and a program can measure. Every check is a script in `checks/`.

use serde_json::{Value, json};

use super::colours::Colours;
use super::ground::NAMES;
use super::keyboard;
use super::states::State;
use crate::browser::driver::{Browser, KIOSK, PHONE};

/// What every check uses.
const PAGE: &str = include_str!("checks/page.js");

/// 1280 × 1024 CSS pixels at 400 %.
pub const ZOOMED: (u32, u32) = (320, 256);
/// Narrow and tall, as WCAG 1.4.10 names it; the same zoomed; and a phone that lies on its side.
const NARROW: [(u32, u32); 3] = [(320, 568), ZOOMED, (740, 360)];

/// Spacing of WCAG 1.4.12.
const SPACED: &str = "* { line-height: 1.5 !important; letter-spacing: .12em !important; \
                      word-spacing: .16em !important; } p { margin-block-end: 2em !important; }";
/// Letters of twice the size, as WCAG 1.4.4 asks for.
const LARGE: &str = ":root { font-size: 200% !important; }";

const STRUCTURE: &str = include_str!("checks/structure.js");
const LANGUAGES: &str = include_str!("checks/languages.js");
const MOTION: &str = include_str!("checks/motion.js");
const COLOUR: &str = include_str!("checks/not_by_colour.js");
const CONTRAST: &str = include_str!("checks/contrast.js");
const AROUND: &str = include_str!("checks/same_around.js");
const HIDDEN: &str = include_str!("checks/nothing_hidden.js");
const ORDER: &str = include_str!("checks/reading_order.js");
const TARGETS: &str = include_str!("checks/targets.js");
const REFLOW: &str = include_str!("checks/reflow.js");
const UNCLIPPED: &str = include_str!("checks/unclipped.js");

/// What a check found.
#[derive(Debug, Default)]
pub struct Outcome {
    /// How much there was to look at. A check that had nothing to look at says nothing about a page.
    pub looked: usize,
    /// What is wrong.
    pub wrong: Vec<String>,
}

/// What a check found in a window of some size.
pub struct Finding {
    /// Name of the check in the record.
    pub check: &'static str,
    pub window: String,
    pub outcome: Outcome,
}

/// Runs the body of a function together with what all checks use.
pub fn run(browser: &Browser, script: &str, arguments: &Value) -> Value {
    browser.script_with(&format!("{PAGE}\n{script}\nreturn {{ looked, wrong }};"), arguments)
}

/// Gives the window a size, if it has another one, and waits until the page has arranged itself in it.
pub fn arrange(browser: &Browser, state: &State, size: (u32, u32)) {
    if browser.resize(size) {
        settle(browser, state, size);
    }
}

/// Waits until the page has arranged itself in a window of this size, which on a loaded machine may take a while: the
/// size, the blocks of questions that only wide windows have, and two frames after.
pub fn settle(browser: &Browser, state: &State, size: (u32, u32)) {
    if state.scripts {
        browser.script_with(SETTLED, &json!([size.0, size.1]));
    }
}

/// Asks at every frame, a thousand times at most.
const SETTLED: &str = "\
const blocks = () => [...document.querySelectorAll('form.stepping')].every((form) => form.classList.contains('blocks')
    === (form.dataset.manner !== 'kiosk' && matchMedia('(min-width: 60rem) and (min-height: 34rem)').matches));
return (async (width, height) => {
    for (let [frames, calm] = [0, 0]; calm < 3; frames += 1) {
        if (frames === 1000) throw new Error(`the page does not settle in ${width}x${height}`);
        calm = innerWidth === width && innerHeight === height && blocks() ? calm + 1 : 0;
        await new Promise(requestAnimationFrame);
    }
})(...arguments);";

/// Checks a page in one of its states.
pub struct Checker<'a> {
    browser: &'a Browser,
    state: &'a State,
    found: Vec<Finding>,
}

impl Checker<'_> {
    /// Runs the checks that fit the colours.
    pub fn check(browser: &Browser, state: &State, colours: Colours, language: &str) -> Vec<Finding> {
        let mut checker = Checker { browser, state, found: Vec::new() };
        let usual = state.sizes[0];
        match colours {
            Colours::Forced => checker.look("not-by-colour", COLOUR, &json!([]), &[usual]),
            Colours::Dark => checker.look("contrast", CONTRAST, &json!([]), &[usual]),
            Colours::Usual => checker.in_usual_colours(state, language),
        }
        checker.found
    }

    fn in_usual_colours(&mut self, state: &State, language: &str) {
        let usual = &state.sizes[..1];
        let site = hailong::locale::text(language, "site-name");
        self.look("structure", STRUCTURE, &json!([language, site]), usual);
        self.look("languages", LANGUAGES, &json!([NAMES]), usual);
        for (check, script) in [
            ("motion", MOTION),
            ("not-by-colour", COLOUR),
            ("contrast", CONTRAST),
            ("same-around", AROUND),
            ("nothing-hidden", HIDDEN),
        ] {
            self.look(check, script, &json!([]), usual);
        }
        self.look("targets", TARGETS, &json!([]), state.sizes);
        self.look("reading-order", ORDER, &json!([]), &NARROW[..1]);
        self.look("reflow", REFLOW, &json!([]), &NARROW);
        self.with_sheet("text-spacing", SPACED, &[PHONE, KIOSK]);
        self.with_sheet("text-size", LARGE, &[KIOSK]);
        for (size, backwards) in [(KIOSK, false), (ZOOMED, false), (ZOOMED, true)] {
            arrange(self.browser, self.state, size);
            for (check, outcome) in keyboard::walk(self.browser, backwards) {
                let way = if backwards { ", backwards" } else { "" };
                self.found.push(Finding { check, window: show(size) + way, outcome });
            }
        }
    }

    fn look(&mut self, check: &'static str, script: &str, arguments: &Value, sizes: &[(u32, u32)]) {
        for size in sizes {
            arrange(self.browser, self.state, *size);
            let outcome = outcome(&run(self.browser, script, arguments));
            self.found.push(Finding { check, window: show(*size), outcome });
        }
    }

    /// Looks at the page with a further style sheet, as from a reader's own settings.
    fn with_sheet(&mut self, check: &'static str, sheet: &str, sizes: &[(u32, u32)]) {
        let set = "const own = new CSSStyleSheet(); own.replaceSync(arguments[0]); \
                   document.adoptedStyleSheets = [own];";
        self.browser.script_with(set, &json!([sheet]));
        settle(self.browser, self.state, self.browser.size());
        self.look(check, UNCLIPPED, &json!([]), sizes);
        self.browser.script("document.adoptedStyleSheets = [];");
    }
}

fn outcome(value: &Value) -> Outcome {
    let wrong = value["wrong"].as_array().unwrap();
    Outcome {
        looked: usize::try_from(value["looked"].as_u64().unwrap()).unwrap(),
        wrong: wrong.iter().map(|text| text.as_str().unwrap().to_owned()).collect(),
    }
}

/// A size as people write it.
pub fn show((width, height): (u32, u32)) -> String {
    format!("{width}×{height}")
}
