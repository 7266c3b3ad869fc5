//! Which ranks a unit may truly have, and which groups it may truly be in, from the published figures alone.
//!
//! A rank is where the value stands; another few answers could have put it elsewhere. The set says between which
//! ranks the unit stands with the confidence of the publication.

use super::compare::measured;
use super::instrument::{GroupRule, Instrument};
use super::publication::{Figure, Publication};
use super::score::{band, benchmarks_of};
use super::statistics::distribution::two_sided_critical;
use super::statistics::rankset::{RankSet, Rated, rank_set_of};

/// The ranks the unit may truly have at the node among the ranked units of its level; none where it is not ranked or
/// a value rests on no answers, so that nobody knows how certain the order is.
///
/// Units of one level have no answers in common, so their figures are independent. An error with few degrees of
/// freedom counts for more, by the ratio of Student's t to the normal distribution.
pub fn rank_set(publication: &Publication, unit: usize, node: usize) -> Option<RankSet> {
    let level = &publication.units.get(unit)?.level;
    let share = publication.nodes.get(node)?.share;
    publication.figures.get(unit)?.get(node)?.rank?;
    let mut rated = Vec::new();
    let mut own = None;
    for (place, (other, figures)) in publication.units.iter().zip(&publication.figures).enumerate() {
        let figure = figures.get(node)?;
        if other.level != *level || figure.rank.is_none() {
            continue;
        }
        if place == unit {
            own = Some(rated.len());
        }
        let known = measured(figure, share)?;
        let normal = two_sided_critical(publication.level, None);
        let wider = two_sided_critical(publication.level, known.df) / normal;
        rated.push(Rated { value: known.value, standard_error: known.variance.sqrt() * wider });
    }
    Some(rank_set_of(&rated, own?, publication.level))
}

/// The groups the unit may truly be in at the node, from the lowest to the highest, by their positions among the groups
/// of the node; none where it is in none, or nobody knows how certain that is. `ranks`: its [`rank_set`].
///
/// Fixed bounds are looked up for both ends of the interval. Quantiles move with the other units: there it is the
/// groups of all units that stand at one of the ranks the unit may truly have.
pub fn group_set(
    publication: &Publication,
    instrument: &Instrument,
    (unit, node): (usize, usize),
    ranks: Option<RankSet>,
) -> Option<[usize; 2]> {
    let published = publication.nodes.get(node)?;
    let place = |figure: &Figure| {
        let id = figure.group.as_ref()?;
        published.groups.iter().position(|(known, _)| known == id)
    };
    let figure = publication.figures.get(unit)?.get(node)?;
    let own = place(figure)?;
    match benchmarks_of(instrument, &published.id).1? {
        GroupRule::Bands { bounds, round, .. } => {
            let [low, high] = figure.ci?.map(|end| band(end, bounds, *round));
            Some([low.min(own), high.max(own)])
        }
        GroupRule::Quantile { .. } => {
            let ranks = ranks?;
            let level = &publication.units[unit].level;
            let rivals = publication.units.iter().zip(&publication.figures);
            let within = rivals.filter_map(|(other, figures)| {
                let figure = figures.get(node).filter(|_| other.level == *level)?;
                place(figure).filter(|_| figure.rank.is_some_and(|rank| ranks.holds(rank)))
            });
            Some(within.fold([own, own], |[low, high], place| [low.min(place), high.max(place)]))
        }
    }
}
