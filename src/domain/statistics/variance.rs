//! Linearized variance between clusters.

use std::collections::BTreeMap;

/// The number a caller gives a stratum; only equality and order matter.
pub type StratumKey = u32;

/// A variance estimated between clusters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Clustered {
    /// Variance of the estimate, in its squared unit.
    pub variance: f64,
    /// Degrees of freedom: clusters minus strata.
    pub df: f64,
}

/// One stratum after collapsing: its linearized totals in increasing order and the share of its clusters that
/// was sampled.
struct Stratum {
    totals: Vec<f64>,
    fraction: f64,
}

/// Variance of an estimate from the linearized total of each cluster (for voluntary feedback: each sealed
/// batch), `V = Σ_h m_h/(m_h-1) Σ_i (z_hi - z̄_h)²` with `df = Σ m_h - H`.
///
/// The linearized total of a ratio Σy/Σr in cluster i is `(y_i - θ r_i)/Σr`. A cluster where nobody answered
/// belongs in `z` with total 0; left out, it would bias the variance downwards. Clusters are treated as drawn
/// with replacement ("ultimate clusters"): Hansen, Hurwitz and Madow (1953); Binder (1983); Lumley (2004).
///
/// Strata with a single cluster are collapsed together into one; if that leaves one lone cluster it joins the
/// first other stratum. Differences between the collapsed strata then count as variance, so the result is too
/// large rather than too small (Cochran 1977, section 5A.12). `None` when there is only one cluster in all, or
/// none. The result does not depend on the order of `z`, to the last bit.
pub fn clustered_variance(z: &[(StratumKey, f64)]) -> Option<Clustered> {
    clustered_variance_fpc(z, &BTreeMap::new())
}

/// [`clustered_variance`] of a designed sample drawn without replacement: stratum h counts `1 - f_h` times,
/// where `fractions` gives the sampled share `f_h` of its clusters (0 where a stratum is missing).
///
/// Cochran (1977), section 5.4 and chapter 9. A lone cluster taken with certainty (`f_h >= 1`) is a census of its
/// stratum: it adds neither variance nor degrees of freedom. Strata that are collapsed keep the smallest of
/// their fractions. Never for voluntary feedback.
pub fn clustered_variance_fpc(
    z: &[(StratumKey, f64)],
    fractions: &BTreeMap<StratumKey, f64>,
) -> Option<Clustered> {
    let mut by_stratum: BTreeMap<StratumKey, Vec<f64>> = BTreeMap::new();
    for (stratum, total) in z {
        by_stratum.entry(*stratum).or_default().push(*total);
    }
    let strata = by_stratum
        .into_iter()
        .map(|(key, totals)| Stratum { totals, fraction: fractions.get(&key).copied().unwrap_or(0.0) })
        .filter(|stratum| stratum.totals.len() > 1 || stratum.fraction < 1.0)
        .collect();
    let mut result = Clustered { variance: 0.0, df: 0.0 };
    for stratum in collapse(strata) {
        let clusters = stratum.totals.len() as f64;
        result.variance += (1.0 - stratum.fraction).max(0.0) * clusters * sample_variance(stratum.totals);
        result.df += clusters - 1.0;
    }
    (result.df > 0.0).then_some(result)
}

fn collapse(strata: Vec<Stratum>) -> Vec<Stratum> {
    let (single, mut strata): (Vec<_>, Vec<_>) =
        strata.into_iter().partition(|stratum| stratum.totals.len() == 1);
    let Some(collapsed) = single.into_iter().reduce(merge) else { return strata };
    if collapsed.totals.len() == 1 && !strata.is_empty() {
        let first = strata.remove(0);
        strata.insert(0, merge(first, collapsed));
    } else {
        strata.push(collapsed);
    }
    strata
}

fn merge(mut into: Stratum, from: Stratum) -> Stratum {
    into.totals.extend(from.totals);
    into.fraction = into.fraction.min(from.fraction);
    into
}

/// Σ (z - z̄)²/(m-1). Sorted first so that the sum does not depend on the order the clusters came in, and
/// shifted by one of the values so that equal totals give exactly zero.
fn sample_variance(mut totals: Vec<f64>) -> f64 {
    totals.sort_by(f64::total_cmp);
    let count = totals.len() as f64;
    let Some(origin) = totals.get(totals.len() / 2).copied() else { return 0.0 };
    let mean = totals.iter().map(|total| total - origin).sum::<f64>() / count;
    let squares: f64 = totals.iter().map(|total| (total - origin - mean).powi(2)).sum();
    if count > 1.0 { squares / (count - 1.0) } else { 0.0 }
}
