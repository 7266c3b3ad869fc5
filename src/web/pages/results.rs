//! `/ket-qua/{wave}`: published results of one unit, and of those below it at a glance.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::figures::{FigureView, View};
use super::layout::{Page, address, send};
use crate::domain::access::Right;
use crate::domain::batch::hex;
use crate::domain::compare::compare;
use crate::domain::instrument::Instrument;
use crate::domain::publication::{Disclosure, Figure, Publication, PublishedKind};
use crate::export::{Format, Purpose};
use crate::locale;
use crate::locale::period;
use crate::sealing::results::sentence;
use crate::web::language;
use crate::web::principal::{STAFF, Visitor, is_staff_page};
use crate::web::problem::Problem;
use crate::web::results::{self, Results, Wish};
use crate::web::state::AppState;

/// What is looked at.
#[derive(Debug, Deserialize)]
pub(in crate::web) struct ResultsQuery {
    /// Code of a unit.
    unit: Option<String>,
    /// Name of an earlier wave.
    compare: Option<String>,
}

#[derive(Template)]
#[template(path = "results.html", config = "src/web/askama.toml")]
struct ResultsPage {
    page: Page,
    wave: String,
    period: String,
    instrument: String,
    unit_name: Option<String>,
    /// The units above, from the top.
    above: Vec<Link>,
    headline: Option<NodeRow>,
    nodes: Vec<NodeRow>,
    below: Vec<UnitRow>,
    /// Name of the index the units below are listed by.
    below_node: String,
    /// Earlier period, where there is a comparison.
    compared: Option<String>,
    notes: Vec<String>,
    unverified: Vec<String>,
    sources: Vec<Source>,
    downloads: Vec<Downloads>,
    hash: String,
}

/// A document the figures rest on.
struct Source {
    title: String,
    /// Its language, where it is another one than that of the page.
    tongue: Option<&'static str>,
}

struct Link {
    name: String,
    href: String,
}

/// A node of the unit looked at.
struct NodeRow {
    /// How deep it stands in the tree: 0 to 5.
    depth: usize,
    /// Whether it sums up a whole part of the results.
    major: bool,
    name: String,
    figure: FigureView,
}

/// A unit below the one looked at.
struct UnitRow {
    link: Link,
    figure: FigureView,
    order: (u32, String),
}

/// The page, of everybody and, at another address, of those who are signed in.
pub(in crate::web) async fn show(
    request: HttpRequest,
    wave: Path<String>,
    query: Query<ResultsQuery>,
    visitor: Visitor,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let wish = Wish {
        wave: &wave,
        earlier: query.compare.as_deref(),
        unit: query.unit.as_deref(),
        right: Right::SeeResults,
    };
    let results = results::read(&state, &wish, &visitor).await?;
    let language = language::own(&request);
    let (query, tongue) = (query.into_inner(), language.clone());
    let place = Place::of(&request, &wave);
    let page = state.aside(move || results_page(&results, &place, &query, &tongue)).await?;
    send(StatusCode::OK, &language, &page)
}

/// Where the page and its files are: those for whoever is signed in have addresses of their own, because a session is
/// known there alone.
struct Place {
    page: String,
    /// Address of the files without the dot and the format.
    files: String,
}

impl Place {
    fn of(request: &HttpRequest, wave: &str) -> Self {
        if is_staff_page(request.path()) {
            let page = format!("{STAFF}/ket-qua/{wave}");
            return Self { files: format!("{page}/tai-ve"), page };
        }
        Self { page: format!("/ket-qua/{wave}"), files: format!("/api/v1/waves/{wave}/results") }
    }
}

/// Position of the unit looked at: the one asked for, else the lowest that all others stand under.
fn looked_at(publication: &Publication, unit: Option<&str>) -> Result<Option<usize>, Problem> {
    let units = &publication.units;
    if let Some(code) = unit {
        let found = units.iter().position(|unit| unit.code == code);
        return found.map(Some).ok_or_else(Problem::unknown_unit);
    }
    let mut tops = (0..units.len()).filter(|place| units[*place].parent.is_none());
    let first = tops.next();
    Ok(if tops.next().is_none() { first.map(|top| lowest_common(publication, top)) } else { None })
}

