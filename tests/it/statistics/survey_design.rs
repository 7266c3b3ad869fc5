//! The api samples as designs: estimates and linearized totals the way a caller builds them.

use super::oracle::{Row, rows};
use hailong::domain::statistics::variance::{
    Clustered, StratumKey, clustered_variance, clustered_variance_fpc,
};
use std::collections::BTreeMap;

/// A sample with its design: per row the weight, stratum and cluster.
pub struct Sample {
    pub rows: Vec<Row>,
    pub weights: Vec<f64>,
    strata: Vec<StratumKey>,
    clusters: Vec<String>,
    fractions: BTreeMap<StratumKey, f64>,
}

/// A linear statistic: its value and what each row adds to it when the row's weight changes.
pub struct Linearized {
    pub estimate: f64,
    pub influence: Vec<f64>,
}

/// The design a reference row names, or `None` for those outside these functions (second-stage corrections,
/// replication, calibration).
pub fn sample(design: &str) -> Option<Sample> {
    let (file, stratum, cluster, population) = match design {
        "strat_fpc" => ("apistrat", Some("stype"), None, Some("fpc")),
        "strat_nofpc" => ("apistrat", Some("stype"), None, None),
        "srs_w" | "srs_unw" => ("apistrat", None, None, None),
        "clus1_fpc" => ("apiclus1", None, Some("dnum"), Some("fpc")),
        "clus1_nofpc" => ("apiclus1", None, Some("dnum"), None),
        "clus2_ultimate" => ("apiclus2", None, Some("dnum"), None),
        _ => return None,
    };
    let rows = rows(&format!("oracle/input/{file}.csv"));
    let weigh = |row: &Row| if design == "srs_unw" { 1.0 } else { row.number("pw") };
    let label = |row: &Row| stratum.map_or(0, |column| u32::from(row.text(column).as_bytes()[0]));
    let mut sample = Sample {
        weights: rows.iter().map(weigh).collect(),
        strata: rows.iter().map(label).collect(),
        clusters: rows.iter().map(|row| row.text(cluster.unwrap_or("cds")).to_owned()).collect(),
        fractions: BTreeMap::new(),
        rows,
    };
    if let Some(column) = population {
        sample.fractions = sample.sampled_fractions(column);
    }
    Some(sample)
}

impl Sample {
    fn sampled_fractions(&self, column: &str) -> BTreeMap<StratumKey, f64> {
        let mut fractions = BTreeMap::new();
        for (key, totals) in self.count_clusters() {
            let first = self.strata.iter().position(|stratum| *stratum == key).unwrap();
            fractions.insert(key, f64::from(totals) / self.rows[first].number(column));
        }
        fractions
    }

    fn count_clusters(&self) -> BTreeMap<StratumKey, u32> {
        let mut counts = BTreeMap::new();
        for (stratum, _) in self.totals(&vec![0.0; self.rows.len()]) {
            *counts.entry(stratum).or_insert(0) += 1;
        }
        counts
    }

    /// Weighted totals per cluster; clusters without any answer are there with zero.
    fn totals(&self, influence: &[f64]) -> Vec<(StratumKey, f64)> {
        let mut totals: BTreeMap<(StratumKey, &str), f64> = BTreeMap::new();
        for (index, value) in influence.iter().enumerate() {
            *totals.entry((self.strata[index], &self.clusters[index])).or_insert(0.0) +=
                self.weights[index] * value;
        }
        totals.into_iter().map(|((stratum, _), total)| (stratum, total)).collect()
    }

    pub fn variance(&self, influence: &[f64]) -> Clustered {
        let totals = self.totals(influence);
        if self.fractions.is_empty() {
            return clustered_variance(&totals).unwrap();
        }
        clustered_variance_fpc(&totals, &self.fractions).unwrap()
    }

    /// Cov(a, b) = (V(a+b) - V(a-b))/4.
    pub fn covariance(&self, a: &[f64], b: &[f64]) -> f64 {
        let sum: Vec<f64> = a.iter().zip(b).map(|(a, b)| a + b).collect();
        let difference: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
        0.25 * (self.variance(&sum).variance - self.variance(&difference).variance)
    }

    /// Σwy/Σwr, each influence (y - θ r)/Σwr: means, shares, domain means and ratios.
    pub fn ratio(&self, y: impl Fn(&Row) -> f64, r: impl Fn(&Row) -> f64) -> Linearized {
        let sum = |f: &dyn Fn(&Row) -> f64| -> f64 {
            self.rows.iter().zip(&self.weights).map(|(row, weight)| weight * f(row)).sum()
        };
        let below = sum(&r);
        let estimate = sum(&y) / below;
        let influence = self.rows.iter().map(|row| (y(row) - estimate * r(row)) / below).collect();
        Linearized { estimate, influence }
    }

    pub fn mean(&self, column: &str) -> Linearized {
        self.ratio(
            |row| row.optional(column).unwrap_or(0.0),
            |row| f64::from(u8::from(row.optional(column).is_some())),
        )
    }

    pub fn share(&self, satisfied: impl Fn(&Row) -> bool) -> Linearized {
        self.ratio(|row| f64::from(u8::from(satisfied(row))), |_| 1.0)
    }

    /// Mean of `column` among the schools of one type.
    pub fn domain_mean(&self, school_type: &str, column: &str) -> Linearized {
        let member = |row: &Row| f64::from(u8::from(row.text("stype") == school_type));
        self.ratio(|row| member(row) * row.number(column), member)
    }

    pub fn total(&self, column: &str) -> Linearized {
        let values: Vec<f64> = self.rows.iter().map(|row| row.optional(column).unwrap_or(0.0)).collect();
        let estimate = values.iter().zip(&self.weights).map(|(value, weight)| value * weight).sum();
        Linearized { estimate, influence: values }
    }
}
