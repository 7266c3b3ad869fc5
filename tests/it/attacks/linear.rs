//! What can be told apart by adding and subtracting: exact linear algebra over a prime field, and least cuts.
//!
//! Columns are atoms: people of one batch who are in the same cell of all breakdowns. No published figure tells them
//! apart, so neither does any sum and difference of them. A rational vector that lies in the span of integer vectors
//! lies in it modulo almost every prime; with 2^61 - 1 a miss would need a determinant divisible by it.

use std::collections::BTreeMap;

const PRIME: u64 = (1 << 61) - 1;

/// A published count as the atoms it counts, each with its factor.
pub type Vector = BTreeMap<usize, u64>;

fn times(a: u64, b: u64) -> u64 {
    u64::try_from(u128::from(a) * u128::from(b) % u128::from(PRIME)).unwrap()
}

fn inverse(value: u64) -> u64 {
    let (mut base, mut exponent, mut found) = (value, PRIME - 2, 1);
    while exponent > 0 {
        if exponent & 1 == 1 {
            found = times(found, base);
        }
        base = times(base, base);
        exponent >>= 1;
    }
    found
}

/// `one - factor * other`.
fn less(one: &mut Vector, factor: u64, other: &Vector) {
    for (atom, value) in other {
        let entry = one.entry(*atom).or_default();
        *entry = (*entry + PRIME - times(factor, *value)) % PRIME;
        if *entry == 0 {
            one.remove(atom);
        }
    }
}

/// The difference of two published counts.
pub fn difference(later: &Vector, earlier: &Vector) -> Vector {
    let mut found = later.clone();
    less(&mut found, 1, earlier);
    found
}

/// A space of vectors in reduced echelon form: every row has an atom that no other row has.
#[derive(Debug, Clone, Default)]
pub struct Space {
    rows: BTreeMap<usize, Vector>,
}

impl Space {
    pub fn of<'v>(vectors: impl IntoIterator<Item = &'v Vector>) -> Self {
        let mut space = Self::default();
        for vector in vectors {
            space.add(vector);
        }
        space
    }

    /// What is left of a vector after all rows were subtracted: nothing if it lies in the space.
    pub fn rest(&self, vector: &Vector) -> Vector {
        let mut rest = vector.clone();
        let pivots: Vec<usize> = vector.keys().filter(|atom| self.rows.contains_key(atom)).copied().collect();
        for pivot in pivots {
            if let Some(factor) = rest.get(&pivot).copied() {
                less(&mut rest, factor, &self.rows[&pivot]);
            }
        }
        rest
    }

    pub fn holds(&self, vector: &Vector) -> bool {
        self.rest(vector).is_empty()
    }

    pub fn rank(&self) -> usize {
        self.rows.len()
    }

    /// Adds a vector; the greatest atom of what is new becomes its pivot.
    pub fn add(&mut self, vector: &Vector) {
        let mut rest = self.rest(vector);
        let Some((&pivot, &value)) = rest.iter().next_back() else { return };
        let factor = inverse(value);
        for value in rest.values_mut() {
            *value = times(*value, factor);
        }
        for row in self.rows.values_mut() {
            if let Some(factor) = row.get(&pivot).copied() {
                less(row, factor, &rest);
            }
        }
        self.rows.insert(pivot, rest);
    }

    /// Fewest people that a row is about: each is a combination the attacker can make.
    pub fn lightest_row(&self, people: &[i64]) -> Option<i64> {
        self.rows.values().map(|row| weight(row, people)).min()
    }

    /// Fewest people that any combination at all is about, by trying every set of atoms. For small spaces.
    pub fn lightest(&self, people: &[i64]) -> Option<i64> {
        assert!(people.len() <= 14, "{} atoms are too many to try all sets", people.len());
        let vectors: Vec<&Vector> = self.rows.values().collect();
        let mut least: Option<i64> = None;
        for set in 1_u32..1 << people.len() {
            let is_in = |atom: usize| set >> atom & 1 == 1;
            let n = (0..people.len()).filter(|atom| is_in(*atom)).map(|atom| people[atom]).sum();
            if least.is_some_and(|least| least <= n) {
                continue;
            }
            // Some combination is about nobody outside the set if the others tell less without it.
            let outside = |vector: &&Vector| -> Vector {
                vector
                    .iter()
                    .filter(|(atom, _)| !is_in(**atom))
                    .map(|(atom, value)| (*atom, *value))
                    .collect()
            };
            let outside: Vec<Vector> = vectors.iter().map(outside).collect();
            if Self::of(&outside).rank() < self.rank() {
                least = Some(n);
            }
        }
        least
    }
}

fn weight(vector: &Vector, people: &[i64]) -> i64 {
    vector.keys().map(|atom| people[*atom]).sum()
}

/// The least cut of every connected part of a graph, by Stoer and Wagner (Journal of the ACM 44, 1997): written apart
/// from the one in the program. Edges are (vertex, vertex, weight).
pub fn least_cut(edges: &[(usize, usize, i64)]) -> Option<i64> {
    let mut parts: BTreeMap<usize, BTreeMap<usize, i64>> = BTreeMap::new();
    for (one, other, weight) in edges {
        *parts.entry(*one).or_default().entry(*other).or_default() += weight;
        *parts.entry(*other).or_default().entry(*one).or_default() += weight;
    }
    let mut least: Option<i64> = None;
    while let Some(start) = parts.keys().next().copied() {
        let mut order = vec![start];
        let mut cut = 0;
        loop {
            let taken = |vertex: &usize| order.contains(vertex);
            let attached = |vertex: usize| -> i64 {
                parts[&vertex].iter().filter(|(other, _)| taken(other)).map(|(_, weight)| weight).sum()
            };
            let rest = parts.keys().filter(|vertex| !taken(vertex));
            let next =
                rest.map(|vertex| (attached(*vertex), *vertex)).filter(|(weight, _)| *weight > 0).max();
            let Some((weight, vertex)) = next else { break };
            cut = weight;
            order.push(vertex);
        }
        let last = order.pop().unwrap();
        let Some(before) = order.pop() else {
            parts.remove(&last);
            continue;
        };
        least = Some(least.map_or(cut, |least| least.min(cut)));
        for (other, weight) in parts.remove(&last).unwrap() {
            parts.get_mut(&other).unwrap().remove(&last);
            if other != before {
                *parts.get_mut(&before).unwrap().entry(other).or_default() += weight;
                *parts.get_mut(&other).unwrap().entry(before).or_default() += weight;
            }
        }
    }
    least
}
