//! Confidence sets for ranks.
//!
//! Mogstad, Romano, Shaikh and Wilhelm (2024), "Inference for ranks with applications to mobility across
//! neighbourhoods and academic achievement across countries", Review of Economic Studies 91(1),
//! doi 10.1093/restud/rdad006. Their software simulates the critical value; for independent units it is
//! computed here by integration, so that the same figures always give the same sets.

use super::distribution::{normal_cdf, normal_quantile};
use super::quadrature::integrate;
use std::f64::consts::PI;

/// Standard normal mass beyond this is below 1e-15.
const TAIL: f64 = 8.0;
/// Rivals up to which [`rank_set_of`] integrates: among more the bound costs under a rank or so and a thousandth of
/// the time.
pub const INTEGRATED: usize = 150;
/// Largest difference of two integration rules on one panel. The integral itself is good to 1e-8 while no
/// standard error is more than 50 times another, and to 1e-5 beyond.
const TOLERANCE: f64 = 1e-7;

/// One unit's estimate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rated {
    /// The estimate; finite, larger is better.
    pub value: f64,
    /// Its standard error; finite and not negative.
    pub standard_error: f64,
}

/// The ranks a unit may truly have, 1 being the largest value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RankSet {
    /// Best rank: one more than the number of units that are significantly better.
    pub best: u32,
    /// Worst rank: the number of units less those that are significantly worse.
    pub worst: u32,
}

impl RankSet {
    /// Whether it is one rank only.
    pub fn is_certain(self) -> bool {
        self.best == self.worst
    }

    /// Whether the unit may truly have this rank.
    pub fn holds(self, rank: u32) -> bool {
        (self.best..=self.worst).contains(&rank)
    }
}

/// The rank set of every unit, each covering that unit's true rank with probability `level` (marginal coverage),
/// by the step-down procedure. The estimates must be independent and about normal, `level` above one half.
///
/// Unit i is compared with every other one in both directions. A comparison is significant when the difference
/// exceeds `c·S_ik`, where `S_ik = √(s_i² + s_k²)` and c is the `level` quantile of the largest standardized error among
/// the comparisons not yet found significant; c is computed again without those found until no new one appears.
/// Given the error `z·s_i` of unit i the comparisons are independent, so
/// `P(max ≤ c) = ∫ φ(z) Π_k [Φ((z·s_i + c·S_ik)/s_k) − Φ((z·s_i − c·S_ik)/s_k)] dz`,
/// with one of the two terms dropped for a direction already found.
pub fn rank_sets(units: &[Rated], level: f64) -> Vec<RankSet> {
    (0..units.len()).map(|unit| rank_set(units, unit, level, (true, true))).collect()
}

/// The rank set of one unit, as [`rank_sets`] gives it. Among more than 150 rivals the critical value is bounded by
/// Bonferroni's inequality instead of integrated, and stepped down as Holm (1979) does: the set covers at least as
/// often, is a little wider, and is ready while a page is waited for.
pub fn rank_set_of(units: &[Rated], unit: usize, level: f64) -> RankSet {
    rank_set(units, unit, level, (true, units.len() <= INTEGRATED + 1))
}

/// [`rank_set_of`] by the bound alone, whatever the number of rivals.
pub fn rank_set_bound(units: &[Rated], unit: usize, level: f64) -> RankSet {
    rank_set(units, unit, level, (true, false))
}

/// [`rank_sets`] without stepping down: one critical value per unit. Wider or equal, simpler to explain.
pub fn rank_sets_single_step(units: &[Rated], level: f64) -> Vec<RankSet> {
    (0..units.len()).map(|unit| rank_set(units, unit, level, (false, true))).collect()
}

/// The comparison of the unit under study with one rival, at least one of the two being uncertain.
struct Rival {
    /// The unit's value minus the rival's, in standard errors of the difference.
    lead: f64,
    /// The unit's standard error over the rival's; infinite when the rival's value is known exactly.
    ratio: f64,
    /// The rival has been found significantly worse.
    worse: bool,
    /// The rival has been found significantly better.
    better: bool,
}

