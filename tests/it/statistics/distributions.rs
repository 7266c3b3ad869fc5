use super::oracle::{Deviation, rows};
use hailong::domain::statistics::distribution::{
    beta_quantile, beta_upper_quantile, normal_quantile, normal_two_sided_p, student_t_quantile,
    student_t_two_sided_p,
};

const DEGREES: [u32; 10] = [1, 2, 3, 5, 7, 10, 14, 29, 36, 100];

#[test]
fn quantiles_agree_with_r() {
    let mut t = Deviation::new("t quantiles against R", 1e-12);
    let mut z = Deviation::new("normal quantiles against R", 1e-12);
    for row in rows("oracle/expected/03_quantiles_t_norm.csv") {
        let p = row.number("p");
        for df in DEGREES {
            let expected = row.number(&format!("qt_df{df}"));
            t.compare(student_t_quantile(p, f64::from(df)), expected, || format!("p {p}, df {df}"));
        }
        t.compare(student_t_quantile(p, f64::INFINITY), row.number("qt_dfInf"), || format!("p {p}"));
        z.compare(normal_quantile(p), row.number("qnorm"), || format!("p {p}"));
    }
    t.finish(121);
    z.finish(11);
}

#[test]
fn beta_quantiles_agree_with_r() {
    let mut beta = Deviation::new("beta quantiles against R", 1e-9);
    for row in rows("oracle/expected/03_quantiles_beta.csv") {
        let (p, a, b) = (row.number("p"), row.number("a"), row.number("b"));
        beta.compare(beta_quantile(p, a, b), row.number("qbeta"), || format!("p {p}, a {a}, b {b}"));
    }
    beta.finish(245);
}

#[test]
fn forty_digit_values_are_met() {
    let mut quantiles = Deviation::new("quantiles against mpmath", 1e-13);
    let mut tails = Deviation::new("tail probabilities against mpmath", 1e-12);
    for row in rows("special_functions/mpmath.csv") {
        let (name, x, a, b) =
            (row.text("function"), row.number("argument"), row.number("a"), row.number("b"));
        let (deviation, found) = match name {
            "normal_quantile" => (&mut quantiles, normal_quantile(x)),
            "student_t_quantile" => (&mut quantiles, student_t_quantile(x, a)),
            "beta_quantile" => (&mut quantiles, beta_quantile(x, a, b)),
            "student_t_two_sided_p" => (&mut tails, student_t_two_sided_p(x, a)),
            "normal_two_sided_p" => (&mut tails, normal_two_sided_p(x)),
            other => panic!("unknown function {other}"),
        };
        deviation.compare(found, row.number("value"), || format!("{name} {x}, {a}, {b}"));
    }
    quantiles.finish(130);
    tails.finish(90);
}

#[test]
fn simple_cases_are_exact() {
    let close = |found: f64, expected: f64| (found / expected - 1.0).abs() < 1e-13;
    // Beta(1, b) and Beta(a, 1) have closed forms, at sizes no table covers.
    assert!(close(beta_quantile(0.025, 1.0, 1e8), -((-0.025_f64).ln_1p() / 1e8).exp_m1()));
    assert!(close(beta_quantile(0.025, 1e8, 1.0), (0.025_f64.ln() / 1e8).exp()));
    assert!(close(beta_upper_quantile(1e-12, 1.0, 1.0), 1.0 - 1e-12));
    // Large symmetric case: the median.
    assert!(close(beta_quantile(0.5, 3e7, 3e7), 0.5));
    // One and two degrees of freedom: Cauchy, and t = (2p-1)·√(2/(1-(2p-1)²)).
    assert!(close(student_t_quantile(0.75, 1.0), 1.0));
    assert!(close(student_t_quantile(0.9, 2.0), 0.8 * (2.0_f64 / 0.36).sqrt()));
    // The t distribution passes into the normal one.
    assert!((student_t_quantile(0.975, 9.9e14) / normal_quantile(0.975) - 1.0).abs() < 1e-13);
}

#[test]
fn limits_and_nonsense() {
    assert_eq!(beta_quantile(0.0, 2.0, 3.0), 0.0);
    assert_eq!(beta_quantile(1.0, 2.0, 3.0), 1.0);
    assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
    assert_eq!(normal_quantile(1.0), f64::INFINITY);
    assert_eq!(student_t_quantile(0.5, 3.0), 0.0);
    assert_eq!(student_t_two_sided_p(0.0, 3.0), 1.0);
    assert_eq!(student_t_two_sided_p(f64::INFINITY, 3.0), 0.0);
    for nonsense in [
        normal_quantile(1.5),
        normal_quantile(f64::NAN),
        student_t_quantile(0.5, 0.0),
        student_t_quantile(-0.1, 2.0),
        student_t_two_sided_p(1.0, f64::NAN),
        beta_quantile(0.5, 0.0, 1.0),
        beta_quantile(f64::NAN, 1.0, 1.0),
    ] {
        assert!(nonsense.is_nan());
    }
}
