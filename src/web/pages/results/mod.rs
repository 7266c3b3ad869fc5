//! `/ket-qua/{wave}`: published results of one unit, and of those below it at a glance. Staff see the same page at
//! `/quan-tri/ket-qua/{wave}`, where their session goes along, of waves that are not public, too.

mod board;
mod breakdown;
mod by_node;
mod data;
mod dataset;
mod downloads;
mod feed;
mod figures;
mod map;
mod nodes;
mod participation;
mod place;
mod remarks;
mod tasks;
mod trend;
mod units;
mod widget;

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use self::board::Board;
use self::breakdown::BreakdownView;
use self::by_node::NodeChoice;
use self::downloads::{Downloads, downloads};
use self::figures::View;
use self::map::MapView;
use self::nodes::{NodeRow, Options};
use self::place::{Address, Link, looked_at, way_up};
use self::tasks::TasksView;
use self::trend::TrendView;
use self::units::{Units, UnitsWish};
use super::layout::{Page, address, send};
use crate::domain::access::Right;
use crate::domain::batch::hex;
use crate::domain::compare::{Adjusted, compare_some};
use crate::domain::instrument::Instrument;
use crate::domain::publication::{Disclosure, Figure, Publication};
use crate::domain::results::pooled_from;
use crate::domain::task::Task;
use crate::export::{Format, pooled, raked, said, withheld};
use crate::ingest::boundaries::Boundaries;
use crate::locale;
use crate::locale::period;
use crate::sealing::results::sentence;
use crate::web::language;
use crate::web::principal::{Visitor, is_staff_page};
use crate::web::problem::Problem;
use crate::web::results::{self, Shown, Wish};
use crate::web::routes::see_other;
use crate::web::settings::{PublicAddress, Settings};
use crate::web::state::AppState;

pub(super) use data::show as show_data;
pub(super) use feed::show as show_feed;
pub(in crate::web) use remarks::show as show_remarks;
pub(super) use widget::show as show_widget;

/// Where the pages of results are, for everybody.
const RESULTS: &str = "/ket-qua";
/// Where they are for staff.
pub(in crate::web) const STAFF_RESULTS: &str = "/quan-tri/ket-qua";
/// Files of several waves for staff, before their ending.
const SEVERAL: &str = "/quan-tri/ket-qua-cac-dot";

/// What is looked at.
#[derive(Debug, Deserialize)]
pub(in crate::web) struct ResultsQuery {
    /// Code of a unit.
    unit: Option<String>,
    /// Name of an earlier wave; nothing after the sign: none. Without it the latest that can be compared is taken.
    compare: Option<String>,
    /// Id of a group of the units below.
    nhom: Option<String>,
    /// A breakdown of which all indices are shown.
    breakdown: Option<String>,
    /// Page of the units below.
    trang: Option<String>,
    /// Id of the node the units below are compared by; the overall index without it.
    #[serde(rename = "chi-so")]
    node: Option<String>,
}

#[derive(Template)]
#[template(path = "results.html", config = "src/web/askama.toml")]
struct ResultsPage {
    page: Page,
    /// The way back to the staff's side, for staff.
    staff: Option<String>,
    wave: String,
    period: String,
    instrument: String,
    unit_name: Option<String>,
    /// The units above, from the top.
    above: Vec<Link>,
    plainly: Vec<String>,
    board: Option<Board>,
    participation: Vec<String>,
    /// What people wrote, where the wave takes remarks.
    remarks: Option<String>,
    tasks: Option<TasksView>,
    nodes: Vec<NodeRow>,
    /// Whether any of them has a rank or a group.
    nodes_ranked: bool,
    /// Name of the unit above, where its values are marked.
    above_name: Option<String>,
    options: Options,
    breakdowns: Vec<BreakdownView>,
    trend: Option<TrendView>,
    below: Below,
    /// Earlier period, where there is a comparison.
    compared: Option<String>,
    /// The earlier waves that can be chosen.
    choices: Vec<Earlier>,
    action: String,
    unit_code: Option<String>,
    /// What was asked to be compared with, if anything was.
    compare_asked: Option<String>,
    notes: Vec<String>,
    /// What is said of what the figures rest on.
    basis: Vec<String>,
    unverified: Vec<String>,
    sources: Vec<Source>,
    downloads: Vec<Downloads>,
    /// Name of the wave in addresses, and where it comes in one file with others.
    several: (String, Vec<Link>),
    /// The page with the data, of public waves.
    data: Option<String>,
    /// The HTML for the portal of the unit, for staff.
    snippet: Option<String>,
    hash: String,
}

