//! When breakdowns advance: rule 4 of the disclosure control.
//!
//! The batches of a place, in the order of the chain, are taken together until their breakdowns may be published as
//! one **step**; then the next step begins. What is published by category is a sum of whole steps, so that the
//! difference of two publications is one again. A step needs, over all its batches:
//!
//! - **k people in every category** somebody is in, those who gave no answer included. Otherwise the people of a
//!   small category are the difference of all and the others.
//! - **[`CELL_FLOOR`] people in every cell** of all breakdowns crossed that somebody is in. Otherwise a women-only
//!   procedure would tell the others: all women less the people of the procedure.
//! - **No way to come lower through the batches.** The figures of all are published batch by batch, so a batch whose
//!   people are nearly all the women of the step gives those few women away who are in other batches. See
//!   [`cut`](super::cut): nothing that can be added up and subtracted is about fewer than k people, of several
//!   breakdowns at once about fewer than the floor.
//! - **No category that is unanimously dissatisfied** with anything: it would tell what each of them said.
//!
//! Steps are made at units of the levels of [`is_broken_down`]; units above add up the steps of those below.

use std::collections::BTreeMap;

use super::cut::all_cuts_weigh;
use super::{Breakdowns, Category};
use crate::domain::batch::is_unanimous;
use crate::domain::instrument::Instrument;
use crate::domain::tally::Tally;

/// Fewest people in a cell of all breakdowns crossed: F of the specification.
pub const CELL_FLOOR: i64 = 5;

/// Whether units of this level have breakdowns. Desks and communes have none: a category of a dozen people at one
/// counter is a group whose members know one another.
pub fn is_broken_down(level: &str) -> bool {
    matches!(level, "nation" | "province" | "district")
}

/// Batches whose breakdowns wait.
#[derive(Debug, Clone, Default)]
pub struct Waiting<'a> {
    /// The batches in the order of the chain.
    pub batches: Vec<&'a Breakdowns>,
    categories: Vec<BTreeMap<Category, i64>>,
    cells: BTreeMap<&'a [Category], i64>,
}

impl<'a> Waiting<'a> {
    /// Takes one more batch.
    pub fn push(&mut self, batch: &'a Breakdowns) {
        self.batches.push(batch);
        self.categories.resize(batch.divisions.len().max(self.categories.len()), BTreeMap::new());
        for (counts, division) in self.categories.iter_mut().zip(&batch.divisions) {
            for (category, part) in &division.parts {
                *counts.entry(*category).or_default() += part.tally.n;
            }
        }
        for (cell, n) in &batch.cells {
            *self.cells.entry(cell).or_default() += n;
        }
    }

    /// Whether every category somebody is in has at least k people.
    pub fn has_k_per_category(&self, k: i64) -> bool {
        self.categories.iter().flat_map(BTreeMap::values).all(|n| *n >= k)
    }

    /// Whether every cell somebody is in has at least [`CELL_FLOOR`] people.
    pub fn has_full_cells(&self) -> bool {
        self.cells.values().all(|n| *n >= CELL_FLOOR)
    }

    /// Whether the totals of batches and of categories together tell nobody apart in groups of fewer than k, and with
    /// all breakdowns crossed than [`CELL_FLOOR`].
    pub fn holds_against_batches(&self, k: i64) -> bool {
        let floor = CELL_FLOOR.min(k);
        let of_each = (0..self.categories.len()).all(|variable| all_cuts_weigh(&self.edges_of(variable), k));
        of_each && (self.categories.len() < 2 || all_cuts_weigh(&self.edges_of_cells(), floor))
    }

    /// Batches and categories of one breakdown with the numbers of people.
    fn edges_of(&self, variable: usize) -> Vec<(usize, usize, i64)> {
        let mut edges = Vec::new();
        for (row, batch) in self.batches.iter().enumerate() {
            let parts = batch.divisions.get(variable).map(|division| &division.parts);
            for (category, part) in parts.into_iter().flatten() {
                edges.push((row, self.batches.len() + usize::from(*category), part.tally.n));
            }
        }
        edges
    }

    fn edges_of_cells(&self) -> Vec<(usize, usize, i64)> {
        let columns: BTreeMap<&[Category], usize> =
            self.cells.keys().zip(self.batches.len()..).map(|(cell, place)| (*cell, place)).collect();
        let mut edges = Vec::new();
        for (row, batch) in self.batches.iter().enumerate() {
            for (cell, n) in &batch.cells {
                if let Some(column) = columns.get(cell.as_slice()) {
                    edges.push((row, *column, *n));
                }
            }
        }
        edges
    }

    /// Whether some category is unanimously dissatisfied with something.
    pub fn is_unanimous(&self, instrument: &Instrument) -> bool {
        let mut sums: BTreeMap<(usize, Category), Tally> = BTreeMap::new();
        for batch in &self.batches {
            for (variable, division) in batch.divisions.iter().enumerate() {
                for (category, part) in &division.parts {
                    let sum = sums.entry((variable, *category));
                    sum.and_modify(|sum| sum.merge(&part.tally)).or_insert_with(|| part.tally.clone());
                }
            }
        }
        sums.values().any(|sum| is_unanimous(sum, instrument).is_some())
    }

    /// Whether what waits may be published as one step.
    pub fn may_advance(&self, instrument: &Instrument, k: u32) -> bool {
        let k = i64::from(k);
        self.has_k_per_category(k)
            && self.has_full_cells()
            && self.holds_against_batches(k)
            && !self.is_unanimous(instrument)
    }
}

/// Cuts a sequence of batches into steps: their positions. What is left at the end waits.
pub fn steps<'a>(
    sequence: impl IntoIterator<Item = (usize, &'a Breakdowns)>,
    may_advance: impl Fn(&Waiting<'a>) -> bool,
) -> Vec<Vec<usize>> {
    let mut steps = Vec::new();
    let (mut waiting, mut places) = (Waiting::default(), Vec::new());
    for (place, batch) in sequence {
        waiting.push(batch);
        places.push(place);
        if may_advance(&waiting) {
            steps.push(std::mem::take(&mut places));
            waiting = Waiting::default();
        }
    }
    steps
}
