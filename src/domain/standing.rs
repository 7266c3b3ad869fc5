//! Which ranks a unit may truly have, from the published figures alone.
//!
//! A rank is where the value stands; another few answers could have put it elsewhere. The set says between which
//! ranks the unit stands with the confidence of the publication.

use super::compare::measured;
use super::publication::Publication;
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
