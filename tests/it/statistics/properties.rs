//! What must hold for any input.

use hailong::domain::statistics::difference::{Measured, difference, holm, mover};
use hailong::domain::statistics::distribution::{normal_quantile, student_t_quantile, student_t_two_sided_p};
use hailong::domain::statistics::interval::{clopper_pearson, korn_graubard, share_interval, wilson};
use hailong::domain::statistics::quantile::quantile_type7;
use hailong::domain::statistics::rank::competition_ranks;
use hailong::domain::statistics::rankset::{Rated, rank_sets, rank_sets_single_step};
use hailong::domain::statistics::rounding::{format_half_up, round_half_up};
use hailong::domain::statistics::variance::{Clustered, clustered_variance, clustered_variance_fpc};
use hailong::domain::statistics::weighting::kish;
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn successes_and_size() -> impl Strategy<Value = (u64, u64)> {
    (1_u64..3000).prop_flat_map(|n| (0..=n, Just(n)))
}

proptest! {
    #[test]
    fn share_intervals_contain_the_share((x, n) in successes_and_size(), level in 0.5..0.999, inflation in 0.1..20.0, df in 1_u32..60) {
        let share = x as f64 / n as f64;
        let n = n as f64;
        let variance = inflation * share * (1.0 - share) / n;
        let batch = Some(Clustered { variance, df: f64::from(df) });
        let found = [
            wilson(share, n, -normal_quantile(0.5 * (1.0 - level)), level),
            share_interval(share, n, batch, level).interval,
            korn_graubard(share, variance, n, f64::from(df), level),
        ];
        for interval in found {
            prop_assert!(0.0 <= interval.low && interval.low <= share, "{interval:?}");
            prop_assert!(share <= interval.high && interval.high <= 1.0, "{interval:?}");
            prop_assert!(interval.width() > 0.0);
        }
    }

    #[test]
    fn wilson_narrows_with_answers_and_mirrors(share in 0.0..=1.0, n in 1.0..5000.0, more in 1.001..3.0) {
        let few = wilson(share, n, 1.96, 0.95);
        let many = wilson(share, n * more, 1.96, 0.95);
        prop_assert!(many.low >= few.low && many.high <= few.high && many.width() < few.width());
        let mirror = wilson(1.0 - share, n, 1.96, 0.95);
        prop_assert!((mirror.low - (1.0 - few.high)).abs() < 1e-14);
    }

    #[test]
    fn exact_limits_have_the_tail_they_promise((x, n) in successes_and_size()) {
        // The binomial tail beyond each limit, summed from its terms, is half of what the level leaves.
        let interval = clopper_pearson(x, n, 0.95);
        if x > 0 {
            prop_assert!((binomial_upper_tail(x, n, interval.low) - 0.025).abs() < 1e-9);
        }
        if x < n {
            prop_assert!((binomial_upper_tail(n - x, n, 1.0 - interval.high) - 0.025).abs() < 1e-9);
        }
    }

    #[test]
    fn quantile_and_probability_are_inverse(p in 1e-9..0.5, df in 0.5..1e6) {
        let t = student_t_quantile(p, df);
        prop_assert!((student_t_two_sided_p(t, df) / (2.0 * p) - 1.0).abs() < 1e-11);
        let symmetric = student_t_quantile(1.0 - p, df);
        prop_assert!((symmetric + t).abs() <= 1e-6 * t.abs());
    }

    #[test]
    fn mover_contains_the_change_and_turns_round(x1 in 0_u32..=40, x2 in 0_u32..=70) {
        let (p1, p2) = (f64::from(x1) / 40.0, f64::from(x2) / 70.0);
        let (i1, i2) = (wilson(p1, 40.0, 1.96, 0.95), wilson(p2, 70.0, 1.96, 0.95));
        let forward = mover(p1, &i1, p2, &i2);
        let backward = mover(p2, &i2, p1, &i1);
        prop_assert!(-1.0 - 1e-12 <= forward.low && forward.high <= 1.0 + 1e-12);
        prop_assert!(forward.low <= p2 - p1 && p2 - p1 <= forward.high);
        prop_assert!((forward.low + backward.high).abs() < 1e-14 && (forward.high + backward.low).abs() < 1e-14);
    }

    #[test]
    fn a_difference_is_significant_when_its_interval_leaves_out_zero(
        value in -5.0..5.0, v1 in 0.01..4.0, v2 in 0.01..4.0, df1 in 1.0..40.0, df2 in 1.0..40.0,
    ) {
        let first = Measured { value: 0.0, variance: v1, df: Some(df1) };
        let second = Measured { value, variance: v2, df: Some(df2) };
        let found = difference(&first, &second, 0.95);
        let outside = found.interval.low > 0.0 || found.interval.high < 0.0;
        prop_assert_eq!(found.p < 0.05, outside);
        let df = found.df.unwrap();
        prop_assert!(df >= df1.min(df2) - 1e-9 && df <= df1 + df2 + 1e-9);
    }

    #[test]
    fn holm_keeps_order_and_never_lowers(p in vec(0.0..=1.0, 1..30)) {
        let adjusted = holm(&p);
        for (raw, new) in p.iter().zip(&adjusted) {
            prop_assert!(raw <= new && *new <= 1.0);
            for (other_raw, other_new) in p.iter().zip(&adjusted) {
                prop_assert!(raw > other_raw || new <= other_new);
            }
        }
        let smallest = p.iter().copied().fold(1.0, f64::min);
        let expected = (smallest * p.len() as f64).min(1.0);
        prop_assert!((adjusted.iter().copied().fold(1.0, f64::min) - expected).abs() < 1e-15);
    }

    #[test]
    fn ranks_count_the_larger_values(values in vec(prop_oneof![-3.0..3.0, (-3_i8..3).prop_map(f64::from)], 0..40)) {
        for (value, rank) in values.iter().zip(competition_ranks(&values)) {
            let larger = values.iter().filter(|other| *other > value).count();
            prop_assert_eq!(rank as usize, larger + 1);
        }
    }

    #[test]
    fn rounding_agrees_with_whole_number_arithmetic(units in -99_999_999_i64..99_999_999, decimals in 0_u32..4) {
        // The value units/10^4 has at most four decimals, so half-up can be done on the whole number.
        let value: f64 = format!("{units}e-4").parse().unwrap();
        let step = 10_i64.pow(4 - decimals);
        let rounded = (units.abs() + step / 2) / step;
        let scale = 10_i64.pow(decimals);
        let sign = if units < 0 && rounded > 0 { "-" } else { "" };
        let expected = if decimals == 0 {
            format!("{sign}{rounded}")
        } else {
            format!("{sign}{}.{:0width$}", rounded / scale, rounded % scale, width = decimals as usize)
        };
        prop_assert_eq!(format_half_up(value, decimals as usize), expected.clone());
        prop_assert_eq!(round_half_up(value, decimals), expected.parse::<f64>().unwrap());
    }

    #[test]
    fn rounding_any_number_stays_close(value in proptest::num::f64::NORMAL, decimals in 0_usize..6) {
        let text = format_half_up(value, decimals);
        prop_assert_eq!(text.split_once('.').map_or(0, |(_, fraction)| fraction.len()), decimals);
        let rounded: f64 = text.parse().unwrap();
        let half = 0.5 * 0.1_f64.powi(i32::try_from(decimals).unwrap());
        prop_assert!((rounded - value).abs() <= half * (1.0 + 1e-9) + value.abs() * 1e-15);
        // Rounding again changes nothing.
        prop_assert_eq!(format_half_up(rounded, decimals), text);
    }

    #[test]
    fn quantiles_lie_between_the_values(mut values in vec(-1e6..1e6, 1..40), p in 0.0..=1.0, q in 0.0..=1.0) {
        values.sort_by(f64::total_cmp);
        let (first, last) = (values[0], values[values.len() - 1]);
        prop_assert_eq!(quantile_type7(&values, 0.0), Some(first));
        prop_assert_eq!(quantile_type7(&values, 1.0), Some(last));
        let at = |p| quantile_type7(&values, p).unwrap();
        prop_assert!(first <= at(p) && at(p) <= last);
        prop_assert!(p > q || at(p) <= at(q) + 1e-9);
    }

    #[test]
    fn clustered_variance_ignores_order(z in vec((0_u32..4, -10.0..10.0), 2..40).prop_shuffle(), seed in any::<prop::sample::Index>()) {
        let mut turned = z.clone();
        turned.rotate_left(seed.index(z.len()));
        turned.reverse();
        prop_assert_eq!(clustered_variance(&z), clustered_variance(&turned));
        let found = clustered_variance(&z).unwrap();
        prop_assert!(found.variance >= 0.0 && found.df >= 1.0 && found.df < z.len() as f64);
    }

    #[test]
    fn equal_totals_have_no_variance(total in -1e9..1e9, clusters in 2_usize..50) {
        let z = vec![(7, total); clusters];
        prop_assert_eq!(clustered_variance(&z), Some(Clustered { variance: 0.0, df: clusters as f64 - 1.0 }));
    }

    #[test]
    fn a_sampled_fraction_scales_the_variance(z in vec(-10.0..10.0, 2..20), fraction in 0.0..1.0) {
        let z: Vec<_> = z.into_iter().map(|total| (1, total)).collect();
        let without = clustered_variance(&z).unwrap();
        let with = clustered_variance_fpc(&z, &BTreeMap::from([(1, fraction)])).unwrap();
        prop_assert!((with.variance - (1.0 - fraction) * without.variance).abs() <= 1e-12 * without.variance);
        prop_assert_eq!(with.df, without.df);
    }

    #[test]
    fn unequal_weights_cost_answers(weights in vec(0.01..50.0, 1..100)) {
        let n = weights.len() as f64;
        let found = kish(n, weights.iter().sum(), weights.iter().map(|w| w * w).sum()).unwrap();
        prop_assert!(found.deff >= 1.0 - 1e-12 && found.n_eff >= 1.0 - 1e-12);
        prop_assert!((found.deff * found.n_eff - n).abs() < 1e-9);
    }
}

