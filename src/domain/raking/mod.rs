//! Raking (hiệu chỉnh trọng số) of a designed sample: weights that make the sample of a unit look like its people in
//! sex, age band and whatever else is known of them from outside.
//!
//! Whoever gave no answer to a question of a margin, or chose an option that is not counted, is in a category of its
//! own: that category keeps its share of the base weights, and the others share the rest as the people do. So nobody's
//! weight is adjusted by something that is not known of the person, and the sum stays that of the people.

mod batch;
mod fault;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use self::batch::{Calibration, CalibrationPart, Sampled};
pub use self::fault::{RakingFault, UnknownMargin};
use super::instrument::{Instrument, Item};
use super::response::{Answer, Response, Unreadable};
use super::statistics::raking::{Cell, factor, rake};
use super::statistics::weighting::kish;
use super::tally::WEIGHT_UNIT;

/// Most margins of a wave. Each further one asks for people in more cells.
pub const MAX_MARGINS: usize = 6;

/// A question whose answers are known of everybody in a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Margin {
    /// Code of the question.
    pub item: String,
    /// Position of the question in the instrument.
    pub place: usize,
    /// Codes of its options, and whether each is counted.
    pub options: Vec<(String, bool)>,
}

impl Margin {
    /// The margins with these codes.
    ///
    /// # Errors
    /// When a code is not that of a question that everybody is asked with one answer.
    pub fn all(codes: &[String], instrument: &Instrument) -> Result<Vec<Self>, UnknownMargin> {
        codes
            .iter()
            .map(|code| Self::find(code, instrument).ok_or_else(|| UnknownMargin(code.clone())))
            .collect()
    }

    fn find(code: &str, instrument: &Instrument) -> Option<Self> {
        let asked = |(_, item): &(usize, &Item)| item.code == code && item.divides();
        let (place, item) = instrument.items().enumerate().find(asked)?;
        let scale = instrument.questionnaire.scale_of(item)?;
        let options = scale.options.iter().map(|option| (option.code.to_string(), option.counted)).collect();
        Some(Self { item: code.to_owned(), place, options })
    }

    /// Codes of the options people are told apart by.
    pub fn answers(&self) -> impl Iterator<Item = &str> {
        self.options.iter().filter(|(_, counted)| *counted).map(|(code, _)| code.as_str())
    }

    /// Number of categories: the options and, last, those of whom nothing is known.
    pub fn categories(&self) -> usize {
        self.options.len() + 1
    }

    fn category(&self, answers: &[Answer]) -> usize {
        match answers.get(self.place) {
            Some(Answer::Single(option)) if self.options[usize::from(*option)].1 => usize::from(*option),
            _ => self.options.len(),
        }
    }
}

/// Category in each margin of somebody with these packed answers.
///
/// # Errors
/// When the answers do not fit the instrument.
pub fn categories(
    margins: &[Margin],
    answers: &[u8],
    layout: &[super::response::ItemShape],
) -> Result<Vec<usize>, Unreadable> {
    let answers = Response::from_bytes(answers.to_vec()).unpack(layout)?;
    Ok(margins.iter().map(|margin| margin.category(&answers)).collect())
}

/// How the weights of one unit's sample are raked. Computed once, when the wave is closed; every batch with people of
/// the unit has it in its hash.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Raking {
    /// Code of the unit whose people are known.
    pub unit: String,
    /// Responses of the sample.
    pub n: i64,
    /// The margins, in the order of the wave.
    pub margins: Vec<RakedMargin>,
    /// Smallest factor, relative to the average one.
    pub smallest: f64,
    /// Greatest factor, relative to the average one.
    pub greatest: f64,
    /// Kish's design effect of the base weights.
    pub deff_before: f64,
    /// Kish's design effect of the raked weights.
    pub deff: f64,
}

/// One margin of a raking.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RakedMargin {
    /// Code of the question.
    pub item: String,
    /// People by option.
    pub population: Vec<i64>,
    /// Factor by category: the options and, last, those of whom nothing is known.
    pub factors: Vec<f64>,
}

/// A sample by cell: how many people, and sums of their base weights and of the squares, in millionths.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sample(BTreeMap<Vec<usize>, (i64, i128, i128)>);

impl Sample {
    /// Adds somebody with these categories and this base weight in millionths.
    pub fn add(&mut self, categories: Vec<usize>, weight: i64) {
        let weight = i128::from(weight);
        let (n, sum, squares) = self.0.entry(categories).or_default();
        *n += 1;
        *sum += weight;
        *squares += weight * weight;
    }

    /// Adds everybody of another sample.
    pub fn merge(&mut self, other: &Self) {
        for (categories, (people, weights, squared)) in &other.0 {
            let (n, sum, squares) = self.0.entry(categories.clone()).or_default();
            *n += people;
            *sum += weights;
            *squares += squared;
        }
    }

    /// Number of people.
    pub fn people(&self) -> i64 {
        self.0.values().map(|(n, ..)| n).sum()
    }
}