/// The units below the one looked at.
struct Below {
    units: Units,
    map: Option<MapView>,
    /// Name of the node they are listed by, and of that they are coloured by.
    node: String,
    map_node: String,
    /// The nodes they can be listed by.
    choices: Vec<NodeChoice>,
}

/// An earlier wave to compare with.
struct Earlier {
    id: String,
    name: String,
    here: bool,
}

/// A document the figures rest on.
struct Source {
    title: String,
    /// Its language, where it is another one than that of the page.
    tongue: Option<&'static str>,
}

/// What the page is made from.
struct Matter {
    shown: Shown,
    /// How certain the changes are.
    adjusted: Option<Arc<Adjusted>>,
    /// The overall index in the earlier waves, the earliest first.
    indices: Vec<Arc<Publication>>,
    tasks: Vec<Task>,
    closed: participation::Closed,
    boundaries: Option<Arc<Boundaries>>,
    wave: String,
    query: ResultsQuery,
    language: String,
    is_staff: bool,
    /// Whether whoever is signed in may take files away.
    downloads: bool,
    /// The HTML for the portal of the unit, for staff.
    snippet: Option<String>,
}

impl Matter {
    /// Where pages of results are for whoever looks.
    fn base(&self) -> &'static str {
        if self.is_staff { STAFF_RESULTS } else { RESULTS }
    }
}

