//! Change since an earlier wave, figure by figure, from two publications alone.

use std::collections::{BTreeMap, BTreeSet};

use super::coarse;
use super::instrument::{Comparable, ComparableBreak, Instrument, Text};
use super::publication::{Figure, LEVEL, Publication, PublishedNode};
use super::statistics::difference::{Measured, difference, holm, mover};
use super::statistics::distribution::two_sided_critical;
use super::statistics::interval::Interval;

/// Change of one figure.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Change {
    /// Later minus earlier value; absent where one is missing or the series breaks.
    pub change: Option<f64>,
    /// Interval of the change, where both values rest on answers.
    pub ci: Option<[f64; 2]>,
    /// Two significant digits of the p of a change at least as large if nothing changed, adjusted by Holm (1979) over the units
    /// of the same level at the node.
    pub p: Option<f64>,
    /// Change in percent of the earlier value.
    pub percent: Option<f64>,
    /// Whether the change in percent reaches what the instrument calls notable.
    pub notable: Option<bool>,
    /// Rank in the earlier wave.
    pub rank_before: Option<u32>,
    /// Group in the earlier wave.
    pub group_before: Option<String>,
}

/// Why figures are not compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// The instrument does not list the earlier one as comparable.
    OtherInstrument,
    /// A desk wave and a sample.
    OtherMode,
    /// Open questions of method were settled differently.
    OtherSettings,
    /// One is made from the other, or both from the same wave: they rest on the same answers.
    SameAnswers,
    /// These nodes mean something else since then.
    Break {
        /// Ids of the nodes.
        nodes: Vec<String>,
        /// Why.
        reason: Text,
    },
}

/// Two publications set side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Why figures are not compared.
    pub obstacles: Vec<Obstacle>,
    /// One row per unit of the later publication, one change per node.
    pub changes: Vec<Vec<Change>>,
}

/// The p of every change, adjusted over the units of each level: what takes long about a comparison. By node and unit
/// of the later publication.
#[derive(Debug, Clone, PartialEq)]
pub struct Adjusted(Vec<Vec<Option<f64>>>);

/// Two publications laid side by side: which unit and node of the earlier one stand for each of the later one.
struct Frame<'a> {
    now: &'a Publication,
    then: &'a Publication,
    obstacles: Vec<Obstacle>,
    units: Vec<Option<usize>>,
    nodes: Vec<Option<usize>>,
    notable: Option<f64>,
}

impl<'a> Frame<'a> {
    /// None of the nodes can be compared where the publications cannot.
    fn of(now: &'a Publication, then: &'a Publication, instrument: &Instrument) -> Self {
        let rule = instrument.comparable.iter().find(|rule| rule.instrument == then.wave.instrument);
        if let Some(obstacle) = obstacle(now, then, rule) {
            let (units, nodes) = (vec![None; now.units.len()], vec![None; now.nodes.len()]);
            return Self { now, then, obstacles: vec![obstacle], units, nodes, notable: None };
        }
        let breaks = rule.map_or(&[][..], |rule| &rule.breaks);
        let broken: BTreeSet<&str> =
            breaks.iter().flat_map(|part| part.nodes.iter().map(String::as_str)).collect();
        let places: BTreeMap<&str, usize> =
            then.nodes.iter().enumerate().map(|(place, node)| (node.id.as_str(), place)).collect();
        let earlier = |id: &str| {
            let is_broken = broken.contains("*") || is_under(&broken, id);
            places.get(id).copied().filter(|_| !is_broken)
        };
        let obstacle = |part: &ComparableBreak| Obstacle::Break {
            nodes: part.nodes.clone(),
            reason: part.reason.clone(),
        };
        Self {
            now,
            then,
            obstacles: breaks.iter().map(obstacle).collect(),
            units: matching_units(now, then),
            nodes: now.nodes.iter().map(|node| earlier(&node.id)).collect(),
            notable: rule.and_then(|rule| rule.notable_percent),
        }
    }

    /// The change of one figure, its p not adjusted.
    fn change(&self, unit: usize, node: usize) -> Change {
        let (Some(old_unit), Some(old_node)) = (self.units[unit], self.nodes[node]) else {
            return Change::default();
        };
        let (new, old) = (&self.now.figures[unit][node], &self.then.figures[old_unit][old_node]);
        change(new, old, self.now.nodes[node].share, self.notable)
    }
}

/// Compares `now` with an earlier publication. `instrument` is the later one's.
///
/// Responses of two waves are never of the same batch, so the two estimates are independent.
/// Shares: interval by MOVER (Newcombe 1998, Zou and Donner 2008) from the two published intervals;
/// otherwise Welch-Satterthwaite. Units are matched by code and first day of validity.
pub fn compare(now: &Publication, then: &Publication, instrument: &Instrument) -> Comparison {
    let frame = Frame::of(now, then, instrument);
    let mut changes = vec![vec![Change::default(); now.nodes.len()]; now.units.len()];
    for node in 0..now.nodes.len() {
        let column: Vec<Change> = (0..now.units.len()).map(|unit| frame.change(unit, node)).collect();
        let mut p: Vec<Option<f64>> = column.iter().map(|change| change.p).collect();
        adjust(now, &mut p);
        for ((row, change), p) in changes.iter_mut().zip(column).zip(p) {
            row[node] = Change { p, ..change };
        }
    }
    Comparison { obstacles: frame.obstacles, changes }
}

