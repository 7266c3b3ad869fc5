//! The walk through every state, and what it sees.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::check::{Checker, ZOOMED, arrange, show};
use super::colours::Colours;
use super::faults::Faults;
use super::ground::Ground;
use super::states::{STATES, State};
use super::visit::{Traveller, Visit};
use crate::browser::axe;
use crate::browser::driver::pictures_are_wanted;

/// Name of a picture, for people to look at.
fn picture(state: &State, colours: Colours, visit: &Visit, size: (u32, u32)) -> String {
    format!("conformance-{}-{}-{}-{}", state.name, visit.language, colours.name(), show(size))
}

/// What was seen of one state.
#[derive(Debug, Default)]
pub struct Seen {
    /// Rules of axe that found something to look at.
    pub rules: BTreeSet<String>,
    /// Checks that found something to look at.
    pub checks: BTreeSet<String>,
    /// How often axe looked.
    pub looks: usize,
}

/// What was seen on the way.
#[derive(Debug, Default)]
pub struct Walk {
    /// Version of axe.
    pub axe: String,
    /// By name of the state.
    pub states: BTreeMap<&'static str, Seen>,
    /// Everything that is wrong.
    pub faults: Faults,
    /// Title to the addresses that have it.
    titles: BTreeMap<String, BTreeSet<String>>,
}

impl Walk {
    /// Goes through every state in one language.
    pub fn through(ground: &Ground, language: &'static str) -> Self {
        let traveller = Traveller::new(language);
        let mut walk = Self::default();
        for state in STATES {
            // A state that is not reached is one more fault and no reason not to look at the others.
            let seen = catch_unwind(AssertUnwindSafe(|| {
                let visit = Visit::to(state, &traveller, ground);
                walk.see(state, &visit);
            }));
            if seen.is_err() {
                walk.faults.add("cannot be reached, see above".to_owned(), state.name, language.to_owned());
            }
        }
        walk.compare_titles(language);
        walk
    }

    /// Looks at the state in all colours, which change under the reader's eyes.
    fn see(&mut self, state: &State, visit: &Visit) {
        let (address, title) = visit.reached();
        self.titles.entry(title).or_default().insert(address);
        // The usual ones last: their checks move the focus and set further styles.
        for colours in Colours::ALL.into_iter().rev() {
            colours.put_on(visit.browser);
            self.look(state, colours, visit);
            if pictures_are_wanted() {
                arrange(visit.browser, state, ZOOMED);
                visit.browser.screenshot(&picture(state, colours, visit, ZOOMED));
            }
            self.check(state, colours, visit);
        }
    }

    /// Lets axe look at the state in the sizes that tell something in these colours.
    fn look(&mut self, state: &State, colours: Colours, visit: &Visit) {
        let seen = self.states.entry(state.name).or_default();
        for size in colours.sizes(state.sizes) {
            arrange(visit.browser, state, *size);
            visit.browser.screenshot(&picture(state, colours, visit, *size));
            let mut found = axe::look(visit.browser);
            if !found.undecided.is_empty() {
                // Buttons that stay at the foot of the window lie over text; in a window as high as the page they
                // lie over nothing.
                let height = visit.browser.script("return document.scrollingElement.scrollHeight;");
                let height = u32::try_from(height.as_u64().unwrap()).unwrap();
                arrange(visit.browser, state, (size.0, height.max(size.1)));
                found.undecided = axe::look(visit.browser).undecided;
            }
            let undecided = found.undecided.iter().map(|what| format!("cannot decide: {what}"));
            for what in found.wrong.into_iter().chain(undecided) {
                let window = format!("{} {} {}", visit.language, colours.name(), show(*size));
                self.faults.add(format!("axe: {what}"), state.name, window);
            }
            self.axe = found.version;
            seen.rules.extend(found.passed);
            seen.looks += 1;
        }
    }

    /// Measures what axe cannot tell.
    fn check(&mut self, state: &State, colours: Colours, visit: &Visit) {
        let seen = self.states.entry(state.name).or_default();
        // Every title is compared with all others at the end.
        seen.checks.insert("titles".to_owned());
        for found in Checker::check(visit.browser, state, colours, visit.language) {
            if found.outcome.looked > 0 {
                seen.checks.insert(found.check.to_owned());
            }
            for what in found.outcome.wrong {
                let window = format!("{} {} {}", visit.language, colours.name(), found.window);
                self.faults.add(format!("{}: {what}", found.check), state.name, window);
            }
        }
    }

    /// Two pages have two titles (2.4.2).
    fn compare_titles(&mut self, language: &str) {
        for (title, addresses) in self.titles.iter().filter(|(_, addresses)| addresses.len() > 1) {
            let what = format!("titles: “{title}” stands for several pages");
            for address in addresses {
                self.faults.add(what.clone(), address, language.to_owned());
            }
        }
    }

    /// Puts two walks together.
    pub fn and(mut self, other: Self) -> Self {
        for (name, seen) in other.states {
            let own = self.states.entry(name).or_default();
            own.rules.extend(seen.rules);
            own.checks.extend(seen.checks);
            own.looks += seen.looks;
        }
        self.faults.extend(other.faults);
        self
    }
}
