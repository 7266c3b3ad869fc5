//! Rank and group of the units at one node.

use std::collections::BTreeMap;

use crate::domain::instrument::{Benchmark, Group, GroupRule, Instrument};
use crate::domain::statistics::quantile::quantile_type7;
use crate::domain::statistics::rank::competition_ranks;
use crate::domain::statistics::rounding::round_half_up;

/// Where a unit stands among the units of its level.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// Competition rank, 1 the greatest value.
    pub rank: Option<u32>,
    /// Number of units ranked, at least two.
    pub ranked: Option<u32>,
    /// Id of the group.
    pub group: Option<String>,
}

/// One unit at one node.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// Level of the unit.
    pub level: u32,
    /// Value at the node.
    pub value: Option<f64>,
    /// Whether the value is certain enough to be ranked and to move quantiles.
    pub rankable: bool,
    /// Whether it may be judged by bands at all: not where components of a sum are missing.
    pub groupable: bool,
}

/// Which benchmarks are for a node.
pub fn benchmarks_of<'a>(instrument: &'a Instrument, node: &str) -> (bool, Option<&'a GroupRule>) {
    let concerns = |benchmark: &&Benchmark| {
        benchmark.nodes.as_ref().is_none_or(|nodes| nodes.iter().any(|listed| listed == node))
    };
    let rank = instrument.benchmarks.iter().filter(concerns).any(|benchmark| benchmark.rank);
    let groups =
        instrument.benchmarks.iter().filter(concerns).find_map(|benchmark| benchmark.groups.as_ref());
    (rank, groups)
}

/// Ranks and groups the units of each level at one node.
///
/// The population of ranks and quantiles are the units of the level that have a value at this node
/// (so a unit without a total may still be ranked in a dimension). Bands judge every value by
/// itself.
pub fn judge(rank: bool, groups: Option<&GroupRule>, candidates: &[Candidate]) -> Vec<Standing> {
    let mut standings = vec![Standing::default(); candidates.len()];
    let mut levels: BTreeMap<u32, Vec<(usize, f64)>> = BTreeMap::new();
    for (place, candidate) in candidates.iter().enumerate() {
        if let (true, Some(value)) = (candidate.rankable, candidate.value) {
            levels.entry(candidate.level).or_default().push((place, value));
        }
    }
    for members in levels.values() {
        if members.len() < 2 {
            // A unit alone at its level has nobody to be compared with.
            continue;
        }
        if rank {
            rank_members(members, &mut standings);
        }
        if let Some(GroupRule::Quantile { cuts, groups }) = groups {
            let bounds = quantile_bounds(members, cuts);
            for (place, value) in members {
                standings[*place].group = group_of(*value, &bounds, groups);
            }
        }
    }
    if let Some(GroupRule::Bands { bounds, groups, round }) = groups {
        for (standing, candidate) in standings.iter_mut().zip(candidates) {
            let value = candidate.value.filter(|_| candidate.groupable);
            let value = value.map(|value| round.map_or(value, |places| round_half_up(value, places)));
            standing.group = value.and_then(|value| group_of(value, bounds, groups));
        }
    }
    standings
}

fn rank_members(members: &[(usize, f64)], standings: &mut [Standing]) {
    let values: Vec<f64> = members.iter().map(|(_, value)| *value).collect();
    let ranked = u32::try_from(members.len()).ok();
    for ((place, _), rank) in members.iter().zip(competition_ranks(&values)) {
        standings[*place].rank = Some(rank);
        standings[*place].ranked = ranked;
    }
}

fn quantile_bounds(members: &[(usize, f64)], cuts: &[f64]) -> Vec<f64> {
    let mut values: Vec<f64> = members.iter().map(|(_, value)| *value).collect();
    values.sort_by(f64::total_cmp);
    cuts.iter().filter_map(|cut| quantile_type7(&values, *cut)).collect()
}

/// The group whose lower bound is the greatest not above the value.
fn group_of(value: f64, bounds: &[f64], groups: &[Group]) -> Option<String> {
    groups.get(band(value, bounds, None)).map(|group| group.id.clone())
}

/// Position of the group that fixed bounds put the value in.
pub fn band(value: f64, bounds: &[f64], round: Option<u32>) -> usize {
    let value = round.map_or(value, |places| round_half_up(value, places));
    bounds.iter().filter(|bound| value >= **bound).count()
}
