//! Columns: the pairs of linear totals (Y, R) whose ratio is a measured leaf.

use std::collections::BTreeMap;

use crate::domain::batch::Batch;
use crate::domain::instrument::{Choice, Code};
use crate::domain::tally::{ItemTotals, Tally, WEIGHT_UNIT};

/// One ratio: which options of an item count, and with which score.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Position of the item.
    pub item: usize,
    /// Score per option; `None`: not counted.
    scores: Vec<Option<f64>>,
    /// Whether the denominator is everybody who answered (multiple choice), not the sum of options.
    per_answer: bool,
}

/// Totals of a column over a set of responses.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ColumnTotals {
    /// Sum of scores, by weight.
    pub y: f64,
    /// Sum of squared scores, by weight.
    pub yy: f64,
    /// Counted answers, by weight.
    pub r: f64,
    /// Counted answers.
    pub n: i64,
    /// Responses whose routing led to the item.
    pub reached: i64,
}

/// Sums (Y, R) of one batch per column.
pub type BatchColumns = Vec<(f64, f64)>;

impl Column {
    /// Mean score: number codes, or what `recode` says.
    pub fn mean(item: usize, options: &[Choice], recode: &BTreeMap<String, Option<f64>>) -> Self {
        let score = |option: &Choice| match (recode.get(&option.code.to_string()), &option.code) {
            (Some(score), _) => *score,
            (None, Code::Number(number)) => Some(f64::from(*number)),
            (None, Code::Word(_)) => None,
        };
        Self::scored(item, options, score)
    }

    /// Share of `codes` among the counted options.
    pub fn share(item: usize, options: &[Choice], codes: &[Code], not_counted: &[Code]) -> Self {
        Self::scored(item, options, |option| {
            (!not_counted.contains(&option.code)).then(|| one_if(codes.contains(&option.code)))
        })
    }

    /// Share of people who chose a code of a multiple-choice item.
    pub fn chosen(item: usize, options: &[Choice], codes: &[Code]) -> Self {
        let scored = Self::scored(item, options, |option| Some(one_if(codes.contains(&option.code))));
        Self { per_answer: true, ..scored }
    }

    /// Positive minus negative share.
    pub fn net(item: usize, options: &[Choice], positive: &[Code], negative: &[Code]) -> Self {
        Self::scored(item, options, |option| {
            Some(one_if(positive.contains(&option.code)) - one_if(negative.contains(&option.code)))
        })
    }

    /// `good` per `total`.
    pub fn ratio(item: usize, options: &[Choice], good: &[Code], total: &[Code]) -> Self {
        Self::scored(item, options, |option| {
            total.contains(&option.code).then(|| one_if(good.contains(&option.code)))
        })
    }

    /// Score per option in the order of the scale; `None`: not counted.
    pub fn scores(&self) -> &[Option<f64>] {
        &self.scores
    }

    /// Whether the denominator is everybody who answered (multiple choice), not the sum of the scored options.
    pub fn is_per_answer(&self) -> bool {
        self.per_answer
    }

    fn scored(item: usize, options: &[Choice], score: impl Fn(&Choice) -> Option<f64>) -> Self {
        let scores = options.iter().map(|option| option.counted.then(|| score(option)).flatten()).collect();
        Self { item, scores, per_answer: false }
    }

    /// Scores with the totals of the options that are counted.
    fn counted<'a>(&'a self, totals: &'a ItemTotals) -> impl Iterator<Item = (f64, i64)> + 'a {
        let pairs = self.scores.iter().zip(&totals.options);
        pairs.filter_map(|(score, count)| score.map(|score| (score, *count)))
    }

    fn base(&self, totals: &ItemTotals) -> i64 {
        if self.per_answer { totals.answered } else { self.counted(totals).map(|(_, count)| count).sum() }
    }

    /// Totals over the responses of a tally, and of the same responses by weight where there are
    /// weights.
    pub fn totals(&self, tally: &Tally, weighted: Option<&Tally>) -> ColumnTotals {
        let plain = &tally.items[self.item];
        let by_weight = weighted.map_or(plain, |weighted| &weighted.items[self.item]);
        let part = if weighted.is_some() { WEIGHT_UNIT as f64 } else { 1.0 };
        let sum = |power: i32| -> f64 {
            self.counted(by_weight).map(|(score, count)| score.powi(power) * count as f64).sum()
        };
        ColumnTotals {
            y: sum(1) / part,
            yy: sum(2) / part,
            r: self.base(by_weight) as f64 / part,
            n: self.base(plain),
            reached: plain.reached,
        }
    }

    /// (Y, R) of one batch.
    pub fn of_batch(&self, batch: &Batch) -> (f64, f64) {
        let totals = self.totals(&batch.tally, batch.weighted.as_ref().map(|weighted| &weighted.sums));
        (totals.y, totals.r)
    }
}

fn one_if(condition: bool) -> f64 {
    if condition { 1.0 } else { 0.0 }
}