proptest! {
    // Each case integrates many times.
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn rank_sets_contain_the_rank(units in vec((-2.0..2.0, 0.0..1.5), 1..12)) {
        let units: Vec<Rated> = units
            .into_iter()
            .map(|(value, error)| Rated { value, standard_error: if error < 0.1 { 0.0 } else { error } })
            .collect();
        let values: Vec<f64> = units.iter().map(|unit| unit.value).collect();
        let ranks = competition_ranks(&values);
        let (narrow, wide) = (rank_sets(&units, 0.95), rank_sets_single_step(&units, 0.95));
        for ((narrow, wide), rank) in narrow.into_iter().zip(wide).zip(ranks) {
            prop_assert!(1 <= wide.best && wide.best <= narrow.best && narrow.best <= rank);
            prop_assert!(rank <= narrow.worst && narrow.worst <= wide.worst && wide.worst as usize <= units.len());
        }
    }
}

/// P(X >= x) for X binomial(n, p), from the largest term outwards.
fn binomial_upper_tail(x: u64, n: u64, p: f64) -> f64 {
    let mut log_term = 0.0;
    let mut logs = Vec::new();
    for k in 0..=n {
        if k > 0 {
            log_term += ((n - k + 1) as f64 / k as f64).ln() + p.ln() - (-p).ln_1p();
        }
        logs.push(log_term);
    }
    let start = n as f64 * (-p).ln_1p();
    logs.iter().skip(usize::try_from(x).unwrap()).map(|log| (start + log).exp()).sum()
}