/// The adjusted p at the nodes that are wanted.
pub fn adjusted(
    (now, then): (&Publication, &Publication),
    instrument: &Instrument,
    is_wanted: impl Fn(&PublishedNode) -> bool,
) -> Adjusted {
    let frame = Frame::of(now, then, instrument);
    let column = |(node, seen): (usize, &PublishedNode)| {
        if frame.nodes[node].is_none() || !is_wanted(seen) {
            return Vec::new();
        }
        let mut p: Vec<Option<f64>> = (0..now.units.len()).map(|unit| frame.change(unit, node).p).collect();
        adjust(now, &mut p);
        p
    };
    Adjusted(now.nodes.iter().enumerate().map(column).collect())
}

/// [`compare`] for a few figures alone, by the adjusted p of all: the first `nodes` of each unit that is named. The other
/// rows are shorter than the publication has nodes, or empty.
pub fn compare_some(
    (now, then): (&Publication, &Publication),
    instrument: &Instrument,
    adjusted: &Adjusted,
    units: impl IntoIterator<Item = (usize, usize)>,
) -> Comparison {
    let frame = Frame::of(now, then, instrument);
    let mut changes: Vec<Vec<Change>> = vec![Vec::new(); now.units.len()];
    for (unit, nodes) in units {
        let change = |node: usize| {
            let p = adjusted.0.get(node).and_then(|column| column.get(unit).copied().flatten());
            Change { p, ..frame.change(unit, node) }
        };
        changes[unit] = (0..nodes.min(now.nodes.len())).map(change).collect();
    }
    Comparison { obstacles: frame.obstacles, changes }
}

fn obstacle(now: &Publication, then: &Publication, rule: Option<&Comparable>) -> Option<Obstacle> {
    if rule.is_none() && now.wave.instrument != then.wave.instrument {
        return Some(Obstacle::OtherInstrument);
    }
    if now.wave.mode != then.wave.mode {
        return Some(Obstacle::OtherMode);
    }
    if now.wave.switches != then.wave.switches {
        return Some(Obstacle::OtherSettings);
    }
    let is_pooled = [now, then].iter().any(|publication| publication.basis.pooled.is_some());
    let same = is_pooled && !waves_behind(now).is_disjoint(&waves_behind(then));
    same.then_some(Obstacle::SameAnswers)
}

/// Names of the waves whose answers a publication rests on.
fn waves_behind(publication: &Publication) -> BTreeSet<&str> {
    match &publication.basis.pooled {
        Some(pooled) => pooled.sources.iter().map(|source| source.wave.as_str()).collect(),
        None => BTreeSet::from([publication.wave.id.as_str()]),
    }
}

/// Whether a node, or the distribution an option belongs to, is broken.
fn is_under(broken: &BTreeSet<&str>, node: &str) -> bool {
    broken.contains(node) || node.rsplit_once('=').is_some_and(|(parent, _)| broken.contains(parent))
}

fn matching_units(now: &Publication, then: &Publication) -> Vec<Option<usize>> {
    let earlier: BTreeMap<_, usize> =
        then.units.iter().enumerate().map(|(place, unit)| ((&unit.code, unit.valid_from), place)).collect();
    now.units.iter().map(|unit| earlier.get(&(&unit.code, unit.valid_from)).copied()).collect()
}

fn change(new: &Figure, old: &Figure, share: bool, notable: Option<f64>) -> Change {
    let before = Change { rank_before: old.rank, group_before: old.group.clone(), ..Change::default() };
    let (Some(value), Some(earlier)) = (new.value, old.value) else { return before };
    let percent = (earlier > 0.0).then(|| (value / earlier - 1.0) * 100.0);
    let is_notable = |limit: f64| percent.map(|percent| percent.abs() >= limit);
    let mut found =
        Change { change: Some(value - earlier), percent, notable: notable.and_then(is_notable), ..before };
    if let (Some(after), Some(before)) = (measured(new, share), measured(old, share)) {
        let tested = difference(&before, &after, LEVEL);
        let interval = match (share, new.ci, old.ci) {
            (true, Some(new_ci), Some(old_ci)) => mover(earlier, &interval(old_ci), value, &interval(new_ci)),
            _ => tested.interval,
        };
        found.ci = Some(coarse::interval([interval.low, interval.high]));
        found.p = Some(tested.p);
    }
    found
}

/// The figure with its variance. A share of exactly 0 or 1 has none between respondents; what it has
/// instead is the half-width of its score interval, so that it is not taken as known for certain.
pub(super) fn measured(figure: &Figure, share: bool) -> Option<Measured> {
    let mut se = figure.se?;
    if let (true, Some([low, high])) = (share && se <= 0.0, figure.ci) {
        se = (high - low) / 2.0 / two_sided_critical(LEVEL, None);
    }
    Some(Measured { value: figure.value?, variance: se * se, df: figure.df })
}

fn interval([low, high]: [f64; 2]) -> Interval {
    Interval { low, high, level: LEVEL }
}

/// Holm's adjustment over the units of each level at one node.
fn adjust(now: &Publication, p: &mut [Option<f64>]) {
    let mut levels: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, unit) in now.units.iter().enumerate().filter(|(place, _)| p[*place].is_some()) {
        levels.entry(&unit.level).or_default().push(place);
    }
    for members in levels.values() {
        let raw: Vec<f64> = members.iter().filter_map(|unit| p[*unit]).collect();
        for (unit, adjusted) in members.iter().zip(holm(&raw)) {
            p[*unit] = Some(coarse::significant(adjusted));
        }
    }
}
