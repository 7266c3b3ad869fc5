//! What a batch of a raked wave keeps, so that standard errors take the raking into account.
//!
//! The residuals of [`calibration`](crate::domain::statistics::calibration) need, beside the raked totals of the
//! batch, two things per unit with margins: its sum of raked weights by category, and its totals by base weight for
//! each category of each margin, never of several crossed. The totals of the margins' own questions among the latter
//! are the products Σ d x x'.

use std::collections::BTreeMap;

use super::{Margin, Raking, categories};
use crate::domain::response::{ItemShape, Response, Unreadable};
use crate::domain::tally::{Tally, WEIGHT_UNIT};

/// Somebody of a sample.
#[derive(Debug, Clone, Copy)]
pub struct Sampled<'a> {
    /// Packed answers.
    pub answers: &'a [u8],
    /// Base weight in millionths; none counts once.
    pub base: Option<i64>,
    /// How the sample the person belongs to is raked.
    pub raking: &'a Raking,
}

impl Sampled<'_> {
    fn base(&self) -> i64 {
        self.base.unwrap_or(WEIGHT_UNIT)
    }

    /// The raked weight in millionths.
    ///
    /// # Errors
    /// When the answers do not fit the instrument.
    pub fn weight(&self, margins: &[Margin], layout: &[ItemShape]) -> Result<i64, Unreadable> {
        Ok(self.raking.weight(&categories(margins, self.answers, layout)?, self.base()))
    }
}

/// What a batch keeps of the people of one unit with margins.
#[derive(Debug, Clone, PartialEq)]
pub struct CalibrationPart {
    /// How they are raked.
    pub raking: Raking,
    /// Sums of raked weights in millionths, by category of one margin after the other.
    pub raked: Vec<i64>,
    /// Totals by base weight of those in each of these categories.
    pub base: Vec<Tally>,
}

/// What a batch keeps, by code of the unit with margins. A residual batch may have people of several.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Calibration(pub BTreeMap<String, CalibrationPart>);

impl Calibration {
    /// Counts a batch. The order of `people` does not matter.
    ///
    /// # Errors
    /// When answers do not fit the instrument.
    pub fn count(
        margins: &[Margin],
        people: &[Sampled<'_>],
        layout: &[ItemShape],
    ) -> Result<Self, Unreadable> {
        let columns: usize = margins.iter().map(Margin::categories).sum();
        let mut parts: BTreeMap<String, CalibrationPart> = BTreeMap::new();
        for one in people {
            let part = parts.entry(one.raking.unit.clone()).or_insert_with(|| CalibrationPart {
                raking: one.raking.clone(),
                raked: vec![0; columns],
                base: vec![Tally::empty(layout); columns],
            });
            let categories = categories(margins, one.answers, layout)?;
            let response = Response::from_bytes(one.answers.to_vec());
            let mut first = 0;
            for (margin, category) in margins.iter().zip(&categories) {
                part.raked[first + category] += one.raking.weight(&categories, one.base());
                part.base[first + category].add(&response, layout, one.base())?;
                first += margin.categories();
            }
        }
        Ok(Self(parts))
    }

    /// The text that goes into the hash of the batch: per unit how it is raked, the raked sums and a line per category.
    pub fn canonical(&self) -> String {
        let numbers = |flat: &[i64]| flat.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
        let mut lines = Vec::new();
        for part in self.0.values() {
            lines.push(part.raking.canonical());
            lines.push(numbers(&part.raked));
            lines.extend(part.base.iter().map(|tally| numbers(&tally.flat())));
        }
        lines.join("\n")
    }
}
