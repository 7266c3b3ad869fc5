//! Change since an earlier wave, figure by figure, from two publications alone.

use std::collections::{BTreeMap, BTreeSet};

use super::coarse;
use super::instrument::{Comparable, Instrument, Text};
use super::publication::{Figure, LEVEL, Publication};
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

/// Compares `now` with an earlier publication. `instrument` is the later one's.
///
/// Responses of two waves are never of the same batch, so the two estimates are independent.
/// Shares: interval by MOVER (Newcombe 1998, Zou and Donner 2008) from the two published intervals;
/// otherwise Welch-Satterthwaite. Units are matched by code and first day of validity.
pub fn compare(now: &Publication, then: &Publication, instrument: &Instrument) -> Comparison {
    let empty = vec![vec![Change::default(); now.nodes.len()]; now.units.len()];
    let rule = instrument.comparable.iter().find(|rule| rule.instrument == then.wave.instrument);
    if let Some(obstacle) = obstacle(now, then, rule) {
        return Comparison { obstacles: vec![obstacle], changes: empty };
    }
    let breaks = rule.map_or(&[][..], |rule| &rule.breaks);
    let broken: BTreeSet<&str> =
        breaks.iter().flat_map(|part| part.nodes.iter().map(String::as_str)).collect();
    let units = matching_units(now, then);
    let places: BTreeMap<&str, usize> =
        then.nodes.iter().enumerate().map(|(place, node)| (node.id.as_str(), place)).collect();
    let notable = rule.and_then(|rule| rule.notable_percent);
    let mut changes = empty;
    for (place, node) in now.nodes.iter().enumerate() {
        let is_broken = broken.contains("*") || is_under(&broken, &node.id);
        let Some(earlier) = places.get(node.id.as_str()).filter(|_| !is_broken) else { continue };
        for (unit, before) in units.iter().enumerate() {
            let Some(before) = before else { continue };
            let (new, old) = (&now.figures[unit][place], &then.figures[*before][*earlier]);
            changes[unit][place] = change(new, old, node.share, notable);
        }
        adjust(now, &mut changes, place);
    }
    let obstacles =
        breaks.iter().map(|part| Obstacle::Break { nodes: part.nodes.clone(), reason: part.reason.clone() });
    Comparison { obstacles: obstacles.collect(), changes }
}

fn obstacle(now: &Publication, then: &Publication, rule: Option<&Comparable>) -> Option<Obstacle> {
    if rule.is_none() && now.wave.instrument != then.wave.instrument {
        return Some(Obstacle::OtherInstrument);
    }
    if now.wave.mode != then.wave.mode {
        return Some(Obstacle::OtherMode);
    }
    (now.wave.switches != then.wave.switches).then_some(Obstacle::OtherSettings)
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
fn adjust(now: &Publication, changes: &mut [Vec<Change>], place: usize) {
    let levels: BTreeSet<&str> = now.units.iter().map(|unit| unit.level.as_str()).collect();
    for level in levels {
        let members: Vec<usize> = (0..changes.len())
            .filter(|unit| now.units[*unit].level == level && changes[*unit][place].p.is_some())
            .collect();
        let raw: Vec<f64> = members.iter().filter_map(|unit| changes[*unit][place].p).collect();
        for (unit, p) in members.iter().zip(holm(&raw)) {
            changes[*unit][place].p = Some(coarse::significant(p));
        }
    }
}
