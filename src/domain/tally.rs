//! A tally (bảng đếm): option totals per item, the sufficient statistic of every estimator.

use serde::{Deserialize, Serialize};

use super::response::{Answer, ItemShape, Response, Unreadable};

/// Weights are kept as whole numbers of this part, so that sums are exact in any order.
pub const WEIGHT_UNIT: i64 = 1_000_000;

/// Totals of one item: numbers of responses, or sums of weights in [`WEIGHT_UNIT`]ths.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ItemTotals {
    /// Responses whose routing led to the item.
    pub reached: i64,
    /// Responses with an answer, options that are not counted included.
    pub answered: i64,
    /// Responses per option, in the order of the scale.
    pub options: Vec<i64>,
}

/// Option totals of a set of responses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Number of responses.
    pub n: i64,
    /// Per item, in the order of the instrument.
    pub items: Vec<ItemTotals>,
}

impl Tally {
    /// The tally of nobody.
    pub fn empty(layout: &[ItemShape]) -> Self {
        let items = layout
            .iter()
            .map(|shape| ItemTotals { reached: 0, answered: 0, options: vec![0; shape.options] })
            .collect();
        Self { n: 0, items }
    }

    /// Totals of packed answers, each counted so many times.
    pub fn of<'r>(
        rows: impl Iterator<Item = (&'r [u8], i64)>,
        layout: &[ItemShape],
    ) -> Result<Self, Unreadable> {
        let mut tally = Self::empty(layout);
        for (answers, times) in rows {
            tally.add(&Response::from_bytes(answers.to_vec()), layout, times)?;
        }
        Ok(tally)
    }

    /// Adds one response, counted `weight` times (1 for plain numbers of responses).
    pub fn add(&mut self, response: &Response, layout: &[ItemShape], weight: i64) -> Result<(), Unreadable> {
        self.n += weight;
        for (totals, answer) in self.items.iter_mut().zip(response.unpack(layout)?) {
            match answer {
                Answer::NotReached => continue,
                Answer::None => {}
                Answer::Single(option) => {
                    totals.answered += weight;
                    totals.options[usize::from(option)] += weight;
                }
                Answer::Multiple(options) => {
                    totals.answered += weight;
                    for option in options {
                        totals.options[usize::from(option)] += weight;
                    }
                }
            }
            totals.reached += weight;
        }
        Ok(())
    }

    /// Adds the totals of other responses to the same instrument version.
    pub fn merge(&mut self, other: &Self) {
        self.n += other.n;
        for (totals, more) in self.items.iter_mut().zip(&other.items) {
            totals.reached += more.reached;
            totals.answered += more.answered;
            for (total, count) in totals.options.iter_mut().zip(&more.options) {
                *total += count;
            }
        }
    }

    /// All totals in one row: n, then per item reached, answered, options. The stored form.
    pub fn flat(&self) -> Vec<i64> {
        let per_item = |item: &ItemTotals| {
            [item.reached, item.answered].into_iter().chain(item.options.clone()).collect::<Vec<_>>()
        };
        std::iter::once(self.n).chain(self.items.iter().flat_map(per_item)).collect()
    }

    /// The inverse of [`Tally::flat`]; `None` if the length does not fit.
    pub fn from_flat(flat: &[i64], layout: &[ItemShape]) -> Option<Self> {
        let (n, mut rest) = flat.split_first()?;
        let mut items = Vec::with_capacity(layout.len());
        for shape in layout {
            let (item, later) = rest.split_at_checked(2 + shape.options)?;
            items.push(ItemTotals { reached: item[0], answered: item[1], options: item[2..].to_vec() });
            rest = later;
        }
        rest.is_empty().then_some(Self { n: *n, items })
    }
}
