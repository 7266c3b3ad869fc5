use super::oracle::{Deviation, rows};
use hailong::domain::statistics::distribution::{normal_quantile, two_sided_critical};
use hailong::domain::statistics::interval::{
    Interval, clopper_pearson, korn_graubard, mean_interval, share_interval, wilson,
};
use hailong::domain::statistics::variance::Clustered;

#[test]
fn one_proportion_agrees_with_r() {
    let mut score = Deviation::new("Wilson against prop.test", 1e-9);
    let mut rounded = 0;
    let mut exact = Deviation::new("Clopper-Pearson against binom.test", 1e-9);
    for row in rows("oracle/expected/03_proportion_ci.csv") {
        let (x, n, level) = (row.count("x"), row.count("n"), row.number("level"));
        let share = x as f64 / n as f64;
        let wilson = || wilson(share, n as f64, two_sided_critical(level, None), level);
        let place = || format!("{x} of {n} at {level}");
        let (low, high) = (row.number("lo"), row.number("hi"));
        let (deviation, found) = match row.text("method") {
            "wilson_prop.test" => (&mut score, wilson()),
            "wilson_PropCIs_scoreci" => {
                // Printed to four decimals.
                let found = wilson();
                rounded += 1;
                assert!(
                    (found.low - low).abs() < 5.1e-5 && (found.high - high).abs() < 5.1e-5,
                    "{}",
                    place()
                );
                continue;
            }
            "clopper_pearson_binom.test" => (&mut exact, clopper_pearson(x, n, level)),
            _ => continue,
        };
        compare_limits(deviation, &found, low, high, place);
    }
    score.finish(516);
    assert_eq!(rounded, 258);
    exact.finish(516);
}

/// Limits that R prints as zero up to rounding are compared absolutely.
fn compare_limits(
    deviation: &mut Deviation,
    found: &Interval,
    low: f64,
    high: f64,
    place: impl Fn() -> String,
) {
    let scale = |expected: f64| if expected < 1e-12 { 1.0 } else { expected };
    deviation.compare_on_scale(found.low, low, scale(low), || format!("low, {}", place()));
    deviation.compare_on_scale(found.high, high, scale(high), || format!("high, {}", place()));
}

#[test]
fn a_share_without_batches_is_wilson_on_its_answers() {
    let share = share_interval(0.8, 60.0, None, 0.95);
    assert_eq!(share.interval, wilson(0.8, 60.0, two_sided_critical(0.95, None), 0.95));
    assert_eq!((share.n_eff, share.df), (60.0, None));
    assert!((share.variance - 0.16 / 60.0).abs() < 1e-17);
}

#[test]
fn the_larger_variance_decides() {
    let binomial = 0.16 / 60.0;
    let calm = Some(Clustered { variance: 0.9 * binomial, df: 5.0 });
    assert_eq!(share_interval(0.8, 60.0, calm, 0.95), share_interval(0.8, 60.0, None, 0.95));

    let uneven = Some(Clustered { variance: 3.0 * binomial, df: 5.0 });
    let share = share_interval(0.8, 60.0, uneven, 0.95);
    assert!((share.n_eff - 20.0).abs() < 1e-12);
    assert_eq!(share.df, Some(5.0));
    assert_eq!(share.interval, wilson(0.8, share.n_eff, two_sided_critical(0.95, Some(5.0)), 0.95));
    assert!(share.interval.width() > share_interval(0.8, 60.0, None, 0.95).interval.width());
}

#[test]
fn unanimous_shares_keep_their_answers() {
    let z = normal_quantile(0.975);
    for p in [0.0, 1.0] {
        let share = share_interval(p, 50.0, Some(Clustered { variance: 0.0, df: 4.0 }), 0.95);
        assert_eq!((share.n_eff, share.df, share.variance), (50.0, None, 0.0));
        assert!((share.interval.width() - z * z / (50.0 + z * z)).abs() < 1e-14);
        assert!(share.interval.low <= p && p <= share.interval.high);
    }
    let none = share_interval(0.5, 0.0, None, 0.95);
    assert_eq!((none.interval.low, none.interval.high), (0.0, 1.0));
}

#[test]
fn korn_graubard_is_capped_and_falls_back_to_exact() {
    // At p = 0 or 1, with no variance, or with a design better than simple random sampling: n answers.
    for (p, variance) in [(0.0, 0.0), (1.0, 0.0), (0.5, 0.0), (0.5, 1e-9)] {
        let found = korn_graubard(p, variance, 100.0, 6.0, 0.95);
        let successes = if p < 0.5 {
            0
        } else if p > 0.5 {
            100
        } else {
            50
        };
        assert_eq!(found, clopper_pearson(successes, 100, 0.95));
    }
    let unknown = korn_graubard(0.4, 0.01, 100.0, 0.0, 0.95);
    assert_eq!((unknown.low, unknown.high), (0.0, 1.0));
}

#[test]
fn a_mean_with_known_variance_uses_the_normal_value() {
    let found = mean_interval(7.0, 0.04, f64::INFINITY, 0.95);
    assert!((found.low - (7.0 - 0.391_992_796_908_010_8)).abs() < 1e-13);
    assert!((found.high - (7.0 + 0.391_992_796_908_010_8)).abs() < 1e-13);
}
