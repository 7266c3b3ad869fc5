//! Where the visitor was served: from the top of the tree down to a desk.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::layout::{Page, address, send};
use super::preselected::Preselected;
use crate::locale;
use crate::web::open_wave::{OpenWave, Place, unit_name};
use crate::web::problem::Problem;

/// Most units on one page; above that the visitor goes down the tree first.
const MAX_SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "choose.html", config = "src/web/askama.toml")]
struct Choose {
    page: Page,
    wave: String,
    question: String,
    /// The place the visitor has come down to.
    within: Option<String>,
    /// Back up.
    up: Option<String>,
    groups: Vec<Group>,
}

/// Units under one place above them.
struct Group {
    name: Option<String>,
    links: Vec<Link>,
}

struct Link {
    name: String,
    /// The place above, where no heading says it.
    above: Option<String>,
    href: String,
}

/// The page. `within`: the place the visitor has come down to; `link`: what the form will have chosen already.
pub(super) fn page(
    wave: &OpenWave,
    within: Option<&str>,
    link: &Preselected,
    language: &str,
) -> Result<HttpResponse, Problem> {
    let path = format!("/khao-sat/{}", wave.wave.id);
    let asked = match within {
        Some(code) => Some(wave.places.get(code).ok_or_else(Problem::unknown_unit)?),
        None => None,
    };
    let view = View { wave, path: &path, link, language };
    let start = view.past_lone_ones(asked);
    let link = link.parameters();
    let link = link.iter().map(|(name, value)| (name.as_str(), *value));
    let query: Vec<(&str, &str)> = within.map(|code| ("in", code)).into_iter().chain(link).collect();
    let above = asked.and_then(|place| place.above.as_ref());
    let within = start.map(|place| unit_name(&place.unit, language).to_owned());
    let question = locale::text(language, "choose-title");
    // The window of one place is another one than that of the next.
    let title = within.as_ref().map_or_else(|| question.clone(), |name| format!("{name} – {question}"));
    let choose = Choose {
        page: Page::new(language, title)
            .with_languages(&wave.languages(), &path, &query)
            .with_demo(wave.wave.demo),
        wave: wave.wave.title.get(language).to_owned(),
        question,
        within,
        up: above.map(|code| view.address("in", code.as_str())),
        groups: view.groups(start),
    };
    send(StatusCode::OK, language, &choose)
}

struct View<'a> {
    wave: &'a OpenWave,
    path: &'a str,
    link: &'a Preselected,
    language: &'a str,
}

impl<'a> View<'a> {
    /// Goes on down where there is only one way and nothing to answer on it.
    fn past_lone_ones(&self, mut start: Option<&'a Place>) -> Option<&'a Place> {
        loop {
            let below = self.wave.places.below(start.map(|place| &place.unit.code));
            match below.as_slice() {
                [only] if only.taking.is_none() => start = Some(only),
                _ => return start,
            }
        }
    }

    fn groups(&self, start: Option<&Place>) -> Vec<Group> {
        let total = start.map_or_else(|| self.wave.places.total(), |place| place.total);
        let below = self.wave.places.below(start.map(|place| &place.unit.code));
        let mut groups = Vec::new();
        if total > MAX_SHOWN && below.iter().any(|place| !place.below.is_empty()) {
            self.group(None, &start.into_iter().collect::<Vec<_>>(), &mut groups);
            groups
                .push(Group { name: None, links: below.iter().map(|place| self.way_down(place)).collect() });
            return groups;
        }
        let here: Vec<&Place> = start.into_iter().chain(below.iter().copied()).collect();
        self.group(None, &here, &mut groups);
        for place in below {
            self.all_under(place, &mut groups);
        }
        lone_ones_together(groups)
    }

    /// Adds the units directly under a place, then those further down.
    fn all_under(&self, place: &Place, groups: &mut Vec<Group>) {
        let below = self.wave.places.below(Some(&place.unit.code));
        self.group(Some(self.name(place)), &below, groups);
        for place in below {
            self.all_under(place, groups);
        }
    }

    /// Adds those of the places where answers are taken, if any.
    fn group(&self, name: Option<String>, places: &[&Place], groups: &mut Vec<Group>) {
        let taking = places.iter().filter(|place| place.taking.is_some());
        let links: Vec<Link> = taking.map(|place| self.link(place, "unit")).collect();
        if !links.is_empty() {
            groups.push(Group { name, links });
        }
    }

    /// A link to the places below, or to the form where there are none.
    fn way_down(&self, place: &Place) -> Link {
        self.link(place, if place.below.is_empty() { "unit" } else { "in" })
    }

    fn link(&self, place: &Place, parameter: &str) -> Link {
        let href = self.address(parameter, place.unit.code.as_str());
        Link { name: self.name(place), above: None, href }
    }

    fn address(&self, parameter: &str, code: &str) -> String {
        let link = self.link.parameters();
        let link = link.iter().map(|(name, value)| (name.as_str(), *value));
        let query: Vec<(&str, &str)> = std::iter::once((parameter, code)).chain(link).collect();
        address(self.path, &query, self.language)
    }

    fn name(&self, place: &Place) -> String {
        unit_name(&place.unit, self.language).to_owned()
    }
}

/// Units that are alone under their heading stand together, each with the place above in its card.
fn lone_ones_together(groups: Vec<Group>) -> Vec<Group> {
    let mut together = Group { name: None, links: Vec::new() };
    let mut kept = Vec::new();
    for mut group in groups {
        if group.links.len() > 1 {
            kept.push(group);
            continue;
        }
        let above = group.name.take();
        together.links.extend(group.links.into_iter().map(|link| Link { above: above.clone(), ..link }));
    }
    if !together.links.is_empty() {
        kept.insert(0, together);
    }
    kept
}