/// Goes down from `top` while there is one unit below: a survey of one province begins there.
fn lowest_common(publication: &Publication, top: usize) -> usize {
    let below = |unit: usize| {
        let mut found =
            (0..publication.units.len()).filter(|place| publication.units[*place].parent == Some(unit));
        found.next().filter(|_| found.next().is_none())
    };
    std::iter::successors(Some(top), |unit| below(*unit)).last().unwrap_or(top)
}

fn results_page(
    results: &Results,
    at: &Place,
    query: &ResultsQuery,
    language: &str,
) -> Result<ResultsPage, Problem> {
    let now = &results.now;
    let publication = &now.publication;
    let earlier = results.earlier.as_ref();
    let comparison = earlier.map(|earlier| compare(publication, &earlier.publication, &now.instrument));
    let unit = looked_at(publication, query.unit.as_deref())?;
    let view = View { publication, instrument: &now.instrument, comparison: comparison.as_ref(), language };
    let place = Address { path: &at.page, compare: query.compare.as_deref(), language };
    let root = root_node(publication);
    // A unit without any value of its own, such as the nation above given scores, shows its units.
    let with_values = unit.filter(|unit| {
        let waiting = |figure: &Figure| figure.value.is_some() || figure.disclosure != Disclosure::NoValue;
        publication.figures[*unit].iter().any(waiting)
    });
    let nodes = with_values.map_or_else(Vec::new, |unit| node_rows(&view, unit));
    let headline = with_values.zip(root).map(|(unit, root)| node_row(&view, unit, root));
    let obstacles = comparison.as_ref().map_or(&[][..], |comparison| &comparison.obstacles);
    let unverified = now.instrument.unverified.iter().map(|text| text.get(language).to_owned());
    Ok(ResultsPage {
        page: page_of(publication, unit, &at.page, query, language),
        wave: publication.wave.title.get(language).to_owned(),
        period: period::spoken(&publication.wave.period, language),
        instrument: now.instrument.title.get(language).to_owned(),
        unit_name: unit.map(|unit| publication.units[unit].name.get(language).to_owned()),
        above: unit.map_or_else(Vec::new, |unit| way_up(publication, unit, &place)),
        headline,
        nodes,
        below: root.map_or_else(Vec::new, |root| unit_rows(&view, unit, root, &place)),
        below_node: root
            .map_or_else(String::new, |root| publication.nodes[root].label.get(language).to_owned()),
        compared: earlier.map(|earlier| period::spoken(&earlier.publication.wave.period, language)),
        notes: obstacles.iter().map(|obstacle| sentence(obstacle, language)).collect(),
        unverified: unverified.collect(),
        sources: sources(&now.instrument, language),
        downloads: downloads(
            &at.files,
            query,
            unit.map(|unit| publication.units[unit].code.as_str()),
            language,
        ),
        hash: hex(&results.hash()),
    })
}

/// The page without its content. Its title names the unit: the window of another unit is another one.
fn page_of(
    publication: &Publication,
    unit: Option<usize>,
    path: &str,
    query: &ResultsQuery,
    language: &str,
) -> Page {
    let title = publication.wave.title.get(language);
    let mut title = locale::text_with(language, "results-window", &[("title", title.into())]);
    if let Some(unit) = unit {
        title = format!("{} – {title}", publication.units[unit].name.get(language));
    }
    let asked = [("unit", &query.unit), ("compare", &query.compare)];
    let asked: Vec<(&str, &str)> =
        asked.iter().filter_map(|(name, value)| Some((*name, value.as_deref()?))).collect();
    Page::new(language, title)
        .with_languages(&locale::languages(), path, &asked)
        .with_demo(publication.wave.demo)
}

