//! Odds ratios of two groups: what other places say of them, and whether one place fits in.
//!
//! The two groups of a place are compared by their odds ratio and not by the difference of their shares: where nearly
//! everybody is satisfied anyway the shares of both groups lie close together, whatever sets them apart.

use std::f64::consts::PI;

use super::quadrature::integrate;

/// Beyond so many standard deviations there is nothing of a normal distribution that could be counted.
const FAR: f64 = 8.0;
/// Error that the integral over the other places may have.
const TOLERANCE: f64 = 1e-9;

/// Cases in two groups of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TwoGroups {
    /// Cases in the first group.
    pub first: u32,
    /// People in it.
    pub of_first: u32,
    /// Cases in the second group.
    pub second: u32,
    /// People in it.
    pub of_second: u32,
}

impl TwoGroups {
    /// The same with the second group first.
    #[must_use]
    pub fn swapped(self) -> Self {
        Self { first: self.second, of_first: self.of_second, second: self.first, of_second: self.of_first }
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            first: self.first.saturating_add(other.first),
            of_first: self.of_first.saturating_add(other.of_first),
            second: self.second.saturating_add(other.second),
            of_second: self.of_second.saturating_add(other.of_second),
        }
    }

    /// Cases of the first group, its other people, cases of the second group, its other people.
    fn cells(self) -> [f64; 4] {
        let rest = |of: u32, cases: u32| f64::from(of.saturating_sub(cases));
        [
            f64::from(self.first),
            rest(self.of_first, self.first),
            f64::from(self.second),
            rest(self.of_second, self.second),
        ]
    }
}

/// The odds ratios of many places, as far as what is usual rests on them.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Places {
    count: u32,
    /// Numerator and denominator of Mantel and Haenszel.
    mantel: [f64; 2],
    /// Sums of the weights, of their squares, and of the weights times the logarithms and their squares.
    weights: [f64; 4],
}

/// Products of the cells whose ratio is the odds ratio.
fn diagonals([a, b, c, d]: [f64; 4]) -> [f64; 2] {
    [a * d, b * c]
}

/// What other places say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Usual {
    /// Logarithm of the odds ratio that all have in common.
    pub log_odds: f64,
    /// Standard deviation of that logarithm between places, beyond chance.
    pub between: f64,
}

impl Places {
    /// Adds a place; one with an empty group says nothing.
    pub fn add(&mut self, place: TwoGroups) {
        if place.of_first == 0 || place.of_second == 0 {
            return;
        }
        let cells = place.cells();
        let people: f64 = cells.iter().sum();
        let mantel = diagonals(cells).map(|product| product / people);
        // Half a person more in each cell: Haldane (1956), Anscombe (1956).
        let cells = cells.map(|cell| cell + 0.5);
        let weight = 1.0 / cells.map(f64::recip).iter().sum::<f64>();
        let [above, below] = diagonals(cells);
        let logarithm = (above / below).ln();
        let weights = [weight, weight * weight, weight * logarithm, weight * logarithm * logarithm];
        let more = Self { count: 1, mantel, weights };
        *self = self.plus(&more);
    }

    /// These and others.
    #[must_use]
    pub fn plus(&self, others: &Self) -> Self {
        let add = |(a, b): (f64, f64)| a + b;
        Self { count: self.count + others.count, ..self.joined(others, add) }
    }

    /// These without some of them.
    #[must_use]
    pub fn without(&self, some: &Self) -> Self {
        let take = |(a, b): (f64, f64)| a - b;
        Self { count: self.count.saturating_sub(some.count), ..self.joined(some, take) }
    }

    fn joined(&self, others: &Self, join: fn((f64, f64)) -> f64) -> Self {
        let mut joined = *self;
        let sums = joined.mantel.iter_mut().chain(&mut joined.weights);
        for (sum, more) in sums.zip(others.mantel.iter().chain(&others.weights)) {
            *sum = join((*sum, *more));
        }
        joined
    }

    /// Number of places.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// The odds ratio they have in common by Mantel and Haenszel (1959), with one invented place of one person in each
    /// cell, so that what was never seen is not impossible; and the spread between them by `DerSimonian` and Laird
    /// (1986), by the method of moments.
    pub fn usual(&self) -> Usual {
        let [above, below] = self.mantel.map(|sum| sum.max(0.0) + 0.25);
        let [sum, squares, first, second] = self.weights;
        let excess = second - first * first / sum - (f64::from(self.count) - 1.0);
        let scale = sum - squares / sum;
        let variance = if scale > 0.0 { (excess / scale).max(0.0) } else { 0.0 };
        Usual { log_odds: (above / below).ln(), between: variance.sqrt() }
    }
}

impl Usual {
    /// The share of cases to expect in the first group, after those of the second one.
    pub fn expected(self, place: TwoGroups) -> f64 {
        let [_, _, c, d] = place.cells();
        let odds = (c + 0.5) / (d + 0.5) * self.log_odds.exp();
        odds / (1.0 + odds)
    }

    /// Probability that a place like the others has at least as many cases in the first group, given the sizes of the
    /// groups and the cases of both together: Fisher's exact test (1935) with the odds ratio of the others instead of
    /// one, over the odds ratios that places have.
    pub fn at_least(self, place: TwoGroups) -> f64 {
        if self.between <= 0.0 {
            return at_least(place, self.log_odds);
        }
        let density = |z: f64| (-0.5 * z * z).exp() / (2.0 * PI).sqrt();
        let tail = |z: f64| density(z) * at_least(place, self.log_odds + self.between * z);
        integrate(&tail, -FAR, FAR, TOLERANCE).clamp(0.0, 1.0)
    }
}

/// P(X >= cases of the first group) where X has the noncentral hypergeometric distribution of Fisher with the sums of
/// the table, Agresti (2002) section 3.5.1.
pub fn at_least(place: TwoGroups, log_odds: f64) -> f64 {
    let TwoGroups { first, of_first, second, of_second } = place;
    let cases = first.saturating_add(second);
    let (lowest, highest) = (cases.saturating_sub(of_second), of_first.min(cases));
    if first <= lowest {
        return 1.0;
    }
    // Logarithm of each probability but for a constant, by the ratio of neighbours.
    let mut logarithms = vec![0.0];
    let mut logarithm = 0.0;
    for x in lowest..highest {
        let above = f64::from(of_first - x) * f64::from(cases - x);
        let below = f64::from(x + 1) * f64::from(of_second + x + 1 - cases);
        logarithm += (above / below).ln() + log_odds;
        logarithms.push(logarithm);
    }
    let greatest = logarithms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    // The smallest first, so that none is lost.
    let mut terms = logarithms.iter().map(|one| (one - greatest).exp());
    let lower: f64 = terms.by_ref().take((first - lowest) as usize).sum();
    let upper: f64 = terms.rev().sum();
    upper / (lower + upper)
}