impl Rival {
    /// Probability that the comparisons not yet found stay within c, given the unit's own error z.
    fn within(&self, z: f64, c: f64) -> f64 {
        let upper = if self.better { 1.0 } else { self.error_cdf(z, c) };
        let lower = if self.worse { 0.0 } else { self.error_cdf(z, -c) };
        upper - lower
    }

    /// `Φ((z·s_i + c·S_ik)/s_k)`.
    fn error_cdf(&self, z: f64, c: f64) -> f64 {
        if self.ratio.is_infinite() {
            return if z + c >= 0.0 { 1.0 } else { 0.0 };
        }
        let argument = z * self.ratio + c * self.ratio.hypot(1.0);
        if argument.abs() > TAIL + 1.0 {
            if argument > 0.0 { 1.0 } else { 0.0 }
        } else {
            normal_cdf(argument)
        }
    }

    /// The lead of the better of the two, if that has not been found significant yet.
    fn open_lead(&self) -> Option<f64> {
        (!self.worse && !self.better).then_some(self.lead.abs())
    }
}

fn rank_set(units: &[Rated], index: usize, level: f64, (step_down, integrated): (bool, bool)) -> RankSet {
    let unit = &units[index];
    let mut set = RankSet { best: 1, worst: 1 };
    let mut rivals = Vec::with_capacity(units.len());
    for (_, other) in units.iter().enumerate().filter(|(other, _)| *other != index) {
        let lead = unit.value - other.value;
        let error = unit.standard_error.hypot(other.standard_error);
        if error > 0.0 {
            let ratio = unit.standard_error / other.standard_error;
            rivals.push(Rival { lead: lead / error, ratio, worse: false, better: false });
        } else {
            // Two values both known exactly: no comparison to be tested.
            set.best += u32::from(lead < 0.0);
            set.worst += u32::from(lead <= 0.0);
        }
    }
    while mark_significant(&mut rivals, level, integrated) && step_down {}
    for rival in &rivals {
        set.best += u32::from(rival.better);
        set.worst += u32::from(!rival.worse);
    }
    set
}

/// Marks the comparisons whose lead exceeds c; true when there was any.
///
/// The number c itself is not needed: a lead exceeds it exactly when P(max ≤ lead) exceeds `level`, so the leads
/// are searched for the smallest such one. c lies between the quantile of a single comparison and that of as many
/// disjoint ones (Bonferroni), which decides most leads without an integral; where it may not be `integrated`, only the
/// leads beyond the latter are significant.
fn mark_significant(rivals: &mut [Rival], level: f64, integrated: bool) -> bool {
    let open: u32 = rivals.iter().map(|rival| u32::from(!rival.worse) + u32::from(!rival.better)).sum();
    if open == 0 {
        return false;
    }
    let least = normal_quantile(level);
    let most = -normal_quantile((1.0 - level) / f64::from(open));
    let mut doubtful: Vec<f64> = rivals.iter().filter_map(Rival::open_lead).collect();
    doubtful.retain(|lead| integrated && *lead > least && *lead <= most);
    doubtful.sort_by(f64::total_cmp);
    let first = doubtful.partition_point(|lead| coverage(rivals, *lead) <= level);
    let smallest = doubtful.get(first).copied();
    let mut found = false;
    for rival in rivals {
        let Some(lead) = rival.open_lead() else { continue };
        if lead > most || smallest.is_some_and(|smallest| lead >= smallest) {
            rival.worse = rival.lead > 0.0;
            rival.better = rival.lead < 0.0;
            found = true;
        }
    }
    found
}

/// P(max ≤ c), the integral given at [`rank_sets`].
fn coverage(rivals: &[Rival], c: f64) -> f64 {
    let integrand = |z: f64| {
        let density = (-0.5 * z * z).exp() / (2.0 * PI).sqrt();
        rivals.iter().fold(density, |product, rival| product * rival.within(z, c))
    };
    // A rival with a much smaller error than the unit makes the integrand drop steeply near z = ±c, one known
    // exactly makes it jump there.
    let edge = c.min(TAIL);
    let ends = [-TAIL, -edge, 0.0, edge, TAIL];
    ends.windows(2).map(|panel| integrate(&integrand, panel[0], panel[1], TOLERANCE)).sum()
}
