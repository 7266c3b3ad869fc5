//! Exact binomial tests and the adjustment of Benjamini and Hochberg, against R.

use std::process::Command;

use hailong::domain::statistics::excess::{benjamini_hochberg, binomial_at_least};

/// Runs R, which prints one number a line.
pub fn r(program: &str) -> Vec<f64> {
    let output = Command::new("Rscript")
        .args(["-e", program])
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap_or_else(|fault| panic!("Rscript does not start ({fault}); run .ci/setup --tests"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.split_whitespace().map(|number| number.parse().unwrap_or_else(|_| panic!("{number}"))).collect()
}

#[test]
fn tails_are_those_of_binom_test() {
    let cases: Vec<(u32, u32, f64)> = [(10, 0.21), (12, 0.001), (37, 0.4), (200, 0.93), (5000, 0.17)]
        .into_iter()
        .flat_map(|(n, p)| [0, 1, n / 5, n / 2, n - 1, n].map(|cases| (cases, n, p)))
        .collect();
    let calls: Vec<String> = cases
        .iter()
        .map(|(x, n, p)| format!("binom.test({x}, {n}, {p}, alternative = 'greater')$p.value"))
        .collect();
    let expected = r(&format!("cat(sprintf('%.17g', c({})), sep = '\\n')", calls.join(", ")));
    assert_eq!(expected.len(), cases.len());
    for ((x, n, p), expected) in cases.into_iter().zip(expected) {
        let found = binomial_at_least(x, n, p);
        // Below that R's own tail is nothing but underflow.
        let off = if expected > 1e-300 { (found - expected).abs() / expected } else { found };
        assert!(off < 1e-9, "{x} of {n} at {p}: {found}, R says {expected}");
    }
}

#[test]
fn what_cannot_be_is_said_without_a_computation() {
    assert_eq!((binomial_at_least(0, 0, 0.5), binomial_at_least(0, 9, 0.0)), (1.0, 1.0));
    assert_eq!((binomial_at_least(1, 9, 0.0), binomial_at_least(10, 9, 0.5)), (0.0, 0.0));
    assert_eq!(binomial_at_least(9, 9, 1.0), 1.0);
    assert!(binomial_at_least(1, 9, 1.5).is_nan());
}

#[test]
fn adjusted_probabilities_are_those_of_p_adjust() {
    let p = [0.8, 0.001, 0.04, 0.04, 0.039, 0.6, 1.0, 0.000_02, 0.3, 0.011];
    let expected = r(&format!(
        "cat(sprintf('%.17g', p.adjust(c({}), method = 'BH')), sep = '\\n')",
        p.map(|p| p.to_string()).join(", ")
    ));
    let found = benjamini_hochberg(&p);
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(&expected) {
        assert!((found - expected).abs() < 1e-15, "{found} {expected}");
    }
    assert_eq!(benjamini_hochberg(&[]), Vec::<f64>::new());
}
