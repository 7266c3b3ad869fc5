//! Raking and the standard errors of raked estimates, against R's survey package and for any input.

use std::collections::BTreeMap;

use hailong::domain::statistics::calibration::{Projection, dot};
use hailong::domain::statistics::raking::{Cell, Unmet, factor, rake};
use hailong::domain::statistics::variance::{clustered_variance, clustered_variance_fpc};
use proptest::collection::vec;
use proptest::prelude::*;

use super::oracle::{Deviation, Row, rows};

/// Categories of the margins by name: school type, and whether the school met its target.
const TYPES: [&str; 3] = ["E", "H", "M"];
const MET: [&str; 2] = ["No", "Yes"];

/// The cluster sample of schools, with margins known from all schools of the state.
struct Schools {
    rows: Vec<Row>,
    factors: Vec<Vec<f64>>,
}

impl Schools {
    fn raked_to(margins: usize) -> Self {
        let rows = rows("oracle/input/apiclus1.csv");
        let mut weights: BTreeMap<Vec<usize>, f64> = BTreeMap::new();
        for row in &rows {
            *weights.entry(categories(row, margins)).or_default() += row.number("pw");
        }
        let cells = weights.into_iter().map(|(categories, weight)| Cell { categories, weight });
        let totals = [("stype", "api_pop_stype", &TYPES[..]), ("sch.wide", "api_pop_schwide", &MET[..])];
        let totals = totals.map(|(column, file, names)| {
            let known = super::oracle::rows(&format!("oracle/input/{file}.csv"));
            let of = |name: &&str| known.iter().find(|row| row.text(column) == *name).unwrap().number("N");
            names.iter().map(of).collect::<Vec<f64>>()
        });
        let factors = rake(&cells.collect::<Vec<_>>(), &totals[..margins]).unwrap();
        Self { rows, factors }
    }

    fn weight(&self, row: &Row) -> f64 {
        row.number("pw") * factor(&self.factors, &categories(row, self.factors.len()))
    }

    /// Standard error of an estimate with these linearized values, from totals per cluster and category alone, with or
    /// without the correction for a finite population of clusters.
    fn error(&self, linearized: impl Fn(&Row) -> f64, finite: bool) -> f64 {
        let margins = self.factors.len();
        let size = self.factors.iter().map(Vec::len).sum();
        let mut products = vec![vec![0.0; size]; size];
        let mut explained = vec![0.0; size];
        let mut clusters: BTreeMap<String, (f64, Vec<f64>)> = BTreeMap::new();
        for row in &self.rows {
            let (base, weight, value) = (row.number("pw"), self.weight(row), linearized(row));
            let places = [0, TYPES.len()];
            let columns =
                categories(row, margins).into_iter().zip(places).map(|(category, first)| first + category);
            let columns: Vec<usize> = columns.collect();
            let cluster = clusters.entry(row.text("dnum").to_owned()).or_insert((0.0, vec![0.0; size]));
            cluster.0 += weight * value;
            for one in &columns {
                cluster.1[*one] += weight;
                explained[*one] += base * value;
                for other in &columns {
                    products[*one][*other] += base;
                }
            }
        }
        let coefficients = Projection::new(products).coefficients(&explained);
        let residuals = clusters.values().map(|(total, of)| (0, total - dot(of, &coefficients)));
        let residuals: Vec<(u32, f64)> = residuals.collect();
        let fraction = clusters.len() as f64 / self.rows[0].number("fpc");
        let found = if finite {
            clustered_variance_fpc(&residuals, &[(0, fraction)].into())
        } else {
            clustered_variance(&residuals)
        };
        found.unwrap().variance.sqrt()
    }

    /// Estimate and standard error.
    fn ratio(&self, y: &str, r: Option<&str>, finite: bool) -> (f64, f64) {
        let below = |row: &Row| r.map_or(1.0, |column| row.number(column));
        let all: f64 = self.rows.iter().map(|row| self.weight(row) * below(row)).sum();
        let estimate = self.rows.iter().map(|row| self.weight(row) * row.number(y)).sum::<f64>() / all;
        (estimate, self.error(|row| (row.number(y) - estimate * below(row)) / all, finite))
    }

    fn total(&self, column: &str, finite: bool) -> (f64, f64) {
        let estimate = self.rows.iter().map(|row| self.weight(row) * row.number(column)).sum();
        (estimate, self.error(|row| row.number(column), finite))
    }
}