/// The page.
pub(in crate::web) async fn show(
    request: HttpRequest,
    wave: Path<String>,
    query: Query<ResultsQuery>,
    visitor: Visitor,
    state: Data<AppState>,
    settings: Data<Settings>,
    public: Data<PublicAddress>,
) -> Result<HttpResponse, Problem> {
    let wish = Wish {
        wave: &wave,
        earlier: query.compare.as_deref(),
        unit: query.unit.as_deref(),
        right: Right::SeeResults,
    };
    let language = language::own(&request);
    let is_staff = is_staff_page(request.path());
    let shown = match results::shown(&state, &wish, &visitor).await {
        Ok(shown) => shown,
        Err(problem) => return at_own_unit(problem, &request, &query, &visitor),
    };
    let snippet = match public.seen_by(&request) {
        Ok(base) if is_staff && shown.wave.wave.public => {
            Some(widget::snippet(&base, &shown.results.now, query.unit.as_deref(), &language)?)
        }
        _ => None,
    };
    let earlier: Vec<i32> = shown.earlier.iter().rev().map(|wave| wave.number).collect();
    let cache = state.clone();
    let indices = state.db(move |connection| {
        let read = earlier.into_iter().map(|wave| cache.publications().index(connection, wave));
        Ok(read.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    });
    let indices = indices.await?;
    let number = shown.wave.number;
    let closed = state.db(move |connection| participation::read(connection, number)).await?;
    let tasks = tasks::due(&state, &visitor, query.unit.as_deref()).await?;
    let boundaries = settings.boundaries.clone();
    let downloads = visitor.powers().may_somewhere(Right::Download);
    let (wave, query, tongue) = (wave.into_inner(), query.into_inner(), language.clone());
    let cache = state.clone();
    let page = state.aside(move || {
        let earlier = shown.results.earlier.as_ref();
        let adjusted = earlier.map(|earlier| cache.publications().adjusted(&shown.results.now, earlier));
        let language = tongue;
        results_page(&Matter {
            shown,
            adjusted,
            indices,
            tasks,
            closed,
            boundaries,
            wave,
            query,
            language,
            is_staff,
            downloads,
            snippet,
        })
    });
    send(StatusCode::OK, &language, &page.await?)
}

/// Whoever may see a part of the wave and asked for all of it is led to that part.
fn at_own_unit(
    problem: Problem,
    request: &HttpRequest,
    query: &ResultsQuery,
    visitor: &Visitor,
) -> Result<HttpResponse, Problem> {
    let places = visitor.powers().places(Right::SeeResults);
    let own = places.first().and_then(|keys| keys.first());
    match own {
        Some(own) if is_staff_page(request.path()) && query.unit.is_none() && problem.is_missing_right() => {
            let asked = [("unit", own.code.as_str())];
            Ok(see_other(&address(request.path(), &asked, &language::own(request))))
        }
        _ => Err(problem),
    }
}

fn results_page(matter: &Matter) -> Result<ResultsPage, Problem> {
    let Matter { shown, query, wave, adjusted, .. } = matter;
    let language = matter.language.as_str();
    let now = &*shown.results.now;
    let publication = &now.publication;
    let earlier = shown.results.earlier.as_deref();
    let unit = looked_at(publication, query.unit.as_deref())?;
    let by = by_node::chosen(publication, query.node.as_deref());
    let comparison = earlier.zip(adjusted.as_deref()).map(|(then, adjusted)| {
        let both = (publication, &then.publication);
        compare_some(both, &now.instrument, adjusted, on_page(publication, unit, by))
    });
    let view = View { now, earlier: earlier.zip(comparison.as_ref()), language };
    let path = format!("{}/{wave}", matter.base());
    let place = Address { path: &path, compare: query.compare.as_deref(), language };
    let root = publication.overall_index();
    // A unit without any value of its own, such as the nation above given scores, shows its units.
    let own = unit.filter(|unit| has_figures(&publication.figures[*unit]));
    let all: Vec<usize> = (0..publication.nodes.len()).collect();
    let table = own.map(|unit| view.table(&[unit], &all));
    let above = own.and_then(|unit| valued_above(publication, unit));
    let index = own.zip(root);
    let obstacles = comparison.as_ref().map_or(&[][..], |comparison| &comparison.obstacles);
    let code = unit.map(|unit| publication.units[unit].code.clone());
    let nodes = table.as_ref().map_or_else(Vec::new, |table| nodes::rows(&view, table, above));
    Ok(ResultsPage {
        page: page_of(publication, unit, &path, query, language),
        staff: matter.is_staff.then(|| address(STAFF_RESULTS, &[], language)),
        wave: publication.wave.title.get(language).to_owned(),
        period: period::spoken(&publication.wave.period, language),
        instrument: now.instrument.title.get(language).to_owned(),
        unit_name: unit.map(|unit| publication.units[unit].name.get(language).to_owned()),
        above: unit.map_or_else(Vec::new, |unit| way_up(publication, unit, &place)),
        plainly: index.map_or_else(Vec::new, |(unit, root)| board::plainly(&view, unit, root)),
        board: index.and_then(|(unit, root)| board::board(&view, unit, root)),
        participation: index.map_or_else(Vec::new, |at| participation::sentences(&view, at, &matter.closed)),
        remarks: remarks::link(matter, &place),
        tasks: tasks::view(&matter.tasks, publication, code.as_deref(), language),
        nodes_ranked: nodes.iter().any(is_ranked),
        nodes,
        above_name: above.map(|above| said::within(language, publication.units[above].name.get(language))),
        options: table.as_ref().map_or_else(Options::default, nodes::options),
        breakdowns: breakdown::views(&view, matter, own, &place)?,
        trend: own.and_then(|unit| trend::trend(now, &matter.indices, unit, (matter.base(), language))),
        below: below(&view, matter, (unit, by), &place),
        compared: board::compared_period(&view),
        choices: choices(matter),
        action: path,
        notes: obstacles.iter().map(|obstacle| sentence(obstacle, language)).collect(),
        basis: basis(publication, unit, language),
        unverified: unverified(&now.instrument, language),
        sources: sources(&now.instrument, language),
        downloads: files(matter, code.as_deref()),
        several: (wave.clone(), downloads::several(language, several_base(matter))),
        data: shown.wave.wave.public.then(|| address(&format!("{RESULTS}/{wave}/du-lieu"), &[], language)),
        snippet: matter.snippet.clone(),
        unit_code: query.unit.clone(),
        compare_asked: query.compare.clone(),
        hash: hex(&shown.results.hash()),
    })
}

/// The units below, by this node.
fn below(view: &View, matter: &Matter, (unit, by): (Option<usize>, Option<usize>), place: &Address) -> Below {
    let publication = view.publication();
    // Only what has groups can be coloured by them.
    let coloured = by.filter(|node| !publication.nodes[*node].groups.is_empty());
    let coloured = coloured.or(publication.overall_index());
    let shapes = matter.boundaries.as_ref().zip(coloured);
    let name = |node: Option<usize>| node.map(|node| view.name_of(node)).unwrap_or_default();
    Below {
        units: units::list(view, unit, &units_wish(publication, by, &matter.query), place),
        map: shapes.and_then(|(shapes, node)| map::view(view, (unit, node), shapes, place)),
        node: name(by),
        map_node: name(coloured),
        choices: by_node::choices(view, unit, by),
    }
}

fn is_ranked(row: &NodeRow) -> bool {
    !row.figure.rank.is_empty() || !row.figure.group.is_empty()
}

/// What a pooled wave is made from, what was held back, and to what weights are raked.
fn basis(publication: &Publication, unit: Option<usize>, language: &str) -> Vec<String> {
    let here: Vec<usize> = unit.into_iter().collect();
    let from = pooled_from(publication, &here, language);
    let from = from.iter().flat_map(|from| pooled::sentences(language, from));
    let raked = publication.basis.raking.iter().map(|raking| raked::sentence(language, raking));
    from.chain(withheld::sentences(language, &publication.basis.withheld)).chain(raked).collect()
}

/// The unit above, where it has any value to see others against.
fn valued_above(publication: &Publication, unit: usize) -> Option<usize> {
    let has_value = |above: &usize| publication.figures[*above].iter().any(|figure| figure.value.is_some());
    publication.units[unit].parent.filter(has_value)
}

/// The figures whose changes the page shows: all of the unit looked at, the node they are listed by of those below it.
fn on_page(
    publication: &Publication,
    unit: Option<usize>,
    by: Option<usize>,
) -> impl Iterator<Item = (usize, usize)> {
    let index = by.map_or(0, |node| node + 1);
    let below = publication.units.iter().enumerate();
    let below = below.filter(move |(_, other)| other.parent == unit).map(move |(place, _)| (place, index));
    unit.map(|unit| (unit, publication.nodes.len())).into_iter().chain(below)
}

fn has_figures(figures: &[Figure]) -> bool {
    figures.iter().any(|figure| figure.value.is_some() || figure.disclosure != Disclosure::NoValue)
}

/// What of the units below is wanted; what names no group asks for all.
fn units_wish<'a>(publication: &'a Publication, by: Option<usize>, query: &'a ResultsQuery) -> UnitsWish<'a> {
    let known = |group: &&str| {
        by.is_some_and(|node| publication.nodes[node].groups.iter().any(|(id, _)| id == group))
    };
    UnitsWish {
        node: by,
        group: query.nhom.as_deref().filter(known),
        page: query.trang.as_deref().and_then(|page| page.parse().ok()),
    }
}

fn choices(matter: &Matter) -> Vec<Earlier> {
    let language = matter.language.as_str();
    let here = matter.shown.results.earlier.as_ref().map(|earlier| earlier.publication.wave.id.as_str());
    let waves = matter.shown.earlier.iter().map(|stored| &stored.wave);
    let choice = |wave: &crate::domain::wave::Wave| Earlier {
        id: wave.id.to_string(),
        name: format!("{} – {}", period::spoken(wave.period.as_str(), language), wave.title.get(language)),
        here: here == Some(wave.id.as_str()),
    };
    waves.map(choice).collect()
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
    let asked = [
        ("unit", &query.unit),
        ("compare", &query.compare),
        ("breakdown", &query.breakdown),
        ("chi-so", &query.node),
    ];
    let asked: Vec<(&str, &str)> =
        asked.iter().filter_map(|(name, value)| Some((*name, value.as_deref()?))).collect();
    Page::new(language, title)
        .with_languages(&locale::languages(), path, &asked)
        .with_demo(publication.wave.demo)
}

fn unverified(instrument: &Instrument, language: &str) -> Vec<String> {
    instrument.unverified.iter().map(|text| text.get(language).to_owned()).collect()
}

fn sources(instrument: &Instrument, language: &str) -> Vec<Source> {
    let source = |title: &String| Source {
        title: title.clone(),
        tongue: Some(locale::DEFAULT).filter(|tongue| *tongue != language && locale::is_vietnamese(title)),
    };
    instrument.sources.iter().map(|source_of| source(&source_of.title)).collect()
}

/// Where the files are, before their ending; none for staff who may not take them.
fn files_base(matter: &Matter) -> Option<String> {
    let wave = &matter.wave;
    match (matter.is_staff, matter.downloads) {
        (true, true) => Some(format!("{STAFF_RESULTS}/{wave}/results")),
        // Whoever may only look gets what everybody gets.
        (true, false) if !matter.shown.wave.wave.public => None,
        _ => Some(format!("/api/v1/waves/{wave}/results")),
    }
}

/// Where several waves come in one file, before its ending: staff get it where their session goes along.
fn several_base(matter: &Matter) -> &'static str {
    if matter.is_staff && matter.downloads { SEVERAL } else { "/api/v1/results" }
}

/// All formats of what is shown, by purpose; the report, and the archive that holds one, is about the unit looked at. Staff get
/// them where their session goes along.
fn files(matter: &Matter, unit: Option<&str>) -> Vec<Downloads> {
    let Matter { query, language, .. } = matter;
    let compared = matter.shown.results.earlier.as_ref();
    let compared = compared.map(|earlier| earlier.publication.wave.id.as_str());
    let Some(files) = files_base(matter) else { return Vec::new() };
    downloads(language, |format| {
        let is_of_unit = matches!(format, Format::Pdf | Format::Html | Format::Zip);
        let unit = if is_of_unit { unit } else { query.unit.as_deref() };
        let asked = [("unit", unit), ("compare", compared)];
        let asked: Vec<(&str, &str)> =
            asked.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
        address(&format!("{files}.{format}"), &asked, language)
    })
}
