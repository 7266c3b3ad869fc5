//! How few people a sum and difference of published totals can be about.
//!
//! Think of a table with a row per batch and a column per category, whose cells hold numbers of people. Published are
//! the sums of whole rows (batches, from the figures of units over time) and of whole columns (categories, from the
//! breakdown). Whatever somebody adds and subtracts of them counts the people of row `b` and column `c` with the
//! factor `x(b) + y(c)`. That is a potential difference in the graph whose vertices are the rows and columns and whose
//! edges are the cells in which somebody is, and the people it is about, those with a factor other than 0, always
//! contain all the edges between two halves of a connected part of the graph. So the fewest people that can be told
//! apart from all others are those of a least cut of the graph (and exactly so many: the cut itself is `x`, `y` of
//! 0 and 1). With cells of several breakdowns crossed as columns it is a lower bound: the columns are then finer than
//! what is published.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// Whether every cut of every connected part of a graph weighs at least `least`. Edges are (vertex, vertex, weight);
/// weights are positive, parallel edges add up.
///
/// Nagamochi, Ono and Ibaraki (Mathematical Programming 67, 1994): in the order in which the vertices are taken by
/// their attachment to those taken before, the last one is cut off by its degree, and the ends of an edge at which
/// the attachment reaches `least` cannot be parted by anything lighter, so they become one vertex.
pub fn all_cuts_weigh(edges: &[(usize, usize, i64)], least: i64) -> bool {
    let mut graph = Graph::new(edges);
    while let Some(start) = graph.any() {
        let Some((degree, joined)) = graph.scan(start, least) else {
            graph.remove(start);
            continue;
        };
        if degree < least {
            return false;
        }
        for (one, other) in joined {
            graph.join(one, other);
        }
    }
    true
}

/// Neighbours by vertex.
struct Graph {
    neighbours: BTreeMap<usize, BTreeMap<usize, i64>>,
    /// What vertices were joined into.
    into: BTreeMap<usize, usize>,
}

impl Graph {
    fn new(edges: &[(usize, usize, i64)]) -> Self {
        let mut neighbours: BTreeMap<usize, BTreeMap<usize, i64>> = BTreeMap::new();
        for (one, other, weight) in edges.iter().filter(|(one, other, _)| one != other) {
            *neighbours.entry(*one).or_default().entry(*other).or_default() += weight;
            *neighbours.entry(*other).or_default().entry(*one).or_default() += weight;
        }
        Self { neighbours, into: BTreeMap::new() }
    }

    fn any(&self) -> Option<usize> {
        self.neighbours.keys().next().copied()
    }

    fn remove(&mut self, vertex: usize) {
        self.neighbours.remove(&vertex);
    }

    /// Degree of the vertex that is taken last of those connected with `start`, and the pairs that become one vertex;
    /// `None` where there is no other.
    fn scan(&self, start: usize, least: i64) -> Option<(i64, Vec<(usize, usize)>)> {
        let mut attached: BTreeMap<usize, i64> = BTreeMap::from([(start, 0)]);
        let mut taken: BTreeSet<usize> = BTreeSet::new();
        let mut queue = BinaryHeap::from([(0, start)]);
        let (mut last, mut joined) = (None, Vec::new());
        while let Some((weight, vertex)) = queue.pop() {
            // What was queued before the attachment grew.
            if !taken.insert(vertex) {
                continue;
            }
            last = (vertex != start).then_some(weight);
            for (other, more) in self.neighbours.get(&vertex)? {
                if taken.contains(other) {
                    continue;
                }
                let sum = attached.entry(*other).or_default();
                *sum += more;
                if *sum >= least {
                    joined.push((vertex, *other));
                }
                queue.push((*sum, *other));
            }
        }
        last.map(|degree| (degree, joined))
    }

    fn found(&self, mut vertex: usize) -> usize {
        while let Some(into) = self.into.get(&vertex) {
            vertex = *into;
        }
        vertex
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.found(one), self.found(other));
        if one == other {
            return;
        }
        let size = |vertex| self.neighbours.get(&vertex).map_or(0, BTreeMap::len);
        let (stays, goes) = if size(one) >= size(other) { (one, other) } else { (other, one) };
        self.into.insert(goes, stays);
        for (neighbour, weight) in self.neighbours.remove(&goes).unwrap_or_default() {
            if let Some(back) = self.neighbours.get_mut(&neighbour) {
                back.remove(&goes);
                if neighbour != stays {
                    *back.entry(stays).or_default() += weight;
                }
            }
            if neighbour != stays {
                *self.neighbours.entry(stays).or_default().entry(neighbour).or_default() += weight;
            }
        }
    }
}