fn sources(instrument: &Instrument, language: &str) -> Vec<Source> {
    let source = |title: &String| Source {
        title: title.clone(),
        tongue: Some(locale::DEFAULT).filter(|tongue| *tongue != language && locale::is_vietnamese(title)),
    };
    instrument.sources.iter().map(|source_of| source(&source_of.title)).collect()
}

/// Makes addresses of this page for other units.
struct Address<'a> {
    path: &'a str,
    compare: Option<&'a str>,
    language: &'a str,
}

impl Address<'_> {
    fn of(&self, publication: &Publication, unit: usize) -> Link {
        let unit = &publication.units[unit];
        let mut query = vec![("unit", unit.code.as_str())];
        query.extend(self.compare.map(|earlier| ("compare", earlier)));
        Link {
            name: unit.name.get(self.language).to_owned(),
            href: address(self.path, &query, self.language),
        }
    }
}

fn way_up(publication: &Publication, unit: usize, place: &Address) -> Vec<Link> {
    let parent = |unit: &usize| publication.units[*unit].parent;
    let mut above: Vec<usize> = std::iter::successors(parent(&unit), parent).collect();
    above.reverse();
    above.into_iter().map(|unit| place.of(publication, unit)).collect()
}

/// The overall index: the first node under no other.
fn root_node(publication: &Publication) -> Option<usize> {
    publication.nodes.iter().position(|node| node.parent.is_none() && node.kind == PublishedKind::Index)
}

/// The nodes; none while not even one may be shown, which the headline says.
fn node_rows(view: &View, unit: usize) -> Vec<NodeRow> {
    if view.publication.figures[unit].iter().all(|figure| figure.disclosure == Disclosure::Waiting) {
        return Vec::new();
    }
    (0..view.publication.nodes.len()).map(|node| node_row(view, unit, node)).collect()
}

fn node_row(view: &View, unit: usize, node: usize) -> NodeRow {
    let nodes = &view.publication.nodes;
    let parent = |id: &str| nodes.iter().find(|node| node.id == id)?.parent.as_deref();
    let depth = std::iter::successors(nodes[node].parent.as_deref(), |id| parent(id)).take(5).count();
    let major = matches!(nodes[node].kind, PublishedKind::Index | PublishedKind::Dimension);
    NodeRow {
        depth,
        major,
        name: nodes[node].label.get(view.language).to_owned(),
        figure: view.figure(unit, node),
    }
}

/// The units directly below, the best first, then those that are not ranked, by name.
fn unit_rows(view: &View, unit: Option<usize>, root: usize, place: &Address) -> Vec<UnitRow> {
    let publication = view.publication;
    let below = (0..publication.units.len()).filter(|other| publication.units[*other].parent == unit);
    let row = |unit: usize| {
        let link = place.of(publication, unit);
        let rank = publication.figures[unit][root].rank.unwrap_or(u32::MAX);
        UnitRow { order: (rank, link.name.clone()), figure: view.figure(unit, root), link }
    };
    let mut rows: Vec<UnitRow> = below.map(row).collect();
    rows.sort_by(|a, b| a.order.cmp(&b.order));
    rows
}

/// Formats for one purpose.
struct Downloads {
    title: String,
    links: Vec<Link>,
}

/// All formats of what was asked for, by purpose; the report, and the archive that holds one, is about the unit looked at.
fn downloads(files: &str, query: &ResultsQuery, unit: Option<&str>, language: &str) -> Vec<Downloads> {
    let link = |format: Format| {
        let unit = if matches!(format, Format::Pdf | Format::Html | Format::Zip) {
            unit
        } else {
            query.unit.as_deref()
        };
        let asked = [("unit", unit), ("compare", query.compare.as_deref())];
        let asked: Vec<(&str, &str)> =
            asked.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
        Link {
            name: locale::text(language, &format!("results-download-{format}")),
            href: address(&format!("{files}.{format}"), &asked, language),
        }
    };
    let group = |purpose: Purpose| Downloads {
        title: locale::text(language, purpose.key()),
        links: Format::ALL.into_iter().filter(|format| format.purpose() == purpose).map(link).collect(),
    };
    Purpose::ALL.into_iter().map(group).collect()
}