impl Raking {
    /// Rakes the sample of a unit to the numbers of its people by option, one list per margin. Does not depend on the
    /// order in which the sample was added.
    ///
    /// # Errors
    /// Why no weights meet the margins.
    pub fn of(
        unit: &str,
        margins: &[Margin],
        populations: Vec<Vec<i64>>,
        sample: &Sample,
    ) -> Result<Self, RakingFault> {
        let unit_weight = WEIGHT_UNIT as f64;
        let cells: Vec<Cell> = sample
            .0
            .iter()
            .map(|(categories, (_, sum, _))| Cell {
                categories: categories.clone(),
                weight: *sum as f64 / unit_weight,
            })
            .collect();
        let totals: Vec<Vec<f64>> =
            populations.iter().enumerate().map(|(place, people)| totals(&cells, place, people)).collect();
        let factors = rake(&cells, &totals).map_err(|unmet| RakingFault::of(unit, margins, unmet))?;
        let weights = Weights::of(sample, &factors);
        let raked = margins.iter().zip(populations).zip(factors);
        Ok(Self {
            unit: unit.to_owned(),
            n: weights.n,
            smallest: weights.smallest,
            greatest: weights.greatest,
            deff_before: weights.deff_before,
            deff: weights.deff,
            margins: raked
                .map(|((margin, population), factors)| RakedMargin {
                    item: margin.item.clone(),
                    population,
                    factors,
                })
                .collect(),
        })
    }

    /// As many people of equal weight as these are worth after raking (Kish): near 1 where one person counts for all.
    pub fn effective(&self, sample: &Sample) -> f64 {
        let factors: Vec<Vec<f64>> = self.margins.iter().map(|margin| margin.factors.clone()).collect();
        let weights = Weights::of(sample, &factors);
        weights.n as f64 / weights.deff
    }

    /// The raked weight, in millionths, of somebody with these categories and this base weight.
    pub fn weight(&self, categories: &[usize], base: i64) -> i64 {
        let factors: f64 = self
            .margins
            .iter()
            .zip(categories)
            .map(|(margin, category)| margin.factors.get(*category).copied().unwrap_or(1.0))
            .product();
        let weight = (base as f64 * factors).round().max(1.0);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a sum of people in millionths at most, and whole"
        )]
        let weight = weight as i64;
        weight
    }

    /// The text that goes into the hash of each batch: one line.
    pub fn canonical(&self) -> String {
        let margin = |margin: &RakedMargin| {
            let people: Vec<String> = margin.population.iter().map(i64::to_string).collect();
            let factors: Vec<String> = margin.factors.iter().map(f64::to_string).collect();
            format!("{}={}*{}", margin.item, people.join(","), factors.join(","))
        };
        let margins: Vec<String> = self.margins.iter().map(margin).collect();
        let Self { unit, n, smallest, greatest, deff_before, deff, .. } = self;
        format!("{unit};{n};{};{smallest};{greatest};{deff_before};{deff}", margins.join(";"))
    }
}

/// What the sample should add up to by category: the people, less the share of whom nothing is known.
fn totals(cells: &[Cell], margin: usize, people: &[i64]) -> Vec<f64> {
    let all: f64 = cells.iter().map(|cell| cell.weight).sum();
    let unknown = cells.iter().filter(|cell| cell.categories[margin] == people.len());
    let unknown: f64 = unknown.map(|cell| cell.weight).sum::<f64>() / all.max(f64::MIN_POSITIVE);
    let sum = people.iter().sum::<i64>() as f64;
    let known = people.iter().map(|people| *people as f64 * (1.0 - unknown));
    known.chain([sum * unknown]).collect()
}

/// How large factors and weights are.
struct Weights {
    n: i64,
    smallest: f64,
    greatest: f64,
    deff_before: f64,
    deff: f64,
}

impl Weights {
    fn of(sample: &Sample, factors: &[Vec<f64>]) -> Self {
        let unit = WEIGHT_UNIT as f64;
        let (mut n, mut before, mut after) = (0, [0.0; 2], [0.0; 2]);
        let (mut smallest, mut greatest) = (f64::INFINITY, 0.0_f64);
        for (categories, (people, sum, squares)) in &sample.0 {
            let factor = factor(factors, categories);
            let (sum, squares) = (*sum as f64 / unit, *squares as f64 / (unit * unit));
            n += people;
            (before[0], before[1]) = (before[0] + sum, before[1] + squares);
            (after[0], after[1]) = (after[0] + factor * sum, after[1] + factor * factor * squares);
            (smallest, greatest) = (smallest.min(factor), greatest.max(factor));
        }
        let average = after[0] / before[0];
        let deff = |[sum, squares]: [f64; 2]| kish(n as f64, sum, squares).map_or(1.0, |kish| kish.deff);
        Self {
            n,
            smallest: smallest / average,
            greatest: greatest / average,
            deff_before: deff(before),
            deff: deff(after),
        }
    }
}
