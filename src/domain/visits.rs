//! Visits to a kiosk (lượt): how many people began, how many of them answered, how many left.
//!
//! They say how good the answers at a desk are: where half of those who began left in the middle, the form is too
//! long, and where hardly anybody began, the figures rest on few.

use std::collections::BTreeMap;

use super::unit::{UnitCode, UnitTree};

/// How many people came to kiosks and what they did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Visits {
    /// People who began.
    pub asked: i64,
    /// Those of them who handed in a response.
    pub answered: i64,
    /// Those of them who gave an answer and handed in nothing. Who began and gave none is in neither.
    pub abandoned: i64,
}

impl Visits {
    /// Whether the figures fit together: somebody came, and nobody did two things.
    pub fn fit(&self) -> bool {
        let done = self.answered.checked_add(self.abandoned);
        self.asked > 0 && self.answered >= 0 && self.abandoned >= 0 && done.is_some_and(|n| n <= self.asked)
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            asked: self.asked + other.asked,
            answered: self.answered + other.answered,
            abandoned: self.abandoned + other.abandoned,
        }
    }
}

/// Sums up the tree: the visits of every unit and of all below it, by code. Units with none are left out.
pub fn summed(released: &BTreeMap<UnitCode, Visits>, tree: &UnitTree) -> BTreeMap<UnitCode, Visits> {
    let mut sums: BTreeMap<UnitCode, Visits> = BTreeMap::new();
    for (code, visits) in released {
        let above = tree.ancestors(code).into_iter().map(|unit| &unit.code);
        for code in std::iter::once(code).chain(above) {
            let sum = sums.entry(code.clone()).or_default();
            *sum = sum.plus(*visits);
        }
    }
    sums
}