fn categories(row: &Row, margins: usize) -> Vec<usize> {
    let place =
        |names: &[&str], column: &str| names.iter().position(|name| *name == row.text(column)).unwrap();
    [place(&TYPES, "stype"), place(&MET, "sch.wide")][..margins].to_vec()
}

#[test]
fn raked_weights_agree_with_r() {
    let mut raked = Deviation::new("raked weights against calibrate", 1e-8);
    let mut stratified = Deviation::new("post-stratified weights against survey", 1e-12);
    let (both, one) = (Schools::raked_to(2), Schools::raked_to(1));
    for row in rows("oracle/expected/01_api_clus1_weights.csv") {
        let school = |schools: &Schools| {
            let found = schools.rows.iter().find(|school| school.text("cds") == row.text("cds"));
            schools.weight(found.unwrap())
        };
        let place = || row.text("cds").to_owned();
        raked.compare(school(&both), row.number("calib_raking"), place);
        stratified.compare(school(&one), row.number("poststratify_stype"), place);
    }
    raked.finish(180);
    stratified.finish(180);
}

#[test]
fn standard_errors_of_raked_estimates_agree_with_r() {
    let mut estimates = Deviation::new("raked estimates against survey", 1e-8);
    let mut errors = Deviation::new("standard errors of raked estimates against survey", 1e-8);
    let samples = [("calib_raking", Schools::raked_to(2)), ("poststratify_stype", Schools::raked_to(1))];
    for row in rows("oracle/expected/01_api.csv") {
        let Some((design, method)) = row.text("design").split_once('+') else { continue };
        let Some((_, schools)) = samples.iter().find(|(name, _)| *name == method) else { continue };
        let finite = design == "clus1_fpc";
        let (estimate, error) = match (row.text("quantity"), row.text("domain")) {
            ("mean", "api00") => schools.ratio("api00", None, finite),
            ("total", "enroll") => schools.total("enroll", finite),
            ("ratio", "api.stu/enroll") => schools.ratio("api.stu", Some("enroll"), finite),
            other => panic!("{other:?} is not compared"),
        };
        let place = || format!("{design} {method} {} {}", row.text("quantity"), row.text("domain"));
        match row.text("field") {
            "estimate" => estimates.compare(estimate, row.number("value"), place),
            "se" => errors.compare(error, row.number("value"), place),
            other => panic!("{other} is not compared"),
        }
    }
    estimates.finish(12);
    errors.finish(12);
}

/// A sample in which every combination of three margins has people, and what the margins add up to.
fn sample() -> impl Strategy<Value = (Vec<Cell>, Vec<Vec<f64>>)> {
    let cells = vec(0.5..20.0, 2 * 3 * 2);
    let margins = (vec(1.0..50.0, 2), vec(1.0..50.0, 3), vec(1.0..50.0, 2), 10.0..1e6);
    (cells, margins).prop_map(|(weights, (a, b, c, all))| {
        let cell = |(place, weight): (usize, f64)| Cell {
            categories: vec![place % 2, place / 2 % 3, place / 6],
            weight,
        };
        let scaled = |shares: Vec<f64>| {
            let sum: f64 = shares.iter().sum();
            shares.into_iter().map(|share| all * share / sum).collect::<Vec<f64>>()
        };
        (weights.into_iter().enumerate().map(cell).collect(), vec![scaled(a), scaled(b), scaled(c)])
    })
}

fn raked(cells: &[Cell], margins: &[Vec<f64>]) -> Vec<f64> {
    let factors = rake(cells, margins).unwrap();
    cells.iter().map(|cell| cell.weight * factor(&factors, &cell.categories)).collect()
}

fn near(found: &[f64], expected: &[f64], tolerance: f64) -> bool {
    found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() <= tolerance * expected)
}