/// Strata with one cluster: worked by hand.
#[test]
fn lone_clusters_are_collapsed() {
    let variance = |z: &[(u32, f64)]| clustered_variance(z);
    // Two lone strata become one: 2/1·((1-2)² + (3-2)²) = 4 with one degree of freedom.
    assert_eq!(variance(&[(1, 1.0), (2, 3.0)]), Some(Clustered { variance: 4.0, df: 1.0 }));
    // A single lone one joins the first stratum: 3/2·(1 + 0 + 1) = 3, and 2/1·(1/2) = 1 stays apart.
    let joined = variance(&[(5, 1.0), (5, 2.0), (9, 3.0), (6, 0.0), (6, 1.0)]);
    assert_eq!(joined, Some(Clustered { variance: 4.0, df: 3.0 }));
    // Two lone ones do not touch the full stratum.
    let apart = variance(&[(1, 1.0), (2, 3.0), (6, 0.0), (6, 1.0)]);
    assert_eq!(apart, Some(Clustered { variance: 5.0, df: 2.0 }));
    assert_eq!(variance(&[(1, 1.0)]), None);
    assert_eq!(variance(&[]), None);
}

#[test]
fn clusters_taken_for_certain_add_nothing() {
    let z = [(1, 100.0), (2, 1.0), (2, 3.0)];
    let found = clustered_variance_fpc(&z, &BTreeMap::from([(1, 1.0)]));
    assert_eq!(found, Some(Clustered { variance: 4.0, df: 1.0 }));
    assert_eq!(clustered_variance_fpc(&z[..1], &BTreeMap::from([(1, 1.0)])), None);
}

/// R: quantile(c(1, 2, 4, 8), c(.25, .5, .75)); quantile(0:10, .9).
#[test]
fn quantiles_by_hand() {
    let values = [1.0, 2.0, 4.0, 8.0];
    assert_eq!([0.25, 0.5, 0.75].map(|p| quantile_type7(&values, p)), [Some(1.75), Some(3.0), Some(5.0)]);
    let eleven: Vec<f64> = (0..=10).map(f64::from).collect();
    assert_eq!(
        [0.1, 0.3, 0.6, 0.7, 0.9].map(|p| quantile_type7(&eleven, p).unwrap()),
        [1.0, 3.0, 6.0, 7.0, 9.0]
    );
    assert_eq!(quantile_type7(&[], 0.5), None);
    assert_eq!(quantile_type7(&values, 1.1), None);
    assert_eq!(quantile_type7(&[4.0], 0.3), Some(4.0));
}

#[test]
fn ranks_by_hand() {
    assert_eq!(competition_ranks(&[7.0, 9.0, 7.0, 1.0]), [2, 1, 2, 4]);
    assert_eq!(competition_ranks(&[0.0, -0.0]), [1, 1]);
    assert_eq!(competition_ranks(&[f64::NAN, 1.0, f64::NEG_INFINITY]), [3, 1, 2]);
}

#[test]
fn weights_that_sum_to_nothing() {
    assert_eq!(kish(0.0, 0.0, 0.0), None);
    assert_eq!(kish(4.0, 4.0, 4.0).map(|kish| (kish.deff, kish.n_eff)), Some((1.0, 4.0)));
}
