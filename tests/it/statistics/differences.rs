use super::oracle::{Deviation, rows};
use hailong::domain::statistics::difference::{Measured, difference, holm, mover};
use hailong::domain::statistics::distribution::{normal_quantile, student_t_quantile};
use hailong::domain::statistics::interval::wilson;

#[test]
fn newcombe_agrees_with_statsmodels() {
    let mut limits = Deviation::new("Newcombe's interval against statsmodels", 1e-11);
    for row in rows("oracle/expected/03_two_proportions_statsmodels.csv") {
        let interval = |x: &str, n: &str| {
            let n = row.number(n);
            let share = row.number(x) / n;
            (share, wilson(share, n, normal_quantile(0.975), 0.95))
        };
        // The reference is first minus second.
        let ((p1, i1), (p2, i2)) = (interval("x1", "n1"), interval("x2", "n2"));
        let found = mover(p2, &i2, p1, &i1);
        let place = || format!("{p1} - {p2}");
        limits.compare(found.low, row.number("newcomb_lo"), place);
        limits.compare(found.high, row.number("newcomb_hi"), place);
    }
    limits.finish(18);
}

#[test]
fn wald_interval_of_two_proportions_agrees_with_r() {
    let mut limits = Deviation::new("difference with known variances against R", 1e-11);
    for row in rows("oracle/expected/03_two_proportions.csv") {
        let measured = |x: &str, n: &str| {
            let n = row.number(n);
            let value = row.number(x) / n;
            Measured { value, variance: value * (1.0 - value) / n, df: None }
        };
        let found = difference(&measured("x2", "n2"), &measured("x1", "n1"), 0.95);
        let place = || format!("{} - {}", row.text("x1"), row.text("x2"));
        limits.compare_on_scale(found.change, row.number("diff"), 1.0, place);
        limits.compare_on_scale(found.interval.low, row.number("wald_lo"), 1.0, place);
        limits.compare_on_scale(found.interval.high, row.number("wald_hi"), 1.0, place);
        assert_eq!(found.df, None);
    }
    limits.finish(27);
}

/// Welch (1938/1947) by hand: means 20 and 22, variances 3/6 and 5/10 with 5 and 9 degrees of freedom give
/// t = 2/1 and df = 1/(0.25/5 + 0.25/9) = 12.857142857142857.
#[test]
fn welch_by_hand() {
    let e1 = Measured { value: 20.0, variance: 0.5, df: Some(5.0) };
    let e2 = Measured { value: 22.0, variance: 0.5, df: Some(9.0) };
    let found = difference(&e1, &e2, 0.95);
    let df = found.df.unwrap();
    assert!((df - 90.0 / 7.0).abs() < 1e-12);
    assert!((found.change - 2.0).abs() < 1e-15);
    assert!((found.interval.high - 2.0 - student_t_quantile(0.975, df)).abs() < 1e-12);
    // The probability and the quantile are inverse to each other.
    assert!((student_t_quantile(1.0 - found.p / 2.0, df) - 2.0).abs() < 1e-10);
}

#[test]
fn a_known_variance_only_widens_the_degrees_of_freedom() {
    let known = Measured { value: 1.0, variance: 0.5, df: None };
    let estimated = Measured { value: 1.5, variance: 0.5, df: Some(4.0) };
    assert!((difference(&known, &estimated, 0.95).df.unwrap() - 16.0).abs() < 1e-12);
}

#[test]
fn without_variance_a_change_is_certain() {
    let exact = |value| Measured { value, variance: 0.0, df: Some(3.0) };
    let none = difference(&exact(2.0), &exact(2.0), 0.95);
    let some = difference(&exact(2.0), &exact(3.0), 0.95);
    assert_eq!((none.p, none.interval.low, none.interval.high), (1.0, 0.0, 0.0));
    assert_eq!((some.p, some.interval.low, some.interval.high), (0.0, 1.0, 1.0));
}

/// R: p.adjust(c(0.01, 0.02, 0.03, 0.04), "holm") and p.adjust(c(.03, .001, .5, .02), "holm").
#[test]
fn holm_by_hand() {
    let close = |found: Vec<f64>, expected: [f64; 4]| {
        for (found, expected) in found.into_iter().zip(expected) {
            assert!((found - expected).abs() < 1e-15, "{found} {expected}");
        }
    };
    close(holm(&[0.01, 0.02, 0.03, 0.04]), [0.04, 0.06, 0.06, 0.06]);
    close(holm(&[0.03, 0.001, 0.5, 0.02]), [0.06, 0.004, 0.5, 0.06]);
    close(holm(&[0.4, 0.5, 0.6, 0.9]), [1.0, 1.0, 1.0, 1.0]);
    assert!(holm(&[]).is_empty());
}