proptest! {
    #[test]
    fn raked_weights_meet_every_margin((cells, margins) in sample()) {
        let weights = raked(&cells, &margins);
        for (place, totals) in margins.iter().enumerate() {
            let mut sums = vec![0.0; totals.len()];
            for (cell, weight) in cells.iter().zip(&weights) {
                sums[cell.categories[place]] += weight;
            }
            prop_assert!(near(&sums, totals, 1.01e-10), "{sums:?} {totals:?}");
        }
    }

    #[test]
    fn raking_again_changes_nothing((cells, margins) in sample()) {
        let once = raked(&cells, &margins);
        let again: Vec<Cell> = cells
            .iter()
            .zip(&once)
            .map(|(cell, weight)| Cell { weight: *weight, ..cell.clone() })
            .collect();
        prop_assert!(near(&raked(&again, &margins), &once, 1e-9));
    }

    #[test]
    fn the_order_of_the_margins_does_not_matter((cells, margins) in sample()) {
        let turned: Vec<Cell> = cells
            .iter()
            .map(|cell| Cell { categories: cell.categories.iter().rev().copied().collect(), ..cell.clone() })
            .collect();
        let margins_turned: Vec<Vec<f64>> = margins.iter().rev().cloned().collect();
        prop_assert!(near(&raked(&turned, &margins_turned), &raked(&cells, &margins), 1e-8));
    }

    #[test]
    fn one_margin_is_post_stratification((cells, margins) in sample()) {
        let of = |category: usize| -> f64 {
            cells.iter().filter(|cell| cell.categories[0] == category).map(|cell| cell.weight).sum()
        };
        let expected: Vec<f64> = cells
            .iter()
            .map(|cell| cell.weight * margins[0][cell.categories[0]] / of(cell.categories[0]))
            .collect();
        let one: Vec<Cell> = cells
            .iter()
            .map(|cell| Cell { categories: vec![cell.categories[0]], weight: cell.weight })
            .collect();
        prop_assert!(near(&raked(&one, &margins[..1]), &expected, 1e-12));
    }

    #[test]
    fn nothing_is_left_of_what_the_margins_explain((cells, margins) in sample(), effects in vec(-5.0..5.0, 7)) {
        // A value that is a sum of effects of the categories has residual 0 for everybody.
        let columns = |cell: &Cell| [cell.categories[0], 2 + cell.categories[1], 5 + cell.categories[2]];
        let mut products = vec![vec![0.0; 7]; 7];
        let mut explained = vec![0.0; 7];
        let value = |cell: &Cell| columns(cell).iter().map(|column| effects[*column]).sum::<f64>();
        for cell in &cells {
            for one in columns(cell) {
                explained[one] += cell.weight * value(cell);
                for other in columns(cell) {
 products[one][other] += cell.weight;
}
            }
        }
        let coefficients = Projection::new(products).coefficients(&explained);
        for cell in &cells {
            let fitted: f64 = columns(cell).iter().map(|column| coefficients[*column]).sum();
            prop_assert!((fitted - value(cell)).abs() < 1e-9, "{fitted} is not {}", value(cell));
        }
        prop_assert!(!margins.is_empty());
    }
}

#[test]
fn margins_that_cannot_be_met_are_named() {
    let cell = |a: usize, b: usize, weight: f64| Cell { categories: vec![a, b], weight };
    let all = [cell(0, 0, 1.0), cell(0, 1, 1.0), cell(1, 0, 1.0), cell(1, 1, 1.0)];
    let rake = |cells: &[Cell], a: [f64; 2], b: [f64; 2]| rake(cells, &[a.to_vec(), b.to_vec()]);
    assert_eq!(rake(&all, [4.0, 6.0], [5.0, 6.0]), Err(Unmet::OtherSum { margin: 1 }));
    assert_eq!(rake(&all, [4.0, 6.0], [11.0, -1.0]), Err(Unmet::NoTotal { margin: 1, category: 1 }));
    assert_eq!(rake(&all, [f64::NAN, 6.0], [5.0, 5.0]), Err(Unmet::NoTotal { margin: 0, category: 0 }));
    assert_eq!(rake(&all[..2], [4.0, 6.0], [5.0, 5.0]), Err(Unmet::Nobody { margin: 0, category: 1 }));
    assert_eq!(rake(&all, [4.0, 6.0], [10.0, 0.0]), Err(Unmet::Somebody { margin: 1, category: 1 }));
    // Nobody is in the second category of both: no weights give 4 and 4 with 10 in all.
    let apart = rake(&[cell(0, 0, 1.0), cell(0, 1, 1.0), cell(1, 0, 1.0)], [2.0, 8.0], [2.0, 8.0]);
    assert!(matches!(apart, Err(Unmet::Apart { .. })), "{apart:?}");
    // A category that has neither people nor a total is left alone.
    assert_eq!(rake(&all[..2], [10.0, 0.0], [5.0, 5.0]).unwrap()[0][1], 1.0);
}
