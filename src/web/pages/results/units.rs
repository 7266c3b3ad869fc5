//! The units below side by side: sorted, in groups, and as many at once as can be read.

use super::figures::{FigureView, View};
use super::place::{Address, Link};
use crate::domain::publication::Publication;
use crate::export::chart::Axis;
use crate::locale::{number, text_with};

/// Units on one page.
const AT_ONCE: usize = 100;

/// What of the units is looked at.
#[derive(Default)]
pub(super) struct UnitsWish<'a> {
    /// Position of the node they are compared by.
    pub node: Option<usize>,
    /// Id of a group.
    pub group: Option<&'a str>,
    /// Page, from 1.
    pub page: Option<usize>,
}

/// The units directly below.
#[derive(Default)]
pub(super) struct Units {
    pub rows: Vec<UnitRow>,
    /// The groups, each with how many units are in it; the first is all of them.
    pub groups: Vec<Choice>,
    /// The pages of the list, where there are several.
    pub pages: Vec<Choice>,
    /// The ends of the scale the rows are drawn on.
    pub scale: Option<[String; 2]>,
    /// Which of how many are listed, where it is not all.
    pub part: Option<String>,
}

/// A unit below the one looked at.
pub(super) struct UnitRow {
    pub link: Link,
    pub figure: FigureView,
}

/// Something to choose, chosen or not.
pub(super) struct Choice {
    pub link: Link,
    pub here: bool,
}

/// The units below `unit` at the node they are compared by: the best first, then those that are not ranked, then those
/// without a value.
pub(super) fn list(view: &View, unit: Option<usize>, wish: &UnitsWish, place: &Address) -> Units {
    let publication = view.publication();
    let Some(root) = wish.node else { return Units::default() };
    let node = Some(root).filter(|root| publication.overall_index() != Some(*root));
    let node = node.map(|node| publication.nodes[node].id.as_str());
    let all = below(publication, unit, root, view.language);
    let in_group = |other: &&usize| {
        wish.group.is_none() || publication.figures[**other][root].group.as_deref() == wish.group
    };
    let chosen: Vec<usize> = all.iter().filter(in_group).copied().collect();
    let pages = chosen.len().div_ceil(AT_ONCE);
    let page = wish.page.unwrap_or(1).clamp(1, pages.max(1));
    let from = (page - 1) * AT_ONCE;
    let shown: Vec<usize> = chosen.iter().skip(from).take(AT_ONCE).copied().collect();
    let code = unit.map(|unit| publication.units[unit].code.as_str());
    // One scale for all pages: what is further right is more everywhere.
    let axis = axis(publication, &all, root);
    let scale = axis.as_ref().map(|axis| [axis.least, axis.most]);
    let table = view.table(&shown, &[root]);
    let mark = unit.and_then(|unit| publication.figures[unit][root].value);
    let row = |(unit, row): (&usize, _)| UnitRow {
        link: place.of(publication, *unit),
        figure: view.figure(&table.head, row, scale, mark),
    };
    let ends =
        axis.map(|axis| [axis.least, axis.most].map(|end| number(view.language, end, axis.decimals())));
    Units {
        rows: shown.iter().zip(&table.rows).map(row).collect(),
        groups: groups(view, (&all, root), wish, |group| {
            place.with(&[("unit", code), ("chi-so", node), ("nhom", group)])
        }),
        pages: page_choices(pages, page, |page| {
            place.with(&[("unit", code), ("chi-so", node), ("nhom", wish.group), ("trang", Some(page))])
        }),
        scale: ends,
        part: (shown.len() < all.len()).then(|| part(view, (from, shown.len()), chosen.len(), all.len())),
    }
}

fn below(publication: &Publication, unit: Option<usize>, root: usize, language: &str) -> Vec<usize> {
    let is_below = |other: &usize| publication.units[*other].parent == unit;
    let mut all: Vec<usize> = (0..publication.units.len()).filter(is_below).collect();
    let value = |unit: &usize| publication.figures[*unit][root].value.unwrap_or(f64::NEG_INFINITY);
    all.sort_by_cached_key(|unit| publication.units[*unit].name.get(language).to_owned());
    all.sort_by(|one, other| {
        let rank = |unit: &usize| publication.figures[*unit][root].rank.unwrap_or(u32::MAX);
        rank(one).cmp(&rank(other)).then_with(|| value(other).total_cmp(&value(one)))
    });
    all
}

fn axis(publication: &Publication, all: &[usize], root: usize) -> Option<Axis> {
    let values = all.iter().flat_map(|unit| {
        let figure = &publication.figures[*unit][root];
        let [low, high] = figure.ci.map_or([None, None], |[low, high]| [Some(low), Some(high)]);
        [figure.value, low, high].into_iter().flatten()
    });
    let values: Vec<f64> = values.collect();
    let range = publication.nodes[root].range;
    Axis::over(values.iter().copied(), range).or_else(|| Axis::over(values, None))
}

/// Nothing where there are no groups, or so few units that they are seen at a glance.
fn groups(
    view: &View,
    (all, root): (&[usize], usize),
    wish: &UnitsWish,
    href: impl Fn(Option<&str>) -> String,
) -> Vec<Choice> {
    let publication = view.publication();
    let known = &publication.nodes[root].groups;
    if known.is_empty() || all.len() < 8 {
        return Vec::new();
    }
    let choice = |id: Option<&str>, name: String, count: usize| Choice {
        link: Link { name: format!("{name} ({})", number(view.language, count as f64, 0)), href: href(id) },
        here: wish.group == id,
    };
    let count = |id: &str| {
        all.iter().filter(|unit| publication.figures[**unit][root].group.as_deref() == Some(id)).count()
    };
    let everything = choice(None, view.text("board-units-all"), all.len());
    // The best first, as the units are.
    let each = known
        .iter()
        .rev()
        .map(|(id, label)| choice(Some(id), label.get(view.language).to_owned(), count(id)));
    std::iter::once(everything).chain(each).collect()
}

fn page_choices(pages: usize, here: usize, href: impl Fn(&str) -> String) -> Vec<Choice> {
    if pages < 2 {
        return Vec::new();
    }
    let choice = |page: usize| Choice {
        link: Link { name: page.to_string(), href: href(&page.to_string()) },
        here: page == here,
    };
    (1..=pages).map(choice).collect()
}

fn part(view: &View, (from, count): (usize, usize), chosen: usize, all: usize) -> String {
    let say = |count: usize| number(view.language, count as f64, 0);
    let first = if count == 0 { 0 } else { from + 1 };
    let values = [
        ("first", say(first).into()),
        ("last", say(from + count).into()),
        ("chosen", say(chosen).into()),
        ("all", say(all).into()),
    ];
    text_with(view.language, "board-units-part", &values)
}
