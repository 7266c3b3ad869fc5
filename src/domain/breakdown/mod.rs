//! Breakdowns (phân tổ): the figures of a wave by sex, by age band, by way of answering, as the wave has declared.
//!
//! Each batch keeps one copy of its totals per category of each breakdown and the numbers of people in the cells of
//! all breakdowns crossed, never the answers of the cells. When the copies may be published is decided in
//! [`advance`]: a copy of one batch may be of a single person.

pub mod advance;
pub mod cut;
mod variable;

use std::collections::BTreeMap;

pub use self::variable::{Channel, NO_ANSWER_ID, Unknown, Variable, category_ids};
use super::batch::WeightedTally;
use super::response::{Answer, ItemShape, Response, Unreadable};
use super::tally::Tally;

/// Position of a category among those of its breakdown, see [`Variable`].
pub type Category = u8;

/// Totals of those in a batch who are in one category.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Numbers of responses.
    pub tally: Tally,
    /// The same by weight, where somebody in the category has one.
    pub weighted: Option<WeightedTally>,
}

/// A batch by the categories of one breakdown.
#[derive(Debug, Clone, PartialEq)]
pub struct Division {
    /// Code of the item, or `channel`.
    pub variable: String,
    /// The categories somebody is in.
    pub parts: BTreeMap<Category, Part>,
}

/// What a batch keeps for the breakdowns of its wave.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Breakdowns {
    /// One per breakdown, in the order of the wave.
    pub divisions: Vec<Division>,
    /// Numbers of people in the cells of all breakdowns crossed: one category per breakdown, in the same order.
    pub cells: BTreeMap<Vec<Category>, i64>,
}

/// Somebody who is counted.
#[derive(Debug, Clone, Copy)]
pub struct Counted<'a> {
    /// Packed answers.
    pub answers: &'a [u8],
    /// Weight in millionths.
    pub weight: Option<i64>,
    /// How the answers came; none: in a file.
    pub channel: Option<Channel>,
}

impl<'a> Counted<'a> {
    /// Somebody of whom nothing is kept but the answers.
    pub fn kept(answers: &'a [u8]) -> Self {
        Self { answers, weight: None, channel: None }
    }
}

impl Breakdowns {
    /// Counts a batch. The order of `people` does not matter.
    ///
    /// # Errors
    /// When answers do not fit the instrument.
    pub fn count(
        variables: &[Variable],
        people: &[Counted<'_>],
        layout: &[ItemShape],
    ) -> Result<Self, Unreadable> {
        let mut groups: Vec<BTreeMap<Category, Vec<Counted<'_>>>> = vec![BTreeMap::new(); variables.len()];
        let mut cells = BTreeMap::new();
        for one in people {
            let answers = Response::from_bytes(one.answers.to_vec()).unpack(layout)?;
            let cell: Vec<Category> =
                variables.iter().map(|variable| variable.category(&answers, one.channel)).collect();
            for (groups, category) in groups.iter_mut().zip(&cell) {
                groups.entry(*category).or_default().push(*one);
            }
            *cells.entry(cell).or_default() += 1;
        }
        let division = |(variable, groups): (&Variable, BTreeMap<Category, Vec<Counted<'_>>>)| {
            let parts = groups.into_iter().map(|(category, group)| Ok((category, part(&group, layout)?)));
            Ok(Division { variable: variable.code().to_owned(), parts: parts.collect::<Result<_, _>>()? })
        };
        let divisions = variables.iter().zip(groups).map(division).collect::<Result<_, Unreadable>>()?;
        Ok(Self { divisions, cells })
    }

    /// The text that goes into the hash of the batch: a line per part and per cell.
    pub fn canonical(&self) -> String {
        let numbers = |flat: Vec<i64>| flat.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
        let mut lines = Vec::new();
        for division in &self.divisions {
            for (category, part) in &division.parts {
                let weighted = part.weighted.as_ref().map_or(String::new(), |weighted| {
                    format!(";{};{}", numbers(weighted.sums.flat()), weighted.squares)
                });
                let code = &division.variable;
                lines.push(format!("{code}={category}:{}{weighted}", numbers(part.tally.flat())));
            }
        }
        for (cell, n) in &self.cells {
            let cell: Vec<String> = cell.iter().map(Category::to_string).collect();
            lines.push(format!("{}:{n}", cell.join("/")));
        }
        lines.join("\n")
    }
}

fn part(group: &[Counted<'_>], layout: &[ItemShape]) -> Result<Part, Unreadable> {
    let numbers = group.iter().map(|one| (one.answers, 1));
    let weights = group.iter().map(|one| (one.answers, one.weight));
    Ok(Part { tally: Tally::of(numbers, layout)?, weighted: WeightedTally::of(weights, layout)? })
}

impl Variable {
    /// The category of somebody with these answers.
    fn category(&self, answers: &[Answer], channel: Option<Channel>) -> Category {
        match self {
            Self::Channel => channel.map_or(Channel::FILE, Channel::category),
            Self::Item { place, options, .. } => match answers.get(*place) {
                Some(Answer::Single(option)) => *option,
                _ => *options,
            },
        }
    }
}
