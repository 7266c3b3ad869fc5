//! Linearized variances against R's survey package.

use super::oracle::{Deviation, Row, rows};
use super::survey_design::{Linearized, Sample, sample};
use hailong::domain::statistics::interval::{beta_interval, korn_graubard_size, mean_interval};
use hailong::domain::statistics::weighting::kish;
use std::collections::BTreeMap;

/// Deviations by kind of field.
struct Report {
    estimates: Deviation,
    errors: Deviation,
    covariances: Deviation,
    limits: Deviation,
    beta: Deviation,
    design: Deviation,
}

#[test]
fn estimates_and_standard_errors_agree_with_r() {
    let mut report = Report {
        estimates: Deviation::new("estimates against survey", 1e-12),
        errors: Deviation::new("standard errors against survey", 1e-11),
        covariances: Deviation::new("covariances against survey", 1e-11),
        limits: Deviation::new("t and z intervals against survey", 1e-12),
        beta: Deviation::new("Korn-Graubard intervals against svyciprop beta", 1e-11),
        design: Deviation::new("Kish's design effect against survey", 1e-12),
    };
    let mut samples: BTreeMap<String, Option<Sample>> = BTreeMap::new();
    for row in rows("oracle/expected/01_api.csv") {
        let design = row.text("design").to_owned();
        let known = samples.entry(design.clone()).or_insert_with(|| sample(&design));
        if let Some(sample) = known {
            compare(&mut report, sample, &row);
        }
    }
    report.estimates.finish(100);
    report.errors.finish(100);
    report.covariances.finish(30);
    report.limits.finish(150);
    report.beta.finish(12);
    report.design.finish(30);
}

fn compare(report: &mut Report, sample: &Sample, row: &Row) {
    let (quantity, domain, field) = (row.text("quantity"), row.text("domain"), row.text("field"));
    let expected = row.optional("value");
    let Some(expected) = expected else { return };
    let place = || format!("{} {quantity} {domain} {field}", row.text("design"));
    if quantity == "design" {
        report.design.compare(design_field(sample, field), expected, place);
    } else if field == "cov" {
        let (a, b) = pair(sample, quantity, domain);
        let scale = (sample.variance(&a.influence).variance * sample.variance(&b.influence).variance).sqrt();
        report.covariances.compare_on_scale(
            sample.covariance(&a.influence, &b.influence),
            expected,
            scale,
            place,
        );
    } else if quantity == "svyciprop_beta" {
        let (low, high) = uncapped_korn_graubard(sample);
        match field {
            "ci_lo" => report.beta.compare(low, expected, place),
            "ci_hi" => report.beta.compare(high, expected, place),
            _ => {}
        }
    } else if let Some(figure) = figure(sample, quantity, domain) {
        compare_figure(report, sample, &figure, field, expected, place);
    }
}

fn compare_figure(
    report: &mut Report,
    sample: &Sample,
    figure: &Linearized,
    field: &str,
    expected: f64,
    place: impl Fn() -> String,
) {
    let variance = sample.variance(&figure.influence);
    let interval = |df| mean_interval(figure.estimate, variance.variance, df, 0.95);
    let error = variance.variance.sqrt();
    match field {
        "estimate" => report.estimates.compare(figure.estimate, expected, place),
        // A share fixed by the stratification has a standard error of zero up to rounding.
        "se" if expected < 1e-9 => report.errors.compare_on_scale(error, 0.0, 1.0, place),
        "se" => report.errors.compare(error, expected, place),
        "ci_t_lo" => report.limits.compare(interval(variance.df).low, expected, place),
        "ci_t_hi" => report.limits.compare(interval(variance.df).high, expected, place),
        "ci_z_lo" => report.limits.compare(interval(f64::INFINITY).low, expected, place),
        "ci_z_hi" => report.limits.compare(interval(f64::INFINITY).high, expected, place),
        _ => {}
    }
}

fn design_field(sample: &Sample, field: &str) -> f64 {
    let n = sample.rows.len() as f64;
    let sum: f64 = sample.weights.iter().sum();
    let squares: f64 = sample.weights.iter().map(|weight| weight * weight).sum();
    let kish = kish(n, sum, squares).unwrap();
    match field {
        "n" => n,
        "degf" => sample.variance(&vec![1.0; sample.rows.len()]).df,
        "sum_w" => sum,
        "sum_w2" => squares,
        "kish_deff" => kish.deff,
        "n_eff_kish" => kish.n_eff,
        other => panic!("unknown field {other}"),
    }
}

fn figure(sample: &Sample, quantity: &str, domain: &str) -> Option<Linearized> {
    match quantity {
        "mean" => Some(sample.mean(domain)),
        "total" => Some(sample.total(domain)),
        "ratio" => Some(sample.ratio(
            |row| row.optional("enroll").map_or(0.0, |_| row.number("api.stu")),
            |row| row.optional("enroll").unwrap_or(0.0),
        )),
        "proportion" => Some(sample.share(|row| {
            ["sch.wide", "stype"].iter().any(|column| domain.strip_prefix(column) == Some(row.text(column)))
        })),
        "domain_mean_api00" => Some(sample.domain_mean(domain, "api00")),
        "domain_proportion_sch.wideYes" => Some(sample.ratio(
            |row| f64::from(u8::from(row.text("stype") == domain && row.text("sch.wide") == "Yes")),
            |row| f64::from(u8::from(row.text("stype") == domain)),
        )),
        "domain_diff_api00" => {
            // Stacked: one linearized total per cluster for the difference, so shared clusters count.
            let (first, second) = domain.split_once('-').unwrap();
            let (first, second) = (sample.domain_mean(first, "api00"), sample.domain_mean(second, "api00"));
            let influence = first.influence.iter().zip(&second.influence).map(|(a, b)| a - b).collect();
            Some(Linearized { estimate: first.estimate - second.estimate, influence })
        }
        "svycontrast" => Some(contrast(sample, domain)),
        _ => None,
    }
}

/// 0.5·api00 + 0.3·api99 - 0.2·meals, and ln(api00/api99).
fn contrast(sample: &Sample, name: &str) -> Linearized {
    let means = ["api00", "api99", "meals"].map(|column| sample.mean(column));
    let [api00, api99, meals] = &means;
    let (estimate, gradient) = if name == "lin" {
        (0.5 * api00.estimate + 0.3 * api99.estimate - 0.2 * meals.estimate, [0.5, 0.3, -0.2])
    } else {
        ((api00.estimate / api99.estimate).ln(), [1.0 / api00.estimate, -1.0 / api99.estimate, 0.0])
    };
    let influence = (0..sample.rows.len())
        .map(|row| means.iter().zip(gradient).map(|(mean, slope)| slope * mean.influence[row]).sum())
        .collect();
    Linearized { estimate, influence }
}

fn pair(sample: &Sample, quantity: &str, domain: &str) -> (Linearized, Linearized) {
    let (first, second) = domain.split_once(',').unwrap();
    match quantity {
        "domain_cov_api00" => (sample.domain_mean(first, "api00"), sample.domain_mean(second, "api00")),
        "vcov_means" => (sample.mean(first), sample.mean(second)),
        other => panic!("unknown covariance {other}"),
    }
}

fn uncapped_korn_graubard(sample: &Sample) -> (f64, f64) {
    let share = sample.share(|row| row.text("sch.wide") == "Yes");
    let variance = sample.variance(&share.influence);
    let n = sample.rows.len() as f64;
    let size = korn_graubard_size(share.estimate, variance.variance, n, variance.df, 0.95);
    let interval = beta_interval(share.estimate, size, 0.95);
    (interval.low, interval.high)
}
