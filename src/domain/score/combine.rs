//! Combinations of nodes.

use std::collections::BTreeMap;

use super::evaluate::{Cell, Term};
use super::model::{Model, ModelNode};
use crate::domain::instrument::{Combine, CombineOp, Missing, Over};

/// One component with its factor in the combination.
struct Part<'a> {
    cell: &'a Cell,
    value: f64,
    weight: f64,
}

/// The combined cell of one unit, before the node's own scale change.
pub fn combine(model: &Model, node: &ModelNode, rule: &Combine, cells: &[Vec<Cell>], unit: usize) -> Cell {
    let over_leaves = rule.over == Over::Leaves || rule.op == CombineOp::Pool;
    let places = if over_leaves { &node.leaves } else { &node.children };
    let all = places.iter().map(|place| (&cells[*place][unit], model.nodes[*place].weight));
    let small_base = all.clone().any(|(cell, _)| cell.small_base);
    let parts: Vec<Part> =
        all.filter_map(|(cell, weight)| cell.value.map(|value| Part { cell, value, weight })).collect();
    let incomplete = parts.len() < places.len() && rule.missing == Missing::Null;
    if parts.is_empty() || incomplete {
        return Cell { small_base, ..Cell::default() };
    }
    let mut cell = if rule.op == CombineOp::Pool { pooled(&parts) } else { weighted(&parts, rule.op) };
    cell.n = parts.iter().filter_map(|part| part.cell.n).min();
    // Only of what is shown: the rest could be solved for otherwise.
    cell.counted_and_asked = parts.iter().fold((0, 0), |(counted, asked), part| {
        (counted + part.cell.counted_and_asked.0, asked + part.cell.counted_and_asked.1)
    });
    cell.missing = places.len() - parts.len();
    // A mean of fewer components is on the same scale; a sum of fewer is another quantity.
    cell.incomplete = cell.missing > 0 && matches!(rule.op, CombineOp::Sum | CombineOp::WeightedSum)
        || parts.iter().any(|part| part.cell.incomplete);
    cell
}

/// Sum of value × factor.
fn weighted(parts: &[Part], op: CombineOp) -> Cell {
    let count = parts.len() as f64;
    let total: f64 = parts.iter().map(|part| part.weight).sum();
    let factor = |part: &Part| match op {
        CombineOp::Mean => 1.0 / count,
        CombineOp::WeightedMean => part.weight / total,
        CombineOp::WeightedSum => part.weight,
        CombineOp::Sum | CombineOp::Pool | CombineOp::None => 1.0,
    };
    let mut cell = Cell::default();
    let mut value = 0.0;
    let mut terms: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    for part in parts {
        let factor = factor(part);
        // Whole-number and equal factors are applied once at the end, so that a mean of n equal
        // values is that value.
        value += if op == CombineOp::Mean { part.value } else { factor * part.value };
        cell.error_bound += factor.abs() * part.cell.error_bound;
        for term in &part.cell.terms {
            let sum = terms.entry(term.column).or_default();
            sum.0 += factor * term.y;
            sum.1 += factor * term.r;
        }
    }
    cell.value = Some(if op == CombineOp::Mean { value / count } else { value });
    cell.terms = terms.into_iter().map(|(column, (y, r))| Term { column, y, r }).collect();
    cell
}

/// Each measured leaf counts by its number of answers R: Σ R·v / Σ R.
///
/// A batch adds Σ (Y' − θ R)/ΣR, where Y' are its scores on the leaf's scale; from the leaf's own
/// linear form (Y' − v R)/R⁎, R⁎ its number of answers, follows Y' − θ R = R⁎·form + (v − θ) R.
fn pooled(parts: &[Part]) -> Cell {
    let answers = |part: &Part| part.cell.leaf.map_or(0.0, |leaf| leaf.answers);
    let total: f64 = parts.iter().map(&answers).sum();
    if total <= 0.0 {
        return Cell::default();
    }
    let value = parts.iter().map(|part| answers(part) * part.value).sum::<f64>() / total;
    let mut cell = Cell { value: Some(value), ..Cell::default() };
    for part in parts {
        let own = answers(part);
        cell.error_bound += own / total * part.cell.error_bound;
        for term in &part.cell.terms {
            let shift = (part.value - value) / total;
            let factor = own / total;
            cell.terms.push(Term { column: term.column, y: factor * term.y, r: factor * term.r + shift });
        }
    }
    cell
}
