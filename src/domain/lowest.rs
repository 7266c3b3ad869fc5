//! What a unit does worst: its lowest nodes, and which of them are lower than the rest for more than chance.

use super::compare::measured;
use super::publication::{Disclosure, Figure, PrecisionState, Publication, PublishedKind, PublishedNode};
use super::statistics::difference::{Measured, holm};
use super::statistics::distribution::{normal_two_sided_p, student_t_two_sided_p};

/// Nodes named as the lowest.
pub const NAMED: usize = 5;

/// A node among the lowest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Low {
    /// Position of the node in the publication.
    pub node: usize,
    /// Its value less the average of the nodes it is compared with; on the nodes' scale.
    pub difference: f64,
    /// p of a difference at least as large if the node were like the others, adjusted by Holm (1979) over all nodes
    /// compared; none where it is not known how certain the values are.
    pub p: Option<f64>,
}

/// The lowest nodes of a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Lowest {
    /// The lowest first.
    pub nodes: Vec<Low>,
    /// Average of all nodes compared.
    pub average: f64,
    /// How many were compared.
    pub compared: usize,
    /// How many were left out because they are not reliable.
    pub left_out: usize,
    /// Confidence level of the publication.
    level: f64,
}

impl Lowest {
    /// Whether the node is lower than the average by more than chance; none where nobody knows.
    pub fn is_clear(&self, low: &Low) -> Option<bool> {
        let p = low.p?;
        Some(low.difference < 0.0 && p < 1.0 - self.level)
    }
}

/// The lowest nodes of the unit, at most `most` and at most half of those compared: the best of three is not among
/// the lowest. None where fewer than two can be compared.
///
/// Compared are the nodes lowest in the tree that have a value on the same scale: 0.6 of 1 is not less than 0.8 of 3.
/// The difference of a node from the average is tested as if its answers were independent of those to the others;
/// whoever is content with one thing tends to be content with another, so that the test errs on the side of silence.
pub fn lowest(publication: &Publication, unit: usize, most: usize) -> Option<Lowest> {
    let figures = publication.figures.get(unit)?;
    let all = comparable(publication, figures);
    let is_weak = |node: &usize| figures[*node].precision == Some(PrecisionState::NotReliable);
    let (weak, known): (Vec<usize>, Vec<usize>) = all.into_iter().partition(is_weak);
    if known.len() < 2 {
        return None;
    }
    let count = known.len() as f64;
    let values: Vec<(usize, f64)> =
        known.iter().filter_map(|node| Some((*node, figures[*node].value?))).collect();
    let average = values.iter().map(|(_, value)| value).sum::<f64>() / count;
    let p = adjusted(publication, figures, &values, average);
    let low = |(place, (node, value)): (usize, &(usize, f64))| Low {
        node: *node,
        difference: value - average,
        p: p.as_ref().and_then(|p| p.get(place).copied()),
    };
    let mut nodes: Vec<Low> = values.iter().enumerate().map(low).collect();
    nodes.sort_by(|one, other| one.difference.total_cmp(&other.difference).then(one.node.cmp(&other.node)));
    nodes.truncate(most.min(known.len() / 2));
    Some(Lowest { nodes, average, compared: known.len(), left_out: weak.len(), level: publication.level })
}

/// The finest nodes with a value that are on one scale; of several scales that of most nodes.
fn comparable(publication: &Publication, figures: &[Figure]) -> Vec<usize> {
    let kinds = [PublishedKind::Indicator, PublishedKind::SubDimension, PublishedKind::Dimension];
    let of = |kind: PublishedKind| {
        let mut scales: Vec<Vec<usize>> = Vec::new();
        for (place, node) in publication.nodes.iter().enumerate() {
            let has_value = figures.get(place).is_some_and(|figure| figure.value.is_some());
            if node.kind != kind || node.range.is_none() || !has_value {
                continue;
            }
            match scales.iter_mut().find(|scale| is_same_scale(&publication.nodes[scale[0]], node)) {
                Some(scale) => scale.push(place),
                None => scales.push(vec![place]),
            }
        }
        scales.into_iter().rev().max_by_key(Vec::len).filter(|scale| scale.len() > 1)
    };
    kinds.into_iter().find_map(of).unwrap_or_default()
}

fn is_same_scale(one: &PublishedNode, other: &PublishedNode) -> bool {
    let (one, other) = ((one.range, &one.display), (other.range, &other.display));
    one.0 == other.0 && one.1.unit == other.1.unit && one.1.of == other.1.of
}

/// p of each difference from the average, adjusted; none where no value rests on answers. Scores that were given stand
/// beside measured values as they are: they were not drawn from anybody, so chance has no part in them.
fn adjusted(
    publication: &Publication,
    figures: &[Figure],
    values: &[(usize, f64)],
    average: f64,
) -> Option<Vec<f64>> {
    let all = values.iter().map(|(node, value)| {
        let found = measured(&figures[*node], publication.nodes[*node].share);
        let is_given = figures[*node].disclosure == Disclosure::Given;
        found.or_else(|| is_given.then_some(Measured { value: *value, variance: 0.0, df: None }))
    });
    let known = all.collect::<Option<Vec<_>>>()?;
    if values.iter().all(|(node, _)| figures[*node].disclosure == Disclosure::Given) {
        return None;
    }
    let count = known.len() as f64;
    let all: f64 = known.iter().map(|node| node.variance).sum();
    let p = known.iter().map(|node| {
        let own = (1.0 - 1.0 / count).powi(2) * node.variance;
        let variance = own + (all - node.variance) / (count * count);
        let difference = node.value - average;
        match node.df {
            _ if variance <= 0.0 => f64::from(u8::from(difference.abs() <= 0.0)),
            Some(df) => student_t_two_sided_p(difference / variance.sqrt(), df),
            None => normal_two_sided_p(difference / variance.sqrt()),
        }
    });
    Some(holm(&p.collect::<Vec<f64>>()))
}
